def unassigned(body): return []
