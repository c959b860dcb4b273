"""What a plain word of YAML means, by the core schema of YAML 1.2.

PyYAML follows YAML 1.1, in which ``on`` is true, ``1:30`` is ninety and ``012`` is ten. Here
only ``true`` and ``false`` are boolean (https://yaml.org/spec/1.2.2/#103-core-schema).
"""

from __future__ import annotations

import re
from typing import Final

Scalar = str | int | float | bool | None

YAML_1_1_BOOLEANS: Final = frozenset({"yes", "no", "on", "off", "y", "n"})
"""Words that YAML 1.1 took for booleans, in lower case."""

_NULL = frozenset({"", "~", "null", "Null", "NULL"})
_BOOLEAN = {
    "true": True,
    "True": True,
    "TRUE": True,
    "false": False,
    "False": False,
    "FALSE": False,
}
_DECIMAL = re.compile(r"[-+]?[0-9]{1,400}")
_OTHER_BASE = re.compile(r"0o[0-7]{1,400}|0x[0-9a-fA-F]{1,400}")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_SPECIAL = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")


class Interpolated(str):
    """Text that a variable is part of: it may be a secret, and becomes what its field wants."""

    __slots__ = ()

    def resolve(self) -> Scalar:
        """What the text means as a plain word; text that means nothing else stays as it is."""
        found = resolve(str(self))
        return self if isinstance(found, str) else found


def resolve(text: str) -> Scalar:
    """What a plain scalar means: null, a boolean, a number, or itself."""
    if text in _NULL:
        return None
    if text in _BOOLEAN:
        return _BOOLEAN[text]
    number = _number(text) if text[0] in "+-.0123456789" else None
    return text if number is None else number


def _number(text: str) -> int | float | None:
    if _DECIMAL.fullmatch(text):
        return int(text)
    if _OTHER_BASE.fullmatch(text):
        return int(text, 0)
    if _FLOAT.fullmatch(text):
        return float(text)
    if _SPECIAL.fullmatch(text):
        return float(text.replace(".", "").lower())
    return None
