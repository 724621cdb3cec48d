"""Who wrote? Names that lie, From headers that disagree, characters nobody sees."""

from __future__ import annotations

from typing import Final

from mail_makers import mbox, message

from hostile.case import Case, one_mbox, with_raw

ROW: Final = "From disagreement and impersonation"
NAMES: Final = "control, bidi, zero-width names"
UNCLEAR: Final = {"sender unclear": 1}
NOBODY: Final = {"no sender": 1}
ELSEWHERE: Final = {"sender from another header": 1}
EVIL: Final = "x@evil.example"

CLAIMED: Final = {
    "address before the bracket": f"alice@example.org <{EVIL}>",
    "quoted address": f'"alice@example.org" <{EVIL}>',
    "address in a comment": f"{EVIL} (alice@example.org)",
    "bracketed address in quotes": f'"<alice@example.org>" <{EVIL}>',
    "encoded address": f"=?utf-8?q?alice=40example=2Eorg?= <{EVIL}>",
    "encoded brackets": f"=?utf-8?q?=3Calice=40example=2Eorg=3E?= <{EVIL}>",
    "address and spaces": f'"alice@example.org{" " * 200}" <{EVIL}>',
    "address of full width": f'"alice＠example.org" <{EVIL}>',
    "route": f"<@alice.example,@example.org:{EVIL}>",
    "a NUL in front": f"\0alice@example.org <{EVIL}>",
}
DISPUTED: Final = {
    "two brackets": f"<alice@example.org> <{EVIL}>",
    "two at signs": "alice@example.org@evil.example",
    "two bare": f"alice@example.org {EVIL}",
    "two in a bracket": f"<alice@example.org {EVIL}>",
    "brackets in brackets": f"Alice <alice@example.org <{EVIL}>> <y@evil.example>",
    "a list": f"alice@example.org, {EVIL}",
    "a group": f"Team: alice@example.org, {EVIL};",
    "a group called like an address": f"{EVIL}: alice@example.org;",
    "an encoded address alone": "=?utf-8?q?alice=40example=2Eorg?= =?utf-8?q?@?=",
}
LOOK_ALIKES: Final = (
    *("alice@example.org", "аlice@example.org", "alicе@example.org", "alíce@example.org"),
    *("al\u200bice@example.org", "al\u200dice@example.org", "al\u202eice@example.org"),
    *("alice@examp\u00ade.org", "alice@examplе.org", "al\u00a0ice@example.org"),
)
ODD_NAMES: Final = {
    "bidi": ("A\u202elice\u202c B", "Alice B"),
    "isolates": ("\u2066Alice\u2069", "Alice"),
    "zero width": ("Al\u200bi\u200cc\u200de\ufeff", "Alice"),
    "controls": ("Al\x01i\x02ce\x7f", "Alice"),
    "C1 controls": ("Al\u0085ice \u009b31m", "Al ice 31m"),
    "blank letters": ("\u3164\u115fAlice\u2800", "Alice\u2800"),
    "tags": ("Alice\U000e0041\U000e007f", "Alice"),
    "markup": ("<script>alert(1)</script>", None),
    "formula": ("=cmd() x", "=cmd x"),
    "missing words": ("Null", "Null"),
    "punctuation only": ('"...."', None),
    "emoji": ("Alice 👩‍🔬", "Alice 👩🔬"),
    "quotes in quotes": (r'"Alice \"A\" B"', 'Alice "A" B'),
}


def cases() -> list[Case]:
    """Return the cases about people."""
    found = [
        one_mbox(f"claims to be alice: {name}", ROW, mbox(message(from_=line)), kept=1,
                 fields={"plans": {"from": EVIL, "name": [] if "＠" not in line else
                                   ["alice＠example.org"]}})
        for name, line in CLAIMED.items()
    ]  # fmt: skip
    found += [
        one_mbox(f"nobody is guessed: {name}", ROW, mbox(message(from_=line)), left_out=1,
                 reasons=UNCLEAR)
        for name, line in DISPUTED.items()
    ]  # fmt: skip
    alice = b"From: alice@example.org\n"
    found += [
        one_mbox("two From headers", ROW, mbox(alice + message(from_=EVIL)), left_out=1,
                 reasons=UNCLEAR),
        one_mbox("two From headers that agree", ROW, mbox(alice + message(
            from_="Alice <alice@example.org>")), 1,
            fields={"plans": {"from": "alice@example.org"}}),
        one_mbox("a second From in a fold", ROW,
                 mbox(message(from_=f"{EVIL}\n From: alice@example.org")), left_out=1,
                 reasons=UNCLEAR),
        one_mbox("Sender decides among authors", ROW,
                 mbox(message(from_=f"alice@example.org, {EVIL}", sender=EVIL)), 1,
                 fields={"plans": {"from": EVIL}}, reasons=ELSEWHERE),
        one_mbox("Sender is none of the authors", ROW,
                 mbox(message(from_="a@b.c, d@e.f", sender="alice@example.org")), left_out=1,
                 reasons=UNCLEAR),
        one_mbox("no From, a Sender", ROW, mbox(message(from_=None, sender="a@b.c")), 1,
                 fields={"plans": {"from": "a@b.c"}}, reasons=ELSEWHERE),
        one_mbox("no From, a Return-Path", ROW, mbox(message(from_=None, return_path="<a@b.c>")),
                 1, fields={"plans": {"from": "a@b.c"}}, reasons=ELSEWHERE),
        one_mbox("an empty Return-Path", ROW, mbox(message(from_=None, return_path="<>")),
                 left_out=1, reasons=NOBODY),
        one_mbox("From is empty", ROW, mbox(message(from_="")), left_out=1, reasons=NOBODY),
        one_mbox("From is a word", ROW, mbox(message(from_="nobody")), left_out=1, reasons=NOBODY),
        one_mbox("ten look-alikes are ten people", NAMES,
                 mbox(*[message(f"{n}\n", from_=one) for n, one in enumerate(LOOK_ALIKES)]), 10),
        one_mbox("one malformed recipient costs nobody else", ROW,
                 with_raw(b'a@x.org, b@c@d, "oops, e@x.org, f@x.org', to="RAW"), 1,
                 fields={"plans": {"to": ["a@x.org", "e@x.org", "f@x.org"]}},
                 reasons={"recipient unclear": 1}),
        one_mbox("groups", ROW, mbox(message(
            to='Team: a@x.org, "B, C" <b@x.org>; d@x.org, undisclosed-recipients:;')), 1,
            fields={"plans": {"to": ["a@x.org", "b@x.org", "d@x.org"]}}),
        one_mbox("no recipients at all", ROW, mbox(message(to=None)), 1,
                 fields={"plans": {"n_to": 0}}),
        one_mbox("X.500 and Notes names", ROW, mbox(message(
            to="</O=FIRM/OU=NA/CN=RECIPIENTS/CN=ADA>, Ada Byron/NA/Firm@Firm")), 1, fields={
                "plans": {"to": ["/o=firm/ou=na/cn=recipients/cn=ada", "ada byron/na/firm@firm"]}}),
    ]  # fmt: skip
    found += [
        one_mbox(f"name: {name}", NAMES, mbox(message(from_=f"{raw} <a@b.c>")), 1,
                 fields={"plans": {"from": "a@b.c", "name": [text] if text else []}})
        for name, (raw, text) in ODD_NAMES.items() if name != "markup"
    ]  # fmt: skip
    markup = ODD_NAMES["markup"][0]
    found.append(
        one_mbox("name: markup", NAMES, mbox(message(from_=f'"{markup}" <a@b.c>')), 1,
                 fields={"plans": {"from": "a@b.c", "name": [markup]}})
    )  # fmt: skip
    return found
