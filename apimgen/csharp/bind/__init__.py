"""From syntax to meaning: what the C# of an expression is, and where a compiler would refuse it.

Each room imports only from those before it: types, members, calls, operators, assigning, lambdas,
values, statements. ``binder`` is what all of them need, ``bound`` puts them together, and ``flow``
reads what came of it.
"""
