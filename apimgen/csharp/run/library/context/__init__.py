"""What C# sees of ``context``: its parts, their dictionaries, bodies, and the extension methods."""
