from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from apimgen.csharp import assignable
from apimgen.knowledge.model import ValueType
from tests.csharp.looking import block, type_named, value

if TYPE_CHECKING:
    from apimgen.csharp import Analysis


def spelled(analysis: Analysis) -> str | None:
    """The type of the value, as C# spells it."""
    return None if analysis.result is None else str(analysis.result)


@pytest.mark.parametrize(
    ("code", "result"),
    [
        ("true", "bool"),
        ("1", "int"),
        ("3000000000", "uint"),
        ("5000000000", "long"),
        ("0x7FFFFFFF", "int"),
        ("1L", "long"),
        ("1.5", "double"),
        ("1.5f", "float"),
        ("1.5m", "decimal"),
        ("'a'", "char"),
        ('"a"', "string"),
        ('@"a""b"', "string"),
        ('$"a{1}"', "string"),
        ("null", "null"),
        # operators
        ("1 + 1", "int"),
        ("1 + 1L", "long"),
        ("1 / 2.0", "double"),
        ("1.5m + 1.5", None),
        ("'a' + 1", "int"),
        ('1 + "a"', "string"),
        ("1 == 2", "bool"),
        ("true && false || !true", "bool"),
        ("1 << 2", "int"),
        ("-1", "int"),
        ("true ? 1 : 2", "int"),
        ("true ? 1 : 2.5", "double"),
        ('true ? "a" : null', "string"),
        ('true ? "a" : 1', None),
        ("true ? 1 : false ? 2 : 3", "int"),
        ('null ?? "a"', "string"),
        ('context.Api.Id ?? "a"', "string"),
        ("DateTime.UtcNow - context.Timestamp", "TimeSpan"),
        ("DateTime.UtcNow + context.Elapsed", "DateTime"),
        ("1 is int", "bool"),
        # casts
        ('(string)context.Variables["x"]', "string"),
        ('(System.Int32)context.Variables["x"]', "int"),
        ('context.Variables["x"] as JObject', "JObject"),
        ('(string)context.Variables["x"] ?? "y"', "string"),
        ('((JObject)context.Variables["x"])["a"]', "JToken"),
        ('(string)context.Variables.GetValueOrDefault<JObject>("x")["a"]', "string"),
        ('"a" + context.Api.Id.AsJwt()?.Subject', "string"),
        ("(string)context.Response?.StatusReason", "string"),
        ("typeof(int)", "Type"),
        ("default(int)", "int"),
        # what stands behind context
        ("context.RequestId", "Guid"),
        ("context.Timestamp", "DateTime"),
        ("context.Response", "IResponse"),
        ("context.Response.StatusCode", "int"),
        ("context.Response?.StatusCode", "int?"),
        ("context.Response?.StatusReason", "string"),
        ("context.Variables", "IReadOnlyDictionary<string, object>"),
        ('context.Variables["x"]', "object"),
        ('context.Variables.GetValueOrDefault<int>("x")', "int"),
        ('context.Variables.GetValueOrDefault<String>("x", "")', "string"),
        ('context.Request.Headers.GetValueOrDefault("x", "")', "string"),
        ('context.Request.Headers["x"]', "string[]"),
        ('context.Request.Headers["x"][0]', "string"),
        ('context.Request.Headers["x"].First()', "string"),
        ('context.Request.MatchedParameters["id"]', "string"),
        ('context.Request.Url.Query.GetValueOrDefault("x")', "string"),
        ("context.Request.Body.As<JObject>(preserveContent: true)", "JObject"),
        ("context.Request.Body.As<byte[]>()", "byte[]"),
        ('context.Request.Body.As<JObject>()["model"]', "JToken"),
        ("context.User.Groups", "IEnumerable<IGroup>"),
        ("context.User.Groups.First().Name", "string"),
        ("context.User.Groups.Select(g => g.Name)", "IEnumerable<string>"),
        ("context.Subscription.EndDate", "DateTime?"),
        ("context.Subscription.EndDate.HasValue", "bool"),
        # .NET
        ("\"a,b\".Split(',')", "string[]"),
        ("\"a,b\".Split(',')[0].Trim().Length", "int"),
        ('"abc"[0]', "char"),
        ('string.Format("{0}", 1)', "string"),
        ('Convert.ToInt32("1")', "int"),
        ('int.Parse("1")', "int"),
        ('double.TryParse("1", out var d)', "bool"),
        ("Math.Pow(2, 3)", "double"),
        ("Math.Max(1, 2)", "int"),
        ("new Random().Next(1, 3)", "int"),
        ("Guid.NewGuid()", "Guid"),
        ("Guid.NewGuid().ToString()", "string"),
        ('JObject.Parse("{}")', "JObject"),
        ('JArray.Parse("[]").Count', "int"),
        ('JObject.Parse("{}").Value<int>("x")', "int"),
        ('JObject.Parse("{}")["x"].ToObject<string[]>()', "string[]"),
        ("JsonConvert.SerializeObject(1)", "string"),
        ('Regex.Match("a", "b").Groups["c"].Value', "string"),
        ("Encoding.UTF8.GetBytes(context.Api.Id)", "byte[]"),
        ("DateTimeOffset.UtcNow.ToUnixTimeSeconds()", "long"),
        ("new JObject()", "JObject"),
        ("new string[] { }", "string[]"),
        ("new byte[16]", "byte[]"),
        ('new[] { "a", "b" }', "string[]"),
        ("new List<string>()", "List<string>"),
        ("new Dictionary<string, int>()", "Dictionary<string, int>"),
        ('new Dictionary<string, int>()["a"]', "int"),
        ("new List<string>().Where(x => x.Length > 1).ToArray()", "string[]"),
        ("new List<int>().Any()", "bool"),
        ("new { A = 1 }", "anonymous type { int A }"),
        ("nameof(context)", "string"),
        ("x => x", None),
        ("throw new Exception()", None),
        ("DateTime", None),
        ("StringComparison.Ordinal", "StringComparison"),
    ],
)
def test_the_type_of_a_value(code: str, result: str | None) -> None:
    assert spelled(value(code)) == result


@pytest.mark.parametrize(
    ("code", "result"),
    [
        ("return 1;", "int"),
        ("if (context.Tracing) return 1; return 2.5;", None),  # each is put into a box as it is
        ("if (context.Tracing) return 1; return null;", "int?"),
        ('if (context.Tracing) return "a"; return null;', "string"),
        ('if (context.Tracing) return "a"; return 1;', None),
        ('var x = "a"; return x;', "string"),
        ("var x = context.Request.Body.As<JArray>(); return x;", "JArray"),
        (
            'string[] value; context.Request.Headers.TryGetValue("a", out value); return value;',
            "string[]",
        ),
        ('context.Request.Headers.TryGetValue("a", out var value); return value;', "string[]"),
        ('int.TryParse("1", out var n); return n;', "int"),
        ("foreach (var x in new List<string>()) { return x; } return null;", "string"),
        ('foreach (var x in JArray.Parse("[]")) { return x; } return null;', "JToken"),
        ("int F(int x) { return x; } return F(1);", "int"),
        ("Func<int, string> f = x => { return null; }; return f(1);", "string"),
        ("const long K = 5; return K;", "long"),
        ("object x = 1; return x;", "object"),
        ("try { return 1; } catch (Exception e) { return e.Message.Length; }", "int"),
        ("throw new Exception();", None),
    ],
)
def test_the_type_of_what_a_block_returns(code: str, result: str | None) -> None:
    assert spelled(block(code)) == result


def test_there_is_none_where_the_syntax_is_wrong() -> None:
    assert value("1 + ").result is None


@pytest.mark.parametrize(
    ("result", "wanted", "fits"),
    [
        (None, ValueType.BOOLEAN, True),
        ("bool", ValueType.BOOLEAN, True),
        ("bool?", ValueType.BOOLEAN, True),
        ("object", ValueType.BOOLEAN, True),
        ("JToken", ValueType.BOOLEAN, True),
        ("string", ValueType.BOOLEAN, True),  # the text may be "true"
        ("int", ValueType.BOOLEAN, False),
        ("JObject", ValueType.BOOLEAN, False),
        ("IResponse", ValueType.BOOLEAN, False),
        ("int", ValueType.STRING, True),
        ("JObject", ValueType.STRING, True),
        ("byte[]", ValueType.STRING, True),
        ("IUrl", ValueType.STRING, True),
        ("IResponse", ValueType.STRING, False),
        ("IResponse", ValueType.ANY, True),
        ("int", ValueType.INTEGER, True),
        ("long?", ValueType.INTEGER, True),
        ("string", ValueType.INTEGER, True),
        ("bool", ValueType.INTEGER, False),
        ("string[]", ValueType.INTEGER, False),
        ("TimeSpan", ValueType.DURATION, True),
        ("bool", ValueType.DURATION, False),
        ("DateTime", ValueType.DATETIME, True),
        ("int", ValueType.URL, False),
        ("bool", ValueType.BACKEND_ID, False),
        ("List<string>", ValueType.BACKEND_ID, False),
    ],
)
def test_where_a_value_may_stand(result: str | None, wanted: ValueType, fits: bool) -> None:
    assert assignable(type_named(result), wanted) is fits
