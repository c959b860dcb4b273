"""From a text of JSON to a tree."""
