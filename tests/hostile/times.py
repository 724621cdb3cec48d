"""Dates of all kinds: what is readable, what is doubted, and what stays missing."""

from __future__ import annotations

from typing import Final

from mail_makers import DATE, mbox, message

from hostile.case import Case, one_mbox, with_raw

ROW: Final = "dates"

DATES: Final = {
    "the usual": (DATE, "2000-08-08 12:00:00", "ok"),
    "1970": ("Thu, 1 Jan 1970 00:00:00 +0000", "1970-01-01 00:00:00", "implausible"),
    "1981": ("Thu, 31 Dec 1981 23:59:59 +0000", "1981-12-31 23:59:59", "implausible"),
    "2038": ("Tue, 19 Jan 2038 03:14:08 +0000", "2038-01-19 03:14:08", "implausible"),
    "year 9999": ("Fri, 31 Dec 9999 23:59:59 +0000", "9999-12-31 23:59:59", "implausible"),
    "year +9999": ("Mon, 1 Jan +9999 00:00:00 +0000", None, "unreadable"),
    "year 10000": ("Mon, 1 Jan 10000 00:00:00 +0000", None, "unreadable"),
    "two digits, 49": ("Tue, 8 Aug 36 12:00:00 +0000", "2036-08-08 12:00:00", "ok"),
    "two digits, 99": ("Sun, 8 Aug 99 12:00:00 +0000", "1999-08-08 12:00:00", "ok"),
    "three digits": ("Mon, 7 Jan 102 10:00:00 GMT", "2002-01-07 10:00:00", "ok"),
    "RFC 850": ("Tuesday, 08-Aug-00 12:00:00 GMT", "2000-08-08 12:00:00", "ok"),
    "asctime": ("Tue Aug  8 12:00:00 2000", "2000-08-08 12:00:00", "day"),
    "ISO 8601": ("2000-08-08T12:00:00+02:00", "2000-08-08 10:00:00", "ok"),
    "half past the hour": ("Tue, 8 Aug 2000 12:00:00 +0530", "2000-08-08 06:30:00", "ok"),
    "a zone of 99 hours": ("Tue, 8 Aug 2000 12:00:00 +9999", "2000-08-08 12:00:00", "day"),
    "a zone nobody knows": ("Tue, 8 Aug 2000 12:00:00 XYZ", "2000-08-08 12:00:00", "day"),
    "no zone": ("Tue, 8 Aug 2000 12:00:00", "2000-08-08 12:00:00", "day"),
    "a comment in a comment": (
        "Tue, 8 Aug 2000 12:00:00 +0000 (UTC (really))",
        "2000-08-08 12:00:00",
        "ok",
    ),
    "a leap second": ("Fri, 31 Dec 1999 23:59:60 +0000", "2000-01-01 00:00:00", "ok"),
    "second 61": ("Fri, 31 Dec 1999 23:59:61 +0000", None, "unreadable"),
    "hour 24": ("Tue, 8 Aug 2000 24:00:00 +0000", None, "unreadable"),
    "February 30": ("Wed, 30 Feb 2000 10:00:00 +0000", None, "unreadable"),
    "February 29, no leap year": ("Mon, 29 Feb 1999 10:00:00 +0000", None, "unreadable"),
    "day 0": ("Mon, 0 Jan 2001 10:00:00 +0000", None, "unreadable"),
    "a month nobody knows": ("Mon, 1 Foo 2001 10:00:00 +0000", None, "unreadable"),
    "the wrong weekday": ("Mon, 8 Aug 2000 12:00:00 +0000", "2000-08-08 12:00:00", "ok"),
    "German": ("Di, 8 Aug 2000 12:00:00 +0200", "2000-08-08 10:00:00", "ok"),
    "month or day first, nobody knows": ("05/06/2000 10:00", None, "unreadable"),
    "words": ("yesterday", None, "unreadable"),
    "digits": ("9" * 5000, None, "unreadable"),
    "digits that are not ASCII": ("Tue, ٨ Aug ２０００ 12:00:00 +0000", None, None),
    "empty": ("", None, "missing"),
    "none": (None, None, "missing"),
}
WITNESSES: Final = {
    "the same day": ("Tue, 8 Aug 2000 13:00:00 +0000", "ok"),
    "a week less a minute": ("Tue, 15 Aug 2000 11:59:00 +0000", "ok"),
    "a week and a minute": ("Tue, 15 Aug 2000 12:01:00 +0000", "disputed"),
    "six years": ("Tue, 8 Aug 2006 12:00:00 +0000", "disputed"),
    "1970": ("Thu, 1 Jan 1970 00:00:00 +0000", "ok"),
    "noise": (";;;;", "ok"),
}


def _doubt(quality: object) -> dict[str, dict[str, int]]:
    """Return that a date in doubt is remarked; any other needs no remark."""
    doubted = quality in ("implausible", "disputed")
    return {"reasons": {f"{quality} date": 1}} if doubted else {}


def cases() -> list[Case]:
    """Return the cases about dates."""
    found = []
    for name, (raw, at, quality) in DATES.items():
        truth = {} if quality is None else {"plans": {"at": at, "quality": quality}}
        data = mbox(message(date=raw))
        found.append(one_mbox(f"date: {name}", ROW, data, 1, fields=truth, **_doubt(quality)))
    found += [
        one_mbox(f"received: {name}", ROW, mbox(message(received=f"from a by b; {raw}")), 1,
                 fields={"plans": {"at": "2000-08-08 12:00:00", "quality": quality}},
                 **_doubt(quality))
        for name, (raw, quality) in WITNESSES.items()
    ]  # fmt: skip
    return [
        *found,
        one_mbox("date: year 9999, west: in UTC no year Python knows", ROW,
                 mbox(message(date="Fri, 31 Dec 9999 23:59:59 -1400")), 1,
                 **_doubt("implausible")),
        one_mbox("date: year 0002 is not 2002", ROW,
                 mbox(message(date="Mon, 1 Jan 0002 00:00:00 +0000")), 1,
                 fields={"plans": {"quality": "implausible"}}, **_doubt("implausible")),
        one_mbox("a missing date is not taken from Received", ROW,
                 mbox(message(date=None, received=f"from a by b; {DATE}")), 1,
                 fields={"plans": {"at": None, "quality": "missing"}}),
        one_mbox("the separator bears witness", ROW,
                 mbox(message(), separator=b"From a@x.org Tue Aug  8 12:36:29 2023\n"), 1,
                 fields={"plans": {"quality": "disputed"}}, **_doubt("disputed")),
        one_mbox("Thunderbird's separator bears none", ROW,
                 mbox(message(), separator=b"From - Tue Aug  8 12:36:29 2023\n"), 1,
                 fields={"plans": {"quality": "ok"}}),
        one_mbox("raw bytes in a date", ROW, with_raw(b"Tue, 8 Aug 2000 12:00:00 \xff\xfe",
                                                      date="RAW"), 1,
                 fields={"plans": {"at": "2000-08-08 12:00:00", "quality": "day"}}),
        one_mbox("two dates: the first counts", ROW,
                 mbox(message(date=f"{DATE}\nDate: Wed, 9 Aug 2000 12:00:00 +0000")), 1,
                 fields={"plans": {"at": "2000-08-08 12:00:00", "quality": "ok"}}),
    ]  # fmt: skip
