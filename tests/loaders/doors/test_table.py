"""Any table of interactions: columns of any name, rows of any quality."""

from __future__ import annotations

import contextlib

import numpy as np
import pandas as pd
import pytest
from harvest_laws import check_laws
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import netanalysis as na
from netanalysis.errors import (
    ExportNotFoundError,
    NetAnalysisError,
    SchemaError,
    UnreadableExportError,
)
from netanalysis.loaders import table as door
from netanalysis.loaders.table.parties import party_of

COLUMNS = {"when": "at", "source": "who", "target": "whom"}


def frame(*rows, columns=("at", "who", "whom")) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=list(columns))


def read(table, columns=None, *, channel="message", zone="UTC"):
    harvest = door.read(table, columns, channel=channel, zone=zone)
    check_laws(harvest)
    return harvest


def when(*values, zone="UTC") -> list[str]:
    rows = pd.DataFrame({"when": list(values), "source": "a", "target": "b"})
    harvest = read(rows, zone=zone)
    at = harvest.interactions["occurred_at"].dt.strftime("%Y-%m-%d %H:%M").fillna("-")
    return list(zip(at, harvest.interactions["date_quality"], strict=True))


def keys(harvest) -> list[tuple[str, str]]:
    return list(harvest.participations[["alias_key", "role"]].itertuples(index=False, name=None))


def csv(folder, text, codec="utf-8", name="x.csv"):
    path = folder / name
    path.write_bytes(text.encode(codec))
    return path


def test_a_frame_with_columns_of_any_name():
    rows = frame(("2026-01-05T09:00Z", "Ana Berg", "bo@x.example"))
    harvest = read(rows, COLUMNS, channel="call")
    row = harvest.interactions.iloc[0]
    assert (row["channel"], row["date_quality"], row["n_recipients"]) == ("call", "ok", 1)
    assert keys(harvest) == [("name:ana berg", "from"), ("address:bo@x.example", "to")]
    assert list(rows.columns) == ["at", "who", "whom"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("is_quoted", [False, True])
def test_csv_of_every_dialect(tmp_path, delimiter, codec, is_quoted):
    rows = [
        ["at", "who", "whom"],
        ["2026-01-05", "Zoë Müller", "0012"],
        ["2026-01-06", "NA", "1e5"],
    ]
    cell = '"{}"'.format if is_quoted else str
    text = "\n".join(delimiter.join(map(cell, row)) for row in rows)
    harvest = read(csv(tmp_path, text, codec), COLUMNS)
    assert [key for key, _ in keys(harvest)] == [
        "name:zoë müller",
        "name:na",
        "name:0012",
        "name:1e5",
    ]


def test_parquet(tmp_path):
    rows = frame(("2026-01-05", "a", "b"), ("2026-01-06", "a", "c"))
    rows.to_parquet(tmp_path / "x.bin")
    assert len(read(tmp_path / "x.bin", COLUMNS).interactions) == 2
    (tmp_path / "bad.parquet").write_bytes(b"PAR1" + b"\x00" * 50)
    with pytest.raises(UnreadableExportError, match="damaged Parquet"):
        read(tmp_path / "bad.parquet", COLUMNS)


@pytest.mark.parametrize("whom", ["b; c ;d", ["b", "c", "d"], np.array(["b", "c", "d"])])
def test_several_at_the_other_end(whom):
    rows = pd.DataFrame({"when": ["2026-01-05"], "source": ["a"], "target": [whom]})
    harvest = read(rows)
    assert harvest.interactions["n_recipients"].tolist() == [3]
    assert keys(harvest)[1:] == [("name:b", "to"), ("name:c", "to"), ("name:d", "to")]


def test_rows_of_one_id_are_one_event():
    rows = pd.DataFrame(
        {
            "when": ["2026-01-05", "2026-01-05", "2026-01-06"],
            "source": "a",
            "target": ["b", "c", "b"],
            "id": [7, 7, 8],
        }
    )
    harvest = read(rows)
    assert harvest.interactions["n_recipients"].tolist() == [2, 1]
    assert harvest.ledger["n_kept"].tolist() == [3]


def test_channel_subject_and_thread_columns():
    rows = pd.DataFrame(
        {
            "when": ["2026-01-05"] * 3,
            "source": "a",
            "target": "b",
            "channel": ["Call", "", "pigeon"],
            "subject": ["hi", None, "x"],
            "thread": [1.0, 2.0, 3.0],
        }
    )
    harvest = read(rows, channel="chat")
    assert harvest.interactions["channel"].tolist() == ["call", "chat"]
    assert harvest.interactions["thread_id"].tolist() == ["1", "2"]
    assert harvest.interactions["subject"].isna().tolist() == [False, True]
    assert harvest.issues["reason"].tolist() == ["unknown channel"]


def test_rows_without_ends_are_left_out_with_their_line(tmp_path):
    text = "when,source,target\n2026-01-05,,b\n2026-01-05,a,\n2026-01-05,a,;\n2026-01-05,a,b\n"
    harvest = read(csv(tmp_path, text))
    assert harvest.issues[["line", "reason"]].to_numpy().tolist() == [
        [2, "no source"],
        [3, "no target"],
        [4, "no target"],
    ]
    assert harvest.ledger[["n_read", "n_kept", "n_left_out"]].to_numpy().tolist() == [[4, 1, 3]]


def test_ragged_rows_and_stray_quotes_cost_themselves(tmp_path):
    text = (
        'when,source,target\n2026-01-05,a,b\n2026-01-05,a\n2026-01-05,"a,b\n'
        "\n2026-01-05,a,b,c\n2026-01-06,c,d,,\n"
    )
    harvest = read(csv(tmp_path, text))
    assert harvest.issues["line"].tolist() == [3, 4, 6]
    assert len(harvest.interactions) == 2


def test_forms_of_dates():
    assert when("2026-01-05T09:00:00Z", "2026-01-05 09:00+02:00", "2026-01-05 09:00") == [
        ("2026-01-05 09:00", "ok"),
        ("2026-01-05 07:00", "ok"),
        ("2026-01-05 09:00", "ok"),
    ]
    assert when("2026-01-05") == [("2026-01-05 00:00", "day")]
    assert when("1767603600", "1767603600.25") == [("2026-01-05 09:00", "ok")] * 2
    assert when(1767603600000) == [("2026-01-05 09:00", "ok")]
    assert when(pd.Timestamp("2026-01-05 09:00")) == [("2026-01-05 09:00", "ok")]
    assert when(pd.Timestamp("2026-01-05 09:00", tz="Asia/Tokyo")) == [("2026-01-05 00:00", "ok")]
    assert when("31.01.2026 09:00", "01.02.2026 10:00")[1] == ("2026-02-01 10:00", "ok")
    assert when("31/01/2026", "01/02/2026")[1] == ("2026-02-01 00:00", "day")
    assert when("01/31/2026", "01/02/2026")[1] == ("2026-01-02 00:00", "day")


def test_a_column_that_does_not_tell_day_from_month_is_not_guessed():
    rows = pd.DataFrame({"when": ["03/04/2026"], "source": "a", "target": "b"})
    harvest = read(rows)
    assert harvest.interactions["date_quality"].tolist() == ["unreadable"]
    assert "do not tell day from month" in harvest.issues["problem"].iloc[0]


def test_times_without_a_zone_are_in_the_zone_given():
    assert when("2026-07-05 09:00", zone="Europe/Berlin") == [("2026-07-05 07:00", "ok")]
    # In the night the clocks go back the first of the two hours, in the gap its end.
    assert when("2026-10-25 02:30", zone="Europe/Berlin") == [("2026-10-25 00:30", "ok")]
    assert when("2026-03-29 02:30", zone="Europe/Berlin") == [("2026-03-29 01:00", "ok")]
    with pytest.raises(SchemaError, match="no time zone"):
        when("2026-01-05", zone="Nowhere")


def test_dates_that_cannot_be_used_are_kept_and_said():
    assert when("soon", "", None, "1800-01-01") == [
        ("-", "unreadable"),
        ("-", "missing"),
        ("-", "missing"),
        ("1800-01-01 00:00", "implausible"),
    ]


def test_ids_stay_as_they_are():
    rows = pd.DataFrame({"when": ["2026-01-05"] * 2, "source": [12.0, 7.0], "target": [1, 2]})
    assert [key for key, _ in keys(read(rows))] == ["name:12", "name:7", "name:1", "name:2"]


def test_a_name_with_an_address_in_brackets_is_both():
    assert party_of('"Ana Berg" <Ana@x.example>') == ("address:ana@x.example", "Ana Berg")
    assert party_of("bo@x.example <c@x.example>") == ("address:c@x.example", "bo@x.example")


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({"when": "date"}, "no column 'date'"),
        ({"from": "who"}, "columns has 'from'"),
    ],
)
def test_a_column_that_is_not_there_is_said(columns, message):
    with pytest.raises(SchemaError, match=message):
        read(frame(("2026-01-05", "a", "b")), COLUMNS | columns)


def test_an_unknown_channel_is_refused():
    with pytest.raises(SchemaError, match="pigeon"):
        read(frame(), COLUMNS, channel="pigeon")


def test_an_empty_table_gives_an_empty_dataset():
    archive = na.load_table(frame(), columns=COLUMNS)
    assert archive.interactions.empty
    assert archive.as_of is None


def test_load_table_from_disk_with_people(tmp_path):
    path = csv(tmp_path, "at,who,whom\n2026-01-05,0012,13\n2026-01-06,13,0012;14\n")
    people = csv(
        tmp_path,
        "id;name;title;department\n0012;Ana Berg;Head;Law\n13;Bo Ek;;Trade\n;x;;\n13;Twice;;\n",
        name="people.csv",
    )
    archive = na.load_table(path, columns=COLUMNS, people=people, me="Ana Berg")
    rows = archive.people.set_index("name")
    assert archive.people.loc[archive.people["is_me"], "name"].tolist() == ["Ana Berg"]
    assert rows.loc["Ana Berg", ["title", "company", "organisation"]].tolist() == [
        "Head",
        "Law",
        "Law",
    ]
    assert rows.loc["Bo Ek", "organisation"] == "Trade"
    assert archive.ledger["n_duplicate"].tolist() == [0, 1]
    assert archive.issues["reason"].tolist() == ["no id"]
    assert len(na.ego_ties(archive)) == 1
    with pytest.raises(ExportNotFoundError):
        na.load_table("https://x.example/t.csv")


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(junk=st.binary(max_size=300))
def test_any_bytes(junk, tmp_path):
    path = tmp_path / "x.csv"
    path.write_bytes(b"when,source,target\n2026-01-05,a,b\n" + junk)
    with contextlib.suppress(NetAnalysisError):
        check_laws(door.read(path, None, channel="chat", zone="UTC"))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.text(max_size=20), st.text(max_size=20), st.text(max_size=20)), max_size=8
    )
)
def test_any_text_in_a_frame(rows):
    check_laws(door.read(frame(*rows), COLUMNS, channel="chat", zone="Europe/Berlin"))


@pytest.mark.real
def test_enron_as_two_tables_and_a_list_of_employees(real):
    folder = real / "enron"
    names = ["mid", "file", "unix", "subject", "sender"]
    messages = pd.read_csv(
        folder / "messages.tsv", sep="\t", names=names, dtype=str, quoting=3, encoding="latin-1"
    )
    recipients = pd.read_csv(
        folder / "recipients.tsv", sep="\t", names=["mid", "rno", "to"], dtype=str
    )
    employees = pd.read_csv(
        folder / "employees.tsv",
        sep="\t",
        names=["id", "name", "department", "unit", "title", "gender", "seniority"],
        dtype=str,
    )
    archive = na.load_table(
        recipients.merge(messages, on="mid"),
        columns={
            "when": "unix",
            "source": "sender",
            "target": "to",
            "id": "mid",
            "subject": "subject",
        },
        channel="mail",
        people=employees,
    )
    assert len(archive.interactions) == recipients["mid"].nunique()
    assert set(archive.people["organisation"]) == {"Legal", "Trading", "Other"}
    assert len(archive.people) == 156
    ties = na.ties(archive)
    assert len(ties) > 2000
    assert ties.attrs["as_of"].year == 2002
