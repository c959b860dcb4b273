"""Format strings: numbers in standard and custom formats, and values in a text."""
