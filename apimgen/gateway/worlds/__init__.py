"""The worlds that a gateway runs in, and who drives it there."""
