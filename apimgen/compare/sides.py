"""What a comparison takes as a side: an inventory, a policy file, a folder of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from apimgen.compare.normal import normal_form_of
from apimgen.document.reader import UnreadableDocumentError, read
from apimgen.document.source import NotTextError, Source, decode
from apimgen.errors import ApimgenError
from apimgen.layout import SUFFIX, Layout, fragment_path, policy_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from apimgen.compare.normal import Node
    from apimgen.inventory.model.policy import Policy


@dataclass(frozen=True, slots=True)
class Side:
    """The policies of one side, in normal form.

    Attributes:
        policies: by name: a file's path below its folder without the suffix, or an inventory's
            policy name.
        single: whether the side is one file, whose name need not match the other side's.
        scopes: of the policies whose scope an inventory tells, by name, as plans write it.
    """

    policies: dict[str, Node]
    single: bool = False
    scopes: Mapping[str, str] = field(default_factory=dict)


def side_of_file(path: Path) -> Side:
    """A side of one policy file.

    Raises:
        ApimgenError: where it can't be read.
    """
    return Side({path.stem: _normal_form(path)}, single=True)


def side_of_bytes(data: bytes, name: str) -> Side:
    """A side of one policy that is in no file.

    Raises:
        ApimgenError: where it can't be read.
    """
    return Side({name: _normal_form_of(data, name)}, single=True)


def side_of_folder(folder: Path) -> Side:
    """A side of all policy files below a folder.

    Raises:
        ApimgenError: where one can't be read.
    """
    files = sorted(p for p in folder.rglob(f"*{SUFFIX}") if p.is_file())
    return Side({_name(folder, path): _normal_form(path) for path in files})


def side_of_texts(texts: Iterable[tuple[str, str]]) -> Side:
    """A side of documents that are texts already, by name."""
    return Side({name: normal_form_of(read(Source(text, name))) for name, text in texts})


def matched(left: Side, right: Side) -> tuple[dict[str, Node], dict[str, Node]]:
    """The policies of both sides under names that match, where one of them is a single file."""
    if left.single and right.single:
        (name,) = right.policies
        return {name: next(iter(left.policies.values()))}, right.policies
    if left.single:
        chosen = _choose(left, right)
        return {chosen: next(iter(left.policies.values()))}, {chosen: right.policies[chosen]}
    if right.single:
        now, was = matched(right, left)
        return was, now
    return left.policies, right.policies


def _choose(single: Side, other: Side) -> str:
    (name,) = single.policies
    if name in other.policies:
        return name
    if len(other.policies) == 1:
        return next(iter(other.policies))
    known = ", ".join(sorted(other.policies)) or "none"
    raise ApimgenError(f'no policy of the other side is called "{name}"; there is {known}')


def laid_out(policies: Iterable[Policy], names: Iterable[str]) -> dict[str, str]:
    """The name that each policy of an inventory has on the other side.

    Args:
        policies: of the inventory.
        names: of the other side, which may be laid out as another tool lays out its folders.

    Returns:
        For each policy's name its path on the other side, without suffix.
    """
    there = set(names)
    found = {}
    for policy in policies:
        paths = [
            policy_path(layout, policy.name, policy.scope).removesuffix(SUFFIX) for layout in Layout
        ]
        found[policy.name] = next((p for p in paths if p in there), policy.name)
    return found


def fragments_laid_out(fragments: Mapping[str, str], names: Iterable[str]) -> dict[str, str]:
    """The documents of an inventory's fragments by the names that the other side has for them.

    Args:
        fragments: the documents by their own names.
        names: of the other side.
    """
    there = set(names)
    found = {}
    for name, text in fragments.items():
        paths = [fragment_path(layout, name).removesuffix(SUFFIX) for layout in Layout]
        found[next((p for p in paths if p in there), paths[0])] = text
    return found


def _name(folder: Path, path: Path) -> str:
    return path.relative_to(folder).as_posix().removesuffix(SUFFIX)


def _normal_form(path: Path) -> Node:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ApimgenError(f"can't read {path}: {error.strerror}") from None
    return _normal_form_of(data, str(path))


def _normal_form_of(data: bytes, name: str) -> Node:
    try:
        return normal_form_of(read(Source(decode(data), name)))
    except NotTextError as error:
        raise ApimgenError(f"{name}:{error.line}: {error.message}") from None
    except UnreadableDocumentError as error:
        place = error.place
        raise ApimgenError(f"{place.file}:{place.line}:{place.column}: {error.message}") from None
