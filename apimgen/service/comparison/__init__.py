"""Compares all that an inventory makes, with another inventory or with the live service."""
