"""People's mail, lists, newsletters, receipts, calendar mail and robots are told apart."""

from __future__ import annotations

import pandas as pd
import pytest
from mail_makers import message, read_messages

import netanalysis as na

ANA = "Ana Berg <ana.berg@firm.example>"


def kind_of(folder, body="hello\n", **headers):
    row = read_messages(folder, message(body, **headers)).interactions.iloc[0]
    assert pd.isna(row.bulk_kind) != row.is_bulk
    assert pd.isna(row.bulk_reason) != row.is_bulk
    return None if pd.isna(row.bulk_kind) else row.bulk_kind


def archive_of(folder, *mail):
    path = folder / "mail.mbox"
    path.write_bytes(b"".join(b"From x@y.example\n" + one + b"\n" for one in mail))
    return na.load(path, me="bob@example.org")


STRUCTURES = [
    ("list", {"from_": ANA, "list_post": "<mailto:dev@l.example>", "precedence": "list"}),
    ("list", {"from_": ANA, "mailing_list": "contact dev-help@l.example; run by ezmlm"}),
    ("list", {"from_": ANA, "sender": "owner-dev@l.example", "precedence": "bulk"}),
    ("list", {"from_": ANA, "list_id": "<dev.l.example>", "precedence": "bulk"}),
    ("list", {"from_": "Ana via Forum <forum@d.example>", "x_discourse_post_id": "7"}),
    ("newsletter", {"from_": "Shop <hello@shop.example>", "x_mc_user": "a1"}),
    ("newsletter", {"list_id": "<x.mcsv.example>", "list_unsubscribe": "<https://u.example>"}),
    ("newsletter", {"list_unsubscribe": "<https://u.example>", "feedback_id": "1:2:3:mail"}),
    ("newsletter", {"list_post": "<https://blog.example/p/1>", "list_unsubscribe": "<https://u>"}),
    ("newsletter", {"from_": "newsletter@shop.example"}),
    ("newsletter", {"from_": "noreply@shop.example", "list_unsubscribe": "<https://u.example>"}),
    ("newsletter", {"from_": "post@buch.example", "x_csa_complaints": "csa@eco.example"}),
    ("receipt", {"from_": "receipts+acct_1@pay.example", "subject": "Your receipt from Larch"}),
    ("receipt", {"from_": "rechnungonline@tel.example", "subject": "Ihre Rechnung für Mai"}),
    ("receipt", {"from_": "commande@fil.example", "subject": "Votre commande 12345"}),
    ("receipt", {"from_": "no-responder@olivar.example", "subject": "Tu factura de marzo"}),
    ("receipt", {"from_": "store@t.example", "subject": "Order #1234", "x_sg_eid": "x"}),
    ("receipt", {"from_": "noreply@air.example", "subject": "Your e-ticket itinerary"}),
    ("calendar", {"from_": ANA, "content_type": "text/calendar; method=REQUEST"}),
    ("calendar", {"from_": ANA, "content_class": "urn:content-classes:calendarmessage"}),
    ("calendar", {"from_": ANA, "sender": "Google Calendar <calendar-notification@google.com>"}),
    ("calendar", {"from_": "Google Calendar <calendar-notification@google.com>"}),
    ("auto_reply", {"from_": ANA, "auto_submitted": "auto-replied (vacation)"}),
    ("auto_reply", {"from_": ANA, "x_autoreply": "yes", "precedence": "bulk"}),
    (
        "auto_reply",
        {
            "from_": ANA,
            "subject": "Automatische Antwort: plans",
            "auto_submitted": "auto-generated",
            "x_auto_response_suppress": "All",
        },
    ),
    ("auto_reply", {"from_": ANA, "subject": "Out of Office AutoReply: x", "in_reply_to": "<a@x>"}),
    ("robot", {"from_": "MAILER-DAEMON@mx.example", "auto_submitted": "auto-replied"}),
    ("robot", {"from_": "Ana Berg <notifications@github.com>", "precedence": "list"}),
    ("robot", {"from_": "Ana (Jira) <tasks@firm.example>", "x_jira_fingerprint": "x"}),
    (
        "robot",
        {
            "from_": "Ana Berg <invitations@linkedin.com>",
            "x_linkedin_class": "INVITE-MBR",
            "list_unsubscribe": "<https://u.example>",
        },
    ),
    ("robot", {"from_": "alerts@bank.example", "subject": "Low balance", "x_pm_message_id": "x"}),
    ("robot", {"from_": "noreply@site.example", "subject": "Your verification code is 123456"}),
    ("robot", {"from_": "support@tool.example", "auto_submitted": "auto-replied"}),
    ("robot", {"from_": "forum@cacti.example", "x_phpbb_origin": "phpbb://cacti.example"}),
]


@pytest.mark.parametrize(("kind", "headers"), STRUCTURES)
def test_the_structure_of_a_producer_gives_its_kind(tmp_path, kind, headers):
    assert kind_of(tmp_path, **headers) == kind


@pytest.mark.parametrize(
    "headers",
    [
        {"from_": ANA, "subject": "Invoice for March"},
        {"from_": ANA, "subject": "Your order of chairs"},
        {"from_": ANA, "subject": "Accepted: paper at the workshop"},
        {"from_": ANA, "subject": "Out of office next week?", "in_reply_to": "<a@x>"},
        {"from_": ANA, "subject": "Automatic reply: is it broken?"},
        {"from_": ANA, "subject": "Fwd: 30 % off until Sunday"},
        {"from_": "Ana Berg <info@berg.example>", "subject": "The plates"},
        {"from_": "sales@berg.example", "subject": "Offer"},
        {"from_": "billing@berg.example", "subject": "A question"},
        {"from_": "newsham.lee@x.example"},
        {"from_": "ann.alertson@x.example"},
        {"from_": "ana@newsletter-agency.example"},
        {"from_": ANA, "feedback_id": "1.eu:AmazonSES", "x_ses_outgoing": "2024"},
        {"from_": ANA, "x_auto_response_suppress": "DR, OOF, AutoReply"},
        {"from_": ANA, "list_unsubscribe": "<mailto:out@firm.example>"},
        {"from_": ANA, "precedence": "first-class", "auto_submitted": "no"},
    ],
)
def test_people_stay_people(tmp_path, headers):
    assert kind_of(tmp_path, **headers) is None


def parts(kind):
    text = "--p\nContent-Type: text/plain\n\nhello\n"
    return f"{text}--p\nContent-Type: text/calendar;{kind}\n\nX\n--p--"


@pytest.mark.parametrize(
    ("kind", "found"),
    [
        (" charset=utf-8; method=REPLY", "calendar"),
        ("\n charset=utf-8;\n\tMETHOD=request", "calendar"),
        (' name="dates.ics"\nContent-Disposition: attachment', None),
    ],
)
def test_an_invitation_is_calendar_mail_and_an_attached_file_is_none(tmp_path, kind, found):
    assert kind_of(tmp_path, parts(kind), from_=ANA, content_type="multipart/mixed") == found


def test_a_calendar_part_far_behind_the_text_is_not_looked_for(tmp_path):
    body = "x\n" * 40_000 + parts(" method=REQUEST")
    assert kind_of(tmp_path, body, from_=ANA, content_type="multipart/mixed") is None


def test_a_letter_to_the_sender_takes_a_weak_mark_back(tmp_path):
    odd = {"from_": "Dach GmbH <dach@bau.example>", "list_unsubscribe": "<mailto:x@bau.example>"}
    mail = [message(subject=str(n), **odd) for n in range(3)]
    assert read_messages(tmp_path, *mail).interactions.is_bulk.all()
    answer = message(from_="bob@example.org", to="dach@bau.example", subject="the roof")
    assert not read_messages(tmp_path, *mail, answer).interactions.is_bulk.any()


def test_what_its_precedence_marks_is_list_mail_where_a_list_is_among_the_recipients(tmp_path):
    known = message(to="dev@l.example", subject="1", sender="owner-dev@l.example")
    other = {"from_": "eve@x.example", "precedence": "bulk"}
    listed = message(to="dev@l.example", subject="2", **other)
    news = message(to="bob@example.org", subject="3", **other)
    table = read_messages(tmp_path, known, listed, news).interactions.set_index("subject")
    assert table.bulk_kind["2"] == "list"
    assert table.bulk_kind["3"] == "newsletter"


def kinds(archive):
    people = archive.aliases.merge(archive.people, on="person_id", suffixes=("_alias", ""))
    keys = people["alias_key"].str.removeprefix("address:")
    return dict(zip(keys, people["kind"], strict=True))


def test_who_writes_only_through_a_list_is_a_person_though_nobody_answers(tmp_path):
    mail = [
        message(from_=ANA, to="dev@l.example", subject=f"{n}", precedence="bulk",
                sender="owner-dev@l.example")
        for n in range(9)
    ]  # fmt: skip
    found = kinds(archive_of(tmp_path, *mail, message()))
    assert found["ana.berg@firm.example"] == "person"
    assert found["dev@l.example"] == "list"


def test_the_reply_to_of_people_on_a_list_is_no_list(tmp_path):
    mail = [
        message(from_=ANA, to=f"dev@l.example, {other}", reply_to=other, precedence="bulk",
                subject=other)
        for other in ("eve@x.example", "ana@home.example")
    ]  # fmt: skip
    assert "list" not in kinds(archive_of(tmp_path, *mail, message())).values()


def test_who_sends_invitations_or_is_away_is_a_person(tmp_path):
    invited = [
        message(from_=ANA, subject=str(n), content_class="urn:content-classes:calendarmessage")
        for n in range(9)
    ]
    away = [
        message(
            from_="Eve Lund <eve@x.example>", subject=f"away {n}", auto_submitted="auto-replied"
        )
        for n in range(9)
    ]
    found = kinds(archive_of(tmp_path, *invited, *away))
    assert found["ana.berg@firm.example"] == found["eve@x.example"] == "person"


def test_one_newsletter_is_enough_to_know_its_sender(tmp_path):
    archive = archive_of(
        tmp_path, message(from_="Shop <hi@shop.example>", x_mc_user="1"), message()
    )
    assert kinds(archive)["hi@shop.example"] == "robot"


def test_a_forum_writes_under_many_names(tmp_path):
    mail = [
        message(
            from_=f"{name} via Forum <kestrel@d.example>", x_discourse_post_id="1", subject=name
        )
        for name in ("Ana", "Bo", "Cy")
    ]
    assert kinds(archive_of(tmp_path, *mail, message()))["kestrel@d.example"] == "robot"


@pytest.mark.parametrize(
    ("sender", "n", "kind"),
    [
        ("offers@shop.example", 2, "robot"),
        ("offers@shop.example", 1, "shared"),
        ("shop.example <gifts@shop.example>", 2, "robot"),
        ("Shop News <shop@news.shop.example>", 1, "robot"),
        ("info@shop.example", 5, "robot"),
        ("info@shop.example", 1, "shared"),
        ("Ana Berg <info@berg.example>", 9, "person"),
        ("Ana Berg <ana@berg.example>", 30, "person"),
        ("ana@berg.example", 30, "person"),
    ],
)
def test_silence_needs_a_sign_of_the_address_to_make_a_robot(tmp_path, sender, n, kind):
    mail = [message(from_=sender, to="bob@example.org", subject=f"text {k}") for k in range(n)]
    archive = archive_of(tmp_path, *mail, message(from_="bob@example.org", to="eve@x.example"))
    address = sender.rpartition("<")[2].rstrip(">")
    assert kinds(archive)[address] == kind
    sent = archive.interactions[archive.interactions["subject"].str.startswith("text")]
    assert sent["is_bulk"].eq(kind == "robot").all()
    assert sent["bulk_kind"].notna().eq(sent["is_bulk"]).all()


@pytest.mark.parametrize(
    ("sender", "kind"),
    [
        ("WebSupport <websupport@shop.example>", "shared"),
        ("customerservice@shop.example", "shared"),
        ("ListAdmin <listadmin@shop.example>", "shared"),
        ("dailyquote@quotes.example", "shared"),
        ("order-update@shop.example", "shared"),
        ("Richard Offer <offer@shop.example>", "person"),
        ("Ron Daily <daily@shop.example>", "person"),
        ("rdailyn@shop.example", "person"),
        ("dailyrj@shop.example", "person"),
        ("jim.daily@shop.example", "person"),
        ("jborders@shop.example", "person"),
        ("bpress@shop.example", "person"),
        ("Ann Contactless <annc@shop.example>", "person"),
    ],
)
def test_an_office_or_bulk_mail_is_told_from_a_word_within_the_address(tmp_path, sender, kind):
    """Also where the owner once wrote to it; a full name beside the address keeps a person."""
    address = sender.rpartition("<")[2].rstrip(">")
    mail = [
        message(from_=sender, to="bob@example.org", subject="One"),
        message(from_="bob@example.org", to=address, subject="Re: One"),
    ]
    assert kinds(archive_of(tmp_path, *mail))[address] == kind


def test_an_office_that_answers_is_no_robot(tmp_path):
    mail = [
        message(from_="info@shop.example", to="bob@example.org", subject=f"Re: text {k}")
        for k in range(6)
    ]
    assert kinds(archive_of(tmp_path, *mail))["info@shop.example"] == "shared"


def test_kinds_of_bulk_in_words():
    words = na.words.bulk_kinds(["list", "receipt", "list", "auto_reply"])
    assert words == "2 list messages, 1 automatic reply, 1 receipt"
