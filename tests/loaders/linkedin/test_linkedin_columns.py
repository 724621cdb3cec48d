"""The fast way and the careful way of reading messages give the same, whatever the file."""

import csv
import io
import tempfile
from dataclasses import fields
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from linkedin_laws import check_ledger

from netanalysis.decoding import Decoded
from netanalysis.errors import NetAnalysisError
from netanalysis.harvest import Harvest
from netanalysis.loaders import linkedin
from netanalysis.loaders.linkedin import letters
from netanalysis.loaders.linkedin.catalogue import CATALOGUE
from netanalysis.loaders.linkedin.sheet import open_sheet
from netanalysis.tally import Tally

HEADER = (
    "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,RECIPIENT PROFILE URLS,DATE,"
    "SUBJECT,CONTENT,FOLDER,IS MESSAGE DRAFT"
)
IN = "https://www.linkedin.com/in/"
ROWS = [
    f"2-a==,,Ana Müller,{IN}ana,Max Owner,{IN}max,2024-05-03 09:15:42 UTC,,hello,INBOX,No",
    f"2-a==,,Max Owner,{IN}max,Ana Müller,{IN}ana,2024-05-03 09:15:42 UTC,,hello,INBOX,No",
    f"2-b==,Lunch,Max Owner,{IN}max,Bo,{IN}bo,2024-05-02 09:15:42 UTC,Re,,SPAM,No",
    f'2-b==,Lunch,Max Owner,{IN}max,Bo,{IN}bo,2024-05-02 09:15:42 UTC,Re,"a\n""b"", c",SPAM,No',
    f"2-c==,,LinkedIn Member,,Max Owner,{IN}max,5/3/24,,x,,Yes",
    f'2-d==,"a, b",Max Owner,{IN}max,"Bo, MBA,Cy","{IN}bo,{IN}cy",,,"",ARCHIVE,No',
    ",,Max Owner,,Bo,,soon,,x,,",
]
ODD = [
    "",
    ",,,,,,,,,,",
    HEADER,
    "too,few,cells",
    ROWS[0] + ",too many",
    ROWS[0].replace("hello", 'a "quoted" word'),
    ROWS[0].replace("hello", '"never closed'),
    ROWS[0].replace("hello", 'x"'),
    ROWS[0].replace("hello", f'"text\n{ROWS[1]}\n"'),
    ROWS[0].replace("hello", '"text\r\nmore"'),
    ROWS[0].replace("hello", "\x0b\u2028\x1c"),
    '"" ',
]
CELLS = st.one_of(
    st.sampled_from(["", "2-a==", "Max Owner", IN + "max", "Yes", "2024-05-03 09:15:42 UTC"]),
    st.text(alphabet=st.sampled_from('ab",\n \x0bé'), max_size=6),
)


def written(rows: list[list[str]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()


def both(text: str, monkeypatch: pytest.MonkeyPatch) -> tuple[Harvest | str, Harvest | str, bool]:
    """Return the fast and the careful reading, and whether the fast one was taken."""
    taken = []
    fast = letters.columns_of

    def spy(*args):
        found = fast(*args)
        taken.append(found is not None)
        return found

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "messages.csv"
        path.write_bytes(text.encode("utf-8", "replace"))
        with monkeypatch.context() as patch:
            patch.setattr(letters, "columns_of", spy)
            one = read(path)
            patch.setattr(letters, "columns_of", lambda *_: None)
            two = read(path)
    return one, two, taken == [True]


def read(path: Path) -> Harvest | str:
    try:
        return linkedin.read([path])
    except NetAnalysisError as error:
        return str(error)


def assert_same(one: Harvest | str, two: Harvest | str) -> None:
    if isinstance(one, str) or isinstance(two, str):
        assert one == two
        return
    check_ledger(one)
    for name in vars(one):
        pd.testing.assert_frame_equal(getattr(one, name), getattr(two, name))


def test_a_well_formed_file_goes_the_fast_way(monkeypatch):
    text = "\n".join([HEADER, *ROWS, ROWS[0], ""])
    one, two, is_fast = both(text, monkeypatch)
    assert_same(one, two)
    assert is_fast
    assert one.ledger.iloc[0][["n_read", "n_kept", "n_duplicate", "n_left_out"]].tolist() == [
        8,
        6,
        1,
        1,
    ]


@pytest.mark.parametrize("odd", ODD, ids=range(len(ODD)))
@pytest.mark.parametrize("place", [0, 3, len(ROWS)])
def test_odd_rows_are_read_alike(monkeypatch, odd, place):
    lines = [HEADER, *ROWS[:place], odd, *ROWS[place:]]
    assert_same(*both("\n".join(lines) + "\n", monkeypatch)[:2])
    assert_same(*both("\n".join(lines), monkeypatch)[:2])


def sorted_alike(text: str) -> None:
    """Check that both ways fill the same mailbag, at a fraction of the cost of reading."""
    entry = CATALOGUE["messages"]
    decoded = Decoded(text.encode("utf-8", "replace"))
    bags, tallies = [], []
    for sort in (letters.sort_letters, letters._sort_rows):
        sheet = open_sheet(decoded, Tally("messages.csv", "messages"), entry.needs, entry.shown)
        sheet.stamp = entry.stamp
        bags.append(sort(sheet))
        tallies.append(sheet.tally)
    one, two = bags
    assert tallies[0] == tallies[1]
    assert [route_text(route) for route in one.routes] == [route_text(r) for r in two.routes]
    assert [vars_of(talk) for talk in one.talks] == [vars_of(talk) for talk in two.talks]
    assert one.codes.tolist() == two.codes.tolist()
    assert one.lines.tolist() == two.lines.tolist()
    assert one.dates.tolist() == two.dates.tolist()


def vars_of(thing: object) -> dict[str, object]:
    return {f.name: getattr(thing, f.name) for f in fields(thing)}


def route_text(route: letters.Route) -> dict[str, object]:
    return {**vars_of(route), "talk": route.talk.thread_id}


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.lists(st.lists(CELLS, min_size=11, max_size=11), max_size=6), st.booleans())
def test_any_cells_are_read_alike(rows, ends):
    text = HEADER + "\n" + written(rows + rows[:1])
    sorted_alike(text if ends else text.rstrip("\n"))


@settings(max_examples=300, deadline=None, derandomize=True)
@given(
    st.lists(st.one_of(st.sampled_from(ROWS + ODD), st.text('",\na 2', max_size=20)), max_size=7)
)
def test_any_text_is_read_alike(lines):
    sorted_alike("\n".join([HEADER, *lines]))
