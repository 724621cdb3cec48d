"""The map of ways in says whom to ask and who is reached, whatever people are called."""

from __future__ import annotations

import pandas as pd
from hand_made import HOSTILE_NAMES, make_archive

from netanalysis.analysis.introducing import introducers
from netanalysis.display import alt_text, plot_introducers

PEOPLE = {
    "hal0": {"organisation": "Halden Robotics", "name": "Ana Ruiz"},
    "hal1": {"organisation": "Halden Robotics", "name": "Bo Lind"},
    "hal2": {"organisation": "Halden Robotics", "name": "Cy Roe"},
}


def finding(to="Halden Robotics", people=PEOPLE):
    """hal0 is in touch and was seen with hal1; an outsider was seen with hal1 and hal2."""
    events = [(7 * w, "me", ["hal0"]) for w in range(20)]
    events += [(7 * w + 1, "hal0", ["me", "hal1"]) for w in range(20)]
    events += [(d, "out", ["me", "hal1", "hal2"]) for d in (30, 60)]
    return introducers(make_archive(events, people=people), to)


def texts(ax):
    return [text.get_text() for text in ax.texts]


def test_the_map_of_a_company_counts_contacts_and_who_is_one_step_away():
    ax = plot_introducers(finding())
    title = ax.get_title(loc="left").replace("\n", " ")
    assert title == "You have 1 contact at Halden Robotics; 2 more are one introduction away"
    words = texts(ax)
    assert {"Ana Ruiz", "Out", "Bo Lind", "Cy Roe", "you"} <= set(words)
    assert words.count("Ana Ruiz") == 1


def test_the_way_to_a_person_names_the_strongest():
    ax = plot_introducers(finding("Bo Lind"))
    assert ax.get_title(loc="left") == "Ana Ruiz is your strongest way to Bo Lind"
    assert alt_text(ax).startswith("Map of ways to Bo Lind as of 2024-05-14: to ask Ana Ruiz")


def test_people_left_out_are_counted():
    ax = plot_introducers(finding(), n=1)
    assert "Out" not in texts(ax)
    assert any("1 more to ask left out" in text for text in texts(ax))


def test_no_way_says_so():
    ax = plot_introducers(finding().iloc[:0])
    assert any("no way to" in text for text in texts(ax))


def test_hostile_names_are_drawn_and_the_finding_is_left_as_it_was():
    names = list(HOSTILE_NAMES.values())
    for i in range(0, len(names) - 2, 3):
        people = {
            key: {**PEOPLE[key], "name": names[i + k]} for k, key in enumerate(sorted(PEOPLE))
        }
        table = finding(people=people)
        before = table.copy()
        ax = plot_introducers(table)
        ax.figure.canvas.draw()
        pd.testing.assert_frame_equal(table, before)
        assert not any("\u202e" in text or "\x1b" in text for text in texts(ax))
