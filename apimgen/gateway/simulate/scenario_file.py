"""A scenario from its file, or all that is wrong there, each with its place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pydantic import ValidationError

from apimgen.finding import Finding
from apimgen.gateway.answers.faults import EVERY, Fault
from apimgen.gateway.answers.script import NOTHING
from apimgen.gateway.answers.script_file import OWNERS, script_of
from apimgen.gateway.simulate.arrivals import Step
from apimgen.gateway.simulate.latencies import ANSWERS, Latency
from apimgen.gateway.simulate.scenario import RATE, REQUESTS, OneBackend, Scenario
from apimgen.gateway.simulate.scenario_model import LatencyEntry, ScenarioEntry
from apimgen.inventory.load import in_order, located, parse, read_bytes, text_of
from apimgen.inventory.messages import Kind, faults_of
from apimgen.inventory.problems import Fault as Mistake
from apimgen.inventory.yaml.values import read
from apimgen.nearest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from apimgen.gateway.answers.script import Script
    from apimgen.gateway.instance.backend import Backend

_KIND: Final = Kind(
    ScenarioEntry,
    "a scenario",
    {"backends": "a backend", "faults": "a fault", "rate": "a step of the rate", **OWNERS},
)


def load_scenario(
    path: Path, environ: Mapping[str, str], backends: Sequence[Backend] = ()
) -> Scenario | tuple[Finding, ...]:
    """The scenario in a file, or what is wrong with the file.

    Args:
        path: of the file.
        environ: the variables that it may read.
        backends: those that it may name; none for any.

    Raises:
        UnreadableError: where the file can't be read at all.
    """
    file = str(path)
    text = text_of(read_bytes(path, "a scenario"), file)
    if isinstance(text, Finding):
        return (text,)
    return scenario_of(text, file, environ, backends, folder=path.parent)


def scenario_of(
    text: str,
    file: str,
    environ: Mapping[str, str],
    backends: Sequence[Backend] = (),
    *,
    folder: Path | None = None,
) -> Scenario | tuple[Finding, ...]:
    """The scenario that a text is, or what is wrong with it.

    Args:
        text: of the file.
        file: its name.
        environ: the variables that it may read.
        backends: those that it may name; none for any.
        folder: that files are named from; None for the present one.
    """
    parsed = parse(text, file)
    if isinstance(parsed, Finding):
        return (parsed,)
    root, places, findings = parsed
    if root is None or places.empty(()):
        return Scenario() if not findings else in_order(findings)
    values = read(root, places, environ)
    entry, script = None, NOTHING
    try:
        entry = ScenarioEntry.model_validate(values.data)
    except ValidationError as error:
        mistakes = faults_of(error, places, _KIND)
    else:
        script, mistakes = script_of(entry, folder)
        mistakes += [*_load(entry), *_times(entry), *_unknown(entry, backends)]
    findings |= located(mistakes, values, places)
    if findings or entry is None:
        return in_order(findings)
    return _scenario(entry, script)


def _load(entry: ScenarioEntry) -> list[Mistake]:
    """What is wrong with when requests come."""
    found = []
    if entry.requests is not None and entry.seconds is not None:
        message = "either requests or seconds says when a simulation ends, not both"
        found.append(Mistake("impossible-combination", ("seconds",), message, at_key=True))
    steps = entry.rate or ()
    for at, step in enumerate(steps[1:], start=1):
        if step.begin <= steps[at - 1].begin:
            message = "{found} is not later than the step before"
            found.append(Mistake("bad-value", ("rate", at, "from"), message))
    if entry.rate is not None and not steps:
        found.append(Mistake("bad-value", ("rate",), "the list is empty; it needs at least 1"))
    if entry.seconds is None and steps and steps[-1].rate == 0:
        message = "{found} requests a second never end; only with seconds may the last rate be 0"
        found.append(Mistake("bad-value", ("rate", len(steps) - 1, "rate"), message))
    return found


def _times(entry: ScenarioEntry) -> list[Mistake]:
    """Spans of time and percentiles whose ends are the wrong way round."""
    found = [
        Mistake("bad-value", ("faults", at, "to"), "{found} is not later than from")
        for at, fault in enumerate(entry.faults)
        if fault.end is not None and fault.end <= fault.begin
    ]
    latencies: list[tuple[tuple[str | int, ...], LatencyEntry | None]] = [
        (("latency_ms",), entry.latency_ms)
    ]
    latencies += [
        (("backends", name, "latency_ms"), one.latency_ms) for name, one in entry.backends.items()
    ]
    found += [
        Mistake("bad-value", (*path, "p95"), "{found} is less than the median")
        for path, latency in latencies
        if latency is not None and latency.p95 < latency.median
    ]
    return found


def _unknown(entry: ScenarioEntry, backends: Sequence[Backend]) -> list[Mistake]:
    """Names of backends that there are none of."""
    if not backends:
        return []
    named: list[tuple[tuple[str | int, ...], str]] = [
        (("backends", name), name) for name in entry.backends
    ]
    named += [(("faults", at, "backend"), fault.backend) for at, fault in enumerate(entry.faults)]
    names = [one.name for one in backends]
    found = []
    for path, name in named:
        is_every = name == EVERY and path[0] == "faults"
        if not is_every and not any(one.is_called(name) for one in backends):
            near = did_you_mean(name, names) or f"; there are {', '.join(names)}"
            message = f'there is no backend "{name}"{near}'
            found.append(Mistake("unknown-reference", path, message, at_key=path[0] == "backends"))
    return found


def _scenario(entry: ScenarioEntry, script: Script) -> Scenario:
    steps = tuple(Step(one.begin, one.rate) for one in entry.rate or ()) or (Step(0.0, RATE),)
    if steps[0].begin > 0:
        steps = (Step(0.0, 0.0), *steps)
    given: dict[str, Any] = {}
    if entry.gateways is not None:
        given["gateways"] = entry.gateways
    if entry.tokens is not None:
        given |= {"prompt": entry.tokens.prompt, "completion": entry.tokens.completion}
        given["vary"] = True
    return Scenario(
        requests=entry.requests or (None if entry.seconds is not None else REQUESTS),
        seconds=entry.seconds,
        rates=steps,
        latency=_latency(entry.latency_ms) or ANSWERS,
        backends={
            name: OneBackend(
                tokens_per_minute=one.tokens_per_minute,
                requests_per_minute=one.requests_per_minute,
                latency_ms=_latency(one.latency_ms),
            )
            for name, one in entry.backends.items()
        },
        faults=tuple(
            Fault(one.backend, one.status, one.probability, one.retry_after, one.begin, one.end)
            for one in entry.faults
        ),
        script=script,
        **given,
    )


def _latency(entry: LatencyEntry | None) -> Latency | None:
    return None if entry is None else Latency(entry.median, entry.p95)
