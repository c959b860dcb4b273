"""Reads .NET's regular expressions, and writes them in the syntax of the ``regex`` package.

.NET's page about them is "Regular expression language - quick reference".
"""

from __future__ import annotations

import re

from apimgen.csharp.run.errors import LimitError, NotModelledError, Thrown
from apimgen.csharp.run.library.regexes.classes import Classes

IGNORE_CASE, MULTILINE, EXPLICIT, SINGLELINE, PATTERN_SPACE = 1, 2, 4, 16, 32
RIGHT_TO_LEFT, ECMA = 64, 256
_LETTERS = {
    "i": IGNORE_CASE,
    "m": MULTILINE,
    "n": EXPLICIT,
    "s": SINGLELINE,
    "x": PATTERN_SPACE,
}
_QUANTIFIER = re.compile(r"[*+?]|\{\d+(?:,\d*)?\}", re.ASCII)
_OPTIONS = re.compile(r"\?([imnsx]*(?:-[imnsx]*)?)([:)])")
_NAME = re.compile(r"\?(?:<(\w+)>|'(\w+)')")
_BALANCE = re.compile(r"\?[<'](?:\w+)?-\w+[>']")
_CONDITION = re.compile(r"\?\((\w+)\)")
_AROUND = re.compile(r"\?(?:[:>=!]|<[=!])")


# Repetitions with numbers are written out by the ``regex`` package, one within another.
_MOST = 100_000
_DIGITS, _MOST_TIMES = 10, 2**31 - 1


def refused(pattern: str, what: str) -> Thrown:
    """What .NET throws for a pattern that is written wrongly."""
    return Thrown("System.ArgumentException", f'parsing "{pattern}" - {what}')


class Reader:
    """Reads a pattern; once to see its groups, and once to write it.

    Attributes:
        unnamed: how many groups that capture have no name.
        seen: the names of the others, in their order.
        numbers: the numbers of those names; empty as long as they are not known.
    """

    def __init__(self, pattern: str, options: int, numbers: dict[str, int] | None) -> None:
        self.pattern = pattern
        self.options = options
        self.numbers = numbers or {}
        self.scouting = numbers is None
        self.at = 0
        self.unnamed = 0
        self.seen: list[str] = []
        self.made: list[str] = []
        self.repeatable = False
        self.outer: list[int] = []
        # what the atoms since each open bracket take when repetitions are written out, and the last
        self.sizes = [0]
        self.size = 0

    def read(self) -> str:
        """The pattern in the syntax of the ``regex`` package.

        Raises:
            Thrown: an ArgumentException for a pattern that .NET refuses.
            NotModelledError: for balancing groups.
        """
        while self.at < len(self.pattern):
            self._one()
        if self.outer:
            raise refused(self.pattern, "Not enough )'s.")
        return "".join(self.made)

    def peek(self, ahead: int = 0) -> str:
        """A character further on; empty at the end."""
        at = self.at + ahead
        return self.pattern[at] if at < len(self.pattern) else ""

    def fail(self, what: str) -> Thrown:
        """What is wrong with the pattern."""
        return refused(self.pattern, what)

    def _put(self, text: str, *, atom: bool = False, cased: bool = False) -> None:
        """Adds an atom; one whose case does not count here says so."""
        if cased and self.options & IGNORE_CASE:
            text = f"(?i:{text})"
        self.made.append(text)
        self.repeatable = atom
        if atom:
            self._grow(1)

    def _grow(self, by: int) -> None:
        """Counts an atom, which may be a whole group."""
        self.size = by
        self.sizes[-1] += by
        if self.sizes[-1] > _MOST:
            raise LimitError("a regular expression whose repetitions are too many")

    def _one(self) -> None:
        one = self.peek()
        if self.options & PATTERN_SPACE and (one.isspace() or one == "#"):
            self._space(one)
            return
        quantifier = _QUANTIFIER.match(self.pattern, self.at)
        if quantifier:
            self._repeat(quantifier.group())
            return
        self.at += 1
        if one == "(":
            self._open()
        elif one == ")":
            self._close()
        elif one == "[":
            classes = Classes(self.pattern, self.at, ecma=bool(self.options & ECMA))
            made, self.at = classes.read()
            self._put(made, atom=True, cased=True)
        elif one == "\\":
            self._escape()
        elif one == ".":
            self._put("(?s:.)" if self.options & SINGLELINE else r"[^\n]", atom=True)
        elif one == "^":
            self._put("(?m:^)" if self.options & MULTILINE else r"\A", atom=True)
        elif one == "$":
            self._put(r"(?=\n|\Z)" if self.options & MULTILINE else r"(?=\n?\Z)", atom=True)
        elif one == "|":
            self._put("|")
        else:
            self._put(literal(one), atom=True, cased=one.isalpha())

    def _space(self, one: str) -> None:
        if one == "#":
            end = self.pattern.find("\n", self.at)
            self.at = len(self.pattern) if end < 0 else end
        else:
            self.at += 1

    def _repeat(self, quantifier: str) -> None:
        if not self.repeatable:
            before = self.pattern[self.at - 1 : self.at]
            if self.at and before not in "(|" and self.made:
                raise self.fail(f"Nested quantifier {quantifier[0]}.")
            raise self.fail("Quantifier {x,y} following nothing.")
        if quantifier[0] == "{":
            low, _, high = quantifier[1:-1].partition(",")
            if max(len(low), len(high)) > _DIGITS or max(int(low), int(high or 0)) > _MOST_TIMES:
                raise self.fail(
                    "Capture group numbers must be less than or equal to Int32.MaxValue."
                )
            if high and int(low) > int(high):
                raise self.fail("Illegal {x,y} with x > y.")
            self._grow(self.size * (max(int(low), int(high or 0), 1) - 1))
        self.at += len(quantifier)
        lazy = self.peek() == "?"
        self.at += lazy
        self._put(quantifier + "?" * lazy)

    def _open(self) -> None:
        self.outer.append(self.options)
        self.sizes.append(0)
        if self.peek() != "?":
            if self.options & EXPLICIT:
                self._put("(?:")
                return
            self.unnamed += 1
            self._put(f"(?P<_{self.unnamed}>")
            return
        rest = self.pattern
        if self.peek(1) == "#":
            end = rest.find(")", self.at)
            if end < 0:
                raise self.fail("Unterminated (?#...) comment.")
            self.at = end + 1
            self._forget()
            return
        named = _NAME.match(rest, self.at)
        around = _AROUND.match(rest, self.at)
        options = _OPTIONS.match(rest, self.at)
        if named:
            self.at = named.end()
            self._named(named.group(1) or named.group(2))
        elif around:
            self.at = around.end()
            self._put(f"({around.group()}")
        elif options:
            self.at = options.end()
            self._options(options.group(1), whole=options.group(2) == ":")
        elif _BALANCE.match(rest, self.at):
            raise NotModelledError("a balancing group of a regular expression", 0)
        elif self.peek(1) == "(":
            self._condition()
        else:
            raise self.fail("Unrecognized grouping construct.")

    def _named(self, name: str) -> None:
        if name[0].isdigit() and not name.isdigit():
            raise self.fail("Invalid group name: Group names must begin with a word character.")
        if name not in self.seen:
            self.seen.append(name)
        self._put(f"(?P<_{self.numbers.get(name, 0)}>" if not self.scouting else "(?:")

    def _options(self, letters: str, *, whole: bool) -> None:
        added, _, removed = letters.partition("-")
        for letter in added:
            self.options |= _LETTERS[letter]
        for letter in removed:
            self.options &= ~_LETTERS[letter]
        if whole:
            self._put("(?:")
        else:
            self._forget()

    def _forget(self) -> None:
        """Takes back a bracket that opened no group."""
        self.outer.pop()
        self.sizes.pop()

    def _condition(self) -> None:
        found = _CONDITION.match(self.pattern, self.at)
        name = found.group(1) if found else ""
        known = name in self.numbers or (name.isdigit() and int(name) <= self.unnamed)
        if found and (known or self.scouting):
            self.at = found.end()
            number = self.numbers.get(name) or (int(name) if name.isdigit() else 0)
            self._put("(?:" if self.scouting else f"(?(_{number})")
            return
        raise NotModelledError("a condition in a regular expression", 0)

    def _close(self) -> None:
        if not self.outer:
            raise self.fail("Too many )'s.")
        self.options = self.outer.pop()
        inside = self.sizes.pop()
        self._put(")")
        self.repeatable = True
        self._grow(inside + 1)

    def _escape(self) -> None:
        one = self.peek()
        if not one:
            raise self.fail("Illegal \\ at end of pattern.")
        if one == "k":
            self._reference_by_name()
            return
        if one.isdigit() and one != "0" and self._reference():
            return
        simple = {
            "A": r"\A",
            "Z": r"(?=\n?\Z)",
            "z": r"\Z",
            "G": r"\G",
            "b": r"\b",
            "B": r"\B",
        }.get(one)
        if simple:
            self.at += 1
            self._put(simple, atom=True)
            return
        classes = Classes(self.pattern, self.at, ecma=bool(self.options & ECMA))
        made, self.at = classes.escape(inside=False)
        self._put(made, atom=True, cased=True)

    def _reference(self) -> bool:
        digits = re.compile(r"\d+", re.ASCII).match(self.pattern, self.at)
        number = int(digits.group()) if digits else 0
        if number > 9 and number > self.unnamed and number not in self.numbers.values():
            return False
        undefined = number > self.unnamed and number not in self.numbers.values()
        # groups further on count too
        if not self.scouting and undefined and number > _groups(self.pattern):
            raise self.fail(f"Reference to undefined group number {number}.")
        self.at += len(str(number))
        self._put("" if self.scouting else f"(?P=_{number})", atom=True, cased=True)
        return True

    def _reference_by_name(self) -> None:
        found = re.compile(r"k(?:<(\w+)>|'(\w+)')").match(self.pattern, self.at)
        if not found:
            raise self.fail("Malformed \\k<...> named back reference.")
        name = found.group(1) or found.group(2)
        if not self.scouting and name not in self.numbers and not name.isdigit():
            raise self.fail(f"Reference to undefined group name {name}.")
        self.at = found.end()
        number = self.numbers.get(name, int(name) if name.isdigit() else 0)
        self._put("" if self.scouting else f"(?P=_{number})", atom=True, cased=True)


def _groups(pattern: str) -> int:
    """About how many groups a pattern has."""
    return len(re.findall(r"(?<!\\)\((?!\?[^<'])", pattern))


def literal(one: str) -> str:
    """A character that stands for itself."""
    return one if one.isalnum() or one == "_" or ord(one) > 127 else f"\\{one}"
