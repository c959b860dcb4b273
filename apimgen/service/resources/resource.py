"""What a resource of the service is: its id, its kind, and the state that an inventory wants.

A resource is named by its path below the service, as Azure Resource Manager writes it:
``namedValues/us1``, ``apis/openai/operations/chat/policies/policy``.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from apimgen.service.resources.secret import Secret

Properties = dict[str, Any]
"""The ``properties`` of a resource's JSON body."""

# What GET tells and PUT does not take; it changes without anybody's edit.
READ_ONLY: Final = frozenset({"provisioningState", "isOnline", "lastStatus", "createdAtUtc"})


class Kind(StrEnum):
    """The kinds of resources, by the words of the plan's JSON."""

    NAMED_VALUE = "named-value"
    BACKEND = "backend"
    FRAGMENT = "fragment"
    API = "api"
    OPERATION = "operation"
    PRODUCT = "product"
    LINK = "product-link"
    POLICY = "policy"

    @property
    def word(self) -> str:
        """The word in a plan. A link between a product and an API counts as part of the API."""
        return "api" if self is Kind.LINK else str(self)


DOCUMENTS: Final = frozenset({Kind.POLICY, Kind.FRAGMENT})
"""The kinds whose value is a document of policies."""

# The even parts of a path, and what they name.
KINDS: Final[Mapping[str, Kind]] = {
    "namedValues": Kind.NAMED_VALUE,
    "backends": Kind.BACKEND,
    "policyFragments": Kind.FRAGMENT,
    "apis": Kind.API,
    "apis/operations": Kind.OPERATION,
    "products": Kind.PRODUCT,
    "products/apis": Kind.LINK,
    "policies": Kind.POLICY,
    "products/policies": Kind.POLICY,
    "apis/policies": Kind.POLICY,
    "apis/operations/policies": Kind.POLICY,
}


@dataclass(frozen=True)
class ResourceId:
    """Which resource: its path below the service.

    Two ids that differ in letter case are the same resource to Azure; compare ``key``.
    """

    path: str

    @classmethod
    def parse(cls, path: object) -> ResourceId:
        """The id that a file names.

        Raises:
            ValueError: where it is of nothing that apimgen writes.
        """
        parts = path.split("/") if isinstance(path, str) else []
        found = cls("/".join(parts))
        if len(parts) % 2 or not all(parts) or KINDS.get(found.collection) in {None, Kind.PRODUCT}:
            raise ValueError(f"{path!r} is no resource that apimgen writes")
        return found

    @cached_property
    def collection(self) -> str:
        """The path without its names, such as ``apis/operations``: one of ``KINDS``."""
        return "/".join(self.path.split("/")[::2])

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names along the path, the last one its own; a policy's own is ``policy``."""
        return tuple(self.path.split("/")[1::2])

    @cached_property
    def kind(self) -> Kind:
        """What it is."""
        return KINDS[self.collection]

    @cached_property
    def key(self) -> str:
        """The path as Azure compares it."""
        return self.path.lower()

    @cached_property
    def label(self) -> str:
        """The short name that plans show: the name, for a policy its scope."""
        if self.kind is Kind.POLICY:
            scope = self.path.removesuffix("policies/policy").rstrip("/")
            scope = scope.replace("operations/", "operation/")
            return re.sub("^(api|product)s/", r"\1/", scope) or "global"
        if self.kind is Kind.LINK:
            return self.path
        return "/".join(self.names)

    @cached_property
    def parent(self) -> ResourceId | None:
        """The resource that it stands below, where that is one that apimgen knows."""
        above = ResourceId("/".join(self.path.split("/")[:-2]))
        return above if above.collection in KINDS else None

    def __str__(self) -> str:
        return f"{self.kind.word} {self.label}"


def named_value(name: str) -> ResourceId:
    """The id of a named value."""
    return ResourceId(f"namedValues/{name}")


def backend(name: str) -> ResourceId:
    """The id of a backend entity, single or pool."""
    return ResourceId(f"backends/{name}")


def fragment(name: str) -> ResourceId:
    """The id of a policy fragment."""
    return ResourceId(f"policyFragments/{name}")


@dataclass(frozen=True)
class SecretSource:
    """Where the secret value of a named value comes from: an environment variable."""

    variable: str


@dataclass(frozen=True)
class Resource:
    """A resource as an inventory wants it.

    Attributes:
        id: which one.
        properties: what apimgen manages of it, as JSON; None means that it must not be there.
            What stands on the service beside these is left as it is.
        initial: what is sent besides when the resource is created, and left alone later: the
            mark of ownership, and values that others may change.
        secret: where the value of a secret named value comes from.
        references: the resources that must exist before it.
    """

    id: ResourceId
    properties: Properties
    initial: Properties = field(default_factory=dict)
    secret: SecretSource | None = None
    references: frozenset[ResourceId] = frozenset()


@dataclass(frozen=True)
class Live:
    """A resource as the service has it.

    Attributes:
        id: which one.
        properties: as GET answers them, which is without any secret value.
        etag: for ``If-Match``; empty for links, which have none.
        secret: the secret value, where it was asked for and may be read.
    """

    id: ResourceId
    properties: Properties
    etag: str
    secret: Secret | None = None

    @cached_property
    def digest(self) -> str:
        """A fingerprint of the exact properties, to see any edit. No secret goes into it."""
        return digest(self.properties)

    @property
    def keeps_secret(self) -> bool:
        """Whether it is a named value whose value GET does not tell."""
        return bool(self.properties.get("secret")) and not self.properties.get("keyVault")


def writable(properties: Mapping[str, Any]) -> Properties:
    """What may be sent back of properties that were read: no nulls, nothing of GET's alone."""
    return {
        name: writable(value) if isinstance(value, dict) else value
        for name, value in properties.items()
        if name not in READ_ONLY and value is not None
    }


def digest(properties: Mapping[str, Any]) -> str:
    """The SHA-256 of writable properties in one canonical form, in hexadecimal digits."""
    text = json.dumps(
        writable(properties), sort_keys=True, separators=(",", ":"), ensure_ascii=False
    )
    return hashlib.sha256(text.encode()).hexdigest()
