"""Line ends, marks, holes, and files that end too early or never begin."""

from __future__ import annotations

import bz2
import gzip
import lzma
from typing import Final

from mail_makers import SEPARATOR, mbox, message

from hostile.case import Case, few, one_mbox

ROW: Final = "line ends, marks, holes, ends"


def _mixed(data: bytes) -> bytes:
    """Return the data with every third line ended by CRLF."""
    lines = data.split(b"\n")
    return b"".join(
        line + (b"\r\n" if at % 3 == 0 else b"\n") for at, line in enumerate(lines[:-1])
    )


def cases() -> list[Case]:
    """Return the cases about lines."""
    five = mbox(*few(5))
    forms = {
        "CRLF": five.replace(b"\n", b"\r\n"),
        "CR alone": five.replace(b"\n", b"\r"),
        "CRLF and LF mixed": _mixed(five),
        "UTF-8 mark": b"\xef\xbb\xbf" + five,
        "UTF-16, little end first": b"\xff\xfe" + five.decode().encode("utf-16-le"),
        "UTF-16, big end first": b"\xfe\xff" + five.decode().encode("utf-16-be"),
        "NUL before": b"\0" * 100_000 + five,
        "NUL between": five.replace(b"\n\nFrom ", b"\n\n\0\0\0From "),
        "NUL inside words": five.replace(b"ada", b"a\0d\0a"),
        "gzip": gzip.compress(five, mtime=0),
        "gzip in two members": gzip.compress(five[:99], mtime=0) + gzip.compress(five[99:]),
        "bzip2": bz2.compress(five),
        "xz": lzma.compress(five),
    }
    truth = {"from": "ada@example.org", "to": ["bob@example.org"], "at": "2000-08-08 12:00:00"}
    found = [
        one_mbox(name, ROW, data, kept=5, fields={"s4": truth}) for name, data in forms.items()
    ]
    return found + _endings() + _long_lines()


def _endings() -> list[Case]:
    two = mbox(*few(2))
    truncated = {"truncated": 1}
    refused = {
        "empty": (b"", "UnreadableExportError: the file is empty"),
        "line ends only": (b"\r\n\r\n\n", "UnreadableExportError: the file is empty"),
        "NUL only": (b"\0" * 5000, "UnreadableExportError: the file is empty"),
        "mark only": (b"\xef\xbb\xbf", "U"),
        "prose": (b"From me\nto you\n", "UnknownExportError: neither an mbox nor mail"),
        "noise": (bytes(range(256)) * 40, "UnknownExportError"),
        "a table": (b"From,To,Date\na,b,c\n", "UnknownExportError"),
        "half a gzip head": (b"\x1f\x8b\x08", "UnreadableExportError: damaged"),
        "a web page": (b"<!DOCTYPE html>\n<p>From: x\n", "UnknownExportError"),
    }
    found = [
        one_mbox(f"refused: {name}", ROW, data, error=error)
        for name, (data, error) in refused.items()
    ]
    cuts = {
        "inside a header name": (two[: two.rindex(b"Subject") + 3], 2, truncated),
        "inside an address": (two[: two.rindex(b"ample.org\nDate")], 2, truncated),
        "after the headers": (two[: two.rindex(b"\nbody 1")], 2, {}),
        "inside the body": (two[: two.rindex(b"dy 1")], 2, {}),
        "inside a separator": (two[: two.rindex(b"MAILER-DAEMON")], 1, {}),
    }
    found += [
        one_mbox(f"cut {name}", ROW, data, kept=n, reasons=reasons)
        for name, (data, n, reasons) in cuts.items()
    ]
    packed = gzip.compress(mbox(*few(2), message("x" * 9, subject="s2")), mtime=0)
    found.append(
        one_mbox("gzip, the last byte changed", ROW, packed[:-5] + b"\x01" + packed[-4:], kept=3,
                 reasons={"damaged": 1, "truncated": 1})
    )  # fmt: skip
    return found


def _long_lines() -> list[Case]:
    def line(n: int) -> bytes:
        return SEPARATOR + message("", subject="s0") + b"x" * n + b"\n\n" + mbox(*few(2)[1:])

    return [
        one_mbox("a body line of 40 MB", "200 MB line", lambda: line(40_000_000), kept=2),
        one_mbox("a body of ten million empty lines", "200 MB line",
                 lambda: mbox(*few(1)) + b"\n" * 10_000_000 + mbox(*few(2)[1:]), kept=2),
        one_mbox("a separator of 5 MB", "200 MB line",
                 lambda: mbox(*few(1)) + b"From " + b"x" * 5_000_000 + b"\n" + few(2)[1], kept=1),
        one_mbox("a header line of 5 MB", "1 MB header",
                 lambda: mbox(few(1)[0], message(subject="s1 " + "y" * 5_000_000)), kept=2,
                 reasons={"truncated": 1}),
        one_mbox("a header block of 20 MB", "1 MB header",
                 lambda: mbox(few(1)[0].replace(b"\n\n", b"\n" + b"X-Pad: 1\n" * 2_200_000 + b"\n",
                                                1), few(2)[1]),
                 kept=2, reasons={"truncated": 1}),
    ]  # fmt: skip
