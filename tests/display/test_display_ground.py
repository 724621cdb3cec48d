"""Safe text, labels that find a place, the notebook picture and the narrow table."""

from __future__ import annotations

import base64
import subprocess
import sys
import warnings
from itertools import combinations
from pathlib import Path
from types import SimpleNamespace

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from netanalysis.display import Picture, alt_text, picture, plot_neglected, readable
from netanalysis.display.labels import Wish, place_labels
from netanalysis.display.style import drawable, fitted, fitted_group, text_width, wrapped, write
from netanalysis.display.text import (
    clean,
    counted,
    day,
    duration,
    listing,
    number,
    percent,
    person,
)
from netanalysis.errors import OutputError, SchemaError


@pytest.mark.parametrize(
    ("raw", "safe"),
    [
        ("evil\u202egnp.exe", "evilgnp.exe"),
        ("two\nlines\tand\u2028more", "two lines and more"),
        ("nul\x00 bell\x07", "nul bell"),
        ("lone \ud800 surrogate", "lone surrogate"),
        ("a\u0301\u0351\u036b\u0343\u036a", "á\u0351\u036b"),
        (None, ""),
        (pd.NA, ""),
        (float("nan"), ""),
        (7, "7"),
    ],
)
def test_clean_drops_what_can_harm(raw: object, safe: str) -> None:
    assert clean(raw) == safe


def test_long_text_ends_in_an_ellipsis_between_words() -> None:
    assert clean("Ana Maria Müller-Lüdenscheidt", 18) == "Ana Maria Müller…"
    assert len(clean("W" * 90, 20)) == 20


def test_a_name_of_nothing_but_pictures_is_no_name() -> None:
    assert person("😀🎉") == "(no name)"
    assert person("🎉 Ana 🎉") == "Ana"


def test_signs_without_a_glyph_become_boxes_or_go() -> None:
    assert drawable("Ana \U0001fae0") == "Ana"
    assert drawable("\U00013000\U00013001") == "□□"
    assert drawable("\U0001fae0") == "□"


@given(st.text(max_size=40))
def test_any_text_can_be_drawn_without_a_warning(text: str) -> None:
    figure, ax = plt.subplots(figsize=(2, 1))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        write(ax, 0, 0, text)
        figure.canvas.draw()
    plt.close(figure)


def test_fitted_and_wrapped_keep_to_the_width() -> None:
    words = "a title with rather many words that will not fit on a single line of this width"
    assert text_width(fitted(words, 90, 9), 9) <= 90
    lines = wrapped(words, 150, 12, bold=True).split("\n")
    assert len(lines) == 2
    assert all(text_width(line, 12, True) <= 150 for line in lines)


def test_numbers_are_spelled_one_way() -> None:
    assert [percent(p) for p in (0.224, 0, 0.001, 1, np.nan, pd.NA)] == [
        "22 %",
        "0 %",
        "under 1 %",
        "100 %",
        "–",
        "–",
    ]
    assert [number(n) for n in (1234567, 2.0, 0.126, None)] == [
        "1,234,567",
        "2",
        "0.13",
        "–",
    ]
    assert [duration(d) for d in (0.2, 1, 45, 300, 1096, None)] == [
        "less than a day",
        "1 day",
        "6 weeks",
        "10 months",
        "3 years",
        "–",
    ]
    assert day(pd.Timestamp("2026-03-04 23:00")) == "2026-03-04"
    assert (counted(1, "person", "people"), counted(3, "tie")) == ("1 person", "3 ties")
    assert listing(["A", "B", "C", "D"], 3) == "A, B and 2 more"


def boxes_overlap(a: tuple[float, ...], b: tuple[float, ...]) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


@given(
    st.lists(
        st.tuples(st.floats(0, 300), st.floats(0, 200), st.text("aWi ", min_size=1, max_size=30)),
        max_size=12,
    )
)
def test_labels_stay_apart_and_inside_for_any_marks(
    marks: list[tuple[float, float, str]],
) -> None:
    wishes = [Wish(words, x, y, 4.0) for x, y, words in marks]
    frame, taken = (0.0, 0.0, 300.0, 200.0), [(0.0, 0.0, 60.0, 20.0)]
    spots = place_labels(wishes, frame, marks=[(x, y, 4.0) for x, y, _ in marks], taken=taken)
    boxes = [spot.box for spot in spots if spot is not None]

    assert all(b[0] >= 0 and b[1] >= 0 and b[2] <= 300 and b[3] <= 200 for b in boxes)
    assert not any(boxes_overlap(a, b) for a, b in combinations([*boxes, *taken], 2))
    assert spots == place_labels(
        wishes, frame, marks=[(x, y, 4.0) for x, y, _ in marks], taken=taken
    )


def test_a_label_without_room_is_left_out_and_a_lone_one_stands_beside_its_mark() -> None:
    assert place_labels([Wish("too long for this", 5, 5)], (0, 0, 10, 10)) == [None]
    (spot,) = place_labels([Wish("Ana", 100, 50, 4.0)], (0, 0, 300, 100))
    assert spot is not None
    assert spot.y == pytest.approx(50)
    assert spot.box[0] == pytest.approx(106.5)
    assert spot.leader is None


def test_a_picture_shows_itself_once_with_its_description(fake: SimpleNamespace) -> None:
    ax = plot_neglected(fake.neglected())
    shown = picture(ax)
    assert isinstance(shown, Picture)
    assert plt.get_fignums() == []

    data, about = shown._repr_mimebundle_()

    assert base64.b64decode(data["image/png"]).startswith(b"\x89PNG")
    assert data["text/plain"] == alt_text(ax) == about["image/png"]["alt"]
    assert 850 < about["image/png"]["width"] < 1000
    assert repr(shown) == f"Picture: {alt_text(ax)}"


def test_saved_files_carry_the_description_and_are_reproducible(
    fake: SimpleNamespace, tmp_path: Path
) -> None:
    shown = picture(plot_neglected(fake.neglected(hostile=True)))
    for ending in ("png", "svg", "pdf"):
        first = shown.save(tmp_path / f"a.{ending}").read_bytes()
        assert first == shown.save(tmp_path / f"b.{ending}").read_bytes()
    with Image.open(tmp_path / "a.png") as image:
        assert image.text["Description"] == shown.alt
        assert "Software" not in image.text
    assert "Map of 40 ties" in (tmp_path / "a.svg").read_text(encoding="utf-8")


def test_a_picture_that_cannot_be_saved_says_why(fake: SimpleNamespace, tmp_path: Path) -> None:
    shown = picture(plot_neglected(fake.neglected(3)))
    with pytest.raises(OutputError, match=r"use \.png, \.svg or \.pdf"):
        shown.save(tmp_path / "a.gif")
    with pytest.raises(OutputError, match=r"could not be written to a\.png"):
        shown.save(tmp_path / "absent" / "a.png")


def test_axes_of_others_are_described_by_their_title_or_plainly() -> None:
    _, ax = plt.subplots()
    assert alt_text(ax) == "A chart without a description."
    ax.set_title("Sales")
    assert alt_text(ax) == "Sales"


def test_a_readable_table_is_narrow_and_plain(fake: SimpleNamespace) -> None:
    table = readable(fake.neglected(hostile=True), n=5)

    assert list(table.index) == [1, 2, 3, 4, 5]
    assert list(table.columns) == [
        "name",
        "company",
        "state",
        "days silent",
        "chance of contact in 90 days",
        "last contact",
    ]
    assert table.iloc[0, 4].endswith(" %")
    assert len(table.iloc[0, 5]) == 10
    assert table.map(len).to_numpy().max() <= 48


@pytest.mark.parametrize("kind", ["neglected", "brokers", "gaps", "rhythm"])
@pytest.mark.parametrize("rows", [0, 1, 100])
def test_no_finding_is_wider_than_six_columns(fake: SimpleNamespace, kind: str, rows: int) -> None:
    given = getattr(fake, kind)()
    table = readable(given.head(rows), n=rows)

    assert 1 <= table.shape[1] <= 6
    assert len(table) == min(rows, len(given))
    assert table.columns.is_unique
    assert all(isinstance(cell, str) and cell for cell in table.to_numpy().ravel())


def test_an_unknown_finding_is_cut_to_six_columns_without_identifiers() -> None:
    frame = pd.DataFrame({f"c{i}": [i] for i in range(9)} | {"person_id": ["p1"]})
    assert list(readable(frame).columns) == [f"c{i}" for i in range(6)]


def test_columns_can_be_chosen_and_wrong_ones_are_refused(fake: SimpleNamespace) -> None:
    ties = fake.neglected()
    assert list(readable(ties, columns=["name", "reason"]).columns) == ["name", "in words"]
    with pytest.raises(SchemaError, match="'nmae'"):
        readable(ties, columns=["nmae"])
    with pytest.raises(SchemaError, match="at most 6"):
        readable(ties, columns=list(ties.columns[:7]))


def test_mathematics_and_missing_values_are_harmless_in_a_table() -> None:
    frame = pd.DataFrame({"name": ["$x^2$", "\\(y\\)", None], "value": [1.0, np.nan, 0.256]})
    table = readable(frame)

    assert table["name"].tolist() == ["＄x^2＄", "＼(y＼)", "–"]
    assert table.iloc[:, 1].tolist() == ["1.00", "–", "0.26"]


def test_numbers_of_one_column_have_equally_many_digits() -> None:
    frame = pd.DataFrame(
        {
            "score": [5.8249, 5.0, np.nan],
            "n": pd.array([1200, 5, None], dtype="Int64"),
            "whole": [3.0, 1200.0, 2.001],
            "gap_share": pd.array([0.91, 1.0, None], dtype="Float64"),
            "shared_index": [2.5, 0.0, 10.0],
        }
    )
    table = readable(frame)

    assert table["score"].tolist() == ["5.82", "5.00", "–"]
    assert table["n"].tolist() == ["1,200", "5", "–"]
    assert table["whole"].tolist() == ["3", "1,200", "2"]
    assert table["gap share"].tolist() == ["91 %", "100 %", "–"]
    assert table["shared index"].tolist() == ["2.50", "0.00", "10.00"]


def test_importing_the_room_does_not_import_matplotlib() -> None:
    code = "import sys, netanalysis.display; sys.exit('matplotlib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_group_name_that_does_not_fit_leaves_its_company_out_first() -> None:
    name = "Mike Maggi's circle – enron.com"
    room = text_width(name, 9)

    assert fitted_group(name, room, 9) == name
    assert fitted_group(name, room - 1, 9) == "Mike Maggi's circle"
    assert fitted_group(name, 40, 9).endswith("…")
    assert fitted_group("A company without circles", 40, 9).startswith("A c")
