"""The documentation keeps its promises: generated where it can be, complete, and it runs."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pandas as pd
import pytest
from places import ROOT

import netanalysis as na

DOCS = ROOT / "docs"
PAGES = sorted(DOCS.rglob("*.md"))
LINKED = [*PAGES, ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md"]
BLOCK = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
ANY_BLOCK = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
RUNNING = [page for page in PAGES if BLOCK.search(page.read_text(encoding="utf-8"))]


def shown(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def anchors(page: Path) -> set[str]:
    """Return the anchors of a page's headings, as GitHub makes them."""
    prose = ANY_BLOCK.sub("", page.read_text(encoding="utf-8"))
    heads = re.findall(r"^#{1,6} +(.*)$", prose, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


def test_the_data_dictionary_is_what_the_schema_says():
    path = DOCS / "write_data_dictionary.py"
    spec = importlib.util.spec_from_file_location("write_data_dictionary", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert (DOCS / "data-dictionary.md").read_bytes().decode() == module.data_dictionary()


@pytest.mark.parametrize("name", na.__all__)
def test_every_public_name_is_documented(name):
    text = "\n".join(page.read_text(encoding="utf-8") for page in [*PAGES, ROOT / "README.md"])
    assert re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text), f"no page mentions {name}"


@pytest.mark.parametrize("page", LINKED, ids=shown)
def test_links_inside_the_project_lead_somewhere(page):
    prose = ANY_BLOCK.sub("", page.read_text(encoding="utf-8"))
    for link in LINK.findall(prose):
        if re.match(r"[a-z]+:", link):
            continue
        file, _, anchor = link.partition("#")
        target = (page.parent / file).resolve() if file else page
        assert target.exists(), f"{shown(page)} links to {link}, which is not there"
        assert target.is_relative_to(ROOT), f"{shown(page)} links out of the project: {link}"
        if anchor and target.suffix == ".md":
            assert anchor in anchors(target), f"{shown(page)} links to {link}: no such heading"


@pytest.mark.parametrize("page", RUNNING, ids=shown)
def test_the_code_on_a_page_runs_on_the_sample(page, tmp_path, monkeypatch):
    """The blocks run in order, in one namespace, in an empty folder."""
    monkeypatch.chdir(tmp_path)
    text = page.read_text(encoding="utf-8")
    namespace: dict[str, object] = {"__name__": "__docs__"}
    for found in BLOCK.finditer(text):
        line = text.count("\n", 0, found.start()) + 1
        source = "\n" * line + found[1]  # so that a failure names the line of the page
        exec(compile(source, shown(page), "exec"), namespace)


def test_what_the_readme_shows_runs_on_the_sample(tmp_path, monkeypatch):
    """Its block first, then each call of the table of questions, as a stranger would try them."""
    monkeypatch.chdir(tmp_path)
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    [block] = BLOCK.findall(text)
    namespace: dict[str, object] = {"__name__": "__readme__"}
    exec(compile(block, "README.md", "exec"), namespace)
    asked = re.findall(r"^\| .*\? \| (.*) \|$", text, re.MULTILINE)
    calls = [call for cell in asked for call in re.findall(r"`(na\..*?)`", cell)]
    assert len(calls) >= len(asked) > 5
    for call in calls:
        found = eval(call, namespace)
        assert isinstance(na.readable(found), pd.DataFrame), call
        assert len(found), call


def test_the_pages_that_promise_code_have_it():
    assert DOCS / "how-to.md" in RUNNING


@pytest.mark.parametrize("page", LINKED, ids=shown)
def test_blocks_say_what_they_are(page):
    """A block without a language would be neither run nor known not to run."""
    text = page.read_text(encoding="utf-8")
    fences = re.findall(r"^```(.*)$", text, re.MULTILINE)
    assert len(fences) % 2 == 0, f"{shown(page)}: a block is not closed"
    assert all(opening.strip() for opening in fences[::2]), f"{shown(page)}: a block has no kind"
