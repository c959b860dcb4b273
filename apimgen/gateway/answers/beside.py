"""What calls beside a request get, such as those of ``send-request``: nothing scripts them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.csharp.run.context import Headers
from apimgen.gateway.answers.backends import reply
from apimgen.gateway.backends.places import deployment_in
from apimgen.gateway.engine.effects import Answer, Send

if TYPE_CHECKING:
    from collections.abc import Sequence

    from apimgen.csharp.run.host import Dice
    from apimgen.gateway.answers.faults import Fault
    from apimgen.gateway.engine.effects import Fetch, NoAnswer
    from apimgen.gateway.instance.instance import Instance


def beside(
    call: Fetch, instance: Instance, faults: Sequence[Fault], elapsed: float, dice: Dice
) -> Answer | NoAnswer:
    """What comes back: a backend's answer at a backend's URL, and elsewhere 200 with ``{}``.

    Args:
        call: what is sent.
        instance: tells which URLs are backends'.
        faults: those that there are.
        elapsed: the simulated time, in seconds.
        dice: for faults that only happen sometimes.
    """
    for backend in instance.known_backends:
        if backend.url and (call.url == backend.url or call.url.startswith(f"{backend.url}/")):
            send = Send(
                backend,
                call.method,
                call.url,
                call.headers,
                call.body,
                call.timeout,
                deployment=deployment_in(call.url),
            )
            return reply(send, faults, elapsed, dice)
    return Answer(200, Headers([("Content-Type", "application/json")]), b"{}")
