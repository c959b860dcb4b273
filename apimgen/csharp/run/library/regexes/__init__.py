"""Regular expressions of .NET: translated for the ``regex`` package, and their members."""
