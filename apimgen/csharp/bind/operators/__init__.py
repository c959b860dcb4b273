"""Operators with one and two operands."""
