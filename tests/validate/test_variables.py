"""Variables on their way through a document: set, read, cast."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from apimgen.analysis.service_facts import ServiceFacts
from apimgen.project.paths import check_paths
from tests.found import found, fragment, messages, policies

if TYPE_CHECKING:
    from pathlib import Path

OPERATION = ServiceFacts(scope="operation")
READ = '<set-backend-service backend-id="@((string)context.Variables["x"])" />'
SET = '<set-variable name="x" value="one" />'
TRACE = '<trace source="s"><message>@((string)context.Variables["x"])</message></trace>'
SEND = '<send-request response-variable-name="x"><set-url>https://a</set-url></send-request>'
STATUS = '<set-status code="@(((IResponse)context.Variables["x"]).StatusCode)" />'
WHEN = '<choose><when condition="@(context.Request.Method == "GET")">{}</when></choose>'


class TestRead:
    def test_what_nothing_sets(self) -> None:
        assert found(policies(f"{READ}<base />"), OPERATION) == [(2, "variable-not-set")]

    def test_what_documents_around_this_one_may_have_set(self) -> None:
        assert found(policies(READ)) == []

    def test_the_nearest_name_is_suggested(self) -> None:
        misspelt = READ.replace('"x"', '"regoin"')
        text = policies(f'<set-variable name="region" value="a" />{misspelt}<base />')
        assert found(text, OPERATION) == [(2, "variable-not-set")]
        assert 'did you mean "region"?' in messages(text, OPERATION)[0]

    def test_what_is_set_only_later(self) -> None:
        assert found(policies(f"{READ}\n{SET}")) == [(2, "variable-not-set")]
        assert "set in line 3" in messages(policies(f"{READ}\n{SET}"))[0]

    @pytest.mark.parametrize("foreign", ["<base />", '<include-fragment fragment-id="f" />'])
    def test_what_another_document_may_have_set(self, foreign: str) -> None:
        assert found(policies(f"{foreign}\n{READ}{SET}")) == []

    def test_in_a_fragment_whoever_includes_it_may_have_set_it(self) -> None:
        assert found(fragment(READ + SET)) == []

    @pytest.mark.parametrize(
        "guarded",
        [
            '@(context.Variables.ContainsKey("x") ? (string)context.Variables["x"] : "")',
            '@{ try { return (string)context.Variables["x"]; } catch { return ""; } }',
            '@(context.Variables.GetValueOrDefault<string>("x", "one"))',
        ],
    )
    def test_a_read_that_provides_for_a_missing_variable(self, guarded: str) -> None:
        text = policies(f'<set-backend-service backend-id="{guarded}" />{SET}')
        assert found(text) == []

    def test_a_condition_around_the_read_asks_for_the_variable(self) -> None:
        condition = '@(context.Variables.ContainsKey("x"))'
        text = f'<choose><when condition="{condition}">{READ}</when></choose>'
        assert found(policies(text + SET)) == []

    def test_the_value_of_a_variable_is_read_before_it_is_set(self) -> None:
        text = policies('<set-variable name="x" value="@((string)context.Variables["x"] + "a")" />')
        assert found(text) == [(2, "variable-not-set")]


class TestWays:
    def test_set_in_one_branch_only(self) -> None:
        assert found(policies(WHEN.format(SET) + READ)) == [(2, "variable-may-be-unset")]

    def test_set_in_all_branches(self) -> None:
        branches = WHEN.format(SET).replace("</choose>", f"<otherwise>{SET}</otherwise></choose>")
        assert found(policies(branches + READ)) == []

    def test_the_other_branch_ends_the_request(self) -> None:
        ends = "<otherwise><return-response><set-status code='404' /></return-response></otherwise>"
        branches = WHEN.format(SET).replace("</choose>", f"{ends}</choose>")
        assert found(policies(branches + READ)) == []

    def test_read_under_the_condition_that_it_was_set_under(self) -> None:
        assert found(policies(WHEN.format(SET) + WHEN.format(READ))) == []

    def test_sections_run_in_their_order_however_they_stand(self) -> None:
        text = f"<policies><outbound>{TRACE}</outbound><inbound>{SET}</inbound></policies>"
        assert [rule for _, rule in found(text)] == ["section-order"]

    def test_a_retry_has_run_at_least_once(self) -> None:
        inner = f"<retry condition='true' count='1' interval='0'>{SET}</retry>"
        assert found(policies(inner + READ)) == []

    def test_a_try_may_read_what_the_one_before_has_set(self) -> None:
        inner = f"<retry condition='true' count='1' interval='0'>{READ}{SET}</retry>"
        assert found(policies(inner)) == [(2, "variable-may-be-unset")]

    def test_all_that_wait_waits_for_has_run(self) -> None:
        assert found(policies(f'<wait for="all">{SEND}</wait>{STATUS}')) == []

    def test_of_what_runs_until_the_first_ends_some_may_not_have_run(self) -> None:
        text = policies(f'<wait for="any">{SEND}</wait>{STATUS}')
        assert found(text) == [(2, "variable-may-be-unset")]


class TestOnError:
    def test_an_error_may_come_before_the_variable_is_set(self) -> None:
        text = policies(f"<base />{SET}", on_error=TRACE)
        assert [rule for _, rule in found(text)] == ["variable-may-be-unset"]

    def test_what_is_set_before_anything_can_fail_is_there(self) -> None:
        assert found(policies(f"{SET}<base />", on_error=TRACE)) == []
        assert found(policies(SET, backend="<base />", on_error=TRACE)) == []

    def test_what_on_error_sets_itself(self) -> None:
        assert found(policies("<base />", on_error=f"<base />{SET}{TRACE}")) == []

    def test_a_fragment_may_set_it_there(self) -> None:
        include = '<include-fragment fragment-id="f" />'
        text = policies(f"<base />{SET}", on_error=f"{include}{TRACE}")
        assert found(text) == []


class TestCast:
    def body(self, stored: str, read: str) -> str:
        setter = f'<set-variable name="x" value="{stored}" />'
        return policies(f'<base />{setter}<set-backend-service backend-id="{read}" />')

    @pytest.mark.parametrize(
        ("stored", "read"),
        [
            ("@(1 + 1)", '@((string)context.Variables["x"])'),
            ("7", '@(((int)context.Variables["x"]).ToString())'),
            ("@(1)", '@(((long)context.Variables["x"]).ToString())'),
            ("@(new JObject())", '@((string)context.Variables["x"])'),
            ("@(true)", '@((string)context.Variables["x"])'),
        ],
    )
    def test_another_type(self, stored: str, read: str) -> None:
        assert found(self.body(stored, read)) == [(2, "wrong-cast")]

    @pytest.mark.parametrize(
        ("stored", "read"),
        [
            ("7", '@((string)context.Variables["x"])'),
            ("@(1 + 1)", '@(((int)context.Variables["x"]).ToString())'),
            ("@(1 + 1)", '@(((int?)context.Variables["x"]).ToString())'),
            ("@(1 + 1)", '@(context.Variables["x"].ToString())'),
            ("@(new JObject())", '@(((JToken)context.Variables["x"]).ToString())'),
            ("@(new JObject())", '@((context.Variables["x"] as JToken).ToString())'),
        ],
    )
    def test_the_same_type_or_a_base(self, stored: str, read: str) -> None:
        assert found(self.body(stored, read)) == []

    def test_asked_for_by_another_type(self) -> None:
        read = '@(context.Variables.GetValueOrDefault<int>("x", 1).ToString())'
        assert found(self.body("7", read)) == [(2, "wrong-type-asked")]

    def test_a_fragment_in_between_may_have_set_it_again(self) -> None:
        text = self.body("@(1)", '@((string)context.Variables["x"])')
        include = '<include-fragment fragment-id="f" /><set-backend'
        assert found(text.replace("<set-backend", include)) == []

    def test_between_sections_documents_of_inner_scopes_may_have_set_it_again(self) -> None:
        text = policies('<base /><set-variable name="x" value="@(1)" />', outbound=TRACE)
        assert found(text) == []
        assert [rule for _, rule in found(text, OPERATION)] == ["wrong-cast"]

    def test_the_last_of_two_types_on_the_way(self) -> None:
        later = WHEN.format('<set-variable name="x" value="@(1)" />')
        assert found(policies(f"<base />{SET}{later}{READ}")) == [(2, "cast-may-fail")]

    def test_a_default_of_another_type_is_replaced(self) -> None:
        first = '<set-variable name="x" value="@(1)" />'
        assert found(policies(f"<base />{first}{WHEN.format(SET)}{READ}")) == []

    def test_the_condition_of_a_retry_sees_what_a_try_has_set(self) -> None:
        inner = '<set-variable name="x" value="@(1)" />'
        condition = '@(int.Parse((string)context.Variables["x"]) > 0)'
        retry = f'\n<retry condition="{condition}" count="1" interval="0">{inner}</retry>'
        assert found(policies(f"<base />{SET}{retry}")) == [(3, "wrong-cast")]

    def test_what_policies_store(self) -> None:
        assert found(policies(f"<base />{SEND}{READ}")) == [(2, "wrong-cast")]


class TestFragments:
    """What a fragment sets that the command was given is set where it is included."""

    INCLUDE = '<include-fragment fragment-id="f" />'
    INT = '<set-variable name="x" value="@(1)" />'

    def found(self, text: str, **fragments: str) -> list[tuple[int, str]]:
        texts = {name: fragment(inner) for name, inner in fragments.items()}
        return found(text, ServiceFacts(fragment_texts=texts))

    def test_it_is_set(self) -> None:
        assert self.found(policies(f"{self.INCLUDE}{READ}"), f=SET) == []

    def test_it_is_not_set(self) -> None:
        text = policies(f"{self.INCLUDE}{READ}{SET}")
        assert self.found(text) == []
        assert self.found(text, f="<base />") == []
        assert self.found(text, f='<set-variable name="y" value="a" />') == [
            (2, "variable-not-set")
        ]

    def test_it_is_set_on_one_way_only(self) -> None:
        text = policies(f"{self.INCLUDE}{READ}")
        assert self.found(text, f=WHEN.format(SET)) == [(2, "variable-may-be-unset")]

    def test_its_type(self) -> None:
        text = policies(f"{self.INCLUDE}\n{READ}")
        assert self.found(text, f=self.INT) == [(3, "wrong-cast")]
        assert self.found(text, f=self.INT + SET) == []
        assert self.found(policies(f"{self.INCLUDE}{SET}\n{READ}"), f=self.INT) == []

    def test_the_message_names_the_line_that_includes_it(self) -> None:
        texts = {"f": fragment(f"\n\n{self.INT}")}
        text = policies(f"{self.INCLUDE}\n{READ}")
        (message,) = messages(text, ServiceFacts(fragment_texts=texts))
        assert '"x" holds int (line 2)' in message

    def test_one_that_includes_another(self) -> None:
        text = policies(f"{self.INCLUDE}\n{READ}")
        inner = '<include-fragment fragment-id="g" />'
        assert self.found(text, f=inner, g=self.INT) == [(3, "wrong-cast")]
        assert self.found(text, f=inner) == []

    def test_one_that_includes_itself(self) -> None:
        text = policies(f"{self.INCLUDE}\n{READ}")
        assert self.found(text, f=self.INT + self.INCLUDE) == [(3, "wrong-cast")]

    def test_in_a_retry_it_may_have_run_before(self) -> None:
        inner = f"<retry condition='true' count='1' interval='0'>{READ}{self.INCLUDE}</retry>"
        assert self.found(policies(inner), f=SET) == [(2, "variable-may-be-unset")]

    def test_one_of_the_same_folder(self, tmp_path: Path) -> None:
        (tmp_path / "policy-fragments" / "f").mkdir(parents=True)
        (tmp_path / "policy-fragments" / "f" / "policy.xml").write_text(fragment(self.INT))
        (tmp_path / "api.xml").write_text(policies(f"{self.INCLUDE}\n{READ}"))
        checked = check_paths([tmp_path], ServiceFacts(), {})
        assert [(one.place.line, one.rule) for one in checked.findings] == [(3, "wrong-cast")]
