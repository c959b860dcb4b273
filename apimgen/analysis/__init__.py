"""Facts about a document that rules read: flow, variables, expressions, references."""
