"""The bound tree: what an expression means, with its types, members and conversions.

Every node says where it is in the code, as characters from 0 with an exclusive end. An
:class:`~apimgen.csharp.tree.expressions.Expression` has a type, and a value where it is a constant.
A node of the type UNKNOWN says that nothing is known of it, and nothing follows from it.
"""
