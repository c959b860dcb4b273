"""The templates: ours, and before them a user's own."""

from __future__ import annotations

import traceback
from functools import cache
from typing import TYPE_CHECKING

from jinja2 import TemplateNotFound, TemplateSyntaxError

from apimgen.render.environment import SUFFIX, environment

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from apimgen.render.errors import BadTemplateError


class Templates:
    """Ours, or with those of a user's folder before them."""

    def __init__(self, folder: Path | None = None) -> None:
        """Takes the templates of a folder, checked.

        Args:
            folder: holds templates that replace or extend ours; None for ours alone.

        Raises:
            ApimgenError: where there is no such folder, or no template in it.
            BadTemplateError: where one can't be read, or overrides nothing.
        """
        self.environment = environment(folder)
        if folder is not None:
            from apimgen.render.overrides import check  # noqa: PLC0415 - few have their own

            check(folder, self.environment)

    def render(self, name: str, values: Mapping[str, object]) -> str:
        """The text that a template makes of these values.

        Raises:
            BadTemplateError: with the file and line of the template where it fails.
        """
        try:
            return self.environment.get_template(name).render(values)
        except Exception as error:  # noqa: BLE001 - a user's template can do anything wrong
            raise _bad_template(error, name) from None


@cache
def ours() -> Templates:
    """The templates that come with apimgen."""
    return Templates()


def _bad_template(error: Exception, name: str) -> BadTemplateError:
    """What became of a template, at the innermost of its lines that the error comes from."""
    from apimgen.render.errors import BadTemplateError, Mistake  # noqa: PLC0415 - errors are rare

    if isinstance(error, TemplateSyntaxError):
        file = error.filename or error.name or name
        return BadTemplateError([Mistake(file, error.lineno, error.message or "syntax error")])
    match error:
        case TemplateNotFound():
            message = f'there is no template "{error.name}"'
        case RecursionError():
            message = "the templates include or call each other without end"
        case KeyError():
            message = f"there is no key {error}"
        case _:
            message = str(error) or type(error).__name__
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        if frame.filename.endswith(SUFFIX):
            return BadTemplateError([Mistake(frame.filename, frame.lineno or 1, message)])
    return BadTemplateError([Mistake(name, 1, message)])
