"""C# that runs: a bound tree becomes a Python function with C#'s semantics.

``compile/`` turns the nodes of :mod:`apimgen.csharp.tree` into Python code, with names of its own:
no name of the document becomes one. ``library/`` is what the expression calls: a function for each
member of .NET, Newtonsoft.Json and ``context`` that policies use. :mod:`values` says how a value of
C# is held in Python, and :mod:`host` what an expression asks of the world around it.
"""
