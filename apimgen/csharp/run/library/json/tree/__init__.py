"""The tree of JSON: its tokens, what is made of values and values of it, and its text."""
