"""The rules about retries: what they say, and of what they say nothing."""

from __future__ import annotations

import pytest

from tests.found import found, fragment

STATUS = "@(context.Response == null || context.Response.StatusCode == 429)"
FORWARD = '<forward-request buffer-request-body="true" />'


def retry(inner: str, condition: str = STATUS) -> str:
    """A fragment with a retry in line 2, and what it holds from line 3 on."""
    head = f'<retry condition="{condition}" count="2" interval="0">'
    return fragment(f"{head}\n{inner}\n</retry>")


class TestBuffering:
    @pytest.mark.parametrize(
        "forward",
        ["<forward-request />", '<forward-request buffer-request-body="FALSE" timeout="1" />'],
    )
    def test_a_body_that_is_gone_at_the_second_try(self, forward: str) -> None:
        assert found(retry(forward)) == [(3, "retry-without-buffering")]

    def test_each_forward_request_is_its_own(self) -> None:
        inner = "<choose><when condition='@(context.Api.Id == null)'><forward-request /></when>\n"
        inner += "<otherwise><forward-request /></otherwise></choose>"
        assert found(retry(inner)) == [
            (3, "retry-without-buffering"),
            (4, "retry-without-buffering"),
        ]

    @pytest.mark.parametrize(
        "inner",
        [
            FORWARD,
            '<forward-request buffer-request-body="@(true)" />',
            '<forward-request buffer-request-body="{{buffer}}" />',
            '<set-body>@((string)context.Variables["body"])</set-body><forward-request />',
        ],
    )
    def test_a_body_that_is_there_again(self, inner: str) -> None:
        assert found(retry(inner)) == []

    def test_the_body_of_a_call_on_the_side_is_another(self) -> None:
        send = "<send-one-way-request><set-url>https://a</set-url><set-method>POST</set-method>"
        inner = f"{send}<set-body>b</set-body></send-one-way-request>\n<forward-request />"
        assert found(retry(inner)) == [(4, "retry-without-buffering")]

    def test_outside_of_a_retry_there_is_no_second_try(self) -> None:
        assert found("<policies><backend><forward-request /></backend></policies>") == []


class TestUnguardedResponse:
    @pytest.mark.parametrize(
        "condition",
        [
            "@(context.Response.StatusCode == 429)",
            "@(context.Response.StatusCode == 429 || context.Response == null)",
            "@(context.Response.Headers.Count == 0)",
        ],
    )
    def test_a_response_that_may_be_null(self, condition: str) -> None:
        assert found(retry(FORWARD, condition)) == [(2, "unguarded-response")]

    @pytest.mark.parametrize(
        "condition",
        [
            STATUS,
            "@(context.Response != null && context.Response.StatusCode == 429)",
            "@(context.Response?.StatusCode == 429)",
            "true",
        ],
    )
    def test_a_response_that_is_asked_for(self, condition: str) -> None:
        assert found(retry(FORWARD, condition)) == []

    def test_a_retry_of_something_else(self) -> None:
        assert found(retry("", "@(context.Response.StatusCode == 429)")) == []


class TestSeededRandom:
    def pick(self, seed: str) -> str:
        return f'<set-variable name="p" value="@(new Random({seed}).Next(0, 2))" />'

    @pytest.mark.parametrize("seed", ["context.RequestId.GetHashCode()", "7"])
    def test_the_same_number_at_every_try(self, seed: str) -> None:
        assert found(retry(self.pick(seed) + FORWARD)) == [(3, "seeded-random")]

    @pytest.mark.parametrize(
        "seed", ["Guid.NewGuid().GetHashCode()", "(int)DateTime.UtcNow.Ticks", ""]
    )
    def test_another_number_at_every_try(self, seed: str) -> None:
        assert found(retry(self.pick(seed) + FORWARD)) == []

    def test_outside_of_a_retry_a_request_may_have_a_number_of_its_own(self) -> None:
        assert found(fragment(self.pick("context.RequestId.GetHashCode()"))) == []

    def test_a_constant_gives_all_requests_the_same(self) -> None:
        assert found(fragment(self.pick("7"))) == [(2, "seeded-random")]


class TestMayRepeatBackend:
    def choose(self, pick: str) -> str:
        return f'<set-backend-service backend-id="@({pick} == 0 ? "a" : "b")" />\n{FORWARD}'

    def test_a_pick_that_knows_nothing_of_the_tries_before(self) -> None:
        text = retry(self.choose("new Random().Next(0, 2)"))
        assert found(text) == [(3, "retry-may-repeat-backend")]

    def test_a_pick_among_what_is_left(self) -> None:
        left = '<set-variable name="left" value="@(2)" />'
        pick = 'new Random().Next(0, (int)context.Variables["left"])'
        assert found(retry(left + self.choose(pick))) == []

    def test_a_random_number_for_something_else(self) -> None:
        header = (
            "<set-header name='a'><value>@(new Random().Next().ToString())</value></set-header>"
        )
        assert found(retry(header + FORWARD)) == []


class TestFailOnError:
    FORWARD = FORWARD.replace(" />", ' fail-on-error-status-code="true" />')

    def test_a_status_that_is_an_error_first(self) -> None:
        assert found(retry(self.FORWARD)) == [(3, "fail-on-error-in-retry")]

    def test_a_condition_that_asks_for_no_status(self) -> None:
        condition = '@(context.Variables.ContainsKey("again"))'
        assert found(retry(self.FORWARD, condition)) == []


class TestRetryAfter:
    HEADER = 'context.Response.Headers.GetValueOrDefault("Retry-After", "1")'

    @pytest.mark.parametrize(
        "code",
        [
            f"@(Convert.ToInt32({HEADER}))",
            f"@(int.Parse({HEADER}) + 1)",
            f"@{{ var w = {HEADER}; return Convert.ToDouble(w); }}",
            f"@(DateTime.Parse({HEADER}))",
        ],
    )
    def test_a_call_that_throws(self, code: str) -> None:
        text = fragment(f'<set-variable name="w" value="{code}" />')
        assert found(text) == [(2, "throwing-retry-after")]

    @pytest.mark.parametrize(
        "code",
        [
            f"@{{ int w; return int.TryParse({HEADER}, out w) ? w : 1; }}",
            f"@{{ try {{ return int.Parse({HEADER}); }} catch {{ return 1; }} }}",
            '@(int.Parse(context.Request.Headers.GetValueOrDefault("x-retry", "1")))',
        ],
    )
    def test_a_call_that_does_not_or_another_header(self, code: str) -> None:
        assert found(fragment(f'<set-variable name="w" value="{code}" />')) == []
