"""From syntax to meaning: what the C# of an expression is, and where a compiler would refuse it."""
