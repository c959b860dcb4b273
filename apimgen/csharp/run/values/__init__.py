"""How a value of C# is held in Python.

============================  =====================================  ===============================
C#                            where its static type is known         as ``object`` or an interface
============================  =====================================  ===============================
``null``                      ``None``                               the same
``bool``, ``int``             ``bool``, ``int``                      the same
``double``                    ``float``                              the same
``decimal``                   ``decimal.Decimal``, with its scale    the same
other integers, ``float``     ``int``, ``float``                     :class:`Boxed` with the type
an enum                       ``int``                                :class:`Boxed` with the type
``char``                      ``str`` of one UTF-16 unit             :class:`Boxed` with the type
``string``                    ``str``: each item one UTF-16 unit     the same
``T?``                        ``None``, or a ``T``                   null, or a boxed ``T``
``T[]``                       :class:`Array`                         the same
a tuple                       ``tuple``                              :class:`Boxed` with the type
a delegate                    a Python function                      the same
anything else                 an instance of a :class:`Thing`        the same
============================  =====================================  ===============================

A ``string`` holds a character beyond U+FFFF as its two surrogates, as .NET does, so that lengths
and positions agree: :func:`from_text` and :func:`to_text` are the borders.
"""

from apimgen.csharp.run.values.held import (
    Array,
    Boxed,
    Thing,
    from_text,
    full_name,
    is_true,
    text_of,
    to_text,
)

__all__ = [
    "Array",
    "Boxed",
    "Thing",
    "from_text",
    "full_name",
    "is_true",
    "text_of",
    "to_text",
]
