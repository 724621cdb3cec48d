"""Address lists: one case a line, with what it must and must not mean."""

from __future__ import annotations

import pytest

from netanalysis.loaders.mail.addresses import parse_addresses
from netanalysis.loaders.mail.headers import RECIPIENT_CAP


def boxes(raw: bytes) -> list[tuple[str | None, str | None, bool]]:
    return [tuple(box) for box in parse_addresses(raw)[0]]


@pytest.mark.parametrize(
    ("raw", "address", "name"),
    [
        (b"ada@example.org", "ada@example.org", None),
        (b"Ada <ADA@Example.ORG>", "ada@example.org", "Ada"),
        (b'"Byron, Ada" <ada@example.org>', "ada@example.org", "Byron, Ada"),
        (b"Byron, Ada <ada@example.org>", "ada@example.org", "Byron, Ada"),
        (b"ada@example.org (Ada Byron)", "ada@example.org", "Ada Byron"),
        (b"ada@example.org (Byron A. (Ada))", "ada@example.org", "Byron A. (Ada)"),
        (b"ada@example.org (Byron, Ada)", "ada@example.org", "Byron, Ada"),
        (b"'ada@example.org'", "ada@example.org", None),
        (b"\"'Ada Byron'\" <ada@example.org>", "ada@example.org", "Ada Byron"),
        (b"mailto:ada@example.org", "ada@example.org", None),
        (b"<@relay.example,@other.example:ada@example.org>", "ada@example.org", None),
        (b"ada @ example . org", "ada@example.org", None),
        (b"ada at example.org (Ada)", "ada@example.org", "Ada"),
        (b"ada@[192.0.2.1]", "ada@[192.0.2.1]", None),
        (b"ada@example.org.", "ada@example.org", None),
        (b'"ada byron"@example.org', '"ada byron"@example.org', None),
        (b'"Ada \\"A\\" Byron" <ada@example.org>', "ada@example.org", 'Ada "A" Byron'),
        (b"=?utf-8?q?J=C3=BCrgen?= <j@example.org>", "j@example.org", "Jürgen"),
        ("Jürgen <j@example.org>".encode(), "j@example.org", "Jürgen"),
        ("Jürgen <j@example.org>".encode("latin-1"), "j@example.org", "Jürgen"),
        ("ü@müller.example".encode(), "ü@müller.example", None),
        (b"< (Ada) ada@example.org>", "ada@example.org", None),
        (b"<<ada@example.org>>", "ada@example.org", None),
        (b"<ada@example.org", "ada@example.org", None),
        (b'"Ada <ada@example.org>', "ada@example.org", "Ada"),
        (b"Ada (unclosed <ada@example.org>", "ada@example.org", "Ada unclosed"),
        (b"Ada Byron ada@example.org", "ada@example.org", "Ada Byron"),
        (b"</O=FIRM/OU=NA/CN=RECIPIENTS/CN=ADA>", "/o=firm/ou=na/cn=recipients/cn=ada", None),
        (b"Ada Byron/NA/Firm@Firm", "ada byron/na/firm@firm", None),
        (b"ada%inner@relay.example", "ada%inner@relay.example", None),
        (b"santhosh <\x03s@example.org>", "s@example.org", "santhosh"),
    ],
)
def test_every_form_gives_the_one_address_and_its_name(raw, address, name):
    assert boxes(raw) == [(address, name, False)]


def test_semicolons_and_folds_separate_like_commas_do():
    assert [b[0] for b in boxes(b"a@x.org;\n\tb@x.org,\n c@x.org")] == [
        "a@x.org",
        "b@x.org",
        "c@x.org",
    ]


def test_a_local_user_name_is_no_address_but_no_problem_either():
    assert boxes(b"linux") == [(None, "linux", False)]


def test_look_alike_addresses_stay_different_people():
    plain = boxes(b"alice@example.org")[0][0]
    for other in ("аlice@example.org", "al\u200bice@example.org", "ali\u202ece@example.org"):
        found = boxes(other.encode())[0][0]
        assert found is not None
        assert found != plain


def test_recipients_beyond_the_cap_are_cut_and_said_to_be():
    found, is_cut = parse_addresses(b"a@x.org," * (RECIPIENT_CAP + 5))
    assert is_cut
    assert len(found) == RECIPIENT_CAP
