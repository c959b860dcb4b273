"""The filters of Liquid that are the service's own: names in Pascal case, and dates."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

_TOKEN = re.compile(
    r"yyyy|yy|MMMM|MMM|MM|M|dddd|ddd|dd|d|HH|H|hh|h|mm|m|ss|s|tt|zzz|K|f{1,7}|'[^']*'|\\."
)
# The names that the page lists, and those of the library.
RENAMED = {
    "Abs": "abs",
    "Append": "append",
    "AtLeast": "at_least",
    "AtMost": "at_most",
    "Capitalize": "capitalize",
    "Compact": "compact",
    "Default": "default",
    "DividedBy": "divided_by",
    "Downcase": "downcase",
    "Escape": "escape",
    "First": "first",
    "H": "escape",
    "Join": "join",
    "Last": "last",
    "Lstrip": "lstrip",
    "Map": "map",
    "Minus": "minus",
    "Modulo": "modulo",
    "NewlineToBr": "newline_to_br",
    "Plus": "plus",
    "Prepend": "prepend",
    "Remove": "remove",
    "RemoveFirst": "remove_first",
    "Replace": "replace",
    "ReplaceFirst": "replace_first",
    "Round": "round",
    "Rstrip": "rstrip",
    "Size": "size",
    "Slice": "slice",
    "Sort": "sort",
    "Split": "split",
    "Strip": "strip",
    "StripHtml": "strip_html",
    "StripNewlines": "strip_newlines",
    "Times": "times",
    "Truncate": "truncate",
    "TruncateWords": "truncatewords",
    "Uniq": "uniq",
    "Upcase": "upcase",
    "UrlDecode": "url_decode",
    "UrlEncode": "url_encode",
}
_STANDARD = {
    "d": "MM/dd/yyyy",
    "D": "dddd, dd MMMM yyyy",
    "s": "yyyy-MM-ddTHH:mm:ss",
    "u": "yyyy-MM-dd HH:mm:ssZ",
    "o": "yyyy-MM-ddTHH:mm:ss.fffffffK",
    "O": "yyyy-MM-ddTHH:mm:ss.fffffffK",
    "g": "MM/dd/yyyy HH:mm",
    "G": "MM/dd/yyyy HH:mm:ss",
    "r": "ddd, dd MMM yyyy HH:mm:ss 'GMT'",
    "R": "ddd, dd MMM yyyy HH:mm:ss 'GMT'",
    "t": "HH:mm",
    "T": "HH:mm:ss",
}


def date(value: Any, pattern: Any = "") -> Any:
    """``Date``: a date in a format of .NET; what is no date stays as it is."""
    when = _when(value)
    if when is None or not isinstance(pattern, str) or not pattern:
        return value
    return _TOKEN.sub(lambda found: _part(when, found[0]), _STANDARD.get(pattern, pattern))


def currency(value: Any, _culture: Any = None) -> Any:
    """``Currency``: an amount, in the invariant culture's way."""
    try:
        amount = float(value)
    except (TypeError, ValueError):
        return value
    text = f"\u00a4{abs(amount):,.2f}"
    return f"({text})" if amount < 0 else text


FILTERS = {"Date": date, "Currency": currency}


def _when(value: Any) -> datetime | None:
    if isinstance(value, datetime):
        return value
    if value in ("now", "Now"):
        return None
    if not isinstance(value, str):
        return None
    try:
        return datetime.fromisoformat(value.strip())
    except ValueError:
        return None


def _part(when: datetime, token: str) -> str:  # noqa: PLR0911 - one for each token
    if token[0] == "'":
        return token[1:-1]
    if token[0] == "\\":
        return token[1:]
    if token[0] == "f":
        return f"{when.microsecond:06d}0"[: len(token)]
    if token == "K":  # noqa: S105 - a token of a format
        if when.tzinfo is None:
            return ""
        return "Z" if when.tzinfo is UTC or when.utcoffset() == UTC.utcoffset(None) else _zone(when)
    if token == "zzz":  # noqa: S105
        return _zone(when)
    written = {
        "yyyy": f"{when.year:04d}",
        "yy": f"{when.year % 100:02d}",
        "MMMM": when.strftime("%B"),
        "MMM": when.strftime("%b"),
        "MM": f"{when.month:02d}",
        "M": str(when.month),
        "dddd": when.strftime("%A"),
        "ddd": when.strftime("%a"),
        "dd": f"{when.day:02d}",
        "d": str(when.day),
        "HH": f"{when.hour:02d}",
        "H": str(when.hour),
        "hh": f"{when.hour % 12 or 12:02d}",
        "h": str(when.hour % 12 or 12),
        "mm": f"{when.minute:02d}",
        "m": str(when.minute),
        "ss": f"{when.second:02d}",
        "s": str(when.second),
        "tt": "AM" if when.hour < 12 else "PM",
    }
    return written[token]


def _zone(when: datetime) -> str:
    text = when.strftime("%z") or "+0000"
    return f"{text[:3]}:{text[3:5]}"
