"""The inventory as frozen models: one module for each part of the file."""
