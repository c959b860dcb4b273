"""Lambdas, local functions, and the queries that are made of them."""
