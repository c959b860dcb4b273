"""Carries out plans, and undoes them."""
