"""The keys of a scenario file, and what their values may be."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from apimgen.gateway.answers.fields import Seconds, Status, is_number, plain
from apimgen.gateway.answers.script_model import ScriptEntry
from apimgen.inventory.model.entry import Entry
from apimgen.inventory.problems import problem


def _retry_after(value: Any) -> str:
    value = plain(value)
    if isinstance(value, str):
        return value
    if is_number(value) and value >= 0:
        return f"{value:g}"
    raise problem("bad-value", "{found} is not a number of seconds, nor a date as HTTP writes it")


def _gateways(value: Any) -> dict[str, int]:
    """How many units there are in each region; the empty name where no region is named."""
    value = plain(value)
    if isinstance(value, dict):
        for name, given in value.items():
            count = plain(given)
            if type(count) is not int or count < 1:
                raise problem("bad-value", "{found} is not a number of units from 1 on", name)
        if value:
            return {str(name): plain(count) for name, count in value.items()}
    elif type(value) is int and value >= 1:
        return {"": value}
    message = "{found} is not a number of units from 1 on, nor how many there are in each region"
    raise problem("bad-value", message)


def _rate(value: Any) -> Any:
    """A rate that stays is a list with one step."""
    value = plain(value)
    if isinstance(value, tuple):
        return value
    if is_number(value) and value > 0:
        return ({"from": 0, "rate": value},)
    message = (
        (
            "{found} is not a number of requests a second above 0, nor a list such as "
            "[{{from: 0s, rate: 5}}, {{from: 60s, rate: 50}}]"
        )
        .replace("{{", "{")
        .replace("}}", "}")
    )
    raise problem("bad-value", message)


Positive = Annotated[float, Field(gt=0)]


class LatencyEntry(Entry):
    """How long answers take, in milliseconds."""

    median: Positive
    p95: Positive


class TokensEntry(Entry):
    """The tokens of one request, on average."""

    prompt: int = Field(ge=0)
    completion: int = Field(ge=0)


class RateEntry(Entry):
    """From when on how many requests come in a second."""

    begin: Seconds = Field(alias="from")
    rate: float = Field(ge=0)


class BackendEntry(Entry):
    """What is particular to a backend."""

    tokens_per_minute: Positive | None = None
    requests_per_minute: Positive | None = None
    latency_ms: LatencyEntry | None = None


class FaultEntry(Entry):
    """One way in which a backend fails."""

    backend: str
    status: Status
    probability: float = Field(default=1.0, gt=0, le=1)
    retry_after: Annotated[str | None, BeforeValidator(_retry_after)] = None
    begin: Seconds = Field(default=0.0, alias="from")
    end: Seconds | None = Field(default=None, alias="to")


class ScenarioEntry(ScriptEntry):
    """A scenario file as a whole."""

    requests: int | None = Field(default=None, ge=1)
    seconds: Seconds | None = None
    rate: Annotated[tuple[RateEntry, ...] | None, BeforeValidator(_rate)] = None
    gateways: Annotated[dict[str, int] | None, BeforeValidator(_gateways)] = None
    tokens: TokensEntry | None = None
    latency_ms: LatencyEntry | None = None
    backends: dict[str, BackendEntry] = Field(default_factory=dict)
    faults: tuple[FaultEntry, ...] = ()
