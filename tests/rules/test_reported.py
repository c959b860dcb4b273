"""Rules that came from reports of real failures: where they speak, and where they are silent."""

from __future__ import annotations

import pytest

from apimgen.analysis.service_facts import ServiceFacts
from tests.found import found, fragment, messages, policies

GLOBAL = ServiceFacts(scope="global")


class TestNothingForwarded:
    @pytest.mark.parametrize(
        "backend",
        [
            "<base />",
            "<forward-request />",
            "<retry condition='@(true)' count='1' interval='0'><forward-request /></retry>",
            "<include-fragment fragment-id='route' />",
            "<return-response />",
        ],
    )
    def test_a_backend_that_goes_on(self, backend: str) -> None:
        rules = {rule for _, rule in found(policies("<base />", backend=backend))}
        assert "nothing-forwarded" not in rules

    @pytest.mark.parametrize(
        "other",
        [
            {"inbound": "<return-response />"},
            {"inbound": "<mock-response />"},
            {"outbound": "<set-body>hello</set-body>"},
        ],
    )
    def test_an_answer_from_elsewhere_needs_no_backend(self, other: dict[str, str]) -> None:
        text = policies(backend="<!-- mock -->", **other)
        assert "nothing-forwarded" not in {rule for _, rule in found(text)}

    def test_a_body_for_the_backend_is_no_answer(self) -> None:
        text = policies("<set-body>hello</set-body>", backend="<set-method>GET</set-method>")
        assert "nothing-forwarded" in {rule for _, rule in found(text)}


class TestBaseInGlobal:
    def test_each_section_says_what_to_write(self) -> None:
        text = policies("<base />", backend="<base />", outbound="<base />")
        told = messages(text, GLOBAL)
        assert [told.count(m) for m in told if m.endswith("take it out")] == [2, 2]
        assert sum(m.endswith("write <forward-request />") for m in told) == 1

    @pytest.mark.parametrize("scope", [None, "api", "product", "operation"])
    def test_elsewhere_it_belongs(self, scope: str | None) -> None:
        assert found(policies("<base />", backend="<base />"), ServiceFacts(scope=scope)) == []


class TestErrorMessageInHeader:
    HEADER = '<set-header name="x" exists-action="override"><value>{}</value></set-header>'

    @pytest.mark.parametrize(
        "code",
        ["@(context.LastError.Message)", '@("e: " + context.LastError?.Message)'],
    )
    def test_as_it_is(self, code: str) -> None:
        assert found(policies(on_error=self.HEADER.replace("{}", code))) == [
            (2, "error-message-in-header")
        ]

    @pytest.mark.parametrize(
        "code",
        [
            '@(context.LastError.Message.Replace("\\n", " "))',
            "@(Uri.EscapeDataString(context.LastError.Message))",
            "@(context.LastError.Reason)",
        ],
    )
    def test_cleaned_or_another_member(self, code: str) -> None:
        assert found(policies(on_error=self.HEADER.replace("{}", code))) == []

    def test_a_body_may_hold_it(self) -> None:
        text = policies(on_error="<set-body>@(context.LastError.Message)</set-body>")
        assert found(text) == []


class TestTraceMetadata:
    TRACE = '<trace source="a"><message>b</message><metadata name="c" value={} /></trace>'

    @pytest.mark.parametrize("value", ['""', '"  "'])
    def test_empty(self, value: str) -> None:
        assert found(fragment(self.TRACE.replace("{}", value))) == [(2, "empty-trace-metadata")]

    @pytest.mark.parametrize(
        "code",
        [
            '@(context.Request.Headers.GetValueOrDefault("a", ""))',
            '@(context.User?.Id ?? "")',
            "@(context.User == null ? string.Empty : context.User.Id)",
            '@{ if (context.User == null) { return ""; } return context.User.Id; }',
        ],
    )
    def test_may_be_empty(self, code: str) -> None:
        text = fragment(self.TRACE.replace("{}", f'"{code}"'))
        assert found(text) == [(2, "trace-metadata-may-be-empty")]

    @pytest.mark.parametrize(
        "code", ['@(context.User?.Id ?? "none")', '@(context.Api.Name == "" ? "a" : "b")']
    )
    def test_a_comparison_with_an_empty_text_is_no_value(self, code: str) -> None:
        assert found(fragment(self.TRACE.replace("{}", f'"{code}"'))) == []


class TestCors:
    CORS = (
        "<cors{}><allowed-origins>\n<origin>ORIGIN</origin></allowed-origins>"
        "<allowed-methods><method>*</method></allowed-methods></cors>"
    )

    @pytest.mark.parametrize(
        ("origin", "rest"),
        [("https://a.example/", "the slash"), ("https://a.example:81/x", '"/x"')],
    )
    def test_an_origin_has_no_path(self, origin: str, rest: str) -> None:
        text = policies(self.CORS.replace("{}", "").replace("ORIGIN", origin))
        assert found(text) == [(3, "origin-with-path")]
        assert messages(text)[0].endswith(f"take {rest} off its end")

    @pytest.mark.parametrize(
        "origin", ["*", "https://a.example", "http://localhost:3000", "{{portal}}/", "@(null)/"]
    )
    def test_origins_that_may_be_sent(self, origin: str) -> None:
        text = policies(self.CORS.replace("{}", "").replace("ORIGIN", origin))
        assert "origin-with-path" not in {rule for _, rule in found(text)}

    def test_a_star_with_credentials(self) -> None:
        star = self.CORS.replace("ORIGIN", "*")
        assert found(policies(star.replace("{}", ' allow-credentials="true"'))) == [
            (3, "cors-credentials-for-all")
        ]
        assert found(policies(star.replace("{}", ' allow-credentials="false"'))) == []


class TestDimension:
    METRIC = '<emit-metric name="a"><dimension name="{}" /></emit-metric>'

    @pytest.mark.parametrize("name", ["API ID", "Subscription ID", "Location", "@(context.Api.Id)"])
    def test_the_gateways_own_need_no_value(self, name: str) -> None:
        assert found(policies(self.METRIC.replace("{}", name))) == []

    def test_a_misspelt_one_is_told_its_nearest(self) -> None:
        (message,) = messages(policies(self.METRIC.replace("{}", "Subcription ID")))
        assert message.endswith('did you mean "Subscription ID"?')

    def test_one_of_ones_own_needs_one(self) -> None:
        (message,) = messages(policies(self.METRIC.replace("{}", "tenant")))
        assert 'name="tenant" needs value' in message


def test_named_values_in_cdata_and_beside_it() -> None:
    text = policies("<set-body>\n{{a}}\n<![CDATA[ {{b}} ]]>\n{{c}}</set-body>")
    assert found(text) == [(4, "named-value-in-cdata")]


def test_liquid_reads_a_body_in_return_response_alone() -> None:
    body = '<set-body template="liquid">{% if body.a %}{{ body.a }}{% endif %}</set-body>'
    assert found(policies(f"<return-response>{body}</return-response>")) == [
        (2, "liquid-in-return-response")
    ]
    assert found(policies(body)) == []
    plain = body.replace("body.a", "context.Request.Method")
    assert found(policies(f"<return-response>{plain}</return-response>")) == []


def test_a_name_that_an_expression_is_to_give() -> None:
    text = policies('<set-variable name="a" value="{{x-@(context.Product.Id)}}" />')
    assert found(text) == [(2, "expression-in-named-value")]
    liquid = '<set-body template="liquid">{{ x-@(context) }}</set-body>'
    assert found(policies(liquid)) == []


class TestStatusText:
    def test_in_a_condition(self) -> None:
        when = '<when condition="@(context.Response.StatusReason == "Busy")"><base /></when>'
        assert found(policies(outbound=f"<choose>{when}</choose>")) == [(2, "status-text")]

    def test_whether_there_is_one_may_be_asked(self) -> None:
        when = '<when condition="@(context.Response.StatusReason != null)"><base /></when>'
        assert found(policies(outbound=f"<choose>{when}</choose>")) == []

    def test_elsewhere_it_is_only_told(self) -> None:
        header = (
            '<set-header name="x" exists-action="override">'
            "<value>@(context.Response.StatusReason)</value></set-header>"
        )
        assert found(policies(outbound=header)) == []
