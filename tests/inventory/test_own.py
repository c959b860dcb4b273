"""Named values, fragments and documents that one has already: how an inventory may name them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from apimgen.inventory import load
from tests.inventory.good import findings, inventory

if TYPE_CHECKING:
    from pathlib import Path

HEAD = """version: 1
backends:
  - {name: us1, url: "https://us1.openai.azure.com/", api_key: {env: US1_KEY}}
policies:
  - {name: chat, auth: api-key}
"""
OWN = """version: 1
fragments:
  - {name: cors, file: parts/cors.xml}
policies:
  - {name: everything, scope: global, file: parts/global.xml}
"""
VALUE = "a named value takes value, secret or existing: true"

# What a case adds to the head begins in line 7.
CASES = {
    "no value": ("{name: a}", [f"7:5 missing-key {VALUE}, and has none of them"]),
    "existing that is false": (
        "{name: a, existing: false}",
        [f"7:5 missing-key {VALUE}, and has none of them"],
    ),
    "two values": (
        "{name: a, value: b, secret: {env: C}}",
        ["7:25 impossible-combination a named value takes value or secret, not both"],
    ),
    "existing with a value": (
        "{name: a, value: b, existing: true}",
        [
            (
                "7:25 impossible-combination what exists on the service is left as it is, so "
                "value has "
                "no place beside it"
            )
        ],
    ),
    "misspelt key, told once": (
        "{name: a, vaule: b}",
        ['7:15 unknown-key "vaule" is not a key of a named value; did you mean "value"?'],
    ),
    "secret in the file": (
        "{name: a, secret: hunter2hunter2}",
        [
            (
                "7:23 literal-secret keep the secret out of this file and name where it comes "
                "from: "
                "{env: NAME_OF_A_VARIABLE} or {key_vault: https://...}"
            )
        ],
    ),
    "secret from a variable of the inventory": (
        '{name: a, secret: "${KEY}"}',
        [
            (
                "7:23 literal-secret a key is not filled in here; name where it comes from: "
                "{env: KEY}, or {key_vault: https://...}"
            )
        ],
    ),
    "number": ("{name: a, value: 5}", ["7:22 wrong-type 5 is not text; put it in quotes"]),
    "nothing but white space": (
        "{name: a, value: ' '}",
        ["7:22 bad-value the value is empty, which the service refuses"],
    ),
    "too long": (
        f"{{name: a, value: {'x ' * 2049}}}",
        ["7:22 bad-value the value is longer than 4096 characters"],
    ),
    "name of a file": (
        "{name: a b, value: c}",
        [
            (
                '7:12 bad-name "a b" is not a named value\'s name: letters, digits, dots, hyphens, '
                "underscores"
            )
        ],
    ),
    "same name in other letters": (
        "{name: a, value: c}\n  - {name: A, existing: true}",
        [
            (
                '8:12 duplicate-name "A" differs only in letter case from another named '
                "value, in line "
                "7; files and the service do not tell the two apart"
            )
        ],
    ),
    "name of a backend": (
        "{name: us1, value: c}",
        [
            (
                '7:12 duplicate-name "us1" is already the named value with the URL of the '
                "backend in "
                "line 3"
            )
        ],
    ),
    "name of a backend's key": (
        "{name: us1-key, existing: true}",
        [
            (
                '7:12 duplicate-name "us1-key" is already the named value with the key of the '
                "backend in "
                "line 3"
            )
        ],
    ),
}


@pytest.mark.parametrize(("entry", "expected"), CASES.values(), ids=CASES.keys())
def test_each_mistake_in_a_named_value_is_told_once(entry: str, expected: list[str]) -> None:
    assert findings(HEAD + f"named_values:\n  - {entry}\n") == expected


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("signing-key", "hunter2-hunter2"),
        ("client_secret", "correct horse"),
        ("storage", "0123456789abcdef0123456789abcdef"),
        ("storage", "DefaultEndpointsProtocol=https;AccountKey=eHh4eA=="),
    ],
)
def test_a_plain_value_that_may_be_a_secret_is_warned_of_and_not_quoted(
    name: str, value: str
) -> None:
    (found,) = findings(HEAD + f"named_values:\n  - {{name: {name}, value: '{value}'}}\n")
    assert " secret-in-clear this may be a secret" in found
    assert value not in found


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("tenant", "00000000-0000-0000-0000-000000000000"),
        ("issuer", "https://login.microsoftonline.com/00000000-0000-0000-0000-000000000000/v2.0"),
        ("partition-key", "region"),
        ("token-limit", "5000"),
        ("account", "/subscriptions/0/resourceGroups/rg/providers/Microsoft.Storage/accounts/abc1"),
    ],
)
def test_other_plain_values_are_no_secrets(name: str, value: str) -> None:
    assert findings(HEAD + f"named_values:\n  - {{name: {name}, value: '{value}'}}\n") == []


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with both documents."""
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts/cors.xml").write_text("<fragment />", encoding="utf-8")
    (tmp_path / "parts/global.xml").write_text("<policies />", encoding="utf-8")
    return tmp_path


def told(folder: Path, text: str, **environ: str) -> list[str]:
    path = folder / "inventory.yaml"
    path.write_text(text, encoding="utf-8")
    return [str(found).removeprefix(f"{folder}/") for found in load(path, environ).findings]


def test_documents_are_read_from_the_inventorys_folder(folder: Path) -> None:
    assert told(folder, OWN) == []
    held = load(folder / "inventory.yaml", {}).inventory
    assert held is not None
    document = held.document(held.policies[0])
    assert document is not None
    assert (document.path, document.text) == (folder / "parts/global.xml", "<policies />")
    assert held.document(inventory(HEAD).policies[0]) is None


def test_an_inventory_may_use_documents_of_a_folder_around_it(folder: Path) -> None:
    below = folder / "prod"
    below.mkdir()
    assert told(below, OWN.replace("file: ", "file: ../")) == []


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (
            "parts/globel.xml",
            (
                'error: there is no file "parts/globel.xml", seen from the inventory\'s '
                "folder; did you "
                'mean "parts/global.xml"? [unknown-reference]'
            ),
        ),
        (
            "part/global.xml",
            (
                'error: there is no file "part/global.xml", seen from the inventory\'s '
                "folder; did you "
                'mean "parts/global.xml"? [unknown-reference]'
            ),
        ),
        ("parts", 'error: "parts" is a folder; file takes one file [bad-value]'),
        (
            "/etc/passwd",
            (
                'error: "/etc/passwd" is a path from the root; write it from the inventory\'s '
                "folder "
                "[bad-name]"
            ),
        ),
        (
            "C:/global.xml",
            (
                'error: "C:/global.xml" is a path from the root; write it from the inventory\'s '
                "folder [bad-name]"
            ),
        ),
        (
            "parts\\global.xml",
            r'error: "parts\global.xml" has a backslash; write / between folders [bad-name]',
        ),
    ],
)
def test_a_file_that_is_not_there_is_told_where_it_is_named(
    folder: Path, written: str, expected: str
) -> None:
    text = OWN.replace("file: parts/global.xml", f"file: {written}")
    assert told(folder, text) == [f"inventory.yaml:5:45: {expected}"]


def test_what_a_variable_holds_is_not_quoted(folder: Path) -> None:
    (found,) = told(folder, OWN.replace("parts/global.xml", "${PART}/global.xml"), PART="partz")
    assert "partz" not in found
    assert "parts" not in found


def test_a_file_that_is_no_text_is_told_in_the_file(folder: Path) -> None:
    (folder / "parts/global.xml").write_bytes(b"<policies>\n<!-- \xff --></policies>")
    assert told(folder, OWN) == [
        (
            "parts/global.xml:2:1: error: byte 17 (line 2) is not UTF-8; save the file as UTF-8 "
            "[encoding]"
        )
    ]


def test_a_policy_with_a_file_takes_nothing_of_a_generated_one(folder: Path) -> None:
    text = OWN.replace("global.xml}", "global.xml, routing: random, retry: {}, extra: {}}")
    assert told(folder, text) == [
        (
            "inventory.yaml:5:63: error: a policy with file is your own document as it is, so "
            "routing, "
            "retry and extra can do nothing; take out file, or what is beside it "
            "[impossible-combination]"
        )
    ]


def test_backends_may_be_left_out_where_each_policy_has_a_file(folder: Path) -> None:
    assert told(folder, OWN.replace("fragments:", "backends: []\nfragments:")) == []
    assert told(folder, OWN + "  - {name: chat}\n") == [
        'inventory.yaml:1:1: error: an inventory needs the key "backends" [missing-key]'
    ]


def test_a_misspelt_file_is_one_mistake(folder: Path) -> None:
    assert told(folder, OWN.replace("global, file:", "global, flie:")) == [
        (
            'inventory.yaml:5:39: error: "flie" is not a key of a policy; did you mean "file"? '
            "[unknown-key]"
        )
    ]


def test_a_fragment_takes_a_file_or_exists(folder: Path) -> None:
    assert told(folder, OWN.replace(", file: parts/cors.xml", "")) == [
        (
            "inventory.yaml:3:5: error: a fragment takes file or existing: true, and has none "
            "of them "
            "[missing-key]"
        )
    ]
    assert told(folder, OWN.replace("cors.xml}", "cors.xml, existing: true}")) == [
        (
            "inventory.yaml:3:40: error: what exists on the service is left as it is, so file "
            "has no "
            "place beside it [impossible-combination]"
        )
    ]


def test_a_backend_that_only_a_document_names_is_used(folder: Path) -> None:
    text = OWN.replace("fragments:", "backends: [{name: us1, url: https://x.com/}]\nfragments:")
    assert "no policy uses this backend: each is your own document" in str(told(folder, text))
    (folder / "parts/global.xml").write_text("<!-- us1 --><policies />", encoding="utf-8")
    assert told(folder, text) == []
