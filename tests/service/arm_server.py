"""A small API Management behind Azure Resource Manager, in this process, for tests.

It answers what the 2024-05-01 specification and its examples say for the resources that apimgen
writes: ETags and preconditions on every resource, long-running named values, fragments and APIs,
secret values that GET never returns, references checked on each write, and policies rewritten as
the service does. Tests look into ``log`` and ``snapshot()``, and arm ``faults``.
"""

from __future__ import annotations

import json
import re
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlencode

from tests.service.arm_transport import Exchange, Fault, Refusal, Transport
from tests.service.policy_store import NotAPolicyError, parse, write

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

Json = dict[str, Any]

SUBSCRIPTION = "00000000-0000-0000-0000-000000000000"
GROUP = "rg-ai"
SERVICE = "apim-test"
SERVICE_ID = (
    f"/subscriptions/{SUBSCRIPTION}/resourceGroups/{GROUP}"
    f"/providers/Microsoft.ApiManagement/service/{SERVICE}"
)

_PARTS = {
    "namedValues": r"namedValues/[^/]+",
    "backends": r"backends/[^/]+",
    "policyFragments": r"policyFragments/[^/]+",
    "apis": r"apis/[^/]+",
    "apis/operations": r"apis/[^/]+/operations/[^/]+",
    "products": r"products/[^/]+",
    "products/apis": r"products/[^/]+/apis/[^/]+",
    "policies": r"(?:(?:apis|products)/[^/]+/|apis/[^/]+/operations/[^/]+/)?policies/policy",
}
_USES = {
    "namedValues": ["{{%s}}"],
    "backends": ['backend-id="%s"', '/backends/%s"'],
    "policyFragments": ['fragment-id="%s"'],
}
_LONG_RUNNING = {"namedValues", "policyFragments", "apis"}


@dataclass
class Stored:
    """One resource as the service keeps it, secrets and all."""

    properties: Json
    etag: str


class ArmServer:
    """The double; use it as a context manager.

    Attributes:
        latency: seconds that every answer takes.
        long_running: whether named values, fragments and APIs answer 201 and must be polled.
        accepted: answers long-running operations with 202 and no body, as the reference allows.
        endless: whether they never end.
        late: how often they are asked for before what they write is there, by the ends of paths.
        untagged: whether their last answer has no ETag.
        page_size: items on a page of a list.
        forbidden: actions answered with 403, such as ``namedValues/listValue``.
        token_problem: answers every request with 401 and this; ``expired`` is short for its text.
        mangle: a text that policies are stored without, and what stands in its place.
        on_write: called with the number and path of each first attempt, before it is done.
        on_poll: called each time somebody asks how far an operation is.
        on_request: called with the number, method and path of every write, before it is done; the
            write is lost where it says so.
    """

    def __init__(self, folder: Path) -> None:
        self.resources: dict[str, Stored] = {}
        self.service: Json = {
            "id": SERVICE_ID,
            "name": SERVICE,
            "type": "Microsoft.ApiManagement/service",
            "location": "East US",
            "sku": {"name": "Developer", "capacity": 1},
            "identity": {
                "type": "SystemAssigned",
                "principalId": "11111111-aaaa-bbbb-cccc-000000000000",
            },
            "properties": {
                "gatewayUrl": f"https://{SERVICE}.azure-api.net",
                "platformVersion": "stv2",
            },
        }
        self.faults: list[Fault] = []
        self.log: list[Exchange] = []
        self.latency = 0.0
        self.long_running = False
        self.accepted = False
        self.endless = False
        self.late: dict[str, int] = {}
        self._pending: dict[str, tuple[int, str, str, Json]] = {}
        self.untagged = False
        self.page_size = 100
        self.forbidden: set[str] = set()
        self.token_problem: str | None = None
        self.mangle = ("", "")
        self.on_write: Callable[[int, str], None] | None = None
        self.on_poll: Callable[[], None] | None = None
        self.on_request: Callable[[int, str, str], bool] | None = None
        self.requests = 0
        self.writes: list[str] = []
        self.lock = threading.RLock()
        self.operations: dict[str, Json] = {}
        self._versions = 0
        self.certificate = folder / "arm.pem"
        self._transport = Transport(self, self.certificate)
        self.url = self._transport.url

    def __enter__(self) -> Self:
        self._transport.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._transport.stop()

    def seed(self, path: str, properties: Json) -> None:
        """Puts a resource there as another hand would, without a request."""
        with self.lock:
            self._store(path, _kind(path), properties)

    def snapshot(self) -> dict[str, bytes]:
        """Everything the service keeps, byte for byte, without ETags."""
        with self.lock:
            return {
                path: json.dumps(stored.properties, sort_keys=True).encode()
                for path, stored in sorted(self.resources.items())
            }

    def sent(self, method: str) -> list[str]:
        """The paths that were asked for with this method, in order."""
        return [exchange.path for exchange in self.log if exchange.method == method]

    def answer(  # noqa: PLR0911 - one return for each kind of request
        self, method: str, path: str, query: Json, headers: Json, body: str, fault: Fault | None
    ) -> Any:
        """Status, headers and body for one request to the service or below."""
        if not path and "/read" not in self.forbidden:
            return 200, {"ETag": '"service"'}, self.service
        if action := next((a for a in self.forbidden if _matches(a, method, path)), None):
            raise Refusal(
                403,
                "The client 'ci' with object id '2222' does not have authorization to perform "
                f"action 'Microsoft.ApiManagement/service/{action}' over scope '{SERVICE_ID}'.",
            )
        if path.startswith("tenant/operationResults/"):
            number = path.rsplit("/", 1)[1]
            self._asked_for(number)
            found = self.operations[number]
            return 200, {}, {**found, "status": "InProgress"} if self.endless else found
        if method == "POST" and path.endswith("/listValue"):
            stored = self._existing(path.removesuffix("/listValue"))
            return 200, {"ETag": stored.etag}, {"value": stored.properties.get("value")}
        if method == "GET" and not any(re.fullmatch(part, path) for part in _PARTS.values()):
            return 200, {}, self._page(path, query)
        kind = _kind(path)
        if method in {"GET", "HEAD"}:
            stored = self._existing(path)
            if method == "HEAD":
                return (204 if kind == "products/apis" else 200), {"ETag": stored.etag}, None
            tag = {} if self.untagged and "asyncId" in query else {"ETag": stored.etag}
            return 200, tag, self._wire(path, stored, query.get("format", "xml"))
        self._check_conditions(path, headers, needed=method == "DELETE" and kind != "products/apis")
        if method == "DELETE":
            return self._delete(path, kind, fault)
        return self._put(path, kind, json.loads(body) if body else {}, fault)

    def answer_outside(self, path: str) -> Any:
        """The same for a request that is not about the service: the lists of services."""
        place = re.match(r"/subscriptions/([^/]+)/(?:resourceGroups/([^/]+)/)?.*/service$", path)
        if place is None:
            raise Refusal(404, f"The Resource '{path}' was not found.")
        here = place[1] == SUBSCRIPTION and place[2] in {None, GROUP}
        return 200, {}, {"value": [self.service] if here else []}

    @staticmethod
    def below_service(path: str) -> str | None:
        """The part of a path behind the service's id, or None where it is not about the service."""
        start, rest = path[: len(SERVICE_ID)], path[len(SERVICE_ID) :]
        mine = start.lower() == SERVICE_ID.lower() and rest[:1] in {"", "/"}
        return rest.strip("/") if mine else None

    def _put(self, path: str, kind: str, body: Json, fault: Fault | None) -> Any:
        before = self.resources.get(path)
        late = next((n for end, n in self.late.items() if path.endswith(end)), 0)
        if self.long_running and late and kind in _LONG_RUNNING:
            return self._promise(path, kind, body, late)
        self._store(path, kind, body.get("properties", {}))
        stored, headers = self.resources[path], {}
        wire = self._wire(path, stored, "xml")
        if self.long_running and kind in _LONG_RUNNING:
            headers = self._begun(path, fault)
            if fault and fault.kind == "async-failed":
                del self.resources[path]
                self.resources |= {} if before is None else {path: before}
            wire["properties"]["provisioningState"] = "InProgress"
            if self.accepted:
                return 202, headers, None
        return (201 if before is None else 200), {"ETag": stored.etag, **headers}, wire

    def _promise(self, path: str, kind: str, body: Json, late: int) -> Any:
        """Begins a write that is done some time later."""
        headers = self._begun(path, None)
        number = list(self.operations)[-1]
        self.operations[number]["status"] = "InProgress"
        self._pending[number] = (late, path, kind, body["properties"])
        return 202, headers, None

    def _asked_for(self, number: str) -> None:
        if self.on_poll:
            self.on_poll()
        left, path, kind, properties = self._pending.pop(number, (0, "", "", {}))
        if left > 1:
            self._pending[number] = (left - 1, path, kind, properties)
        elif path:
            self._store(path, kind, properties)
            self.operations[number]["status"] = "Succeeded"

    def _begun(self, path: str, fault: Fault | None) -> Json:
        """The headers that say where to look how a long-running operation ends."""
        number = f"{len(self.operations):024x}"
        self.operations[number] = {"id": number, "status": "Succeeded"}
        if fault and fault.kind == "async-failed":
            error = {"code": "InternalServerError", "message": "it did not work out"}
            self.operations[number] = {"id": number, "status": "Failed", "error": error}
        base, version = f"{self.url}{SERVICE_ID}", "api-version=2024-05-01"
        return {
            "Azure-AsyncOperation": f"{base}/tenant/operationResults/{number}?{version}",
            "Location": f"{base}/{path}?{version}&asyncId={number}&asyncCode=201",
            "Retry-After": "0",
        }

    def _store(self, path: str, kind: str, properties: Json) -> None:
        for parent in _parents(path):
            self._existing(parent)
        if kind == "products/apis":
            self._existing(path.split("/", 2)[2])
        kept = {name: value for name, value in properties.items() if value is not None}
        if kind in {"policies", "policyFragments"}:
            form = kept.pop("format", "xml")
            kept["value"] = self._policy(kept.get("value", ""), form)
        if kind == "namedValues":
            if not (kept.get("value") or kept.get("keyVault")):
                raise Refusal(400, "Value is required")
            kept = {"tags": [], "secret": False, **kept}
        if kind == "apis":
            kept = {"apiRevision": "1", "isCurrent": True, **kept}
            if "serviceUrl" in kept:
                kept["serviceUrl"] = kept["serviceUrl"].rstrip("/")
        if kind == "backends":
            self._check_named_values(json.dumps(kept.get("credentials")))
            kept = {"type": "Single", **kept}
        if kind == "backends" and kept["type"] == "Pool":
            for member in kept["pool"]["services"]:
                self._existing(member["id"][member["id"].rindex("backends/") :])
                member["id"] = f"{SERVICE_ID}/{member['id'][member['id'].rindex('backends/') :]}"
        self._versions += 1
        self.resources[path] = Stored(kept, f'"AAAAAAAA{self._versions:04X}="')

    def _policy(self, text: str, form: str) -> str:
        try:
            text = write(parse(text, form), "xml")
        except NotAPolicyError as error:
            raise Refusal(400, f"One or more fields contain incorrect values: {error}") from None
        text = text.replace(*self.mangle) if self.mangle[0] else text
        self._check_named_values(text)
        for name in re.findall(r'<include-fragment fragment-id="([^"]+)"', text):
            self._existing(f"policyFragments/{name}", 400)
        for name in re.findall(r'<set-backend-service backend-id="([^"@{]+)"', text):
            self._existing(f"backends/{name}", 400)
        return text

    def _check_named_values(self, text: str) -> None:
        names = {stored.properties.get("displayName") for stored in self._of("namedValues")}
        for name in set(re.findall(r"{{([A-Za-z0-9._-]+)}}", text)) - names:
            raise Refusal(400, f"Cannot find a property '{name}'")

    def _delete(self, path: str, kind: str, fault: Fault | None) -> Any:
        if path not in self.resources:
            return 204, {}, None
        texts = [
            s.properties["value"] for s in [*self._of("policies"), *self._of("policyFragments")]
        ]
        texts += [json.dumps(s.properties) for s in self._of("backends")]
        name = path.rsplit("/", 1)[1]
        uses = [pattern % name for pattern in _USES.get(kind, ())]
        if any(use in text for use in uses for text in texts):
            raise Refusal(400, f"Entity '{name}' is used by a policy and cannot be deleted.")
        if fault and fault.kind == "async-failed":
            return 202, self._begun(path, fault), None
        for below in [p for p in self.resources if p == path or p.startswith(path + "/")]:
            del self.resources[below]
        if kind == "apis":
            for link in [
                p for p in self.resources if p.startswith("products/") and p.endswith(path)
            ]:
                del self.resources[link]
        return (204 if kind == "apis" else 200), {}, None

    def _check_conditions(self, path: str, headers: Mapping[str, str], *, needed: bool) -> None:
        stored, wanted = self.resources.get(path), headers.get("if-match")
        if needed and not wanted:
            raise Refusal(400, "The If-Match header is required.")
        if wanted and (stored is None or wanted not in {"*", stored.etag}):
            raise Refusal(412, "Resource was modified since last retrieval.")
        if headers.get("if-none-match") == "*" and stored is not None:
            raise Refusal(412, "Resource already exists.")

    def _existing(self, path: str, status: int = 404) -> Stored:
        if path not in self.resources:
            raise Refusal(status, f"{path} not found.")
        return self.resources[path]

    def _of(self, kind: str) -> list[Stored]:
        return [s for p, s in self.resources.items() if re.fullmatch(_PARTS[kind], p)]

    def _wire(self, path: str, stored: Stored, form: str) -> Json:
        kind, properties = _kind(path), json.loads(json.dumps(stored.properties))
        if kind == "namedValues" and properties["secret"]:
            properties.pop("value", None)
        if kind in {"policies", "policyFragments"}:
            properties |= {"format": form, "value": write(parse(properties["value"], "xml"), form)}
        if kind in _LONG_RUNNING - {"apis"}:
            properties["provisioningState"] = "Succeeded"
        name = path.rsplit("/", 1)[1]
        type_ = "Microsoft.ApiManagement/service/" + "/".join(path.split("/")[::2])
        return {"id": f"{SERVICE_ID}/{path}", "type": type_, "name": name, "properties": properties}

    def _page(self, collection: str, query: Json) -> Json:
        for parent in _parents(collection + "/x"):
            self._existing(parent)
        if match := re.fullmatch(r"(apis/[^/]+)/products", collection):
            links = [
                p for p in self.resources if p.startswith("products/") and p.endswith(match[1])
            ]
            return {"value": [{"name": link.split("/")[1]} for link in sorted(links)]}
        start, pattern = int(query.get("$skip", 0)), re.escape(collection) + "/[^/]+"
        paths = sorted(path for path in self.resources if re.fullmatch(pattern, path))
        page: Json = {"value": [], "count": len(paths)}
        for path in paths[start : start + self.page_size]:
            page["value"].append(self._wire(path, self.resources[path], query.get("format", "xml")))
        if start + self.page_size < len(paths):
            query = {**query, "$skip": start + self.page_size}
            page["nextLink"] = f"{self.url}{SERVICE_ID}/{collection}?{urlencode(query)}"
        return page

    def fault_for(self, method: str, path: str) -> Fault | None:
        """The fault that this write meets now, if any; counts the write."""
        if method not in {"PUT", "DELETE", "PATCH"}:
            return None
        self.requests += 1
        if self.on_request is not None and self.on_request(self.requests, method, path):
            return Fault(0, "cut")
        if path not in self.writes:
            self.writes.append(path)
            if self.on_write is not None:
                self.on_write(len(self.writes), path)
            for armed in self.faults:
                if armed.resource is None and armed.write == len(self.writes):
                    armed.resource = path
        fault = next((f for f in self.faults if f.resource == path and f.times > 0), None)
        if fault is not None and fault.skip > 0:
            fault.skip -= 1
            return None
        if fault is not None:
            fault.times -= 1
        return fault


def _kind(path: str) -> str:
    for kind, part in _PARTS.items():
        if re.fullmatch(part, path):
            return kind
    raise Refusal(404, f"no such kind of resource: {path}")


def _parents(path: str) -> list[str]:
    parts = path.split("/")
    return ["/".join(parts[:end]) for end in range(2, len(parts), 2)]


def _matches(action: str, method: str, path: str) -> bool:
    kind, _, verb = action.rpartition("/")
    verbs = {"read": {"GET", "HEAD"}, "write": {"PUT"}, "delete": {"DELETE"}}
    if verb not in verbs:
        return path.startswith(kind + "/") and path.endswith("/" + verb)
    return method in verbs[verb] and (not kind or path.split("/", 1)[0] == kind)
