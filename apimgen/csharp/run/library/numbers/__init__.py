"""Numbers: their members, parsing, conversion, arithmetic and random ones."""
