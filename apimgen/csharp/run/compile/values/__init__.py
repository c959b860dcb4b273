"""Values: constants, conversions, operators, texts, patterns."""
