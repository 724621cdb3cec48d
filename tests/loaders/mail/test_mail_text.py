"""Header text: encoded words, raw bytes, and characters that must not survive."""

from __future__ import annotations

import pytest

from netanalysis.loaders.mail.folders import folder_meaning, gmail_labels, label_meanings, telling
from netanalysis.loaders.mail.text import CODECS, decode_text


def test_invisible_and_control_characters_do_not_survive():
    raw = "A\u202elice\u200b \u2066B\x00\x07ob\u00ad\ufeff".encode()
    assert decode_text(raw) == "Alice Bob"
    assert decode_text(b"=?utf-8?q?A=E2=80=AElice=0A=00?=") == "Alice"
    assert decode_text(b"=?utf-7?q?+2AA-?=") == "" or "\ud800" not in decode_text(
        b"=?utf-7?q?+2AA-?="
    )


def test_every_codec_of_the_list_exists_and_gives_valid_text():
    data = "".join(f"={byte:02X}" for byte in range(0x80, 0x100))
    for name in CODECS:
        decode_text(f"=?{name}?q?{data}?=".encode()).encode("utf-8")


@pytest.mark.parametrize(
    ("folder", "meaning"),
    [
        ("\\J_Arnold\\Notes Folders\\'sent mail", "sent"),
        ("Arnold, John\\Sent Items", "sent"),
        ("[Gmail]/Sent Mail", "sent"),
        ("sent_items", "sent"),
        ("Gesendete Objekte", "sent"),
        ("Sent/2001", "sent"),
        ("Entwürfe", "draft"),
        ("All documents", "everything"),
        ("Deleted Items", "trash"),
        ("Junk E-mail", "spam"),
        ("Universal studios", "other"),
    ],
)
def test_folder_names_say_what_lies_in_them(folder, meaning):
    assert folder_meaning(folder) == meaning


def test_a_sent_folder_tells_more_than_one_with_everything():
    assert telling("Sent") > telling("Projects") > telling("Inbox") > telling("All documents")


def test_labels_are_decoded_and_split_at_plain_commas_only():
    assert gmail_labels(b'Inbox,Unread,"Travel, 2023",Category Updates') == (
        "Inbox",
        "Unread",
        "Travel, 2023",
        "Category Updates",
    )
    assert gmail_labels(b"=?UTF-8?Q?Entw=C3=BCrfe,Wichtig?=") == ("Entwürfe", "Wichtig")
    assert label_meanings(("Papierkorb", "Gesendet")) >= {"trash", "sent"}
