"""The service's resources: what they are, and which an inventory makes."""
