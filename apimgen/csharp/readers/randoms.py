"""Generators of random numbers that are made."""

from __future__ import annotations

from apimgen.csharp.facts import NewRandom
from apimgen.csharp.model.types import named
from apimgen.csharp.readers.nodes import Nodes, in_order, is_given
from apimgen.csharp.tree import expressions as tree

_RANDOM = named("Random")


def new_randoms(nodes: Nodes) -> tuple[NewRandom, ...]:
    """Each ``new Random(...)``, with the text of its seed."""
    if "Random" not in nodes.code:
        return ()
    found = []
    for made in sorted(nodes.of(tree.New), key=in_order):
        if made.type is _RANDOM:
            given = [one for one in made.arguments if is_given(one)]
            seed = nodes.code[given[0].start : given[-1].end] if given else ""
            found.append(NewRandom(bool(seed), seed, made.start, made.end))
    return tuple(found)
