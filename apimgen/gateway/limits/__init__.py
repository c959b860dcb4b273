"""What limits count: calls and tokens in windows, quotas in periods, and what callers are told."""
