"""The .NET types and members that policy expressions may use."""
