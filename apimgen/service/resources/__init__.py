"""The resources of the service: their kinds, and which of them an inventory makes."""
