"""Encoded words, character sets that are none, and raw 8-bit headers."""

from __future__ import annotations

from typing import Final

from mail_makers import mbox, message

from hostile.case import Case, one_mbox, with_raw

ROW: Final = "bad encoded words"
RAW_ROW: Final = "8-bit headers"

WORDS: Final = {
    "q": ("=?utf-8?q?J=C3=BCrgen?=", "Jürgen"),
    "b": ("=?utf-8?b?SsO8cmdlbg==?=", "Jürgen"),
    "b without padding": ("=?utf-8?b?SsO8cmdlbg?=", "Jürgen"),
    "b with one letter too many": ("=?utf-8?b?SsO8cmdlb?=", "Jürge"),
    "b with noise": ("=?utf-8?b?Ss O8!cm*dlbg==?=", "Jürgen"),
    "b empty": ("x=?utf-8?b??=y", "xy"),
    "q empty": ("x=?utf-8?q??=y", "xy"),
    "language": ("=?utf-8*de?q?J=C3=BCrgen?=", "Jürgen"),
    "a letter cut in two": ("=?utf-8?q?J=C3?= =?utf-8?q?=BCrgen?=", "Jürgen"),
    "half a letter": ("=?utf-8?q?J=C3?=x", "J\ufffdx"),
    "half an escape": ("=?utf-8?q?a=C?=", "a=C"),
    "folded": ("=?utf-8?q?a?=\n =?utf-8?q?b?= c", "ab c"),
    "a space inside": ("=?utf-8?q?a b?=", "a b"),
    "no end": ("=?utf-8?q?never", "=?utf-8?q?never"),
    "no encoding": ("=?utf-8??abc?=", "=?utf-8??abc?="),
    "unknown encoding": ("=?utf-8?x?abc?=", "=?utf-8?x?abc?="),
    "no character set": ("=??q?abc?=", "=??q?abc?="),
    "unknown character set": ("=?klingon?q?abc?=", "=?klingon?q?abc?="),
    "a word in a word": ("=?utf-8?q?=3D=3Futf-8=3Fq=3Fx=3F=3D?=", "=?utf-8?q?x?="),
    "inside a word": ("ab=?utf-8?q?c=C3=A9?=de", "abcéde"),
    "one that never ends before one that does": (
        "=?utf-8?q?broken =?utf-8?q?ok?=",
        "=?utf-8?q?broken ok",
    ),
    "quotes": ('=?iso-8859-1?Q? "Frank=20F=F6rst" ?=', '"Frank Först"'),
    "words apart": ("=?utf-8?q?a?= b =?utf-8?q?c?=", "a b c"),
    "surrogates": ("=?utf-8?q?a=ED=A0=80b?=", "a\ufffd\ufffd\ufffdb"),
    "controls": ("=?utf-8?q?a=00=07=0D=0Ab?=", "a b"),
    "a header injected": ("=?utf-8?q?a=0ABcc:_x@y.z?=", "a Bcc: x@y.z"),
    "turned around": ("=?utf-8?q?a=E2=80=AEb?=", "ab"),
    "one charset called another": ("=?iso-8859-1?q?=93a=94?=", "“a”"),
    "Japanese": ("=?ISO-2022-JP?B?GyRCOns4NkA1O0obKEI=?=", "笹原正司"),
    "Korean": ("=?ks_c_5601-1987?B?yLLA57/t?=", "황재욱"),
    "Chinese": ("=?GB2312?Q?=B9=E3=D0=C7?=", "广星"),
    "utf-7": ("=?utf-7?q?J+APw-rgen?=", "Jürgen"),
}
NO_CHARSETS: Final = (
    *("idna", "punycode", "zlib", "bz2", "rot13", "hex", "base64", "uu", "unicode_escape"),
    *("raw_unicode_escape", "undefined", "mbcs", "oem", "palmos"),
)
RAW: Final = {
    "UTF-8": ("Jürgen".encode(), None, "Jürgen"),
    "Latin-1": ("Jürgen".encode("latin-1"), None, "Jürgen"),
    "declared": ("привет".encode("koi8-r"), "text/plain; charset=koi8-r", "привет"),
    "declared as a codec that is none": (b"J\xfcrgen", "text/plain; charset=zlib", "Jürgen"),
    "UTF-8 and Latin-1 mixed": ("ü".encode() + b"\xfc", None, "Ã¼ü"),
    "all bytes": (bytes(range(0x80, 0x100)), None, None),
    "a byte that no code page has": (b"a\x81\xff", None, "a\ufffdÿ"),
    "surrogates": (b"a\xed\xa0\x80b", None, None),
    "overlong": (b"a\xc0\xafb", None, "aÀ¯b"),
    "letters that look like spaces": ("Voilà Åsa …à".encode(), None, "Voilà Åsa …à"),
}


def cases() -> list[Case]:
    """Return the cases about words."""
    found = [
        one_mbox(f"encoded word: {name}", ROW, with_raw(raw.encode(), subject="RAW"), kept=1,
                 fields={text: {"from": "ada@example.org"}})
        for name, (raw, text) in WORDS.items()
    ]  # fmt: skip
    found += [
        one_mbox(f"no character set: {name}", ROW,
                 mbox(message(subject=f"=?{name}?q?abc?=", from_=f"=?{name}?b?YWJj?= <a@b.c>")),
                 kept=1, fields={f"=?{name}?q?abc?=": {"from": "a@b.c"}})
        for name in NO_CHARSETS
    ]  # fmt: skip
    found += [
        one_mbox(f"raw: {name}", RAW_ROW,
                 with_raw(raw, subject="RAW", from_="RAW <a@b.c>", content_type=kind), kept=1,
                 fields={} if text is None else {text: {"from": "a@b.c", "name": [text]}})
        for name, (raw, kind, text) in RAW.items()
    ]  # fmt: skip
    hidden = "=?utf-8?b?YWxpY2VAZXhhbXBsZS5vcmc=?="
    return [
        *found,
        one_mbox("decoded text is no address", ROW, mbox(message(to=hidden)), kept=1,
                 fields={"plans": {"to": []}}),
        one_mbox("a decoded comma separates nobody", ROW,
                 mbox(message(to="=?utf-8?q?a=2C_b?= <bob@example.org>")), kept=1,
                 fields={"plans": {"to": ["bob@example.org"]}}),
        one_mbox("an address in raw UTF-8 with a letter that looks like a space", RAW_ROW,
                 with_raw("pàolo@example.org, Åsa <åsa@x.org>".encode(), to="RAW"), kept=1,
                 fields={"plans": {"to": ["pàolo@example.org", "åsa@x.org"]}}),
    ]  # fmt: skip
