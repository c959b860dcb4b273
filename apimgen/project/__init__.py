"""A project: its files found and checked together, as its configuration says."""
