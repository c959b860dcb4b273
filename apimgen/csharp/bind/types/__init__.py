"""From a type as it is written to what converts to it."""
