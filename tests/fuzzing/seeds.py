"""Sound and unsound inputs that mutants are made from; everybody in them is invented."""

from __future__ import annotations

from typing import Final

from calendar_makers import calendar, event
from format_makers import emlx, msg, takeout_mbox
from mail_makers import DATE, mbox, message

TOKENS: Final = (
    *(b"\n", b"\n\n", b"\r\n", b"\r", b"\0", b" ", b"\t", b"\n ", b"\xff", b"\xc3", b"\x1b$B"),
    *(b'"', b"'", b"(", b")", b"<", b">", b"[", b"]", b",", b";", b":", b"@", b"\\", b"=", b"?"),
    *("é".encode(), "\u202e".encode(), "\u200b".encode(), b"\xed\xa0\x80", b"\xef\xbb\xbf"),
    *(b"0", b"-1", b"99999999999999999999", b"+9999", b"%s", b"../", b"\x80", b"\x1c", b"\x85"),
)
HEADER_TOKENS: Final = (
    *(b"\nFrom: ", b"\nTo: ", b"\nCc: ", b"\nBcc: ", b"\nDate: ", b"\nSubject: ", b"\nReceived: "),
    *(b"\nMessage-ID: <1@x>", b"\nReferences: <a@b>", b"\nX-Gmail-Labels: Spam", b"\nList-Id: <"),
    *(b"\nX-From: ", b"\nX-To: ", b"\nX-Origin: A", b"\nX-Folder: ", b"\nX-Mozilla-Status: 0009"),
    *(b"\nSender: owner-", b"\nContent-Type: multipart/mixed; boundary=", b"\nPrecedence: bulk"),
    *(b"\nDelivered-To: a@b.c", b"\nList-Post: <mailto:", b"\nReply-To: ", b"\nFROM: x@y.z"),
)
WORD_TOKENS: Final = (
    *(b"=?utf-8?q?", b"?=", b"=?utf-8?b?", b"=?x?b?", b"=?utf-7?q?", b"=?idna?q?", b"=ED=A0=80"),
    *(b"=?iso-2022-jp?b?", b"=?utf-8*en?q?", b"=E2=80=AE", b"=?zlib?b?", b"=?hz?q?~{"),
)
SEPARATORS: Final = (
    b"From ada@example.org Tue Aug  8 12:36:29 2023\n",
    b"From - Tue Aug 08 12:36:29 2023\n",
    b"From 1773664405479613283@xxx Tue Aug 08 12:36:29 +0000 2023\n",
    b"From ada\n",
    b"From here on we walk\n",
    b">From bob Mon Aug  7 11:00:00 2023\n",
)
ADDRESSES: Final = (
    b"ada@example.org",
    b'Ada <ada@example.org>, "Byron, Bob" <bob@example.org>',
    b'Team: a@x.org, "B, C" <b@x.org>; d@x.org, undisclosed-recipients:;',
    b"ada@example.org (Byron A. (Ada)), Byron, Ada <ada@example.org>",
    b"alice@example.org <x@evil.example>, <a@b.c> <d@e.f>, a@b@c",
    b"=?utf-8?q?J=C3=BCrgen?= <j@example.org>, " + "Jürgen <j@y.org>".encode("latin-1"),
    b'<@relay.example,@other.example:ada@example.org>, "ada byron"@example.org, a@[192.0.2.1]',
    b"</O=FIRM/OU=NA/CN=RECIPIENTS/CN=ADA>, Ada Byron/NA/Firm@Firm, ada at example.org",
)
DATES: Final = (
    DATE.encode(),
    b" Tue, 8 Aug 2000 12:00:00 -0700 (PDT)",
    b"Tue Aug  8 12:36:29 2023",
    b"Tuesday, 08-Aug-00 12:00:00 GMT",
    b"2023-08-08T12:36:29.5+02:00",
    b"Aug 8, 2000 08:00:00 PM EST DST",
    b"Mon, 7 Jan 102 10:00:00 GMT",
    "Mi, 3 Mär 2004 10:00:00 0100".encode(),
)
DATE_TOKENS: Final = (
    *(b"Jan", b"Feb", b"30", b"31", b"0002", b"9999", b"1970", b"2038", b"24:00:00", b":60"),
    *(b"+0000", b"-0000", b"+1400", b"+1401", b"(CET)", b"MET DST", b"PM", b"am", b"Z", b"T"),
    *(b", ", b".", b"-", b"/", "٣".encode(), "３".encode(), b"\nReceived: x; "),
)
HEADS: Final = (
    b"\nFrom: Ada <ada@example.org>\nTo: bob@example.org,\n\tcem@example.org\nDate: "
    + DATE.encode()
    + b"\nSubject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\nMessage-ID: <1@x.org>\nReferences: <a@b> <c@d>"
    b'\nReceived: from x by y;\n Tue, 8 Aug 2000 12:00:00 +0000\nX-Gmail-Labels: Inbox,"a, b"',
    b"\nfrom: x@y.z\nFROM: q@r.s\nCc: a@b.c\nCC: d@e.f\nX-Origin: ARNOLD-J\nX-Folder: \\A\\Sent"
    b'\nX-From: Ada Byron/NA/Firm@Firm\nX-To: "Baker, Ann" </O=F/CN=A>, Cem\nTo: a@f.c, c@f.c',
    b"\nList-Id: News <news.example.org>\nList-Post: <mailto:news@example.org>\nSender: "
    b"owner-news@example.org\nPrecedence: list\nAuto-Submitted: no\nX-Mozilla-Status: 0001",
)
MULTIPART: Final = (
    b'Content-Type: multipart/mixed; boundary="b1"\n\npreamble\n--b1\nContent-Type: '
    b"multipart/alternative; boundary=b2\n\n--b2\nContent-Type: text/plain; charset=utf-8\n"
    b"Content-Transfer-Encoding: quoted-printable\n\nDear Bob,=20\nthanks! What about =C3=BC?\n\n> "
    b"you wrote\n-- \nAda\n--b2\nContent-Type: text/html\n\n<p>Dear <b>Bob</b></p>\n--b2--\n"
    b'--b1\nContent-Type: application/pdf; name="../../x.pdf"\nContent-Disposition: attachment\n'
    b"Content-Transfer-Encoding: base64\n\nQUJD\n--b1--\n"
)
BODIES: Final = (
    MULTIPART,
    b"Content-Type: text/plain; charset=koi8-r\nContent-Transfer-Encoding: base64\n\n8NLJ18XU\n",
    b"Content-Type: text/html\n\n<html><style>p{}</style><p>Danke!<blockquote>alt</blockquote>",
    b"\n\nHello\n\nOn Tue, Ada wrote:\n> hi?\n\n-----Original Message-----\nFrom: x\nSent: y\n",
)
BODY_TOKENS: Final = (
    *(b"\n--b1", b"\n--b1--", b"\n--b2\n", b"boundary=b1", b"Content-Type: text/html\n\n"),
    *(b"<p>", b"<!--", b"<script", b"</", b"\n> ", b"\n-- \n", b"wrote:\n", b"charset=", b"=\n"),
    *(b"Content-Transfer-Encoding: base64\n\n", b"Content-Type: multipart/x; boundary=q\n\n"),
)
MBOXES: Final = (
    mbox(message(message_id="<1@x>"), message(subject="b", in_reply_to="<1@x>")),
    takeout_mbox(message(x_gmail_labels="Inbox,Sent"), message(x_gmail_labels="Spam")),
    mbox(*[(head[1:] + b"\n\nbody\n") for head in HEADS], separator=SEPARATORS[1]),
    mbox(b"From: a@b.c\nTo: d@e.f\n" + MULTIPART, message("From here\n>From there\n")),
    mbox(message(), message()).replace(b"\n", b"\r"),
    mbox(message(subject="u")).decode().encode("utf-16"),
)
EMLX: Final = tuple(emlx(one) for one in (message(), b"From: a@b.c\nTo: d@e.f\n" + MULTIPART))
_TEXTS: Final = {0x0037: "plans", 0x1000: "hello", 0x1035: "<1@x>", 0x001A: "IPM.Note"}
_SENDER: Final = {0x0C1A: "Ada", 0x0C1F: "ada@example.org", 0x5D01: "ada@example.org"}
MSGS: Final = (
    msg(
        _TEXTS | _SENDER,
        [{0x3001: "Bob", 0x3003: "/o=firm/cn=bob", 0x39FE: "bob@example.org", 0x0C15: 1}],
        numbers={0x0039: 126_096_048_000_000_000, 0x3FFD: 1252},
        n_attachments=2,
    ),
    msg({0x007D: "From: ada@example.org\r\nTo: bob@example.org\r\nDate: x\r\n", **_TEXTS}),
)
CARDS: Final = (
    b"BEGIN:VCARD\r\nVERSION:3.0\r\nN:M\xc3\xbcller;J\xc3\xb6rg;;;\r\nFN:J\xc3\xb6rg M\xc3\xbcller"
    b"\r\nEMAIL;TYPE=INTERNET:j@x.example\r\nORG:Works;Dept\r\nURL:https://www.linkedin.com/in/j\r\n"
    b"PHOTO;ENCODING=b:QUJD\r\n QUJD\r\nEND:VCARD\r\nBEGIN:VCARD\r\nVERSION:4.0\r\nFN:Ana\r\n"
    b"EMAIL;PREF=1:a@x.example\r\nBDAY:--0314\r\nANNIVERSARY:20090808\r\nEND:VCARD\r\n",
    b"BEGIN:VCARD\r\nVERSION:2.1\r\nFN;ENCODING=QUOTED-PRINTABLE;CHARSET=utf-8:J=C3=B6rg =\r\n"
    b" M=C3=BC\r\nEMAIL;INTERNET:j@x.example\r\nAGENT:\r\nBEGIN:VCARD\r\n"
    b"END:VCARD\r\nEND:VCARD\r\n",
)
CARD_TOKENS: Final = (
    *(b"\r\nBEGIN:VCARD\r\n", b"\r\nEND:VCARD\r\n", b"\r\nEMAIL:", b"\r\nFN:", b"\r\nN:", b"=\r\n"),
    *(b"\r\nBDAY:--0229", b"\r\nitem1.X-ABDATE:", b"\r\nitem1.X-ABLABEL:Anniversary"),
    *(b"ENCODING=QUOTED-PRINTABLE", b"CHARSET=idna", b"CHARSET=utf-7", b"ENCODING=b", b"\r\n "),
)
CALENDARS: Final = (
    calendar(
        event("DTSTART:20260101T090000Z", "RRULE:FREQ=WEEKLY;COUNT=5;BYDAY=MO,WE", "SUMMARY:a"),
        event("DTSTART;TZID=Europe/Berlin:20260105T000000", "EXDATE:20260106", uid="two"),
        head=("X-WR-CALNAME:me@example.org",),
    ).encode(),
    calendar(
        event("DTSTART;VALUE=DATE:20260101", "RRULE:FREQ=MONTHLY;BYSETPOS=-1;BYDAY=FR"),
        event("RECURRENCE-ID:20260130", "DTSTART;VALUE=DATE:20260131", "STATUS:CANCELLED"),
        head=(
            *("BEGIN:VTIMEZONE", "TZID:X", "BEGIN:STANDARD", "DTSTART:19700101T000000"),
            *("TZOFFSETFROM:+0200", "TZOFFSETTO:+0100", "END:STANDARD", "END:VTIMEZONE"),
        ),
    ).encode(),
)
CALENDAR_TOKENS: Final = (
    *(b"\r\nBEGIN:VEVENT\r\n", b"\r\nEND:VEVENT\r\n", b"\r\nRRULE:FREQ=SECONDLY", b"INTERVAL=0"),
    *(b";UNTIL=99991231", b";COUNT=2147483647", b"\r\nRDATE:20260101,", b";BYMONTHDAY=31"),
    *(b"\r\nDTSTART:00010101T000000Z", b"\r\nDTSTART:99991231T235959Z", b"\r\nTZID:../../x"),
    *(b"\r\nEXDATE:bad", b"\r\nATTENDEE:mailto:", b"\r\nBEGIN:VTIMEZONE\r\n", b"\r\nUID:one"),
    *(b"\r\nRECURRENCE-ID;RANGE=THISANDFUTURE:20260101T000000Z", b"FREQ=DAILY", b"FREQ=YEARLY"),
)
BOOKS: Final = (
    b"First Name,Middle Name,Last Name,Organization Name,E-mail 1 - Value,E-mail 2 - Value\n"
    b'Ana,,"Berg, M",Works,ana@x.example,a@y.example\nNull,,NA,,None,\n',
    b"First Name;Last Name;E-mail Address;E-mail 2 Address;Company\nAna;Berg;a@x.example;;W\n",
)
SHEETS: Final = (
    b'when,source,target,channel,id\n2026-01-05 09:00,Ana <a@x.org>,"Bob;Cem",call,0012\n'
    b"2026-01-06T10:00:00+01:00,b@x.org,a@x.org,chat,1e5\n,,,,\n",
    b"when;source;target\n05.01.2026 09:00;Null;NA\n31.12.2025 23:59;None;0012\n",
    b"when\tsource\ttarget\n1767600000\ta\tb\n1767600001000\tb\ta\n",
)
CELL_TOKENS: Final = (
    *(b'"', b'""', b"\n", b",", b";", b"\t", b"\r\n", b"a,b,c\n", b"2026-02-30", b"31/12/2026"),
    *(b"1e400", b"nan", b"=cmd()", b"9" * 25, b"04 Nov 2018", b"4 nov. 2018", b"2018-11-04"),
)
