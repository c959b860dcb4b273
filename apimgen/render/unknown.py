"""The error for a name that a template does not know: which one, and what there is instead."""

from __future__ import annotations

from dataclasses import fields

from jinja2 import StrictUndefined, TemplateRuntimeError, UndefinedError
from jinja2.runtime import TemplateReference
from jinja2.utils import missing
from markupsafe import Markup
from pydantic import BaseModel

from apimgen.nearest import did_you_mean
from apimgen.render.context import PARTS, Context


class Unknown(StrictUndefined):
    """A name that a template uses and that is not defined; printing or testing it is an error."""

    __slots__ = ()

    def __init__(
        self,
        hint: str | None = None,
        obj: object = missing,
        name: str | None = None,
        exc: type[TemplateRuntimeError] = UndefinedError,
    ) -> None:
        """As Jinja makes it: of a name, or of a name that an object does not have."""
        super().__init__(hint or _explained(str(name), obj), obj, name, exc)


def _explained(name: str, owner: object) -> str:
    if owner is missing:
        return _message(name, name, "a template has", [*_fields(Context), "named_value"])
    if isinstance(owner, TemplateReference):
        return f'there is no block "{name}" here'
    if owner is None:
        return (
            f"`{name}` is asked of a value that is none for this policy; test the value first, "
            "as in {% if retry %}"
        )
    noun, known = _noun_and_names(owner)
    if not known:
        return f"`{name}` is not known; it is asked of {noun}"
    article = "an" if noun[0] in "aeiou" else "a"
    return _message(f"{noun}.{name}", name, f"{article} {noun} has", known)


def _message(shown: str, name: str, owner_has: str, known: list[str]) -> str:
    near = did_you_mean(name, known)
    return f"`{shown}` is not known" + (near or f"; {owner_has}: {', '.join(known)}")


def _noun_and_names(owner: object) -> tuple[str, list[str]]:
    """What people call a value, and what it knows."""
    if isinstance(owner, PARTS):
        return owner.noun, _fields(type(owner))
    if isinstance(owner, BaseModel):
        return type(owner).__name__.lower(), list(type(owner).model_fields)
    return _KINDS.get(type(owner), "a value of another kind"), []


def _fields(of: type) -> list[str]:
    return [field.name for field in fields(of)]


_KINDS = {
    str: "a text",
    Markup: "a text",
    bool: "true or false",
    int: "a number",
    float: "a number",
    tuple: "a list",
    list: "a list",
    dict: "a mapping",
}
