"""Asks the parser that Azure reads expressions with, System.Web.Razor, which .ci/judge builds."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from apimgen.csharp.razor import Refusal

_BUILT = Path(__file__).parents[3] / ".ci" / "bin" / "razor-judge.exe"
# Where Azure has no words that would help, ours begin so; its refusal is of another kind then.
_OUR_WORDS = (
    *("the markup of a web page", "the expression ends", "Azure ends the expression"),
    *("an @ at the start", "@@ means nothing"),
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the parser says of one expression.

    Attributes:
        errors: its complaints, each with its offset, in the order that it made them.
        other: whether it found markup or another expression, of which it does not complain.
    """

    errors: tuple[tuple[int, str], ...]
    other: bool

    @property
    def refused(self) -> bool:
        """Whether this is no expression to the service."""
        return bool(self.errors) or self.other


def command() -> list[str] | None:
    """How to run the judge; None where it is not built."""
    judge = Path(os.environ.get("APIMGEN_RAZOR_JUDGE") or _BUILT)
    mono = shutil.which("mono")
    return [mono, str(judge)] if mono and judge.is_file() else None


def ask(texts: Iterable[str]) -> list[Verdict]:
    """What the judge says of each, all asked at once."""
    run = command()
    assert run is not None
    lines = "".join(json.dumps(text) + "\n" for text in texts)
    done = subprocess.run(run, input=lines, capture_output=True, text=True, check=True)
    return [_verdict(json.loads(line)) for line in done.stdout.splitlines()]


def agree(ours: tuple[Refusal, ...], verdict: Verdict) -> bool:
    """Whether both refuse an expression, at the same places and in the same words.

    Ours ends with the first mistake after which nothing can be trusted; the parser goes on.
    """
    if bool(ours) != verdict.refused:
        return False
    errors = [(offset, _one_line(message)) for offset, message in verdict.errors]
    for one, (offset, message) in zip(ours, errors, strict=False):
        if not one.words.startswith(_OUR_WORDS) and (
            one.start != offset or not message.startswith(_one_line(one.words).partition("…")[0])
        ):
            return False
    ours_alone = [one for one in ours[len(errors) :] if not one.words.startswith(_OUR_WORDS)]
    goes_on = bool(ours) and ours[-1].final
    return not ours_alone and (goes_on or len(errors) == len(ours))


def _verdict(refusals: list[dict[str, str | int]]) -> Verdict:
    errors = tuple(
        (int(one["offset"]), str(one["message"])) for one in refusals if one["kind"] == "error"
    )
    return Verdict(errors, other=len(errors) < len(refusals))


def _one_line(text: str) -> str:
    return " ".join(text.split())
