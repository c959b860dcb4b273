"""The command line: thin commands at the edge, one module each."""
