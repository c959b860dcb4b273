"""C# as text and tree: tokens, tree-sitter's syntax tree, and what is wrong with it."""
