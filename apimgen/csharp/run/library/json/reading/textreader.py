"""Reads JSON as leniently as Newtonsoft does, token by token, and says where it fails.

Comments, single quotes, names without quotes, ``NaN``, octal and hexadecimal numbers and trailing
commas pass; the messages of what does not are Newtonsoft's.
"""

from __future__ import annotations

from typing import Any, NoReturn

from apimgen.csharp.run.errors import Thrown
from apimgen.csharp.run.library.json import dates
from apimgen.csharp.run.library.json.reading.marks import ENDS, STARTS, WORDS, Mark
from apimgen.csharp.run.library.json.reading.scanning import Scanner, number_of
from apimgen.csharp.run.library.json.tree.paths import joined


class _State:
    """Where the reader is."""

    START = 0
    INSIDE = 1  # of an array or a constructor, or after a property's name: a value is next
    FIRST = 2  # the same at the beginning of the container
    OBJECT = 3
    FIRST_IN_OBJECT = 4
    AFTER = 5
    FINISHED = 6


_NUMBER_CHARACTERS = frozenset("-+aAbBcCdDeEfFxX.0123456789")


class TextReader(Scanner):
    """Goes through a text of JSON.

    Attributes:
        mark: the kind of the token that was read last.
        value: its value: a property's name, a text, a number.
        depth: in how many containers the reader is.
    """

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self._state = _State.START
        # for each container: its kind, and the name of the property or the position of the item
        self._inside: list[tuple[str, str | int | None]] = []
        self.mark = Mark.NONE
        self.value: Any = None

    @property
    def place(self) -> tuple[int, int]:
        """The line, and the position in it."""
        return self.line, self.at - self.line_start

    @property
    def path(self) -> str:
        """Where in the tree the reader is."""
        return self._path()

    @property
    def depth(self) -> int:
        """In how many containers the reader is, as ``JsonReader.Depth`` counts."""
        return len(self._inside) - (self.mark in STARTS)

    def read(self) -> bool:
        """Goes to the next token; False at the end."""
        while True:
            if self._state in (_State.OBJECT, _State.FIRST_IN_OBJECT):
                return self._property()
            if self._state == _State.AFTER:
                if self._after_value():
                    return True
                continue
            if self._state == _State.FINISHED:
                return self._after_all()
            return self._read_value()

    def fail(self, message: str) -> NoReturn:
        """Throws with the place where the reader is.

        Raises:
            Thrown: always.
        """
        position = self.at - self.line_start
        path = self._path()
        line = 0 if self._state == _State.START and not position else self.line
        if not message.endswith("."):
            message += "."
        message += f" Path '{path}', line {line}, position {position}."
        data = {"LineNumber": line, "LinePosition": position, "Path": path}
        raise Thrown("Newtonsoft.Json.JsonReaderException", message, data=data)

    def _path(self) -> str:
        steps = [step for _, step in self._inside]
        if steps and self._state in (_State.FIRST, _State.FIRST_IN_OBJECT):
            steps.pop()
        return joined(steps)

    def _unexpected(self, character: str) -> NoReturn:
        self.fail(f"Unexpected character encountered while parsing value: {character}.")

    def _set(self, mark: str, value: Any = None) -> bool:
        """Makes a token the current one, and follows where the reader is."""
        self.mark, self.value = mark, value
        if mark in STARTS:
            self._count()
            kind = STARTS[mark]
            self._inside.append((kind, None if kind == "Object" else -1))
            self._state = _State.FIRST_IN_OBJECT if kind == "Object" else _State.FIRST
        elif mark in ENDS:
            kind = self._inside.pop()[0] if self._inside else "None"
            if kind != ENDS[mark]:
                self.fail(f"JsonToken {mark} is not valid for closing JsonType {kind}.")
            self._finished()
        elif mark == Mark.PROPERTY:
            self._inside[-1] = ("Object", value)
            self._state = _State.INSIDE
        elif mark != Mark.COMMENT:
            self._finished()
            self._count()
        return True

    def _finished(self) -> None:
        self._state = _State.AFTER if self._inside else _State.FINISHED

    def _count(self) -> None:
        if self._inside and isinstance(self._inside[-1][1], int):
            kind, at = self._inside[-1]
            self._inside[-1] = (kind, int(at or 0) + 1)

    def _read_value(self) -> bool:
        one = self.skip()
        if not one:
            return False
        if one in "\"'":
            return self._string_value(one)
        following = self.text[self.at + 1 : self.at + 2]
        if one == "n" and following != "u":
            if not following:
                self.at += 1
                self.fail("Unexpected end when reading JSON.")
            if following != "e":
                self._unexpected(one)
            return self._set(Mark.START_CONSTRUCTOR, self.constructor_name())
        if one in WORDS and (one != "-" or following == "I"):
            return self._word(*WORDS[one])
        if one == "/":
            return self._set(Mark.COMMENT, self.comment())
        if one == ",":
            # the next turn takes the comma itself
            return self._set(Mark.UNDEFINED)
        bracket = {"{": Mark.START_OBJECT, "[": Mark.START_ARRAY, "]": Mark.END_ARRAY}
        bracket[")"] = Mark.END_CONSTRUCTOR
        if one in bracket:
            self.at += 1
            return self._set(bracket[one])
        if one.isnumeric() or one in "-.":
            return self._number()
        return self._unexpected(one)

    def _word(self, word: str, mark: str, value: Any, label: str) -> bool:
        text, at = self.text, self.at
        if len(text) - at < len(word):
            self.at = len(text)
            self.fail("Unexpected end when reading JSON.")
        same = next((i for i, one in enumerate(word) if text[at + i] != one), len(word))
        self.at += same
        if same < len(word) or not self._separated():
            self.fail(f"Error parsing {label} value.")
        return self._set(mark, value)

    def _separated(self) -> bool:
        one = self.text[self.at : self.at + 1]
        if one == "/":
            return self.text[self.at + 1 : self.at + 2] in ("*", "/")
        in_constructor = bool(self._inside) and self._inside[-1][0] == "Constructor"
        return not one or one in "}],\0" or one.isspace() or (one == ")" and in_constructor)

    def _string_value(self, quote: str) -> bool:
        text = self.string(quote)
        date = dates.read(text)
        return self._set(Mark.STRING, text) if date is None else self._set(Mark.DATE, date)

    def _number(self) -> bool:
        text, start = self.text, self.at
        while self.at < len(text) and text[self.at] in _NUMBER_CHARACTERS:
            self.at += 1
        after = text[self.at : self.at + 1]
        if after and not (after.isspace() or after in ",}])/\0"):
            self.fail(f"Unexpected character encountered while parsing number: {after}.")
        self._finished()
        self._count()
        try:
            value = number_of(text[start : self.at])
        except ValueError as problem:
            self.mark = Mark.UNDEFINED
            self.fail(str(problem))
        self.mark = Mark.INTEGER if isinstance(value, int) else Mark.FLOAT
        self.value = value
        return True

    def _property(self) -> bool:
        one = self.skip()
        if not one:
            return False
        if one == "}":
            self._set_end_of_object()
            return True
        if one == "/":
            return self._set(Mark.COMMENT, self.comment())
        if one in "\"'":
            name = self.string(one)
        elif one.isalnum() or one in "_$":
            name = self.bare_name()
        else:
            self.fail(f"Invalid property identifier character: {one}.")
        one = self.skip()
        if one != ":":
            shown = one or "\0"
            self.fail(
                f"Invalid character after parsing property name. Expected ':' but got: {shown}."
            )
        self.at += 1
        return self._set(Mark.PROPERTY, name)

    def _set_end_of_object(self) -> None:
        self.at += 1
        self._set(Mark.END_OBJECT)

    def _after_value(self) -> bool:
        """Reads what follows a value; True where it is a token."""
        one = self.skip()
        if not one:
            self._state = _State.FINISHED
            return False
        ends = {"}": Mark.END_OBJECT, "]": Mark.END_ARRAY, ")": Mark.END_CONSTRUCTOR}
        if one in ends:
            self.at += 1
            return self._set(ends[one])
        if one == "/":
            return self._set(Mark.COMMENT, self.comment())
        if one != ",":
            self.fail(f"After parsing a value an unexpected character was encountered: {one}.")
        self.at += 1
        inside = self._inside[-1][0] if self._inside else ""
        self._state = _State.OBJECT if inside == "Object" else _State.INSIDE
        return False

    def _after_all(self) -> bool:
        one = self.skip()
        if one == "/":
            return self._set(Mark.COMMENT, self.comment())
        if one:
            self.fail(f"Additional text encountered after finished reading JSON content: {one}.")
        self.mark, self.value = Mark.NONE, None
        return False


def position_of(text: str, path: str, *, inside: bool) -> tuple[int, int]:
    """The line and the position where a reader is when it has read the value at a path.

    Args:
        text: well-formed JSON.
        path: of the value.
        inside: whether it has read what comes next, too.
    """
    reader = TextReader(text)
    while reader.read():
        if reader.path == path and reader.mark not in (Mark.PROPERTY, Mark.COMMENT):
            if inside:
                reader.read()
            break
    return reader.place
