"""Statements, the names that they declare, and where their end is reached."""
