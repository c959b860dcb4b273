"""The calls to Azure Resource Manager, one method each, through the SDK.

Bodies go in and out as plain JSON, so that a property that this version of the SDK does not know
survives an update and a rollback. Only :mod:`connect` and :mod:`errors` import ``azure``, inside
their functions.
"""

from __future__ import annotations

import io
import json
import time
from typing import TYPE_CHECKING, Any, Final

from apimgen.service.arm.errors import translated
from apimgen.service.arm.retrying import CallError, Retrying, StoppedError
from apimgen.service.resources import literal_secrets
from apimgen.service.resources.kinds import COLLECTIONS, NAMED_VALUE
from apimgen.service.resources.resource import Live, Properties, ResourceId
from apimgen.service.resources.secret import Secret

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from azure.mgmt.apimanagement import ApiManagementClient

    from apimgen.service.resources.target import Target

POLICY_FORM: Final = "xml"
"""The written form in which policies are sent and read: the one that every XML reader agrees on."""

_ABSENT: Final = 404
_NO_SUCH_PLACE: Final = frozenset({"SubscriptionNotFound", "ResourceGroupNotFound"})
LONGEST_OPERATION: Final = 900.0
"""Seconds: a long-running operation that takes longer is given up."""
LOOK_SECONDS: Final = 0.2
"""Between two looks at whether the run is being stopped, while an operation goes on."""


class Arm:
    """One service, and how to call it. Safe to use from several threads.

    Args:
        client: the SDK's client.
        target: which service.
        retrying: when a failed call is tried again.
    """

    def __init__(self, client: ApiManagementClient, target: Target, retrying: Retrying) -> None:
        self._client, self.target, self.retrying = client, target, retrying

    def service(self) -> dict[str, Any]:
        """The service itself: ``sku``, ``identity``, ``location``, ``properties``."""
        found: dict[str, Any] = self._call(
            lambda: self._client.api_management_service.get(*self._place, cls=_body)
        )
        return found

    def services(self) -> list[dict[str, Any]]:
        """All services of the subscription that the caller may see."""
        found: list[dict[str, Any]] = self._call(
            lambda: [*self._client.api_management_service.list(cls=_wire_items)]
        )
        return found

    def get(self, resource: ResourceId) -> Live | None:
        """The resource as it is, or None where it does not exist."""
        if resource.kind.bodiless:
            links = {link.key for link in self.ids(resource.path.rsplit("/", 1)[0])}
            return Live(resource, {}, "") if resource.key in links else None
        group, form = self._group(resource), _form(resource)
        try:
            body, etag = self._call(
                lambda: group.get(*self._place, *resource.names, cls=_body_and_etag, **form)
            )
        except CallError as error:
            if error.status == _ABSENT and error.code not in _NO_SUCH_PLACE:
                return None
            raise
        properties = body.get("properties") or {}
        if _lacks_value(resource, properties):
            properties["value"] = self._value(resource)
        literal_secrets.learn(resource, properties)
        return Live(resource, properties, etag)

    def put(
        self, resource: ResourceId, properties: Properties, *, if_match: str | None
    ) -> tuple[Properties, str]:
        """Writes the resource: its properties and ETag afterwards.

        Args:
            resource: which one.
            properties: what to send; a :class:`Secret` in it is opened here.
            if_match: the ETag that it must have; None means that it must not exist yet.
        """
        group = self._group(resource)
        if resource.kind.bodiless:
            self._call(lambda: group.create_or_update(*self._place, *resource.names), writes=True)
            return {}, ""
        condition = (
            {"if_match": if_match} if if_match is not None else {"headers": {"If-None-Match": "*"}}
        )
        text = json.dumps({"properties": properties}, default=_opened).encode()
        method, begins = _method(resource, group, "create_or_update")

        def write() -> Any:
            answer = method(
                *self._place, *resource.names, io.BytesIO(text), cls=_body_and_etag, **condition
            )
            if not begins:
                return answer
            with translated(writes=True, begun=True):
                return self._ended(answer)

        body, etag = self._call(write, writes=True)
        if not etag:
            # The last answer of a long-running operation need not carry one.
            try:
                live = self.get(resource)
            except (CallError, StoppedError) as error:
                error.maybe_done = True  # it was written; only reading it failed
                raise
            if live is not None:
                return live.properties, live.etag
        after = body.get("properties") or {}
        if _lacks_value(resource, after):
            after["value"] = properties.get("value")
        return after, etag

    def delete(self, resource: ResourceId, *, if_match: str) -> None:
        """Deletes the resource, if it has this ETag."""
        method, begins = _method(resource, self._group(resource), "delete")
        condition = {} if resource.kind.bodiless else {"if_match": if_match}

        def write() -> None:
            answer = method(*self._place, *resource.names, **condition)
            if begins:
                with translated(writes=True, begun=True):
                    self._ended(answer)

        self._call(write, writes=True)

    def ids(self, collection: str) -> list[ResourceId]:
        """The ids of everything in a collection, such as ``apis/openai/operations``."""
        names = [str(item["name"]) for item in self.items(collection)]
        if COLLECTIONS["/".join(collection.split("/")[::2])].reversed:
            above, _, last = collection.rpartition("/")
            return [ResourceId(f"{last}/{name}/{above}") for name in names]
        return [ResourceId(f"{collection}/{name}") for name in names]

    def items(self, collection: str) -> list[dict[str, Any]]:
        """The bodies of everything in a collection, from all its pages.

        Below something that does not exist there is nothing.
        """
        parts = collection.split("/")
        listed = COLLECTIONS["/".join(parts[::2])]
        pages = getattr(getattr(self._client, listed.group), listed.lists)
        try:
            found: list[dict[str, Any]] = self._call(
                lambda: [*pages(*self._place, *parts[1::2], cls=_wire_items)]
            )
        except CallError as error:
            if error.status == _ABSENT and len(parts) > 1:
                return []
            raise
        return found

    def secret_value(self, resource: ResourceId) -> Secret | None:
        """The value of a secret named value, or None without permission to see it."""
        value = self._value(resource)
        return None if value is None else Secret(value)

    def _value(self, resource: ResourceId) -> str | None:
        tells = getattr(self._group(resource), resource.kind.tells_secrets)
        try:
            value: str | None = self._call(
                lambda: tells(*self._place, *resource.names, cls=_value_in)
            )
        except CallError as error:
            if error.status in {401, 403, _ABSENT}:
                return None
            raise
        return value

    def _ended(self, operation: Any) -> Any:
        """The result of a long-running operation."""
        begun = time.monotonic()
        end = begun + LONGEST_OPERATION
        while not operation.done():
            operation.wait(LOOK_SECONDS)
            now = time.monotonic()
            if self.retrying.stop.is_set():
                self.retrying.tell("waiting until the service has finished what it began")
                end = min(end, now + self.retrying.patience)
            if now > end:
                raise CallError(
                    f"the operation has not ended after {now - begun:.0f} s",
                    maybe_done=True,
                    unfinished=True,
                )
        return operation.result()

    @property
    def _place(self) -> tuple[str, str]:
        return self.target.resource_group, self.target.name

    def _group(self, resource: ResourceId) -> Any:
        return getattr(self._client, COLLECTIONS[resource.collection].group)

    def _call(self, method: Callable[[], Any], *, writes: bool = False) -> Any:
        def attempt() -> Any:
            with translated(writes=writes):
                return method()

        return self.retrying.call(attempt)


def _lacks_value(resource: ResourceId, properties: Properties) -> bool:
    """Whether a plain named value came without its value, as some emulators answer."""
    if resource.kind is not NAMED_VALUE or properties.get("secret"):
        return False
    return not properties.get("keyVault") and "value" not in properties


def _method(resource: ResourceId, group: Any, name: str) -> tuple[Any, bool]:
    """A method of the SDK, and whether it only begins what it does."""
    begins = name in resource.kind.long_running
    return getattr(group, f"begin_{name}" if begins else name), begins


def _form(resource: ResourceId) -> dict[str, Any]:
    if not resource.kind.document:
        return {}
    # The SDK would take a policy as bare XML too, which has no room for its properties.
    return {"format": POLICY_FORM, "headers": {"Accept": "application/json"}}


def _value_in(response: Any, _model: Any, _headers: Any) -> Any:
    return response.http_response.json().get("value")


def _body(response: Any, _model: Any = None, _headers: Any = None) -> dict[str, Any]:
    body = response.http_response.json()
    if not isinstance(body, dict):
        raise ValueError("expected a JSON object")
    return body


def _body_and_etag(response: Any, _model: Any, _headers: Any) -> tuple[dict[str, Any], str]:
    return _body(response), response.http_response.headers.get("ETag", "")


def _wire_items(items: Any) -> Iterator[dict[str, Any]]:
    bodies = (item.serialize(keep_readonly=True) for item in items)
    return (body for body in bodies if body.get("name"))


def _opened(value: object) -> str:
    if isinstance(value, Secret):
        return value.open()
    raise TypeError(type(value).__name__)
