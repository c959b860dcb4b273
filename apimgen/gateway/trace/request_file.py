"""The request of ``trace --request``: a YAML file, read with the place of every mistake."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qsl, urlsplit

from apimgen.errors import ApimgenError
from apimgen.gateway.default_call import default_body
from apimgen.gateway.requests import has_body
from apimgen.inventory.yaml.errors import YamlProblem
from apimgen.inventory.yaml.nodes import Mapping, Scalar, Sequence
from apimgen.inventory.yaml.places import PlaceMap
from apimgen.inventory.yaml.reader import compose
from apimgen.inventory.yaml.scalars import resolve
from apimgen.inventory.yaml.spans import Lines
from apimgen.nearest import did_you_mean, did_you_mean_file

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from apimgen.finding import Place
    from apimgen.gateway.instance.instance import Instance
    from apimgen.gateway.requests import Call
    from apimgen.inventory.yaml.nodes import Use
    from apimgen.inventory.yaml.places import Path as Way

KEYS: Final = (
    *("method", "path", "query", "headers", "body", "subscription"),
    *("user", "product", "ip"),
)
_METHODS: Final = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")


def call_of_file(path: Path, usual: Call, instance: Instance) -> Call:
    """The request that a file describes; what it leaves out is as usual.

    Args:
        path: of the file.
        usual: the request without the file.
        instance: tells the path of the API.

    Raises:
        ApimgenError: where the file can't be read or something in it is wrong, with its place.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise ApimgenError(f"there is no file {path}{did_you_mean_file(path)}") from None
    except (OSError, UnicodeDecodeError) as error:
        raise ApimgenError(f"can't read {path}: {error}") from None
    return call_of_text(text, str(path), usual, instance)


def call_of_text(text: str, file: str, usual: Call, instance: Instance) -> Call:
    """The same of a text, whose mistakes are told with the name of the file."""
    try:
        composed = compose(text)
    except YamlProblem as problem:
        place = Lines(file, text).place(problem.span)
        raise _wrong([(place, problem.message)]) from None
    places = PlaceMap(file, text, composed.root)
    reader = _Reader(places)
    for found in composed.problems:
        message = found.message
        if found.first is not None:
            first = places.span(found.first)
            message = f'the key "{message}" is already in line {first.line}'
        reader.wrong.append((places.span(found.span), message))
    given: dict[str, Any] = {}
    if composed.root is not None and not places.empty(()):
        given = reader.request(composed.root)
    if reader.wrong:
        raise _wrong(reader.wrong)
    return _call(given, usual, instance)


def _wrong(mistakes: list[tuple[Place, str]]) -> ApimgenError:
    mistakes.sort(key=lambda one: (one[0].line, one[0].column))
    lines = [f"{place.file}:{place.line}:{place.column}: {said}" for place, said in mistakes]
    return ApimgenError("\n".join(lines), hint=f"A request has the keys {', '.join(KEYS)}.")


class _Reader:
    """Reads the keys of a request, and collects what is wrong."""

    def __init__(self, places: PlaceMap) -> None:
        self.wrong: list[tuple[Place, str]] = []
        self._places = places

    def request(self, root: Use) -> dict[str, Any]:
        node = root.node
        if not isinstance(node, Mapping):
            self.refuse((), "a request is a mapping with keys such as path and headers")
            return {}
        readers: dict[str, Callable[[Use, Way], Any]] = {
            "method": self._method,
            "path": self._path,
            "query": self._rows,
            "headers": self._rows,
            "body": self._body,
            "subscription": self._subscription,
        }
        found = {}
        for key, use in node.entries.items():
            if key not in KEYS:
                near = did_you_mean(key, KEYS)
                self.refuse((key,), f'"{key}" is not a key of a request{near}', at_key=True)
                continue
            found[key] = readers.get(key, self._text)(use, (key,))
        return found

    def refuse(self, way: Way, message: str, *, at_key: bool = False) -> None:
        place = self._places.key(way) if at_key else self._places.value(way)
        self.wrong.append((place, message.replace("{found}", self._places.shown(way))))

    def _text(self, use: Use, way: Way) -> str:
        if not isinstance(use.node, Scalar):
            self.refuse(way, f"{way[-1]} is text; {{found}} is none")
            return ""
        return use.node.value

    def _method(self, use: Use, way: Way) -> str:
        found = self._text(use, way).upper()
        if found and found not in _METHODS:
            near = did_you_mean(found, _METHODS) or f"; such as {', '.join(_METHODS)}"
            self.refuse(way, f"{{found}} is not a method{near}")
        return found

    def _path(self, use: Use, way: Way) -> str:
        found = self._text(use, way)
        if isinstance(use.node, Scalar) and not found.startswith(("/", "http://", "https://")):
            self.refuse(way, "a path begins with /, and {found} does not")
        return found

    def _rows(self, use: Use, way: Way) -> list[tuple[str, str]]:
        """Names with one value or a list of them."""
        if not isinstance(use.node, Mapping):
            if not self._places.empty(way):
                self.refuse(way, f"{way[-1]} is a mapping of names to values; {{found}} is none")
            return []
        rows = []
        for name, each in use.node.entries.items():
            inside = (*way, name)
            if isinstance(each.node, Sequence):
                values = [
                    self._text(item, (*inside, at)) for at, item in enumerate(each.node.items)
                ]
            else:
                values = [self._text(each, inside)]
            rows += [(name, value) for value in values]
        return rows

    def _subscription(self, use: Use, way: Way) -> tuple[str, str] | None:
        if self._places.empty(way):
            return None
        if isinstance(use.node, Scalar):
            return use.node.value, use.node.value
        if not isinstance(use.node, Mapping):
            self.refuse(way, "a subscription has an id and a name, or is null; {found} is neither")
            return None
        found = {}
        for key, each in use.node.entries.items():
            if key not in ("id", "name"):
                near = did_you_mean(key, ("id", "name")) or "; it has id and name"
                said = f'"{key}" is not a key of a subscription{near}'
                self.refuse((*way, key), said, at_key=True)
            found[key] = self._text(each, (*way, key))
        if "id" not in found:
            self.refuse(way, 'a subscription needs the key "id"', at_key=True)
        return found.get("id", ""), found.get("name", found.get("id", ""))

    def _body(self, use: Use, _way: Way) -> Any:
        node = use.node
        return node.value if isinstance(node, Scalar) else _plain(use)


def _plain(use: Use) -> Any:
    node = use.node
    if isinstance(node, Scalar):
        return resolve(node.value) if node.plain else node.value
    if isinstance(node, Sequence):
        return [_plain(item) for item in node.items]
    return {key: _plain(each) for key, each in node.entries.items()}


def _call(given: dict[str, Any], usual: Call, instance: Instance) -> Call:
    method = given.get("method") or usual.method
    path, query = usual.path, usual.query
    if "path" in given:
        path, query = _split(given["path"], instance)
    if "query" in given:
        query = {name: list(values) for name, values in query.items()} if "path" in given else {}
        for name, value in given["query"]:
            query.setdefault(name, []).append(value)
    body = usual.body
    if "body" in given:
        written = given["body"]
        text = written if isinstance(written, str) else json.dumps(written, ensure_ascii=False)
        body = text.encode()
    elif not has_body(method):
        body = None
    elif path != usual.path or body is None:
        body = default_body(path, next(iter(usual.matched.values()), "gpt-4o"))
    headers = tuple(given.get("headers", ()))
    if body is not None and not any(name.lower() == "content-type" for name, _ in headers):
        headers = (("Content-Type", "application/json"), *headers)
    return replace(
        usual,
        method=method,
        path=path,
        query=query,
        headers=headers,
        body=body,
        subscription=given.get("subscription", usual.subscription),
        user=given.get("user", usual.user),
        product=given.get("product", usual.product),
        ip=given.get("ip", usual.ip),
        operation=None,
        matched={},
    )


def _split(written: str, instance: Instance) -> tuple[str, dict[str, list[str]]]:
    """The path below the API's, and the query, of what callers see or of what is below the API."""
    parts = urlsplit(written)
    path = parts.path or "/"
    prefix = f"/{instance.api.path.strip('/')}"
    if prefix != "/" and (path == prefix or path.startswith(f"{prefix}/")):
        path = path[len(prefix) :] or "/"
    query: dict[str, list[str]] = {}
    for name, value in parse_qsl(parts.query, keep_blank_values=True):
        query.setdefault(name, []).append(value)
    return path, query
