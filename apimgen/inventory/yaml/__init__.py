"""YAML text as values that know their file, line and column."""
