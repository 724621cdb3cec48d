"""Too much of everything: recipients, folds, nesting, references, parts."""

from __future__ import annotations

from typing import Final

from mail_makers import mbox, message

from hostile.case import Case, few, one_mbox, with_raw

QUADRATIC: Final = "quadratic and nesting attacks"
RECIPIENTS: Final = "100k recipients"
N: Final = 100_000

ADDRESS_BOMBS: Final = {
    "nested groups": (b"g:" * N + b"bob@example.org", ["bob@example.org"], {}),
    "empty groups": (b"g:;," * N + b"bob@example.org", ["bob@example.org"], {}),
    "nested comments": (b"(" * N + b")" * N + b" bob@example.org", ["bob@example.org"], {}),
    "open comments": (b"(" * N + b"bob@example.org", [], {"recipient unclear": 1}),
    "open quotes": (b'"' * (N + 1) + b"bob@example.org", [], {"recipient unclear": 1}),
    "escaped quotes": (b'"' + b'\\"' * N + b'" <bob@example.org>', ["bob@example.org"], {}),
    "open brackets": (b"<" * N + b"bob@example.org>", ["bob@example.org"], {}),
    "closed brackets": (b"<bob@example.org" + b">" * N, ["bob@example.org"], {}),
    "at signs": (b"a@" * N + b"b", [], {"recipient unclear": 1}),
    "dots": (b"bob@" + b"a." * N, [], {"recipient unclear": 1}),
    "domain literals": (b"[" * N + b", bob@example.org", ["bob@example.org"], {}),
    "route of relays": (b"<@a" + b",@a" * N + b":bob@example.org>", [], {"recipient unclear": 1}),
    "backslashes": (b"\\" * N + b", bob@example.org", ["bob@example.org"], {}),
    "commas": (b"," * 2 * N + b"bob@example.org", ["bob@example.org"], {}),
    "colons": (b":" * N + b"bob@example.org", ["bob@example.org"], {}),
    "colons after an at sign": (b"a" * N + b"@" + b":" * N, [], {"recipient unclear": 1}),
    "spaces": (b" " * N + b"bob@example.org", ["bob@example.org"], {}),
    "folds": (b"\n\t" * N + b"bob@example.org", ["bob@example.org"], {}),
}
WORD_BOMBS: Final = {
    "openings": b"=?" * N,
    "words without end": b"=?utf-8?q?" * N,
    "words": b"=?utf-8?q?a?= " * N,
    "words in turn": b"=?utf-8?q?a?= =?latin1?q?b?= " * N,
    "one word of base64": b"=?utf-8?b?" + b"QUJD" * N + b"?=",
    "escapes into Japanese": b"\x1b$B" * N,
    "folds": b"a\n " * N,
}


def _bombs() -> list[Case]:
    found = []
    for name, (raw, people, reasons) in ADDRESS_BOMBS.items():
        truth = {"plans": {"to": people}}
        found.append(
            one_mbox(f"To: {name}", QUADRATIC, lambda raw=raw: with_raw(raw, to="RAW"), kept=1,
                     fields=truth, reasons=reasons)
        )  # fmt: skip
    found += [
        one_mbox(f"subject: {name}", QUADRATIC, lambda raw=raw: with_raw(raw, subject="RAW"),
                 kept=1, reasons={"truncated": 1})
        for name, raw in WORD_BOMBS.items()
    ]  # fmt: skip
    return found


def cases() -> list[Case]:
    """Return the cases about sizes."""
    return [*_bombs(), *_many(), *_bodies()]


def _people(n: int) -> bytes:
    return b",\n ".join(b"p%d@example.org" % k for k in range(n))


def _many() -> list[Case]:
    def recipients(n: int) -> bytes:
        return with_raw(_people(n), to="RAW")

    def split_over_headers() -> bytes:
        headers = b"".join(b"Cc: c%d@example.org\n" % k for k in range(20_000))
        return mbox(message().replace(b"\n\n", b"\n" + headers + b"\n", 1))

    def references() -> bytes:
        ids = b"\n ".join(b"<%d@example.org>" % k for k in range(N))
        return with_raw(ids, references="RAW", message_id="<x@example.org>")

    def headers(line: bytes) -> bytes:
        return mbox(few(1)[0].replace(b"\n\n", b"\n" + line * N + b"\n", 1), few(2)[1])

    return [
        one_mbox("100,000 recipients", RECIPIENTS, lambda: recipients(N), kept=1,
                 fields={"plans": {"n_to": N, "from": "ada@example.org"}}),
        one_mbox("150,000 recipients", RECIPIENTS, lambda: recipients(150_000), kept=1,
                 fields={"plans": {"n_to": N}}, reasons={"truncated": 1}),
        one_mbox("20,000 Cc headers", RECIPIENTS, split_over_headers, kept=1,
                 fields={"plans": {"n_to": 20_001}}),
        one_mbox("100,000 references", QUADRATIC, references, kept=1, reasons={"truncated": 1}),
        one_mbox("100,000 Subject headers", "100k headers",
                 lambda: headers(b"Subject: again\n"), kept=2),
        one_mbox("100,000 unknown headers", "100k headers", lambda: headers(b"X: y\n"), kept=2),
        one_mbox("100,000 Received headers", "100k headers",
                 lambda: headers(b"Received: from a by b; Tue, 8 Aug 2000 12:00:00 +0000\n"),
                 kept=2, fields={"s0": {"quality": "ok"}}),
        one_mbox("200,000 folds in one header", "200k folds",
                 lambda: headers(b"X-Fold: a\n b\n"), kept=2),
        one_mbox("names of 60 kB", "1 MB header",
                 lambda: with_raw(b'"' + b"n" * 60_000 + b'" <bob@example.org>', to="RAW"), kept=1,
                 fields={"plans": {"to": ["bob@example.org"]}}),
        one_mbox("an address of 5,000 letters", QUADRATIC,
                 with_raw(b"a" * 5000 + b"@example.org, bob@example.org", to="RAW"), kept=1,
                 fields={"plans": {"to": ["bob@example.org"]}}, reasons={"recipient unclear": 1}),
        one_mbox("labels of 60 kB", QUADRATIC,
                 lambda: with_raw(b'"a,' * 20_000, x_gmail_labels="RAW"), kept=1),
    ]  # fmt: skip


def _multipart(content_type: str, body: bytes) -> bytes:
    return mbox(message("", content_type=content_type) + body)


def _bodies() -> list[Case]:
    row = "MIME depth and parts"

    def nested(depth: int) -> bytes:
        lines = b"".join(
            b"--b%d\nContent-Type: multipart/mixed; boundary=b%d\n\n" % (k, k + 1)
            for k in range(depth)
        )
        return _multipart("multipart/mixed; boundary=b0", lines + b"--b%d\n\nhello you\n" % depth)

    def parts(n: int) -> bytes:
        part = b"--b\nContent-Disposition: attachment; filename=x\n\nx\n"
        return _multipart("multipart/mixed; boundary=b", b"--b\n\nhello you\n" + part * n)

    def body(kind: str, data: bytes, encoding: str = "8bit") -> bytes:
        one = message("", content_type=kind, content_transfer_encoding=encoding)
        return mbox(one + data)

    found = {
        "depth 50": (lambda: nested(50), {"n_words": 2, "n_attachments": 0}),
        "depth 20,000": (lambda: nested(20_000), {"n_attachments": 0}),
        "5,000 parts": (lambda: parts(5000), {"n_words": 2, "n_attachments": 5000}),
        "50,000 parts": (lambda: parts(50_000), {"n_words": 2, "n_attachments": 9999}),
        "boundary lines only": (
            lambda: _multipart("multipart/mixed; boundary=b", b"--b\n" * 500_000), {},
        ),
        "parts whose headers never end": (
            lambda: _multipart("multipart/mixed; boundary=b", b"--b\ncontent-id:x\n" * 50_000),
            {"n_words": 0},
        ),
        "a part without a blank line": (
            lambda: _multipart("multipart/mixed; boundary=b", b"--b\n\ntwo words\n--b\nContent-Type"
                               b": text/x; name=a\n--b\nContent-Disposition: attachment\n\nx\n"),
            {"n_words": 2, "n_attachments": 2},
        ),
        "a boundary within itself": (
            lambda: _multipart("multipart/mixed; boundary=b", b"--b\nContent-Type: multipart/x; "
                               b"boundary=b\n\nhi\n" * 20_000), {},
        ),
        "open tags": (lambda: body("text/html", b"<a " * 300_000), {}),
        "comments": (lambda: body("text/html", b"<!--" * 300_000), {}),
        "styles": (lambda: body("text/html", b"<style>" * 300_000), {}),
        "entities": (lambda: body("text/html", b"&#x41;" * 300_000), {}),
        "quotes": (lambda: body("text/plain", b"> " * 500_000), {}),
        "quote marks in lines": (lambda: body("text/plain", b">\n" * 500_000), {"n_words": 0}),
        "base64 noise": (lambda: body("text/plain", b"=?" * 500_000, "base64"), {}),
        "soft breaks": (lambda: body("text/plain", b"=\n" * 500_000, "quoted-printable"), {}),
        "question marks": (lambda: body("text/plain", b"?" * 1_000_000), {"n_words": 0}),
        "signature marks": (lambda: body("text/plain", b"-- \n" * 300_000), {"n_words": 0}),
        "attribution lines": (lambda: body("text/plain", b"On Tue, x wrote:\n" * 60_000), {}),
    }  # fmt: skip
    return [
        one_mbox(f"body: {name}", row, data, kept=1, fields={"plans": truth}, with_body=True)
        for name, (data, truth) in found.items()
    ]
