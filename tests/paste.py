"""Pastes into the pages what is made from code and samples: ``python -m tests.paste``.

A part stands between ``<!-- paste: KIND [WHAT] -->`` and ``<!-- end -->``; the kinds are at the
end of this file. A test fails when a page is out of date.
"""

from __future__ import annotations

import inspect
import os.path
import re
from dataclasses import fields
from importlib import import_module
from inspect import getdoc
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer.main

import apimgen
from apimgen.catalog.pages import rule, rule_ids
from apimgen.cli.app import COMMANDS, build
from apimgen.gateway.policies import NAMES
from apimgen.generation import generate
from apimgen.inventory import json_schema, load
from apimgen.inventory.checks.goes_with import EXCLUSIONS
from apimgen.knowledge.table import policies
from apimgen.render.context import PARTS, Context
from apimgen.render.environment import OURS, environment
from apimgen.render.outline import outline_of
from apimgen.routing.failures import KINDS, Rest
from tests.keys import keys

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
RULE_PAGES = ROOT / "apimgen" / "rules" / "pages"
PAGES = (README, ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md")))
"""The pages that people read, but for those of the rules, whose output has its own script."""

_PART = re.compile(r"(<!-- paste: (\w+) ?(\S*) -->\n).*?(<!-- end -->)", re.DOTALL)
_SECTION = re.compile(r"^(Args|Returns|Raises):\n((?:    .*\n|\n)+)", re.MULTILINE)


def pasted(page: Path) -> str:
    """The text of a page with its generated parts made anew."""
    text = page.read_text(encoding="utf-8")
    return _PART.sub(lambda m: m[1] + _KINDS[m[2]](m[3], page) + m[4], text)


def _inventory(file: str, page: Path) -> str:
    return _fenced("yaml", (ROOT / file).read_text(encoding="utf-8")) + _folded(file, page)


def _whole(file: str, _page: Path) -> str:
    """An inventory of several policies, which are not shown."""
    return _fenced("yaml", (ROOT / file).read_text(encoding="utf-8"))


def _policies(file: str, page: Path) -> str:
    text = (ROOT / file).read_text(encoding="utf-8")
    return _fenced("yaml", text[text.index("\npolicies:") + 1 :]) + _folded(file, page)


def _policy(file: str, _page: Path) -> str:
    loaded = load(ROOT / file, {})
    assert loaded.inventory is not None
    made = generate(loaded.inventory, loaded.inventory.policies, Path(file).name)
    (text,) = made.files.values()
    return _fenced("xml", text)


def _folded(file: str, page: Path) -> str:
    policy = _policy(file, page)
    return f"\n<details><summary>The policy</summary>\n\n{policy}\n</details>\n"


def _fenced(language: str, text: str) -> str:
    return f"```{language}\n{text}```\n"


def _commands(_what: str, page: Path) -> str:
    reference = ROOT / "docs" / "commands.md"
    there = "" if page == reference else _link(reference, page)
    rows = [
        (f"[`apimgen {name}`]({there}#apimgen-{name})", _summary(_function(name)))
        for name in COMMANDS
    ]
    return _table(("command", "does"), rows)


def _help(_what: str, _page: Path) -> str:
    commands = typer.main.get_command(build()).commands  # type: ignore[attr-defined]
    return "\n".join(_command(name, commands[name].params) for name in COMMANDS)


def _command(name: str, parameters: Sequence[Any]) -> str:
    text, _, examples = inspect.cleandoc(_function(name).__doc__ or "").partition("\n\nExample")
    lines = [line.strip() for line in examples.partition(":\n")[2].splitlines() if line.strip()]
    shown = _fenced("console", "".join(f"$ {line}\n" for line in lines))
    rows = [(_spelling(each), _meaning(each)) for each in parameters]
    text = re.sub(r"^  (\S.*\n?)", r"```text\n\1\n```", text, flags=re.MULTILINE)
    return f"## apimgen {name}\n\n{text}\n\n{shown}\n" + (
        _table(("argument or option", "is"), rows) if rows else "It takes no options.\n"
    )


def _spelling(parameter: Any) -> str:
    if parameter.param_type_name == "argument":
        return f"`{(parameter.metavar or parameter.name.upper()).strip('[]')}`"
    return ", ".join(f"`{each}`" for each in parameter.opts)


def _meaning(parameter: Any) -> str:
    said: str = parameter.help
    # Releases of typer keep the words that an option takes under different names.
    kinds: list[Any] = [getattr(parameter, name, None) for name in ("type_descriptor", "type")]
    choices = next((kind.choices for kind in kinds if getattr(kind, "choices", None)), ())
    words = [f"`{getattr(each, 'value', each)}`" for each in choices]
    return f"{said} One of {', '.join(words)}." if words else said


def _function(name: str) -> Callable[..., object]:
    found: Callable[..., object] = getattr(import_module(f"apimgen.cli.{name}"), name)
    return found


def _summary(documented: object) -> str:
    return (inspect.getdoc(documented) or "").partition("\n")[0]


def _functions(_what: str, _page: Path) -> str:
    parts = []
    for name in ("load", "generate", "validate", "diff", "trace", "survive"):
        function = getattr(apimgen, name)
        text = inspect.getdoc(function) or ""
        said = _SECTION.split(text)[0].strip().replace("``", "`")
        sections = "\n".join(_entries(m[1], m[2]) for m in _SECTION.finditer(text + "\n"))
        said = re.sub(r":func:`(\w+)`", r"`\1`", said)
        signature = _fenced("python", f"{name}{_signature(function)}\n")
        parts.append(f"### `apimgen.{name}`\n\n{signature}\n{said}\n\n{sections}")
    return "\n".join(parts)


def _signature(function: Callable[..., object]) -> str:
    """A function's parameters, one on each line, as its source has them."""
    source = inspect.getsource(function)
    return source[source.index("(") : source.index(':\n    """')]


def _entries(heading: str, body: str) -> str:
    """A section of a docstring: its entries as a list, or its text."""
    text = re.sub(r":func:`(\w+)`", r"`\1`", inspect.cleandoc(body).replace("``", "`"))
    text = re.sub(r"\n\s+", " ", text)
    if heading == "Returns":
        return f"**Returns** {' '.join(text.splitlines())}\n"
    lines = [re.sub(r"^\**(\w+): ", r"- `\1`: ", line) for line in text.splitlines()]
    title = "Arguments" if heading == "Args" else heading
    return f"**{title}**\n\n" + "".join(f"{line}\n" for line in lines)


def _rooms(_what: str, page: Path) -> str:
    rows = []
    for folder in sorted(path.parent for path in (ROOT / "apimgen").glob("*/__init__.py")):
        module = import_module(f"apimgen.{folder.name}")
        rows.append(
            (f"[`{folder.name}/`]({_link(folder / '__init__.py', page)})", _summary(module))
        )
    return _table(("folder", "holds"), rows)


def _known(_what: str, _page: Path) -> str:
    rows = [
        (
            f"[`{each.name}`]({each.reference})",
            ", ".join(each.sections) or "resolver",
            ", ".join(each.scopes),
            ", ".join(each.gateways),
            "yes" if each.name in NAMES else "no",
        )
        for each in policies()
    ]
    return _table(("policy", "sections", "scopes", "gateways", "runs offline"), rows)


def _rules(_what: str, page: Path) -> str:
    rows = [
        (f"[`{i}`]({_link(RULE_PAGES / f'{i}.md', page)})", rule(i).severity.value, rule(i).summary)
        for i in rule_ids()
    ]
    return _table(("check", "severity", "finds"), rows)


def _keys(_what: str, _page: Path) -> str:
    rows = [(f"`{k.path}`", k.takes, k.default, k.description) for k in keys(json_schema())]
    return _table(("key", "takes", "default", "is"), rows)


def context_rows() -> list[tuple[str, str]]:
    """What a template sees: each name, and the words that its docstring has for it."""
    rows = [(f"`{name}`", says) for name, says in _attributes(Context)]
    for part in PARTS:
        rows += [(f"`{part.noun}.{name}`", says) for name, says in _attributes(part)]
    return rows


def _context(_what: str, _page: Path) -> str:
    return _table(("name", "is"), context_rows())


def _attributes(of: type) -> Iterator[tuple[str, str]]:
    """The fields of a dataclass, which are the names of its docstring's "Attributes"."""
    _, _, described = getdoc(of).partition("Attributes:\n")  # type: ignore[union-attr]
    entries = re.findall(r"^ +(\w+): ((?:.|\n {5,})*)", described, re.MULTILINE)
    found = {name: " ".join(says.split()) for name, says in entries}
    assert list(found) == [field.name for field in fields(of)], f"{of.__name__}: {list(found)}"
    return iter(found.items())


def _blocks(_what: str, page: Path) -> str:
    rows = []
    for path in sorted(OURS.iterdir()):
        outline = outline_of(environment(None), path, path.name)
        names = ", ".join(f"`{name}`" for name in outline.blocks)
        rows.append((f"[`{path.name}`]({_link(path, page)})", names))
    return _table(("file", "blocks"), rows)


_RESTS = {
    None: "nothing",
    Rest.THROTTLED: "not called until then",
    Rest.FAILING: "called last",
}


def _answers(_what: str, _page: Path) -> str:
    """What a policy does about each kind of answer."""
    rows = [
        (
            kind.answer,
            kind.why,
            "another backend" if kind.retried else "no",
            _RESTS[kind.rest],
            "trips" if kind.trips else "nothing",
            "`exhausted`" if kind.exhausts else "this one",
        )
        for kind in KINDS
    ]
    headings = ("answer", "means", "tried again", "cooldown", "breaker", "the caller gets at last")
    return _table(headings, rows)


def _exclusions(_what: str, _page: Path) -> str:
    """What does not go with a routing."""
    rows = [
        (
            f"`{each.feature}`" if " " not in each.feature.replace(": ", ":") else each.feature,
            ", ".join(f"`{word.value}`" for word in each.routings),
            "has no effect" if each.rule == "no-effect" else "refused",
            each.why,
        )
        for each in EXCLUSIONS
    ]
    return _table(("feature", "with routing", "is", "because"), rows)


def _samples(_what: str, page: Path) -> str:
    """The samples of routing: when to choose each, and what becomes of requests in an outage."""
    rows = []
    for path in sorted((ROOT / "samples" / "routing").glob("*.yaml")):
        text = path.read_text(encoding="utf-8")
        said = " ".join(
            line.removeprefix("# ")
            for line in re.findall(r"^# (?:Choose this)(?:.|\n# )*", text, re.MULTILINE)[0].split(
                "\n"
            )
        )
        when = re.split(r"(?<=[.:]) ", said.removeprefix("Choose this "))[0].rstrip(":.")
        rows.append((f"[`{path.stem}`]({_link(path, page)})", when))
    return _table(("example", "choose it"), rows)


def _outages(_: str, page: Path) -> str:
    """What survive says of the samples, and of the article's retry beside them."""
    from tests.benchmarks.outages import ARTICLE, PATHS, cells

    rows = [
        (
            f"[`{path.stem}`]({_link(path, page)})" + (", the article's" * (path == ARTICLE)),
            *cells(path.stem),
        )
        for path in PATHS
    ]
    return _table(("example", "served with one down", "with all but one down"), rows)


def _link(target: Path, page: Path) -> str:
    return os.path.relpath(target, page.parent).replace(os.sep, "/")


def _table(headings: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    lines = [headings, tuple("---" for _ in headings), *rows]
    return "".join(
        f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |\n" for line in lines
    )


def _compared(_: str, _page: Path) -> str:
    from tests.benchmarks.side_by_side import table

    return table()


_KINDS: dict[str, Callable[[str, Path], str]] = {
    "inventory": _inventory,
    "inventories": _whole,  # a file alone  # a file and, folded, its policy
    "policies": _policies,  # the same of a file's policies alone
    "policy": _policy,  # what an inventory renders to
    "commands": _commands,  # a table of the commands
    "help": _help,  # each command with its examples and options
    "functions": _functions,  # the Python API, from its docstrings
    "rooms": _rooms,  # the packages, each by its docstring
    "known": _known,  # a table of the policies of the reference
    "rules": _rules,  # a table of the rules
    "keys": _keys,  # a table of the inventory's keys
    "context": _context,  # a table of what a template sees
    "answers": _answers,  # a table of what each kind of answer means
    "exclusions": _exclusions,  # a table of what does not go with a routing
    "samples": _samples,  # a table of the samples of routing
    "outages": _outages,  # what becomes of the samples' requests when backends are down
    "compared": _compared,  # policies side by side, as simulations have it
    "blocks": _blocks,  # a table of the templates and their blocks
}

if __name__ == "__main__":
    for each in PAGES:
        each.write_text(pasted(each), encoding="utf-8")
