"""Compares policies by meaning."""
