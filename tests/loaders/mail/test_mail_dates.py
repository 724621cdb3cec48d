"""Dates: usual, wild, and hopeless."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from netanalysis.loaders.mail.dates import is_disputed, parse_date, separator_date


def seconds(*parts: int) -> int:
    return int(datetime(*parts, tzinfo=UTC).timestamp())


@pytest.mark.parametrize(
    ("raw", "parts"),
    [
        (b"Tue, 8 Aug 2000 12:00:00 +0000", (2000, 8, 8, 12)),
        (b"Tue, 8 Aug 2000 12:00:00 -0700 (PDT)", (2000, 8, 8, 19)),
        (b"8 Aug 2000 12:00 GMT", (2000, 8, 8, 12)),
        (b"Tue,8 Aug 2000 12:00:00 +0530", (2000, 8, 8, 6, 30)),
        (b"Tue, 08 Aug 00 12:00:00 EST", (2000, 8, 8, 17)),
        (b"Tue, 08 Aug 96 12:00:00 UT", (1996, 8, 8, 12)),
        (b"Tue, 08 Aug 100 12:00:00 GMT", (2000, 8, 8, 12)),
        (b"Mon, 7 Jan 102 10:00:00 GMT", (2002, 1, 7, 10)),
        (b"Thu, 16 May 1996 13:08:04 EET DST", (1996, 5, 16, 10, 8, 4)),
        (b"Thu, 30 Aug 2001 00:41:26 MET-1", (2001, 8, 29, 23, 41, 26)),
        (b"Wed, 19 Sep 2001 2:8:47 +0800", (2001, 9, 18, 18, 8, 47)),
        (b"Sat, 9 Aug 1997 18:16:02 GMT+0100", (1997, 8, 9, 17, 16, 2)),
        (b"Tue, 5 Nov 2002 12:44 0000", (2002, 11, 5, 12, 44)),
        (b"Donnerstag, 13 Juni 2002 06:03:33 0100", (2002, 6, 13, 5, 3, 33)),
        ("Mi, 3 Mär 2004 10:00:00 +0100".encode(), (2004, 3, 3, 9)),
        ("jeu., 1 févr. 2007 10:00:00 +0100".encode(), (2007, 2, 1, 9)),
        (b"dim, 1 juil 2007 10:00:00 +0200", (2007, 7, 1, 8)),
        (b"Tue Aug 08 12:36:29 +0000 2023", (2023, 8, 8, 12, 36, 29)),
        (b"Tue Aug  8 12:36:29 GMT 2023", (2023, 8, 8, 12, 36, 29)),
        (b"2023-08-08T12:36:29Z", (2023, 8, 8, 12, 36, 29)),
        (b"2023-08-08 12:36:29.123 +02:00", (2023, 8, 8, 10, 36, 29)),
        (b"Tue, 8 Aug 2000 08:00:00 PM -0400", (2000, 8, 9, 0)),
        (b"Fri, 31 Dec 1999 23:59:60 +0000", (2000, 1, 1)),
        (b"Tue, 29 Feb 2000 18:39:12 z (GMT)", (2000, 2, 29, 18, 39, 12)),
    ],
)
def test_readable_dates_give_the_instant_in_utc(raw, parts):
    assert parse_date(raw) == (seconds(*parts), "ok")


@pytest.mark.parametrize(
    "raw",
    [
        b"Fri, 07 Aug 1998 15:41:20",
        b"Fri, 07 Aug 1998 15:41:20 -2200 (MET DST)",
        b"Fri, 07 Aug 1998 15:41:20 +9999",
        b"Fri, 07 Aug 1998 15:41:20 XYZ",
    ],
)
def test_a_missing_or_absurd_zone_leaves_the_instant_known_to_a_day(raw):
    assert parse_date(raw) == (seconds(1998, 8, 7, 15, 41, 20), "day")


@pytest.mark.parametrize(
    "raw",
    [
        b"Thu, 1 Jan 1970 00:00:00 +0000",
        b"Tue, 01 Jan 1980 00:00:00 +0000",
        b"Tue, 19 Jan 2038 03:14:08 +0000",
        b"Mon, 1 Jan 0002 00:00:00 +0000",
        b"Fri, 1 Jan 9999 00:00:00 +0000",
    ],
)
def test_dates_no_mail_can_have_are_implausible_and_keep_their_year(raw):
    instant, quality = parse_date(raw)
    assert quality == "implausible"
    year = int(raw.split()[3])
    assert instant == (
        datetime(year, 1, int(raw.split()[1]), tzinfo=UTC) - datetime(1970, 1, 1, tzinfo=UTC)
    ).days * 86_400 + (3 * 3600 + 14 * 60 + 8 if year == 2038 else 0)


def test_the_separator_is_a_witness_unless_it_knows_nothing():
    asctime = b"From ada@example.org Tue Aug  8 12:36:29 2023"
    takeout = b"From 1773664405479613283@xxx Tue Aug 08 12:36:29 +0000 2023"
    assert separator_date(asctime) == separator_date(takeout) == seconds(2023, 8, 8, 12, 36, 29)
    assert separator_date(b"From - Tue Aug 08 12:36:29 2023") is None
    assert separator_date(b"From MAILER-DAEMON Thu Jan  1 00:00:00 1970") is None
    assert separator_date(b"From ada") is None


def test_a_week_is_the_limit_of_dispute():
    day = 86_400
    assert not is_disputed(10 * day, 17 * day)
    assert is_disputed(10 * day, 17 * day + 1)
    assert is_disputed(17 * day + 1, 10 * day)
    assert not is_disputed(10 * day, None)
