"""What all parts of the inventory have in common, and how a checked text field is declared."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, model_validator
from pydantic_core import CoreSchema, core_schema

from apimgen.inventory.problems import problem
from apimgen.inventory.yaml.scalars import Interpolated

if TYPE_CHECKING:
    from collections.abc import Callable

_NOT_TEXT = frozenset({int, bool, float, int | None, bool | None, float | None, Literal[1]})


class Entry(BaseModel):
    """A mapping of the file: its keys are the fields, and no others.

    Types are strict, since YAML has told numbers from text already. Only a value with a variable
    in it is text at first and becomes what its field wants.

    Attributes:
        words: what may be written in place of the mapping.
        short: the key that a text in place of the mapping is the value of.
        unwritten: fields that hold what a short form says and are no keys of the file.
    """

    # Built with the inventory as a whole, which is several times faster than one by one
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, defer_build=True)

    words: ClassVar[tuple[str, ...]] = ()
    short: ClassVar[str | None] = None
    unwritten: ClassVar[frozenset[str]] = frozenset()

    @classmethod
    def shape(cls, data: Any) -> Any:
        """Bring a short form, such as one word, into the form of the fields."""
        return {cls.short: data} if cls.short and isinstance(data, str) else data

    @model_validator(mode="before")
    @classmethod
    def _read(cls, data: Any) -> Any:
        if isinstance(data, dict):
            for key in cls.unwritten & data.keys():
                raise problem("unknown-key", "{found} is not a key here", key)
        data = cls.shape(data)
        if not isinstance(data, dict):
            return data
        fields = cls.model_fields
        return {
            key: value.resolve()
            if isinstance(value, Interpolated)
            and key in fields
            and fields[key].annotation in _NOT_TEXT
            else value
            for key, value in data.items()
        }


class Text(NamedTuple):
    """Marks a text field with the function that checks it.

    Attributes:
        check: takes the text and gives it back, or raises a problem.
        pattern: what editors hold it against.
        max_length: the most characters, for editors.
    """

    check: Callable[[str], str]
    pattern: str
    max_length: int | None = None

    def __get_pydantic_core_schema__(self, _source: Any, _handler: Any) -> CoreSchema:
        return core_schema.no_info_after_validator_function(
            self.check, core_schema.str_schema(strict=True)
        )

    def __get_pydantic_json_schema__(self, _schema: Any, _handler: Any) -> dict[str, Any]:
        written: dict[str, Any] = {"type": "string", "pattern": self.pattern}
        if self.max_length is not None:
            written["maxLength"] = self.max_length
        return written
