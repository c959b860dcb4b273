"""Exact odds: every outcome of every draw is followed, under each outage of a policy's backends."""
