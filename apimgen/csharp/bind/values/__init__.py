"""Values that are no chains and no operators: literals, new objects, casts, patterns, queries."""
