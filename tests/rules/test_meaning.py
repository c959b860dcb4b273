"""The other rules about meaning: where they speak, and where they keep silent."""

from __future__ import annotations

import pytest

from apimgen.analysis.service_facts import ServiceFacts
from apimgen.rules.misspelt_variable import slip_between
from tests.found import found, fragment, policies


def when(condition: str, inner: str = "") -> str:
    return f'\n<when condition="{condition}">{inner}</when>'


class TestBackend:
    def test_one_policy_that_holds_others(self) -> None:
        inner = "<set-backend-service backend-id='a' /><forward-request />"
        assert (
            found(
                policies(
                    backend=f"<limit-concurrency key='a' max-count='1'>{inner}</limit-concurrency>"
                )
            )
            == []
        )

    def test_base_beside_another_policy(self) -> None:
        text = policies(backend="<base />\n<set-backend-service backend-id='a' />")
        assert found(text) == [(3, "several-backend-policies")]

    def test_base_beside_forward_request_is_said_once(self) -> None:
        text = policies(backend="<forward-request />\n<base />")
        assert found(text) == [(2, "forward-beside-base")]

    @pytest.mark.parametrize("empty", ["", "<!-- nothing -->"])
    def test_none_at_all(self, empty: str) -> None:
        text = f"<policies><backend>{empty}</backend></policies>"
        assert found(text) == [(1, "nothing-forwarded")]


class TestUnreachableBranch:
    def test_behind_what_is_always_true(self) -> None:
        text = fragment(f"<choose>{when('@(true)')}{when('@(1 == 2)')}</choose>")
        assert found(text) == [(4, "unreachable-branch")]

    def test_otherwise_too(self) -> None:
        text = fragment(f"<choose>{when('true')}\n<otherwise /></choose>")
        assert found(text) == [(4, "unreachable-branch")]

    def test_the_same_condition_but_for_white_space(self) -> None:
        same = when("@(context.Api.Id ==  &quot;a&quot;)")
        text = fragment(f"<choose>{same}{same.replace('  ', ' ')}</choose>")
        assert found(text) == [(4, "unreachable-branch")]

    def test_a_condition_that_another_choose_asks_again(self) -> None:
        one = f"<choose>{when('@(context.Api.Id == null)')}</choose>"
        assert found(fragment(one + one)) == []

    def test_a_condition_that_may_change_its_answer(self) -> None:
        one = when("@(new Random().Next(0, 2) == 0)")
        assert found(fragment(f"<choose>{one}{one}</choose>")) == []


class TestDoubleSlash:
    @pytest.mark.parametrize(
        "text",
        [
            '<set-backend-service base-url="https://a//b" />',
            '<set-backend-service base-url="https://a/b//" />',
            '<set-backend-service base-url="@("https://a/" + "/b")" />',
            '<rewrite-uri template="//a" />',
        ],
    )
    def test_where_two_slashes_meet(self, text: str) -> None:
        assert found(fragment(text)) == [(2, "double-slash")]

    @pytest.mark.parametrize(
        "text",
        [
            '<set-backend-service base-url="https://a/b/" />',
            '<set-backend-service base-url="https://a/b?c=https://d//e" />',
            '<set-backend-service base-url="@("https:/" + "/b")" />',
            '<set-backend-service base-url="@("https://" + context.Api.Id + "/a")" />',
            '<rewrite-uri template="/a/{b}" />',
        ],
    )
    def test_where_they_do_not(self, text: str) -> None:
        assert found(fragment(text)) == []


class TestBufferedStream:
    CODE = '@((bool)context.Request.Body.As<JObject>(true)["stream"])'
    ASKS = f'<set-variable name="s" value="{CODE}" />'
    EVENTS = '<set-header name="Content-Type"><value>text/event-stream</value></set-header>'

    @pytest.mark.parametrize("sign", [ASKS, EVENTS])
    def test_a_document_that_streams(self, sign: str) -> None:
        text = policies(sign, backend="<forward-request />")
        assert [rule for _, rule in found(text)] == ["buffered-stream"]

    def test_a_document_that_lets_streams_pass(self) -> None:
        branches = when("true", '<forward-request buffer-response="false" />')
        branches += "<otherwise><forward-request /></otherwise>"
        text = policies(self.ASKS, backend=f"<choose>{branches}</choose>")
        assert "buffered-stream" not in [rule for _, rule in found(text)]

    def test_a_document_that_leaves_forwarding_to_another(self) -> None:
        assert found(policies(self.ASKS, backend="<base />")) == []


class TestUnpairedCache:
    LOOKUP = (
        '<llm-semantic-cache-lookup score-threshold="0.1" embeddings-backend-id="e" '
        'embeddings-backend-auth="system-assigned" />'
    )

    def test_a_store_of_the_older_name(self) -> None:
        store = '<azure-openai-semantic-cache-store duration="60" />'
        assert found(policies(self.LOOKUP, outbound=store)) == []

    def test_a_store_of_another_kind(self) -> None:
        text = policies(self.LOOKUP, outbound='<cache-store duration="60" />')
        assert [rule for _, rule in found(text)] == ["unpaired-cache", "unpaired-cache"]

    def test_a_fragment_may_hold_the_other(self) -> None:
        include = '<include-fragment fragment-id="store" />'
        assert found(policies(self.LOOKUP, outbound=include)) == []
        assert found(fragment(self.LOOKUP)) == []


class TestBaseUrl:
    ID = '<set-backend-service backend-id="a" />'
    URL = '\n<set-backend-service base-url="https://b" />'

    def test_behind_an_id(self) -> None:
        assert found(policies(self.ID + self.URL)) == [(3, "base-url-behind-backend-id")]

    def test_in_another_branch(self) -> None:
        branches = when("@(context.Api.Id == null)", self.ID) + f"<otherwise>{self.URL}</otherwise>"
        assert found(fragment(f"<choose>{branches}</choose>")) == []

    def test_behind_a_branch_that_may_not_have_chosen(self) -> None:
        branch = f"<choose>{when('@(context.Api.Id == null)', self.ID)}</choose>"
        assert found(fragment(branch + self.URL)) == []

    def test_before_an_id(self) -> None:
        assert found(fragment(self.URL + self.ID)) == []


class TestKnown:
    def test_a_backend_wherever_one_is_named(self) -> None:
        safety = '<llm-content-safety backend-id="safty" />'
        facts = ServiceFacts(backends=frozenset({"safety"}))
        assert found(policies(safety), facts) == [(2, "unknown-backend")]

    @pytest.mark.parametrize("name", ["US1", "{{us1}}", "@(context.Api.Id)", "dapr"])
    def test_a_backend_that_is_known_or_cannot_be(self, name: str) -> None:
        text = fragment(f'<set-backend-service backend-id="{name}" />')
        assert found(text, ServiceFacts(backends=frozenset({"us1"}))) == []

    def test_a_tier_whose_self_hosted_gateways_run_the_policy(self) -> None:
        publish = '<publish-to-dapr topic="a">b</publish-to-dapr>'
        assert found(policies(publish), ServiceFacts(tier="developer")) == []
        assert found(policies(publish), ServiceFacts(tier="basicv2")) == [(2, "wrong-tier")]

    def test_a_base_anywhere_in_inbound(self) -> None:
        text = policies(f"<choose>{when('true', '<base />')}</choose>")
        assert found(text, ServiceFacts(scope="api")) == []

    def test_the_global_scope_has_nothing_to_inherit(self) -> None:
        text = policies("<trace source='a'><message>b</message></trace>")
        assert found(text, ServiceFacts(scope="global")) == []
        assert found(text, ServiceFacts(scope="product")) == [(1, "missing-base")]


class TestUnusedVariable:
    SET = '<set-variable name="team" value="a" />'
    KNOWN = ServiceFacts(scope="operation")

    def test_behind_all_that_others_run(self) -> None:
        text = policies("<base />\n" + self.SET)
        assert found(text, self.KNOWN) == [(3, "unused-variable")]

    @pytest.mark.parametrize("section", ["backend", "outbound", "on_error"])
    def test_what_runs_later_may_read_it(self, section: str) -> None:
        assert found(policies("<base />" + self.SET, **{section: "<base />"}), self.KNOWN) == []

    def test_what_runs_within_another_scope_may_read_it(self) -> None:
        assert found(policies("<base />" + self.SET), ServiceFacts(scope="api")) == []

    def test_a_template_reads_it(self) -> None:
        body = '<set-body template="liquid">{{context.Variables["team"]}}</set-body>'
        assert found(policies(f"<base />{self.SET}{body}"), self.KNOWN) == []


class TestMisspeltVariable:
    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("backend-id", "backendId"),
            ("BackendId", "backendid"),
            ("deployment", "deploymnet"),
            ("deployment", "deploymen-t"),
            ("deployment", "deploiment"),
            ("deployment", "deplyment"),
        ],
    )
    def test_a_slip(self, one: str, other: str) -> None:
        assert slip_between(one, other)
        assert slip_between(other, one)

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("key1", "key2"),
            ("resource-1-url", "resource-2-url"),
            ("regionA", "regionB"),
            ("model", "models"),
            ("scope-op", "scope-api"),
            ("a", "b"),
            ("requestBody", "responseBody"),
        ],
    )
    def test_two_names(self, one: str, other: str) -> None:
        assert not slip_between(one, other)
        assert not slip_between(other, one)

    def test_a_name_that_is_read_itself_is_no_slip(self) -> None:
        read = '<set-variable name="c" value="@(context.Variables.GetValueOrDefault("{}", ""))" />'
        reads = read.replace("{}", "backendId") + read.replace("{}", "backend-id")
        text = fragment(f'<set-variable name="backend-id" value="a" />{reads}')
        assert found(text) == []

    def test_but_one_that_is_mistyped_is(self) -> None:
        read = '<set-variable name="c" value="@(context.Variables.GetValueOrDefault("{}", ""))" />'
        reads = read.replace("{}", "backend-id") + "\n" + read.replace("{}", "bakcend-id")
        text = fragment(f'<set-variable name="backend-id" value="a" />{reads}')
        assert found(text) == [(3, "misspelt-variable")]

    def test_and_a_read_that_fails_without_the_variable_is_one(self) -> None:
        read = '<set-header name="@((string)context.Variables["{}"])" exists-action="delete" />\n'
        reads = read.replace("{}", "backend-id") + read.replace("{}", "backend-di")
        text = fragment(f'<set-variable name="backend-id" value="a" />{reads}')
        assert found(text) == [(3, "misspelt-variable")]

    def test_what_a_fragment_sets_and_nothing_reads(self) -> None:
        sets = fragment('<set-variable name="rand" value="@(3)" />')
        read = "@(context.Variables.GetValueOrDefault&lt;int&gt;(&quot;{}&quot;).ToString())"
        text = policies(
            '<include-fragment fragment-id="sets" />'
            f'<set-header name="a"><value>{read.replace("{}", "rnd")}</value></set-header>'
        )
        facts = ServiceFacts(fragment_texts={"sets": sets})
        assert found(text, facts) == [(2, "misspelt-variable")]
        assert found(text) == []
        body = f"<set-body>{read.replace('{}', 'rand')}</set-body>"
        both = text.replace("</inbound>", f"{body}</inbound>")
        assert found(both, facts) == []


class TestCommentInAttribute:
    @pytest.mark.parametrize(
        "code",
        [
            "@{ // why\n return &quot;a&quot;; }",
            "@{ var a = &quot;//&quot;; // why\n return a; }",
        ],
    )
    def test_escaped_code(self, code: str) -> None:
        text = fragment(f'<set-variable name="a" value="{code}" />')
        assert [rule for _, rule in found(text)] == ["comment-in-attribute"]

    @pytest.mark.parametrize(
        "code",
        [
            '@{ // why\n return "a"; }',
            "@{ /* why */\n return &quot;a&quot;; }",
            "@{ return &quot;https://a&quot;\n; }",
            "@{ // why&#xA; return &quot;a&quot;; }",
        ],
    )
    def test_code_that_keeps_its_line_ends_or_does_not_need_them(self, code: str) -> None:
        assert found(fragment(f'<set-variable name="a" value="{code}" />')) == []

    def test_in_a_text_line_ends_are_kept(self) -> None:
        code = "@{ // why\n return 1 &lt; 2 ? &quot;a&quot; : &quot;b&quot;; }"
        assert found(fragment(f"<set-header name='a'><value>{code}</value></set-header>")) == []
