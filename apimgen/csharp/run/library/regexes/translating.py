""".NET's regular expressions in the syntax of the ``regex`` package.

Each group that captures becomes a named one, ``_1`` for .NET's number 1: .NET counts those without
a name first, and groups of one name are one group.
"""

from __future__ import annotations

from typing import NamedTuple

from apimgen.csharp.run.library.regexes.syntax import Reader


class Translated(NamedTuple):
    """A pattern for the ``regex`` package.

    Attributes:
        pattern: its text.
        names: the names of the groups by .NET's numbers; the number itself where one has no name.
    """

    pattern: str
    names: dict[int, str]


def translated(pattern: str, options: int) -> Translated:
    """A pattern of .NET in the syntax of the ``regex`` package.

    Args:
        pattern: as .NET reads it.
        options: the flags of ``RegexOptions``.

    Raises:
        Thrown: an ArgumentException for a pattern that .NET refuses.
        NotModelledError: for balancing groups.
    """
    scout = Reader(pattern, options, None)
    scout.read()
    reader = Reader(pattern, options, _numbered(scout.unnamed, scout.seen))
    made = reader.read()
    names = {0: "0", **{at: str(at) for at in range(1, scout.unnamed + 1)}}
    names.update({number: name for name, number in reader.numbers.items()})
    return Translated(made, dict(sorted(names.items())))


def _numbered(unnamed: int, names: list[str]) -> dict[str, int]:
    """The numbers of named groups: after those without a name, or the name where it is a number."""
    found = {name: int(name) for name in names if name.isdigit()}
    taken = {*range(unnamed + 1), *found.values()}
    number = 1
    for name in names:
        if name not in found:
            while number in taken:
                number += 1
            found[name] = number
            taken.add(number)
    return found
