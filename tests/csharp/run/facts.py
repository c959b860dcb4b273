"""What Mono makes of expressions, kept beside this; and what the compiled function makes of them.

``python -m tests.csharp.run.facts FILE [NAME]`` adds the expressions of a file, one a line, to
those that are kept in ``NAME.jsonl``; it needs the compiler that .ci/judge builds.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from apimgen.csharp import Kind
from apimgen.csharp.model.types import named
from apimgen.csharp.run import runnable
from apimgen.csharp.run.errors import LimitError, NotModelledError, RefusedError, Thrown
from apimgen.csharp.run.plain_host import PlainHost
from apimgen.csharp.run.values import full_name, text_of, to_text
from apimgen.csharp.run.values.casts import boxed, is_instance, type_of
from tests.csharp.roslyn.compiler import answers

if TYPE_CHECKING:
    from collections.abc import Sequence

HERE = Path(__file__).parent
NAMES = (
    *("facts", "json", "xml", "text", "numbers", "times", "collections", "regexes", "net"),
    "crypto",
)


class Outcome(NamedTuple):
    """What becomes of an expression.

    Attributes:
        value: the text of its value; None where that is null.
        type: .NET's name of the value's type, or of the exception's.
        message: of the exception; None where there is a value.
    """

    value: str | None
    type: str | None
    message: str | None = None


class Fact(NamedTuple):
    """An expression, and what becomes of it."""

    expression: str
    outcome: Outcome


def recorded() -> list[Fact]:
    """The facts that are kept."""
    return [one for name in NAMES for one in _kept(name)]


def _kept(name: str) -> list[Fact]:
    file = HERE / f"{name}.jsonl"
    rows = map(json.loads, file.read_text(encoding="utf-8").splitlines() if file.exists() else ())
    return [Fact(row.pop("expression"), _outcome(row)) for row in rows]


def of_mono(expressions: Sequence[str]) -> list[Fact]:
    """What Mono makes of those expressions that compile."""
    with tempfile.TemporaryDirectory() as folder:
        found = answers(expressions, Path(folder), run=True)
    both = zip(expressions, found, strict=True)
    return [Fact(one, _outcome(answer)) for one, answer in both if not answer["errors"]]


def _outcome(row: dict[str, Any]) -> Outcome:
    if "exception" in row:
        return Outcome(None, row["exception"], plain(row["message"]))
    value = row["value"]
    return Outcome(value if value is None else value.replace("\r\n", "\n"), row["type"])


def plain(message: str) -> str:
    """A message without what differs: Mono ends lines its own way, and leaves the last dot out."""
    return message.replace("\r\n", "\n").rstrip(".")


def comparable(outcome: Outcome) -> Outcome:
    """What becomes of an expression, but for the message of a cast: Mono has only one for all."""
    if outcome.type == "System.InvalidCastException":
        return outcome._replace(message="")
    return outcome


def evaluate(expression: str) -> Any:
    """The value of an expression that needs no context."""
    kind = Kind.BLOCK if expression[1] == "{" else Kind.EXPRESSION
    return runnable(expression[2:-1], kind).call(None, PlainHost(1))


def of_python(expression: str) -> Outcome:
    """What the compiled function makes of an expression."""
    try:
        value = evaluate(expression)
        # .NET on Windows, where the service runs, ends lines with two characters; Mono with one
        text = None if value is None else shown(value).replace("\r\n", "\n")
    except Thrown as error:
        return Outcome(None, error.type, plain(error.message))
    except (LimitError, NotModelledError, RefusedError) as error:
        return Outcome(None, type(error).__name__, str(error))
    return Outcome(text, None if value is None else full_name(type_of(value)))


def shown(value: Any) -> str:
    """A value as the one who runs C# shows it: a sequence by its items."""
    is_one = isinstance(value, str) or is_instance(value, named("JToken"))
    if is_one or not hasattr(value, "__iter__"):
        return to_text(text_of(value))
    element = getattr(value, "element", None)
    items = [boxed(one, element) if element is not None else one for one in value]
    return f"[{', '.join('null' if one is None else shown(one) for one in items)}]"


def _add(file: Path, name: str) -> None:
    known = {one.expression: one for one in _kept(name)}
    given = [one for one in file.read_text(encoding="utf-8").splitlines() if one.strip()]
    new = [one for one in dict.fromkeys(given) if one not in known]
    known.update({one.expression: one for one in of_mono(new)})
    lines = []
    for fact in known.values():
        row: dict[str, Any] = {"expression": fact.expression}
        if fact.outcome.message is not None:
            row |= {"exception": fact.outcome.type, "message": fact.outcome.message}
        else:
            row |= {"value": fact.outcome.value, "type": fact.outcome.type}
        lines.append(json.dumps(row, ensure_ascii=False))
    (HERE / f"{name}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    _add(Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else NAMES[0])
