"""Running regular expressions: matches, groups, captures, replacements."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

import regex

from apimgen.csharp.model.types import OBJECT, Type, named
from apimgen.csharp.run.errors import LimitError, NotModelledError, Thrown
from apimgen.csharp.run.library.regexes.syntax import RIGHT_TO_LEFT
from apimgen.csharp.run.library.regexes.translating import Translated, translated
from apimgen.csharp.run.values import Thing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from apimgen.csharp.run.host import Host

# How long a search may take where the expression sets no limit of its own, in seconds.
SECONDS = 0.5


class Compiled:
    """A pattern that is ready to be searched with.

    Attributes:
        pattern: as .NET reads it.
        options: the flags of ``RegexOptions``.
        names: the names of its groups by their numbers.
        backwards: whether it goes through a text from right to left.
    """

    __slots__ = ("backwards", "code", "names", "options", "pattern")

    def __init__(self, pattern: str, options: int, made: Translated) -> None:
        self.pattern = pattern
        self.options = options
        self.names = made.names
        self.backwards = bool(options & RIGHT_TO_LEFT)
        flags = regex.VERSION0 | (regex.REVERSE if self.backwards else 0)
        self.code = regex.compile(made.pattern, flags)

    def search(
        self, host: Host, text: str, start: int, end: int, limit: float | None = None
    ) -> regex.Match[str] | None:
        """The first match between two places.

        Raises:
            Thrown: a RegexMatchTimeoutException where the expression has set a limit.
            LimitError: where it takes too long without one.
        """
        host.spend(1 + (end - start) // 16)
        try:
            return self.code.search(text, start, end, timeout=limit or SECONDS)
        except TimeoutError:
            if limit is None:
                raise LimitError("a regular expression that takes too long") from None
            message = (
                "The RegEx engine has timed out while trying to match a pattern to an input "
                "string. This can occur for many reasons, including very large inputs or "
                "excessive backtracking caused by nested quantifiers, back-references and other "
                "factors."
            )
            kind = "System.Text.RegularExpressions.RegexMatchTimeoutException"
            raise Thrown(kind, message) from None


@lru_cache(maxsize=512)
def compiled(pattern: str, options: int) -> Compiled:
    """A pattern made ready.

    Raises:
        Thrown: an ArgumentException for a pattern that .NET refuses.
        NotModelledError: for what the ``regex`` package cannot do.
    """
    try:
        return Compiled(pattern, options, translated(pattern, options))
    except regex.error as error:
        raise NotModelledError(f"the regular expression {pattern!r} ({error})", 0) from None


class Capture(Thing):
    """A part of a text.

    Attributes:
        value: the text of it.
        index: where it begins.
    """

    __slots__ = ("index", "value")
    type_name = "Capture"

    def __init__(self, value: str, index: int) -> None:
        self.value = value
        self.index = index

    @property
    def csharp_type(self) -> Type:
        """Its C# type."""
        return named(self.type_name)

    def csharp_text(self) -> str:
        """The text of it."""
        return self.value


class Group(Capture):
    """What a group has matched: its last capture.

    Attributes:
        success: whether it has matched anything.
        captures: all of its captures.
        name: of the group.
    """

    __slots__ = ("captures", "name", "success")
    type_name = "Group"

    def __init__(self, captures: list[Capture], name: str) -> None:
        last = captures[-1] if captures else Capture("", 0)
        super().__init__(last.value, last.index)
        self.success = bool(captures)
        self.captures = captures
        self.name = name


class Match(Group):
    """A match.

    Attributes:
        groups: by their numbers, the match itself as 0.
        of: what was searched with; None where nothing was found.
        text: that was searched in.
        end: where the search ended.
        limit: seconds that a search may take.
    """

    __slots__ = ("end", "groups", "limit", "of", "text")
    type_name = "Match"

    def __init__(
        self,
        of: Compiled | None,
        text: str,
        found: regex.Match[str] | None,
        *,
        end: int = 0,
        limit: float | None = None,
    ) -> None:
        whole = [Capture(found.group(), found.start())] if found is not None else []
        super().__init__(whole, "0")
        self.of = of
        self.text = text
        self.end = end
        self.limit = limit
        self.groups: dict[int, Group] = {0: self}
        if of is not None and found is not None:
            for number, name in of.names.items():
                if number:
                    spans = found.spans(f"_{number}")
                    captures = [Capture(text[at:to], at) for at, to in spans]
                    self.groups[number] = Group(captures, name)

    def next(self, host: Host) -> Match:
        """The match after this one; one without success where there is none."""
        if self.of is None or not self.success:
            return NOTHING
        if self.of.backwards:
            return first(host, self.of, self.text, self.index - (not self.value), 0, self.limit)
        start = self.index + len(self.value) + (not self.value)
        return first(host, self.of, self.text, start, self.end, self.limit)

    def named_group(self, name: str) -> Group:
        """A group by its name or number; one without success where there is none."""
        for number, known in self.of.names.items() if self.of is not None else ():
            if known == name:
                return self.groups[number]
        return Group([], name)


NOTHING = Match(None, "", None)


def first(
    host: Host, of: Compiled, text: str, start: int, end: int, limit: float | None = None
) -> Match:
    """The first match from one place to another; one without success where there is none.

    Args:
        host: that the search is counted by.
        of: what is searched for.
        text: where it is searched.
        start: where the search begins; from right to left, it goes from here to the beginning.
        end: where it ends, for one from left to right.
        limit: seconds that it may take.
    """
    low, high = (0, start) if of.backwards else (start, end)
    if low > high:
        return NOTHING
    found = of.search(host, text, low, high, limit)
    return NOTHING if found is None else Match(of, text, found, end=end, limit=limit)


class Several(Thing):
    """A ``MatchCollection``, ``GroupCollection`` or ``CaptureCollection``.

    Attributes:
        items: what is in it.
        type_name: which it is.
        match: the match that groups are of.
        element: the C# type that going through it gives.
    """

    __slots__ = ("element", "items", "match", "type_name")

    def __init__(self, type_name: str, items: list[Any], match: Match | None = None) -> None:
        self.items = items
        self.type_name = type_name
        self.match = match
        self.element = OBJECT

    @property
    def csharp_type(self) -> Type:
        """Its C# type."""
        return named(self.type_name)

    def __len__(self) -> int:
        return len(self.items)

    def __bool__(self) -> bool:
        return True

    def __iter__(self) -> Iterator[Any]:
        return iter(self.items)


def expanded(host: Host, replacement: str, match: Match) -> str:
    """A replacement with its ``$1``, ``${name}``, ``$&`` and so on filled in."""
    if "$" not in replacement:
        return replacement
    made: list[str] = []
    at = 0
    for found in _PART.finditer(replacement):
        part = _filled(found, match)
        if part is not None:
            made += [replacement[at : found.start()], part]
            at = found.end()
    made.append(replacement[at:])
    text = "".join(made)
    host.spend(len(text))
    return text


_PART = regex.compile(r"\$(?:(\d+)|\{(\w+)\}|([$&`'+_]))", regex.ASCII)


def _filled(found: regex.Match[str], match: Match) -> str | None:
    number, name, mark = found.groups()
    if mark:
        whole = match.text
        last = match.groups[max(match.groups)]
        return {
            "$": "$",
            "&": match.value,
            "`": whole[: match.index],
            "'": whole[match.index + len(match.value) :],
            "+": last.value,
            "_": whole,
        }[str(mark)]
    if number is not None and int(number) in match.groups:
        return match.groups[int(number)].value
    if name is not None and match.of is not None and name in match.of.names.values():
        return match.named_group(name).value
    return None
