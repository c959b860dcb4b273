"""What policies use beside backends: further named values, and fragments."""

from __future__ import annotations

from typing import Annotated, Any, Final

from pydantic import ConfigDict, Field

from apimgen.inventory.model import names
from apimgen.inventory.model.entry import Entry, Text
from apimgen.inventory.model.secret_source import SecretValue
from apimgen.inventory.problems import problem
from apimgen.inventory.yaml.scalars import Interpolated

VALUE_MAX: Final = 4096
"""The most characters of a named value
(https://learn.microsoft.com/azure/api-management/service-limits)."""


def plain_value(text: str) -> str:
    """What a plain named value holds. It is not quoted: it may be a secret put there."""
    if not text.strip():
        raise problem("bad-value", "the value is empty, which the service refuses")
    if len(text) > VALUE_MAX:
        raise problem("bad-value", f"the value is longer than {VALUE_MAX} characters")
    return text


PlainValue = Annotated[str, Text(plain_value, r"\S", VALUE_MAX)]


def _one_of(what: str, keys: tuple[str, ...], data: Any) -> Any:
    """Refuses a mapping that has not exactly one of the keys; the last of them is a flag."""
    if not isinstance(data, dict):
        return data
    flag = data.get("existing")
    flag = flag.resolve() if isinstance(flag, Interpolated) else flag
    found = [key for key in keys if key in data and not (key == "existing" and flag is False)]
    words = [*keys[:-1], "existing: true"]
    if not found and not data.keys() - {"name", "existing"}:
        shown = f"{', '.join(words[:-1])} or {words[-1]}"
        raise problem("missing-key", f"{what} takes {shown}, and has none of them")
    if len(found) > 1:
        one, other = found[0], found[1]
        why = (
            f"what exists on the service is left as it is, so {one} has no place beside it"
            if other == "existing"
            else f"{what} takes {one} or {other}, not both"
        )
        raise problem("impossible-combination", why, other)
    return data


def _exactly_one(*keys: str) -> dict[str, Any]:
    return {"oneOf": [{"required": [key]} for key in keys]}


class NamedValue(Entry):
    """A named value that policies use, beside those of the backends."""

    model_config = ConfigDict(json_schema_extra=_exactly_one("value", "secret", "existing"))

    name: names.NamedValueName = Field(
        description="The named value's name, which policies write as {{name}}.",
        examples=["tenant"],
    )
    value: PlainValue | None = Field(
        None,
        description="What it holds, for everybody to read.",
        examples=["00000000-0000-0000-0000-000000000000"],
    )
    secret: SecretValue | None = Field(
        None, description="Where its value comes from, which the service keeps secret."
    )
    existing: bool = Field(
        False, description="true: the service has it already; it is known and never touched."
    )

    @classmethod
    def shape(cls, data: Any) -> Any:
        """Exactly one of ``value``, ``secret`` and ``existing``."""
        return _one_of("a named value", ("value", "secret", "existing"), data)


class Fragment(Entry):
    """A policy fragment that policies include."""

    model_config = ConfigDict(json_schema_extra=_exactly_one("file", "existing"))

    name: names.FragmentName = Field(
        description="The fragment's id, which include-fragment names.", examples=["cors"]
    )
    file: names.FilePath | None = Field(
        None,
        description="The file that holds its document, from the inventory's folder.",
        examples=["fragments/cors.xml"],
    )
    existing: bool = Field(
        False, description="true: the service has it already; it is known and never touched."
    )

    @classmethod
    def shape(cls, data: Any) -> Any:
        """Exactly one of ``file`` and ``existing``."""
        return _one_of("a fragment", ("file", "existing"), data)
