"""The members of ``Match``, ``Group``, ``Capture`` and their collections."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.csharp.run.library.collections.enumerators import Enumerator
from apimgen.csharp.run.library.failures import argument_null, out_of_range
from apimgen.csharp.run.library.regexes.matching import (
    NOTHING,
    Capture,
    Group,
    Match,
    Several,
    expanded,
)
from apimgen.csharp.run.library.registry import attribute, member

if TYPE_CHECKING:
    from apimgen.csharp.run.host import Host
    from apimgen.csharp.run.values import Array

attribute("Capture", "Value", "value")
attribute("Capture", "Index", "index")
attribute("Group", "Success", "success")
attribute("Group", "Name", "name")
member("Capture", "Length")(lambda one: len(one.value))
member("Group", "Captures")(lambda one: Several("CaptureCollection", one.captures))
member("Match", "Empty")(lambda: NOTHING)
member("Match", "NextMatch", host=True)(lambda host, one: one.next(host))


@member("Match", "Groups")
def _groups(one: Match) -> Several:
    return Several("GroupCollection", list(one.groups.values()), one)


@member("Match", "Result", host=True)
def _result(host: Host, one: Match, replacement: str | None) -> str:
    if replacement is None:
        raise argument_null("replacement")
    return expanded(host, replacement, one)


@member("GroupCollection", "this", "int")
def _group(several: Several, number: int) -> Group:
    found = several.match.groups.get(number) if several.match is not None else None
    return Group([], "") if found is None else found


@member("GroupCollection", "this", "string")
def _group_named(several: Several, name: str | None) -> Group:
    if name is None:
        raise argument_null("groupName")
    return several.match.named_group(name) if several.match is not None else Group([], name)


@member("MatchCollection", "this")
@member("CaptureCollection", "this")
def _item(several: Several, at: int) -> Capture:
    if not 0 <= at < len(several.items):
        raise out_of_range("i")
    found: Capture = several.items[at]
    return found


@member("MatchCollection", "CopyTo")
@member("GroupCollection", "CopyTo")
@member("CaptureCollection", "CopyTo")
def _copy(several: Several, target: Array, at: int) -> None:
    target.items[at : at + len(several.items)] = several.items


for _owner in ("MatchCollection", "GroupCollection", "CaptureCollection"):
    member(_owner, "Count")(len)
    member(_owner, "GetEnumerator")(lambda one: Enumerator(one, one.element))
