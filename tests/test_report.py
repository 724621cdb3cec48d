"""The report: one page that needs nothing else, the tables beside it, or nothing at all."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hand_made import HOSTILE_NAMES, make_archive
from places import ROOT, SAMPLE

from netanalysis.corrections import note_guidance
from netanalysis.errors import (
    ExportNotFoundError,
    NothingToAnalyseError,
    OutputError,
    OwnerUnknownError,
)
from netanalysis.own_will import never
from netanalysis.report import write_report
from netanalysis.table_files import write_tables

TRUTH = json.loads((SAMPLE / "truth.json").read_text(encoding="utf-8"))
FINDINGS = {
    "reach_out", "neglected_ties", "waiting", "milestones", "brokers", "bridges_at_risk",
    "collaboration_openings", "mentorship_gaps",
    "mentorship_ties", "mentorship_history", "mentor_candidates", "mentee_candidates",
    "ties", "dyads", "people", "issues", "ledger",
}  # fmt: skip
REFERENCES = {
    "src", "href", "srcset", "action", "data", "poster", "background", "cite", "formaction",
}  # fmt: skip


class Page(HTMLParser):
    """Every tag with its attributes, the style sheets, and the text that is shown."""

    def __init__(self, page: Path) -> None:
        super().__init__()
        self.source = page.read_text(encoding="utf-8")
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.styles = self.text = ""
        self._inside = ""
        self.feed(self.source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._inside = tag

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside == "style":
            self.styles += data
        else:
            self.text += data

    def of(self, name: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.tags if tag == name]

    def references(self) -> set[str]:
        """Return what the page points to: attributes, style sheets and style attributes."""
        found = {
            value or ""
            for _, attrs in self.tags
            for key, value in attrs.items()
            if key in REFERENCES
        }
        styles = self.styles + " ".join(attrs.get("style") or "" for _, attrs in self.tags)
        found |= set(re.findall(r"url\(\s*['\"]?([^'\")]*)", styles))
        return found | set(re.findall(r"@import\s+([^;]+)", styles))


@pytest.fixture(scope="module")
def page(sample_page) -> Page:
    return Page(sample_page)


def assert_self_contained(page: Page) -> None:
    strange = {r for r in page.references() if not r.startswith(("data:image/png;base64,", "#"))}
    assert not strange
    tags = {tag for tag, _ in page.tags}
    assert not tags & {
        "script",
        "link",
        "iframe",
        "object",
        "embed",
        "base",
        "form",
        "svg",
        "video",
    }
    handlers = [key for _, attrs in page.tags for key in attrs if key.startswith("on")]
    assert not handlers
    [policy] = [m["content"] for m in page.of("meta") if m.get("http-equiv")]
    assert policy == "default-src 'none'; img-src data:; style-src 'unsafe-inline'"


def test_the_page_points_to_nothing_outside_itself(page):
    assert_self_contained(page)
    assert page.references()  # the pictures, at least: the search does find


def test_the_page_says_what_it_is(page):
    assert page.source.lstrip().lower().startswith("<!doctype html>")
    assert "<title>Your professional relationships</title>" in page.source
    assert {"charset": "utf-8"} in page.of("meta")
    assert page.of("html")[0]["lang"] == "en"


def test_every_picture_says_in_words_what_it_shows(page):
    alts = [str(image.get("alt") or "") for image in page.of("img")]
    assert len(alts) >= 5
    assert len(set(alts)) == len(alts)
    for alt in alts:
        assert len(alt) > 60, alt
        assert not re.search(r"<|Figure|Axes|description has been provided", alt)


def test_the_planted_answers_are_on_the_page(page):
    for group in ("neglected", "brokers"):
        for person in TRUTH[group]:
            assert person["name"] in page.text, person["name"]
    for field in TRUTH["mentorship_gaps"]:
        assert field.capitalize() in page.text
    assert TRUTH["owner"]["name"] in page.text


def test_the_page_shows_no_code_no_traceback_and_no_path_of_this_machine(page, sample_page):
    for word in (
        "Traceback",
        "Error:",
        "import netanalysis",
        "open_store",
        "ipykernel",
        "In [",
        "nan",
    ):
        assert not re.search(rf"\b{re.escape(word)}", page.text), word
    for folder in (ROOT, Path.home(), sample_page.parent, Path(sys.prefix)):
        assert str(folder) not in page.source, folder
    assert not re.search(r"(?<![\w<])/(tmp|home|root|usr|var|private|Users)/", page.text)
    assert "netanalysis-" not in page.source  # the name of the folder it was made in


def test_every_finding_is_there_as_csv_json_and_parquet(sample_page):
    files = {file.name for file in (sample_page.parent / "tables").iterdir()}
    assert files == {f"{name}.{end}" for name in FINDINGS for end in ("csv", "json", "parquet")}
    assert {entry.name for entry in sample_page.parent.iterdir()} == {"report.html", "tables"}


@pytest.mark.parametrize("name", sorted(FINDINGS))
def test_csv_json_and_parquet_hold_the_same_rows(sample_page, name):
    exact = pd.read_parquet(sample_page.parent / "tables" / f"{name}.parquet")
    if exact.index.names != [None]:
        exact = exact.reset_index()
    read = pd.read_csv(
        sample_page.parent / "tables" / f"{name}.csv", dtype=str, keep_default_na=False
    )
    assert read.columns.tolist() == exact.columns.tolist()
    assert len(read) == len(exact) > 0
    text = (sample_page.parent / "tables" / f"{name}.json").read_text(encoding="utf-8")
    rows = pd.DataFrame(json.loads(text))
    assert rows.columns.tolist() == exact.columns.tolist()
    assert rows.isna().sum().tolist() == exact.isna().sum().tolist()
    for column in exact:
        if isinstance(exact[column].dtype, pd.StringDtype):
            assert rows[column].fillna("").tolist() == exact[column].fillna("").tolist()
        if pd.api.types.is_numeric_dtype(exact[column]) and exact[column].dtype != "boolean":
            numbers = [float(text or "nan") for text in read[column]]
            wanted = exact[column].to_numpy(dtype=float, na_value=np.nan)
            np.testing.assert_allclose(numbers, wanted, rtol=1e-12)
        elif isinstance(exact[column].dtype, pd.StringDtype):
            plain = read[column].str.replace(r"^'(?=[=+\-@\t\r\0])", "", regex=True)
            assert plain.tolist() == exact[column].fillna("").tolist()


def test_a_formula_in_a_cell_gets_an_apostrophe_and_nothing_else_changes(tmp_path):
    texts = ["=1+1", "+49 30", "-", "@SUM(A1)", "\t=1", "\r=1", "\x00=1", "'=1", "a=b", "", "Null"]
    frame = pd.DataFrame(
        {"text": texts, "number": [-1.5, *range(10)]}, index=pd.Index(texts, name="=who")
    )
    before = frame.copy(deep=True)
    write_tables({"odd": frame}, tmp_path / "made")
    written = pd.read_csv(
        tmp_path / "made" / "odd.csv", dtype=str, keep_default_na=False, lineterminator="\n"
    )
    for column in written.columns[:2]:
        assert written[column].tolist() == [f"'{text}" for text in texts[:7]] + texts[7:]
    assert written["number"][0] == "-1.5"
    pd.testing.assert_frame_equal(pd.read_parquet(tmp_path / "made" / "odd.parquet"), before)
    pd.testing.assert_frame_equal(frame, before)


def test_json_is_a_list_of_rows_with_iso_dates_and_null(tmp_path):
    frame = pd.DataFrame(
        {
            "name": pd.array(["Łucja", None], dtype="string"),
            "on": pd.to_datetime(["2026-01-05", None]),
            "at": pd.to_datetime(["2026-01-05 09:30", None], utc=True),
            "n": pd.array([3, None], dtype="Int64"),
            "p": [0.1234567890123, np.nan],
            "is_new": pd.array([True, None], dtype="boolean"),
        },
        index=pd.Index(["a", "b"], name="person_id"),
    )
    paths = write_tables({"odd": frame}, tmp_path)
    assert [path.suffix for path in paths] == [".csv", ".json", ".parquet"]
    first, second = json.loads((tmp_path / "odd.json").read_text(encoding="utf-8"))
    assert first == {
        "person_id": "a", "name": "Łucja", "on": "2026-01-05T00:00:00",
        "at": "2026-01-05T09:30:00Z", "n": 3, "p": 0.1234567890123, "is_new": True,
    }  # fmt: skip
    assert set(second.values()) == {"b", None}


def test_tables_that_cannot_be_written_are_an_output_error(tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(OutputError, match="could not be written"):
        write_tables({"one": pd.DataFrame({"a": [1]})}, tmp_path / "file")


@pytest.mark.parametrize(
    ("archive", "error"),
    [
        (make_archive([(0, "ana", ["bo"])], me=None), OwnerUnknownError),
        (make_archive([], connected=["ana"]), NothingToAnalyseError),
    ],
    ids=["no owner", "no dated contact"],
)
def test_nothing_is_written_where_there_is_no_answer(tmp_path, archive, error, capfd):
    with pytest.raises(error):
        write_report(archive, tmp_path / "report")
    assert not any(tmp_path.iterdir())
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("place", ["file", "file/below/it"])
def test_a_place_that_cannot_be_written_is_refused_before_the_work(tmp_path, place, monkeypatch):
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setattr("netanalysis.report.write_store", None)
    with pytest.raises(OutputError, match=r"file is a file, not a folder"):
        write_report(make_archive([(0, "me", ["ana"])]), tmp_path / place)
    assert (tmp_path / "file").read_text() == "in the way"


def test_hostile_names_stay_text(hostile_page):
    page = Page(hostile_page)
    assert_self_contained(page)
    for key in ("script", "image"):
        assert HOSTILE_NAMES[key][:20] in page.text  # shown as what it is
    assert "Traceback" not in page.text
    assert "49" not in re.findall(r"\{\{ (\S+) \}\}", page.text)
    assert not re.search("[\u202a-\u202e\u2066-\u2069\u200b\x00\x07\x1b]", page.text)
    assert not page.of("strong") or "bold" not in page.text.replace("**bold**", "")


def test_one_message_gives_a_page_and_replaces_what_an_earlier_run_left(hostile_page, tmp_path):
    """A second run into the same folder leaves no finding of the first behind."""
    folder = tmp_path / "report"
    (folder / "tables").mkdir(parents=True)
    (folder / "report.html").write_text("an old page")
    for name in ("brokers", "bridges_at_risk"):
        (folder / "tables" / f"{name}.csv").write_text("an old finding")
    (folder / "tables" / "mine.txt").write_text("not ours")
    page = Page(write_report(make_archive([(0, "me", ["ana"])]), folder))
    assert_self_contained(page)
    for words in (
        "No valuable tie has gone quiet",
        "Nobody in particular",
        "No day to mark",
        "0 ties are alive: both wrote, and contact within 90 days is likely. No opening was found.",
    ):
        assert words in page.text
    assert "The data cannot say." in page.text
    assert "an old page" not in page.source
    left = {file.stem for file in (folder / "tables").iterdir()}
    assert left == FINDINGS - {"brokers", "bridges_at_risk"} | {"mine"}


def test_the_owner_s_word_counts_in_the_report(tmp_path):
    """Who is never to be brought up is not; a mentor by the owner's word is one."""
    people = {
        "me": {"title": "Software Engineer"},
        "vera": {"title": "VP Engineering"},
        "quiet": {"title": "Software Engineer"},
    }
    events = [(7 * n, *((("me", ["quiet"]), ("quiet", ["me"]))[n % 2])) for n in range(60)]
    events += [(900, "me", ["vera"]), (1000, "me", ["clock"]), (1001, "clock", ["me"])]
    archive = make_archive(events, people=people)
    file = tmp_path / "netanalysis.toml"
    note_guidance(archive, "vera", "mentor", wishes=file)
    plain = Page(write_report(archive, tmp_path / "plain"))
    assert "Quiet" in plain.text
    never(archive, "quiet", wishes=file)
    Page(write_report(archive, tmp_path / "told", wishes=file))
    told = tmp_path / "told" / "tables"
    ties = pd.read_parquet(told / "mentorship_ties.parquet")
    assert ties["role"].to_dict() == {"vera": "mentor, as you say"}
    for name in ("neglected_ties", "reach_out"):
        assert "quiet" in pd.read_parquet(tmp_path / "plain" / "tables" / f"{name}.parquet").index
        assert "quiet" not in pd.read_parquet(told / f"{name}.parquet").index
    with pytest.raises(ExportNotFoundError):
        write_report(archive, tmp_path / "lost", wishes=tmp_path / "lost.toml")
    assert not (tmp_path / "lost").exists()


def test_the_report_is_made_by_this_python_and_leaves_nothing_else_behind(tmp_path):
    """Other kernels, start-up files and settings of the user change nothing."""
    home, scratch, jupyter = (tmp_path / name for name in ("home", "scratch", "jupyter"))
    kernel = jupyter / "kernels" / "python3" / "kernel.json"
    startup = home / ".ipython" / "profile_default" / "startup" / "00-mine.py"
    for file, text in {
        kernel: json.dumps({"argv": ["false"], "display_name": "Other", "language": "python"}),
        startup: "print('MY OWN GREETING')\nraise SystemError('my own mistake')\n",
    }.items():
        file.parent.mkdir(parents=True)
        file.write_text(text)
    scratch.mkdir()
    before = sorted(home.rglob("*"))
    code = (
        "from hand_made import make_archive; from netanalysis.report import write_report; "
        "write_report(make_archive([(0, 'me', ['ana']), (5, 'ana', ['me'])]), 'made')"
    )
    settings = {
        "HOME": str(home),
        "USERPROFILE": str(home),
        "TMPDIR": str(scratch),
        "TEMP": str(scratch),
        "JUPYTER_PATH": str(jupyter),
        "JUPYTER_DATA_DIR": str(jupyter),
        "JUPYTER_PREFER_ENV_PATH": "0",
        "PYTHONPATH": os.pathsep.join([str(ROOT / "tests"), os.environ.get("PYTHONPATH", "")]),
        "MPLCONFIGDIR": os.environ.get("MPLCONFIGDIR", str(matplotlib_folder())),
    }
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={**os.environ, **settings},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    page = (tmp_path / "made" / "report.html").read_text(encoding="utf-8")
    assert "MY OWN GREETING" not in page
    assert "my own mistake" not in page
    assert sorted(home.rglob("*")) == before
    assert not any(scratch.iterdir())


def matplotlib_folder() -> str:
    """Return the folder of matplotlib's font list, so that a new home does not make a new one."""
    import matplotlib as mpl

    return mpl.get_cachedir()
