"""The owner's own will: how often, whom never, not now, done; written, read and heeded."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime

import pandas as pd
import pytest

import netanalysis as na
from netanalysis.dataset import Dataset
from netanalysis.wishes import read_wishes

TODAY = "2026-06-30"  # day 911 of the archive


@pytest.fixture
def circle(archive_of) -> Dataset:
    """Ana was in touch weekly, Bo and Dee monthly, Cy yearly; all are silent by now."""
    spans = {"ana": (0, 890, 7), "bo": (1, 700, 30), "cy": (2, 740, 365), "dee": (3, 800, 30)}
    events = [
        (day, "me", [who]) if i % 2 else (day, who, ["me"])
        for who, (first, end, step) in spans.items()
        for i, day in enumerate(range(first, end, step))
    ]
    companies = {"ana": "Acme Ltd", "bo": "ACME", "cy": "Other", "dee": "Other"}
    people = {who: {"company": c, "organisation": c} for who, c in companies.items()}
    archive = archive_of(events, people=people)
    aliases = pd.DataFrame(
        {
            "alias_key": [f"address:{who}@example.org" for who in ("me", *spans)],
            "person_id": ["me", *spans],
            "kind": "address",
            "rule": "by hand",
        }
    )
    return replace(archive, aliases=aliases)


@pytest.fixture
def file(tmp_path):
    return tmp_path / "netanalysis.toml"


def ties(archive: Dataset, file=None) -> pd.DataFrame:
    return na.neglected_ties(archive, as_of=TODAY, wishes=file)


def test_without_a_file_nothing_is_wished_and_the_order_is_that_of_neglect(circle):
    table = ties(circle)
    assert table[["wanted_days", "priority", "snoozed_until"]].isna().all().all()
    assert table["neglect"].is_monotonic_decreasing
    assert table.attrs["wishes_unmet"] == ()


def test_an_empty_file_changes_nothing(circle, file):
    file.touch()
    pd.testing.assert_frame_equal(ties(circle, file), ties(circle))


def test_priority_is_what_the_silence_exceeds_in_wanted_spans(circle, file):
    na.want(circle, "ana", days=7, wishes=file)
    na.want(circle, "bo", days=365, wishes=file)
    table = ties(circle, file)
    ana = table.loc["ana"]  # last on day 889
    assert ana["days_silent"] == 22
    assert ana["priority"] == pytest.approx((22 - 7) / 7)
    assert table.loc["bo", "priority"] == 0
    assert pd.isna(table.loc["cy", "priority"])
    assert list(table.index) == [
        "ana",
        *[w for w in ties(circle).index if w in ("cy", "dee")],
        "bo",
    ]
    assert "You want contact every 7 days; that was due 15 days ago." in ana["reason"]


def test_weekly_and_yearly_people_mix_by_priority(circle, file):
    na.want(circle, "ana", days=20, wishes=file)  # 2 over 20
    na.want(circle, "dee", days=30, wishes=file)  # 128 silent: 98 over 30
    na.want(circle, "cy", days=365, wishes=file)  # in time
    assert list(ties(circle, file).index) == ["dee", "ana", "bo", "cy"]


def test_a_person_counts_before_a_tag_before_a_company_before_the_closest(circle, file):
    na.want(circle, days=500, closest=4, wishes=file)
    assert set(ties(circle, file)["wanted_days"]) == {500}
    na.want(circle, days=400, company="acme", wishes=file)
    na.tag(circle, "friend", "ana", "dee", wishes=file)
    na.want(circle, days=90, tag="Friend", wishes=file)
    na.want(circle, "dee", days=700, wishes=file)
    found = ties(circle, file)
    assert found["wanted_days"].to_dict() == {"ana": 90, "bo": 400, "cy": 500, "dee": 700}
    assert "(tag Friend)" in found.loc["ana", "reason"]


def test_the_closest_are_those_with_the_best_peak(circle, file):
    na.want(circle, days=9, closest=1, wishes=file)
    wanted = ties(circle, file)["wanted_days"]
    assert wanted.dropna().to_dict() == {"ana": 9}


def test_of_two_tags_the_shorter_wish_counts(circle, file):
    na.tag(circle, "friend", "ana", wishes=file)
    na.tag(circle, "chess", "ana", wishes=file)
    na.want(circle, days=30, tag="friend", wishes=file)
    na.want(circle, days=14, tag="chess", wishes=file)
    assert ties(circle, file).loc["ana", "wanted_days"] == 14


def test_wanting_again_replaces_the_wish(circle, file):
    na.want(circle, "ana", days=30, wishes=file)
    na.want(circle, "ana@example.org", days=60, wishes=file)
    assert na.wished(file)["what"].tolist() == ["every 60 days"]


def test_contact_in_the_data_starts_the_count_anew(circle, file):
    na.want(circle, "ana", days=30, wishes=file)
    late = na.neglected_ties(circle, as_of="2027-06-30", wishes=file).loc["ana", "priority"]
    after_contact = na.neglected_ties(circle, as_of="2026-06-09", wishes=file)
    assert late > 10
    assert after_contact.loc["ana", "priority"] == 0


def test_who_is_put_off_comes_last_until_the_day(circle, file):
    first = ties(circle).index[0]
    na.snooze(circle, first, until=date(2026, 7, 1), wishes=file)
    table = ties(circle, file)
    assert table.index[-1] == first
    assert table.loc[first, "snoozed_until"] == pd.Timestamp("2026-07-01")
    assert table.loc[first, "reason"].endswith("Put off until 2026-07-01, as you wished.")
    then = na.neglected_ties(circle, as_of="2026-07-01", wishes=file)
    assert then.index[0] == first
    assert then["snoozed_until"].isna().all()


def test_never_leaves_out_and_unwish_brings_back(circle, file):
    na.never(circle, "bo", wishes=file)
    assert "bo" not in ties(circle, file).index
    assert len(ties(circle, file)) == ties(circle, file).attrs["n_ties"] == 3
    na.unwish(*na.wished(file).index, wishes=file)
    assert "bo" in ties(circle, file).index


def test_a_touchpoint_of_ones_own_is_a_contact_day(circle, file):
    before = ties(circle).loc["bo"]
    na.done(circle, "bo", on=date(2026, 6, 28), how="lunch", wishes=file)
    after = ties(circle, file).loc["bo"]
    assert after["days_silent"] == 2
    assert after["n_contact_days"] == before["n_contact_days"] + 1
    assert after["p_90"] > before["p_90"]
    assert after["n_sent"] == before["n_sent"]
    assert "You noted a touchpoint of your own on 2026-06-28." in after["reason"]
    others = [who for who in ties(circle).index if who != "bo"]
    pd.testing.assert_series_equal(
        ties(circle, file).loc[others, "p_90"], ties(circle).loc[others, "p_90"]
    )


def test_a_touchpoint_ahead_of_the_day_of_judgement_does_not_count_yet(circle, file):
    na.done(circle, "bo", on=date(2026, 7, 1), wishes=file)
    pd.testing.assert_frame_equal(ties(circle, file), ties(circle))


def test_what_fits_nobody_here_is_said_and_harms_nothing(circle, file):
    file.write_text('[[never]]\nperson = "zoe@example.org"\n\n[[want]]\ntag = "club"\ndays = 9\n')
    table = ties(circle, file)
    assert table.attrs["wishes_unmet"] == ("club", "zoe@example.org")
    assert len(table) == 4


def test_wishes_are_written_by_the_alias_that_lasts_and_comments_stay(circle, file):
    file.write_text("# my people\n")
    na.never(circle, "Bo", wishes=file)
    assert file.read_text() == '# my people\n\n[[never]]\nperson = "bo@example.org"\n'


def test_tagging_twice_writes_once(circle, file):
    na.tag(circle, "friend", "ana", "bo", wishes=file)
    na.tag(circle, "friend", "bo", wishes=file)
    assert na.wished(file)["whom"].tolist() == ["ana@example.org, bo@example.org"]


@pytest.mark.parametrize(
    ("write", "problem"),
    [
        (lambda a, f: na.want(a, days=9, wishes=f), "Say whom"),
        (lambda a, f: na.want(a, days=9, tag="club", wishes=f), "tags nobody 'club'"),
        (lambda a, f: na.want(a, days=9, company="Nobody Inc", wishes=f), "Nobody in this archive"),
        (lambda a, f: na.never(a, wishes=f), "Say whom"),
    ],
)
def test_a_wish_about_nobody_is_refused(circle, file, write, problem):
    with pytest.raises(na.DecisionError, match=problem):
        write(circle, file)
    assert not file.exists()


def test_an_unknown_person_is_refused(circle, file):
    with pytest.raises(na.PersonUnknownError, match="'zoe'"):
        na.never(circle, "bo", "zoe", wishes=file)
    assert not file.exists()


@pytest.mark.parametrize("days", [0, -3, 2.5, True])
def test_a_span_that_is_none_is_refused(circle, file, days):
    with pytest.raises(na.WishesError, match=r"days is .*; expected a whole number above 0"):
        na.want(circle, "bo", days=days, wishes=file)
    assert not file.exists()


def test_an_instant_is_no_day(circle, file):
    with pytest.raises(na.WishesError, match=r"until is .*; expected a day"):
        na.snooze(circle, "bo", until=datetime(2026, 7, 1, 12), wishes=file)


def test_unwishing_what_is_not_there_is_an_error(circle, file):
    na.never(circle, "bo", wishes=file)
    with pytest.raises(na.ProposalUnknownError, match="no wish '00000000'"):
        na.unwish("00000000", wishes=file)
    assert len(na.wished(file)) == 1


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[[want]]\ndays = 9\n", r"line 1: \[\[want\]\] names none; expected one of"),
        ('[[want]]\ndays = 9\ntag = "x"\ncompany = "y"\n', "names tag, company; expected one of"),
        ('[[want]]\nperson = "x"\ndays = "9"\n', "line 3 .*expected a whole number"),
        ('[[snooze]]\nperson = "x"\n', "lacks 'until'"),
    ],
)
def test_a_mistake_in_the_file_names_its_line(circle, file, text, problem):
    file.write_text(text)
    with pytest.raises(na.WishesError, match=problem):
        ties(circle, file)


def test_what_is_written_at_the_same_moment_is_all_kept(circle, tmp_path, monkeypatch):
    file = tmp_path / "netanalysis.toml"

    def read_slowly(*args, **options):
        wishes = read_wishes(*args, **options)
        time.sleep(0.02)
        return wishes

    monkeypatch.setattr("netanalysis.wishes.read_wishes", read_slowly)
    writers = [
        lambda: na.want(circle, "ana", days=90, wishes=file),
        lambda: na.never(circle, "bo", wishes=file),
        lambda: na.tag(circle, "friend", "cy", wishes=file),
        lambda: na.note_level(circle, "dee", 3, wishes=file),
        lambda: na.reject(circle, ("ana@example.org", "bo@example.org"), wishes=file),
    ]
    with ThreadPoolExecutor(len(writers)) as pool:
        list(pool.map(lambda write: write(), writers))
    written = read_wishes(file)
    counts = {name: len(written.entries(name)) for name in ("want", "never", "tag", "level")}
    assert counts == {"want": 1, "never": 1, "tag": 1, "level": 1}
    assert len(written.entries("different")) == 1
