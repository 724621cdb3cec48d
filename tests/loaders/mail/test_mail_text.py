"""Header text: encoded words, raw bytes, and characters that must not survive."""

from __future__ import annotations

import pytest

from netanalysis.loaders.mail.folders import folder_meaning, gmail_labels, label_meanings, telling
from netanalysis.loaders.mail.text import CODECS, decode_text


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b" plain ", "plain"),
        (b"folded\n\t line", "folded line"),
        (b"=?iso-8859-1?Q?L=F3pez=20Natar=E9n?=", "López Natarén"),
        (b"=?utf-8?b?SsO8cmdlbg==?=", "Jürgen"),
        (b"=?utf-8?b?SsO8cmdlbg?=", "Jürgen"),
        (b"=?UTF-8*de?q?J=C3=BCrgen?=", "Jürgen"),
        (b"=?utf-8?q?J=C3?= =?utf-8?q?=BCrgen?=", "Jürgen"),
        (b"=?utf-8?q?a?=\n =?utf-8?q?b?= c", "ab c"),
        (b"=?utf-8?q?a?= b =?utf-8?q?c?=", "a b c"),
        (b"x=?utf-8?q?=C3=A9?=y", "xéy"),
        (b"=?GB2312?Q?=B9=E3=D0=C7?=", "广星"),
        (b"=?ISO-2022-JP?B?GyRCOns4NkA1O0obKEI=?=", "笹原正司"),
        (b"=?ks_c_5601-1987?B?yLLA57/t?=", "황재욱"),
        (b"=?iso-8859-1?q?=93quoted=94?=", "“quoted”"),
        (b'=?iso-8859-1?Q? "Frank=20F=F6rst" ?=', '"Frank Först"'),
        (b"=?utf-8?q?broken =?utf-8?q?ok?=", "=?utf-8?q?broken ok"),
        (b"=?utf-8?q?never ends", "=?utf-8?q?never ends"),
        (b"=?utf-8?q?=3D=3Futf-8=3Fq=3Fx=3F=3D?=", "=?utf-8?q?x?="),
        (b"=?utf-8?q?a_b=20c?=", "a b c"),
    ],
)
def test_encoded_words_are_decoded_once(raw, text):
    assert decode_text(raw) == text


@pytest.mark.parametrize("charset", ["zlib", "rot13", "unicode_escape", "idna", "punycode", "hex"])
def test_codecs_that_are_no_character_sets_stay_as_written(charset):
    raw = f"=?{charset}?q?abc?=".encode()
    assert charset not in CODECS
    assert decode_text(raw) == raw.decode()


def test_raw_bytes_are_utf8_else_declared_else_windows():
    assert decode_text("Größe".encode()) == "Größe"
    assert decode_text("Größe".encode("latin-1")) == "Größe"
    assert decode_text("привет".encode("koi8-r"), "koi8_r") == "привет"
    assert decode_text(b"\x81\xff") == "\ufffdÿ"


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
