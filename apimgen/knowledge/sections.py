"""The sections of a policy document, in the order in which they run."""

from __future__ import annotations

from typing import Literal

Section = Literal["inbound", "backend", "outbound", "on-error"]

SECTIONS: tuple[Section, ...] = ("inbound", "backend", "outbound", "on-error")
