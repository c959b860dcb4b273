"""A gateway on this machine: real requests, real time, the same engine."""
