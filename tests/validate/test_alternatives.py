"""What stands in different branches of one choice is an alternative, and nothing else is."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from apimgen.analysis.alternatives import Alternatives

PATHS = st.lists(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), max_size=4), max_size=8)


def named(path: list[tuple[int, int]]) -> list[tuple[object, object]]:
    """A path in which a choice and a branch are named for all that stands around them."""
    steps = []
    around = ""
    for choice, branch in path:
        steps.append((f"{around}/{choice}", f"{around}/{choice}:{branch}"))
        around = f"{around}/{choice}:{branch}"
    return list(steps)


def exclude_each_other(
    one: list[tuple[object, object]], other: list[tuple[object, object]]
) -> bool:
    branches = dict(one)
    return any(branches.get(choice, branch) != branch for choice, branch in other)


@given(PATHS)
def test_each_is_held_against_all_before_it(paths: list[list[tuple[int, int]]]) -> None:
    seen = Alternatives()
    for number, path in enumerate(map(named, paths)):
        before = map(named, paths[:number])
        assert seen.add(path) == all(exclude_each_other(path, other) for other in before)
