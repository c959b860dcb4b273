"""How the service itself reaches backends: pools that pick, and circuit breakers that trip."""
