"""The members that expressions call, one module for each family of types."""
