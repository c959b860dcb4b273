"""``Merge``: one tree into another."""

from __future__ import annotations

from typing import Any

from apimgen.csharp.model.types import named
from apimgen.csharp.run.errors import LimitError
from apimgen.csharp.run.library.json.tree import creating
from apimgen.csharp.run.library.json.tree.containers import JArray, JContainer
from apimgen.csharp.run.library.json.tree.properties import JObject, JProperty
from apimgen.csharp.run.library.json.tree.tokens import JValue, Kind
from apimgen.csharp.run.library.registry import member
from apimgen.csharp.run.values.casts import cast

_TOKEN = named("JToken")


@member("JContainer", "Merge", "object")
def merge(receiver: JContainer, content: Any) -> None:
    """``container.Merge(content)``: objects property by property; arrays one behind the other."""
    if content is None:
        return
    try:
        _merge(receiver, content)
    except RecursionError:
        raise LimitError("JSON that is nested too deep to be merged") from None


def _merge(into: JContainer, content: Any) -> None:
    if isinstance(into, JObject):
        if isinstance(content, JObject):
            _merge_object(into, content)
    elif isinstance(into, JProperty):
        value = content.value if isinstance(content, JProperty) else None
        if value is not None and value.kind != Kind.NULL:
            into.set(value)
    elif isinstance(into, JArray) and (creating.is_several(content) or isinstance(content, JArray)):
        for one in list(content):
            into.insert(len(into.items), cast(one, _TOKEN))


def _merge_object(into: JObject, content: JObject) -> None:
    for name, row in list(content.rows.items()):
        there = into.rows.get(name)
        value = row.value
        if there is None:
            into.put(name, value)
        elif isinstance(there.value, JContainer) and there.value.kind == value.kind:
            _merge(there.value, value)
        elif not (isinstance(value, JValue) and value.value is None):
            there.set(value)
