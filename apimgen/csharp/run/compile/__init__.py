"""From a bound tree to a Python function, by way of Python's own syntax tree.

Every name in that tree is made here (``v1`` a local, ``t1`` what is kept for a moment, ``k1`` what
the function needs from outside, ``f1`` a lambda), so that nothing of a document becomes a name or
an attribute of Python. The line of a node is where it is in the C#, so that a traceback tells it.

Each room imports only from those before it: values, members, lambdas, statements. The other modules
here are what all of them need, but for ``function``, which puts them together.
"""
