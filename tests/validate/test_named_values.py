"""References to named values against those that are defined."""

from __future__ import annotations

from apimgen.analysis.service_facts import ServiceFacts
from apimgen.document.source import Source
from apimgen.validation.document import check_document

KNOWN = ServiceFacts(named_values=frozenset({"endpoint-one", "key"}))


def found(policy: str) -> list[str]:
    document = f"<policies><inbound>{policy}</inbound></policies>"
    return [f.message for f in check_document(Source(document, "p.xml"), KNOWN)]


def test_what_nothing_defines_is_found_with_the_nearest_name() -> None:
    (message,) = found('<set-backend-service base-url="{{endpoint-noe}}" />')
    assert message.startswith('nothing defines the named value "endpoint-noe"; did you mean')


def test_what_is_defined_is_not() -> None:
    assert found('<set-backend-service base-url="{{endpoint-one}}" />') == []


def test_a_liquid_template_has_marks_of_its_own() -> None:
    body = "<order><name>{{body.order.name}}</name></order>"
    assert found(f'<set-body template="liquid">{body}</set-body>') == []
    assert len(found(f"<set-body>{body}</set-body>")) == 1
