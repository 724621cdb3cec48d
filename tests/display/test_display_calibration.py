"""The calibration chart: what it says, and that it says nothing where nothing was tried."""

from __future__ import annotations

import matplotlib.pyplot as plt
import pandas as pd
import pytest

from netanalysis.display import alt_text, plot_calibration


def trial(bins: list[tuple[float, float, int]], horizon: int = 90) -> pd.DataFrame:
    """Return a finding of ``backtest`` with these (said, was, ties) in its tenths."""
    n = sum(many for _, _, many in bins)
    row = {
        "said": sum(said * many for said, _, many in bins) / n,
        "was": sum(was * many for _, was, many in bins) / n,
        "n_ties": n,
        "n_cuts": 2,
    }
    index = pd.MultiIndex.from_tuples([("chance", horizon)], names=["rule", "horizon_days"])
    table = pd.DataFrame([row], index=index)
    table.attrs["calibration"] = [
        {"horizon_days": horizon, "low": said, "high": said, "n": many, "said": said, "was": was}
        for said, was, many in bins
    ]
    return table


EVEN = [(0.05 + i / 10, 0.05 + i / 10, 20 + 5 * i) for i in range(10)]


def test_the_title_says_said_and_was():
    ax = plot_calibration(trial([(0.7, 0.66, 100)]))
    assert ax.get_title(loc="left").startswith(
        "Said 70 %, was 66 %: contact within 90 days came less"
    )
    plt.close(ax.get_figure())


@pytest.mark.parametrize(
    ("was", "words"), [(0.60, "about as often as said"), (0.80, "more often"), (0.40, "less often")]
)
def test_small_differences_are_called_none(was, words):
    ax = plot_calibration(trial([(0.61, was, 50)]))
    assert words in " ".join(ax.get_title(loc="left").split())
    plt.close(ax.get_figure())


def test_every_tenth_has_its_dot_and_its_number():
    ax = plot_calibration(trial(EVEN))
    assert len(ax.collections[-1].get_offsets()) == 10
    words = [text.get_text() for text in ax.texts if text.get_gid() == "label"]
    assert words == [*map(str, range(20, 65, 5)), "65 ties"]
    assert "said 95 %, was 95 % of 65" in alt_text(ax)
    plt.close(ax.get_figure())


def test_labels_stand_inside_the_axes_and_above_their_dots():
    ax = plot_calibration(trial([(0.02, 0.0, 3), (0.98, 1.0, 900)]))
    figure = ax.get_figure()
    figure.canvas.draw()
    frame = ax.get_window_extent().padded(1)
    for text in (one for one in ax.texts if one.get_gid() == "label"):
        box = text.get_window_extent()
        assert frame.y0 <= box.y0
        assert box.y1 <= frame.y1
    plt.close(figure)


def test_axes_given_are_drawn_on():
    figure, ax = plt.subplots()
    assert plot_calibration(trial(EVEN), ax=ax) is ax
    plt.close(figure)


def test_nothing_tried_is_one_quiet_sentence():
    empty = trial(EVEN).iloc[:0]
    empty.attrs = {}
    ax = plot_calibration(empty)
    assert "Nothing to draw" in alt_text(ax)
    plt.close(ax.get_figure())
