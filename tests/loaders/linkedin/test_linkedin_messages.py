"""messages.csv in its layouts, from 2018 to today."""

import csv
import io
from datetime import UTC, datetime

import pytest

from netanalysis.harvest import OWNER_KEY

IN = "https://www.linkedin.com/in/"
TEN = (
    "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,RECIPIENT PROFILE URLS,"
    "DATE,SUBJECT,CONTENT,FOLDER"
).split(",")
NINE = [column for column in TEN if column != "RECIPIENT PROFILE URLS"]
PROFILE = "First Name,Last Name,Headline\nMax,Owner,Nothing\n"
SECRET = "tell nobody about the blue heron"
URLS = {
    "Max Owner": IN + "max-owner",
    "Ana Müller": IN + "ana-müller-1",
    "Bo Roe, MBA": IN + "bo-roe",
    "Cy Poe": IN + "cy-poe",
}
MAX, ANA, BO, CY = "profile:max-owner", "profile:ana-müller-1", "profile:bo-roe", "profile:cy-poe"


def row(talk, sender, to, when, **cells):
    """One message between people of ``URLS``; ``cells`` override columns by name."""
    receivers = [to] if isinstance(to, str) else to
    base = {
        "CONVERSATION ID": f"2-{talk}==" if talk else "",
        "FROM": sender,
        "SENDER PROFILE URL": URLS.get(sender, ""),
        "TO": ",".join(receivers),
        "RECIPIENT PROFILE URLS": ",".join(URLS[name] for name in receivers if name in URLS),
        "DATE": f"2024-05-{when:02d} 09:15:42 UTC",
        "CONTENT": SECRET,
        "FOLDER": "INBOX",
    }
    return base | {name.replace("_", " "): value for name, value in cells.items()}


def table(rows, columns=TEN, *, quoting=csv.QUOTE_MINIMAL):
    out = io.StringIO()
    writer = csv.DictWriter(
        out, columns, restval="", extrasaction="ignore", quoting=quoting, lineterminator="\n"
    )
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def three_talks():
    """Max with Ana, Bo and Cy: five messages in three conversations."""
    return [
        row("a", "Ana Müller", "Max Owner", 5),
        row("a", "Max Owner", "Ana Müller", 4),
        row("b", "Max Owner", "Bo Roe, MBA", 3),
        row("b", "Bo Roe, MBA", "Max Owner", 2),
        row("c", "Max Owner", "Cy Poe", 1),
    ]


def ends(harvest):
    """Sender and recipients of every message, oldest first."""
    events = harvest.interactions.sort_values("occurred_at", kind="stable")
    parts = harvest.participations
    result = []
    for identity in events["interaction_id"]:
        mine = parts[parts["interaction_id"] == identity]
        result.append(
            (
                mine.loc[mine["role"] == "from", "alias_key"].item(),
                tuple(mine.loc[mine["role"] == "to", "alias_key"]),
            )
        )
    return result


EXPECTED = [(MAX, (CY,)), (BO, (MAX,)), (MAX, (BO,)), (MAX, (ANA,)), (ANA, (MAX,))]


@pytest.mark.parametrize(
    "extra",
    [
        [],
        ["IS MESSAGE DRAFT"],
        ["IS MESSAGE DRAFT", "IS CONVERSATION DRAFT"],
        ["ATTACHMENTS"],
        ["ATTACHMENTS", "IS MESSAGE DRAFT"],
        ["ATTACHMENTS", "IS MESSAGE DRAFT", "IS CONVERSATION DRAFT"],
    ],
)
def test_layouts_of_ten_to_thirteen_columns_give_the_same(load, extra):
    harvest = load({"messages.csv": table(three_talks(), TEN + extra)})
    assert ends(harvest) == EXPECTED
    assert harvest.interactions["n_recipients"].tolist() == [1] * 5
    assert harvest.interactions["thread_id"].tolist() == [f"linkedin:2-{c}==" for c in "aabbc"]
    assert set(harvest.interactions["date_quality"]) == {"ok"}
    assert harvest.interactions["occurred_at"].max() == datetime(2024, 5, 5, 9, 15, 42, tzinfo=UTC)
    assert not harvest.interactions["is_bulk"].any()


def test_the_owner_is_whoever_takes_part_in_every_conversation(load):
    harvest = load({"messages.csv": table(three_talks())})
    hint = harvest.owner_hints.iloc[0]
    assert hint.tolist() == [MAX, "takes part in every conversation", 3, 3]
    link = harvest.links.iloc[0]
    assert (link["alias_key"], link["other_key"]) == (OWNER_KEY, MAX)
    assert link["rule"] == "owner of the export"
    assert "3 of 3, the next best 1" in link["evidence"]


def test_two_conversations_do_not_tell_the_owner_without_a_name(load):
    rows = three_talks()[:4]
    harvest = load({"messages.csv": table(rows)})
    assert harvest.links.empty
    assert harvest.owner_hints["alias_key"].tolist() == [MAX]
    named = load({"messages.csv": table(rows), "Profile.csv": PROFILE}, "named")
    assert named.links["other_key"].tolist() == [MAX]
    assert "the name is that of Profile.csv" in named.links["evidence"].item()


def test_somebody_in_every_conversation_beside_the_owner_leaves_it_open(load):
    rows = [
        row(talk, "Max Owner", ["Ana Müller", name], 3)
        for talk, name in zip("abc", ["Bo Roe, MBA", "Cy Poe", "Bo Roe, MBA"], strict=True)
    ]
    harvest = load({"messages.csv": table(rows)})
    assert harvest.links.empty and harvest.owner_hints.empty


def test_without_recipient_urls_the_other_writer_is_the_recipient(load):
    harvest = load({"messages.csv": table(three_talks(), NINE)})
    assert ends(harvest) == [(MAX, ("name:cy poe",)), *EXPECTED[1:]]


def test_without_any_urls_the_owner_is_known_by_the_name_in_the_profile(load):
    columns = [column for column in TEN if "URL" not in column]
    harvest = load({"messages.csv": table(three_talks(), columns), "Profile.csv": PROFILE})
    senders = {sender for sender, _ in ends(harvest)}
    assert senders == {OWNER_KEY, "name:ana müller", "name:bo roe, mba"}
    assert not harvest.interactions["is_bulk"].any()


def test_the_layout_of_2018_goes_by_direction(load):
    text = (
        "From,To,Date,Subject,Content,Direction,Folder\n"
        f'Ana Müller,Max Owner,"10/1/18, 1:02 AM",,{SECRET},INCOMING,INBOX\n'
        f'Max Owner,Ana Müller,"10/1/18, 1:05 AM",,{SECRET},OUTGOING,SENT\n'
    )
    harvest = load({"Messages.csv": text})
    assert ends(harvest) == [
        ("name:ana müller", (OWNER_KEY,)),
        (OWNER_KEY, ("name:ana müller",)),
    ]
    first = harvest.interactions["occurred_at"].min()
    assert first == datetime(2018, 10, 1, 8, 2, tzinfo=UTC)
    assert harvest.interactions["thread_id"].nunique() == 1
    assert not harvest.interactions["is_bulk"].any()
    assert (OWNER_KEY, "Max Owner") in set(
        zip(harvest.mentions["alias_key"], harvest.mentions["name"], strict=True)
    )


def test_the_layout_of_2020_with_iso_dates_is_read(load):
    text = (
        "FROM,TO,DATE,SUBJECT,CONTENT,DIRECTION,FOLDER\n"
        f"Ana Müller,Max Owner,2019-12-01T01:02:03,,{SECRET},INCOMING,INBOX\n"
    )
    harvest = load({"messages.csv": text})
    assert harvest.interactions["occurred_at"].item() == datetime(2019, 12, 1, 1, 2, 3, tzinfo=UTC)


def test_a_quoted_header_and_newlines_inside_a_message_are_read(load):
    rows = three_talks()
    rows[0]["CONTENT"] = 'one\n\ntwo, "three"\n2024-05-03 09:15:42 UTC,4\n'
    harvest = load({"messages.csv": table(rows, [*TEN, "ATTACHMENTS"], quoting=csv.QUOTE_ALL)})
    assert ends(harvest) == EXPECTED


def test_a_message_of_a_broken_quote_does_not_swallow_the_next(load):
    lines = table(three_talks()).splitlines(keepends=True)
    lines[1] = lines[1].replace(SECRET, '"' + SECRET)
    harvest = load({"messages.csv": "".join(lines)})
    assert harvest.ledger.iloc[0][["n_read", "n_kept", "n_left_out"]].tolist() == [5, 4, 1]
    assert harvest.issues["line"].tolist() == [2]


def test_a_group_with_commas_in_names_goes_by_urls(load):
    group = row("g", "Ana Müller", ["Max Owner", "Bo Roe, MBA", "Cy Poe"], 9)
    group["CONVERSATION TITLE"] = "Friday lunch"
    harvest = load({"messages.csv": table([group, *three_talks()])})
    assert ends(harvest)[-1] == (ANA, (MAX, BO, CY))
    event = harvest.interactions.iloc[0]
    assert (event["n_recipients"], event["subject"]) == (3, "Friday lunch")
    assert "Max Owner,Bo Roe, MBA,Cy Poe" not in set(harvest.mentions["name"].dropna())


def test_a_group_that_never_answered_is_not_split_without_urls(load):
    group = row("g", "Max Owner", ["Ana Müller", "Bo Roe, MBA"], 9)
    harvest = load({"messages.csv": table([group, *three_talks()], NINE)})
    sender, recipients = ends(harvest)[-1]
    assert sender == MAX
    assert len(recipients) == 1 and recipients[0].startswith("anonymous:messages.csv:")
    assert harvest.issues["reason"].tolist() == ["recipients not told apart"]


def test_drafts_are_left_out_and_counted(load):
    drafts = [
        row("a", "Max Owner", "Ana Müller", 9, IS_MESSAGE_DRAFT="Yes"),
        row("", "Max Owner", "Ana Müller", 9, IS_CONVERSATION_DRAFT="Yes", FOLDER=""),
    ]
    columns = [*TEN, "IS MESSAGE DRAFT", "IS CONVERSATION DRAFT"]
    harvest = load({"messages.csv": table([*drafts, *three_talks()], columns)})
    assert ends(harvest) == EXPECTED
    assert harvest.ledger.iloc[0]["n_left_out"] == 2
    assert harvest.issues[["line", "reason"]].values.tolist() == [[2, "draft"], [3, "draft"]]


def test_advertisements_stay_as_bulk(load):
    html = '<p class="spinmail-quill-editor__spin-break">Hi %FIRSTNAME%</p>'
    bulk = [
        row("s", "LinkedIn Member", "Max Owner", 9, CONTENT=html),
        row("t", "Some Company", "Max Owner", 10, CONTENT=html),
        row("u", "Cy Poe", "Max Owner", 11, CONVERSATION_TITLE="Sponsored Conversation"),
        row("v", "Ana Müller", "Max Owner", 12, FOLDER="SPAM"),
    ]
    harvest = load({"messages.csv": table([*bulk, *three_talks()])})
    marked = harvest.interactions[harvest.interactions["is_bulk"]]
    assert marked["bulk_reason"].tolist() == [
        "no sender has a profile and the owner never wrote",
        "no sender has a profile and the owner never wrote",
        "sponsored conversation",
        "spam folder",
    ]
    assert harvest.ledger.iloc[0][["n_kept", "n_anonymous"]].tolist() == [8, 1]


def test_a_deleted_friend_is_no_advertisement(load):
    rows = [
        row("d", "LinkedIn Member", "Max Owner", 9),
        row("d", "Max Owner", "LinkedIn Member", 10),
        row("e", "", "Max Owner", 11),
        row("e", "Max Owner", "", 12),
    ]
    harvest = load({"messages.csv": table([*rows, *three_talks()])})
    assert not harvest.interactions["is_bulk"].any()
    (first, _), (_, second), (third, _), (_, fourth) = ends(harvest)[-4:]
    assert first.startswith("anonymous:") and second == (first,) and fourth == (third,)
    assert first != third  # one hidden member per conversation, never merged
    hidden = harvest.mentions["alias_key"].str.startswith("anonymous:")
    assert harvest.mentions.loc[hidden, "name"].isna().all()
    assert harvest.ledger.iloc[0]["n_anonymous"] == 4


def test_rows_of_one_second_are_told_apart_and_repeated_rows_are_not_counted(load):
    rows = three_talks()
    twin = rows[0] | {"CONTENT": "another text"}
    harvest = load({"messages.csv": table([*rows, twin, rows[0]])})
    assert len(harvest.interactions) == 6
    assert harvest.interactions["interaction_id"].is_unique
    assert harvest.ledger.iloc[0]["n_duplicate"] == 1


def test_ids_do_not_depend_on_the_file(load):
    one = load({"messages.csv": table(three_talks())})
    two = load({"messages.csv": table(three_talks()[::-1], [*TEN, "ATTACHMENTS"])}, "other")
    assert set(one.interactions["interaction_id"]) == set(two.interactions["interaction_id"])


def test_an_unreadable_date_keeps_the_message(load):
    rows = [row("a", "Ana Müller", "Max Owner", 5, DATE="soon"), *three_talks()]
    harvest = load({"messages.csv": table(rows)})
    event = harvest.interactions.iloc[0]
    assert event["date_quality"] == "unreadable" and str(event["occurred_at"]) == "NaT"
    assert harvest.issues[["line", "reason"]].values.tolist() == [[2, "unreadable date"]]


def test_a_missing_date_is_missing(load):
    harvest = load({"messages.csv": table([row("a", "Ana Müller", "Max Owner", 5, DATE="")])})
    assert harvest.interactions["date_quality"].tolist() == ["missing"]


def test_a_sentence_instead_of_a_table_is_an_empty_file(load):
    harvest = load({"messages.csv": "No conversations found\n", "Profile.csv": PROFILE})
    note = harvest.ledger.set_index("content").loc["messages", "note"]
    assert "no data" in note


def test_assistants_are_never_opened(load):
    harvest = load({"Profile.csv": PROFILE, "coach_messages.csv": table(three_talks())})
    assert harvest.interactions.empty
    assert "AI assistant" in harvest.issues["problem"].item()


def test_no_text_of_a_message_is_anywhere_in_the_harvest(load):
    harvest = load({"messages.csv": table(three_talks()), "Profile.csv": PROFILE})
    for name in vars(harvest):
        assert "heron" not in getattr(harvest, name).to_csv()
