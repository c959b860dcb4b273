"""One walk over an expression's syntax tree, with a handler for each kind of node."""
