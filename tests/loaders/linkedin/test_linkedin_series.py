"""Two exports of one member at different days: one network, and what changed between them."""

from pathlib import Path

import pandas as pd
import pytest
from linkedin_laws import check_ledger

from netanalysis.errors import UnreadableExportError
from netanalysis.harvest import OWNER_KEY
from netanalysis.loaders import linkedin

IN = "https://www.linkedin.com/in/"
HEADER = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
EARLY = "Basic_LinkedInDataExport_01-15-2023"
LATE = "Complete_LinkedInDataExport_05-04-2025"
TALK = (
    "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,RECIPIENT PROFILE URLS,"
    "DATE,SUBJECT,CONTENT,FOLDER\n"
)
PROFILE = "First Name,Last Name\nMax,Owner\n"


def contact(first, last, slug, company="", title="", day="04 Nov 2018", email=""):
    url = IN + slug if slug else ""
    return f"{first},{last},{url},{email},{company},{title},{day}\n"


@pytest.fixture
def both(folder):
    """Read an early and a late export of one member."""

    def read(early, late, names=(EARLY, LATE)):
        harvest = linkedin.read([folder(early, names[0]), folder(late, names[1])])
        check_ledger(harvest)
        return harvest

    return read


def connections_of(both, early, late):
    return both({"Connections.csv": HEADER + early}, {"Connections.csv": HEADER + late})


def changes(harvest):
    return [
        tuple(None if pd.isna(cell) else cell for cell in row)
        for row in harvest.changes[["alias_key", "kind", "before", "after"]].to_numpy()
    ]


def test_the_newest_state_wins_and_the_older_one_tells_what_changed(both):
    harvest = connections_of(
        both,
        contact("Ana", "Müller", "ana", "Old AG", "Analyst")
        + contact("Bo", "Roe", "bo", "Same", "Chef")
        + contact("Cy", "Poe", "cy"),
        contact("Di", "Doe", "di", day="01 Feb 2024")
        + contact("Ana", "Müller", "ana", "New AG", "Lead")
        + contact("Bo", "Roe", "bo", " same ", "CHEF"),
    )
    assert harvest.connections["alias_key"].tolist() == ["profile:di", "profile:ana", "profile:bo"]
    assert changes(harvest) == [
        ("profile:ana", "new_employer", "Old AG", "New AG"),
        ("profile:ana", "new_title", "Analyst", "Lead"),
        ("profile:di", "new_connection", None, None),
        ("profile:cy", "removed_connection", None, None),
    ]
    row = harvest.changes.iloc[0]
    assert (row["earlier_on"], row["later_on"]) == (
        pd.Timestamp("2023-01-15"),
        pd.Timestamp("2025-05-04"),
    )
    older = harvest.ledger.iloc[1]
    assert older["file"].startswith(EARLY)
    assert older[["n_read", "n_kept", "n_duplicate"]].tolist() == [3, 1, 2]
    assert "an earlier state" in older["note"]
    assert set(harvest.positions["seen_on"]) == {pd.Timestamp("2025-05-04")}


def test_a_blank_job_says_nothing(both):
    harvest = connections_of(
        both,
        contact("Ana", "Müller", "ana", "Old AG") + contact("Bo", "Roe", "bo"),
        contact("Ana", "Müller", "ana") + contact("Bo", "Roe", "bo", "New AG"),
    )
    assert changes(harvest) == []


def test_without_profiles_a_unique_name_or_the_day_tells_who_is_who(both):
    harvest = connections_of(
        both,
        contact("Ana", "Müller", "", "A")
        + contact("David", "Kim", "", "K1", day="01 Jan 2019")
        + contact("David", "Kim", "", "K2", day="02 Jan 2019"),
        contact("Ana", "Müller", "ana", "B")
        + contact("David", "Kim", "dk1", "K1", day="01 Jan 2019")
        + contact("David", "Kim", "dk2", "K3", day="02 Jan 2019"),
    )
    assert changes(harvest) == [
        ("profile:ana", "new_employer", "A", "B"),
        ("profile:dk2", "new_employer", "K2", "K3"),
    ]


def test_a_new_address_of_the_profile_or_a_new_family_name_is_the_same_person(both):
    harvest = connections_of(
        both,
        contact("Ana", "Müller", "ana-1", "A") + contact("Eva", "Roe", "", day="03 Mar 2017"),
        contact("Ana", "Müller", "anamueller", "A")
        + contact("Eva", "Berg", "eva", day="03 Mar 2017"),
    )
    assert changes(harvest) == []
    links = harvest.links[harvest.links["rule"] == "same connection in two exports"]
    assert links[["alias_key", "other_key"]].to_numpy().tolist() == [
        ["profile:anamueller", "profile:ana-1"]
    ]


def test_namesakes_of_other_days_stay_apart(both):
    harvest = connections_of(
        both,
        contact("Ana", "Müller", "ana-1", day="01 Jan 2019"),
        contact("Ana", "Müller", "ana-2", day="01 Jan 2024"),
    )
    assert changes(harvest) == [
        ("profile:ana-2", "new_connection", None, None),
        ("profile:ana-1", "removed_connection", None, None),
    ]
    assert harvest.links.empty


def test_a_deleted_account_is_no_removed_connection(both):
    harvest = connections_of(
        both,
        contact("Ana", "Müller", "ana") + contact("Bo", "Roe", "bo", day="05 May 2019"),
        ",,,,,,04 Nov 2018\n" + contact("Bo", "Roe", "bo", day="05 May 2019"),
    )
    assert changes(harvest) == []


def test_somebody_hidden_before_is_no_new_connection(both):
    harvest = connections_of(
        both,
        ",,,,,,04 Nov 2018\n",
        contact("Ana", "Müller", "ana"),
    )
    assert changes(harvest) == []


def test_old_exports_give_addresses_that_new_ones_hide(both):
    harvest = connections_of(
        both,
        contact("Ana", "Müller", "", email="ana@example.org"),
        contact("Ana", "Müller", "ana"),
    )
    assert harvest.links[["alias_key", "other_key"]].to_numpy().tolist() == [
        ["profile:ana", "address:ana@example.org"]
    ]


def test_three_exports_are_compared_one_by_one(folder):
    days = ("01-15-2021", "01-15-2022", "01-15-2023")
    jobs = ("A", "B", "C")
    paths = [
        folder(
            {"Connections.csv": HEADER + contact("Ana", "Müller", "ana", job)},
            f"Basic_LinkedInDataExport_{day}",
        )
        for day, job in zip(days, jobs, strict=True)
    ]
    harvest = linkedin.read(paths)
    assert changes(harvest) == [
        ("profile:ana", "new_employer", "B", "C"),
        ("profile:ana", "new_employer", "A", "B"),
    ]
    assert len(harvest.connections) == 1


def message(talk, who, when, text="hello"):
    ends = [f"Max Owner,{IN}max", f"Ana Müller,{IN}ana"]
    sender, receiver = ends if who == "me" else ends[::-1]
    return f"{talk},,{sender},{receiver},{when},,{text},INBOX\n"


def test_messages_of_both_exports_are_united(both):
    shared = message("2-a==", "me", "2022-01-02 03:04:05 UTC")
    old = shared + message("2-a==", "ana", "2022-01-03 03:04:05 UTC", "since deleted")
    new = message("2-a==", "ana", "2024-01-02 03:04:05 UTC") + shared.replace("hello", "edited")
    harvest = both(
        {"messages.csv": TALK + old, "Profile.csv": PROFILE},
        {"messages.csv": TALK + new, "Profile.csv": PROFILE},
    )
    assert sorted(harvest.interactions["occurred_at"].dt.year) == [2022, 2022, 2024]
    assert harvest.ledger.groupby("content")["n_duplicate"].sum()["messages"] == 1
    assert harvest.interactions["interaction_id"].is_unique


def test_two_messages_of_one_second_are_two_in_both(both):
    twice = message("2-a==", "me", "2022-01-02 03:04:05 UTC", "one") + message(
        "2-a==", "me", "2022-01-02 03:04:05 UTC", "two"
    )
    third = message("2-a==", "me", "2022-01-02 03:04:05 UTC", "three")
    harvest = both({"messages.csv": TALK + twice + third}, {"messages.csv": TALK + twice})
    assert len(harvest.interactions) == 3
    assert harvest.interactions["interaction_id"].is_unique


def test_a_member_deleted_meanwhile_does_not_double_their_messages(both):
    old = message("2-a==", "ana", "2022-01-02 03:04:05 UTC") + message(
        "2-a==", "me", "2022-01-02 03:05:05 UTC"
    )
    new = old.replace("Ana Müller", "LinkedIn Member").replace(f"{IN}ana", "")
    harvest = both({"messages.csv": TALK + old}, {"messages.csv": TALK + new})
    assert len(harvest.interactions) == 2


def test_the_layout_of_2018_is_known_again_by_minute_and_direction(both):
    old = (
        "From,To,Date,Subject,Content,Direction,Folder\n"
        'Ana Müller,Max Owner,"10/1/18, 1:02 AM",,x,INCOMING,INBOX\n'
        'Max Owner,Ana Müller,"10/1/18, 1:02 AM",,y,OUTGOING,SENT\n'
        'Max Owner,Ana Müller,"10/2/18, 1:05 AM",,only here,OUTGOING,SENT\n'
    )
    new = message("2-a==", "ana", "2018-10-01 08:02:11 UTC") + message(
        "2-a==", "me", "2018-10-01 08:02:47 UTC"
    )
    harvest = both(
        {"Messages.csv": old, "Profile.csv": PROFILE},
        {"messages.csv": TALK + new, "Profile.csv": PROFILE},
        ("Basic_LinkedInDataExport_11-20-2018", LATE),
    )
    assert len(harvest.interactions) == 3
    assert set(harvest.links["other_key"]) == {"profile:max"}


def test_invitations_are_known_again_whatever_names_the_other_side(both):
    start = 'Max Owner,Ana Müller,"5/7/23, 9:08 PM",,OUTGOING'
    old = (
        "From,To,Sent At,Message,Direction,inviterProfileUrl,inviteeProfileUrl\n"
        f"{start},https://www.linkedin.com/in,https://www.linkedin.com/in\n"
        'Max Owner,Bo Roe,"6/7/22, 9:08 PM",,OUTGOING,,\n'
    )
    new = (
        "From,To,Sent At,Message,Direction,inviterProfileUrl,inviteeProfileUrl\n"
        f"{start},{IN}max,{IN}ana\n"
    )
    harvest = both({"Invitations.csv": old}, {"Invitations.csv": new})
    keys = harvest.participations["alias_key"].tolist()
    assert keys == [OWNER_KEY, "profile:ana", OWNER_KEY, "name:bo roe"]
    assert harvest.ledger["n_duplicate"].tolist() == [0, 1]


def test_endorsements_and_recommendations_are_counted_once(both):
    old = (
        "Endorsement Date,Skill Name,Endorser First Name,Endorser Last Name,Endorsement Status\n"
        "2022/03/14 07:08:09 UTC,SQL,Ana,Müller,ACCEPTED\n"
        "2021/03/14 07:08:09 UTC,SQL,Bo,Roe,ACCEPTED\n"
    )
    new = (
        "Endorsement Date,Skill Name,Endorser First Name,Endorser Last Name,Endorser Public Url,"
        "Endorsement Status\n"
        "2022/03/14 07:08:09 UTC,SQL,Ana,Müller,www.linkedin.com/in/ana,ACCEPTED\n"
    )
    praise = (
        "First Name,Last Name,Company,Job Title,Text,Creation Date,Status\n"
        'Ana,Müller,X,Y,Praise,"03/07/22, 08:05 PM",VISIBLE\n'
    )
    files = {"Endorsement_Received_Info.csv": old, "Recommendations_Received.csv": praise}
    harvest = both(files, {**files, "Endorsement_Received_Info.csv": new})
    assert harvest.interactions["channel"].tolist() == [
        "endorsement",
        "endorsement",
        "recommendation",
    ]
    assert harvest.ledger["n_duplicate"].tolist() == [0, 1, 0, 1]


def test_activity_and_events_are_counted_once(both):
    link = "https://www.linkedin.com/feed/update/urn%3Ali%3Aactivity%3A1"
    comments = (
        "Date,Link,Message\n"
        f"2022-01-02 03:04:05,{link},Ana Müller yes\n"
        f"2022-01-02 03:04:05,{link},Ana Müller and no\n"
    )
    events = 'Event Name,Event Time,Status\nMeet,"Feb 03, 2022 02:00 PM - Feb 03, 2022 03:00 PM",'
    old = {
        "Connections.csv": HEADER + contact("Ana", "Müller", "ana"),
        "Comments.csv": comments + f"2021-01-02 03:04:05,{link},gone\n",
        "Reactions.csv": f"Date,Type,Link\n2022-01-02 03:04:05,LIKE,{link}\n",
        "Events.csv": events + "APPROVED\n",
    }
    new = {**old, "Comments_123456789.csv": comments, "Events.csv": events + "RELINQUISHED\n"}
    del new["Comments.csv"]
    harvest = both(old, new)
    assert harvest.activity["kind"].tolist() == ["comment"] * 3 + ["reaction"]
    assert harvest.interactions["interaction_id"].is_unique and len(harvest.interactions) == 2
    assert harvest.events["status"].tolist() == ["RELINQUISHED"]


def test_states_of_an_older_export_are_not_opened(both):
    harvest = both({"Skills.csv": "Name\nCobol\n"}, {"Skills.csv": "Name\nSQL\n"})
    assert harvest.skills["skill"].tolist() == ["SQL"]
    assert harvest.issues["reason"].tolist() == ["another copy was read"]


def test_an_older_export_fills_in_what_the_newer_one_lacks(both):
    harvest = both(
        {"Connections.csv": HEADER + contact("Ana", "Müller", "ana"), "Skills.csv": "Name\nSQL\n"},
        {"Connections.csv": HEADER + contact("Ana", "Müller", "ana")},
    )
    assert harvest.skills["skill"].tolist() == ["SQL"]


def test_a_broken_newer_copy_leaves_the_older_state(both):
    harvest = both(
        {"Connections.csv": HEADER + contact("Ana", "Müller", "ana")},
        {"Connections.csv": "Ana,Müller\n"},
    )
    assert harvest.connections["alias_key"].tolist() == ["profile:ana"]
    assert harvest.changes.empty


def own(name, slug, n=3):
    talk = "".join(
        f"2-{i}==,,{name},{IN}{slug},P {i},{IN}p{i},2022-01-0{i + 1} 03:04:05 UTC,,x,INBOX\n"
        for i in range(n)
    )
    first, last = name.split()
    return {"Profile.csv": f"First Name,Last Name\n{first},{last}\n", "messages.csv": TALK + talk}


def test_two_members_are_refused_in_one_sentence(both):
    with pytest.raises(UnreadableExportError, match=r"of two different members; load the exports"):
        both(own("Max Owner", "max"), own("Eve Other", "eve"))


@pytest.mark.parametrize(
    "late",
    [own("Max Newname", "max"), own("Max Owner", "max-owner"), {"Skills.csv": "Name\nSQL\n"}],
)
def test_a_new_name_or_a_new_address_is_still_the_same_member(both, late):
    harvest = both(own("Max Owner", "max"), late)
    assert len(harvest.interactions) == 3


def test_two_members_are_told_by_profile_where_no_name_is_given(both):
    one, two = own("Max Owner", "max"), own("Eve Other", "eve")
    del one["Profile.csv"], two["Profile.csv"]
    with pytest.raises(UnreadableExportError, match="two different members"):
        both(one, two)


def test_a_broken_profile_does_not_hide_the_rest(both, tmp_path: Path):
    late = own("Max Owner", "max") | {"Profile.csv": "nothing\n"}
    assert len(both(own("Max Owner", "max"), late).interactions) == 3
