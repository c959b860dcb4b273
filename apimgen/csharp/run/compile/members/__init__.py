"""Members, calls, and what is assigned to."""
