"""Identifiers that are absent, shared or odd; copies; and marks that leave mail out."""

from __future__ import annotations

from typing import Final

from format_makers import takeout_mbox
from mail_makers import mbox, message

from hostile.case import Case, few, one_mbox

ROW: Final = "Message-ID absent or repeated"
MARKS: Final = "deleted, spam, trash, chat"

IDS: Final = {
    "absent": [None] * 100,
    "one for all": ["<same@x>"] * 100,
    "empty": [""] * 100,
    "brackets only": ["<>"] * 100,
    "spaces only": ["   "] * 100,
    "with spaces": [f"<a b {n}@x>" for n in range(100)],
    "without brackets": [f"{n}@x" for n in range(100)],
    "of 2,000 letters, alike at the start": ["<" + "a" * 2000 + f"{n}@x>" for n in range(100)],
    "8-bit": [f"<ü{n}@x>" for n in range(100)],
    "folded": [f"\n <{n}@x>" for n in range(100)],
}
LEFT_OUT: Final = {
    "Thunderbird: deleted": ({"x_mozilla_status": "0009"}, "deleted"),
    "Thunderbird: deleted, in capitals": ({"x_mozilla_status": "000B"}, "deleted"),
    "label Spam": ({"x_gmail_labels": "Spam,Unread"}, "spam"),
    "label Trash": ({"x_gmail_labels": "Trash"}, "trash"),
    "label Papierkorb": ({"x_gmail_labels": "Papierkorb"}, "trash"),
    "label Chat": ({"x_gmail_labels": "Chat"}, "chat"),
    "label Drafts": ({"x_gmail_labels": "Drafts"}, "draft"),
    "encoded label": ({"x_gmail_labels": "=?UTF-8?Q?Entw=C3=BCrfe?="}, "draft"),
    "encoded and folded labels": (
        {"x_gmail_labels": "=?UTF-8?Q?Posteingang,=22a,_b=22,?=\n =?UTF-8?Q?Spam?="},
        "spam",
    ),
}
KEPT: Final = {
    "Thunderbird: read and answered": {"x_mozilla_status": "0003"},
    "Thunderbird: no number": {"x_mozilla_status": "zzzz"},
    "Thunderbird: a number of a kilometre": {"x_mozilla_status": "8" * 1000},
    "a label that only begins so": {"x_gmail_labels": "Spam recipes,Trashy novels"},
    "quoted label with a comma": {"x_gmail_labels": '"Spam, 2023"'},
    "labels of commas": {"x_gmail_labels": ",,,,"},
}


def cases() -> list[Case]:
    """Return the cases about copies and marks."""
    found = [
        one_mbox(f"Message-ID {name}", ROW,
                 mbox(*[message(f"{n}\n", subject=f"s{n}", message_id=one)
                        for n, one in enumerate(ids)]), kept=100)
        for name, ids in IDS.items()
    ]  # fmt: skip
    found += [
        one_mbox(f"left out: {name}", MARKS, mbox(few(1)[0], message(**headers)), 1, left_out=1,
                 reasons={reason: 1})
        for name, (headers, reason) in LEFT_OUT.items()
    ]  # fmt: skip
    found += [
        one_mbox(f"kept: {name}", MARKS, mbox(message(**headers)), 1)
        for name, headers in KEPT.items()
    ]
    return found + _copies()


def _copies() -> list[Case]:
    own = few(5)
    one = message(message_id="<1@x>")
    everywhere = {
        "a.mbox": mbox(*own),
        "b.mbox": mbox(*own).replace(b"\n", b"\r\n"),
        "Maildir/tmp/x": b"",
        **{f"Maildir/cur/{n}:2,S": data for n, data in enumerate(own)},
        **{f"Maildir/new/{n}": data for n, data in enumerate(own)},
        **{f"files/{n}.eml": data for n, data in enumerate(own)},
        "again.mbox": mbox(*reversed(own)),
    }
    label = "Inbox,Travel"
    return [
        Case("the same five in mbox, Maildir and files", ROW, everywhere, 5, 25),
        one_mbox("a list's footer makes no new message", ROW,
                 mbox(one, message("hello\n-- \nfooter\n", message_id="<1@x>")), 1, 1),
        one_mbox("Notes: new identifiers for each folder", ROW,
                 mbox(*[message(message_id=f"<{n}@notes>") for n in range(3)]), 1, 2),
        one_mbox("one identifier, another subject", ROW,
                 mbox(one, message(subject="other", message_id="<1@x>")), 2),
        one_mbox("one identifier, another sender", ROW,
                 mbox(one, message(from_="eve@example.org", message_id="<1@x>")), 2),
        one_mbox("one identifier, another date", ROW,
                 mbox(one, message(date="Wed, 9 Aug 2000 12:00:00 +0000", message_id="<1@x>")), 2),
        one_mbox("one identifier, the date in another zone", ROW,
                 mbox(one, message(date="Tue, 8 Aug 2000 14:00:00 +0200", message_id="<1@x>")),
                 1, 1),
        one_mbox("no identifiers, bodies differ", ROW,
                 mbox(*[message(f"{n}\n") for n in range(100)]), 100),
        one_mbox("a hundred copies", ROW, mbox(one) * 100, 1, 99),
        Case("a message in three label files of a Takeout", ROW,
             {"Takeout/Mail/All mail.mbox": takeout_mbox(message(x_gmail_labels=label)),
              "Takeout/Mail/Inbox.mbox": takeout_mbox(message(x_gmail_labels=label)),
              "Takeout/Mail/Travel.mbox": takeout_mbox(message(x_gmail_labels=label))}, 1, 2),
        one_mbox("references to itself and in circles", ROW,
                 mbox(message(subject="a", message_id="<1@x>", references="<1@x> <2@x>"),
                      message(subject="b", message_id="<2@x>", references="<1@x> <2@x>")), 2),
    ]  # fmt: skip
