"""Times, shares and faults in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.gateway.answers.faults import EVERY

if TYPE_CHECKING:
    from apimgen.gateway.answers.faults import Fault
    from apimgen.gateway.report.results import Report
    from apimgen.gateway.simulate.scenario import Scenario


def span(seconds: float) -> str:
    """A length of time: ``45 s``, ``8 min 20 s``, ``2 h 5 min``."""
    if seconds < 120:
        return f"{seconds:.3g} s"
    whole = round(seconds)
    if whole < 7200:
        return f"{whole // 60} min" + (f" {whole % 60} s" if whole % 60 else "")
    minutes = round(seconds / 60)
    return f"{minutes // 60} h" + (f" {minutes % 60} min" if minutes % 60 else "")


def moment(seconds: float) -> str:
    """A moment in simulated time: ``0:45``, ``8:20``, ``2:05:00``."""
    whole = round(seconds)
    if whole < 3600:
        return f"{whole // 60}:{whole % 60:02}"
    return f"{whole // 3600}:{whole // 60 % 60:02}:{whole % 60:02}"


def percent(share: float) -> str:
    """A share in percent, with the digits that tell it from all and from none."""
    if share in (0, 1):
        return f"{share:.0%}"
    for digits in range(1, 6):
        text = f"{share:.{digits}%}"
        if float(text[:-1]) not in (0.0, 100.0) and (digits > 1 or 0.001 < share < 0.99):
            return text
    return f"{share:.6%}"


def milliseconds(value: float | None) -> str:
    """A latency: ``900 ms``, ``2.5 s``."""
    if value is None:
        return "-"
    return f"{value:,.0f} ms" if value < 10_000 else f"{value / 1000:,.1f} s"


def fault(one: Fault) -> str:
    """What a fault does: ``my-endpoint-canada answers 401``."""
    name = "every backend" if one.backend == EVERY else one.backend
    if one.probability < 1:
        some = f"{one.probability * 100:.3g}% of calls"
        does = {"timeout": f"lets {some} time out", "refused": f"refuses {some}"}
        return f"{name} {does.get(str(one.status), f'answers {one.status} to {some}')}"
    does = {"timeout": "does not answer in time", "refused": "refuses connections"}
    return f"{name} {does.get(str(one.status), f'answers {one.status}')}"


def when(one: Fault) -> str:
    """When a fault holds: ``from 0:30 to 1:30``."""
    if one.end is None:
        return "throughout" if one.begin == 0 else f"from {moment(one.begin)} on"
    return f"from {moment(one.begin)} to {moment(one.end)}"


def load(scenario: Scenario) -> str:
    """How many requests come in a second."""
    steps = [f"{step.rate:g}" for step in scenario.rates]
    if len(steps) == 1:
        return f"{steps[0]} a second"
    changes = [
        f"{rate} a second from {moment(step.begin)}"
        for rate, step in zip(steps, scenario.rates, strict=True)
    ]
    return ", ".join(changes)


def units(scenario: Scenario) -> str:
    """Through which units of the gateway."""
    counts = scenario.gateways
    total = sum(counts.values())
    text = "1 gateway unit" if total == 1 else f"{total} gateway units"
    named = [f"{count} in {name}" for name, count in counts.items() if name]
    return f"{text} ({', '.join(named)})" if named else text


def summary(report: Report) -> str:
    """What was simulated, and what came of it, in a few sentences."""
    first = report.results[0]
    requests = first.outcome.tally.requests
    text = (
        f"{requests:,} {'request' if requests == 1 else 'requests'} to {first.path} went through "
        f"{_who(report)}: {load(report.scenario)}, on {units(report.scenario)}, in "
        f"{span(report.end)} of simulated time."
    )
    return f"{text} {_faults(report)} {_outcome(report)}"


def _who(report: Report) -> str:
    policies = [f"{one.policy} of {one.name}" for one in report.results]
    if len(set(policies)) == 1:
        return f"the policy {policies[0]}"
    return f"the policy {policies[0]}, and the same ones through {policies[1]}"


def _faults(report: Report) -> str:
    faults = [f"{fault(one)} {when(one)}" for one in report.scenario.faults]
    if not faults:
        return "No backend was made to fail."
    joined = faults[0] if len(faults) == 1 else f"{', '.join(faults[:-1])}, and {faults[-1]}"
    return f"Meanwhile {joined}."


def _outcome(report: Report) -> str:
    rates = [percent(one.outcome.success_rate) for one in report.results]
    if len(rates) == 1:
        succeeded = report.results[0].outcome.tally.succeeded
        return f"{rates[0]} of the requests ({succeeded:,}) succeeded."
    return f"{rates[0]} of the requests succeeded before, and {rates[1]} after."
