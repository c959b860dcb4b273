"""The outages as JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from apimgen.gateway.survive.cases import Case
    from apimgen.gateway.survive.outcome import Story


def as_json(cases: Sequence[Case], about: dict[str, Any]) -> str:
    """The cases and their summary.

    Args:
        cases: the one without an outage first.
        about: what else the whole says of itself.
    """
    found = {
        **about,
        "exact": all(one.outcome.exact for one in cases),
        "cases": [_case(one) for one in cases],
        "summary": {
            "cases": len(cases),
            "worst_success_rate": min(float(one.outcome.success) for one in cases),
        },
    }
    return json.dumps(found, indent=2, ensure_ascii=False) + "\n"


def _case(case: Case) -> dict[str, Any]:
    outcome = case.outcome
    found: dict[str, Any] = {
        "down": list(case.down),
        "fault": case.fault,
        "readings": case.readings,
        "exact": outcome.exact,
        "success": str(outcome.success),
        "success_rate": float(outcome.success),
        "calls": float(outcome.calls),
        "worst_wait_s": outcome.worst_wait,
        "paths": outcome.paths,
    }
    if outcome.interval is not None:
        found["success_interval"] = list(outcome.interval)
    found["failure"] = None if outcome.failure is None else _story(outcome.failure)
    return found


def _story(story: Story) -> dict[str, Any]:
    return {
        "attempts": [
            {"backend": one.backend, "status": one.status, "wait_s": one.wait}
            for one in story.calls
        ],
        "status": story.status,
        "why": story.why or None,
        "probability": str(story.odds),
    }
