"""An instance: its documents by scope, and what they refer to."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from apimgen.gateway.instance.backend import Backend

if TYPE_CHECKING:
    from collections.abc import Mapping

    from apimgen.document.reader import Document
    from apimgen.gateway.instance.backend import Pool


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """An operation of an API.

    Attributes:
        id: its id.
        method: ``POST``.
        template: its path below the API's, with parameters in braces.
        name: as it is shown.
    """

    id: str
    method: str
    template: str
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Api:
    """An API.

    Attributes:
        name: its id.
        path: the part of the gateway's address that leads to it; empty for none.
        service_url: where requests go that no policy sends elsewhere.
        subscription_required: whether callers need a key.
        products: the ids of the products that it is in.
        operations: in their order.
    """

    name: str
    path: str = ""
    service_url: str = ""
    subscription_required: bool = False
    products: tuple[str, ...] = ()
    operations: tuple[Operation, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Scoped:
    """A policy document at its scope.

    Attributes:
        scope: ``global``, ``workspace``, ``product``, ``api`` or ``operation``.
        name: of the policy, or of its file.
        document: as it was read.
    """

    scope: str
    name: str
    document: Document


@dataclass(frozen=True, slots=True, kw_only=True)
class Instance:
    """What the documents of one operation run with.

    Attributes:
        chain: the documents from the innermost scope to the outermost.
        api: the API.
        operations: those that the documents are for.
        named_values: the values by name.
        secrets: the names of those that are never shown.
        fragments: the fragments' documents by id.
        backends: the entities by id, pools among them.
        places: other backends, by their base URL; a policy may name their URL.
        deployments: the models' deployments that callers may name, the first one first.
        name: of the service.
        region: that the gateway is in, as the service names it: ``West US``.
        tier: of the service.
    """

    chain: tuple[Scoped, ...]
    api: Api = field(default_factory=lambda: Api(name="api"))
    named_values: Mapping[str, str] = field(default_factory=dict)
    secrets: frozenset[str] = frozenset()
    fragments: Mapping[str, Document] = field(default_factory=dict)
    backends: Mapping[str, Backend | Pool] = field(default_factory=dict)
    places: Mapping[str, Backend] = field(default_factory=dict)
    deployments: tuple[str, ...] = ()
    name: str = "apim"
    region: str = ""
    tier: str = "developer"

    @property
    def known_backends(self) -> tuple[Backend, ...]:
        """All backends that can be named, each place once; pools are none."""
        found = {one.name: one for one in self.places.values()}
        for one in self.backends.values():
            if isinstance(one, Backend):
                found.setdefault(one.name, one)
        return tuple(found.values())
