"""Reports in a real browser: at the widths of a phone and a screen, light, dark and on paper."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from tests.gateway.report.reporting import write_report

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CHROMIUM = (
    os.environ.get("APIMGEN_CHROMIUM")
    or shutil.which("chromium")
    or shutil.which("chromium-browser")
    or shutil.which("google-chrome")
)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        CHROMIUM is None, reason="there is no Chromium on the path, nor in APIMGEN_CHROMIUM"
    ),
]

# All texts of the page that are cut off or lie outside of what holds them.
CUT = """() => {
    const found = [];
    for (const svg of document.querySelectorAll('figure svg')) {
        const frame = svg.getBoundingClientRect();
        if (!frame.width) continue;
        for (const text of svg.querySelectorAll('text')) {
            const at = text.getBoundingClientRect();
            if (!at.width) continue;
            if (at.left < frame.left - 2 || at.right > frame.right + 2
                || at.top < frame.top - 2 || at.bottom > frame.bottom + 2)
                found.push(text.textContent);
        }
    }
    return found;
}"""
# The contrast of each text with what is behind it, as WCAG 2 counts it; the least of all.
CONTRAST = """() => {
    const canvas = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
    const colour = (text) => {
        canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = text; canvas.fillRect(0, 0, 1, 1);
        return canvas.getImageData(0, 0, 1, 1).data;
    };
    const light = (c) => [0, 1, 2].map((i) => c[i] / 255)
        .map((v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
        .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
    const behind = (element) => {
        for (let at = element; at; at = at.parentElement) {
            const found = colour(getComputedStyle(at).backgroundColor);
            if (found[3] === 255) return found;
        }
        return colour('white');
    };
    let least = 21;
    for (const element of document.querySelectorAll('h1,h2,h3,p,li,td,th,summary,dt,dd,svg text')) {
        if (!element.getBoundingClientRect().width || !element.textContent.trim()) continue;
        const style = getComputedStyle(element);
        const ink = colour(element.closest('svg') ? style.fill : style.color);
        const [a, b] = [light(ink), light(behind(element))];
        least = Math.min(least, (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05));
    }
    return least;
}"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with sync_api.sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("reports")
    return {
        name: write_report(folder, both=both, name=f"{name}.html")
        for name, both in (("one", False), ("two", True))
    }


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("name", ["one", "two"])
def test_the_page_is_whole_and_quiet(
    browser: Any, reports: dict[str, Path], name: str, width: int, scheme: str
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, device_scale_factor=1
    )
    page = context.new_page()
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    address = reports[name].as_uri()
    page.goto(address)

    assert said == []
    assert [one for one in asked if not one.startswith("data:")] == [address]
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert page.evaluate(CUT) == []
    assert page.evaluate(CONTRAST) >= 4.5
    shown = page.locator("figure svg:visible").count()
    keys = page.locator("ul.samples svg:visible").count()
    assert shown - keys == page.locator("figure").count()
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (ground == "rgb(20, 23, 27)") == (scheme == "dark")
    context.close()


def test_the_keyboard_reaches_the_numbers_of_each_chart(
    browser: Any, reports: dict[str, Path]
) -> None:
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.goto(reports["one"].as_uri())
    figures = page.locator("figure").count()
    opened = 0
    for _ in range(4 * figures):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.tagName") == "SUMMARY":
            outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            assert outline != "none"
            page.keyboard.press("Enter")
            opened += 1
            if opened == figures:
                break
    assert opened == figures
    assert page.locator("details[open] table:visible").count() == figures
    page.close()


def test_on_paper_it_is_light_and_shows_the_charts(browser: Any, reports: dict[str, Path]) -> None:
    # A4 within its margins is narrower than the width up to which a screen is a phone's.
    page = browser.new_page(viewport={"width": 718, "height": 1123}, color_scheme="dark")
    page.goto(reports["two"].as_uri())
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.locator(".wide:visible").count() == page.locator("figure").count()
    assert page.locator("details:visible").count() == 0
    halves = page.locator("figure.half")
    assert halves.nth(0).bounding_box()["y"] == halves.nth(1).bounding_box()["y"]
    assert len(page.pdf()) > 10_000
    page.close()
