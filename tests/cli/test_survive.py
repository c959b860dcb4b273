"""survive: what becomes of a request under every outage, by exact odds."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from tests.paste import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.running import Program

ARTICLE = ROOT / "samples" / "article" / "4-random-retry.yaml"
US1, CANADA, AUSTRALIA = "my-endpoint-us1", "my-endpoint-canada", "my-endpoint-australia"

NULL = (
    "Expression evaluation failed. NullReferenceException: Object reference not set to an "
    "instance of an object. (at character 18 of the expression)"
)
POOL = """version: 1
backends:
  - {name: east, url: "https://east.openai.azure.com/", weight: 3}
  - {name: west, url: "https://west.openai.azure.com/", weight: 1}
  - {name: spare, url: "https://spare.openai.azure.com/", priority: 2}
policies:
  - name: chat
    scope: {api: openai}
    auth: managed-identity
    routing: pool
    cooldown: {seconds: 10}
    retry: {count: COUNT, interval: 0, first_fast_retry: true, on: [429, "5xx"]}
"""
BARE = """<policies>
    <inbound>
        <base />
        <set-variable name="at" value="@(DRAW)" />
        <choose>
            <when condition="@((int)context.Variables[&quot;at&quot;] &lt; 3)">
                <set-backend-service base-url="https://one.example" />
            </when>
            <otherwise>
                <set-backend-service base-url="https://two.example" />
            </otherwise>
        </choose>
    </inbound>
    <backend>
        <base />
    </backend>
    <outbound>
        <base />
    </outbound>
    <on-error>
        <base />
    </on-error>
</policies>
"""


def cases(apimgen: Program, *arguments: object) -> list[dict[str, Any]]:
    ran = apimgen("survive", *arguments, "--format", "json")
    assert ran.code == 0, ran.err
    found: list[dict[str, Any]] = json.loads(ran.out)["cases"]
    return found


def case(found: list[dict[str, Any]], *down: str, fault: str | None) -> dict[str, Any]:
    (only,) = (one for one in found if one["down"] == list(down) and one["fault"] == fault)
    return only


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def generated(apimgen: Program, folder: Path) -> str:
    """The article's policy, whose backends are the named values."""
    assert apimgen("generate", ARTICLE, "-o", folder / "out").code == 0
    return (folder / "out" / "random-retry.xml").read_text(encoding="utf-8")


def test_the_article_as_a_document_alone(apimgen: Program, tmp_path: Path) -> None:
    path = written(tmp_path / "article.xml", generated(apimgen, tmp_path))
    found = cases(apimgen, path, "--fault", "401")
    assert [one["down"] for one in found] == [[], [US1], [CANADA], [AUSTRALIA]]
    assert {one["success"] for one in found[1:]} == {"80/81"}
    values = {name: f"https://{name}.openai.azure.com" for name in (US1, CANADA, AUSTRALIA)}
    given = written(tmp_path / "values.yaml", json.dumps(values))
    found = cases(apimgen, path, "--fault", "401", "--named-values", given)
    assert [one["down"] for one in found] == [[], *([url] for url in values.values())]
    assert {one["success"] for one in found[1:]} == {"80/81"}


def test_the_article_with_one_of_three_down(apimgen: Program) -> None:
    found = cases(apimgen, ARTICLE, "--fault", "401")
    assert len(found) == 4
    assert found[0] == {
        "down": [],
        "fault": None,
        "readings": {},
        "exact": True,
        "success": "1",
        "success_rate": 1.0,
        "calls": 1.0,
        "worst_wait_s": 0.0,
        "paths": 3,
        "failure": None,
    }
    for name in (US1, CANADA, AUSTRALIA):
        one = case(found, name, fault="401")
        assert one["success"] == "80/81"
        assert one["success_rate"] == 80 / 81
        assert one["calls"] == 40 / 27
        assert one["worst_wait_s"] == 7.0
        assert one["paths"] == 9


def test_the_article_with_two_down(apimgen: Program) -> None:
    found = cases(apimgen, ARTICLE, "--down", "2", "--fault", "500")
    assert len(found) == 1 + 3 + 3
    for pair in ((US1, CANADA), (US1, AUSTRALIA), (CANADA, AUSTRALIA)):
        one = case(found, *pair, fault="500")
        assert (one["success"], one["calls"]) == ("65/81", 65 / 27)


def test_the_article_where_one_region_lacks_the_model(apimgen: Program) -> None:
    found = cases(apimgen, ARTICLE, "--deployment", "text-embedding-ada-002", "--fault", "429")
    nothing = case(found, fault=None)
    assert (nothing["success"], nothing["calls"]) == ("80/81", 40 / 27)
    assert nothing["failure"]["attempts"][0] == {
        "backend": AUSTRALIA,
        "status": 404,
        "wait_s": 0.0,
    }


def test_a_set_that_leaves_none_counts_like_the_others(apimgen: Program) -> None:
    found = cases(apimgen, ARTICLE, "--down", "5", "--fault", "401")
    assert len(found) == 1 + 3 + 3 + 1
    everything = case(found, US1, CANADA, AUSTRALIA, fault="401")
    assert (everything["success"], everything["calls"]) == ("0", 4.0)


def test_five_ways_of_being_down_unless_one_is_named(apimgen: Program) -> None:
    found = cases(apimgen, ARTICLE)
    assert {one["fault"] for one in found} == {None, "401", "429", "500", "timeout", "refused"}
    assert len(found) == 1 + 3 * 5


def test_the_table_goes_from_best_to_worst_and_tells_why_the_worst_fails(
    apimgen: Program,
) -> None:
    ran = apimgen("survive", ARTICLE)
    assert ran.code == 0
    lines = ran.out.splitlines()
    assert lines[0] == "random-retry, gpt-35-turbo: 3 backends, at most 1 down"
    assert lines[2].split()[:2] == ["SERVED", "CALLS"]
    assert lines[3].split() == ["100%", "1.00", "-", "nothing"]
    row = ["98.77% (80/81)", "1.48", "7 s", "my-endpoint-us1", "401, 429, 500"]
    assert re.split(r"\s{2,}", lines[4].strip()) == row
    assert lines[9].startswith("  66.67% (2/3)")
    assert lines[11:] == [
        "The worst: my-endpoint-us1 is down (timeout). 1 request in 3 fails, like this:",
        "  my-endpoint-us1 does not answer in time",
        f"  the caller gets 500: {NULL}",
    ]


def test_where_nothing_fails_it_says_so(apimgen: Program, tmp_path: Path) -> None:
    path = written(tmp_path / "pool.yaml", POOL.replace("COUNT", "2"))
    ran = apimgen("survive", path, "--fault", "429", "--fail-under", "1")
    assert (ran.code, ran.out.splitlines()[-1]) == (
        0,
        "Every request is served in each of 3 cases of an outage.",
    )


def test_a_rate_that_is_too_low_ends_with_1(apimgen: Program) -> None:
    ran = apimgen("survive", ARTICLE, "--fault", "401", "--fail-under", "0.99")
    assert ran.code == 1
    assert ran.out.splitlines()[0].startswith("random-retry")
    assert "in the worst case 0.987654 are served, which is under 0.99" in ran.err
    assert apimgen("survive", ARTICLE, "--fault", "401", "--fail-under", "98.7%").code == 0


def test_weights_and_breakers_of_a_pool(apimgen: Program, tmp_path: Path) -> None:
    path = written(tmp_path / "pool.yaml", POOL.replace("COUNT", "1"))
    found = cases(apimgen, path, "--fault", "429", "--down", "2")
    # With nothing down, the pool picks by weight; the spare one is picked once both have tripped.
    assert case(found, fault=None)["paths"] == 2
    # east gets 3 of 4; its breaker trips, and the second try goes to west.
    east = case(found, "east", fault="429")
    assert (east["success"], east["calls"]) == ("1", 1.75)
    # Both down: two tries are used up before the pool turns to the spare one.
    both = case(found, "east", "west", fault="429")
    assert (both["success"], both["calls"]) == ("0", 2.0)
    assert {name for one in found for name in one["down"]} == {"east", "west", "spare"}


def test_the_reading_of_an_exhausted_pool(apimgen: Program, tmp_path: Path) -> None:
    text = "".join(line for line in POOL.splitlines(keepends=True) if "spare" not in line)
    text = text.replace("COUNT", "3")
    path = written(tmp_path / "pool.yaml", text)
    asked = ("--fault", "500", "--down", "2")
    usual = case(cases(apimgen, path, *asked), "east", "west", fault="500")
    reading = ("--reading", "pool-exhausted=tries-anyway")
    other = case(cases(apimgen, path, *asked, *reading), "east", "west", fault="500")
    assert (usual["calls"], usual["readings"]) == (2.0, {})
    assert (other["calls"], other["readings"]) == (4.0, {"pool-exhausted": "tries-anyway"})


def test_every_combination_of_readings(apimgen: Program) -> None:
    found = cases(apimgen, ARTICLE, "--readings", "all", "--fault", "401")
    assert len(found) == 32 * 4
    combinations = {tuple(one["readings"].items()) for one in found}
    assert len(combinations) == 32
    assert found[0]["readings"] == {
        "connection-failure": "judged",
        "error-status": "after-retry",
        "wait": "from-zero",
        "pool-exhausted": "503",
        "store": "at-once",
    }
    waits = {one["readings"]["wait"]: one["worst_wait_s"] for one in found if one["down"]}
    assert waits == {"from-zero": 7.0, "from-one": 10.0}


def test_some_readings_fixed_and_the_others_tried(apimgen: Program) -> None:
    asked = ("--readings", "all", "--reading", "wait=from-one", "--fault", "401")
    found = cases(apimgen, ARTICLE, *asked)
    assert len(found) == 16 * 4
    assert {one["readings"]["wait"] for one in found} == {"from-one"}


@pytest.mark.parametrize(
    ("draw", "odds", "paths"),
    [
        ("new Random().Next(0, 10)", 0.3, 2),
        ("new Random().Next(1, 5)", 0.5, 2),
        ("new Random().Next(100) / 10", 0.3, 2),
        ("new Random().NextDouble() &lt; 0.3 ? 0 : 9", 0.3, 2),
        ("(int)(new Random().NextDouble() * 4)", 0.75, 4),
        ("new Random().Next() % 6", 0.5, 6),
        ("new [] {1, 2, 3, 4}[new Random().Next(4)]", 0.5, 4),
        ("(int)Math.Floor(new Random().NextDouble() * 6)", 0.5, 6),
        ("Convert.ToInt32(new Random().NextDouble() * 10)", 0.25, 11),
        ("new Random(context.RequestId.GetHashCode()).Next(10)", 0.3, 2),
        ("new Random(Guid.NewGuid().GetHashCode()).Next(10)", 0.3, 2),
        ("new Random((int)DateTime.Now.Ticks).Next(10)", 0.3, 2),
    ],
)
def test_a_document_alone_and_the_ways_to_draw(
    apimgen: Program, tmp_path: Path, draw: str, odds: float, paths: int
) -> None:
    path = written(tmp_path / "weighted.xml", BARE.replace("DRAW", draw))
    found = cases(apimgen, path, "--fault", "500")
    assert [one["down"] for one in found] == [[], ["https://one.example"], ["https://two.example"]]
    assert [one["paths"] for one in found] == [paths] * 3
    assert found[1]["success_rate"] == pytest.approx(1 - odds)
    assert found[2]["success_rate"] == pytest.approx(odds)


def test_a_seed_of_the_requests_own_gives_the_same_numbers_again(
    apimgen: Program, tmp_path: Path
) -> None:
    text = generated(apimgen, tmp_path)
    seeded = "new Random(context.RequestId.GetHashCode()).Next(0, 3)"
    assert text.count("new Random().Next(0, 3)") == 2
    path = written(tmp_path / "seeded.xml", text.replace("new Random().Next(0, 3)", seeded))
    one = cases(apimgen, path, "--fault", "401")[1]
    # Each try draws the number of the first one, and comes back to the same backend.
    assert (one["success"], one["calls"], one["exact"]) == ("2/3", 2.0, True)


def test_a_constant_seed_is_no_draw_at_all(apimgen: Program, tmp_path: Path) -> None:
    path = written(tmp_path / "one.xml", BARE.replace("DRAW", "new Random(42).Next(0, 10)"))
    found = cases(apimgen, path, "--fault", "500")
    assert [(one["success"], one["paths"]) for one in found] == [("1", 1), ("0", 1)]


@pytest.mark.parametrize(
    "draw",
    [
        "Math.Abs(context.RequestId.GetHashCode()) % 6",
        "Enumerable.Range(0, 6).OrderBy(x => Guid.NewGuid()).First()",
        "Enumerable.Range(0, 6).OrderBy(x => new Random().Next()).First()",
    ],
)
@pytest.mark.slow
def test_what_hangs_on_ids_or_shuffles_is_estimated(
    apimgen: Program, tmp_path: Path, draw: str
) -> None:
    path = written(tmp_path / "id.xml", BARE.replace("DRAW", draw.replace(">", "&gt;")))
    found = cases(apimgen, path, "--fault", "refused")
    assert [one["exact"] for one in found[1:]] == [False, False]
    for one in found[1:]:
        low, high = one["success_interval"]
        assert low < 0.5 < high


@pytest.mark.slow
def test_what_can_not_be_followed_is_estimated_and_says_so(
    apimgen: Program, tmp_path: Path
) -> None:
    shuffled = "(new Random().NextDouble().ToString().Length + new Random().Next(0, 5)) % 5"
    path = written(tmp_path / "odd.xml", BARE.replace("DRAW", shuffled))
    ran = apimgen("survive", path, "--fault", "refused", "--format", "json")
    found = json.loads(ran.out)
    assert not found["exact"]
    one = found["cases"][1]
    assert not one["exact"]
    low, high = one["success_interval"]
    assert low < 2 / 5 < high
    assert high - low < 0.03


TWELVE = """<policies>
    <inbound><base /></inbound>
    <backend>
        <retry condition="@(context.Response.StatusCode >= 500)" count="10" interval="0">
            <set-variable name="at" value="@(new Random().Next(0, 12).ToString())" />
            <choose>
                <when condition="@(int.Parse((string)context.Variables["at"]) < 6)">
                    <set-backend-service base-url="https://one.example" />
                </when>
                <otherwise>
                    <set-backend-service base-url="https://two.example" />
                </otherwise>
            </choose>
            <forward-request buffer-request-body="true" />
        </retry>
    </backend>
    <outbound><base /></outbound>
    <on-error><base /></on-error>
</policies>
"""


def test_a_case_with_far_too_many_paths_is_estimated_without_following_them(
    apimgen: Program, tmp_path: Path
) -> None:
    path = written(tmp_path / "twelve.xml", TWELVE)
    found = cases(apimgen, path, "--fault", "503")
    assert [one["exact"] for one in found] == [True, False, False]
    low, high = found[1]["success_interval"]
    assert low < 1 - 1 / 2**11 < high
    assert found[1]["paths"] == 10_000


def test_a_folder_that_pull_wrote_has_its_pools_and_breakers(
    apimgen: Program, tmp_path: Path
) -> None:
    path = written(tmp_path / "pool.yaml", POOL.replace("COUNT", "1"))
    assert apimgen("generate", path, "-o", tmp_path / "out").code == 0
    folder = tmp_path / "out" / "backends"
    folder.mkdir(exist_ok=True)
    rule = {
        "failureCondition": {
            "count": 1,
            "interval": "PT1M",
            "statusCodeRanges": [{"min": 500, "max": 599}],
        },
        "tripDuration": "PT10S",
    }
    for name in ("a", "b"):
        body = {"url": f"https://{name}.example", "circuitBreaker": {"rules": [rule]}}
        written(folder / f"{name}.json", json.dumps({"properties": body}))
    services = [{"id": "/backends/a", "weight": 1}, {"id": "/backends/b", "weight": 3}]
    pool = {"type": "Pool", "pool": {"services": services}}
    written(folder / "chat-pool.json", json.dumps({"properties": pool}))
    found = cases(apimgen, tmp_path / "out", "--fault", "500")
    assert case(found, "a", fault="500")["calls"] == 1.25
    assert case(found, "b", fault="500")["calls"] == 1.75


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--fault", "my-endpoint-us1=401"), "survive itself says which backends are down"),
        (("--fault", "timout"), 'did you mean "timeout"?'),
        (("--fault", "429;to=5s"), "an outage lasts all the while"),
        (("--fail-under", "2"), "--fail-under takes a rate such as 0.999 or 99.9%"),
        (("--reading", "wait=from-two"), "from-zero or from-one"),
        (("--policy", "random-rety"), 'did you mean "random-retry"?'),
        (("--down", "-1"), "--down"),
    ],
)
def test_a_mistake_is_told(apimgen: Program, arguments: tuple[str, ...], said: str) -> None:
    ran = apimgen("survive", ARTICLE, *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err


def test_an_invalid_inventory_is_no_low_rate(apimgen: Program, tmp_path: Path) -> None:
    path = written(tmp_path / "apimgen.yaml", "version: 1\nbackends: []\n")
    assert apimgen("survive", path).code == 2


def test_what_can_not_be_run_is_named_and_strict_refuses_it(
    apimgen: Program, tmp_path: Path
) -> None:
    text = BARE.replace("DRAW", "1").replace(
        "<outbound>", '<outbound>\n        <set-dapr-nothing topic="a" />'
    )
    path = written(tmp_path / "dapr.xml", text.replace("set-dapr-nothing", "publish-to-dapr"))
    ran = apimgen("survive", path)
    assert ran.code == 0
    assert "<publish-to-dapr> at line 18 of dapr can't be run offline; it is left out" in ran.err
    strict = apimgen("survive", path, "--strict")
    assert (strict.code, strict.out) == (1, "")
    assert "line 18" in strict.err


def test_a_policy_that_calls_nobody(apimgen: Program, tmp_path: Path) -> None:
    text = '<policies><inbound><return-response><set-status code="204" reason="" />'
    text += "</return-response></inbound></policies>"
    path = written(tmp_path / "none.xml", text)
    ran = apimgen("survive", path)
    assert ran.code == 0
    assert "no backend" in ran.out.splitlines()[0]
    assert ran.out.splitlines()[-1] == "Every request is served."


def test_a_document_from_standard_input(apimgen: Program) -> None:
    text = BARE.replace("DRAW", "new Random().Next(6)")
    ran = apimgen("survive", "-", "--fault", "500", "--format", "json", stdin=text)
    assert ran.code == 0, ran.err
    assert [one["success"] for one in json.loads(ran.out)["cases"]] == ["1", "1/2", "1/2"]


def test_the_apis_own_service_is_the_backend_that_it_is(apimgen: Program, tmp_path: Path) -> None:
    written(tmp_path / "mine.xml", "<policies><backend><base /></backend></policies>")
    inventory = written(
        tmp_path / "own.yaml",
        "version: 1\n"
        'backends: [{name: us1, url: "https://us1.openai.azure.com/"}]\n'
        'apis: [{name: openai, path: openai, operations: ["POST /chat/completions"]}]\n'
        "policies: [{name: mine, scope: {api: openai}, file: mine.xml}]\n",
    )
    found = cases(apimgen, inventory, "--fault", "401")
    assert [one["down"] for one in found] == [[], ["us1"]]
