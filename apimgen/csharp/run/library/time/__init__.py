"""Times: dates, spans, zones, and how they are written and read."""
