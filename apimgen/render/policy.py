"""Renders the policies of an inventory."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, NamedTuple

from apimgen.render.context import Context, context_of
from apimgen.render.own_xml import set_in

if TYPE_CHECKING:
    from collections.abc import Mapping

    from apimgen.render.own_xml import Region
    from apimgen.render.templates import Templates
    from apimgen.routing.route import Route

_NAMES = tuple(field.name for field in fields(Context))


class Rendered(NamedTuple):
    """One policy document.

    Attributes:
        text: the document, in the rawxml form.
        own: where the user's own XML is in it.
    """

    text: str
    own: tuple[Region, ...]


def render_policy(route: Route, source: str, templates: Templates) -> Rendered:
    """The document of one policy.

    Args:
        route: how the policy reaches its backends.
        source: the inventory's name, for the comment at the head.
        templates: ours, or a user's before ours.

    Raises:
        BadTemplateError: where a template fails.
    """
    text = templates.render(template_of(route), values_of(route, source))
    return Rendered(*set_in(text))


def template_of(route: Route) -> str:
    """The name of the template that renders a route: of the table, or of the routing itself."""
    picks = route.table is not None and route.pool is None
    return "table.xml.j2" if picks else f"{route.policy.routing.value}.xml.j2"


def values_of(route: Route, source: str) -> Mapping[str, object]:
    """The fields of the context, by the names that templates know them by."""
    context = context_of(route, source)
    return {name: getattr(context, name) for name in _NAMES}
