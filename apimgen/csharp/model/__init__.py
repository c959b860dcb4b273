"""The types of C# that policy expressions meet: what they are, their members, where they come from.

Nothing here knows of syntax. ``types.jsonl`` beside this holds the .NET types, as
``tools/csharp-types`` reads them from real assemblies; ``../types/context.yaml`` the types of the
variable ``context``.
"""
