"""Text: strings, characters, formats, encodings and regular expressions."""
