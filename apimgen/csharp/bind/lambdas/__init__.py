"""Lambdas and methods without a call."""
