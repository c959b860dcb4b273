"""What the types that variables were stored with tell of how they are read."""
