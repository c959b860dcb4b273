"""The report tells what was simulated, and needs nothing but itself."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from lxml import etree, html

from apimgen.gateway.answers.faults import parse
from apimgen.gateway.report.words import fault, moment, percent, span, when
from tests.cli.conftest import apimgen
from tests.gateway.report.reporting import FRAGILE, write_report
from tests.gateway.simulate.simulating import ARTICLE

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.running import Program

__all__ = ["apimgen"]

pytestmark = pytest.mark.xdist_group("report")  # whose pages take seconds to make


@pytest.fixture(scope="module")
def one(tmp_path_factory: pytest.TempPathFactory) -> str:
    return write_report(tmp_path_factory.mktemp("one"), both=False).read_text("utf-8")


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> str:
    return write_report(tmp_path_factory.mktemp("two"), both=True).read_text("utf-8")


def texts(page: str, path: str) -> list[str]:
    found = html.fromstring(page).xpath(path)
    return [" ".join(" ".join(each.itertext()).split()) for each in found]


def test_what_was_simulated_is_said_in_sentences(one: str) -> None:
    (lead,) = texts(one, "//p[@class='lead']")

    assert lead.startswith(
        "3,000 requests to POST /openai/deployments/gpt/chat/completions went through the policy "
        "random-retry of after.yaml: 10 a second from 0:00, 20 a second from 1:40, on 3 gateway "
        "units (2 in eastus, 1 in westeurope), in "
    )
    assert (
        "Meanwhile canada answers 401 from 0:40 to 1:30, every backend lets 30% of calls time out "
        "from 1:20 to 1:35, and australia answers 500 to 2% of calls throughout. 98.0% of the "
        "requests (2,940) succeeded."
    ) in lead


def test_of_two_sources_it_says_what_came_of_both(two: str) -> None:
    (lead,) = texts(two, "//p[@class='lead']")

    assert (
        "went through the policy random of before.yaml, and the same ones through random-retry of "
        "after.yaml: 10 a second"
    ) in lead
    assert lead.endswith("88.7% of the requests succeeded before, and 98.0% after.")


def test_each_chart_has_a_name_a_description_and_its_numbers(one: str) -> None:
    titles = texts(one, "//figure//h2")
    assert titles == [
        "Success rate over time",
        "Share of each backend in the calls",
        "Attempts per request",
        "Status codes at the caller",
        "Latency percentiles",
        "Calls of each backend",
    ]
    page = html.fromstring(one)
    for figure in page.xpath("//figure"):
        (chart,) = figure.xpath(".//div[@role='img']")
        assert len(chart.get("aria-label", "")) > 40
        assert len(chart.xpath(".//svg")) == 2  # for a screen and for a phone
        assert figure.xpath(".//table//tbody/tr")
    (notes,) = texts(one, "//figure[1]//ul[@class='notes']")
    assert "1: canada answers 401 from 0:40 to 1:30" in notes
    assert "Throughout: australia answers 500 to 2% of calls" in notes


def test_faults_are_named_in_the_chart_itself(one: str) -> None:
    wide = html.fromstring(one).xpath("//figure[1]//div[@class='wide']//*[local-name()='text']")
    assert "1 canada 401" in {str(each.text_content()) for each in wide}


def test_failures_and_outages_are_tables(one: str) -> None:
    rows = texts(one, "//section[h2='Failures']//tbody/tr")
    assert any("canada 401" in row for row in rows)

    heat = texts(one, "//table[@class='heat']//tr")
    assert heat[0] == "Down 401 429 500 timeout refused"
    assert heat[2].startswith("us1 98.8% 98.8% 98.8%")
    titles = html.fromstring(one).xpath("//table[@class='heat']//td/@title")
    assert any(title.startswith("80/81 succeed, 1.48 calls") for title in titles)


def test_two_sources_are_beside_each_other(two: str) -> None:
    keys = texts(two, "//figure[1]//ul[@class='samples']/li")
    assert keys == ["before: before.yaml", "after: after.yaml"]
    (headings,) = texts(two, "//figure[1]//thead/tr")
    assert headings == "around before: before.yaml after: after.yaml"
    assert len(texts(two, "//table[@class='heat']")) == 2
    shares = [t for t in texts(two, "//figure//h2") if t.startswith("Share")]
    assert shares == [
        "Share of each backend in the calls, before: before.yaml",
        "Share of each backend in the calls, after: after.yaml",
    ]


def test_the_page_needs_nothing_else(one: str, two: str) -> None:
    for page in (one, two):
        assert len(page.encode()) < 2_000_000
        assert "<script" not in page
        loaded = re.findall(r"""(?:src|href)=["'](?!#|data:)[^"']*|url\((?!#)[^)]*|@import""", page)
        assert not loaded
        ids = re.findall(r'\bid="([^"]*)"', page)
        assert len(ids) == len(set(ids))
        used = set(re.findall(r"url\(#([^)]*)\)", page))
        assert used <= set(ids)


@pytest.mark.slow
def test_the_same_simulation_makes_the_same_page(two: str, tmp_path: Path) -> None:
    assert write_report(tmp_path, both=True).read_text("utf-8") == two


LONG = "contoso-openai-production-endpoint-{:02}-swedencentral"


def test_many_backends_with_long_names_are_rows(apimgen: Program, tmp_path: Path) -> None:
    """So many lines could not be told apart, nor names that are all cut at the same place."""
    names = [LONG.format(number) for number in range(12)]
    before, _, rest = FRAGILE.partition("backends:\n")
    after = rest[rest.index("apis:") :]
    rows = [f'  - {{name: {one}, url: "https://{one}.openai.azure.com/"}}\n' for one in names]
    many = tmp_path / "many.yaml"
    many.write_text(f"{before}backends:\n{''.join(rows)}{after}", "utf-8")
    (tmp_path / "few.yaml").write_text(FRAGILE, "utf-8")
    fault = f"{names[7]}=500;from=1s;to=3s"
    given = ("--requests", 100, "--fault", fault, "--report", "r.html")
    assert apimgen("simulate", "few.yaml", many, *given).code == 0
    page = html.fromstring((tmp_path / "r.html").read_text("utf-8"))

    def shown(title: str, width: str) -> list[str]:
        path = f"//figure[.//h2[starts-with(., '{title}')]]//div[@class='{width}']"
        return [str(each.text_content()) for each in page.xpath(f"{path}//*[local-name()='text']")]

    assert set(names) <= set(shown("Share of each backend in the calls, after", "wide"))
    assert {*names, "us1"} <= set(shown("Calls of each backend", "wide"))
    short = [one for one in shown("Calls of each backend", "narrow") if "…" in one]
    assert len(set(short)) == 12
    assert "us1" in shown("Calls of each backend", "narrow")
    (notes,) = page.xpath("//figure[.//h2[contains(., 'calls, after')]]//ul[@class='notes']")
    assert "Framed: a backend while it fails." in notes.text_content()


HOSTILE = "us1\"'&<script>alert(1)</script>"


def test_names_stay_text(apimgen: Program, tmp_path: Path) -> None:
    document = tmp_path / "p.xml"
    url = "https://a/?&lt;/svg&gt;&lt;script&gt;alert(1)&lt;/script&gt;&quot;'"
    document.write_text(
        f'<policies><inbound><set-backend-service base-url="{url}"/></inbound><backend>'
        "<forward-request/></backend><outbound/><on-error/></policies>",
        "utf-8",
    )
    report = tmp_path / "<b>r.html"
    ran = apimgen("simulate", document, "--requests", 50, "--report", report, "--fault", "*=500")
    assert ran.code == 0
    page = report.read_text("utf-8")

    assert "<script" not in page
    assert "alert(1)" in page
    etree.fromstring(
        page.partition("<svg")[1] + page.partition("<svg")[2].partition("</svg>")[0] + "</svg>"
    )


def test_no_secret_is_on_the_page(
    apimgen: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KEY", "key-that-nobody-may-see")
    inventory = tmp_path / "i.yaml"
    text = ARTICLE.replace("auth: managed-identity", "auth: api-key")
    text = text.replace('.com/"', '.com/", api_key: {env: KEY}')
    inventory.write_text(text, "utf-8")
    ran = apimgen("simulate", inventory, "--requests", 100, "--report", tmp_path / "r.html")
    assert ran.code == 0
    assert "key-that-nobody-may-see" not in (tmp_path / "r.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (0, "0%"),
        (1, "100%"),
        (0.5, "50.0%"),
        (80 / 81, "98.8%"),
        (0.99999, "99.999%"),
        (3e-5, "0.003%"),
    ],
)
def test_a_share_never_looks_like_all_or_none(share: float, text: str) -> None:
    assert percent(share) == text


def test_times_and_faults_in_words() -> None:
    assert [span(s) for s in (45, 119.9, 500, 7500)] == ["45 s", "120 s", "8 min 20 s", "2 h 5 min"]
    assert [moment(s) for s in (5, 500, 7500)] == ["0:05", "8:20", "2:05:00"]
    one = parse("us1=refused;from=30s")
    assert (fault(one), when(one)) == ("us1 refuses connections", "from 0:30 on")
