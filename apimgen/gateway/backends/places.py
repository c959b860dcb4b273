"""Which backend a URL belongs to."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from apimgen.gateway.instance.backend import Backend

if TYPE_CHECKING:
    from apimgen.gateway.instance.instance import Instance

_DEPLOYMENT = re.compile(r"/deployments/([^/?#]+)")
_NAMED_VALUE = re.compile(r"\{\{([^{}]+)\}\}")


def place_of(instance: Instance, url: str) -> Backend:
    """The backend at a base URL: the instance's, or one that is named by the URL.

    A URL below that of a backend is that backend too, with the longer URL. A named value that
    nobody gave a value, as in ``{{my-endpoint-us1}}``, is the name of a backend.
    """
    written = url.strip().rstrip("/")
    best = ""
    for base in instance.places:
        if written == base:
            return instance.places[base]
        if written.startswith(f"{base}/") and len(base) > len(best):
            best = base
    if best:
        return replace(instance.places[best], url=written)
    name = _NAMED_VALUE.sub(lambda found: found[1].strip(), written)
    return Backend(name=name, url=written if "://" in written else f"https://{name}")


def deployment_in(path: str) -> str | None:
    """The deployment that a path names, as in ``/openai/deployments/gpt-4o/chat/completions``."""
    found = _DEPLOYMENT.search(path)
    return None if found is None else found[1]
