"""A trace for people: sections, steps with their lines, expressions with their values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from apimgen.shorten import shortened

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Style = Callable[[str, str], str]

_MOST_CODE: Final = 100
_MOST_BODY: Final = 400
_FIRST_ERROR: Final = 400
_TIME: Final = 9


def as_text(found: Mapping[str, Any], name: str, sources: Mapping[str, str], style: Style) -> str:
    """The trace.

    Args:
        found: what :func:`~apimgen.gateway.trace.telling.told` tells.
        name: of the innermost policy.
        sources: the text of each document, by name.
        style: puts a text into a style.
    """
    return "".join(f"{line}\n" for line in _Teller(name, sources, style).lines(found))


class _Teller:
    def __init__(self, name: str, sources: Mapping[str, str], style: Style) -> None:
        self._name = name
        self._sources = sources
        self._style = style
        self._time = 0.0

    def lines(self, found: Mapping[str, Any]) -> list[str]:
        request, response = found["request"], found["response"]
        lines = [self._style(f"{request['method']} {request['path']}", "bold")]
        lines += self._message(request)
        steps = found["steps"]
        width = max((len(self._where(one)) for one in steps), default=1)
        section = None
        for step in steps:
            if step["section"] != section:
                section = step["section"]
                lines += ["", self._style(section, "bold")]
            lines += self._step(step, width)
        lines += ["", *self._attempts(found["attempts"])]
        status = f"{response['status']} {response['reason'] or ''}".strip()
        colour = "green" if response["status"] < _FIRST_ERROR else "red"
        took = f", after {_seconds(response['seconds'])}" if response["seconds"] else ""
        lines.append(f"The caller gets {self._style(status, colour)}{took}")
        lines += self._message(response)
        unusual = [f"{name}={value}" for name, value in found.get("unusual", {}).items()]
        if unusual:
            lines += ["", f"With the readings {', '.join(unusual)}."]
        return lines

    def _message(self, message: Mapping[str, Any]) -> list[str]:
        lines = [f"    {name}: {value}" for name, value in message["headers"].items()]
        if message["body"]:
            body = shortened(_line(message["body"]), _MOST_BODY)
            lines.append(f"    {self._style(body, 'dim')}")
        return lines

    def _where(self, step: Mapping[str, Any]) -> str:
        """The line of a step; with its document where that is not the innermost."""
        if step["line"] is None:
            return ""
        return str(step["line"]) if step["file"] == self._name else f"{step['file']}:{step['line']}"

    def _step(self, step: Mapping[str, Any], width: int) -> list[str]:
        time = ""
        if step["time"] != self._time:
            self._time = step["time"]
            time = f"+{_seconds(step['time'])}"
        indent = "  " * step["depth"]
        head = f"{time:>{_TIME}}  {self._where(step):>{width}}  {indent}"
        below = " " * (_TIME + width + 4) + indent + "    "
        lines = []
        details = [_line(one) for one in step["detail"].split("; ")] if step["detail"] else []
        thrown = next((one for one in step["expressions"] if "exception" in one), None)
        if thrown is not None:
            details = [one for one in details if not one.startswith("fails: ")]
        first = f"{head}{self._style(step['policy'], 'blue')}"
        if step["line"] is None:
            first += " (the service's own)"
        lines.append(f"{first}  {details[0]}" if details else first)
        lines += [f"{below}{one}" for one in details[1:]]
        for one in step["expressions"]:
            # What a variable is set to is told already
            known = any(one.get("value", "") in part for part in step["detail"].split(" = ")[1:])
            lines += self._expression(one, step, below, known=known)
        return lines

    def _expression(
        self, one: Mapping[str, Any], step: Mapping[str, Any], below: str, *, known: bool
    ) -> list[str]:
        code = shortened(_line(one["code"]), _MOST_CODE)
        line = "" if one["line"] == step["line"] else f"line {one['line']}, "
        name = "" if one["name"] in (step["policy"], "value") else f"{one['name']} "
        said = self._style(f"{line}{name}{code}", "dim")
        if "exception" not in one:
            return [f"{below}{said}" if known else f"{below}{said} → {_line(one['value'])}"]
        exception = self._style(one["exception"], "red")
        at = f"at line {one['line']}, column {one['column']}"
        lines = [f"{below}{said}", f"{below}{exception} {at}: {one['message']}"]
        return lines + self._marked(one, step, below)

    def _marked(self, one: Mapping[str, Any], step: Mapping[str, Any], below: str) -> list[str]:
        """The line of the document, and a mark below the place."""
        rows = self._sources.get(step["file"] or "", "").splitlines()
        if not 1 <= one["line"] <= len(rows):
            return []
        row, at = rows[one["line"] - 1].expandtabs(1), one["column"] - 1
        start = max(len(row) - len(row.lstrip()), at - _MOST_CODE // 2)
        cut = row[start : start + _MOST_CODE]
        return [f"{below}  {cut}", f"{below}  {' ' * (at - start)}{self._style('^', 'red')}"]

    def _attempts(self, attempts: list[Mapping[str, Any]]) -> list[str]:
        if not attempts:
            return ["No backend was called.", ""]
        lines = [self._style("backends called", "bold")]
        width = max(len(one["backend"]) for one in attempts)
        for number, one in enumerate(attempts, 1):
            good = isinstance(one["status"], int) and one["status"] < _FIRST_ERROR
            status = self._style(str(one["status"]), "green" if good else "red")
            wait = f", after a wait of {_seconds(one['wait'])}" if one["wait"] else ""
            lines.append(f"  {number:>3}  {one['backend']:{width}}  {status}{wait}")
        return [*lines, ""]


def _line(text: str) -> str:
    """A text in one line."""
    return " ".join(text.split())


def _seconds(number: float) -> str:
    return f"{number:.4g} s"
