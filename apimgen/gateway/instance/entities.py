"""Backend entities from their JSON bodies, as the service's REST API has them.

See https://learn.microsoft.com/rest/api/apimanagement/backend/create-or-update.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from apimgen.gateway.instance.backend import Backend, BreakerRule, Member, Pool

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_DURATION = re.compile(
    r"P(?:(?P<d>\d+)D)?(?:T(?:(?P<h>\d+)H)?(?:(?P<m>\d+)M)?(?:(?P<s>\d+(?:\.\d+)?)S)?)?"
)


def entities_of(
    bodies: Mapping[str, Mapping[str, Any]],
    place: Callable[[str], Backend | None],
    filled: Callable[[str], str],
) -> dict[str, Backend | Pool]:
    """The entities of an instance.

    Args:
        bodies: the ``properties`` of each, by id.
        place: the backend of the inventory at a URL, which tells name, region and deployments.
        filled: fills named values into a text.
    """
    single = {
        name: _single(name, body, place, filled)
        for name, body in bodies.items()
        if str(body.get("type") or "Single").lower() != "pool"
    }
    pools = {
        name: _pool(name, body, single)
        for name, body in bodies.items()
        if str(body.get("type") or "Single").lower() == "pool"
    }
    return {**single, **pools}


def _single(
    name: str,
    body: Mapping[str, Any],
    place: Callable[[str], Backend | None],
    filled: Callable[[str], str],
) -> Backend:
    url = filled(str(body.get("url") or f"https://{name}")).rstrip("/")
    known = place(url)
    credentials = body.get("credentials") or {}
    return Backend(
        name=known.name if known else name,
        url=url,
        entity=name,
        deployments=known.deployments if known else None,
        region=known.region if known else "",
        breaker=_breaker(body.get("circuitBreaker")),
        headers=_pairs(credentials.get("header"), filled),
        query=_pairs(credentials.get("query"), filled),
    )


def _pairs(
    given: Mapping[str, Any] | None, filled: Callable[[str], str]
) -> tuple[tuple[str, str], ...]:
    return tuple(
        (name, filled(str(value)))
        for name, values in (given or {}).items()
        for value in values or ()
    )


def _pool(name: str, body: Mapping[str, Any], single: Mapping[str, Backend]) -> Pool:
    pool = body.get("pool") or {}
    members = []
    for service in pool.get("services") or ():
        member = str(service.get("id") or "").rpartition("/")[2]
        backend = single.get(member) or Backend(name=member, url=f"https://{member}", entity=member)
        members.append(
            Member(
                backend=backend,
                priority=int(service.get("priority") or 1),
                weight=int(service.get("weight") or 1),
            )
        )
    affinity = (pool.get("sessionAffinity") or {}).get("sessionId") or {}
    cookie = affinity.get("name") if affinity.get("source", "cookie") == "cookie" else ""
    return Pool(name=name, members=tuple(members), affinity=str(cookie or ""))


def _breaker(given: Mapping[str, Any] | None) -> BreakerRule | None:
    rules = (given or {}).get("rules") or ()
    if not rules:
        return None
    rule = rules[0]
    condition = rule.get("failureCondition") or {}
    return BreakerRule(
        count=condition.get("count"),
        percentage=condition.get("percentage"),
        interval=seconds(condition.get("interval") or "PT1M"),
        statuses=tuple(
            (int(one["min"]), int(one["max"])) for one in condition.get("statusCodeRanges") or ()
        ),
        reasons=tuple(condition.get("errorReasons") or ()),
        trip=seconds(rule.get("tripDuration") or "PT1M"),
        accept_retry_after=bool(rule.get("acceptRetryAfter")),
    )


def seconds(duration: str) -> float:
    """The seconds of an ISO 8601 duration such as ``PT1M30S``; 0 for nonsense."""
    found = _DURATION.fullmatch(duration.strip())
    if found is None:
        return 0.0
    days, hours, minutes, rest = (float(found[name] or 0) for name in "dhms")
    return ((days * 24 + hours) * 60 + minutes) * 60 + rest
