"""The access picture says which groups hang on one person, whatever people are called."""

from __future__ import annotations

import pandas as pd
import pytest
from hand_made import HOSTILE_NAMES, make_archive

from netanalysis.analysis.groups import access
from netanalysis.display import alt_text, plot_access

GROUPS = {"hal": "Halden", "kol": "Kolm", "sor": "Sorrel"}


def finding(names=None):
    """Halden hangs on hal0, Kolm has two live contacts, nobody at Sorrel is live."""
    people = {f"{key}{i}": {"organisation": org} for key, org in GROUPS.items() for i in range(3)}
    for key, name in zip(people, names or [], strict=False):
        people[key]["name"] = name
    events = [(0, "sor0", ["me"]), (0, "hal1", ["me"])]
    events += [(7 * w, "me", [who]) for w in range(60) for who in ("hal0", "kol0", "kol1")]
    return access(make_archive(events, people=people, connected=list(people)))


def texts(ax):
    return [text.get_text() for text in ax.texts]


def test_the_group_that_hangs_on_one_person_leads_and_says_who():
    ax = plot_access(finding())
    assert ax.get_title(loc="left") == "1 group hangs on one live contact: Halden"
    words = texts(ax)
    assert "only Hal0; next: Hal1" in words
    assert "2 live contacts" in words
    assert words.index("Halden") < words.index("Kolm") < words.index("Sorrel")
    assert "no live contact" in words


def test_only_the_single_live_contact_is_ringed():
    ax = plot_access(finding())
    rings = [c for c in ax.collections if len(c.get_facecolors()) == 0]
    assert len(rings) == 2  # Halden and the key


def test_groups_left_out_are_counted_and_the_description_names_people():
    ax = plot_access(finding(), n=1)
    assert any("2 more left out" in text for text in [*texts(ax), ax.get_title(loc="left")])
    assert "Halden (Hal0)" in alt_text(ax)


@pytest.mark.parametrize("rows", [0, None])
def test_nothing_to_show_says_so(rows):
    table = finding()
    empty = table.iloc[:0] if rows is None else table
    ax = plot_access(empty, n=0)
    assert any("Nothing to draw" in text for text in texts(ax))


def test_hostile_names_are_drawn_as_text():
    ax = plot_access(finding([*HOSTILE_NAMES.values()]))
    ax.figure.canvas.draw()
    assert isinstance(alt_text(ax), str)
    assert not any("\x00" in text or "\u202e" in text for text in texts(ax))


def test_the_finding_is_left_as_it_was():
    table = finding()
    before = table.copy()
    plot_access(table)
    pd.testing.assert_frame_equal(table, before)
