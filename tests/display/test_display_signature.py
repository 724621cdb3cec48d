"""The picture of the social signature: what it says, what it draws, and what it leaves out."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import FillBetweenPolyCollection

from netanalysis.display.pictures import alt_text
from netanalysis.display.signature import plot_signature


def words(ax: Axes) -> list[str]:
    return [text.get_text() for text in ax.texts]


def marks(ax: Axes) -> list[int]:
    """How many marks each series has: this year's rows, last year's rows, the two of the key."""
    return [len(found.get_offsets()) for found in ax.collections if len(found.get_offsets()) > 1]


def test_the_title_says_what_share_the_first_five_had_and_what_it_was(fake: SimpleNamespace):
    table = fake.signature()
    ax = plot_signature(table)
    now = 100 * table["share"].head(5).sum()
    before = 100 * table["share_before"].head(5).sum()
    assert ax.get_title(loc="left").replace("\n", " ") == (
        f"The first 5 had {now:.0f} % of your contact days this year, {before:.0f} % the year "
        "before"
    )


def test_every_rank_has_its_name_in_order(fake: SimpleNamespace):
    table = fake.signature()
    shown = [word for word in words(plot_signature(table)) if word in set(table["name"])]
    assert shown == table["name"].tolist()


def test_the_line_stays_within_its_band_and_goes_down(fake: SimpleNamespace):
    ax = plot_signature(fake.signature())
    line = max(ax.lines, key=lambda one: len(one.get_xdata()))
    x, y = np.asarray(line.get_xdata()), np.asarray(line.get_ydata())
    assert (np.diff(x) < 0).all()
    assert (np.diff(y) < 0).all()
    band = next(found for found in ax.collections if isinstance(found, FillBetweenPolyCollection))
    ends = band.get_paths()[0].vertices
    for at, row in zip(x, y, strict=True):
        here = ends[np.isclose(ends[:, 1], row), 0]
        assert here.min() < at < here.max()


def test_the_year_before_is_drawn_only_where_it_can_be_compared(fake: SimpleNamespace):
    assert marks(plot_signature(fake.signature())) == [20, 20]
    alone = plot_signature(fake.signature(compared=False))
    assert marks(alone) == [20]
    assert not any("the year before, whoever" in word for word in words(alone))
    assert "year before" not in alone.get_title(loc="left")
    assert "too little of the year before to compare" in alt_text(alone)


def test_a_layer_is_drawn_only_where_the_finding_has_one(fake: SimpleNamespace):
    table = fake.signature()
    assert words(plot_signature(table)).count("a layer ends here") == 1
    assert "A layer ends at rank 5" in alt_text(plot_signature(table))
    steady = plot_signature(table.assign(is_layer_end=False))
    assert "a layer ends here" not in words(steady)
    assert "No layer was found" in alt_text(steady)


def test_the_description_tells_shares_with_their_interval(fake: SimpleNamespace):
    table = fake.signature()
    assert f"1, {table['name'].iloc[0]}, 12 % (10 % to 16 %)" in alt_text(plot_signature(table))
