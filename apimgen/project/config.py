"""What a project says about findings: which to ignore, how bad they are, which files to pass over.

It is in ``apimgen.toml``, or under ``[tool.apimgen]`` in ``pyproject.toml``, in the first
folder on the way up from what is checked that has one of the two.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fnmatch import fnmatch
from typing import TYPE_CHECKING, Any

from apimgen.errors import ApimgenError
from apimgen.finding import Severity
from apimgen.nearest import did_you_mean
from apimgen.project.placeholders import problem_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from apimgen.finding import Finding

_OWN, _SHARED = "apimgen.toml", "pyproject.toml"
_KEYS = ("ignore", "severity", "exclude", "placeholders")


@dataclass(frozen=True, slots=True)
class Config:
    """A project's wishes; the default has none.

    Attributes:
        folder: where the file is; None without one.
        ignore: rules whose findings are not wanted.
        severity: by rule, in place of the severity that its page gives.
        exclude: patterns of files below the folder that a search passes over.
        placeholders: what a pipeline replaces in documents, such as ``{*}``.
    """

    folder: Path | None = None
    ignore: frozenset[str] = frozenset()
    severity: dict[str, Severity] = field(default_factory=dict)
    exclude: tuple[str, ...] = ()
    placeholders: tuple[str, ...] = ()

    def apply(self, findings: Iterable[Finding]) -> list[Finding]:
        """The findings that are wanted, each as bad as the project finds it."""
        return [
            replace(finding, severity=self.severity.get(finding.rule, finding.severity))
            for finding in findings
            if finding.rule not in self.ignore
        ]

    def excludes(self, path: Path) -> bool:
        """Whether a search passes over a file: its path, or a folder on the way to it, matches."""
        if not self.exclude or self.folder is None:
            return False
        path = path.absolute()
        if not path.is_relative_to(self.folder):
            return False
        parts = path.relative_to(self.folder).parts
        ways = ["/".join(parts[: end + 1]) for end in range(len(parts))]
        return any(
            fnmatch(name, pattern.rstrip("/"))
            for pattern in self.exclude
            for name in (*ways, *(parts if "/" not in pattern.rstrip("/") else ()))
        )


def config_for(path: Path) -> Config:
    """The config for a file or a folder.

    Raises:
        ApimgenError: where the config can't be read, or says what it can't say.
    """
    path = path.absolute()
    for folder in (path, *path.parents):
        for name in (_OWN, _SHARED):
            file = folder / name
            table = _table(file) if file.is_file() else None
            if table is not None:
                return _config(table, file)
    return Config()


def _table(file: Path) -> dict[str, Any] | None:
    """The table that is ours; None where a shared file has none."""
    try:
        data = file.read_bytes()
        if file.name == _SHARED and b"apimgen" not in data:
            return None
        import tomllib  # noqa: PLC0415 - most projects have no config

        found: dict[str, Any] = tomllib.loads(data.decode("utf-8"))
    except (OSError, ValueError) as error:
        raise ApimgenError(f"can't read {file}: {error}") from None
    if file.name == _OWN:
        return found
    tool = found.get("tool", {})
    ours = tool.get("apimgen") if isinstance(tool, dict) else None
    return ours if isinstance(ours, dict) else None


def _config(table: dict[str, Any], file: Path) -> Config:
    for key in table:
        if key not in _KEYS:
            near = did_you_mean(key, _KEYS) or f"; it takes {', '.join(_KEYS)}"
            raise ApimgenError(f'{file}: unknown key "{key}"{near}')
    severity = table.get("severity", {})
    if not isinstance(severity, dict):
        raise ApimgenError(
            f"{file}: severity is a table of rules, such as {{unused-variable = ...}}"
        )
    ignore = _strings(table, "ignore", file)
    for rule in (*ignore, *severity):
        _check_rule(rule, file)
    return Config(
        folder=file.parent,
        ignore=frozenset(ignore),
        severity={rule: _severity(rule, word, file) for rule, word in severity.items()},
        exclude=tuple(_strings(table, "exclude", file)),
        placeholders=_placeholders(table, file),
    )


def _placeholders(table: dict[str, Any], file: Path) -> tuple[str, ...]:
    found = _strings(table, "placeholders", file)
    for placeholder in found:
        if problem := problem_of(placeholder):
            raise ApimgenError(f'{file}: "{placeholder}" can\'t be a placeholder: {problem}')
    return tuple(found)


def _strings(table: dict[str, Any], key: str, file: Path) -> list[str]:
    found = table.get(key, [])
    if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
        raise ApimgenError(f'{file}: {key} is a list of strings, such as ["..."]')
    return found


def _check_rule(rule: str, file: Path) -> None:
    from apimgen.catalog.pages import rule_ids  # noqa: PLC0415

    if rule not in rule_ids():
        raise ApimgenError(
            f'{file}: there is no rule "{rule}"{did_you_mean(rule, rule_ids())}',
            hint='"apimgen rules" lists them.',
        )


def _severity(rule: str, word: object, file: Path) -> Severity:
    words = [severity.value for severity in Severity]
    if word not in words:
        near = did_you_mean(str(word), words) or f"; it is one of {', '.join(words)}"
        raise ApimgenError(f'{file}: the severity of {rule} is "{word}"{near}')
    return Severity(str(word))
