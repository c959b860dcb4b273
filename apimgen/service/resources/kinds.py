"""The kinds of resources of the service, one entry each; everything else reads this table.

To add a kind, add its entry here, a function in :mod:`bodies` that makes one, and a sample in
``tests/service/test_kinds.py``: that test takes every kind of this table through reading, creating,
comparing, pulling, the journal and the rollback, and fails until each of these can do it. Code of
its own is only needed for what no other kind has: what it refers to (:mod:`references`), what may
be secret in it (:mod:`literal_secrets`), or an equality of its own
(:mod:`apimgen.service.plan.differences`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, auto
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from apimgen.layout import FRAGMENT_FOLDERS, Layout

if TYPE_CHECKING:
    from collections.abc import Mapping

    from apimgen.knowledge.limits import Feature


class Mark(Enum):
    """Where a resource says that apimgen made it."""

    NOWHERE = auto()
    TAG = auto()
    DESCRIPTION = auto()
    COMMENT = auto()


class Unit(Enum):
    """What the size of a resource's value is counted in."""

    BYTES = "bytes"
    CHARACTERS = "characters"


@dataclass(frozen=True)
class Collection:
    """Where resources of a kind are, and how the SDK reaches them.

    Attributes:
        path: below the service without the names in it, such as ``apis/operations``.
        group: the SDK's name for the operations on it, such as ``api_operation``.
        lists: the method of that group that lists it; empty where it holds one resource only.
        reversed: whether it lists links from their other end: the products of an API. Nothing is
            read or written under such a path.
    """

    path: str
    group: str
    lists: str = ""
    reversed: bool = False


@dataclass(frozen=True)
class Unique:
    """What only one resource of a collection may have, whatever its id is.

    Attributes:
        properties: which together; letter case makes no difference.
        noun: what they are called in a message.
        advice: what to do where another resource has the same; ``{other}`` is its name.
        unless: the property of a resource that may share it all the same.
    """

    properties: tuple[str, ...]
    noun: str
    advice: str
    unless: str = ""


@dataclass(frozen=True)
class Files:
    """The files of a kind in a folder that ``pull`` writes.

    Attributes:
        folders: by layout.
        information: the name of the file with its properties, in the layouts of other tools.
        one_file: the file that holds all of them in a flat layout; empty for a file each.
    """

    folders: Mapping[Layout, str]
    information: str
    one_file: str = ""


@dataclass(frozen=True, eq=False)
class ResourceKind:
    """A kind of resource.

    Attributes:
        word: its name in the JSON of plans.
        noun: its name in messages.
        collections: where its resources are; the first is the usual one.
        mark: where a resource says that apimgen made it.
        written: whether apimgen writes it; what it doesn't, it only refers to.
        document: whether its ``value`` is a document of policies.
        bodiless: whether it is only there or not there, without properties and an ETag.
        long_running: the methods of the SDK that only begin what they do.
        tells_secrets: the method of the SDK that tells a value that GET keeps to itself.
        referred_by: the property that policies refer to it by; empty for its id.
        unique: what only one resource of a collection may have.
        count_limit: the limit to how many a service holds, by its name in the limits by tier.
        size_limits: the limits to the size of its value, by their names there.
        size_unit: what that size is counted in.
        features: the properties that need a feature of the tier, and which.
        files: its files in a pulled folder; None where it has none, or where its place in the
            folder is that of its scope.
    """

    word: str
    noun: str
    collections: tuple[Collection, ...]
    mark: Mark = Mark.NOWHERE
    written: bool = True
    document: bool = False
    bodiless: bool = False
    long_running: frozenset[str] = frozenset()
    tells_secrets: str = ""
    referred_by: str = ""
    unique: Unique | None = None
    count_limit: str = ""
    size_limits: tuple[str, ...] = ()
    size_unit: Unit = Unit.BYTES
    features: Mapping[str, Feature] = field(default_factory=lambda: MappingProxyType({}))
    files: Files | None = None

    def __str__(self) -> str:
        return self.word

    @property
    def collection(self) -> str:
        """The path of its usual collection."""
        return self.collections[0].path

    @property
    def top_level(self) -> bool:
        """Whether all of its resources are in one list of the service."""
        return "/" not in self.collection and bool(self.collections[0].lists)


KINDS: Final[list[ResourceKind]] = []
"""Every kind, those that others refer to first."""

COLLECTIONS: Final[dict[str, Collection]] = {}
"""Every collection by its path."""

_KIND_AT: Final[dict[str, ResourceKind]] = {}


def register(kind: ResourceKind) -> ResourceKind:
    """Adds a kind to the table.

    Raises:
        ValueError: where another kind has one of its collections.
    """
    for collection in kind.collections:
        if collection.path in COLLECTIONS:
            raise ValueError(f"{collection.path} belongs to {_KIND_AT[collection.path].noun}")
        COLLECTIONS[collection.path] = collection
        _KIND_AT[collection.path] = kind
    KINDS.append(kind)
    return kind


def kind_at(collection: str) -> ResourceKind | None:
    """The kind whose resources have this path, without their names; None where none has."""
    found = COLLECTIONS.get(collection)
    return None if found is None or found.reversed else _KIND_AT[collection]


def collections_below(collection: str) -> list[Collection]:
    """The collections right below each resource of a collection."""
    return [one for path, one in COLLECTIONS.items() if path.rpartition("/")[0] == collection]


NAMED_VALUE: Final = register(
    ResourceKind(
        word="named-value",
        noun="named value",
        collections=(Collection("namedValues", "named_value", "list_by_service"),),
        mark=Mark.TAG,
        long_running=frozenset({"create_or_update"}),
        tells_secrets="list_value",
        referred_by="displayName",
        unique=Unique(("displayName",), "display name", "delete it, or choose another name"),
        count_limit="named_values",
        size_limits=("named_value_length",),
        size_unit=Unit.CHARACTERS,
        files=Files(
            {Layout.APIOPS: "named values", Layout.APIOPS_CLI: "namedValues"},
            "namedValueInformation.json",
            one_file="named-values.yaml",
        ),
    )
)

BACKEND: Final = register(
    ResourceKind(
        word="backend",
        noun="backend",
        collections=(Collection("backends", "backend", "list_by_service"),),
        mark=Mark.DESCRIPTION,
        count_limit="backends",
        features=MappingProxyType({"circuitBreaker": "circuit-breaker"}),
        files=Files(dict.fromkeys(Layout, "backends"), "backendInformation.json"),
    )
)

FRAGMENT: Final = register(
    ResourceKind(
        word="fragment",
        noun="policy fragment",
        collections=(Collection("policyFragments", "policy_fragment", "list_by_service"),),
        mark=Mark.DESCRIPTION,
        document=True,
        long_running=frozenset({"create_or_update"}),
        size_limits=("policy_bytes", "fragment_bytes"),
        files=Files(FRAGMENT_FOLDERS, "policyFragmentInformation.json"),
    )
)

API: Final = register(
    ResourceKind(
        word="api",
        noun="API",
        collections=(Collection("apis", "api", "list_by_service"),),
        mark=Mark.DESCRIPTION,
        long_running=frozenset({"create_or_update", "delete"}),
        unique=Unique(
            ("path",),
            "path",
            "choose another path, or call this API {other}",
            unless="apiVersionSetId",
        ),
    )
)

OPERATION: Final = register(
    ResourceKind(
        word="operation",
        noun="operation",
        collections=(Collection("apis/operations", "api_operation", "list_by_api"),),
        mark=Mark.DESCRIPTION,
        unique=Unique(
            ("method", "urlTemplate"), "method and URL template", "take it out of the inventory"
        ),
    )
)

PRODUCT: Final = register(
    ResourceKind(
        word="product",
        noun="product",
        collections=(Collection("products", "product", "list_by_service"),),
        written=False,
    )
)

LINK: Final = register(
    ResourceKind(
        # To people, the products that an API is in are part of the API.
        word="api",
        noun="link of a product and an API",
        collections=(
            Collection("products/apis", "product_api", "list_by_product"),
            Collection("apis/products", "api_product", "list_by_apis", reversed=True),
        ),
        bodiless=True,
    )
)

POLICY: Final = register(
    ResourceKind(
        word="policy",
        noun="policy",
        collections=(
            Collection("policies", "policy"),
            Collection("products/policies", "product_policy"),
            Collection("apis/policies", "api_policy"),
            Collection("apis/operations/policies", "api_operation_policy"),
        ),
        mark=Mark.COMMENT,
        document=True,
        size_limits=("policy_bytes",),
    )
)
