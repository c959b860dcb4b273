"""What a trace never shows: secrets, keys and tokens."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from html import escape
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from apimgen.gateway.engine.notes import Notes
from apimgen.shorten import CUT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from apimgen.gateway.engine.notes import Evaluation
    from apimgen.gateway.instance.instance import Instance
    from apimgen.gateway.requests import Call

MASK: Final = "***"
QUOTE: Final = '"'
_SECRET_HEADERS: Final = frozenset(
    [
        *("authorization", "proxy-authorization", "api-key", "x-api-key", "x-functions-key"),
        *("ocp-apim-subscription-key", "cookie", "x-goog-api-key"),
    ]
)
_SECRET_QUERY: Final = frozenset({"subscription-key", "api-key", "code", "sig", "key"})
_SECRET_NAME: Final = re.compile(
    r"(?:^|[-_.])(?:key|keys|apikey|secret|secrets|password|pwd|token|sas|credential)s?(?:$|[-_.])",
    re.IGNORECASE,
)
_BASIC: Final = re.compile(r"\bBasic [A-Za-z0-9+/]{4,}={0,2}")
# A header that a policy sets. The tokens that the world makes up are none of anybody's.
_HEADER: Final = re.compile(
    rf"^({'|'.join(_SECRET_HEADERS)}): (?!\"Bearer identity-token-for-|\"\{{\{{)(.+)$",
    re.IGNORECASE,
)
_LEAST: Final = 4


class SafeNotes(Notes):
    """The steps of a request, without secrets."""

    def evaluated(self, found: Evaluation) -> None:
        """An expression has run; one that gives a header with a key or a token is not shown."""
        place = self.steps[-1].place
        if place is not None and place.policy == "set-header" and found.name == "value":
            name = (place.element.get("name") or "").strip()
            if _HEADER.match(f'{name}: "{found.value.strip(QUOTE)}"'):
                found = found._replace(value=MASK)
        super().evaluated(found)

    def safe(self, text: str) -> str:
        """A text without secrets, keys and tokens."""
        text = _BASIC.sub(f"Basic {MASK}", super().safe(text))
        if CUT in text:
            text = self._without_beginnings(text)
        return _HEADER.sub(rf"\1: {MASK}", text)

    def _without_beginnings(self, text: str) -> str:
        """A text without what is left of a secret where a long value was cut."""
        for secret, shown in self.hidden.items():
            for length in range(len(secret) - 1, _LEAST - 1, -1):
                if f"{secret[:length]}{CUT}" in text:
                    text = text.replace(f"{secret[:length]}{CUT}", f"{shown}{CUT}")
                    break
        return text


def masks(instance: Instance, call: Call) -> dict[str, str]:
    """The values that a trace never shows, the longest first, with what it shows in their place.

    Args:
        instance: whose named values are secret, or are called so.
        call: whose headers and query may hold keys and tokens.
    """
    found: dict[str, str] = {}
    for name, value in instance.named_values.items():
        if name in instance.secrets or _SECRET_NAME.search(name):
            found[value] = f"{{{{{name}}}}}"
    for name, value in call.headers:
        if name.lower() in _SECRET_HEADERS:
            _, _, word = value.rpartition(" ")
            found.setdefault(word, MASK)
            found.setdefault(value, MASK)
    for name, values in call.query.items():
        if name.lower() in _SECRET_QUERY:
            found |= dict.fromkeys(values, MASK)
    found |= {form: shown for value, shown in found.items() for form in _forms(value)}
    long_ones = [value for value in found if len(value) >= _LEAST]
    return {value: found[value] for value in sorted(long_ones, key=len, reverse=True)}


def _forms(value: str) -> tuple[str, ...]:
    """A secret as URLs, JSON, XML and basic authentication have it."""
    octets = value.encode("utf-8", "surrogatepass")
    return (
        quote(octets, safe=""),
        json.dumps(value)[1:-1],
        json.dumps(value, ensure_ascii=False)[1:-1],
        escape(value),
        b64encode(octets).decode(),
    )


def safe_headers(pairs: Mapping[str, str], notes: Notes) -> dict[str, str]:
    """Headers as a trace shows them."""
    return {
        name: MASK if name.lower() in _SECRET_HEADERS else notes.safe(value)
        for name, value in pairs.items()
    }
