"""What becomes of messages: kept, counted twice, left out, marked, joined."""

from __future__ import annotations

import pandas as pd
import pytest
from mail_makers import (
    ledger_holds,
    mbox,
    message,
    names,
    read_messages,
    roles,
)

from netanalysis.loaders.mail import read


def test_a_message_becomes_an_interaction_with_its_people(tmp_path):
    harvest = read_messages(
        tmp_path,
        message(
            to='Bob <bob@example.org>, "C, Cem" <cem@example.org>',
            cc="Cem <CEM@example.org>, dan@example.org",
            bcc="dan@example.org, eve@example.org",
            from_="Ada <ada@example.org>",
            subject="=?utf-8?q?Gr=C3=BC=C3=9Fe?=",
        ),
    )
    row = harvest.interactions.iloc[0]
    assert row.interaction_id.startswith("mail:")
    assert row.channel == "mail"
    assert row.occurred_at == pd.Timestamp("2000-08-08 12:00", tz="UTC")
    assert row.date_quality == "ok"
    assert row.subject == "Grüße"
    assert row.n_recipients == 4
    assert not row.is_bulk
    assert row.origin == "mail.mbox"
    assert row.folder == "mail"
    assert row.thread_id == row.interaction_id
    assert roles(harvest) == [
        ("ada@example.org", "from"),
        ("bob@example.org", "to"),
        ("cem@example.org", "to"),
        ("dan@example.org", "cc"),
        ("eve@example.org", "bcc"),
    ]
    mentions = harvest.mentions.set_index(["alias_key", "name"]).n_uses
    assert mentions["address:cem@example.org", "C, Cem"] == 1
    assert mentions["address:cem@example.org", "Cem"] == 1


def test_who_writes_to_oneself_keeps_both_roles(tmp_path):
    harvest = read_messages(tmp_path, message(to="ada@example.org"))
    assert roles(harvest) == [("ada@example.org", "from"), ("ada@example.org", "to")]


class TestDuplicates:
    def test_the_sent_folder_beats_the_folder_with_everything(self, tmp_path):
        folders = [r"\A\All documents", r"\A\'sent mail", r"\A\Discussion threads"]
        copies = [message(x_folder=f, message_id=f"<{f[3]}@x>") for f in folders]
        harvest = read_messages(tmp_path, *copies)
        assert list(harvest.interactions.folder) == [r"\A\'sent mail"]
        sent = harvest.owner_hints.query("hint == 'sender of sent mail'").iloc[0]
        assert (sent.alias_key, sent.n, sent.n_of) == ("address:ada@example.org", 1, 1)

    @pytest.mark.parametrize(
        "other",
        [
            {"from_": "eve@example.org"},
            {"to": "bob@example.org, eve@example.org"},
            {"to": None, "cc": "bob@example.org"},
            {"cc": "eve@example.org"},
            {"date": "Tue, 8 Aug 2000 12:00:01 +0000"},
            {"date": None},
            {"date": "no day"},
            {"subject": "other plans"},
            {"body": "hello you\n"},
        ],
    )
    def test_everything_a_message_says_tells_it_apart(self, tmp_path, other):
        harvest = read_messages(tmp_path, message(), message(**other))
        assert len(harvest.interactions) == 2

    @pytest.mark.parametrize(
        "other",
        [
            {"to": "Cem <CEM@example.org>, Bob <bob@example.org>, cem@example.org"},
            {"message_id": "<other@example.org>"},
            {"date": "Tue, 8 Aug 2000 14:00:00 +0200"},
        ],
    )
    def test_a_copy_says_the_same_in_another_way(self, tmp_path, other):
        to = "bob@example.org, cem@example.org"
        harvest = read_messages(tmp_path, message(to=to), message(**{"to": to, **other}))
        assert list(harvest.ledger.n_duplicate) == [1]

    def test_identifiers_are_the_same_tomorrow(self, tmp_path):
        """A store that grew would count a message twice if a library gave it another one."""
        dated = message(to="bob@example.org, cem@example.org", cc="dan@example.org")
        harvest = read_messages(tmp_path, dated, message(date=None))
        assert list(harvest.interactions.interaction_id) == [
            "mail:3a89e902fa78cb46",
            "mail:f16255f15156eb54",
        ]

    def test_the_senders_own_copy_shows_the_bcc(self, tmp_path):
        one = message(message_id="<1@x>")
        other = message(message_id="<1@x>", bcc="eve@example.org")
        harvest = read_messages(tmp_path, one, other)
        assert ("eve@example.org", "bcc") in roles(harvest)
        assert harvest.interactions.n_recipients[0] == 2

    def test_reading_mbox_gzip_maildir_and_files_together_adds_nothing(self, tmp_path):
        import gzip

        own = [message(f"From {n}\n>From x\n", subject=str(n)) for n in range(5)]
        (tmp_path / "a.mbox").write_bytes(
            mbox(*[one.replace(b"\nFrom ", b"\n>From ") for one in own])
        )
        (tmp_path / "a.gz").write_bytes(gzip.compress((tmp_path / "a.mbox").read_bytes()))
        for part in ("cur", "new", "tmp"):
            (tmp_path / "M" / part).mkdir(parents=True)
        (tmp_path / "files").mkdir()
        for n, one in enumerate(own):
            (tmp_path / "M" / "cur" / f"{n}:2,S").write_bytes(one)
            (tmp_path / "files" / f"{n}.").write_bytes(one.replace(b"\n", b"\r\n"))
        roots = [tmp_path / name for name in ("a.mbox", "a.gz", "M", "files", "a.mbox")]
        harvest = read(roots)
        assert list(harvest.ledger.n_kept) == [5, 0, 0, 0, 0]
        assert list(harvest.ledger.n_duplicate) == [0, 5, 5, 5, 5]
        alone = read([tmp_path / "files"])
        assert set(alone.interactions.interaction_id) == set(harvest.interactions.interaction_id)


class TestLeftOut:
    @pytest.mark.parametrize(
        ("headers", "reason"),
        [
            ({"x_mozilla_status": "0009"}, "deleted"),
            ({"x_gmail_labels": "Spam,Unread"}, "spam"),
            ({"x_gmail_labels": "Papierkorb"}, "trash"),
            ({"x_gmail_labels": "Corbeille,Lu"}, "trash"),
            ({"x_gmail_labels": "Papelera"}, "trash"),
            ({"x_gmail_labels": "Chat"}, "chat"),
            ({"x_gmail_labels": "=?UTF-8?Q?Entw=C3=BCrfe?="}, "draft"),
            ({"x_folder": r"\Harry\Drafts"}, "draft"),
            ({"from_": None}, "no sender"),
            ({"from_": "nobody"}, "no sender"),
            ({"from_": "<a@example.org> <b@example.org>"}, "sender unclear"),
            ({"from_": "a@example.org, b@example.org"}, "sender unclear"),
        ],
    )
    def test_each_cause_has_its_reason_and_its_row(self, tmp_path, headers, reason):
        harvest = read_messages(tmp_path, message(subject="kept"), message(**headers))
        assert list(harvest.interactions.subject) == ["kept"]
        row = harvest.issues.iloc[0]
        assert (row.file, row.line, row.reason, row.is_left_out) == ("mail.mbox", 2, reason, True)
        assert list(harvest.ledger.n_left_out) == [1]
        assert ledger_holds(harvest)

    def test_no_issue_quotes_what_people_wrote(self, tmp_path):
        secret = message(from_="Zyglavia <z@x> <y@x>", subject="Quorblatt", to="b@c@d")
        text = read_messages(tmp_path, secret, message(to="b@c@zyglavia")).issues.to_csv()
        assert "zyglavia" not in text.lower()
        assert "Quorblatt" not in text

    def test_mail_in_a_folder_called_trash_is_kept_unlike_the_label(self, tmp_path):
        harvest = read_messages(tmp_path, message(x_folder=r"\Harry\Deleted Items"))
        assert len(harvest.interactions) == 1


class TestDates:
    def test_dates_in_doubt_are_remarked_once_for_each_message_that_is_kept(self, tmp_path):
        late = "from x by y; Tue, 8 Aug 2006 12:00:00 +0000"
        harvest = read_messages(
            tmp_path,
            *[message(subject="late", received=late)] * 2,
            message(subject="later", received=late),
            message(subject="early", date="Thu, 1 Jan 1970 00:00:00 +0000"),
            message(subject="undoubted"),
        )
        assert list(harvest.issues.reason) == ["disputed date", "disputed date", "implausible date"]
        assert set(harvest.issues.file) == {"mail.mbox"}
        assert not harvest.issues.is_left_out.any()
        assert ledger_holds(harvest)


class TestBulk:
    @pytest.mark.parametrize(
        ("headers", "reason"),
        [
            ({"list_id": "<news.example.org>"}, "header List-Id"),
            ({"list_unsubscribe": "<mailto:u@example.org>"}, "header List-Unsubscribe"),
            ({"list_post": "<mailto:news@example.org>"}, "header List-Post"),
            ({"mailing_list": "contact x"}, "header Mailing-List"),
            ({"precedence": "Bulk"}, "header Precedence: bulk"),
            ({"precedence": "junk"}, "header Precedence: junk"),
            ({"auto_submitted": "auto-generated"}, "header Auto-Submitted"),
            ({"x_auto_response_suppress": "All"}, "header X-Auto-Response-Suppress"),
            *(
                ({"from_": f"{local}@example.org"}, "sender address of a program")
                for local in (
                    *("noreply", "no-reply", "donotreply", "do-not-reply", "no.address"),
                    *("mailer-daemon", "postmaster", "bounces+17", "owner-x", "x-request"),
                    *("majordomo", "listserv", "shop-noreply", "noreply-12"),
                )
            ),
        ],
    )
    def test_each_mark_has_its_reason(self, tmp_path, headers, reason):
        row = read_messages(tmp_path, message(**headers)).interactions.iloc[0]
        assert row.is_bulk
        assert row.bulk_reason == reason

    @pytest.mark.parametrize(
        "headers",
        [{"auto_submitted": "no"}, {"precedence": "first-class"}, {"from_": "norah@example.org"}],
    )
    def test_personal_mail_is_not_bulk(self, tmp_path, headers):
        assert not read_messages(tmp_path, message(**headers)).interactions.is_bulk[0]


class TestListAddresses:
    def listed(self, harvest):
        frame = harvest.list_addresses
        return dict(zip(frame.alias_key.str.removeprefix("address:"), frame.kind, strict=True))

    @pytest.mark.parametrize(
        "headers",
        [
            {"list_post": "<mailto:news@example.org>"},
            {"list_id": "News <news.example.org>"},
            {"sender": "owner-news@example.org"},
            {"sender": "news-bounces+ada=x.org@example.org"},
        ],
    )
    def test_headers_show_the_list_among_the_recipients(self, tmp_path, headers):
        harvest = read_messages(tmp_path, message(to="news@example.org", **headers))
        assert self.listed(harvest) == {"news@example.org": "list"}

    def test_a_list_nobody_wrote_to_is_not_invented(self, tmp_path):
        harvest = read_messages(tmp_path, message(list_id="<news.example.org>"))
        assert self.listed(harvest) == {}

    def test_programs_are_robots(self, tmp_path):
        harvest = read_messages(tmp_path, message(from_="no-reply@example.org"))
        assert self.listed(harvest) == {"no-reply@example.org": "robot"}

    def test_an_address_on_all_list_mail_that_many_answer_is_a_list(self, tmp_path):
        mail = [
            message(
                from_=f"u{n % 7}@example.org",
                to="talk@example.org",
                subject=f"Re: topic {n}",
                precedence="list",
            )
            for n in range(30)
        ]
        assert self.listed(read_messages(tmp_path, *mail)) == {"talk@example.org": "list"}

    def test_the_reader_of_many_newsletters_is_no_list(self, tmp_path):
        mail = [
            message(
                from_=f"news{n}@shop.example",
                to="ada@example.org",
                subject=f"offer {n}",
                precedence="bulk",
            )
            for n in range(40)
        ]
        assert self.listed(read_messages(tmp_path, *mail)) == {}


class TestOwnerHints:
    def test_labels_delivery_and_presence_each_give_a_hint(self, tmp_path):
        mail = [
            message(from_="me@example.org", x_gmail_labels="Sent", subject="1"),
            message(from_="bob@example.org", to="me@example.org", subject="2"),
            message(to="team@example.org", delivered_to="me@example.org", subject="3"),
        ]
        hints = read_messages(tmp_path, *mail).owner_hints
        first = hints.drop_duplicates("hint").set_index("hint")
        assert list(first.alias_key["sender of sent mail":"Delivered-To"]) == [
            "address:me@example.org",
            "address:me@example.org",
        ]
        assert (first.n["Delivered-To"], first.n_of["Delivered-To"]) == (1, 1)
        assert first.n_of["on every message"] == 3

    def test_a_notes_origin_spells_its_owner(self, tmp_path):
        mail = message(from_="john.arnold@firm.com", to="jo.brown@firm.com", x_origin="ARNOLD-J")
        hints = read_messages(tmp_path, mail).owner_hints.query("hint == 'X-Origin'")
        assert list(hints.alias_key) == ["address:john.arnold@firm.com"]

    def test_neither_lists_nor_robots_own_a_mailbox(self, tmp_path):
        mail = message(to="news@example.org", list_post="<mailto:news@example.org>")
        hints = read_messages(tmp_path, mail).owner_hints
        assert "address:news@example.org" not in set(hints.alias_key)


class TestNotesNames:
    def notes(self, **headers):
        return message(x_origin="ARNOLD-J", x_folder=r"\A\Inbox", **headers)

    def test_names_belong_to_the_addresses_at_their_positions(self, tmp_path):
        mail = self.notes(
            from_="jeff.leath@enron.com",
            to="a.b@enron.com, c.d@enron.com, e@x.org",
            x_from="Jeff Leath/NA/Enron@Enron",
            x_to='Baker, Ann </O=ENRON/CN=ABAKER>, Cem Demir, "Eve" <e@x.org>@ENRON',
        )
        assert names(read_messages(tmp_path, mail)) == {
            "jeff.leath@enron.com": "Jeff Leath",
            "a.b@enron.com": "Baker, Ann",
            "c.d@enron.com": "Cem Demir",
            "e@x.org": "Eve",
        }

    def test_other_counts_give_no_names(self, tmp_path):
        mail = self.notes(to="a@enron.com, b@enron.com", x_to="Ann, Bob, Cem")
        assert set(names(read_messages(tmp_path, mail)).values()) == {None}

    def test_an_address_in_the_names_header_is_no_name(self, tmp_path):
        mail = self.notes(to="a@enron.com", x_to="a@enron.com@ENRON")
        assert names(read_messages(tmp_path, mail))["a@enron.com"] is None
