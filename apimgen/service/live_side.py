"""The live service as a side of a comparison."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.compare.sides import Side, side_of_texts
from apimgen.layout import SUFFIX
from apimgen.service.pull import layout_of, pull

if TYPE_CHECKING:
    from pathlib import Path

    from apimgen.service.arm.client import Arm
    from apimgen.service.plan.live import Progress


def side_for_folder(arm: Arm, folder: Path, parallelism: int, progress: Progress) -> Side:
    """All live policies, laid out as the folder is."""
    files = pull(arm, layout_of(folder), None, parallelism, progress)
    return side_of_texts(
        (path.removesuffix(SUFFIX), text) for path, text in files.items() if path.endswith(SUFFIX)
    )
