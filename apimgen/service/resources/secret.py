"""Secrets: values that are opened only at the moment of writing, and masked everywhere else.

Every secret is remembered, so that it can be masked in any text on its way out: an error of the
service that quotes a value, a line of a log. What a machine will read again is masked value by
value: a name that happens to hold a secret's letters stays a name.
"""

from __future__ import annotations

import base64
import json
import logging
from typing import Any, Final
from urllib.parse import quote, quote_plus

MASK: Final = "***"
# A shorter word is no secret, and masking it would garble every text that has it.
SHORTEST_MASKED: Final = 4

_written_forms: set[str] = set()
_forms_of_tokens: set[str] = set()


class Secret:
    """A value that nothing shows: its text, its repr and its JSON are ``***``.

    Args:
        value: the secret.
        token: whether it opens the connection. Such a secret is in no resource, and no resource
            is searched for it.
    """

    __slots__ = ("_value",)

    def __init__(self, value: str, *, token: bool = False) -> None:
        self._value = value
        if len(value) >= SHORTEST_MASKED:
            forms = _forms_of_tokens if token else _written_forms
            forms.update(
                (
                    value,
                    json.dumps(value)[1:-1],
                    repr(value)[1:-1],
                    quote(value, safe=""),
                    quote_plus(value),
                    _escaped(value),
                    base64.b64encode(value.encode("utf-8", "surrogateescape")).decode(),
                )
            )

    def open(self) -> str:
        """The value itself, for the body of the one request that writes it."""
        return self._value

    def __repr__(self) -> str:
        return MASK

    __str__ = __repr__

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and self._value == other._value

    __hash__ = None  # type: ignore[assignment]  # a hash of a secret must not end up anywhere

    def __reduce__(self) -> str:
        raise TypeError("a secret cannot be pickled")


def _escaped(value: str) -> str:
    """As XML writes it. The standard library's own function reads half of ``urllib`` first."""
    for character, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        value = value.replace(character, entity)
    return value


def redact(text: str) -> str:
    """``text`` with every secret of this run, however it is written, replaced by ``***``."""
    return _without(text, _written_forms | _forms_of_tokens)


def redacted(data: Any) -> Any:
    """The same JSON with every secret in its texts masked; keys stay as they are.

    Args:
        data: what a resource holds or will hold, not its name or id.
    """
    if isinstance(data, str):
        return _without(data, _written_forms)
    if isinstance(data, dict):
        return {key: redacted(value) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [redacted(value) for value in data]
    return data


def _without(text: str, forms: set[str]) -> str:
    for form in sorted(forms, key=len, reverse=True):
        text = text.replace(form, MASK)
    return text


class RedactingFilter(logging.Filter):
    """Takes the secrets out of every record that a handler is about to write."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Mask the record's message and forget its arguments and its traceback's values."""
        record.msg, record.args = redact(record.getMessage()), ()
        if record.exc_text or record.exc_info:
            record.exc_text = redact(
                record.exc_text or logging.Formatter().formatException(record.exc_info)  # type: ignore[arg-type]  # true where exc_text is empty
            )
        return True
