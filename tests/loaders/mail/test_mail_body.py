"""The light look at a body: whose words are counted, questions, thanks, attachments."""

from __future__ import annotations

import base64
import time

import pandas as pd
import pytest
from mail_makers import mbox, message

import netanalysis as na
from netanalysis.loaders.mail import read
from netanalysis.loaders.mail.body import signal_of
from netanalysis.loaders.mail.own_words import own_words, strip_tags

PLAIN = {b"content-type": b"text/plain; charset=utf-8"}
OUTLOOK = "Yes, fine.\n\n{head}\n{sent}\n{to}\n\nshould I come? Thanks\n"


def look(text, fields=PLAIN):
    return tuple(signal_of(fields, text.encode()))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", (0, False, False, 0)),
        ("Two words", (2, False, False, 0)),
        ("Are you there?", (3, True, False, 0)),
        ("See https://x.example/a?b=c for it", (3, False, False, 0)),
        ("Ask ana@halden.example", (1, False, False, 0)),
        ("Thanks a lot!", (3, False, True, 0)),
        ("Vielen Dank für alles.", (4, False, True, 0)),
        ("Merci beaucoup, ça va ?", (4, True, True, 0)),
        ("Muchas gracias. ¿Vienes mañana?", (4, True, True, 0)),
        ("No thanks, I am fine", (5, False, False, 0)),
        ("Nein danke", (2, False, False, 0)),
        ("It's well-known", (2, False, False, 0)),
        ("ok\n-- \nAna Berg\nThanks for reading?", (1, False, False, 0)),
        ("ok\n> are you there?\n> thanks", (1, False, False, 0)),
        ("ok\n\nOn Tue, 8 Aug 2000, Max wrote:\n> thanks?", (1, False, False, 0)),
        (
            "ok\n\nOn Tue, Aug 8, 2000 at 12:00 PM Max Roe <max@roe.example>\nwrote:\n\nwhy?",
            (1, False, False, 0),
        ),
        ("Am 08.08.2000 um 12:00 schrieb Max Roe:\n> why?\nDeshalb.", (1, False, False, 0)),
        ("Le 8 août 2000 à 12:00, Max a écrit :\n> pourquoi ?\nVoilà.", (1, False, False, 0)),
        ("El 8 ago 2000, Max escribió:\n> ¿por qué?\nPorque sí.", (2, False, False, 0)),
        (
            "Look\n\n---------- Forwarded message ---------\nFrom: x\n\nThanks?",
            (1, False, False, 0),
        ),
        ("Da\n-----Ursprüngliche Nachricht-----\nDanke?", (1, False, False, 0)),
        ("Ok\nSent from my iPhone", (1, False, False, 0)),
        ("Ok\nEnvoyé de mon iPhone", (1, False, False, 0)),
        (
            OUTLOOK.format(head="From: Max", sent="Sent: Tuesday", to="To: Ana"),
            (2, False, False, 0),
        ),
        (OUTLOOK.format(head="Von: Max", sent="Gesendet: heute", to="An: A"), (2, False, False, 0)),
        (OUTLOOK.format(head="De : Max", sent="Envoyé : mardi", to="À : A"), (2, False, False, 0)),
        (
            OUTLOOK.format(head="De: M", sent="Enviado: martes", to="Para: A"),
            (2, False, False, 0),
        ),
        ("From: the heart\nI say yes", (6, False, False, 0)),
        ("On Monday he wrote a letter", (6, False, False, 0)),
    ],
)
def test_golden_texts(text, expected):
    assert look(text) == expected


def multipart(*parts: str, kind: str = "mixed") -> tuple[dict[bytes, bytes], bytes]:
    fields = {b"content-type": f'multipart/{kind}; boundary="b1"'.encode()}
    body = "preamble\n" + "".join(f"--b1\n{part}\n" for part in parts) + "--b1--\nepilogue?\n"
    return fields, body.encode()


class TestMime:
    def test_plain_text_comes_before_html_and_attachments_are_counted(self):
        fields, body = multipart(
            "Content-Type: multipart/alternative; boundary=b2\n\n--b2\nContent-Type: text/html\n\n"
            "<p>many html words</p>\n--b2\nContent-Type: text/plain\n\nthree plain words\n--b2--",
            'Content-Type: application/pdf; name="a.pdf"\n'
            "Content-Disposition: attachment;\n filename=a.pdf\n\nJVBERi0=",
            'Content-Type: image/png; name="logo.png"\nContent-ID: <1@x>\n'
            "Content-Disposition: inline\n\niVBOR",
            "Content-Type: message/rfc822\n\nSubject: inner\n\ntext?",
            "Content-Type: text/plain; name=notes.txt\n\nThanks?",
        )
        assert tuple(signal_of(fields, body)) == (3, False, False, 3)

    def test_html_alone_is_read_without_tags_styles_and_quotes(self):
        text = (
            "<html><head><style>p {color: red?}</style></head><body><p>Gr&uuml;&szlig;e<br>aus "
            "<b>Wien</b></p><blockquote>old? <blockquote>older</blockquote></blockquote>end<div "
            'class="gmail_quote">thanks?</div></body></html>'
        )
        assert look(text, {b"content-type": b"text/html"}) == (4, False, False, 0)

    def test_encodings_and_character_sets(self):
        base = base64.encodebytes("Wie geht's? Grüße".encode("cp1252")).decode()
        fields = {b"content-type": b"text/plain; charset=windows-1252"}
        fields[b"content-transfer-encoding"] = b" base64"
        assert look(base, fields) == (3, True, False, 0)
        fields[b"content-transfer-encoding"] = b"quoted-printable"
        assert look("Gr=FC=DFe aus W=\nien", fields) == (3, False, False, 0)
        fields[b"content-type"] = b"text/plain; charset=zlib_codec"
        assert look("a b", fields)[0] == 2

    def test_a_body_without_text_has_no_words_not_zero(self):
        fields, body = multipart("Content-Type: text/calendar\n\nBEGIN:VCALENDAR")
        assert tuple(signal_of(fields, body)) == (None, None, None, 0)

    @pytest.mark.parametrize(
        "body",
        [
            b"--b1\n" * 50_000,
            b"".join(
                b"--b%d\nContent-Type: multipart/mixed; boundary=b%d\n\n" % (n, n + 1)
                for n in range(1, 20_000)
            ),
            b"--b1\nContent-Type: text/plain\n\n" + b"> " * 2_000_000,
            b"--b1\nContent-Type: text/html\n\n" + b"<blockquote>" * 300_000,
            b"--b1\nContent-Type: text/html\n\n" + b"<" * 3_000_000,
            b"--b1\nContent-Type: text/html\n\n" + b"<style>" * 500_000,
            b"--b1\nContent-Type: text/plain\n\n" + b"On a\n" * 700_000,
            b"--b1\nContent-Type: text/plain\n\n" + b"a" * 4_000_000,
            b"--b1\nContent-Type: text/plain\n\n" + b"_-" * 2_000_000,
            b"--b1\nContent-Type:" + b"\n " * 2_000_000,
            b"--" * 2_000_000,
        ],
    )
    def test_hostile_bodies_cost_little(self, body):
        fields = {b"content-type": b"multipart/mixed; boundary=b1"}
        start = time.process_time()
        signal_of(fields, body)
        assert time.process_time() - start < 2.0


class TestOnRequestOnly:
    def test_columns_are_missing_unless_asked_for(self, tmp_path):
        path = tmp_path / "m.mbox"
        path.write_bytes(mbox(message("Thanks! See you?\n"), message("x" * 5_000_000, subject="2")))
        columns = ["n_words", "is_question", "is_thanks", "n_attachments"]
        assert na.load(path).interactions[columns].isna().all(axis=None)
        asked = na.load(path, body="light").interactions.set_index("subject")
        assert list(asked.loc["plans", columns]) == [3, True, True, 0]
        assert asked.loc["2", "n_words"] == 1

    def test_the_answer_does_not_change_identifiers_or_counts(self, tmp_path):
        path = tmp_path / "m.mbox"
        path.write_bytes(mbox(*[message(f"text {n}\n", subject=f"{n}") for n in range(50)]))
        plain, asked = read([path]), read([path], body="light")
        kept = [c for c in plain.interactions if asked.interactions[c].isna().all()]
        kept += ["interaction_id", "occurred_at", "subject"]
        pd.testing.assert_frame_equal(plain.interactions[kept], asked.interactions[kept])
        pd.testing.assert_frame_equal(plain.ledger, asked.ledger)

    def test_another_word_is_refused(self, tmp_path):
        with pytest.raises(na.UnknownExportError, match="body='light'"):
            na.load(tmp_path, body="whole")

    def test_no_table_holds_the_text(self, tmp_path):
        path = tmp_path / "m.mbox"
        path.write_bytes(mbox(message("Zyglavia secret words?\n")))
        archive = na.load(path, body="light")
        for _, frame in archive.tables():
            assert "Zyglavia" not in frame.to_csv()


def test_offsets_are_of_the_sender_and_missing_where_unknown(tmp_path):
    dates = {
        "Tue, 8 Aug 2000 12:00:00 +0200": 120,
        "Tue, 8 Aug 2000 12:00:00 -0330": -210,
        "Tue, 8 Aug 2000 12:00:00 GMT": 0,
        "Tue, 8 Aug 2000 12:00:00 -0000": None,
        "Tue, 8 Aug 2000 12:00:00": None,
        "Tue, 8 Aug 2000 12:00:00 PDT": -420,
        "gone": None,
    }
    path = tmp_path / "m.mbox"
    path.write_bytes(mbox(*[message(date=date, subject=date) for date in dates]))
    rows = read([path]).interactions.set_index("subject").utc_offset_minutes
    for date, minutes in dates.items():
        assert pd.isna(rows[date]) if minutes is None else rows[date] == minutes


def test_helpers_take_any_text():
    assert own_words("") == ""
    assert strip_tags("a < b and <b>c</b> &amp; d").split() == ["a", "<", "b", "and", "c", "&", "d"]
