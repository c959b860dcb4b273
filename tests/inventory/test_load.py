"""An inventory file becomes a model with the defaults of the format."""

from __future__ import annotations

from pathlib import Path
from unittest.mock import Mock

import pytest
from pydantic import ValidationError

from apimgen.finding import Severity
from apimgen.inventory import (
    AuthKind,
    Endpoints,
    Forward,
    Operation,
    Pick,
    Routing,
    StatusRange,
    Tier,
    UnreadableError,
    load,
    loads,
)
from tests.inventory.good import ENVIRON, FULL, SMALL, findings, inventory


def test_every_key_of_the_format_is_known() -> None:
    assert findings(FULL, **ENVIRON) == []


def test_values_arrive_as_they_are_written() -> None:
    loaded = inventory(FULL, **ENVIRON)

    assert loaded.version == 1
    assert loaded.service is not None
    assert loaded.service.subscription_id == ENVIRON["AZURE_SUBSCRIPTION_ID"]
    assert loaded.service.tier is Tier.DEVELOPER
    (backend,) = loaded.backends
    assert backend.url == "https://my-endpoint-us1.openai.azure.com/"
    assert [(each.name, each.there) for each in backend.deployments] == [
        ("gpt-35-turbo", "gpt-35-turbo"),
        ("text-embedding-ada-002", "ada-eastus"),
    ]
    assert backend.key_name == "my-endpoint-us1-key"
    assert backend.api_key is not None
    assert backend.api_key.env == "US1_KEY"
    (api,) = loaded.apis
    assert not api.subscription_required
    assert [str(operation) for operation in api.operations] == [
        "POST /openai/deployments/{deployment}/chat/completions",
        "POST /openai/deployments/{deployment}/embeddings",
    ]
    (policy,) = loaded.policies
    assert policy.scope is not None
    assert (policy.scope.kind, str(policy.scope)) == ("api", "api azure-openai")
    assert policy.retry is not None
    assert policy.retry.on == (StatusRange(300, 599),)
    assert policy.retry.first_fast_retry is False
    assert policy.forward == Forward(
        timeout=120, deadline=180, buffer_request_body=True, buffer_response=False
    )
    assert policy.extra.section("inbound") == "<xml/>"
    assert policy.extra.section("on-error") is None


def test_what_is_left_out_has_the_defaults_of_the_format() -> None:
    loaded = inventory(SMALL)

    (backend,) = loaded.backends
    assert (backend.priority, backend.weight, backend.deployments) == (1, 1, ())
    (policy,) = loaded.policies
    assert loaded.backends_of(policy) == (backend,)
    assert policy.auth.kind is AuthKind.MANAGED_IDENTITY
    assert policy.auth.resource == "https://cognitiveservices.azure.com"
    assert policy.auth.client_id is None
    assert policy.endpoints is Endpoints.NAMED_VALUES
    assert policy.routing is Routing.RANDOM
    assert policy.match_deployment is False
    assert (policy.scope, policy.retry, policy.forward) == (None, None, None)
    assert (loaded.service, loaded.apis) == (None, ())


def test_an_empty_retry_is_the_articles() -> None:
    retry = inventory(SMALL + "    retry: {}\n").policies[0].retry

    assert retry is not None
    assert (retry.count, retry.interval, retry.pick) == (3, 1, Pick.RANDOM)
    assert retry.on == (StatusRange(300, 599),)
    assert (retry.max_interval, retry.delta, retry.first_fast_retry) == (10, 1, None)


def test_one_word_about_waits_and_the_article_has_no_part_in_them() -> None:
    retry = inventory(SMALL + "    retry: {interval: 5}\n").policies[0].retry

    assert retry is not None
    assert (retry.interval, retry.max_interval, retry.delta) == (5, None, None)


def test_a_policy_keeps_the_order_of_its_backends() -> None:
    text = SMALL.replace("policies:", "  - {name: us2, url: https://us2.example.com}\npolicies:")
    loaded = inventory(text + "    backends: [us2, us1]\n")

    assert [each.name for each in loaded.backends_of(loaded.policies[0])] == ["us2", "us1"]


@pytest.mark.parametrize(
    ("written", "kind", "resource", "client_id"),
    [
        (
            "managed-identity",
            AuthKind.MANAGED_IDENTITY,
            "https://cognitiveservices.azure.com",
            None,
        ),
        ("none", AuthKind.NONE, "https://cognitiveservices.azure.com", None),
        ("${AUTH}", AuthKind.NONE, "https://cognitiveservices.azure.com", None),
        (
            "{managed_identity: {}}",
            AuthKind.MANAGED_IDENTITY,
            "https://cognitiveservices.azure.com",
            None,
        ),
        (
            (
                "{managed_identity: {resource: 'https://x.example', "
                "client_id: 01234567-89ab-cdef-0123-456789abcdef}}"
            ),
            AuthKind.MANAGED_IDENTITY,
            "https://x.example",
            "01234567-89ab-cdef-0123-456789abcdef",
        ),
    ],
)
def test_auth_is_a_word_or_a_managed_identity_with_keys(
    written: str, kind: AuthKind, resource: str, client_id: str | None
) -> None:
    auth = inventory(SMALL + f"    auth: {written}\n", AUTH="none").policies[0].auth

    assert (auth.kind, auth.resource, auth.client_id) == (kind, resource, client_id)


@pytest.mark.parametrize(
    ("written", "kind", "text"),
    [
        ("global", "global", "global"),
        ("{api: a}", "api", "api a"),
        ("{api: a, operation: o}", "operation", "operation o of api a"),
        ("{product: p}", "product", "product p"),
    ],
)
def test_a_scope_is_global_or_names_one_thing(written: str, kind: str, text: str) -> None:
    scope = inventory(SMALL + f"    scope: {written}\n").policies[0].scope

    assert scope is not None
    assert (scope.kind, str(scope)) == (kind, text)


@pytest.mark.parametrize(
    ("written", "id_", "parameters"),
    [
        ("GET /", "get", ()),
        (
            "POST /openai/deployments/{deployment}/chat/completions",
            "post-openai-deployments-deployment-chat-completions",
            ("deployment",),
        ),
        ("GET   /{a}/{b-c}.json", "get-a-b-c-json", ("a", "b-c")),
    ],
)
def test_an_operation_has_an_id_made_of_its_words(
    written: str, id_: str, parameters: tuple[str, ...]
) -> None:
    operation = Operation.parse(written)

    assert (operation.id, operation.parameters) == (id_, parameters)


def test_a_long_operation_id_is_cut_and_stays_its_own() -> None:
    first = Operation.parse("POST /" + "segment/" * 20 + "one")
    second = Operation.parse("POST /" + "segment/" * 20 + "two")

    assert len(first.id) <= 80
    assert first.id != second.id
    assert first.id == Operation.parse(str(first)).id


def test_the_model_cannot_be_changed_and_takes_no_other_keys() -> None:
    loaded = inventory(SMALL)

    with pytest.raises(ValidationError):
        loaded.version = 2  # type: ignore[assignment,misc]  # that it fails is the point
    with pytest.raises(ValidationError):
        Forward.model_validate({"time_out": 1})


def test_the_gateway_can_be_left_open_until_a_live_command_needs_it() -> None:
    loaded = loads(FULL, "inventory.yaml", {})

    assert loaded.findings == ()
    assert loaded.inventory is not None
    assert loaded.inventory.service is not None
    assert loaded.inventory.service.subscription_id is None
    (deferred,) = loaded.deferred
    assert (deferred.rule, deferred.place.line, deferred.place.column) == ("unset-variable", 4, 20)


def test_a_gateway_that_insists_on_its_variable_gets_its_way() -> None:
    text = SMALL + "service: {name: '${APIM:?name the instance}'}\n"

    assert findings(text) == ["7:18 unset-variable the variable APIM is not set: name the instance"]


def test_a_warning_leaves_the_inventory_usable() -> None:
    loaded = loads(SMALL + "    retry: {max_interval: 5}\n", "inventory.yaml", {})

    assert loaded.inventory is not None
    assert [finding.severity for finding in loaded.findings] == [Severity.WARNING]


def test_findings_name_the_file_as_it_was_given(tmp_path: Path) -> None:
    path = tmp_path / "x" / ".." / "inventory.yaml"
    (tmp_path / "x").mkdir()
    path.write_text("a: 1\n", encoding="utf-8")

    assert {finding.place.file for finding in load(path, {}).findings} == {str(path)}


def test_a_file_that_cannot_be_read_is_told_by_name(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match=r"nowhere\.yaml: there is no such file"):
        load(tmp_path / "nowhere.yaml", {})
    with pytest.raises(UnreadableError, match="this is a folder"):
        load(tmp_path, {})
    with pytest.raises(UnreadableError, match="cannot be read"):
        load(tmp_path / ("x" * 300), {})
    with pytest.raises(UnreadableError, match="no file can have this name"):
        load(tmp_path / "\0", {})


def test_a_file_that_may_not_be_read_is_told_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "inventory.yaml"
    path.touch(mode=0)
    # Whoever runs the tests as root may read it all the same, so the refusal is made here.
    monkeypatch.setattr(Path, "open", Mock(side_effect=PermissionError(13, "Permission denied")))

    with pytest.raises(UnreadableError, match="permission denied"):
        load(path, {})


def _loaded(tmp_path: Path, raw: bytes) -> list[str]:
    path = tmp_path / "inventory.yaml"
    path.write_bytes(raw)
    return [
        f"{found.place.line}:{found.place.column} {found.rule} {found.message}"
        for found in load(path, {}).findings
    ]


def test_a_byte_order_mark_of_utf_8_is_passed_over(tmp_path: Path) -> None:
    assert _loaded(tmp_path, b"\xef\xbb\xbf" + SMALL.encode()) == []
    assert _loaded(tmp_path, b"\xef\xbb\xbfvers: 1\n")[0].startswith("1:1 ")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-32"])
def test_other_unicode_encodings_are_named(tmp_path: Path, encoding: str) -> None:
    raw = ("\ufeff" if encoding == "utf-16-be" else "") + SMALL
    name = encoding.upper()[:6]

    assert _loaded(tmp_path, raw.encode(encoding)) == [
        f"1:1 encoding the file is {name}; save it as UTF-8"
    ]


def test_bytes_that_are_not_utf_8_are_told_by_offset_and_place(tmp_path: Path) -> None:
    raw = SMALL.replace("chat", "ch\u00e4t").encode("latin-1")

    assert _loaded(tmp_path, raw) == [
        (
            f"6:13 encoding the byte 0xE4 at offset {raw.index(0xE4)} is not UTF-8; "
            "save the file as UTF-8"
        )
    ]


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    assert _loaded(tmp_path, b"#" * (5 * 1024 * 1024 + 1)) == [
        "1:1 too-large the file is larger than 5 MiB"
    ]
    assert findings("#" * (5 * 1024 * 1024 + 1)) == ["1:1 too-large the file is larger than 5 MiB"]
