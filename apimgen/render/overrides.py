"""Checks a user's templates: whatever would have no effect is an error."""

from __future__ import annotations

from collections import ChainMap
from typing import TYPE_CHECKING, Final

from jinja2 import TemplateSyntaxError

from apimgen.errors import ApimgenError
from apimgen.nearest import did_you_mean, nearest
from apimgen.render.environment import OURS, PREFIX, SUFFIX
from apimgen.render.errors import BadTemplateError, Mistake
from apimgen.render.outline import outline_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from jinja2 import Environment

    from apimgen.render.outline import Outline, Reference

_SUFFIXES: Final = frozenset({SUFFIX, ".jinja", ".jinja2", ".xml"})
"""Files of these kinds in a folder of templates are meant to be used."""


def check(folder: Path, environment: Environment) -> None:
    """Checks the templates of a folder against ours.

    Raises:
        ApimgenError: where there is no such folder, or no template in it.
        BadTemplateError: for a file that can't be read or parsed, one that overrides nothing, a
            block that overrides nothing, text that is never printed, a template that is not there.
    """
    if not folder.is_dir():
        raise ApimgenError(f"{folder} is not a folder of templates")
    mistakes: list[Mistake] = []
    theirs: dict[str, Outline] = {}
    for path in sorted(_files(folder)):
        name = path.relative_to(folder).as_posix()
        try:
            theirs[name] = outline_of(environment, path, name)
        except TemplateSyntaxError as error:
            mistakes.append(Mistake(str(path), error.lineno, error.message or "syntax error"))
        except (OSError, UnicodeDecodeError) as error:
            mistakes.append(Mistake(str(path), 1, f"can't be read: {_reason(error)}"))
    if not theirs and not mistakes:
        message = f"there is no template in {folder}; ours are {', '.join(_our_names())}"
        raise ApimgenError(message)
    ours = {name: outline_of(environment, OURS / name, name) for name in _our_names()}
    known = _Known(theirs, ours)
    if not mistakes:  # a file that can't be parsed may use any other
        mistakes += known.unused()
    mistakes += known.missing()
    mistakes += known.circles()
    mistakes += known.ignored()
    if mistakes:
        raise BadTemplateError(mistakes)


class _Known:
    """All templates that there are: a user's and ours."""

    def __init__(self, theirs: Mapping[str, Outline], ours: Mapping[str, Outline]) -> None:
        self.theirs = theirs
        self.ours = ours
        prefixed = {PREFIX + name: outline for name, outline in ours.items()}
        self.all = ChainMap(dict(theirs), dict(ours), prefixed)

    def target(self, reference: Reference, of: Outline) -> str | None:
        """The name that a reference is looked up by: a template that names itself means ours."""
        return PREFIX + of.name if reference.name == of.name else reference.name

    def missing(self) -> Iterator[Mistake]:
        """References to templates that are not there."""
        for outline in self.theirs.values():
            for each in outline.references:
                name = self.target(each, outline)
                if name is not None and name not in self.all and not each.optional:
                    near = did_you_mean(name, self.all)
                    message = f'there is no template "{name}"{near}'
                    yield Mistake(outline.file, each.line, message)

    def circles(self) -> Iterator[Mistake]:
        """Templates that extend each other."""
        for outline in self.theirs.values():
            names = [outline.name]
            for above in self.above(outline):
                if above is outline and outline.parent:
                    message = f"extends itself: {' extends '.join([*names, outline.name])}"
                    yield Mistake(outline.file, outline.parent.line, message)
                    break
                names.append(above.name)

    def unused(self) -> Iterator[Mistake]:
        """Files that have the name of none of ours, and that no other file uses."""
        used = set(self.theirs.keys() & self.ours.keys())
        waiting = list(used)
        while waiting:
            outline = self.theirs[waiting.pop()]
            for each in outline.references:
                name = self.target(each, outline)
                if name is None:
                    return  # it may be any
                if name in self.theirs and name not in used:
                    used.add(name)
                    waiting.append(name)
        for name, outline in self.theirs.items():
            if name not in used:
                message = f"overrides nothing, and no template uses it{self._meant(name)}"
                yield Mistake(outline.file, 1, message)

    def _meant(self, name: str) -> str:
        base = name.rpartition("/")[2]
        if base in self.ours:
            return f"; {base} belongs at the top of the folder"
        stem = base.partition(".")[0]
        near = nearest(stem, [each.partition(".")[0] for each in self.ours])
        return f'; did you mean "{near}.xml.j2"?' if near else f"; ours are {', '.join(self.ours)}"

    def ignored(self) -> Iterator[Mistake]:
        """What has no effect in a template that extends another."""
        for outline in self.theirs.values():
            above = list(self.above(outline))
            if not above or above[-1].parent is not None:
                continue  # it extends nothing, or what is not known
            if outline.stray is not None:
                message = "this text is in no block: a template that extends another prints none"
                yield Mistake(outline.file, outline.stray, message)
            elif not outline.blocks and outline.parent:
                has = ", ".join(above[0].blocks)
                message = f"overrides no block of {above[0].name}, which has {has}"
                yield Mistake(outline.file, outline.parent.line, message)
            for block in outline.blocks:
                why = self._no_effect(block, outline, above)
                if why is not None:
                    message = f'the block "{block}" overrides nothing{why}'
                    yield Mistake(outline.file, outline.blocks[block], message)

    def _no_effect(self, block: str, outline: Outline, above: list[Outline]) -> str | None:
        """Why a block is never printed; None where it is."""
        if outline.within[block] is not None or block in outline.called:
            return None
        called = {name for each in above for name in each.called}
        replaced = next((each for each in above if block in each.blocks), None)
        if replaced is None and block not in called:
            elsewhere = [name for name, each in self.ours.items() if block in each.blocks]
            if elsewhere:
                return f" here; it is a block of {', '.join(elsewhere)}"
            blocks = called.union(*(each.blocks for each in above))
            return did_you_mean(block, blocks) or f"; there is {', '.join(sorted(blocks))}"
        hiding = self._hiding(block, outline)
        if hiding:
            own = "print their own" if len(hiding) > 1 else "prints its own"
            return f" here: {', '.join(hiding)} {own}; write it there"
        around = replaced.within[block] if replaced and block not in called else None
        while around is not None and replaced is not None:
            if around in outline.blocks and around not in outline.extended:
                return f', since "{around}", which it is in, is replaced without super()'
            around = replaced.within[around]
        return None

    def _hiding(self, block: str, outline: Outline) -> list[str]:
        """The templates that replace a block again, where no routing is left that prints it."""
        hiding: list[str] = []
        for name in self.ours:
            leaf = self.all[name]
            chain = [leaf, *self.above(leaf)]
            if leaf is outline or outline not in chain:
                continue
            below = chain[: chain.index(outline)]
            hides = [o.name for o in below if block in o.blocks and block not in o.extended]
            if not hides:
                return []
            hiding += hides
        return hiding

    def above(self, outline: Outline) -> Iterator[Outline]:
        """What a template extends, its parent first; a circle ends where it closes."""
        seen: set[str] = set()
        parent = outline.parent
        while parent is not None:
            name = self.target(parent, outline)
            if name is None or name not in self.all:
                return
            outline = self.all[name]
            yield outline
            if outline.file in seen:
                return
            seen.add(outline.file)
            parent = outline.parent


def _files(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*"):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if not hidden and path.suffix.lower() in _SUFFIXES and path.is_file():
            yield path


def _our_names() -> list[str]:
    return sorted(path.name for path in OURS.glob(f"*{SUFFIX}"))


def _reason(error: OSError | UnicodeDecodeError) -> str:
    return (error.strerror or "") if isinstance(error, OSError) else "it is not UTF-8"
