"""Where does a message begin? Separators of every program, and lines that only look like one."""

from __future__ import annotations

from typing import Final

from format_makers import TAKEOUT_LINE, takeout_mbox
from mail_makers import SEPARATOR, mbox, message

from hostile.case import Case, few, one_mbox

ROW: Final = "From lines in bodies"
DATED: Final = b"From ada@example.org Tue Aug  8 12:36:29 2000\n"

SEPARATORS: Final = {
    "asctime": DATED,
    "bare": b"From ada\n",
    "empty name": b"From \n",
    "Thunderbird": b"From - Tue Aug 08 12:36:29 2000\n",
    "Takeout": TAKEOUT_LINE,
    "daemon of 1970": SEPARATOR,
    "zone before the year": b"From ada@example.org Tue Aug  8 12:36 MET DST 2000\n",
    "zone after the year": b"From ada@example.org Tue Aug  8 12:36:29 2000 +0200\n",
    "remote from": b"From ada Tue Aug  8 12:36:29 2000 remote from relay\n",
    "day before the month": b"From ada@example.org Tue, 8 Aug 2000 12:36:29 +0000\n",
    "address with a space": b'From "ada b"@example.org Tue Aug  8 12:36:29 2000\n',
    "8-bit name": "From jürgen Tue Aug  8 12:36:29 2000\n".encode("latin-1"),
}

PROSE: Final = {
    "walk": b"From here on we go by foot.\nIt is not far.\n",
    "paragraph": b"\nFrom what I see\n\nall is well\n",
    "desk with a note": b"\nFrom the desk of Ada\nNote: buy bread\n",
    "link": b"From our site\nhttp://example.org/\n",
    "clock": b"From 10:30 to 11:45 we meet\n\nSee you\n",
    "quoted line after it": b"\nFrom the first day on\n>From the last day on\n",
    "quoted word after a word": b"From there\n>From here\n",
    "quoted letter after it": b"\nFrom what he wrote:\n>From: somebody\n",
    "quoted separator": b"\n>From bob Mon Aug  7 11:00:00 2000\nTo: x\n",
    "twice quoted": b"\n>>From bob Mon Aug  7 11:00:00 2000\nTo: x\n",
    "header of a forward": b"\nFrom: bob@example.org\nTo: ada@example.org\n\nforwarded\n",
    "indented": b"\n From bob Mon Aug  7 11:00:00 2000\nTo: x\n",
    "lower case": b"\nfrom bob mon aug 7 11:00:00 2000\nto: x\n",
    "no space": b"\nFromage: a cheese\nFrom-here: b\n",
    "tab": b"\nFrom\tbob Mon Aug  7 11:00:00 2000\nTo: x\n",
    "dated, then prose": b"\nFrom bob Mon Aug  7 11:00:00 2000\nhe did not write\n",
    "long line": b"\nFrom " + b"a b " * 500 + b"Tue Aug  8 12:36:29 2000\nTo: x\n",
    "repeated": b"From a to b\n" * 500,
    "last word": b"yours\nFrom Ada",
    "in base64": b"\nFrom " + b"QUJD" * 18 + b"\nFrom+QUJD=\n",
}


def _in_body(lines: bytes) -> bytes:
    """Return an mbox in which the first of three messages has these lines in its body."""
    first, second, third = few(3)
    sound = mbox(second, third, separator=DATED)
    if lines.endswith(b"\n"):
        return DATED + first + lines + b"\n" + sound
    return sound + DATED + first + lines


def _content_length(lengths: tuple[str, ...]) -> bytes:
    """Return an mbox whose messages promise these lengths."""
    return mbox(*[one for k, n in enumerate(lengths) for one in [few(9, content_length=n)[k]]])


def _cl2(lines: bytes) -> bytes:
    """Return an mboxcl2: nothing is quoted, and the promised lengths are true."""
    bodies = (lines, b"two\n", b"three\n")
    heads = [
        message("", subject=f"s{k}", content_length=str(len(body))) for k, body in enumerate(bodies)
    ]
    return b"".join(DATED + head + body + b"\n" for head, body in zip(heads, bodies, strict=True))


def cases() -> list[Case]:
    """Return the cases about separators."""
    found = [
        one_mbox(f"separator: {name}", ROW, mbox(*few(3), separator=line), kept=3)
        for name, line in SEPARATORS.items()
    ]
    found += [
        one_mbox(
            f"no blank line before: {name}",
            ROW,
            b"".join(SEPARATORS[name] + one for one in few(3)),
            kept=3,
        )
        for name in SEPARATORS
    ]
    found += [
        one_mbox(f"prose: {name}", ROW, _in_body(lines), kept=3) for name, lines in PROSE.items()
    ]
    return found + _dialects() + _lengths() + _odd_places()


def _dialects() -> list[Case]:
    """Return one body in each dialect, and all of them together."""
    body = "Dear Bob,\nFrom now on\n>From then\n>>From there\n"
    one = message(body)
    quoted = one.replace(b"\nFrom ", b"\n>From ")
    deep = quoted.replace(b"\n>>From", b"\n>>>From").replace(b"\n>From then", b"\n>>From then")
    files = {
        "o.mbox": mbox(quoted),
        "rd.mbox": mbox(deep),
        "cl.mbox": mbox(quoted.replace(b"\n\n", b"\nContent-Length: %d\n\n" % len(body), 1)),
        "cl2.mbox": mbox(one.replace(b"\n\n", b"\nContent-Length: %d\n\n" % len(body), 1)),
        "takeout.mbox": takeout_mbox(quoted),
        "plain.eml": one,
    }
    return [
        Case("dialects: mboxo, mboxrd, cl, cl2 and a file of one message", ROW, files, 1, 5),
        one_mbox(
            "a relayed message begins with a quoted separator",
            ROW,
            (DATED + b">From bob Mon Aug  7 11:00:00 2000 remote from relay\n" + few(1)[0])
            + b"\n"
            + DATED
            + few(2)[1],
            kept=2,
        ),
        one_mbox(
            "a relayed message under a bare separator",
            ROW,
            DATED + few(1)[0] + b"\nFrom uucp\n>From bob Mon Aug  7 11:00:00 2000\n" + few(2)[1],
            kept=2,
        ),
    ]


def _lengths() -> list[Case]:
    row = "Content-Length is a hint"
    lies = {
        "far too long": ("100000", "100000", "100000"),
        "zero": ("0", "0", "0"),
        "negative": ("-1", "-99", "-0"),
        "no number": ("x", "", "1e3"),
        "of forty digits": ("9" * 40, "9" * 40, "9" * 40),
        "one short": ("6", "6", "6"),
    }
    found = [
        one_mbox(f"Content-Length: {name}", row, _content_length(lengths), kept=3)
        for name, lengths in lies.items()
    ]
    swallow = few(3)
    middle = len(mbox(swallow[1]))
    swallow[0] = swallow[0].replace(b"\n\n", b"\nContent-Length: %d\n\n" % (8 + middle), 1)
    found.append(
        one_mbox("Content-Length: swallows the next message exactly", row, mbox(*swallow), kept=3)
    )
    found += [
        one_mbox(f"cl2, unquoted: {name}", row, _cl2(PROSE[name]), kept=3)
        for name in ("walk", "paragraph", "desk with a note", "quoted line after it", "repeated")
    ]
    return found


def _odd_places() -> list[Case]:
    first, second = few(2)
    return [
        one_mbox("dated, no headers, body", ROW, DATED + first + b"\n" + DATED + b"\nhello\n", 1,
                 left_out=1, reasons={"no sender": 1}),
        one_mbox("dated at the very end", ROW, DATED + first + b"\n" + DATED, 1,
                 left_out=1, reasons={"no sender": 1}),
        one_mbox("dated at the very end, unfinished", ROW, DATED + first + b"\n" + DATED[:-1], 1,
                 left_out=1, reasons={"no sender": 1, "truncated": 1}),
        one_mbox("blank lines before, between and after", ROW,
                 b"\n\n\n" + mbox(first) + b"\n\n\n\n" + mbox(second) + b"\n\n\n", 2),
        one_mbox("an unquoted mbox inside a message is cut", ROW,
                 mbox(message("see:\n\n" + mbox(second).decode(), subject="s0"), first), 3),
        one_mbox("separator straight after the headers", ROW,
                 DATED + first.partition(b"\n\n")[0] + b"\n" + DATED + second, 2),
        one_mbox("an empty message first", ROW, DATED + DATED + first, 1, left_out=1,
                 reasons={"no sender": 1}),
        one_mbox("an empty message between", ROW, DATED + first + b"\n" + DATED + DATED + second,
                 2),
        one_mbox("noise in the place of the first headers", ROW, DATED + b"\xff\xfe\n" + second
                 + b"\n" + DATED + first, 2),
        one_mbox("one message, no line at its end", ROW, DATED + first.rstrip(b"\n"), 1),
        one_mbox("ten thousand empty separators", ROW, lambda: DATED + first + b"From \n" * 10_000,
                 1),
    ]  # fmt: skip
