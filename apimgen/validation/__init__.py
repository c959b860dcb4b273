"""Finds what is wrong with a policy document, by what is known of policies."""
