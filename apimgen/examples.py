"""The inventories under ``samples/``, for people to start from."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

# In a wheel the samples are in the package; in a checkout they are beside it.
_PACKAGE = Path(__file__).parent
SAMPLES = next(p for p in (_PACKAGE / "samples", _PACKAGE.parent / "samples") if p.is_dir())

# The name for the article's last and best policy.
ARTICLE = "article"
_ARTICLES_LAST = "random-retry"
_SCHEMA_LINE = re.compile(r"\A# yaml-language-server: \$schema=\S+\n")
_SUMMARY = re.compile(r"^# (.+)$", re.MULTILINE)


class UnknownExampleError(LookupError):
    """There is no example of this name."""


@dataclass(frozen=True, slots=True)
class Example:
    """One example.

    Attributes:
        name: by which ``init`` takes it.
        summary: what it shows, in one line.
        path: its file.
    """

    name: str
    summary: str
    path: Path

    @property
    def documents(self) -> dict[str, str]:
        """The files that it names, by path beside it: an example that has some has a folder."""
        folder = self.path.parent
        if folder.name != self.path.stem:
            return {}
        found = [path for path in folder.rglob("*") if path.is_file() and path != self.path]
        return {
            path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
            for path in sorted(found)
        }


@cache
def examples() -> tuple[Example, ...]:
    """All examples, in the order of their files."""
    found = []
    for path in sorted(SAMPLES.rglob("*.yaml")):
        text = path.read_text(encoding="utf-8")
        if _SCHEMA_LINE.match(text) is None:  # a scenario or a pipeline, not an inventory
            continue
        summary = _SUMMARY.search(_SCHEMA_LINE.sub("", text))
        name = re.sub(r"^\d+-", "", path.stem)
        found.append(Example(name, summary[1] if summary else "", path))
    return tuple(found)


def example(name: str) -> Example:
    """The example of a name.

    Raises:
        UnknownExampleError: where there is none.
    """
    wanted = _ARTICLES_LAST if name == ARTICLE else name
    for each in examples():
        if wanted in {each.name, each.path.stem}:
            return each
    raise UnknownExampleError(name)


def example_text(example: Example, schema: str) -> str:
    """The inventory of an example, with the line for editors naming the schema ``schema``."""
    text = example.path.read_text(encoding="utf-8")
    return _SCHEMA_LINE.sub(f"# yaml-language-server: $schema={schema}\n", text)
