"""Writes files: all of them or none, and none that would not change."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from apimgen.errors import ApimgenError

if TYPE_CHECKING:
    from collections.abc import Mapping


def changed(folder: Path, files: Mapping[str, str]) -> list[str]:
    """The names of those files whose text differs from what is in the folder."""
    return [name for name, text in files.items() if _current(folder / name) != text.encode()]


def write_all(folder: Path, files: Mapping[str, str]) -> list[str]:
    """Writes the files that differ; either all of them or, where one can't be, none.

    Args:
        folder: is made where it is not there.
        files: texts by path below the folder.

    Returns:
        The names of the files that were written.

    Raises:
        ApimgenError: where a file can't be written; the folder is then as it was.
    """
    names = changed(folder, files)
    staged: dict[Path, Path] = {}
    try:
        for name in names:
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            if target.is_dir():
                raise IsADirectoryError(0, "a folder of that name is in the way", str(target))
            staged[target] = _stage(target, files[name])
        _replace(staged)
    except OSError as error:
        for copy in staged.values():
            copy.unlink(missing_ok=True)
        where = error.filename2 or error.filename or folder
        raise ApimgenError(
            f"can't write {where}: {error.strerror or error}", hint="Nothing was written."
        ) from None
    return names


def _current(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def _stage(target: Path, text: str) -> Path:
    """A new file beside the target that holds its text to be."""
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    copy = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(text.encode())
        copy.chmod(target.stat().st_mode if target.exists() else 0o666 & ~_umask())
    except OSError:
        copy.unlink(missing_ok=True)
        raise
    return copy


def _replace(staged: Mapping[Path, Path]) -> None:
    """Puts each copy in its target's place; on failure puts back what was there."""
    before: dict[Path, bytes | None] = {}
    try:
        for target, copy in staged.items():
            was = _current(target)
            copy.replace(target)
            before[target] = was
    except OSError:
        for target, was in before.items():
            if was is None:
                target.unlink(missing_ok=True)
            else:
                target.write_bytes(was)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
