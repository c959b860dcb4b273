"""Variables in the inventory: ``${NAME}``, ``${NAME:-default}``, ``${NAME:?message}``, ``$$``.

They read the environment as in Compose files
(https://docs.docker.com/reference/compose-file/interpolation/): the default serves where the
variable is unset or empty, the message is an error's there, and a default may hold variables.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from apimgen.catalog.ids import RuleId

NESTING_MAX: Final = 10

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_SIGN = re.compile(r"\$\$|\$\{")
_SIGN_OR_END = re.compile(r"\$\$|\$\{|\}")


class VariableProblem(NamedTuple):
    """Something wrong with a variable.

    Attributes:
        offset: of its ``${`` in the text.
        rule: the rule's id.
        message: what is wrong; no value is in it.
        optional: whether it is a plain ``${NAME}`` that is not set, so that a place which can do
            without its value may go on.
    """

    offset: int
    rule: RuleId
    message: str
    optional: bool = False


class Piece(NamedTuple):
    """A stretch of the expanded text and where it comes from.

    Attributes:
        at: where it begins in the expanded text.
        source: where it begins in the text as written.
        literal: whether it is there character by character.
    """

    at: int
    source: int
    literal: bool


class Expansion:
    """Text with its variables filled in.

    Attributes:
        text: the outcome.
        interpolated: whether a variable is part of it.
        problems: what is wrong; then the text is of no use.
        pieces: where each stretch of the outcome comes from.
    """

    __slots__ = ("interpolated", "pieces", "problems", "text")

    def __init__(self, text: str = "") -> None:
        self.text = text
        self.interpolated = False
        self.problems: list[VariableProblem] = []
        self.pieces: list[Piece] = []

    def source(self, offset: int) -> int:
        """The offset in the text as written that an offset in the outcome comes from."""
        found = Piece(0, 0, True)
        for piece in self.pieces:
            if piece.at > offset:
                break
            found = piece
        return found.source + (offset - found.at if found.literal else 0)


def expand(text: str, environ: Mapping[str, str]) -> Expansion:
    """Fill in the variables of one value."""
    if "$" not in text:
        return Expansion(text)
    out = Expansion()
    parser = _Parser(text)
    try:
        parts = parser.parts(0, nested=0)
    except _BadVariableError as bad:
        out.problems.append(bad.problem)
        return out
    chunks: list[str] = []
    at = 0
    for part in parts:
        out.pieces.append(Piece(at, part.offset, isinstance(part, _Literal)))
        if isinstance(part, _Literal):
            chunk = part.text
        else:
            out.interpolated = True
            chunk = _value(part, environ, out.problems)
        chunks.append(chunk)
        at += len(chunk)
    out.text = "".join(chunks)
    return out


class _Literal(NamedTuple):
    offset: int
    text: str


class _Reference(NamedTuple):
    offset: int
    name: str
    default: tuple[_Literal | _Reference, ...] | None
    message: str | None


class _BadVariableError(Exception):
    def __init__(self, offset: int, message: str) -> None:
        super().__init__(message)
        self.problem = VariableProblem(offset, "bad-variable", message)


class _Parser:
    """Splits a text into what stays as it is and what is read from the environment."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0

    def parts(self, start: int, nested: int) -> tuple[_Literal | _Reference, ...]:
        """The parts from ``start`` to the end, or, in a default, to the brace that closes it."""
        parts: list[_Literal | _Reference] = []
        sign = _SIGN_OR_END if nested else _SIGN
        at = start
        while match := sign.search(self._text, at):
            if match.start() > at:
                parts.append(_Literal(at, self._text[at : match.start()]))
            if match[0] == "$$":
                parts.append(_Literal(match.start(), "$"))
                at = match.end()
            elif match[0] == "}":
                self._at = match.end()
                return tuple(parts)
            else:
                parts.append(self._reference(match.start(), nested))
                at = self._at
        if nested:
            raise _NotClosedError
        if at < len(self._text):
            parts.append(_Literal(at, self._text[at:]))
        return tuple(parts)

    def _reference(self, offset: int, nested: int) -> _Reference:
        if nested >= NESTING_MAX:
            raise _BadVariableError(
                offset, f"variables are nested more than {NESTING_MAX} deep here"
            )
        name = _NAME.match(self._text, offset + 2)
        if name is None:
            raise _BadVariableError(
                offset,
                "${ is not followed by a variable's name; write ${NAME}, or $${ for the signs "
                "themselves",
            )
        behind = name.end()
        if self._text.startswith("}", behind):
            self._at = behind + 1
            return _Reference(offset, name[0], None, None)
        operator = self._text[behind : behind + 2]
        if operator not in {":-", ":?"}:
            raise _BadVariableError(
                offset,
                f"${{{name[0]} is not complete; write ${{NAME}}, ${{NAME:-default}} or "
                "${NAME:?message}",
            )
        if operator == ":?":
            end = self._text.find("}", behind)
            if end < 0:
                raise self._open(offset, name[0])
            self._at = end + 1
            return _Reference(offset, name[0], None, self._text[behind + 2 : end])
        try:
            default = self.parts(behind + 2, nested + 1)
        except _NotClosedError:
            raise self._open(offset, name[0]) from None
        return _Reference(offset, name[0], default, None)

    @staticmethod
    def _open(offset: int, name: str) -> _BadVariableError:
        return _BadVariableError(offset, f"${{{name} is not closed by a }}")


class _NotClosedError(Exception):
    pass


def _value(
    reference: _Reference, environ: Mapping[str, str], problems: list[VariableProblem]
) -> str:
    value = environ.get(reference.name)
    if value or (value is not None and reference.default is None and reference.message is None):
        return value
    if reference.default is not None:
        return "".join(
            part.text if isinstance(part, _Literal) else _value(part, environ, problems)
            for part in reference.default
        )
    if reference.message is not None:
        state = "not set" if value is None else "empty"
        message = f"the variable {reference.name} is {state}"
        if reference.message:
            message += f": {reference.message}"
        problems.append(VariableProblem(reference.offset, "unset-variable", message))
    else:
        message = (
            f"the variable {reference.name} is not set; set it, or give a default: "
            f"${{{reference.name}:-...}}"
        )
        problems.append(VariableProblem(reference.offset, "unset-variable", message, optional=True))
    return ""
