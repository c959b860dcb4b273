"""Assignments, and what something may be assigned to."""
