"""A gateway on this machine, as clients meet it."""
