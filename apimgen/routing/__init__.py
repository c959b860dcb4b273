"""Which backends, named values and entities a policy needs, decided once."""
