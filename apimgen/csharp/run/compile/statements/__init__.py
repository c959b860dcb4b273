"""Statements, and the ways out of them."""
