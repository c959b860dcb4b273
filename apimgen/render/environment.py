"""The Jinja environment of the templates: where they are found, and what they may call."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from jinja2 import (
    ChoiceLoader,
    Environment,
    FileSystemBytecodeCache,
    FileSystemLoader,
    PrefixLoader,
)

from apimgen.render import quoting
from apimgen.render.unknown import Unknown

if TYPE_CHECKING:
    from jinja2.ext import Extension

# A wheel has the templates in the package; a checkout has them beside it.
_PACKAGE = Path(__file__).parent.parent
OURS: Final = next(p for p in (_PACKAGE / "templates", _PACKAGE.parent / "templates") if p.is_dir())
PREFIX: Final = "apimgen/"
"""Ours are always there under this prefix, so that a user's can extend them."""
SUFFIX: Final = ".j2"


class _Environment(Environment):
    """An environment in which a template that names itself means ours of that name."""

    def join_path(self, template: str, parent: str) -> str:
        return f"{PREFIX}{template}" if template == parent else template


def environment(folder: Path | None, *, marking: type[Extension] | None = None) -> Environment:
    """An environment in which a template of ``folder`` comes before ours of that name.

    Args:
        folder: with a user's templates; None for ours alone.
        marking: an extension that changes what is printed, which no cache may keep.
    """
    own = FileSystemLoader(OURS)
    first = [FileSystemLoader(folder)] if folder else []
    made = _Environment(
        loader=ChoiceLoader([*first, own, PrefixLoader({PREFIX.rstrip("/"): own})]),
        autoescape=True,
        finalize=quoting.data,
        undefined=Unknown,
        keep_trailing_newline=True,
        auto_reload=False,
        cache_size=-1,
        bytecode_cache=None if marking else _bytecode_cache(),
        extensions=[marking] if marking else [],
    )
    made.filters.update(
        csharp=quoting.csharp,
        comment=quoting.comment,
        indent=quoting.indent,
        named_value=quoting.named_value,
    )
    made.globals["named_value"] = quoting.named_value
    return made


def _bytecode_cache() -> FileSystemBytecodeCache | None:
    """Jinja's cache of compiled templates, if there is a place where only this user writes."""
    try:
        return FileSystemBytecodeCache()
    except (OSError, RuntimeError):
        return None
