"""The templates: ours, with a user's own before them."""

from __future__ import annotations

import traceback
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import (
    ChoiceLoader,
    Environment,
    FileSystemBytecodeCache,
    FileSystemLoader,
    PrefixLoader,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
)

from apimgen.render import quoting
from apimgen.render.quoting import UnsafeValueError

if TYPE_CHECKING:
    from collections.abc import Mapping

# In a wheel the templates lie in the package; in a checkout they stand beside it.
_PACKAGE = Path(__file__).parent.parent
OURS = next(p for p in (_PACKAGE / "templates", _PACKAGE.parent / "templates") if p.is_dir())
SUFFIX = ".j2"


class BadTemplateError(ValueError):
    """A template can't be read, or fails while it renders.

    Attributes:
        file: the template.
        line: the line in it, counted from 1.
        message: what is wrong.
    """

    def __init__(self, file: str, line: int, message: str) -> None:
        super().__init__(f"{file}:{line}: {message}")
        self.file = file
        self.line = line
        self.message = message


@cache
def environment(folder: Path | None = None) -> Environment:
    """The Jinja environment, in which a template of ``folder`` comes before ours of that name.

    Ours are always there under the prefix ``apimgen/``, so that a user's can extend them.
    """
    ours = FileSystemLoader(OURS)
    first = [FileSystemLoader(folder)] if folder else []
    made = Environment(
        loader=ChoiceLoader([*first, ours, PrefixLoader({"apimgen": ours})]),
        autoescape=True,
        finalize=quoting.data,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        auto_reload=False,
        cache_size=-1,
        bytecode_cache=_bytecode_cache(),
    )
    made.filters.update(
        csharp=quoting.csharp, comment=quoting.comment, named_value=quoting.named_value
    )
    made.globals["named_value"] = quoting.named_value
    return made


def _bytecode_cache() -> FileSystemBytecodeCache | None:
    """Jinja's cache of compiled templates, where there is a place that only this user writes."""
    try:
        return FileSystemBytecodeCache()
    except (OSError, RuntimeError):
        return None


def render(name: str, folder: Path | None, values: Mapping[str, object]) -> str:
    """The text that a template makes of these values.

    Raises:
        BadTemplateError: with the file and line of the template where it fails.
    """
    try:
        return environment(folder).get_template(name).render(values)
    except TemplateSyntaxError as error:
        raise BadTemplateError(
            error.filename or error.name or name, error.lineno, error.message or "syntax error"
        ) from None
    except TemplateNotFound as error:
        raise BadTemplateError(name, 1, f'there is no template "{error.name}"') from None
    except (TemplateError, UnsafeValueError, TypeError, ArithmeticError, LookupError) as error:
        file, line = _template_line(error, name)
        raise BadTemplateError(file, line, str(error)) from None


def _template_line(error: Exception, name: str) -> tuple[str, int]:
    """The innermost template line that an error comes from."""
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        if frame.filename.endswith(SUFFIX):
            return frame.filename, frame.lineno or 1
    return name, 1
