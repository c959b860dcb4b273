"""``set-variable``: a value of an expression, or a text, by a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.gateway.engine.notes import shown

if TYPE_CHECKING:
    from lxml import etree

    from apimgen.gateway.engine.build import Build


def compile(element: etree._Element, build: Build) -> None:  # noqa: A001 - the engine's word
    """Writes an assignment. The name may be an expression too."""
    name = build.text(element, "name")
    value = build.object(element, "value")
    if not build.traced:
        build.line(f"variables[{name.code}] = {value.code}")
        return
    held, key = build.fresh(), build.fresh()
    build.line(f"{key} = {name.code}")
    build.line(f"variables[{key}] = {held} = {value.code}")
    build.detail(f"{build.constant(_told)}({key}, {held})")


def _told(name: str, value: object) -> str:
    return f"{name} = {shown(value)}"
