"""YAML text as a tree of nodes that know their places.

PyYAML's parser gives the events; the tree is built here and not by PyYAML's composer, because
that one forgets the places of keys, takes the last of two equal keys in silence, resolves words by
YAML 1.1, and walks itself to death on text that nests deeply.
"""

from __future__ import annotations

import re
from typing import Any, Final, NamedTuple

import yaml

from apimgen.inventory.yaml.errors import YamlProblem, from_parser
from apimgen.inventory.yaml.nesting import first_too_deep
from apimgen.inventory.yaml.nodes import Mapping, Node, Scalar, Sequence, Use
from apimgen.inventory.yaml.spans import Span

NESTING_MAX: Final = 100
NODES_MAX: Final = 100_000
"""More values than any inventory has; aliases count as often as they are used."""

_SURROGATE: Final = re.compile("[\ud800-\udfff]")
CORE_TAGS: Final = frozenset(f"tag:yaml.org,2002:{kind}" for kind in ("str", "seq", "map"))
_STR: Final = "tag:yaml.org,2002:str"

LOADER: Final[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Open:
    """A list or mapping that is not closed yet."""

    __slots__ = ("anchor", "key", "node")

    def __init__(self, node: Sequence | Mapping, anchor: str | None) -> None:
        self.node = node
        self.anchor = anchor
        # the text of the key whose value comes next, its place, and whether it is a merge
        self.key: tuple[str, Span, bool] | None = None


class Composed(NamedTuple):
    """What became of the text.

    Attributes:
        root: the whole, or None where there is nothing but comments.
        problems: what is wrong but did not keep the rest from being read.
    """

    root: Use | None
    problems: list[YamlProblem]


def compose(text: str, loader: Any = None) -> Composed:
    """Build the tree.

    Args:
        text: without a byte order mark.
        loader: PyYAML's loader whose parser is used; by default the one in C, where there is one.

    Raises:
        YamlProblem: where the text cannot be read on.
    """
    composer = _Composer()
    try:
        for event in yaml.parse(text, Loader=loader or LOADER):
            composer.take(event)
    except yaml.YAMLError as error:
        raise composer.refused(error, text) from None
    except ValueError:  # the parser in Python, about \U00110000
        raise YamlProblem("yaml-syntax", Span(0, 0), "an escape is no character") from None
    return Composed(composer.root, composer.problems)


class _Composer:
    """Takes the events of one document."""

    def __init__(self) -> None:
        self.root: Use | None = None
        self.problems: list[YamlProblem] = []
        self._open: list[_Open] = []
        self._anchors: dict[str, Use] = {}
        self._unfinished: set[str] = set()
        self._count = 0
        self._documents = 0
        self._taken = 0  # the end of the text that events were made of

    def refused(self, error: Any, text: str) -> YamlProblem:
        """What is wrong where the parser gave up: text that nests too deep, or what it says."""
        mark = getattr(error, "problem_mark", None)
        end = mark.index + 1 if mark else len(text)
        at = first_too_deep(text, self._taken, end, len(self._open), NESTING_MAX)
        if at is not None:
            return _too_deep(Span(at, at))
        return from_parser(error, text, self._open[-1].node.span.start if self._open else 0)

    def take(self, event: yaml.Event) -> None:
        """Go on by one event."""
        start, end = event.start_mark, event.end_mark
        span = Span(start.index if start else 0, end.index if end else 0)
        self._taken = span.end
        match event:
            case yaml.ScalarEvent():
                self._place(self._scalar(event, span), span, event.anchor)
            case yaml.AliasEvent():
                self._alias(str(event.anchor), span)
            case yaml.SequenceStartEvent() | yaml.MappingStartEvent():
                self._start(event, span)
            case yaml.SequenceEndEvent() | yaml.MappingEndEvent():
                self._end(span)
            case yaml.DocumentStartEvent():
                self._documents += 1
                if self._documents > 1:
                    raise YamlProblem(
                        "multiple-documents",
                        span,
                        "a second document begins here; an inventory is one document in one file",
                    )
            case _:
                pass

    def _scalar(self, event: yaml.ScalarEvent, span: Span) -> Scalar:
        plain = not event.style or event.style == "plain"
        if event.tag not in (None, "!", _STR):
            self._tag(event.tag, span)
        elif event.tag is not None:
            plain = False  # !!str 3 is text
        if not event.value.isascii() and _SURROGATE.search(event.value):
            # The parser in C refuses them itself
            raise YamlProblem("yaml-syntax", span, "an escape in this text is no character")
        return Scalar(span, event.value, event.style or "", plain=plain)

    def _tag(self, tag: str, span: Span) -> None:
        known = tag.removeprefix("tag:yaml.org,2002:")
        if known != tag and known in {"int", "float", "bool", "null"}:
            return
        self.problems.append(
            YamlProblem(
                "yaml-syntax",
                Span(span.start, span.start),
                "the tag in front of this value means nothing in an inventory; take it out, "
                "or put text that begins with ! in quotes",
            )
        )

    def _start(self, event: yaml.CollectionStartEvent, span: Span) -> None:
        if event.tag is not None and event.tag not in CORE_TAGS and event.tag != "!":
            self._tag(event.tag, span)
        node: Sequence | Mapping
        node = Sequence(span) if isinstance(event, yaml.SequenceStartEvent) else Mapping(span)
        if self._open and self._wants_key(self._open[-1]):
            raise YamlProblem(
                "yaml-syntax",
                Span(span.start, span.start),
                "a list or mapping cannot be a key; text that begins with { or [ needs quotes",
            )
        if len(self._open) >= NESTING_MAX:
            raise _too_deep(span)
        self._count_in(1, span, alias=False)
        if event.anchor:
            self._anchors.pop(event.anchor, None)
            self._unfinished.add(event.anchor)
        self._attach(node, None)
        self._open.append(_Open(node, event.anchor))

    def _end(self, span: Span) -> None:
        done = self._open.pop()
        node = done.node
        node.span = Span(node.span.start, span.end)
        if isinstance(node, Mapping):
            self._merge(node)
        for child in node.items if isinstance(node, Sequence) else node.entries.values():
            node.size += child.node.size
            node.height = max(node.height, child.node.height + 1)
        if done.anchor:
            self._unfinished.discard(done.anchor)
            self._anchors[done.anchor] = Use(node)

    def _alias(self, name: str, span: Span) -> None:
        if name in self._unfinished:
            raise YamlProblem(
                "yaml-alias", span, f"*{name} is inside what &{name} names, and so never ends"
            )
        if name not in self._anchors:
            raise YamlProblem(
                "yaml-alias",
                span,
                f"no anchor &{name} comes before this alias; text that begins with * needs quotes",
            )
        node = self._anchors[name].node
        self._count_in(node.size, span, alias=True)
        if len(self._open) + node.height > NESTING_MAX:
            raise _too_deep(span)
        self._place(node, span, None, alias=True)

    def _place(self, node: Node, span: Span, anchor: str | None, *, alias: bool = False) -> None:
        """Put a finished node into the document."""
        if not alias:
            self._count_in(1, span, alias=False)
            if anchor:
                self._anchors[anchor] = Use(node)
        if self._open and self._wants_key(self._open[-1]):
            if not isinstance(node, Scalar):
                raise YamlProblem("yaml-syntax", span, "a list or mapping cannot be a key")
            self._open[-1].key = (
                node.value,
                span,
                node.plain and not alias and node.value == "<<",
            )
            return
        self._attach(node, span if alias else None)

    @staticmethod
    def _wants_key(parent: _Open) -> bool:
        return isinstance(parent.node, Mapping) and parent.key is None

    def _attach(self, node: Node, alias: Span | None) -> None:
        if not self._open:
            self.root = Use(node, None, alias)
            return
        parent = self._open[-1]
        if isinstance(parent.node, Sequence):
            parent.node.items.append(Use(node, None, alias))
            return
        assert parent.key is not None  # noqa: S101 - a value comes after its key
        text, key, merges = parent.key
        parent.key = None
        use = Use(node, key, alias)
        if merges:
            parent.node.merges.append(use)
        elif text in parent.node.entries:
            self.problems.append(
                YamlProblem("duplicate-key", key, text, parent.node.entries[text].key)
            )
        else:
            parent.node.entries[text] = use

    def _merge(self, node: Mapping) -> None:
        """Bring in what ``<<`` names; keys that the mapping has itself stay."""
        for use in node.merges:
            sources = use.node.items if isinstance(use.node, Sequence) else [use]
            for source in sources:
                if not isinstance(source.node, Mapping):
                    self.problems.append(
                        YamlProblem(
                            "yaml-syntax",
                            use.key or use.node.span,
                            "<< takes the alias of a mapping, or a list of such",
                        )
                    )
                    break
                alias = source.alias or use.alias
                for text, entry in source.node.entries.items():
                    merged = Use(entry.node, entry.key, entry.alias or alias)
                    node.entries.setdefault(text, merged)

    def _count_in(self, nodes: int, span: Span, *, alias: bool) -> None:
        self._count += nodes
        if self._count <= NODES_MAX:
            return
        if alias:
            raise YamlProblem(
                "yaml-alias", span, f"the aliases unfold to more than {NODES_MAX:,} values"
            )
        raise YamlProblem("too-large", span, f"the file has more than {NODES_MAX:,} values")


def _too_deep(span: Span) -> YamlProblem:
    return YamlProblem(
        "too-large",
        Span(span.start, span.start + 1),
        f"lists and mappings nest more than {NESTING_MAX} deep here",
    )
