"""What a template file says of itself before it is rendered: its blocks and its references."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jinja2 import nodes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from jinja2 import Environment


@dataclass(frozen=True, slots=True)
class Reference:
    """Another template that one names.

    Attributes:
        name: of the other; None where only rendering tells.
        line: where.
        extends: whether it is the parent.
        optional: whether it may be missing.
    """

    name: str | None
    line: int
    extends: bool
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Outline:
    """What a template file says of itself, before it is rendered.

    Attributes:
        name: as templates name it.
        file: as people name it.
        blocks: its blocks, with the line of each.
        within: the block that each is in; None for one that is in no other.
        extended: those whose text calls ``super()``.
        called: the blocks that it calls by ``self.NAME()``.
        references: the other templates that it names.
        stray: the line of the first text outside its blocks, where it has some.
    """

    name: str
    file: str
    blocks: Mapping[str, int]
    within: Mapping[str, str | None]
    extended: frozenset[str]
    called: frozenset[str]
    references: tuple[Reference, ...]
    stray: int | None = None

    @property
    def parent(self) -> Reference | None:
        """The template that it extends."""
        return next((each for each in self.references if each.extends), None)


def outline_of(environment: Environment, path: Path, name: str) -> Outline:
    """The outline of a template file.

    Raises:
        TemplateSyntaxError: where it can't be parsed.
        OSError: where it can't be read.
        UnicodeDecodeError: where it is not UTF-8.
    """
    tree = environment.parse(path.read_text(encoding="utf-8"), name, str(path))
    found = list(tree.find_all(nodes.Block))
    within: dict[str, str | None] = {block.name: None for block in found}
    for block in found:  # an outer block comes before those in it
        within |= {inner.name: block.name for inner in block.find_all(nodes.Block)}
    called = {
        node.attr
        for node in tree.find_all(nodes.Getattr)
        if isinstance(node.node, nodes.Name) and node.node.name == "self"
    }
    return Outline(
        name,
        str(path),
        {block.name: block.lineno for block in found},
        within,
        frozenset(block.name for block in found if _calls_super(block)),
        frozenset(called),
        tuple(_references(tree)),
        next(_stray(tree), None),
    )


def _calls_super(block: nodes.Block) -> bool:
    return any(
        isinstance(call.node, nodes.Name) and call.node.name == "super"
        for call in block.find_all(nodes.Call)
    )


def _references(tree: nodes.Template) -> Iterator[Reference]:
    for node in tree.find_all(nodes.Stmt):
        if not isinstance(node, nodes.Extends | nodes.Include | nodes.Import | nodes.FromImport):
            continue
        optional = isinstance(node, nodes.Include) and node.ignore_missing
        extends = isinstance(node, nodes.Extends)
        for name in _names(node.template):
            # One of several that are named suffices.
            several = isinstance(node.template, nodes.List | nodes.Tuple)
            yield Reference(name, node.lineno, extends, optional or several)


def _names(expression: nodes.Expr) -> Iterator[str | None]:
    if isinstance(expression, nodes.List | nodes.Tuple):
        for item in expression.items:
            yield from _names(item)
    elif isinstance(expression, nodes.Const) and isinstance(expression.value, str):
        yield expression.value
    else:
        yield None


def _stray(tree: nodes.Template) -> Iterator[int]:
    """The lines of what is printed outside of blocks."""
    for statement in tree.body:
        if isinstance(statement, nodes.Output):
            for node in statement.nodes:
                if not isinstance(node, nodes.TemplateData):
                    yield node.lineno
                elif node.data.strip():
                    lead = len(node.data) - len(node.data.lstrip())
                    yield node.lineno + node.data[:lead].count("\n")
