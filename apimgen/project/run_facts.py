"""What a run of checks knows of the service: from its inventories, and from its own files."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from apimgen.analysis.service_facts import NOTHING, facts_from, joined
from apimgen.document.source import NotTextError, decode
from apimgen.layout import fragment_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from apimgen.analysis.service_facts import ServiceFacts
    from apimgen.inventory import Loaded
    from apimgen.project.files import File

_FRAGMENT = re.compile(rb"\s*(?:<!--.*?-->\s*|<\?.*?\?>\s*)*<fragment[\s/>]", re.DOTALL)
_BOM = b"\xef\xbb\xbf"


def facts_of_run(
    given: ServiceFacts, inventories: Sequence[Loaded], documents: Iterable[File]
) -> ServiceFacts:
    """What documents are checked against.

    An inventory with errors may define anything, so nothing counts as undefined beside it: its
    own errors come first.

    Args:
        given: what is known without this run's files, as from ``--inventory``.
        inventories: those among the files.
        documents: the others; a fragment among them is defined.
    """
    told = [facts_from(each.inventory) for each in inventories if each.inventory is not None]
    facts = given
    if told:
        is_given = replace(given, scope=None) != NOTHING
        facts = joined([given, *told] if is_given else told, complete=is_given)
        facts = replace(facts, scope=given.scope)
    if any(each.inventory is None for each in inventories):
        facts = replace(facts, named_values=None, backends=None, fragments=None)
    here = {fragment_of(file.path): file for file in documents if _is_fragment(file)}
    if facts.fragments is not None:
        facts = replace(facts, fragments=facts.fragments | here.keys())
    if here:
        texts = {name: text for name, file in here.items() if (text := _text(file)) is not None}
        facts = replace(facts, fragment_texts={**facts.fragment_texts, **texts})
    return facts


def _text(file: File) -> str | None:
    try:
        return decode(file.data or b"")
    except NotTextError:
        return None


def _is_fragment(file: File) -> bool:
    data = (file.data or b"").removeprefix(_BOM)
    return b"<fragment" in data and _FRAGMENT.match(data) is not None
