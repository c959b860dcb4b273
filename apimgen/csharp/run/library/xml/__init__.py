"""LINQ to XML: documents, elements and their names, read, changed and written as .NET does it."""
