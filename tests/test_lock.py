"""The lock holds what pyproject.toml asks for, on every Python that it names."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parents[1]
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))[
    "project"
]
RENEW = "run: .ci/lock"
PYTHONS = [
    classifier.rpartition(" ")[2]
    for classifier in PROJECT["classifiers"]
    if re.search(r":: 3\.\d+$", classifier)
]
WANTED = [
    Requirement(text)
    for texts in [PROJECT["dependencies"], *PROJECT["optional-dependencies"].values()]
    for text in texts
]


def locked(python: str) -> dict[str, Version]:
    """The version of each package on a Python."""
    found: dict[str, Version] = {}
    here = {"python_version": python, "python_full_version": f"{python}.7"}
    for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        pinned = Requirement(line)
        if pinned.marker is None or pinned.marker.evaluate(here):
            (specifier,) = pinned.specifier
            assert specifier.operator == "=="
            name = canonicalize_name(pinned.name)
            assert name not in found, f"{name} is locked twice"
            found[name] = Version(specifier.version)
    return found


def test_the_pythons_are_those_that_are_promised() -> None:
    assert PYTHONS == ["3.11", "3.12", "3.13", "3.14"]
    assert PROJECT["requires-python"] == ">=3.11"


@pytest.mark.parametrize("python", PYTHONS)
def test_what_pyproject_asks_for_is_locked_within_its_bounds(python: str) -> None:
    versions = locked(python)
    for wanted in WANTED:
        if wanted.name != PROJECT["name"]:
            name = canonicalize_name(wanted.name)
            assert name in versions, f"{name} is not locked; {RENEW}"
            assert versions[name] in wanted.specifier, f"{name} {versions[name]}; {RENEW}"


def test_every_dependency_has_a_lowest_version() -> None:
    """Which CI tries: one without would be tried at its first release ever."""
    for wanted in WANTED:
        if wanted.name != PROJECT["name"]:
            assert any(part.operator == ">=" for part in wanted.specifier), wanted


def test_the_lock_names_no_place_to_fetch_from() -> None:
    assert "://" not in (ROOT / "constraints.txt").read_text(encoding="utf-8")


def test_both_commands_of_the_readme_install_what_is_locked() -> None:
    page = (ROOT / "README.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"^```sh\n(.+\n.+\n)```$", page.partition("\n## ")[2], re.M)[:1]
    installs = re.findall(r"pip install [^&]+", block)
    assert len(installs) == 2
    assert all("-c constraints.txt" in install for install in installs)
