"""Invitations, endorsements, recommendations and the owner's own profile."""

from datetime import UTC, datetime

import pandas as pd
import pytest

from netanalysis.harvest import OWNER_KEY

IN = "https://www.linkedin.com/in/"
PROFILE = "First Name,Last Name,Headline,Birth Date\nMax,Owner,Secret headline,Mar 4\n"
INVITATIONS = "From,To,Sent At,Message,Direction,inviterProfileUrl,inviteeProfileUrl\n"
ANA = "profile:ana-müller-1"


def parties(harvest):
    return list(
        zip(harvest.participations["alias_key"], harvest.participations["role"], strict=True)
    )


def test_invitations_have_two_ends_and_pacific_times(load):
    text = (
        INVITATIONS
        + 'Max Owner,Ana Müller,"5/7/23, 9:08 PM",Hi secret,OUTGOING,'
        + f"{IN}max-owner,{IN}ana-müller-1\n"
        + f'Bo Roe,Max Owner,"1/7/23, 9:08 PM",,INCOMING,{IN}bo,{IN}max-owner\n'
    )
    harvest = load({"Invitations.csv": text, "Profile.csv": PROFILE})
    assert parties(harvest) == [
        (OWNER_KEY, "from"),
        (ANA, "to"),
        ("profile:bo", "from"),
        (OWNER_KEY, "to"),
    ]
    assert harvest.interactions["occurred_at"].tolist() == [
        datetime(2023, 5, 8, 4, 8, tzinfo=UTC),
        datetime(2023, 1, 8, 5, 8, tzinfo=UTC),
    ]
    assert harvest.owner_hints.iloc[0].tolist() == [
        "profile:max-owner",
        "sender of outgoing invitations",
        1,
        1,
    ]
    assert harvest.links[["alias_key", "other_key"]].values.tolist() == [
        [OWNER_KEY, "profile:max-owner"]
    ]


def test_one_outgoing_invitation_without_a_profile_name_only_hints(load):
    text = INVITATIONS + f'Max,Ana,"5/7/23, 9:08 PM",,OUTGOING,{IN}max-owner,{IN}ana\n'
    harvest = load({"Invitations.csv": text})
    assert harvest.links.empty
    assert harvest.owner_hints["alias_key"].tolist() == ["profile:max-owner"]


@pytest.mark.parametrize(
    ("header", "tail"),
    [
        ("From,To,Sent At,Message,Direction\n", ""),
        (
            "From,To,Sent At,Message,Direction,inviterProfileUrn,inviteeProfileUrn\n",
            ",urn:li:member:1,urn:li:member:2",
        ),
        (INVITATIONS, ",https://www.linkedin.com/in,https://www.linkedin.com/in"),
    ],
)
def test_invitations_without_usable_urls_go_by_name(load, header, tail):
    text = header + f'Max Owner,Ana Müller,"5/7/23, 9:08 PM",,OUTGOING{tail}\n'
    harvest = load({"Invitations.csv": text})
    assert parties(harvest) == [(OWNER_KEY, "from"), ("name:ana müller", "to")]
    assert harvest.owner_hints.empty


def test_an_invitation_to_an_address_goes_by_address(load):
    text = INVITATIONS + f'Max Owner,Ana@Example.org,"5/7/23, 9:08 PM",,OUTGOING,{IN}max-owner,\n'
    assert parties(load({"Invitations.csv": text}))[1] == ("address:ana@example.org", "to")


def test_invitations_of_unknown_direction_are_left_out(load):
    text = "From,To,Sent At\nBo,Cy,5/7/23\n"
    harvest = load({"Invitations.csv": text})
    assert harvest.issues["reason"].tolist() == ["direction unknown"]
    text = 'From,To,Sent At\nMax Owner,Cy,"5/7/23, 9:08 PM"\n'
    harvest = load({"Invitations.csv": text, "Profile.csv": PROFILE}, "named")
    assert parties(harvest) == [(OWNER_KEY, "from"), ("name:cy", "to")]


def test_hidden_and_repeated_invitations_are_counted_apart(load):
    bo = f'Bo,Max Owner,"1/7/23, 9:08 PM",,INCOMING,{IN}bo,{IN}max-owner\n'
    hidden = ',Max Owner,"1/7/23, 9:08 PM",,INCOMING,,\n'
    harvest = load({"Invitations.csv": INVITATIONS + bo + bo + hidden + hidden})
    row = harvest.ledger.iloc[0]
    assert row[["n_kept", "n_anonymous", "n_duplicate"]].tolist() == [1, 2, 1]


RECEIVED = (
    "Endorsement Date,Skill Name,Endorser First Name,Endorser Last Name,"
    "Endorser Public Url,Endorsement Status\n"
)


def test_five_skills_on_one_day_are_one_endorsement(load):
    url = "www.linkedin.com/in/ana-müller-1"
    rows = [
        f"2022/03/14 07:08:0{9 - i} UTC,Skill {i},Ana,Müller,{url},ACCEPTED\n" for i in range(5)
    ]
    rows.append(f"2022/03/15 07:08:09 UTC,Skill 9,Ana,Müller,{url},PENDING\n")
    harvest = load({"Endorsement_Received_Info.csv": RECEIVED + "".join(rows) + rows[0]})
    events = harvest.interactions
    assert events["subject"].tolist() == ["Skill 0, Skill 1, Skill 2, Skill 3, Skill 4", "Skill 9"]
    assert events["folder"].tolist() == ["ACCEPTED", "PENDING"]
    assert events["occurred_at"].iloc[0] == datetime(2022, 3, 14, 7, 8, 5, tzinfo=UTC)
    assert parties(harvest)[:2] == [(ANA, "from"), (OWNER_KEY, "to")]
    assert harvest.ledger.iloc[0][["n_read", "n_kept", "n_duplicate"]].tolist() == [7, 6, 1]


def test_given_and_received_endorsements_point_in_opposite_ways(load):
    given = RECEIVED.replace("Endorser", "Endorsee") + "2022/03/14 07:08:09 UTC,SQL,Bo,Roe,,\n"
    harvest = load({"Endorsement_Given_Info.csv": given})
    assert parties(harvest) == [(OWNER_KEY, "from"), ("name:bo roe", "to")]


def test_endorsements_of_2021_have_no_url(load):
    text = (
        "Endorsement Date,Skill Name,Endorser First Name,Endorser Last Name,Endorsement Status\n"
        "2021/03/14 07:08:09 UTC,SQL,Bo,Roe,ACCEPTED\n"
    )
    harvest = load({"Endorsement_Received_Info.csv": text})
    assert parties(harvest)[0] == ("name:bo roe", "from")


def test_the_older_tab_file_beside_the_newer_one_is_not_added(load, reasons):
    tabbed = (
        "Endorsement Date\tSkill Name\tEndorser First Name\tEndorser Last Name\t"
        "Endorsement Status\tDisplay Status\n"
        "2022/03/14 07:08:09 UTC\tSQL\tBo\tRoe\tAccepted\tShown\n"
    )
    comma = RECEIVED + "2022/03/14 07:08:09 UTC,SQL,Bo,Roe,www.linkedin.com/in/bo,ACCEPTED\n"
    both = {
        "Endorsement Received Info.csv": tabbed.encode("utf-16"),
        "Endorsement_Received_Info.csv": comma,
    }
    harvest = load(both)
    assert parties(harvest)[0] == ("profile:bo", "from")
    assert reasons(harvest) == ["another copy was read"]
    alone = load({"Endorsement Received Info.csv": tabbed.encode("utf-16")}, "old")
    assert parties(alone)[0] == ("name:bo roe", "from")


RECOMMENDATIONS = "First Name,Last Name,Company,Job Title,Text,Creation Date,Status\n"
PRAISE = 'Ana,Müller,Example AG,Head of Research,A secret,"03/07/24, 08:05 PM",'


def test_recommendations_state_a_job_of_that_day(load):
    harvest = load({"Recommendations_Received.csv": RECOMMENDATIONS + PRAISE + "VISIBLE\n"})
    assert parties(harvest) == [("name:ana müller", "from"), (OWNER_KEY, "to")]
    event = harvest.interactions.iloc[0]
    assert (event["channel"], event["folder"]) == ("recommendation", "VISIBLE")
    assert event["occurred_at"] == datetime(2024, 3, 8, 4, 5, tzinfo=UTC)
    job = harvest.positions.iloc[0]
    assert (job["title"], job["seen_on"]) == ("Head of Research", pd.Timestamp("2024-03-08"))


@pytest.mark.parametrize("name", ["Recommendations_Given.csv", "Recommendations Given.csv"])
def test_given_recommendations_come_from_the_owner(load, name):
    harvest = load({name: RECOMMENDATIONS + PRAISE + "\n"})
    assert parties(harvest) == [(OWNER_KEY, "from"), ("name:ana müller", "to")]


def test_a_renamed_file_of_recommendations_goes_by_status(load, reasons):
    harvest = load({"Recommendations.csv": RECOMMENDATIONS + PRAISE + "VISIBLE\n"})
    assert parties(harvest)[0] == ("name:ana müller", "from")
    assert reasons(harvest) == ["direction inferred"]
    harvest = load({"Recommendations.csv": RECOMMENDATIONS + PRAISE + "\n"}, "given")
    assert parties(harvest)[0] == (OWNER_KEY, "from")


def test_two_recommendations_of_one_minute_have_two_ids(load):
    other = PRAISE.replace("A secret", "Another")
    text = RECOMMENDATIONS + PRAISE + "\n" + other + "\n" + PRAISE + "\n"
    harvest = load({"Recommendations_Given.csv": text})
    assert harvest.interactions["interaction_id"].is_unique and len(harvest.interactions) == 2
    assert harvest.ledger.iloc[0]["n_duplicate"] == 1


def test_the_profile_gives_the_name_and_nothing_else(load):
    harvest = load({"Profile.csv": PROFILE})
    assert harvest.mentions[["alias_key", "name"]].values.tolist() == [[OWNER_KEY, "Max Owner"]]
    assert not any("Secret" in getattr(harvest, name).to_csv() for name in vars(harvest))


def test_the_owners_jobs_keep_their_span(load):
    text = (
        "Company Name,Title,Description,Location,Started On,Finished On\n"
        'Example AG,Lead,"two\nlines",Bern,Mar 2021,\nOther,Junior,,,2018,Feb 2021\n'
        "Third,Clerk,,,someday,2010\n,,x,,,\n"
    )
    harvest = load({"Positions.csv": text})
    jobs = harvest.positions
    assert set(jobs["alias_key"]) == {OWNER_KEY}
    assert jobs["started_on"].iloc[:2].tolist() == [
        pd.Timestamp("2021-03-01"),
        pd.Timestamp("2018-01-01"),
    ]
    assert jobs["seen_on"].iloc[0] == pd.Timestamp("2025-05-04") and pd.isna(
        jobs["seen_on"].iloc[1]
    )
    assert harvest.issues["reason"].tolist() == ["unreadable date", "no company and no title"]


def test_schools_and_skills_are_the_owners(load):
    school = "School Name,Start Date,End Date,Notes,Degree Name,Activities\nETH,2005,2010,x,MSc,y\n"
    harvest = load(
        {"Profile.csv": PROFILE, "Education.csv": school, "Skills.csv": "Name\nSQL\nSQL\n"}
    )
    assert harvest.education[["school", "degree"]].values.tolist() == [["ETH", "MSc"]]
    assert harvest.education["finished_on"].tolist() == [pd.Timestamp("2010-01-01")]
    assert harvest.skills["skill"].tolist() == ["SQL"]
    assert harvest.ledger.set_index("content").loc["skills", "n_duplicate"] == 1
