"""A resource of the service: its id, as an inventory wants it, and as the service has it.

A resource is named by its path below the service, as Azure Resource Manager writes it:
``namedValues/us1``, ``apis/openai/operations/chat/policies/policy``.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from apimgen.service.resources.kinds import LINK, POLICY, ResourceKind, kind_at

if TYPE_CHECKING:
    from collections.abc import Mapping

    from apimgen.service.resources.secret import Secret

Properties = dict[str, Any]
"""The ``properties`` of a resource's JSON body."""

# What GET tells and PUT does not take; it changes without anybody's edit.
READ_ONLY: Final = frozenset({"provisioningState", "isOnline", "lastStatus", "createdAtUtc"})


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
        kind = kind_at(found.collection)
        if len(parts) % 2 or not all(parts) or kind is None or not kind.written:
            raise ValueError(f"{path!r} is not a resource that apimgen writes")
        return found

    @cached_property
    def collection(self) -> str:
        """The path without its names, such as ``apis/operations``."""
        return "/".join(self.path.split("/")[::2])

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names along the path, the last one its own; a policy's own is ``policy``."""
        return tuple(self.path.split("/")[1::2])

    @cached_property
    def kind(self) -> ResourceKind:
        """What it is.

        Raises:
            ValueError: where the path is that of no kind in the table.
        """
        found = kind_at(self.collection)
        if found is None:
            raise ValueError(f"{self.path!r} is of no kind that apimgen knows")
        return found

    @cached_property
    def key(self) -> str:
        """The path as Azure compares it."""
        return self.path.lower()

    @cached_property
    def label(self) -> str:
        """The short name that plans show: the name, for a policy its scope."""
        if self.kind is POLICY:
            scope = self.path.removesuffix("policies/policy").rstrip("/")
            scope = scope.replace("operations/", "operation/")
            return re.sub("^(api|product)s/", r"\1/", scope) or "global"
        if self.kind is LINK:
            return self.path
        return "/".join(self.names)

    @cached_property
    def parent(self) -> ResourceId | None:
        """The resource above it in the path, where apimgen knows its kind."""
        above = ResourceId("/".join(self.path.split("/")[:-2]))
        return above if kind_at(above.collection) else None

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
        properties: what apimgen manages of it, as JSON; None for what must not be there. Other
            properties on the service are left as they are.
        initial: what is also sent when the resource is created, and left alone later: the mark
            of ownership, and values that others may change.
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
    """The properties that may be sent back after reading: no nulls, nothing read-only."""
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
