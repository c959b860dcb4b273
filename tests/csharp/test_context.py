from __future__ import annotations

import pytest

from tests.csharp.looking import block, only, value

RULE = "unknown-context-member"


@pytest.mark.parametrize(
    ("code", "at", "said"),
    [
        ("context.Requst.Url", "Requst", 'context has no member Requst; did you mean "Request"?'),
        ("context.Request.Foo", "Foo", "IRequest has no member Foo"),
        ("context.Response.StatusCod", "StatusCod", 'did you mean "StatusCode"?'),
        ("context?.Response?.StatusCod", "StatusCod", 'did you mean "StatusCode"?'),
        ("context.Request.Url.Hst.Length", "Hst", 'did you mean "Host"?'),
        (
            'context.Request.Headers.GetValueOrDefualt("a", "")',
            "GetValueOrDefualt",
            'did you mean "GetValueOrDefault"?',
        ),
        ("context.Request.Body.AsString()", "AsString", "IMessageBody has no member AsString"),
        ("context.User.Groups.Any(g => g.Nam == context.Api.Id)", "Nam", 'did you mean "Name"?'),
        ("context.User.Groups.First().Nam", "Nam", 'did you mean "Name"?'),
        ("context.LastError.Mesage", "Mesage", 'did you mean "Message"?'),
        ('((IResponse)context.Variables["r"]).Status', "Status", "IResponse has no member Status"),
        ("context.Api.Id.AsJwt()?.Claim", "Claim", 'did you mean "Claims"?'),
        ('context.Variables.Get<string>("x")', "Get", "has no member Get"),
    ],
)
def test_a_member_that_does_not_exist(code: str, at: str, said: str) -> None:
    rule, text, message = only(value(code), code)
    assert (rule, text) == (RULE, at)
    assert said in message


def test_it_is_found_behind_local_names_too() -> None:
    code = (
        "var response = context.Response; if (response == null) return 0; return response.Status;"
    )
    assert only(block(code), code)[:2] == (RULE, "Status")


def test_it_is_found_in_a_loop() -> None:
    code = "foreach (var g in context.User.Groups) { return g.Nme; } return null;"
    assert only(block(code), code)[:2] == (RULE, "Nme")


@pytest.mark.parametrize(
    ("code", "at"),
    [
        ('context.Variables["r"].StatusCode', "StatusCode"),
    ],
)
def test_a_variable_must_be_cast(code: str, at: str) -> None:
    rule, text, message = only(value(code), code)
    assert (rule, text) == (RULE, at)
    assert "cast it first" in message


@pytest.mark.parametrize(
    "code",
    [
        "context.Api.IsCurrentRevision && context.Api.Revision == context.Api.Version",
        "context.Backend.Type == BackendType.Pool && context.Backend.AzureRegion != null",
        'context.Deployment.Certificates["a"].Thumbprint',
        "context.Deployment.Gateway.IsManaged",
        "context.Deployment.SustainabilityInfo.CurrentCarbonIntensity",
        "context.Elapsed.TotalMilliseconds > 5 && context.Tracing",
        'context.GraphQL.Arguments["id"] ?? context.GraphQL.Parent["id"]',
        "context.LastError.Source + context.LastError.Reason + context.LastError.Section",
        "context.Operation.UrlTemplate",
        "context.Product.Groups.Select(g => g.Id).ToArray()",
        "context.Product.State == ProductState.Published && context.Product.SubscriptionsLimit > 1",
        "context.Request.Body.As<JObject>(preserveContent: true)",
        "context.Request.Body.AsFormUrlEncodedContent().ToQueryString()",
        "context.Request.Certificate.VerifyNoRevocation()",
        'context.Request.Headers["a"].First()',
        'context.Request.Headers.Where(h => h.Key.StartsWith("x-")).Count()',
        "context.Request.PrivateEndpointConnection.MemberName",
        'context.Request.Url.Query.GetValueOrDefault("a")',
        "context.Request.OriginalUrl.ToString()",
        'context.Request.Headers.GetValueOrDefault("Authorization", "").AsBasic()?.UserId',
        'context.Request.Headers.GetValueOrDefault("Authorization", "").AsJwt()?.Claims["a"]',
        'context.Request.MatchedParameters["id"].ToLower()',
        "context.RequestId.ToString()",
        "context.Subscription.PrimaryKey + context.Subscription?.EndDate?.Year",
        "context.User.Identities.Any(i => i.Provider == context.Workspace.Name)",
        'context.Variables.ContainsKey("a") && context.Variables.Count > 0',
        'new byte[1].Encrypt("AES", new byte[1], new byte[1])',
        "context.User.Groups.ElementAt(0).GetHashCode()",
    ],
)
def test_a_member_that_exists(code: str) -> None:
    assert value(code).problems == ()


@pytest.mark.parametrize(
    ("code", "at"),
    [
        ('context.Variables["x"] = 1; return 1;', 'context.Variables["x"]'),
        ('context.Request.Method = "GET"; return 1;', "context.Request.Method"),
        ('context.Request.Headers["a"] = null; return 1;', 'context.Request.Headers["a"]'),
    ],
)
def test_nothing_behind_context_can_be_assigned_to(code: str, at: str) -> None:
    rule, text, message = only(block(code), code)
    assert (rule, text) == ("context-write", at)
    assert ("set-variable" in message) == ("Variables" in code)
