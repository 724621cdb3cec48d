"""The wishes file: read strictly, written block by block, never lost."""

from __future__ import annotations

import os
import stat
import tomllib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netanalysis.errors import ExportNotFoundError, OutputError, WishesError
from netanalysis.wishes import WishesFile, read_wishes, with_entry, without_entry, write_wishes

WRITTEN = """\
# All about my people.

[me]
aliases = ["ana@example.org"]  # the old one too?

[[same]]
aliases = ["bo@example.org", "bo@example.net"]
on = 2026-11-25

# Carl told me about this one himself.
[[different]]
aliases = ["carl@example.org", "carl@example.net"]  # father and son

[[same]]
aliases = ["dora@example.org", "dora@example.net"]
# the end
"""


@pytest.fixture
def written(tmp_path):
    def write(text: str | bytes):
        path = tmp_path / "netanalysis.toml"
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return path

    return write


def test_every_section_is_read_with_its_lines(written):
    wishes = read_wishes(written(WRITTEN))
    assert [e.content["aliases"] for e in wishes.entries("me")] == [["ana@example.org"]]
    assert [(e.content["aliases"][0], e.line) for e in wishes.entries("same")] == [
        ("bo@example.org", 6),
        ("dora@example.org", 14),
    ]
    assert wishes.entries("same")[0].content["on"] == date(2026, 11, 25)
    assert [e.line for e in wishes.entries("different")] == [11]


@pytest.mark.parametrize("text", ["", "\n\n", "# nothing yet\n", "\ufeff# from Windows\r\n"])
def test_a_file_that_wishes_nothing_is_fine(written, text):
    wishes = read_wishes(written(text))
    assert not any(wishes.entries(name) for name in ("me", "same", "different"))


NONSENSE = {
    "unknown section": ("# x\n[sames]\naliases = []\n", 2, "'sames' is not known", "[[same]]"),
    "section without brackets": ('\nsame = "a"\n', 2, "'same' is written", "[[same]] blocks"),
    "single brackets": ('[same]\naliases = ["a", "b"]\n', 1, "'same' is written", "[[same]]"),
    "double brackets": ('[[me]]\naliases = ["a"]\n', 1, "", "[me]"),
    "unknown key": (
        '[[same]]\naliases = ["a", "b"]\nwhen = 2026-01-01\n',
        3,
        "no 'when'",
        "'aliases' and 'on'",
    ),
    "one alias": ('[[same]]\n\naliases = ["a"]\n', 3, "aliases is ['a']", "two different aliases"),
    "three aliases": (
        '[[different]]\naliases = ["a", "b", "c"]\n',
        2,
        "aliases is",
        "two different aliases",
    ),
    "twice the same": ('[[same]]\naliases = ["a", " a"]\n', 2, "aliases is", "two different"),
    "a text for a list": ('[me]\naliases = "a"\n', 2, "aliases is 'a'", "a list of addresses"),
    "empty alias": ('[me]\naliases = [" "]\n', 2, "aliases is", "a list of addresses"),
    "a day in quotes": (
        '[[same]]\naliases = ["a", "b"]\non = "2026-01-01"\n',
        3,
        "on is '2026-01-01'",
        "without quotes",
    ),
    "an instant": ('[[same]]\naliases = ["a", "b"]\non = 2026-01-01T10:00:00\n', 3, "on is", "day"),
    "no aliases": ("[me]\n\n[[same]]\non = 2026-01-01\n", 1, "lacks 'aliases'", "aliases ="),
    "no TOML": ('# fine\n[me]\naliases = ["a"\n\n[[same]]\n', 5, "", "TOML"),
    "half a line": ("# a\n# b\n[me\n", 3, "in [me", "TOML"),
    "second entry": (
        '[[same]]\naliases = ["a", "b"]\n[[same]]\naliases = ["c"]\n',
        4,
        "aliases is ['c']",
        "two different",
    ),
}


@pytest.mark.parametrize("case", NONSENSE)
def test_nonsense_is_named_with_file_line_and_what_would_do(written, case):
    text, line, found, wanted = NONSENSE[case]
    path = written(text)
    with pytest.raises(WishesError) as raised:
        read_wishes(path)
    message = str(raised.value)
    assert f"{path}, line {line}" in message
    assert found in message
    assert wanted in message
    assert message.endswith("Nothing was changed.")
    assert path.read_bytes() == text.encode()


def test_a_file_of_another_encoding_names_the_line(written):
    with pytest.raises(WishesError, match="line 2: this is not UTF-8"):
        read_wishes(written("# x\n# Jürgen\n".encode("latin-1")))


def test_a_file_that_is_not_there_says_how_it_comes_to_be(tmp_path):
    path = tmp_path / "none.toml"
    with pytest.raises(ExportNotFoundError, match=r"none\.toml is not there.*empty file"):
        read_wishes(path)
    assert read_wishes(path, missing_ok=True).text == ""


def test_a_folder_or_a_huge_file_is_no_wishes_file(tmp_path, written):
    with pytest.raises(WishesError, match="could not be read"):
        read_wishes(tmp_path)
    with pytest.raises(WishesError, match="larger than"):
        read_wishes(written(b"#" * (4 * 1024 * 1024 + 1)))


def test_an_entry_is_added_at_the_end_and_nothing_else_changes(written):
    path = written(WRITTEN)
    pair = ["eve@example.org", "eve@example.net"]
    added = with_entry(read_wishes(path), "different", {"aliases": pair, "on": date(2026, 1, 2)})
    assert write_wishes(added) == path
    block = f'\n[[different]]\naliases = ["{pair[0]}", "{pair[1]}"]\non = 2026-01-02\n'
    assert path.read_bytes().decode() == WRITTEN + block


@pytest.mark.parametrize("section", ["same", "different"])
@pytest.mark.parametrize("text", ["", WRITTEN, "# no line end", WRITTEN.replace("\n", "\r\n")])
def test_adding_and_taking_back_restores_the_file_byte_for_byte(written, text, section):
    path = written(text)
    wishes = read_wishes(path)
    added = with_entry(wishes, section, {"aliases": ["x@example.org", "y@example.org"]})
    back = without_entry(added, section, len(wishes.entries(section)))
    assert back.text.rstrip("\r\n") == wishes.text.rstrip("\r\n")
    if text.endswith("\n") or not text:
        assert back.text == wishes.text


def test_taking_an_entry_out_leaves_comments_around_it(written):
    wishes = read_wishes(written(WRITTEN))
    text = without_entry(wishes, "same", 0).text
    assert text == WRITTEN.replace(
        '[[same]]\naliases = ["bo@example.org", "bo@example.net"]\non = 2026-11-25\n\n', ""
    )
    last = without_entry(wishes, "same", 1).text
    assert last.endswith("# father and son\n\n# the end\n")
    assert "# Carl told me" in without_entry(wishes, "different", 0).text


def test_a_form_that_cannot_be_edited_is_refused_and_kept(written):
    text = 'same = [{aliases = ["a@example.org", "b@example.org"]}]\n'
    path = written(text)
    wishes = read_wishes(path)
    assert len(wishes.entries("same")) == 1
    with pytest.raises(WishesError, match=r"line 1: 'same' is written in a form"):
        with_entry(wishes, "same", {"aliases": ["c@example.org", "d@example.org"]})
    with pytest.raises(WishesError, match="form that cannot be edited"):
        without_entry(wishes, "same", 0)
    assert path.read_bytes().decode() == text


def test_only_the_owner_may_read_what_is_written_and_nothing_else_is_left(written, tmp_path):
    path = written(WRITTEN)
    path.chmod(0o644)
    write_wishes(with_entry(read_wishes(path), "same", {"aliases": ["x@a.b", "y@a.b"]}))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [entry.name for entry in tmp_path.iterdir()] == [path.name]


def test_a_link_stays_a_link(written, tmp_path):
    path = written(WRITTEN)
    link = tmp_path / "link.toml"
    link.symlink_to(path)
    write_wishes(with_entry(read_wishes(link), "same", {"aliases": ["x@a.b", "y@a.b"]}))
    assert link.is_symlink()
    assert "x@a.b" in path.read_text(encoding="utf-8")


def test_a_write_that_fails_leaves_the_file_as_it_was(written, tmp_path, monkeypatch):
    path = written(WRITTEN)
    added = with_entry(read_wishes(path), "same", {"aliases": ["x@a.b", "y@a.b"]})

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputError, match=r"No space left on device.*as it was"):
        write_wishes(added)
    assert path.read_bytes().decode() == WRITTEN
    assert [entry.name for entry in tmp_path.iterdir()] == [path.name]


def test_a_folder_that_is_not_there_is_an_output_error(tmp_path):
    with pytest.raises(OutputError, match="could not be written"):
        write_wishes(WishesFile(tmp_path / "no" / "netanalysis.toml"))


@given(st.lists(st.text(min_size=1).filter(str.strip), min_size=2, max_size=2, unique_by=str.strip))
def test_any_alias_survives_writing_and_reading(pair):
    if not all(text.isascii() or text.encode("utf-8", "replace").decode() == text for text in pair):
        return
    wishes = with_entry(WishesFile(None), "same", {"aliases": pair})
    assert tomllib.loads(wishes.text)["same"] == [{"aliases": pair}]
