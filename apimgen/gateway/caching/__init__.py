"""What policies keep in the built-in cache, and how they find it again."""
