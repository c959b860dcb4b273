"""Reads JSON as leniently as Newtonsoft does, token by token, and says where it fails.

Comments, single quotes, names without quotes, ``NaN``, octal and hexadecimal numbers and trailing
commas pass; the messages of what does not are Newtonsoft's.
"""

from __future__ import annotations

import re
from typing import Any, NoReturn

from apimgen.csharp.run.errors import Thrown
from apimgen.csharp.run.library.json import dates
from apimgen.csharp.run.library.json.paths import joined
from apimgen.csharp.run.library.json.tokens import Kind


class Mark:
    """The kinds of token, named as ``JsonToken`` names them."""

    NONE = "None"
    START_OBJECT = "StartObject"
    START_ARRAY = "StartArray"
    START_CONSTRUCTOR = "StartConstructor"
    PROPERTY = "PropertyName"
    COMMENT = "Comment"
    INTEGER = "Integer"
    FLOAT = "Float"
    STRING = "String"
    BOOLEAN = "Boolean"
    NULL = "Null"
    UNDEFINED = "Undefined"
    END_OBJECT = "EndObject"
    END_ARRAY = "EndArray"
    END_CONSTRUCTOR = "EndConstructor"
    DATE = "Date"


class _State:
    """Where the reader is."""

    START = 0
    INSIDE = 1  # of an array or a constructor, or after a property's name: a value is next
    FIRST = 2  # the same at the beginning of the container
    OBJECT = 3
    FIRST_IN_OBJECT = 4
    AFTER = 5
    FINISHED = 6


KINDS = {
    Mark.INTEGER: Kind.INTEGER,
    Mark.FLOAT: Kind.FLOAT,
    Mark.STRING: Kind.STRING,
    Mark.BOOLEAN: Kind.BOOLEAN,
    Mark.DATE: Kind.DATE,
    Mark.NULL: Kind.NULL,
    Mark.UNDEFINED: Kind.UNDEFINED,
    Mark.COMMENT: Kind.COMMENT,
}
_STARTS = {Mark.START_OBJECT: "Object", Mark.START_ARRAY: "Array"}
_STARTS[Mark.START_CONSTRUCTOR] = "Constructor"
_ENDS = {Mark.END_OBJECT: "Object", Mark.END_ARRAY: "Array", Mark.END_CONSTRUCTOR: "Constructor"}
_ESCAPES = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r"}
_ESCAPES |= dict.fromkeys("\\\"'/")  # type: ignore[arg-type]
_NUMBER_CHARACTERS = frozenset("-+aAbBcCdDeEfFxX.0123456789")
_IN_STRING = re.compile(r"[\\\"'\r\n]")
_INTEGER = re.compile(r"-?[0-9]+")
_DOUBLE = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_HIGHEST = 2**63
_LONGEST_INTEGER = 380
_WORDS: dict[str, tuple[str, str, Any, str]] = {
    "t": ("true", Mark.BOOLEAN, True, "boolean"),
    "f": ("false", Mark.BOOLEAN, False, "boolean"),
    "n": ("null", Mark.NULL, None, "null"),
    "u": ("undefined", Mark.UNDEFINED, None, "undefined"),
    "N": ("NaN", Mark.FLOAT, float("nan"), "NaN"),
    "I": ("Infinity", Mark.FLOAT, float("inf"), "Infinity"),
    "-": ("-Infinity", Mark.FLOAT, float("-inf"), "-Infinity"),
}


class TextReader:
    """Goes through a text of JSON.

    Attributes:
        mark: the kind of the token that was read last.
        value: its value: a property's name, a text, a number.
        depth: in how many containers the reader is.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._line = 1
        self._line_start = 0
        self._state = _State.START
        # for each container: its kind, and the name of the property or the position of the item
        self._inside: list[tuple[str, str | int | None]] = []
        self.mark = Mark.NONE
        self.value: Any = None

    @property
    def place(self) -> tuple[int, int]:
        """The line, and the position in it."""
        return self._line, self._at - self._line_start

    @property
    def path(self) -> str:
        """Where in the tree the reader is."""
        return self._path()

    @property
    def depth(self) -> int:
        """In how many containers the reader is, as ``JsonReader.Depth`` counts."""
        return len(self._inside) - (self.mark in _STARTS)

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
        position = self._at - self._line_start
        path = self._path()
        line = 0 if self._state == _State.START and not position else self._line
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
        if mark in _STARTS:
            self._count()
            kind = _STARTS[mark]
            self._inside.append((kind, None if kind == "Object" else -1))
            self._state = _State.FIRST_IN_OBJECT if kind == "Object" else _State.FIRST
        elif mark in _ENDS:
            kind = self._inside.pop()[0] if self._inside else "None"
            if kind != _ENDS[mark]:
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

    def _skip(self) -> str:
        """Goes over blanks, and gives the character there; empty at the end."""
        text, at = self._text, self._at
        while at < len(text):
            one = text[at]
            if one == "\n" or (one == "\r" and text[at + 1 : at + 2] != "\n"):
                self._line += 1
                self._line_start = at + 1
            elif not (one.isspace() or one == "\0") or one in "\x1c\x1d\x1e\x1f":
                self._at = at
                return one
            at += 1
        self._at = at
        return ""

    def _read_value(self) -> bool:
        one = self._skip()
        if not one:
            return False
        if one in "\"'":
            return self._string_value(one)
        following = self._text[self._at + 1 : self._at + 2]
        if one == "n" and following != "u":
            if not following:
                self._at += 1
                self.fail("Unexpected end when reading JSON.")
            if following != "e":
                self._unexpected(one)
            return self._constructor()
        if one in _WORDS and (one != "-" or following == "I"):
            return self._word(*_WORDS[one])
        if one == "/":
            return self._comment()
        if one == ",":
            # the next turn takes the comma itself
            return self._set(Mark.UNDEFINED)
        bracket = {"{": Mark.START_OBJECT, "[": Mark.START_ARRAY, "]": Mark.END_ARRAY}
        bracket[")"] = Mark.END_CONSTRUCTOR
        if one in bracket:
            self._at += 1
            return self._set(bracket[one])
        if one.isnumeric() or one in "-.":
            return self._number()
        return self._unexpected(one)

    def _word(self, word: str, mark: str, value: Any, label: str) -> bool:
        text, at = self._text, self._at
        if len(text) - at < len(word):
            self._at = len(text)
            self.fail("Unexpected end when reading JSON.")
        same = next((i for i, one in enumerate(word) if text[at + i] != one), len(word))
        self._at += same
        if same < len(word) or not self._separated():
            self.fail(f"Error parsing {label} value.")
        return self._set(mark, value)

    def _separated(self) -> bool:
        one = self._text[self._at : self._at + 1]
        if one == "/":
            return self._text[self._at + 1 : self._at + 2] in ("*", "/")
        in_constructor = bool(self._inside) and self._inside[-1][0] == "Constructor"
        return not one or one in "}],\0" or one.isspace() or (one == ")" and in_constructor)

    def _string_value(self, quote: str) -> bool:
        text = self._string(quote)
        date = dates.read(text)
        return self._set(Mark.STRING, text) if date is None else self._set(Mark.DATE, date)

    def _string(self, quote: str) -> str:
        text = self._text
        self._at += 1
        out: list[str] = []
        while True:
            found = _IN_STRING.search(text, self._at)
            if found is None:
                self._at = len(text)
                self.fail(f"Unterminated string. Expected delimiter: {quote}.")
            out.append(text[self._at : found.start()])
            self._at = found.end()
            one = found.group()
            if one == quote:
                return "".join(out)
            if one == "\\":
                if self._at >= len(text):
                    self.fail(f"Unterminated string. Expected delimiter: {quote}.")
                out.append(self._escape())
                continue
            if one == "\n" or (one == "\r" and text[self._at : self._at + 1] != "\n"):
                self._line += 1
                self._line_start = self._at
            out.append(one)

    def _escape(self) -> str:
        one = self._text[self._at]
        self._at += 1
        if one == "u":
            return self._surrogates(self._unicode())
        if one not in _ESCAPES:
            self.fail(f"Bad JSON escape sequence: \\{one}.")
        return _ESCAPES[one] or one

    def _unicode(self) -> str:
        four = self._text[self._at : self._at + 4]
        if len(self._text) - self._at <= 4:
            self.fail("Unexpected end while parsing Unicode escape sequence.")
        if re.fullmatch("[0-9A-Fa-f]{4}", four) is None:
            self.fail(f"Invalid Unicode escape sequence: \\u{four}.")
        self._at += 4
        return chr(int(four, 16))

    def _surrogates(self, unit: str) -> str:
        """A unit and its partner; one without becomes U+FFFD."""
        out = ""
        while True:
            if "\udc00" <= unit <= "\udfff":
                return f"{out}\ufffd"
            if not "\ud800" <= unit <= "\udbff":
                return out + unit
            if self._text[self._at : self._at + 2] != "\\u":
                return f"{out}\ufffd"
            self._at += 2
            following = self._unicode()
            if "\udc00" <= following <= "\udfff":
                return out + unit + following
            out += "\ufffd"
            unit = following

    def _number(self) -> bool:
        text, start = self._text, self._at
        first = text[start]
        while self._at < len(text) and text[self._at] in _NUMBER_CHARACTERS:
            self._at += 1
        after = text[self._at : self._at + 1]
        if after and not (after.isspace() or after in ",}])/\0"):
            self.fail(f"Unexpected character encountered while parsing number: {after}.")
        number = text[start : self._at]
        self._finished()
        if _INTEGER.fullmatch(number) and not (first == "0" and len(number) > 1):
            if len(number) > _LONGEST_INTEGER:
                self._no_number(f"JSON integer {number} is too large to parse.")
            return self._set(Mark.INTEGER, int(number))
        if first == "0" and number[1:2] not in (".", "e", "E"):
            base, digits = (16, number[2:]) if number[:2] in ("0x", "0X") else (8, number)
            try:
                value = int(digits, base)
            except ValueError:
                value = 2 * _HIGHEST
            if value >= 2 * _HIGHEST or any(one in digits for one in "_+-"):
                self._no_number(f"Input string '{number}' is not a valid number.")
            return self._set(Mark.INTEGER, value - 2 * _HIGHEST if value >= _HIGHEST else value)
        if _DOUBLE.fullmatch(number) is None or abs(float(number)) == float("inf"):
            self._no_number(f"Input string '{number}' is not a valid number.")
        return self._set(Mark.FLOAT, float(number))

    def _no_number(self, message: str) -> NoReturn:
        self.mark = Mark.UNDEFINED
        self.fail(message)

    def _comment(self) -> bool:
        text = self._text
        self._at += 1
        kind = text[self._at : self._at + 1]
        if not kind:
            self.fail("Unexpected end while parsing comment.")
        if kind not in "*/":
            self.fail(f"Error parsing comment. Expected: *, got {kind}.")
        self._at += 1
        start = self._at
        if kind == "/":
            while self._at < len(text) and text[self._at] not in "\r\n":
                self._at += 1
            return self._set(Mark.COMMENT, text[start : self._at])
        end = text.find("*/", start)
        stop = len(text) if end < 0 else end
        for at in range(start, stop):
            if text[at] == "\n" or (text[at] == "\r" and text[at + 1 : at + 2] != "\n"):
                self._line += 1
                self._line_start = at + 1
        self._at = stop
        if end < 0:
            self.fail("Unexpected end while parsing comment.")
        self._at += 2
        return self._set(Mark.COMMENT, text[start:end])

    def _constructor(self) -> bool:
        if not self._text.startswith("new", self._at):
            self.fail("Unexpected content while parsing JSON.")
        self._at += 3
        self._skip()
        start = self._at
        while self._text[self._at : self._at + 1].isalnum():
            self._at += 1
        name = self._text[start : self._at]
        one = self._text[self._at : self._at + 1]
        if not one:
            self.fail("Unexpected end while parsing constructor.")
        if one != "(" and not one.isspace():
            self.fail(f"Unexpected character while parsing constructor: {one}.")
        if not name:
            self.fail("Empty constructor name.")
        one = self._skip()
        if one != "(":
            self.fail(f"Unexpected character while parsing constructor: {one}.")
        self._at += 1
        return self._set(Mark.START_CONSTRUCTOR, name)

    def _property(self) -> bool:
        one = self._skip()
        if not one:
            return False
        if one == "}":
            self._set_end_of_object()
            return True
        if one == "/":
            return self._comment()
        if one in "\"'":
            name = self._string(one)
        elif one.isalnum() or one in "_$":
            name = self._bare_name()
        else:
            self.fail(f"Invalid property identifier character: {one}.")
        one = self._skip()
        if one != ":":
            shown = one or "\0"
            self.fail(
                f"Invalid character after parsing property name. Expected ':' but got: {shown}."
            )
        self._at += 1
        return self._set(Mark.PROPERTY, name)

    def _set_end_of_object(self) -> None:
        self._at += 1
        self._set(Mark.END_OBJECT)

    def _bare_name(self) -> str:
        text, start = self._text, self._at
        while self._at < len(text) and (text[self._at].isalnum() or text[self._at] in "_$"):
            self._at += 1
        one = text[self._at : self._at + 1]
        if not one:
            self.fail("Unexpected end while parsing unquoted property name.")
        if not (one.isspace() or one in ":\0"):
            self.fail(f"Invalid JavaScript property identifier character: {one}.")
        return text[start : self._at]

    def _after_value(self) -> bool:
        """Reads what follows a value; True where it is a token."""
        one = self._skip()
        if not one:
            self._state = _State.FINISHED
            return False
        ends = {"}": Mark.END_OBJECT, "]": Mark.END_ARRAY, ")": Mark.END_CONSTRUCTOR}
        if one in ends:
            self._at += 1
            return self._set(ends[one])
        if one == "/":
            return self._comment()
        if one != ",":
            self.fail(f"After parsing a value an unexpected character was encountered: {one}.")
        self._at += 1
        inside = self._inside[-1][0] if self._inside else ""
        self._state = _State.OBJECT if inside == "Object" else _State.INSIDE
        return False

    def _after_all(self) -> bool:
        one = self._skip()
        if one == "/":
            return self._comment()
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
