"""What a comparison tells of resources, whatever inventory they are from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from apimgen.service.comparison.compare import between, with_live
from apimgen.service.comparison.made import Made
from apimgen.service.resources import bodies
from apimgen.service.resources.resource import Live, Resource

if TYPE_CHECKING:
    from apimgen.compare.comparison import Comparison

FRAGMENT = '<fragment><set-header name="x"><value>{}</value></set-header></fragment>'


def made(name: str, *resources: Resource) -> Made:
    return Made(name, (), {}, {}, resources)


def told(comparison: Comparison) -> list[tuple[str, str, str, str, str | None, str | None]]:
    return [
        (changed.type, changed.id, str(part.kind), part.path, part.left, part.right)
        for changed in comparison.changed
        for part in changed.differences
    ]


def test_a_fragment_is_compared_by_meaning() -> None:
    was = bodies.policy_fragment("cors", FRAGMENT.format("a"))
    laid_out = bodies.policy_fragment("cors", FRAGMENT.format("a").replace("><", ">\n<"))
    assert told(between(made("a", was), made("b", laid_out))) == []
    now = bodies.policy_fragment("cors", FRAGMENT.format("b"))
    expected = ("fragment", "cors", "changed", "/fragment/set-header/value/text()", "a", "b")
    assert told(between(made("a", was), made("b", now))) == [expected]
    live = {was.id: Live(was.id, was.properties, "1")}
    assert told(with_live(made("b", now), live, "live", live_is_left=True)) == [expected]
    ((*_, left, right),) = told(with_live(made("b", now), live, "live", live_is_left=False))
    assert (left, right) == ("b", "a")


def test_what_is_there_on_one_side_only_is_told_as_a_whole() -> None:
    fragment = bodies.policy_fragment("cors", FRAGMENT.format("a"))
    ((type_, id_, kind, _, left, right),) = told(between(made("a"), made("b", fragment)))
    assert (type_, id_, kind, left) == ("fragment", "cors", "added", None)
    assert right is not None
    assert right.splitlines()[0] == "<fragment>"


@pytest.mark.parametrize("turned", [False, True])
def test_a_plain_value_that_becomes_a_secret_is_not_shown(turned: bool) -> None:
    plain = bodies.plain_named_value("key", "5ecr3t-in-clear")
    for secret in (
        bodies.secret_named_value("key", "KEY"),
        bodies.key_vault_named_value("key", "https://kv.vault.azure.net/secrets/key"),
    ):
        sides = made("a", plain), made("b", secret)
        found = told(between(*(reversed(sides) if turned else sides)))
        assert {path for _, _, _, path, _, _ in found} >= {"secret", "value"}
        assert "5ecr3t" not in str(found)
