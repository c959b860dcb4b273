"""``choose``: the first branch whose condition holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml import etree

    from apimgen.gateway.engine.build import Build


def compile(element: etree._Element, build: Build) -> None:  # noqa: A001 - the engine's word
    """Writes an ``if`` with a branch for each ``when``."""
    word = "if"
    for branch in element.iterchildren("when"):
        condition = build.boolean(branch, "condition")
        with build.indented(f"{word} {condition.code}:", branch):
            build.note(f"takes the branch at line {_line(branch, build)}")
            build.children(branch)
        word = "elif"
    otherwise = element.find("otherwise")
    if word == "if":  # no when at all
        if otherwise is not None:
            build.children(otherwise)
        return
    with build.indented("else:"):
        if otherwise is None:
            build.note("no branch holds")
        else:
            build.note(f"takes the branch at line {_line(otherwise, build)}")
            build.children(otherwise)


def _line(element: etree._Element, build: Build) -> int:
    return build.frame.scoped.document.place(element).line
