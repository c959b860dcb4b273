"""C# newer than version 7, which the service's compiler refuses.

Page: https://learn.microsoft.com/dotnet/csharp/whats-new/csharp-version-history
"""

from __future__ import annotations

# By tree-sitter's name for it: what it is, the version that brought it, and what to write instead.
NEWER: dict[str, tuple[str, str, str]] = {
    "switch_expression": ("a switch expression", "8", "a switch statement or ? :"),
    "range_expression": ("a range (..)", "8", "Substring, or Skip and Take"),
    "recursive_pattern": ("a property or positional pattern", "8", "comparisons"),
    "implicit_object_creation_expression": ("new() without a type", "9", "new Type()"),
    "with_expression": ("a with expression", "9", "a new object"),
    "negated_pattern": ("the pattern not", "9", "!(x is T), or x != null"),
    "and_pattern": ("the pattern and", "9", "&&"),
    "or_pattern": ("the pattern or", "9", "||"),
    "relational_pattern": ("a relational pattern", "9", "comparisons"),
    "parenthesized_pattern": ("a pattern in brackets", "9", "comparisons"),
    "type_pattern": ("a type as a pattern", "9", "the type and a name: case int n"),
    "list_pattern": ("a list pattern", "11", "comparisons"),
    "raw_string_literal": ("a raw string", "11", 'a verbatim string, @"..."'),
    "collection_expression": ("a collection expression", "12", "new[] { ... }"),
}


def too_new(what: str, version: str, instead: str) -> str:
    """The message about something newer than C# 7."""
    return f"{what} is C# {version}, and policy expressions are C# 7; write {instead}"
