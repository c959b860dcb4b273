"""Whether a literal is of the type that an attribute or a text takes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from apimgen.document.masks import RUN
from apimgen.knowledge.model import ValueType
from apimgen.nearest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable

    from apimgen.knowledge.model import Value

# The service puts a named value in before it reads the document, so nothing is known of it here;
# what a pipeline puts in (``__x__``, ``#{x}#``) is a rule's business. A project's own are masked.
_SUBSTITUTED = re.compile(
    rf"\{{\{{[^{{}}]*\}}\}}|__\w+__|#\{{[^{{}}]*\}}#|#\w+#|\$\([\w.-]+\)|{RUN}"
)
# In place of a number or a word, these too can only be something that a pipeline replaces.
_PLACEHOLDER = re.compile(r"\{[\w.-]+\}|[A-Z][A-Z0-9]*_[A-Z0-9_]+|REPLACE\w*")
_INTEGER = r"[+-]?\d{1,18}"
_NUMBER = r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?"
_STATUS = r"0*[1-9]\d\d"
_TIME_SPAN = r"-?(\d+\.)?\d{1,2}:\d{1,2}(:\d{1,2}(\.\d{1,7})?)?|\d+"
_ISO_DURATION = r"-?P(?=.)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?"
_DATE_TIME = r"\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?"
_URL = r"[A-Za-z][A-Za-z0-9+.-]*://\S+"


def is_substituted(text: str) -> bool:
    """Whether something else is put in the text's place before the service reads it."""
    return _SUBSTITUTED.search(text) is not None


def is_placeholder(text: str) -> bool:
    """Whether a whole value is a mark that somebody is to replace, such as ``{retry-count}``."""
    return _PLACEHOLDER.fullmatch(text) is not None


def expected(value: Value, text: str) -> str | None:
    """What was expected in place of this literal; None where it is right.

    Args:
        value: what may be there.
        text: the literal, decoded.

    Returns:
        Half a sentence that follows "expected".
    """
    if is_substituted(text):
        return None
    text = text.strip()
    if value.type is not ValueType.STRING and is_placeholder(text):
        return None
    check = _CHECKS.get(value.type)
    answer = check(value, text) if check else None
    if answer is None and value.pattern and not re.fullmatch(value.pattern, text):
        answer = f"text that matches {value.pattern}"
    return answer


def _boolean(_value: Value, text: str) -> str | None:
    if text.lower() in {"true", "false"}:
        return None
    return f"true or false{did_you_mean(text, ('true', 'false'))}"


def _integer(value: Value, text: str) -> str | None:
    if re.fullmatch(_INTEGER, text) and _in_range(value, float(text)):
        return None
    return f"a whole number{_range(value)}"


def _number(value: Value, text: str) -> str | None:
    if re.fullmatch(_NUMBER, text) and _in_range(value, float(text)):
        return None
    return f"a number{_range(value)}"


def _in_range(value: Value, number: float) -> bool:
    return (value.min is None or number >= value.min) and (value.max is None or number <= value.max)


def _range(value: Value) -> str:
    if value.min is not None and value.max is not None:
        return f" from {value.min:g} to {value.max:g}"
    if value.min is not None:
        return f" of at least {value.min:g}"
    return f" of at most {value.max:g}" if value.max is not None else ""


def _enum(value: Value, text: str) -> str | None:
    if value.open or text.lower() in {word.lower() for word in value.values}:
        return None
    return _words(value, text)


def _words(value: Value, text: str) -> str:
    listed = ", ".join(value.values)
    return f"one of {listed}{did_you_mean(text, value.values)}"


def _list(value: Value, text: str) -> str | None:
    if not value.values or value.open:
        return None
    known = {word.lower() for word in value.values}
    items = text.split(value.separator) if value.separator.strip() else text.split()
    for item in items:
        if item.strip().lower() not in known:
            return _words(value, item.strip())
    return None


def _duration(_value: Value, text: str) -> str | None:
    if re.fullmatch(_TIME_SPAN, text) or re.fullmatch(_ISO_DURATION, text):
        return None
    return "a duration such as 00:01:30 or PT90S"


def _date_time(_value: Value, text: str) -> str | None:
    if re.fullmatch(_DATE_TIME, text):
        return None
    return "a date and time such as 2026-01-31T00:00:00Z"


def _url(_value: Value, text: str) -> str | None:
    return None if re.fullmatch(_URL, text) else "an absolute URL such as https://host/path"


def _status_code(_value: Value, text: str) -> str | None:
    if re.fullmatch(_STATUS, text):
        return None
    return "an HTTP status such as 503"


def _name(_value: Value, text: str) -> str | None:
    return None if text else "a name"


def _ip_address(_value: Value, text: str) -> str | None:
    import ipaddress  # noqa: PLC0415 - few policies hold addresses

    try:
        ipaddress.ip_address(text)
    except ValueError:
        return "an IP address such as 10.0.0.1"
    return None


def _ip_range(_value: Value, text: str) -> str | None:
    import ipaddress  # noqa: PLC0415 - few policies hold addresses

    try:
        ipaddress.ip_network(text, strict=False)
    except ValueError:
        return "an IP address or a range such as 10.0.0.0/24"
    return None


_CHECKS: dict[ValueType, Callable[[Value, str], str | None]] = {
    ValueType.BOOLEAN: _boolean,
    ValueType.INTEGER: _integer,
    ValueType.NUMBER: _number,
    ValueType.ENUM: _enum,
    ValueType.LIST: _list,
    ValueType.DURATION: _duration,
    ValueType.DATETIME: _date_time,
    ValueType.URL: _url,
    ValueType.STATUS_CODE: _status_code,
    ValueType.NAME: _name,
    ValueType.BACKEND_ID: _name,
    ValueType.FRAGMENT_ID: _name,
    ValueType.IP_ADDRESS: _ip_address,
    ValueType.IP_RANGE: _ip_range,
}
