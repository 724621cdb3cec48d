"""conform: the only way into a Dataset keeps what it is given or refuses it, never less."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netanalysis.errors import SchemaError
from netanalysis.frames import COUNT, DAY, FLAG, INSTANT, NUMBER, STRING, Column, Table, conform
from netanalysis.schema import TABLES

PLANTS = Table(
    "plants",
    "A table of every dtype.",
    (
        Column("plant_id", STRING, "identifier", required=True),
        Column("place", STRING, "where it stands", ("shade", "sun"), required=True),
        Column("soil", STRING, "what it stands in", ("clay", "sand")),
        Column("n_leaves", COUNT, "leaves"),
        Column("height", NUMBER, "metres"),
        Column("is_green", FLAG, "colour"),
        Column("watered_at", INSTANT, "when"),
        Column("sown_on", DAY, "day"),
    ),
    key=("plant_id",),
)
NOTE = Table("notes", "Free text.", (Column("text", STRING, "free text"),))


def plants(**columns: object) -> pd.DataFrame:
    return pd.DataFrame({"plant_id": ["fern", "rose"], "place": ["shade", "sun"], **columns})


def dtypes(frame: pd.DataFrame) -> dict[str, str]:
    return {name: str(dtype) for name, dtype in frame.dtypes.items()}


PROMISED = {column.name: column.dtype for column in PLANTS.columns}


def test_columns_come_in_order_with_the_promised_dtypes():
    shuffled = plants(
        sown_on=["2024-03-01", None],
        watered_at=pd.to_datetime(["2024-05-01 12:00", None]).tz_localize("Europe/Paris"),
        is_green=[True, None],
        height=[1, None],
        n_leaves=[3.0, None],
        soil=["clay", None],
    )[["sown_on", "n_leaves", "watered_at", "height", "place", "is_green", "plant_id", "soil"]]
    table = conform(PLANTS, shuffled)
    assert list(table.columns) == PLANTS.column_names
    assert dtypes(table) == PROMISED
    assert table.loc[0, "watered_at"] == pd.Timestamp("2024-05-01 10:00", tz="UTC")
    assert table.loc[0, "sown_on"] == pd.Timestamp("2024-03-01")
    assert table.iloc[0].drop(["watered_at", "sown_on"]).tolist() == [
        "fern", "shade", "clay", 3, 1.0, True,
    ]  # fmt: skip
    assert table.iloc[1].isna().tolist() == [False, False, *[True] * 6]


def test_an_optional_column_that_is_absent_is_missing_values_of_its_dtype():
    table = conform(PLANTS, plants())
    assert dtypes(table) == PROMISED
    assert table.drop(columns=["plant_id", "place"]).isna().all(axis=None)


def test_the_index_is_numbered_anew_and_the_frame_given_stays_as_it_was():
    given_frame = plants(n_leaves=[1, 2]).set_axis([7, 7])
    before = given_frame.copy(deep=True)
    table = conform(PLANTS, given_frame)
    assert table.index.tolist() == [0, 1]
    assert table["n_leaves"].tolist() == [1, 2]
    pd.testing.assert_frame_equal(given_frame, before)


@pytest.mark.parametrize("table", [*TABLES, PLANTS], ids=lambda table: table.name)
@pytest.mark.parametrize("empty", ["no columns", "all columns", "conformed"])
def test_an_empty_frame_gives_all_columns_and_no_rows(table, empty):
    frame = {
        "no columns": pd.DataFrame(),
        "all columns": pd.DataFrame(columns=table.column_names),
        "conformed": table.empty(),
    }[empty]
    result = conform(table, frame)
    assert len(result) == 0
    assert dtypes(result) == {column.name: column.dtype for column in table.columns}
    pd.testing.assert_frame_equal(result, table.empty(), check_index_type=False)


@pytest.mark.parametrize(
    ("frame", "message"),
    [
        (plants(colour="red"), r"unknown columns \['colour'\]"),
        (plants().drop(columns="place"), "required column 'place' is absent"),
        (plants(place=["sun", None]), "column 'place' misses 1 values"),
        (plants(place=["sun", "moon"]), r"column 'place' has \['moon'\]"),
        (plants(soil=["clay", "Clay"]), r"column 'soil' has \['Clay'\]"),
        (plants(plant_id=["rose", "rose"]), "1 rows repeat the key"),
        (plants(n_leaves=[1.5, 2]), "'n_leaves' cannot be Int64"),
        (plants(n_leaves=["many", "few"]), "'n_leaves' cannot be Int64"),
        (plants(is_green=["yes", "no"]), "'is_green' cannot be boolean"),
        (plants(sown_on=["2024-02-30", None]), "'sown_on' cannot be datetime64"),
        (plants(sown_on=["soon", None]), "'sown_on' cannot be datetime64"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_breaks_the_contract_is_refused_by_table_and_column(frame, message):
    with pytest.raises(SchemaError, match=f"table plants: .*{message}"):
        conform(PLANTS, frame)


def test_a_time_without_a_zone_is_refused_not_guessed():
    naive = pd.to_datetime(["2024-05-01 12:00", "2024-05-02 12:00"])
    with pytest.raises(SchemaError, match="watered_at"):
        conform(PLANTS, plants(watered_at=naive))


def test_text_that_cannot_be_written_is_refused():
    with pytest.raises(SchemaError, match="text"):
        conform(NOTE, pd.DataFrame({"text": pd.Series(["J\udcc3\udcbcrgen"], dtype="object")}))


def test_people_called_null_keep_their_name():
    names = ["Null", "NA", "None", "nan", "NaN", "<NA>", "NULL", "", " ", "n/a", "0012", "1e5"]
    table = conform(NOTE, pd.DataFrame({"text": names}))
    assert table["text"].tolist() == names
    assert not table["text"].isna().any()


def test_only_what_is_missing_is_missing():
    values = pd.Series([None, pd.NA, float("nan"), "None"], dtype="object")
    table = conform(NOTE, pd.DataFrame({"text": values}))
    assert table["text"].isna().tolist() == [True, True, True, False]


@settings(deadline=None, derandomize=True)
@given(st.lists(st.text()))
def test_any_unicode_text_survives(texts):
    table = conform(NOTE, pd.DataFrame({"text": pd.Series(texts, dtype="object")}))
    assert table["text"].tolist() == texts
    again = conform(NOTE, table)
    pd.testing.assert_frame_equal(again, table)
