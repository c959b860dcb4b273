"""The shape of one entry in the knowledge of policies: an element and all it may hold.

Every file in ``policies/`` is one policy, named for its element, and is read into a
:class:`Policy`. The reference pages of Microsoft are the source; each entry names its page.

These are dataclasses and not pydantic's models, since every run of every command reads some of
them: the tests put each file through pydantic, so that a run need not.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from apimgen.knowledge.sections import Section  # noqa: TC001 - pydantic reads it in the tests

Scope = Literal["global", "workspace", "product", "api", "operation"]
Gateway = Literal["classic", "v2", "consumption", "self-hosted", "workspace"]

SCOPES: tuple[Scope, ...] = ("global", "workspace", "product", "api", "operation")
GATEWAYS: tuple[Gateway, ...] = ("classic", "v2", "consumption", "self-hosted", "workspace")

Runs = Literal["effect", "branch", "loop", "holder", "end", "foreign"]
"""How the gateway goes on from a policy.

- ``effect``: does its work, then the next policy runs.
- ``branch``: runs one of its children that hold policies, or none.
- ``loop``: runs the policies inside once, then again while its condition holds.
- ``holder``: runs the policies inside; which of them it may skip, its attributes tell.
- ``end``: answers the caller; nothing after it runs.
- ``foreign``: runs the policies of another document in its place.
"""


class ValueType(StrEnum):
    """What a literal value must look like, and so what type an expression in its place returns."""

    STRING = "string"  # any text
    BOOLEAN = "boolean"  # true or false, in any letter case
    INTEGER = "integer"  # a whole number; `min` and `max` bound it
    NUMBER = "number"  # a number that may have a fraction
    ENUM = "enum"  # one of `values`
    LIST = "list"  # items between `separator`, each one of `values` where those are given
    DURATION = "duration"  # a .NET TimeSpan (00:01:30) or ISO 8601 duration (PT90S)
    DATETIME = "datetime"  # an ISO 8601 date and time
    URL = "url"  # an absolute URL
    STATUS_CODE = "status-code"  # 100 to 599
    NAME = "name"  # the name of a variable, a token, a header
    BACKEND_ID = "backend-id"  # the id of a backend entity of the service
    FRAGMENT_ID = "fragment-id"  # the id of a policy fragment of the service
    IP_ADDRESS = "ip-address"  # an IPv4 or IPv6 address
    IP_RANGE = "ip-range"  # an address or a CIDR block
    ANY = "any"  # whatever the expression returns is kept as it is


_FREE_TEXT = frozenset({ValueType.STRING, ValueType.LIST, ValueType.ANY})


@dataclass(frozen=True, kw_only=True)
class Value:
    """What an attribute or an element's text may be.

    Attributes:
        type: what a literal looks like.
        required: whether it must be there.
        expression: whether a policy expression may take its place.
        default: what the service takes when it is absent, as it would be written.
        values: the words allowed, for ``enum`` and ``list``.
        open: for ``enum``, true where other words are accepted too (the page says "such as").
        min: the least number, for numbers.
        max: the greatest number, for numbers.
        separator: what is between the items of a ``list``.
        pattern: a regular expression that the whole literal matches.
        word: whether a string is one word or one URL, so that blanks around it mean nothing.
        note: a fact that a message may quote.
    """

    type: ValueType = ValueType.STRING
    required: bool = False
    expression: bool = False
    default: str | None = None
    values: tuple[str, ...] = ()
    open: bool = False
    min: float | None = None
    max: float | None = None
    separator: str = ","
    pattern: str | None = None
    word: bool = False
    note: str | None = None

    @property
    def is_one_word(self) -> bool:
        """Whether a literal is one word or one URL, as all but free text is."""
        return self.word or self.type not in _FREE_TEXT


@dataclass(frozen=True, kw_only=True)
class Requirement:
    """What an element needs where one of its attributes says so.

    Attributes:
        when: the attribute; absent, it counts as its default.
        is_: the words at which the rest is needed.
        is_not: the words at which it is not needed, and at all others it is.
        names: the attributes or child elements that are needed.
    """

    when: str
    is_: tuple[str, ...] = ()
    is_not: tuple[str, ...] = ()
    names: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Element:
    """An element: its attributes, its text, and its children.

    Attributes:
        attributes: by name.
        exactly_one: groups of names (attributes or child elements); exactly one of each is there.
        at_least_one: groups of names; one or more of each are there.
        at_most_one: groups of names; at most one of each is there.
        together: groups of names; all of a group are there, or none.
        requires: what is needed where an attribute has a certain value.
        text: what its text may be; absent where only white space may be between children.
        any_content: whether anything at all may be inside (a body, a template, XSLT).
        policies: whether policies are inside, as in ``when``; ``children`` then come besides.
        policies_min: how many policies there must be at least.
        policies_max: how many policies there may be at the most.
        policies_except: policies that may not be inside.
        children: by element name, in the order of the policy statement.
        ordered: whether the children must keep the order of the policy statement.
    """

    attributes: dict[str, Value] = field(default_factory=dict)
    exactly_one: tuple[tuple[str, ...], ...] = ()
    at_least_one: tuple[tuple[str, ...], ...] = ()
    at_most_one: tuple[tuple[str, ...], ...] = ()
    together: tuple[tuple[str, ...], ...] = ()
    requires: tuple[Requirement, ...] = ()
    text: Value | None = None
    any_content: bool = False
    policies: bool = False
    policies_min: int = 0
    policies_max: int | None = None
    policies_except: tuple[str, ...] = ()
    children: dict[str, Child] = field(default_factory=dict)
    ordered: bool = True


@dataclass(frozen=True, kw_only=True)
class Child(Element):
    """An element inside a policy, and how many of it there may be.

    Attributes:
        min: how many at least.
        max: how many at the most; None is any number.
        as_policy: the child is the policy of the same name, and what it may hold is declared there.
    """

    min: int = 0
    max: int | None = 1
    as_policy: bool = False


@dataclass(frozen=True, kw_only=True)
class SetsVariable:
    """A variable that a policy sets.

    Attributes:
        attribute: the attribute whose value is the variable's name.
        type: the C# type of what is stored; None where the document decides or nothing says.
    """

    attribute: str
    type: str | None = None


@dataclass(frozen=True, kw_only=True)
class Policy(Element):
    """A policy: an element, and where it may be.

    Attributes:
        name: the element's name, which is the file's too.
        title: as the reference page is headed.
        reference: the page's address.
        page_date: the date that the page carries, so that age can be seen.
        category: its group on the reference's front page.
        sections: where it may be; empty for a resolver's policies, which have a root of
            their own.
        scopes: the scopes where it may be.
        gateways: the gateways that run it.
        once: whether only one may be in a ``document`` or a ``section``.
        once_among_branches: whether that holds even for two branches of a ``choose``, only one of
            which runs.
        resolver: whether it belongs in a GraphQL resolver's document only.
        runs: how the gateway goes on from it.
        may_fail: whether it can send a request to on-error; those that only set something can't.
        protects: whether it keeps callers out, so that taking it away opens a door.
        sets_variables: the variables that it sets.
    """

    name: str
    title: str
    reference: str
    page_date: str | None = None
    category: str
    sections: tuple[Section, ...]
    scopes: tuple[Scope, ...] = SCOPES
    gateways: tuple[Gateway, ...] = GATEWAYS
    once: Literal["document", "section"] | None = None
    once_among_branches: bool = False
    resolver: bool = False
    runs: Runs = "effect"
    may_fail: bool = True
    protects: bool = False
    sets_variables: tuple[SetsVariable, ...] = ()
