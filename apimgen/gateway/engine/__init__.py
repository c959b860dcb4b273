"""Runs documents: compiles them once, and carries each request through."""
