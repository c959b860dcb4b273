"""Carrying out a plan, and undoing it."""
