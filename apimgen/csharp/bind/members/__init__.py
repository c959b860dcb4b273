"""Names, and the members after a dot."""
