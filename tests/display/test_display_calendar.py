"""Contact over time as pictures: what the titles say, what is drawn, what is not."""

from __future__ import annotations

import matplotlib.pyplot as plt
import pandas as pd
import pytest

from netanalysis.display.calendar import plot_calendar, plot_year
from netanalysis.display.pictures import alt_text


def days(*rows: tuple[str, str, str, int]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["on", "circle", "channel", "n_people"])
    frame["on"] = pd.to_datetime(frame["on"])
    frame.attrs = {"as_of": pd.Timestamp("2025-12-31 12:00", tz="UTC")}
    return frame


@pytest.fixture(autouse=True)
def _closed():
    yield
    plt.close("all")


FEW = days(
    ("2024-03-01", "closest 5", "mail", 1),
    ("2025-11-03", "closest 5", "mail", 2),
    ("2025-11-03", "everybody else", "mail", 3),
    ("2025-12-01", "everybody else", "linkedin_message", 4),
)


def words(ax) -> list[str]:
    return [text.get_text() for text in ax.texts]


def test_the_calendar_has_a_square_for_every_day_from_the_first_on():
    ax = plot_calendar(FEW)
    squares = [len(found.get_paths()) for found in ax.collections]
    assert squares == [306, 365]  # from 1 March 2024, a leap year
    assert "2024" in words(ax)
    assert "2025" in words(ax)


def test_the_calendar_says_days_and_the_longest_pause():
    ax = plot_calendar(FEW)
    assert ax.get_title(loc="left") == "In touch on 3 days, 2024 to 2025; longest pause: 20 months"
    assert "3 days with contact" in alt_text(ax)
    assert "busiest day was 2025-11-03 with 5 people" in alt_text(ax)


def test_a_darker_square_is_a_day_with_more_people():
    ax = plot_calendar(FEW)
    colours = ax.collections[1].get_facecolor()
    quiet, busy = colours[0], colours[pd.Timestamp("2025-11-03").day_of_year - 1]
    assert sum(busy[:3]) < sum(quiet[:3])


def test_only_the_last_four_years_are_drawn():
    many = days(*((f"{year}-05-01", "closest 5", "mail", 1) for year in range(2015, 2026)))
    shown = [word for word in words(plot_calendar(many)) if word.startswith("20")]
    assert shown == ["2022", "2023", "2024", "2025"]


def test_the_year_has_a_row_for_each_circle_with_its_total():
    ax = plot_year(FEW)
    assert [word for word in words(ax) if "contact day" in word] == [
        "2 contact days",
        "7 contact days",
    ]
    assert words(ax).index("closest 5") < words(ax).index("everybody else")
    assert ax.get_title(loc="left").startswith("Your closest 5 had 22 % of your contact days")


def test_the_year_by_channel_puts_the_busiest_first_and_names_channels_in_words():
    ax = plot_year(FEW, by="channel")
    assert words(ax).index("mail") < words(ax).index("LinkedIn messages")
    assert "mail 5 contact days, none in 51 weeks" in alt_text(ax)


def test_bars_add_up_to_the_contact_days_of_the_last_52_weeks():
    ax = plot_year(FEW)
    heights = [bar.get_height() for bar in ax.patches]
    assert sum(height > 0 for height in heights) == 3
    assert len(heights) == 2 * 52


@pytest.mark.parametrize("draw", [plot_calendar, plot_year])
def test_nothing_is_said_in_words(draw):
    assert alt_text(draw(FEW.iloc[:0])).startswith("Nothing to draw")


def test_an_unknown_row_is_an_error():
    with pytest.raises(ValueError, match="by='circle'"):
        plot_year(FEW, by="mood")
