"""The members of ``Regex``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from apimgen.csharp.model.types import INT, STRING, Type, named
from apimgen.csharp.run.errors import NotModelledError
from apimgen.csharp.run.library.failures import argument_null, out_of_range
from apimgen.csharp.run.library.regexes.matching import (
    Compiled,
    Match,
    Several,
    compiled,
    expanded,
    first,
)
from apimgen.csharp.run.library.registry import member
from apimgen.csharp.run.library.time.ticks import SECOND, TimeSpan
from apimgen.csharp.run.values import Array, Thing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from apimgen.csharp.run.host import Host

_R = "Regex"
_T = TypeVar("_T")


class Regex(Thing):
    """A ``Regex``.

    Attributes:
        code: the pattern, ready.
        limit: seconds that a search may take; None where none is set.
    """

    __slots__ = ("code", "limit")

    def __init__(self, code: Compiled, limit: float | None = None) -> None:
        self.code = code
        self.limit = limit

    @property
    def csharp_type(self) -> Type:
        """Its C# type."""
        return named(_R)

    def csharp_text(self) -> str:
        """The pattern."""
        return self.code.pattern


@member(_R, "new", "string")
@member(_R, "new", "string, RegexOptions")
@member(_R, "new", "string, RegexOptions, TimeSpan")
def _new(pattern: str | None, options: int = 0, limit: TimeSpan | None = None) -> Regex:
    if pattern is None:
        raise argument_null("pattern")
    if not 0 <= options < 1024:
        raise out_of_range("options")
    if limit is not None and limit.ticks <= 0 and limit.ticks != -10_000:
        raise out_of_range("matchTimeout")
    seconds = limit.ticks / SECOND if limit is not None and limit.ticks > 0 else None
    return Regex(compiled(pattern, options), seconds)


def _text(value: str | None, name: str = "input") -> str:
    if value is None:
        raise argument_null(name)
    return value


def _start(of: Regex, text: str, start: int | None) -> int:
    if start is None:
        return len(text) if of.code.backwards else 0
    if not 0 <= start <= len(text):
        message = "Start index cannot be less than 0 or greater than input length."
        raise out_of_range("startat", message)
    return start


def _first(host: Host, of: Regex, text: str, start: int | None = None) -> Match:
    return first(host, of.code, text, _start(of, text, start), len(text), of.limit)


def _all(host: Host, of: Regex, text: str, start: int | None = None) -> Iterator[Match]:
    match = _first(host, of, text, start)
    while match.success:
        yield match
        match = match.next(host)


def _is_match(host: Host, of: Regex, text: str | None, start: int | None = None) -> bool:
    return _first(host, of, _text(text), start).success


def _match(host: Host, of: Regex, text: str | None, start: int | None = None) -> Match:
    return _first(host, of, _text(text), start)


def _matches(host: Host, of: Regex, text: str | None, start: int | None = None) -> Several:
    return Several("MatchCollection", list(_all(host, of, _text(text), start)))


def _replaced(
    host: Host, of: Regex, text: str, by: Callable[[Match], str], count: int, start: int | None
) -> str:
    if count < -1:
        raise out_of_range("count", "Count cannot be less than -1.")
    parts: list[tuple[int, int, str]] = []
    for match in _all(host, of, text, start):
        if count == 0:
            break
        count -= 1
        parts.append((match.index, match.index + len(match.value), by(match)))
        host.spend(len(parts[-1][2]))
    made: list[str] = []
    at = 0
    for begin, end, new in _in_order(of, parts):
        made += [text[at:begin], new]
        at = end
    return "".join((*made, text[at:]))


def _in_order(of: Regex, found: list[_T]) -> list[_T]:
    """What was found in a text, from left to right."""
    return found[::-1] if of.code.backwards else found


def _replace(
    host: Host,
    of: Regex,
    text: str | None,
    by: str | None,
    count: int = -1,
    start: int | None = None,
) -> str:
    whole, pattern = _text(text), _text(by, "replacement")
    return _replaced(host, of, whole, lambda match: expanded(host, pattern, match), count, start)


def _evaluate(
    host: Host, of: Regex, text: str | None, by: Any, count: int = -1, start: int | None = None
) -> str:
    whole = _text(text)
    if by is None:
        raise argument_null("evaluator")
    return _replaced(host, of, whole, lambda match: by(match) or "", count, start)


def _split(
    host: Host, of: Regex, text: str | None, count: int = 0, start: int | None = None
) -> Array:
    whole = _text(text)
    if count < 0:
        raise out_of_range("count", "Count cannot be less than -1.")
    cuts: list[tuple[int, int, list[str]]] = []
    for match in _all(host, of, whole, start) if count != 1 else ():
        groups = [one.value for number, one in match.groups.items() if number and one.success]
        cuts.append((match.index, match.index + len(match.value), _in_order(of, groups)))
        count -= 1
        if count == 1:
            break
    parts: list[str] = []
    at = 0
    for begin, end, groups in _in_order(of, cuts):
        parts += [whole[at:begin], *groups]
        at = end
    return Array(STRING, [*parts, whole[at:]])


def _register(name: str, call: Callable[..., Any], more: str = "") -> None:
    """Registers a method on an instance, and its static twin that takes a pattern.

    Args:
        name: of the member.
        call: the function, which takes the host, the expression, the text and the rest.
        more: the type of a parameter after the text.
    """
    extra = f", {more}" if more else ""
    middle = 1 if more else 0

    def static(host: Host, text: str | None, pattern: str | None, *values: Any) -> Any:
        return call(host, _new(pattern, *values[middle:]), text, *values[:middle])

    for numbers in ("", ", int", ", int, int"):
        member(_R, name, f"string{extra}{numbers}", host=True)(call)
    for options in ("", ", RegexOptions", ", RegexOptions, TimeSpan"):
        member(_R, name, f"string, string{extra}{options}", host=True)(static)


_register("IsMatch", _is_match)
_register("Match", _match)
_register("Matches", _matches)
_register("Split", _split)
_register("Replace", _replace, "string")
_register("Replace", _evaluate, "MatchEvaluator")


@member(_R, "Match", "string, int, int", host=True)
def _match_within(host: Host, of: Regex, text: str | None, start: int, length: int) -> Match:
    whole = _text(text)
    if start < 0 or start > len(whole):
        raise out_of_range("beginning")
    if length < 0 or length > len(whole) - start:
        raise out_of_range("length")
    end = start + length
    if of.code.backwards and start:
        raise NotModelledError("Match from right to left within a part of a text", 0)
    return first(host, of.code, whole[:end], end if of.code.backwards else start, end, of.limit)


_SPECIAL = "\\*+?|{[()^$.# "
_ESCAPES = {"\n": "\\n", "\r": "\\r", "\t": "\\t", "\f": "\\f"}


@member(_R, "Escape")
def _escape(text: str | None) -> str:
    def shown(one: str) -> str:
        return _ESCAPES.get(one) or (f"\\{one}" if one in _SPECIAL else one)

    return "".join(map(shown, _text(text, "str")))


@member(_R, "Unescape")
def _unescape(text: str | None) -> str:
    from apimgen.csharp.run.library.regexes.classes import Classes  # noqa: PLC0415

    whole, made, at = _text(text, "str"), "", 0
    while at < len(whole):
        if whole[at] != "\\":
            made += whole[at]
            at += 1
            continue
        code, at = Classes(whole, at + 1, ecma=False).escape(inside=True)
        made += chr(int(code[2:], 16))
    return made


member(_R, "Options")(lambda of: of.code.options)
member(_R, "RightToLeft")(lambda of: of.code.backwards)
member(_R, "GetGroupNames")(lambda of: Array(STRING, list(of.code.names.values())))
member(_R, "GetGroupNumbers")(lambda of: Array(INT, list(of.code.names)))
member(_R, "GroupNameFromNumber")(lambda of, number: of.code.names.get(number, ""))


@member(_R, "GroupNumberFromName")
def _number_of(of: Regex, name: str | None) -> int:
    if name is None:
        raise argument_null("name")
    return next((number for number, known in of.code.names.items() if known == name), -1)


@member(_R, "MatchTimeout")
def _timeout(of: Regex) -> TimeSpan:
    return TimeSpan(-10_000 if of.limit is None else round(of.limit * SECOND))
