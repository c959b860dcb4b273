"""What calls beside a request get, such as those of ``send-request``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.csharp.run.context import Headers
from apimgen.gateway.answers.backends import reply
from apimgen.gateway.answers.script import Replied
from apimgen.gateway.backends.places import deployment_in
from apimgen.gateway.engine.effects import Answer, Send

if TYPE_CHECKING:
    from collections.abc import Sequence

    from apimgen.csharp.run.host import Dice
    from apimgen.gateway.answers.faults import Fault
    from apimgen.gateway.answers.script import Script
    from apimgen.gateway.engine.effects import Fetch
    from apimgen.gateway.instance.instance import Instance


def beside(
    call: Fetch,
    instance: Instance,
    faults: Sequence[Fault],
    script: Script,
    elapsed: float,
    dice: Dice,
) -> Replied:
    """What comes back: what is scripted, a backend's answer at its URL, and else 200 with ``{}``.

    Args:
        call: what is sent.
        instance: tells which URLs are backends'.
        faults: those that there are.
        script: the answers of other places.
        elapsed: the simulated time, in seconds.
        dice: for faults that only happen sometimes.
    """
    scripted = script.reply(call, elapsed, dice)
    if scripted is not None:
        return scripted
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
            return Replied(reply(send, faults, elapsed, dice))
    headers = Headers([("Content-Type", "application/json")])
    return Replied(Answer(200, headers, b"{}", assumed=True))
