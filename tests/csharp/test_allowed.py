from __future__ import annotations

import pytest

from apimgen.csharp.types.allowed import allow_list
from tests.csharp.looking import block, found, only, value

TYPE = "expression-type-not-allowed"
MEMBER = "expression-member-not-allowed"


class TestMembers:
    @pytest.mark.parametrize(
        ("code", "at", "said"),
        [
            ('DateTime.TryParse("", out var d)', "TryParse", "use DateTimeOffset.TryParse"),
            ("System.DateTime.ParseExact(context.Api.Id)", "ParseExact", "DateTimeOffset"),
            ("context.Timestamp.ToUniversalTime()", "ToUniversalTime", "DateTime.ToUniversalTime"),
            ("DateTimeKind.Local", "Local", "DateTimeKind.Local"),
            ('Regex.Match("a", "b").NextMatch()', "NextMatch", "use Regex.Matches"),
            ('Regex.Match("a", "b").Groups["x"].Name', "Name", "Group.Name"),
            ('Regex.Escape("a")', "Escape", "Regex.Escape"),
            ('XDocument.Load("a")', "Load", "use XDocument.Parse"),
            ("context.Request.Certificate.SubjectName.Decode(0)", "Decode", "X500"),
            ("IPAddress.Any", "Any", "IPAddress.Any"),
            ("SymmetricAlgorithm.Create()", "SymmetricAlgorithm.Create()", "Create()"),
            ("new DateTimeKind()", "DateTimeKind", "new DateTimeKind"),
        ],
    )
    def test_one_that_the_table_does_not_have(self, code: str, at: str, said: str) -> None:
        rule, text, message = only(value(code), code)
        assert (rule, text) == (MEMBER, at)
        assert said in message

    @pytest.mark.parametrize(
        "code",
        [
            "DateTime.UtcNow.AddDays(1).ToString()",
            "new DateTime(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc)",
            'Regex.Match("a", "b").Groups["x"]?.Value',
            'Regex.Match("a", "b").Success',
            'Regex.Match("a", "b").Value + Regex.Match("a", "b").Index',
            'Regex.Match("a", "b").Groups.Cast<Group>().First().Value',
            'XDocument.Parse("<a/>").Root.Name.LocalName',
            'SymmetricAlgorithm.Create("Aes")',
            'JsonConvert.DeserializeObject<Dictionary<string, string>>("{}")',
            "JsonConvert.SerializeObject(new { a = 1 }, Newtonsoft.Json.Formatting.None)",
            "DateTime.UtcNow.Equals(context.Timestamp)",
            "context.Timestamp > DateTime.UtcNow",
            'IPAddress.Parse("::1").AddressFamily',
            'Enum.Parse(typeof(StringComparison), "Ordinal")',
        ],
    )
    def test_one_that_it_has(self, code: str) -> None:
        assert value(code).problems == ()

    @pytest.mark.parametrize(
        ("code", "at", "near"),
        [
            ("DateTime.Parsee(context.Api.Id)", "Parsee", "Parse"),
            ('string.IsNullOrEmtpy("a")', "IsNullOrEmtpy", "IsNullOrEmpty"),
            ('"a".Lenght', "Lenght", "Length"),
            ("context.Api.Id.ToUper()", "ToUper", "ToUpper"),
            ("Convert.ToInt(context.Api.Id)", "ToInt", "ToInt"),
            ("context.Elapsed.TotalSecond", "TotalSecond", "TotalSeconds"),
        ],
    )
    def test_a_misspelt_one_of_a_type_that_is_known_in_full(
        self, code: str, at: str, near: str
    ) -> None:
        rule, text, message = only(value(code), code)
        assert (rule, text) == ("unknown-member", at)
        assert f'did you mean "{near}' in message


class TestTypes:
    @pytest.mark.parametrize(
        ("code", "at", "said"),
        [
            ('HttpUtility.UrlEncode("a")', "HttpUtility", "System.Net.WebUtility"),
            ("Environment.NewLine", "Environment", "Environment"),
            ("System.Environment.NewLine", "System.Environment", "System.Environment"),
            (
                "1.0.ToString(System.Globalization.CultureInfo.InvariantCulture)",
                "System.Globalization.CultureInfo",
                "leave the culture out",
            ),
            ("new MemoryStream()", "MemoryStream", "MemoryStream"),
            ("new Jobject()", "Jobject", 'did you mean "JObject"?'),
            ("Gadget.Make()", "Gadget", "not a type that policy expressions may use"),
            (
                "new System.IO.StreamReader(context.Api.Id)",
                "System.IO.StreamReader",
                "As<string>()",
            ),
            ('(Jobject)context.Variables["x"]', "Jobject", 'did you mean "JObject"?'),
            ("context.Request.Body.As<Jobject>()", "Jobject", 'did you mean "JObject"?'),
            ("new Dictionary<string, Jtoken>()", "Jtoken", 'did you mean "JToken"?'),
            ("context.User is Jobject && context.Tracing", "Jobject", 'did you mean "JObject"?'),
        ],
    )
    def test_one_that_the_table_does_not_have(self, code: str, at: str, said: str) -> None:
        rule, text, message = only(value(code), code)
        assert (rule, text) == (TYPE, at)
        assert said in message

    def test_a_declared_variable_of_no_type(self) -> None:
        code = "let a = 1; return a;"
        rule, text, message = only(block(code), code)
        assert (rule, text) == (TYPE, "let")
        assert "write var" in message

    @pytest.mark.parametrize(
        "code",
        [
            "System.Net.WebUtility.UrlEncode(context.Api.Id)",
            "global::System.Guid.NewGuid()",
            "System.Text.RegularExpressions.Regex.IsMatch(context.Api.Id, context.Api.Name)",
            "new System.Collections.Generic.List<System.String>()",
            "String.Join(String.Empty, Int32.MaxValue)",
            "System.Text.Encoding.UTF8.GetString(System.Convert.FromBase64String(context.Api.Id))",
            "new HMACSHA256(new byte[16]).ComputeHash(new byte[0])",
            "context.Timestamp.DayOfWeek == DayOfWeek.Saturday",
            "TimeZoneInfo.FindSystemTimeZoneById(context.Api.Id)",
            '(XmlDocument)context.Variables["x"]',
            "(IResponse)null",
            "TimeZoneInfo.Local.GetAdjustmentRules().Any(r => r.DaylightDelta > TimeSpan.Zero)",
            "context.User is JObject && context.Tracing || context.User is IUser",
            "context.User is Newtonsoft.Json.Linq.JObject && context.Tracing",
            "context.User is List<string> && context.Tracing",
            "new Tuple<int, string>(1, context.Api.Id).Item1",
            'Tuple.Create(1, "a").Item2',
        ],
    )
    def test_one_that_may_be_used(self, code: str) -> None:
        assert value(code).problems == ()

    def test_types_that_only_stand_there_are_not_checked_by_the_service(self) -> None:
        code = "try { return 1; } catch (FormatException e) { return e.Message.Length; }"
        assert block(code).problems == ()

    def test_but_making_one_is_checked(self) -> None:
        code = 'throw new FormatException("no");'
        assert only(block(code), code)[:2] == (TYPE, "FormatException")

    def test_a_local_name_is_no_type(self) -> None:
        code = 'const string KEY = "a"; string Trimmed = KEY.Trim(); return Trimmed.Length;'
        assert block(code).problems == ()


class TestUnknownReceivers:
    @pytest.mark.parametrize(
        "code",
        [
            "{{text}}.Anything",
            'context.Variables.GetValueOrDefault<AggregateException>("x").Anything.Else(1)',
            "context.Deployment.SustainabilityInfo.CurrentCarbonIntensity.Anything > 5",
            "context.Request.Headers.Select(h => {{what}}(h).Anything).First().Else",
            "(from u in context.User.Groups let n = u.Name where n.Length > 1 select n).First()",
        ],
    )
    def test_nothing_is_said_of_what_is_not_known(self, code: str) -> None:
        assert value(code).problems == ()


class TestNames:
    @pytest.mark.parametrize(
        ("code", "at", "said"),
        [
            ("contxt.Request", "contxt", 'did you mean "context"?'),
            ("1 + unknown", "unknown", "nothing here is called unknown"),
            ('JObject("a")', "JObject", "new JObject(...)"),
            ("Compute(1)", "Compute", "nothing here is called Compute"),
        ],
    )
    def test_declared_nowhere(self, code: str, at: str, said: str) -> None:
        rule, text, message = only(value(code), code)
        assert (rule, text) == ("unknown-name", at)
        assert said in message

    def test_the_nearest_local_name(self) -> None:
        code = "var total = 1; return totl;"
        assert 'did you mean "total"?' in only(block(code), code)[2]

    @pytest.mark.parametrize(
        "code",
        [
            "var a = F(1); int F(int x) { return G(x); int G(int y) => y; } return a;",
            "foreach (var c in context.Api.Id) { if (c == 'a') return c; } return 'b';",
            "for (int i = 0, j = 1; i < 3; i++, j--) { if (i == j) return i; } return 0;",
            "try { return 1; } catch (Exception e) when (e.Message == null) { return 2; }",
            'if (int.TryParse("1", out var n) && n is int m) return n + m; return 0;',
            "var (a, (b, c)) = (1, (2, 3)); return a + b + c;",
            "T Id<T>(T x) { return x; } return Id<int>(1);",
            "TOut Map<TIn, TOut>(TIn x, Func<TIn, TOut> by) => by(x); return Map(5, n => n + 1);",
            "Func<int, Func<int, int>> f = x => y => x + y; return f(1)(2);",
            "Func<int, int> f = delegate (int x) { return x; }; return f(1);",
            "int whatever = 1; return nameof(whatever);",
            "return context.User.Groups.ToDictionary(keySelector: g => g.Id)[context.User.Id];",
            'return new JObject { ["a"] = 1, ["b"] = new JArray { 1, 2 } };',
            "return new Uri(context.Api.Path) { };",
            "goto end; end: return 1;",
            "int Sum(params int[] xs) { return xs.Sum(); } return Sum(1, 2);",
            'var contextData = new JObject(); contextData["x"] = 1; return contextData;',
            '(int count, string name) t = (1, "a"); return t.count;',
            "int n = 0; ref int r = ref n; return r;",
            "object o = 1; switch (o) { case int i: return i; default: return 0; }",
        ],
    )
    def test_everything_that_declares_a_name(self, code: str) -> None:
        assert found(block(code), code) == []


def test_the_table_is_the_page_s() -> None:
    table = allow_list()
    assert len(table.members) == 129
    assert table.qualified["System.Net.WebUtility"] == "WebUtility"
    assert table.members["Match"].allows("Value")  # by its base Capture
    assert not table.members.keys() & table.unlisted
    assert not table.members.keys() & table.refused.keys()
    assert not table.unlisted & table.refused.keys()
