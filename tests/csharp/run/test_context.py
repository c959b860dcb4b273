from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from apimgen.csharp import Kind
from apimgen.csharp.model.types import LONG
from apimgen.csharp.run import runnable
from apimgen.csharp.run.context import (
    Body,
    Context,
    Facts,
    Headers,
    LastError,
    Request,
    Response,
    Url,
)
from apimgen.csharp.run.errors import Thrown
from apimgen.csharp.run.plain_host import PlainHost
from apimgen.csharp.run.values import text_of
from apimgen.csharp.run.values.casts import boxed


def request(body: bytes | None = None, **more: Any) -> Request:
    url = Url("https", "gateway.example", 443, "/openai/chat", {"a": ["1", "2"], "b c": ["x&y"]})
    headers = Headers([("Accept", "text/html"), ("accept", "*/*"), ("X-Empty", "")])
    return Request("POST", url, headers, None if body is None else Body(body), **more)


def evaluate(code: str, context: Context | None = None) -> Any:
    """The value of an expression, or of the statements of a block."""
    kind = Kind.BLOCK if "return" in code else Kind.EXPRESSION
    return runnable(code, kind).call(context or Context(request()), PlainHost(1))


def text(code: str, context: Context | None = None) -> str:
    return text_of(evaluate(code, context))


def thrown(code: str, context: Context | None = None) -> tuple[str, str]:
    with pytest.raises(Thrown) as found:
        evaluate(code, context)
    return found.value.type.rpartition(".")[2], found.value.message


def with_body(body: bytes | None) -> Context:
    return Context(request(body))


def with_variables(**values: Any) -> Context:
    context = Context(request())
    context.variables.update(values)
    return context


class TestHeaders:
    def test_values_of_one_name_are_joined(self) -> None:
        assert evaluate('context.Request.Headers.GetValueOrDefault("ACCEPT")') == "text/html,*/*"
        assert evaluate('context.Request.Headers.GetValueOrDefault("x-empty", "-")') == ""

    def test_a_missing_one_is_null_or_the_default(self) -> None:
        assert evaluate('context.Request.Headers.GetValueOrDefault("Nope")') is None
        assert evaluate('context.Request.Headers.GetValueOrDefault("Nope", "no")') == "no"
        code = 'context.Request.Headers.GetValueOrDefault("Nope", new [] { "n" })[0]'
        assert evaluate(code) == "n"

    def test_the_indexer_gives_all_values(self) -> None:
        assert evaluate('context.Request.Headers["Accept"][1]') == "*/*"
        assert evaluate('context.Request.Headers["Accept"].Length') == 2

    def test_the_indexer_throws_for_a_missing_one(self) -> None:
        message = "The given key was not present in the dictionary."
        found = thrown('context.Request.Headers["Nope"]')
        assert found == ("KeyNotFoundException", message)

    def test_they_are_a_dictionary(self) -> None:
        assert evaluate('context.Request.Headers.ContainsKey("accept")') is True
        assert evaluate("context.Request.Headers.Count") == 2
        assert evaluate('string.Join(" ", context.Request.Headers.Keys)') == "Accept X-Empty"
        code = """
            string[] found;
            if (!context.Request.Headers.TryGetValue("Accept", out found)) return "none";
            return found[0];"""
        assert evaluate(code) == "text/html"

    def test_foreach_gives_pairs(self) -> None:
        code = """
            var names = "";
            foreach (var one in context.Request.Headers) names += one.Key + one.Value.Length + ";";
            return names;"""
        assert evaluate(code) == "Accept2;X-Empty1;"


class TestVariables:
    def test_they_keep_their_types(self) -> None:
        context = with_variables(count=3, name="x", big=boxed(5, LONG))
        assert evaluate('context.Variables.GetValueOrDefault<int>("count", 0) + 1', context) == 4
        assert evaluate('(string)context.Variables["name"] + "y"', context) == "xy"
        assert evaluate('context.Variables.GetValueOrDefault<long>("big")', context).value == 5

    def test_a_missing_one_is_the_default(self) -> None:
        assert evaluate('context.Variables.GetValueOrDefault<int>("none")') == 0
        assert evaluate('context.Variables.GetValueOrDefault<int>("none", 7)') == 7
        assert evaluate('context.Variables.GetValueOrDefault<string>("none")') is None
        assert evaluate('context.Variables.GetValueOrDefault("none")') is None

    def test_one_of_another_type_throws(self) -> None:
        message = "Unable to cast object of type 'System.Int32' to type 'System.String'."
        for code in (
            '(string)context.Variables["count"]',
            'context.Variables.GetValueOrDefault<string>("count")',
        ):
            assert thrown(code, with_variables(count=3)) == ("InvalidCastException", message)

    def test_null_is_no_number(self) -> None:
        found = thrown('context.Variables.GetValueOrDefault<int>("x")', with_variables(x=None))
        assert found[0] == "NullReferenceException"

    def test_the_indexer_throws_for_a_missing_one(self) -> None:
        assert thrown('context.Variables["none"]')[0] == "KeyNotFoundException"

    def test_foreach_gives_pairs(self) -> None:
        code = """
            var all = "";
            foreach (var one in context.Variables) all += one.Key + "=" + one.Value + ";";
            return all;"""
        assert evaluate(code, with_variables(a=1, b="x")) == "a=1;b=x;"

    def test_linq_goes_through_them(self) -> None:
        code = 'string.Join(",", context.Variables.Where(v => v.Value is int).Select(v => v.Key))'
        assert evaluate(code, with_variables(a=1, b="x", c=2)) == "a,c"


class TestBody:
    def test_reading_takes_it_away(self) -> None:
        context = with_body(b'{"model": "gpt"}')
        code = '(string)context.Request.Body.As<JObject>()["model"]'
        assert evaluate(code, context) == "gpt"
        message = "Object reference not set to an instance of an object."
        assert thrown(code, context) == ("NullReferenceException", message)

    def test_preserving_it_lets_it_be_read_again(self) -> None:
        context = with_body(b"[1, 2]")
        code = "context.Request.Body.As<JArray>(preserveContent: true).Count"
        assert evaluate(code, context) == 2
        assert evaluate("context.Request.Body.As<string>(true)", context) == "[1, 2]"
        assert evaluate("context.Request.Body.As<byte[]>().Length", context) == 6

    def test_a_request_without_one_has_null(self) -> None:
        assert evaluate("context.Request.Body == null", with_body(None)) is True
        assert evaluate("context.Request.Body?.As<string>()", with_body(None)) is None

    def test_what_is_no_json_throws_what_newtonsoft_says(self) -> None:
        begin = "The message body is not a valid JSON. "
        found = thrown("context.Request.Body.As<JObject>()", with_body(b"[1]"))
        what = "Error reading JObject from JsonReader. Current JsonReader item is not an object"
        place = "Path '', line 1, position 1."
        assert found == ("JsonReaderException", f"{begin}{what}: StartArray. {place}")
        found = thrown("context.Request.Body.As<JObject>()", with_body(b'{"a":\n oops}'))
        place = "Path 'a', line 2, position 1."
        assert found[1] == (
            f"{begin}Unexpected character encountered while parsing value: o. {place}"
        )

    def test_an_empty_one_is_no_json(self) -> None:
        found = thrown("context.Request.Body.As<JObject>()", with_body(b""))
        assert found[1].endswith(
            "Error reading JObject from JsonReader. Path '', line 0, position 0."
        )

    def test_it_is_text_in_its_charset_without_a_mark(self) -> None:
        context = Context(request())
        context.request.body = Body("é".encode("latin-1"), "iso-8859-1")
        assert evaluate("context.Request.Body.As<string>()", context) == "é"
        assert evaluate("context.Request.Body.As<string>()", with_body(b"\xef\xbb\xbfx")) == "x"

    def test_characters_beyond_16_bits_are_two(self) -> None:
        context = with_body(json.dumps({"a": "\U0001f600"}, ensure_ascii=False).encode())
        code = 'context.Request.Body.As<JObject>().Value<string>("a").Length'
        assert evaluate(code, context) == 2

    def test_it_is_xml(self) -> None:
        context = with_body(b"<a><b>1</b></a>")
        code = 'context.Request.Body.As<XElement>(true).Element("b").Value'
        assert evaluate(code, context) == "1"
        code = "context.Request.Body.As<XDocument>().Root.Name.LocalName"
        assert evaluate(code, context) == "a"

    def test_xml_with_a_document_type_is_refused(self) -> None:
        bomb = b'<!DOCTYPE a [<!ENTITY x "yy">]><a>&x;</a>'
        found = thrown("context.Request.Body.As<XElement>()", with_body(bomb))
        assert found[0] == "XmlException"
        assert "DTD is prohibited" in found[1]

    def test_it_is_a_form(self) -> None:
        context = with_body(b"user=a%20b&user=c+d&empty=")
        code = """
            var form = context.Request.Body.AsFormUrlEncodedContent(preserveContent: true);
            return form["user"][1] + "|" + form["empty"][0] + "|" + form.Count;"""
        assert evaluate(code, context) == "c d||2"
        code = "context.Request.Body.AsFormUrlEncodedContent().ToFormUrlEncodedContent()"
        assert evaluate(code, context) == "user=a+b&user=c+d&empty="

    def test_a_response_has_one(self) -> None:
        context = Context(request())
        context.response = Response(429, "Too Many Requests", Headers(), Body(b'{"error":{}}'))
        assert evaluate("context.Response.StatusCode == 429", context) is True
        assert evaluate("context.Response.StatusReason", context) == "Too Many Requests"
        code = 'context.Response.Body.As<JObject>()["error"].HasValues'
        assert evaluate(code, context) is False


class TestParts:
    def test_the_url(self) -> None:
        code = "context.Request.Url.Scheme + context.Request.Url.Host + context.Request.Url.Path"
        assert evaluate(code) == "httpsgateway.example/openai/chat"
        assert evaluate("context.Request.Url.Port") == 443
        assert evaluate('context.Request.Url.Query.GetValueOrDefault("a", "")') == "1,2"
        assert evaluate("context.Request.OriginalUrl.QueryString") == "?a=1&a=2&b%20c=x%26y"
        code = "context.Request.OriginalUrl.ToUri().ToString()"
        assert evaluate(code) == "https://gateway.example/openai/chat?a=1&a=2&b c=x%26y"

    def test_the_parameters_of_the_path(self) -> None:
        context = Context(request(matched={"deployment": "gpt-4o"}))
        assert evaluate('context.Request.MatchedParameters["deployment"]', context) == "gpt-4o"
        code = 'context.Request.MatchedParameters.GetValueOrDefault("other", "none")'
        assert evaluate(code, context) == "none"

    def test_what_stays(self) -> None:
        api = Facts("IContextApi", {"Name": "openai", "IsCurrentRevision": True})
        groups = [Facts("IGroup", {"Id": "admins"})]
        user = Facts("IUser", {"Groups": groups})
        context = Context(request(), facts={"Api": api, "User": user})
        assert evaluate("context.Api.Name + context.Api.Version", context) == "openai"
        assert evaluate("context.Api.IsCurrentRevision", context) is True
        assert evaluate('context.User.Groups.Any(one => one.Id == "admins")', context) is True
        assert evaluate("context.Product == null", context) is True
        assert evaluate('context.Subscription?.Id ?? "anonymous"', context) == "anonymous"

    def test_what_went_wrong(self) -> None:
        context = Context(request())
        assert evaluate("context.LastError == null", context) is True
        context.last_error = LastError(source="rate-limit", reason="RateLimitExceeded", message="!")
        assert evaluate("context.LastError.Source + context.LastError.Message", context) == (
            "rate-limit!"
        )

    def test_what_is_traced(self) -> None:
        host = PlainHost(1)
        code = 'context.Trace("here"); return 1;'
        runnable(code, Kind.BLOCK).call(Context(request()), host)
        assert host.traced == ["here"]

    def test_its_number(self) -> None:
        context = Context(request(), request_id="0123456789abcdef" * 2)
        code = "context.RequestId.ToString()"
        assert evaluate(code, context) == "01234567-89ab-cdef-0123-456789abcdef"

    def test_when_it_came(self) -> None:
        context = Context(request(), timestamp=86400.0)
        code = 'context.Timestamp.ToString("yyyy-MM-dd")'
        assert evaluate(code, context) == "1970-01-02"
        assert evaluate("context.Elapsed.TotalSeconds >= 0", context) is True


def token(header: Any, payload: Any) -> str:
    parts = [json.dumps(one).encode() for one in (header, payload)]
    parts = [base64.urlsafe_b64encode(one).rstrip(b"=") for one in parts]
    return b".".join([*parts, b"c2ln"]).decode()


CLAIMS = {
    "iss": "https://issuer",
    "aud": ["one", "two"],
    "sub": "me",
    "exp": 1700000000,
    "roles": ["admin", "user"],
    "flag": True,
    "nested": {"a": 1},
}


class TestCredentials:
    def of_token(self, code: str) -> str:
        jwt = token({"alg": "RS256", "typ": "JWT"}, CLAIMS)
        return text(f'"Bearer {jwt}".AsJwt().{code}')

    def test_a_token_is_read(self) -> None:
        assert self.of_token("Subject") == "me"
        assert self.of_token("Algorithm") == "RS256"
        assert self.of_token("Type") == "JWT"
        assert self.of_token("Issuer") == "https://issuer"
        assert self.of_token("Audiences.Last()") == "two"
        assert self.of_token('Claims["roles"].Length') == "2"
        assert self.of_token('Claims.GetValueOrDefault("roles", "")') == "admin,user"
        assert self.of_token('Claims.GetValueOrDefault("flag", "")') == "true"
        assert self.of_token('Claims.GetValueOrDefault("nested", "")') == '{"a":1}'
        assert self.of_token('ExpirationTime.Value.ToString("s")') == "2023-11-14T22:13:20"
        assert self.of_token("NotBefore.HasValue") == "False"

    @pytest.mark.parametrize("given", ["", "Bearer", "a.b", "a.b.c", "e30.W10.x", "Basic YQ=="])
    def test_what_is_no_token_is_null(self, given: str) -> None:
        assert evaluate(f'"{given}".AsJwt() == null') is True
        code = f'Jwt found; return "{given}".TryParseJwt(out found) || found != null;'
        assert evaluate(code) is False

    def test_basic_credentials_are_read(self) -> None:
        given = "Basic " + base64.b64encode("me:a:b é".encode()).decode()
        assert evaluate(f'"{given}".AsBasic().UserId') == "me"
        assert evaluate(f'"{given}".AsBasic().Password') == "a:b é"
        code = f'BasicAuthCredentials found; return "{given}".TryParseBasic(out found);'
        assert evaluate(code) is True

    @pytest.mark.parametrize("given", ["", "Basic", "Basic ?", "Bearer bWU6eA==", "Basic bWU="])
    def test_what_is_no_basic_is_null(self, given: str) -> None:
        assert evaluate(f'"{given}".AsBasic() == null') is True


class TestEncryption:
    def test_what_is_encrypted_is_decrypted(self) -> None:
        code = """
            var key = Convert.FromBase64String("MDEyMzQ1Njc4OWFiY2RlZg==");
            var secret = Encoding.UTF8.GetBytes("secret").Encrypt("Aes", key, key);
            return Convert.ToBase64String(secret) + " "
                + Encoding.UTF8.GetString(secret.Decrypt("Aes", key, key));"""
        # what openssl enc -aes-128-cbc -K 3031... -iv 3031... gives
        assert evaluate(code) == "MI7tW+ZiM630s7engBaaTg== secret"

    def test_an_algorithm_can_be_given(self) -> None:
        code = """
            var made = SymmetricAlgorithm.Create("Aes");
            var secret = new byte[] { 1, 2, 3 }.Encrypt(made);
            return secret.Decrypt(made)[2] + secret.Decrypt(made, made.Key, made.IV)[0];"""
        assert evaluate(code) == 4

    def test_a_wrong_key_throws(self) -> None:
        code = 'return new byte[1].Encrypt("Aes", new byte[3], new byte[16]);'
        message = "Specified key is not a valid size for this algorithm."
        assert thrown(code) == ("CryptographicException", message)
        code = 'return new byte[5].Decrypt("Aes", new byte[16], new byte[16]);'
        assert thrown(code)[1] == "Length of the data to decrypt is invalid."
