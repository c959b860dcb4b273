"""The rules about bodies, which are streams."""

from __future__ import annotations

import pytest

from tests.found import found, fragment, policies

READ = '<set-variable name="a" value="@(context.Request.Body.As<string>())" />'
KEEP = '<set-variable name="a" value="@(context.Request.Body.As<string>(preserveContent: true))" />'
ANSWER = READ.replace("Request", "Response")
BODY = "<set-body>other</set-body>"


class TestLostBody:
    def test_read_before_the_request_is_forwarded(self) -> None:
        assert found(policies(READ, backend="<base />")) == [(2, "lost-body")]
        assert found(policies(READ, backend="<forward-request />")) == [(2, "lost-body")]

    def test_where_no_backend_section_stands_the_request_is_forwarded_too(self) -> None:
        assert found(policies(READ)) == [(2, "lost-body")]

    def test_read_on_one_way(self) -> None:
        text = policies(f'<choose><when condition="true">{READ}</when></choose>')
        assert found(text) == [(2, "lost-body")]

    def test_read_before_the_response_is_sent(self) -> None:
        assert found(policies(outbound=f"<base />{ANSWER}")) == [(2, "lost-body")]

    @pytest.mark.parametrize(
        "inbound",
        [
            KEEP,
            READ.replace("()", "(true)"),
            READ + BODY,
            f"{READ}<return-response>{BODY}</return-response>",
            f'{READ}<include-fragment fragment-id="may-set-the-body" />',
            "<set-body>@(context.Request.Body.As<string>().ToUpper())</set-body>",
        ],
    )
    def test_a_body_that_is_there(self, inbound: str) -> None:
        assert found(policies(inbound, backend="<base />")) == []

    def test_what_follows_a_fragment_is_not_known(self) -> None:
        assert found(fragment(READ)) == []

    def test_the_response_and_the_request_have_a_body_each(self) -> None:
        assert found(policies(READ + BODY, outbound=f"{ANSWER}{BODY}")) == []

    def test_a_body_that_a_call_on_the_side_gets_is_read_up(self) -> None:
        code = READ.partition('value="')[2].partition('"')[0]
        call = "<send-one-way-request><set-url>https://a</set-url><set-method>POST</set-method>"
        call += f"<set-body>{code}</set-body></send-one-way-request>"
        assert found(policies(call)) == [(2, "lost-body")]


class TestReadTwice:
    def test_one_after_the_other(self) -> None:
        assert found(policies(f"{READ}\n{KEEP}{BODY}")) == [(3, "body-read-twice")]

    def test_said_once_for_each_that_reads_up(self) -> None:
        assert found(policies(f"{READ}\n{KEEP}\n{KEEP}")) == [(3, "body-read-twice")]

    def test_in_the_branches_of_a_choose(self) -> None:
        branches = f'<when condition="@(context.Api.Id == null)">{READ}</when>'
        branches += f"<otherwise>{READ}</otherwise>"
        assert found(policies(f"<choose>{branches}</choose>{BODY}")) == []

    def test_in_the_conditions_of_a_choose(self) -> None:
        condition = '@(context.Request.Body.As<string>() == "{}")'
        whens = "".join(
            f'\n<when condition="{condition.replace("{}", name)}">{BODY}</when>' for name in "ab"
        )
        text = policies(f"<choose>{whens}<otherwise>{BODY}</otherwise></choose>")
        assert found(text) == [(4, "body-read-twice")]

    def test_the_response_of_a_call_is_another(self) -> None:
        call = (
            '<send-request response-variable-name="r"><set-url>https://a</set-url></send-request>'
        )
        read = '@(((IResponse)context.Variables["r"]).Body.As<string>())'
        reads = "".join(f'<set-variable name="{name}" value="{read}" />' for name in "ab")
        assert found(fragment(call + reads)) == []
