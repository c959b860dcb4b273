"""The members that C# calls, and how objects of .NET become JSON and come back from it."""
