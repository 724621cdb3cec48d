"""The page in a real browser with the network unplugged: what a reader would see."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.browser

CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
FLAGS = [
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND",
]
PATIENCE_MS = 120_000
WIDTHS = [1160, 400]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    if CHROMIUM is None:
        pytest.skip("Chromium is not on this machine")
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with sync_api.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


class Visit:
    """A page that was opened: what it asked for and what the browser complained about."""

    def __init__(self, browser: Any, path: Path, width: int = 1160) -> None:
        self.page = browser.new_page(viewport={"width": width, "height": 900})
        self.page.set_default_timeout(PATIENCE_MS)
        self.asked: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("dialog", lambda dialog: self.complaints.append(dialog.message))
        self.page.goto(path.as_uri(), wait_until="load")


@pytest.fixture(scope="module")
def visit(browser, sample_page) -> Visit:
    return Visit(browser, sample_page)


def test_it_opens_without_network_and_asks_for_nothing(visit, sample_page):
    outside = [url for url in visit.asked if not url.startswith("data:")]
    assert outside == [sample_page.as_uri()]
    assert visit.complaints == []
    assert visit.page.title() == "Your professional relationships"
    assert visit.page.locator("h1").inner_text().startswith("Your professional relationships")


def test_every_picture_is_drawn(visit):
    sizes = visit.page.eval_on_selector_all(
        "img", "all => all.map(i => [i.complete, i.naturalWidth, i.clientWidth])"
    )
    assert len(sizes) >= 5
    for is_complete, natural, shown in sizes:
        assert is_complete
        assert natural > 300
        assert shown > 300


def test_the_style_sheet_is_in_force(visit):
    """The policy of the page must not shut out its own style."""
    assert (
        visit.page.eval_on_selector("a.anchor-link", "a => getComputedStyle(a).display") == "none"
    )
    width = visit.page.eval_on_selector("main", "m => m.clientWidth")
    assert 600 < width <= 1060


OVERFLOWING = """() => {
    const width = document.documentElement.clientWidth;
    const inside = e => {   // inside a box that scrolls by itself
        for (let p = e.parentElement; p; p = p.parentElement)
            if (['auto', 'scroll'].includes(getComputedStyle(p).overflowX)) return true;
        return false;
    };
    const wide = [...document.body.querySelectorAll('*')]
        .filter(e => e.getBoundingClientRect().right > width + 1 && !inside(e))
        .map(e => e.tagName + ' ' + (e.textContent || '').trim().slice(0, 40));
    return [document.documentElement.scrollWidth - width, wide];
}"""


@pytest.mark.parametrize("which", ["sample_page", "hostile_page"])
@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_runs_over_the_edge(browser, request, which, width):
    page = Visit(browser, request.getfixturevalue(which), width).page
    over, wide = page.evaluate(OVERFLOWING)
    page.close()
    assert wide == []
    assert over <= 0


def test_it_prints(visit):
    pdf = visit.page.pdf()
    assert pdf.startswith(b"%PDF-")
    assert len(pdf) > 50_000
    assert pdf.count(b"/Type /Page\n") >= 2


def test_hostile_names_run_nothing(browser, hostile_page):
    visit = Visit(browser, hostile_page)
    visit.page.wait_for_timeout(300)
    assert visit.page.evaluate("() => window.pwned === undefined")
    assert [url for url in visit.asked if not url.startswith("data:")] == [hostile_page.as_uri()]
    assert visit.complaints == []
    assert "<script>window.pwned=1</script>" in visit.page.inner_text("main")
    assert visit.page.locator("main script, main iframe, main svg").count() == 0


def test_the_probe_notices_a_script_that_runs(browser, tmp_path):
    """Seen to find: the same visit of a page without protection reports what happened."""
    trap = tmp_path / "trap.html"
    trap.write_text("<img src='https://pixel.example/x.png' onerror=window.pwned=1>")
    visit = Visit(browser, trap)
    visit.page.wait_for_function("window.pwned === 1")
    assert "https://pixel.example/x.png" in visit.asked
    assert visit.complaints


def test_the_policy_alone_would_stop_a_script(browser, sample_page, tmp_path):
    """Second lock: the same script inside the report's own page does not run."""
    source = sample_page.read_text(encoding="utf-8")
    trap = tmp_path / "trap.html"
    trap.write_text(
        source.replace("<h1", "<script>window.pwned=1</script><h1", 1), encoding="utf-8"
    )
    assert "<script>window.pwned" in trap.read_text(encoding="utf-8")
    visit = Visit(browser, trap)
    assert visit.page.evaluate("() => window.pwned === undefined")
    assert any("Content Security Policy" in complaint for complaint in visit.complaints)
