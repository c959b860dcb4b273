"""Locals that are read before they have a value."""
