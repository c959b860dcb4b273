"""Scenarios: a document, requests, what backends answer, and all that is expected to come of it.

A scenario is a YAML file in ``scenarios/``:

- ``what``: the behaviour, in a sentence.
- ``document``: the policy document; or ``inbound``, ``backend``, ``outbound``, ``on-error``, each
  what is in that section, where ``<base />`` stands in a section that is left out.
- ``instance``: ``tier``, ``named_values``, ``secrets``, ``fragments``, ``backends``, ``api``.
- ``world``: ``has_cache``, ``token``, ``dice``, ``verdicts``,
  ``alike`` (prompts that a semantic cache takes for one); and ``readings``.
- ``overlapping``: whether the requests are sent at their times ``at``, whatever has ended.
- ``requests``: each with ``request``, ``wait`` (seconds before it), ``answers`` of backends in
  order, ``fetches`` (answers to the policies' own calls by URL), and ``expect``.

``expect`` may have ``status``, ``reason``, ``headers`` (null: absent), ``body``, ``json``,
``variables`` (null: not set, or null), ``sent`` and ``fetched`` (what went out, as far as it is
written), ``error`` (``context.LastError``), ``steps`` (the whole trace, ``policy: details``),
``took`` (seconds).
"""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import Any

import yaml

from apimgen.csharp.run.context import Body, Facts, Headers
from apimgen.csharp.run.values import text_of
from apimgen.document.reader import Document
from apimgen.document.reader import read as read_source
from apimgen.document.source import Source
from apimgen.gateway.engine.exchange import Exchange, request_context, url_of
from apimgen.gateway.engine.notes import Notes
from apimgen.gateway.engine.program import Program
from apimgen.gateway.instance.backend import Backend, BreakerRule, Member, Pool
from apimgen.gateway.instance.instance import Api, Instance, Operation, Scoped
from apimgen.gateway.readings import readings_of
from tests.gateway.scripted import START, ScriptedWorld

SECTIONS = ("inbound", "backend", "outbound", "on-error")
SCENARIOS = Path(__file__).parent / "scenarios"


def read(text: str) -> Document:
    """A document of a scenario."""
    return read_source(Source(text, "policy.xml"))


def load(name: str) -> dict[str, Any]:
    """A scenario by its name."""
    found: dict[str, Any] = yaml.safe_load((SCENARIOS / f"{name}.yaml").read_text("utf-8"))
    return found


def play(scenario: dict[str, Any], *, traced: bool = True) -> list[tuple[str, Any, Any]]:
    """Runs a scenario, with a trace or without one, for which other code is made.

    Returns:
        What differs, as where, expected, and found. Without a trace there are no ``steps``.
    """
    instance = _instance(scenario)
    readings = readings_of([f"{name}={one}" for name, one in scenario.get("readings", {}).items()])
    world = ScriptedWorld(scenario.get("world", {}), readings)
    program = Program(instance, traced=traced, strict=scenario.get("strict", True))
    played = [_Played(one, instance, world, traced=traced) for one in scenario["requests"]]
    for one in played:
        if scenario.get("overlapping"):
            world.later(float(one.written.get("at", 0)), partial(one.start, program))
        else:
            world.clock += float(one.written.get("wait", 0))
            one.start(program)
            world.run()
    world.run()
    differences: list[tuple[str, Any, Any]] = []
    for at, one in enumerate(played, start=1):
        expected = one.written.get("expect", {})
        unknown = set(expected) - set(_FOUND)
        assert not unknown, f"request {at} expects what there is none of: {unknown}"
        for part, value in expected.items():
            if part == "steps" and not traced:
                continue
            found = _FOUND[part](one, value)
            if found != value:
                differences.append((f"request {at}: {part}", value, found))
    return differences


class _Played:
    """One request, and what came of it."""

    def __init__(
        self, written: dict[str, Any], instance: Instance, world: ScriptedWorld, *, traced: bool
    ) -> None:
        self.written = written
        self.instance = instance
        self.world = world
        self.exchange: Exchange
        self.traced = traced
        self.took = 0.0

    def start(self, program: Program) -> None:
        world = self.world
        world.answers = [*world.answers, *self.written.get("answers", [])]
        world.fetches.update(self.written.get("fetches", {}))
        self.sent_before, self.fetched_before = len(world.sent), len(world.fetched)
        began = world.clock
        hidden = {self.instance.named_values[name]: "***" for name in self.instance.secrets}
        context = _context(self.written.get("request", {}), self.instance, began)
        notes = Notes(hidden) if self.traced else None
        self.exchange = Exchange(context, self.instance, world, notes)

        def ended(error: BaseException | None) -> None:
            if error is not None:
                raise error
            self.took = world.clock - began
            self.sent_after, self.fetched_after = len(world.sent), len(world.fetched)

        world.start(program.run(self.exchange), ended)


def _instance(scenario: dict[str, Any]) -> Instance:
    document = scenario.get("document")
    if document is None:
        inside = "".join(f"<{name}>{scenario.get(name, '<base />')}</{name}>" for name in SECTIONS)
        document = f"<policies>{inside}</policies>"
    given = scenario.get("instance", {})
    outer = [read(text) for text in scenario.get("outer", [])]
    chain = [Scoped(scope="api", name="policy", document=read(document))]
    chain += [Scoped(scope="global", name="outer", document=one) for one in outer]
    api = given.get("api", {})
    operation = Operation(
        id="op", method=api.get("method", "POST"), template=api.get("template", "/*")
    )
    return Instance(
        chain=tuple(chain),
        api=Api(
            name=api.get("name", "api"),
            path=api.get("path", "api"),
            service_url=api.get("service_url", "https://backend.example"),
            operations=(operation,),
        ),
        named_values=given.get("named_values", {}),
        secrets=frozenset(given.get("secrets", [])),
        fragments={name: read(text) for name, text in given.get("fragments", {}).items()},
        backends=_backends(given.get("backends", {})),
        tier=given.get("tier", "developer"),
        region=given.get("region", "West Europe"),
    )


def _backends(given: dict[str, Any]) -> dict[str, Backend | Pool]:
    made: dict[str, Backend | Pool] = {}
    for name, one in given.items():
        if "members" in one:
            members = []
            for member in one["members"]:
                backend = made[member["backend"]]
                assert isinstance(backend, Backend)
                members.append(
                    Member(
                        backend=backend,
                        priority=member.get("priority", 1),
                        weight=member.get("weight", 1),
                    )
                )
            made[name] = Pool(name=name, members=tuple(members), affinity=one.get("affinity", ""))
            continue
        breaker = BreakerRule(**one["breaker"]) if "breaker" in one else None
        made[name] = Backend(
            name=name,
            url=one["url"],
            entity=name,
            breaker=breaker,
            headers=tuple(one.get("headers", {}).items()),
            query=tuple(one.get("query", {}).items()),
        )
    return made


def _context(written: dict[str, Any], instance: Instance, now: float) -> Any:
    headers = Headers()
    for name, value in written.get("headers", {}).items():
        for one in value if isinstance(value, list) else [value]:
            headers.add(name, str(one))
    query = {
        name: [str(one) for one in (value if isinstance(value, list) else [value])]
        for name, value in written.get("query", {}).items()
    }
    body = written.get("body")
    if isinstance(body, dict | list):
        body = json.dumps(body)
        if headers.get("Content-Type") is None:
            headers.set("Content-Type", ["application/json"])
    path = written.get("path", "/chat")
    method = written.get("method", "GET" if body is None else "POST")
    operation = instance.api.operations[0]
    facts = {
        "Api": Facts("IContextApi", {"Id": instance.api.name, "Name": instance.api.name.title()}),
        "Operation": Facts(
            "IOperation",
            {
                "Id": operation.id,
                "Name": operation.id,
                "Method": operation.method,
                "UrlTemplate": operation.template,
            },
        ),
    }
    for part, type_ in (("subscription", "ISubscription"), ("product", "IProduct")):
        if part in written:
            name = written[part]
            facts[part.title()] = Facts(type_, {"Id": name, "Name": name, "Key": f"key-{name}"})
    if "user" in written:
        facts["User"] = Facts("IUser", {"Id": written["user"]})
    made = request_context(
        method,
        path,
        base=instance.api.service_url,
        headers=headers,
        query=query,
        body=None if body is None else Body(body.encode()),
        original_url=url_of(f"https://gateway.example/{instance.api.path}", path, query),
        matched=written.get("matched"),
        ip=written.get("ip", "127.0.0.1"),
        facts=facts,
        timestamp=now,
    )
    if "certificate" in written:
        made.request.certificate = Facts("X509Certificate2", written["certificate"])
    return made


# What is found ------------------------------------------------------------------------------------


def _headers(played: _Played, expected: dict[str, Any]) -> dict[str, Any]:
    response = played.exchange.context.response
    assert response is not None
    return {name: response.headers.joined(name) for name in expected}


def _body(played: _Played, _expected: Any) -> str:
    response = played.exchange.context.response
    assert response is not None
    return (response.body.data or b"").decode()


def _variables(played: _Played, expected: dict[str, Any]) -> dict[str, Any]:
    found = {}
    for name, value in expected.items():
        there = played.exchange.context.variables.get(name)
        plain = there is None or isinstance(there, bool | int | float | str)
        found[name] = there if plain else text_of(there)
        if isinstance(value, str) and found[name] is not None and plain:
            found[name] = text_of(there)
    return found


def _calls(calls: list[Any], expected: list[dict[str, Any]]) -> list[dict[str, Any]]:
    found = []
    for at, call in enumerate(calls):
        row: dict[str, Any] = {}
        for part, value in (expected[at] if at < len(expected) else {"url": ""}).items():
            if part == "headers":
                row[part] = {name: call.headers.joined(name) for name in value}
            elif part == "body":
                row[part] = None if call.body is None else call.body.decode()
            elif part == "json":
                row[part] = json.loads(call.body)
            elif part == "backend":
                row[part] = call.backend.name
            else:
                row[part] = getattr(call, part)
        found.append(row)
    return found


def _error(played: _Played, expected: dict[str, Any]) -> dict[str, Any] | None:
    error = played.exchange.context.last_error
    return None if error is None else {name: getattr(error, name) for name in expected}


def _steps(played: _Played, _expected: Any) -> list[str]:
    notes = played.exchange.notes
    assert notes is not None
    found = []
    for step in notes.steps:
        name = step.place.policy if step.place else "(the gateway)"
        found.append(f"{name}: {'; '.join(step.details)}" if step.details else name)
    return found


def _response(played: _Played) -> Any:
    response = played.exchange.context.response
    assert response is not None
    return response


_FOUND: dict[str, Any] = {
    "status": lambda played, _: _response(played).status,
    "reason": lambda played, _: _response(played).reason,
    "headers": _headers,
    "body": _body,
    "json": lambda played, _: json.loads(_body(played, None)),
    "variables": _variables,
    "sent": lambda played, expected: _calls(
        played.world.sent[played.sent_before : played.sent_after], expected
    ),
    "fetched": lambda played, expected: _calls(
        played.world.fetched[played.fetched_before : played.fetched_after], expected
    ),
    "error": _error,
    "steps": _steps,
    "took": lambda played, _: round(played.took, 6),
}

__all__ = ["SCENARIOS", "START", "load", "play"]
