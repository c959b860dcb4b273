"""How a backend replies to a call offline: by its faults, its deployments, and what it has left."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from apimgen.gateway.answers import openai
from apimgen.gateway.engine.effects import NoAnswer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from apimgen.csharp.run.host import Dice
    from apimgen.gateway.answers.faults import Fault
    from apimgen.gateway.engine.effects import Answer, Send


def reply(send: Send, faults: Sequence[Fault], elapsed: float, dice: Dice) -> Answer | NoAnswer:
    """What comes back from a backend.

    Args:
        send: the call.
        faults: those that there are; the first that holds decides.
        elapsed: the simulated time, in seconds.
        dice: for faults that only happen sometimes.
    """
    for fault in faults:
        if not fault.concerns(send.backend) or not fault.is_on(elapsed):
            continue
        if fault.probability < 1 and not dice.fraction() < fault.probability:
            continue
        return failed(fault.status, fault.retry_after)
    if not has_deployment(send):
        return openai.failure(404)
    return openai.success(send)


def failed(status: int | str, retry_after: str | None = None) -> Answer | NoAnswer:
    """A failure by its status, ``timeout`` or ``refused``."""
    if status == "timeout":
        return NoAnswer("The backend did not answer in time.", timeout=True)
    if status == "refused":
        return NoAnswer("The connection to the backend was refused.")
    return openai.failure(int(status), retry_after)


def has_deployment(send: Send) -> bool:
    """Whether the backend lists the request's deployment, in any case, or lists none."""
    deployments = send.backend.deployments
    if deployments is None:
        return True
    name = send.deployment
    if name is None:
        name = _model_of(send) if "/openai/v1/" in send.url else None
    if name is None or name in deployments:
        return True
    return name.lower() in map(str.lower, deployments)  # as the names of Azure's resources are


def _model_of(send: Send) -> str | None:
    """The model that a body names."""
    try:
        found = json.loads(send.body or b"")
    except ValueError:
        return None
    model = found.get("model") if isinstance(found, dict) else None
    return model if isinstance(model, str) else None
