"""What is known about the service that a document is for."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from apimgen.finding import Severity
from apimgen.routing.named_values import key_of, url_of
from apimgen.routing.routes import entities

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from apimgen.inventory.model.inventory import Inventory


@dataclass(frozen=True, slots=True)
class ServiceFacts:
    """What the service has; None where that is not known, and so not checked.

    Attributes:
        named_values: the names that ``{{name}}`` may refer to.
        backends: the ids that ``backend-id`` may refer to.
        fragments: the ids that ``include-fragment`` may refer to.
        tier: the instance's tier, by its word in the inventory.
        scope: where the document attaches: ``global``, ``product``, ``api`` or ``operation``.
        scopes: where policies attach, by their names, which generated files have.
        bodiless: the policies, by name, of operations whose requests have no body: GET and HEAD.
        is_bodiless: whether the document is such a one's.
        mentioned: whether a name occurs anywhere in the documents that are checked with this one.
        fragment_texts: the documents of the fragments that are known, by their ids.
        complete: whether the service has nothing but this, so that any other name is an error.
            Otherwise it is a warning.
    """

    named_values: frozenset[str] | None = None
    backends: frozenset[str] | None = None
    fragments: frozenset[str] | None = None
    tier: str | None = None
    scope: str | None = None
    scopes: Mapping[str, str] = field(default_factory=dict)
    bodiless: frozenset[str] = frozenset()
    is_bodiless: bool = False
    mentioned: Callable[[str], bool] | None = None
    fragment_texts: Mapping[str, str] = field(default_factory=dict)
    complete: bool = True

    @property
    def of_unknown(self) -> Severity:
        """How bad a name is that is not among these."""
        return Severity.ERROR if self.complete else Severity.WARNING

    def undefined(self, noun: str, name: str) -> str:
        """The beginning of a message: that something has no definition."""
        who = "nothing" if self.complete else "no inventory here"
        return f'{who} defines the {noun} "{name}"'


NOTHING = ServiceFacts()
GLOBAL = "global"
"""The outermost scope: no policy runs around its own."""


def facts_from(inventory: Inventory) -> ServiceFacts:
    """What an inventory tells of its service: what it has, its tier, and the policies' scopes."""
    values = [value for each in inventory.backends for value in (url_of(each), key_of(each))]
    backends = {backend.name for backend in inventory.backends}
    backends |= {entity.name for entity in entities(inventory, inventory.policies)}
    tier = inventory.service.tier.value if inventory.service and inventory.service.tier else None
    return ServiceFacts(
        named_values=frozenset(value.name for value in values if value)
        | {value.name for value in inventory.named_values},
        # An inventory that lists no backends says nothing about those that there are.
        backends=frozenset(backends) if inventory.backends else None,
        fragments=frozenset(fragment.name for fragment in inventory.fragments),
        fragment_texts=inventory.fragment_texts,
        tier=tier,
        scopes={p.name: p.scope.kind for p in inventory.policies if p.scope is not None},
        bodiless=_bodiless(inventory),
    )


def _bodiless(inventory: Inventory) -> frozenset[str]:
    """The policies of operations that are a GET or a HEAD, as the inventory's APIs have them."""
    methods = {
        (api.name, operation.id): operation.method
        for api in inventory.apis
        for operation in api.operations
    }
    return frozenset(
        policy.name
        for policy in inventory.policies
        if policy.scope is not None and policy.scope.operation is not None
        if methods.get((policy.scope.api or "", policy.scope.operation)) in ("GET", "HEAD")
    )


def joined(facts: Sequence[ServiceFacts], *, complete: bool) -> ServiceFacts:
    """What several inventories tell together.

    Where they contradict each other, as two tiers do, nothing is known.

    Args:
        facts: of each; nothing is known where there are none.
        complete: whether the service has nothing but what they tell.
    """
    if not facts:
        return NOTHING
    tiers = {each.tier for each in facts if each.tier is not None}
    scopes: dict[str, set[str]] = {}
    for each in facts:
        for name, scope in each.scopes.items():
            scopes.setdefault(name, set()).add(scope)
    return ServiceFacts(
        named_values=_union(each.named_values for each in facts),
        backends=_union(each.backends for each in facts),
        fragments=_union(each.fragments for each in facts),
        fragment_texts={k: v for each in facts for k, v in each.fragment_texts.items()},
        tier=tiers.pop() if len(tiers) == 1 else None,
        scopes={name: found.pop() for name, found in scopes.items() if len(found) == 1},
        bodiless=frozenset().union(*(each.bodiless for each in facts)),
        complete=complete,
    )


def _union(names: Iterable[frozenset[str] | None]) -> frozenset[str] | None:
    """All names; None where one of them may be any name."""
    found: set[str] = set()
    for each in names:
        if each is None:
            return None
        found |= each
    return frozenset(found)
