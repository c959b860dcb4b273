"""The kinds of token that a reader of JSON finds."""

from __future__ import annotations

from typing import Any

from apimgen.csharp.run.library.json.tree.tokens import Kind


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


# What a value of each kind is in the tree.
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
# What begins and ends a container, and how messages name it.
STARTS = {Mark.START_OBJECT: "Object", Mark.START_ARRAY: "Array"}
STARTS[Mark.START_CONSTRUCTOR] = "Constructor"
ENDS = {Mark.END_OBJECT: "Object", Mark.END_ARRAY: "Array", Mark.END_CONSTRUCTOR: "Constructor"}
# The words that are values, by their first letter: the kind, the value, and a word for messages.
WORDS: dict[str, tuple[str, str, Any, str]] = {
    "t": ("true", Mark.BOOLEAN, True, "boolean"),
    "f": ("false", Mark.BOOLEAN, False, "boolean"),
    "n": ("null", Mark.NULL, None, "null"),
    "u": ("undefined", Mark.UNDEFINED, None, "undefined"),
    "N": ("NaN", Mark.FLOAT, float("nan"), "NaN"),
    "I": ("Infinity", Mark.FLOAT, float("inf"), "Infinity"),
    "-": ("-Infinity", Mark.FLOAT, float("-inf"), "-Infinity"),
}
