"""Address books: who goes by which addresses, and nothing more of anybody."""

from __future__ import annotations

import contextlib
import tracemalloc
import zipfile

import pytest
from harvest_laws import check_laws
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import netanalysis as na
from netanalysis.errors import NetAnalysisError, UnknownExportError
from netanalysis.loaders import contacts as door

QUIET = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
GOOGLE = (
    "First Name,Middle Name,Last Name,Organization Name,Organization Title,Birthday,Notes,"
    "E-mail 1 - Label,E-mail 1 - Value,E-mail 2 - Value,Phone 1 - Value\n"
)


def card(*lines: str, version: str = "3.0") -> str:
    return "\r\n".join(["BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD", ""])


def book(folder, *cards: str, name: str = "book.vcf"):
    path = folder / name
    path.write_bytes("".join(cards).encode())
    return path


def read(*paths):
    harvest = door.read(paths)
    check_laws(harvest)
    return harvest


def links(harvest) -> set[frozenset[str]]:
    pairs = harvest.links[["alias_key", "other_key"]].itertuples(index=False, name=None)
    return {frozenset(one.partition(":")[2] for one in pair) for pair in pairs}


def named(harvest) -> dict[str, str]:
    return dict(zip(harvest.mentions["alias_key"], harvest.mentions["name"], strict=True))


def reasons(harvest) -> list[str]:
    return harvest.issues["reason"].tolist()


@pytest.mark.parametrize(
    "text",
    [
        card("N:Müller;Jörg;;;", "FN:Jörg Müller", "EMAIL;TYPE=INTERNET:J@x.example"),
        card("FN:Jörg Müller", "EMAIL;PREF=1:j@x.example", version="4.0"),
        card(
            "N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:M=C3=BCller;J=C3=B6rg;;;",
            "FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:J=C3=B6rg=20=",
            "M=C3=BCller",
            "EMAIL;INTERNET:j@x.example",
            version="2.1",
        ),
        card("N:Müller;Jörg", "item1.EMAIL;type=pref:mailto:j@x.example"),
        card("FN:Jörg ", " Müller", "EMAIL:j@x.", " example"),
    ],
)
def test_every_version_of_a_card_ties_a_name_to_an_address(tmp_path, text):
    harvest = read(book(tmp_path, text))
    assert named(harvest) == {"address:j@x.example": "Jörg Müller"}
    relation = harvest.relations.iloc[0]
    assert (relation["alias_key"], relation["kind"]) == ("address:j@x.example", "address_book")


def test_the_western_code_page_of_old_telephones(tmp_path):
    path = tmp_path / "old.vcf"
    path.write_bytes(card("N:Müller;Jörg;;;", "EMAIL:j@x.example").encode("cp1252"))
    assert named(read(path)) == {"address:j@x.example": "Jörg Müller"}


def test_nothing_private_is_read(tmp_path):
    """Of a birthday the day is read, and never the year."""
    private = ["TEL:zz1", "ADR:;;zz2;;;;", "NOTE:zz3", "BDAY:1980-01-31", "PHOTO;ENCODING=b:enoz"]
    text = card("FN:Ana Berg", "EMAIL:a@x.example", *private)
    sheet = tmp_path / "contacts.csv"
    sheet.write_text(GOOGLE + "Bo,,Ek,Fir,Dev,1980-01-31,zz3,* Work,b@x.example,,zz1\n")
    harvest = read(book(tmp_path, text), sheet)
    for name in vars(harvest):
        text = getattr(harvest, name).to_csv()
        assert not any(word in text for word in ("zz", "1980", "enoz"))


def test_the_addresses_of_one_card_are_one_person(tmp_path):
    path = book(tmp_path, card("FN:Ana Berg", "EMAIL:a@x.example", "EMAIL:ana@y.example"))
    harvest = read(path)
    assert links(harvest) == {frozenset(["a@x.example", "ana@y.example"])}
    assert harvest.links["rule"].tolist() == ["one card of your address book"]
    assert harvest.links["score"].tolist() == [1.0]
    assert "line 1" in harvest.links["evidence"].iloc[0]


@pytest.mark.parametrize(
    "addresses",
    [
        [f"a{i}@x.example" for i in range(6)],
        ["ana@x.example", "info@x.example"],
        ["ana@x.example", "sales.team@x.example"],
    ],
)
def test_a_card_of_many_addresses_or_of_an_office_joins_nothing(tmp_path, addresses):
    path = book(tmp_path, card("FN:Ana Berg", *(f"EMAIL:{a}" for a in addresses)))
    harvest = read(path)
    assert links(harvest) == set()
    assert len(harvest.mentions) == len(addresses)


def test_an_address_on_the_cards_of_two_people_joins_neither(tmp_path):
    cards = [
        card("FN:Ana Berg", "EMAIL:ana@x.example", "EMAIL:home@x.example"),
        card("FN:Bo Berg", "EMAIL:bo@x.example", "EMAIL:home@x.example"),
    ]
    assert links(read(book(tmp_path, *cards))) == set()


def test_a_linkedin_address_on_a_card_is_an_alias(tmp_path):
    text = card(
        "FN:Ana Berg", "EMAIL:a@x.example", "item1.URL:https://www.linkedin.com/in/ana-b%C3%A9rg/"
    )
    assert links(read(book(tmp_path, text))) == {frozenset(["a@x.example", "ana-bérg"])}


def test_the_job_on_a_card_has_no_day(tmp_path):
    text = card("FN:Ana Berg", "EMAIL:a@x.example", "ORG:Halden\\, Inc;Lab", "TITLE:Head of R\\&D")
    row = read(book(tmp_path, text)).positions.iloc[0]
    assert row["company"] == "Halden, Inc"
    assert row["title"].startswith("Head of R")
    assert row[["started_on", "seen_on"]].isna().all()


def days(harvest) -> list[tuple]:
    columns = ["alias_key", "kind", "month", "day", "year"]
    table = harvest.special_days[columns].astype(object)
    return [tuple(row) for row in table.where(table.notna(), None).itertuples(index=False)]


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("BDAY:1980-03-14", ("birthday", 3, 14, None)),
        ("BDAY:19800314", ("birthday", 3, 14, None)),
        ("BDAY;VALUE=date-and-or-time:19800314T000000Z", ("birthday", 3, 14, None)),
        ("BDAY:1980-03-14T00:00:00+01:00", ("birthday", 3, 14, None)),
        ("BDAY:--0314", ("birthday", 3, 14, None)),
        ("BDAY:--03-14", ("birthday", 3, 14, None)),
        ("BDAY;X-APPLE-OMIT-YEAR=1604:1604-02-29", ("birthday", 2, 29, None)),
        ("ANNIVERSARY:20090808", ("anniversary", 8, 8, 2009)),
        ("X-ANNIVERSARY:2009-08-08", ("anniversary", 8, 8, 2009)),
        ("ANNIVERSARY:--0808", ("anniversary", 8, 8, None)),
    ],
)
def test_days_of_the_year_are_read_with_or_without_a_year(tmp_path, line, day):
    harvest = read(book(tmp_path, card("FN:Ana Berg", "EMAIL:a@x.example", line)))
    assert days(harvest) == [("address:a@x.example", *day)]
    assert not reasons(harvest)


def test_apples_labelled_dates_count_where_the_label_says_anniversary(tmp_path):
    lines = [
        "item1.X-ABDATE;type=pref:2010-05-01",
        "item1.X-ABLabel:_$!<Anniversary>!$_",
        "item2.X-ABDATE:2015-06-02",
        "item2.X-ABLabel:first marathon",
    ]
    harvest = read(book(tmp_path, card("FN:Ana Berg", "EMAIL:a@x.example", *lines)))
    assert days(harvest) == [("address:a@x.example", "anniversary", 5, 1, 2010)]


@pytest.mark.parametrize(
    "text", ["1980", "1980-03", "---14", "circa 1800", "1981-02-29", "1980-13-01", "--0230"]
)
def test_what_gives_no_day_of_a_year_is_doubted_and_the_card_stays(tmp_path, text):
    harvest = read(book(tmp_path, card("FN:Ana Berg", "EMAIL:a@x.example", f"BDAY:{text}")))
    assert days(harvest) == []
    assert reasons(harvest) == ["no day of a year"]
    assert text not in harvest.issues["problem"].iloc[0]
    assert named(harvest) == {"address:a@x.example": "Ana Berg"}


def birthdays_in(folder, header: str, *cells: str) -> tuple[list, list[str]]:
    path = folder / "contacts.csv"
    rows = [f"Ana{i},Berg,a{i}@x.example,{cell}" for i, cell in enumerate(cells)]
    path.write_text("\n".join([f"First Name,Last Name,E-mail Address,{header}", *rows, ""]))
    harvest = read(path)
    return [row[1:] for row in days(harvest)], reasons(harvest)


@pytest.mark.parametrize(
    ("cells", "found", "doubted"),
    [
        (["1980-03-14", "--03-15"], [(3, 14), (3, 15)], 0),
        (["3/4/1980", "3/14/1980"], [(3, 4), (3, 14)], 0),
        (["3/4/1980", "14/3/1980"], [(4, 3), (3, 14)], 0),
        (["4.3.1980", "5.3."], [(3, 4), (3, 5)], 0),
        (["3/4/1980", "5/5/80"], [(5, 5)], 1),
        (["13/1/1980", "1/13/1980"], [], 2),
        (["0/0/00", ""], [], 0),
    ],
    ids=["iso", "month first", "day first", "dots", "no row tells", "rows disagree", "blank"],
)
def test_the_column_tells_day_from_month(tmp_path, cells, found, doubted):
    birthdays, why = birthdays_in(tmp_path, "Birthday", *cells)
    assert birthdays == [("birthday", *day, None) for day in found]
    assert why == ["no day of a year"] * doubted


def test_googles_events_and_outlooks_anniversary(tmp_path):
    google = birthdays_in(tmp_path, "Event 1 - Label,Event 1 - Value", "Anniversary,2009-08-08")
    outlook = birthdays_in(tmp_path, "Anniversary", "8/8/2009")
    assert google == outlook == ([("anniversary", 8, 8, 2009)], [])
    assert birthdays_in(tmp_path, "Event 1 - Label,Event 1 - Value", "Met,2009-08-08") == ([], [])


def test_thunderbirds_month_and_day_stand_apart(tmp_path):
    found, why = birthdays_in(tmp_path, "Birth Year,Birth Month,Birth Day", "1980,2,29", ",,")
    assert (found, why) == ([("birthday", 2, 29, None)], [])


def test_groups_companies_and_empty_cards_are_left_out(tmp_path):
    cards = [
        card("FN:Friends", "X-ADDRESSBOOKSERVER-KIND:group", "EMAIL:f@x.example"),
        card("FN:Acme", "ORG:Acme;", "X-ABShowAs:COMPANY", "EMAIL:acme@x.example"),
        card("TEL:123"),
    ]
    found = sorted(reasons(read(book(tmp_path, *cards))))
    assert found == ["a company, not a person", "a group, not a person", "no name and no address"]


def test_a_card_without_an_address_goes_by_its_name(tmp_path):
    harvest = read(book(tmp_path, card("FN:Ana Berg", "TITLE:Dean")))
    assert named(harvest) == {"name:ana berg": "Ana Berg"}


def test_the_same_card_twice_counts_once(tmp_path):
    text = card("FN:Ana Berg", "EMAIL:a@x.example")
    harvest = read(book(tmp_path, text, text), book(tmp_path, text, name="again.vcf"))
    assert harvest.ledger["n_duplicate"].tolist() == [1, 1]
    assert harvest.mentions["n_uses"].tolist() == [1]


def test_a_broken_card_costs_itself_alone(tmp_path):
    path = book(
        tmp_path,
        "BEGIN:VCARD\r\nFN:Open\r\n",
        card("FN:Ana Berg", "EMAIL:a@x.example"),
        card("FN:Bo Ek", "EMAIL:not an address"),
        "BEGIN:VCARD\r\nFN:Cut\r\n",
    )
    harvest = read(path)
    assert set(named(harvest)) == {"address:a@x.example", "name:bo ek"}
    assert sorted(reasons(harvest)) == ["no mail address", "unclosed card", "unclosed card"]


def test_a_card_within_a_card_is_not_read(tmp_path):
    inner = "AGENT:\r\nBEGIN:VCARD\r\nFN:Agent\r\nEMAIL:agent@x.example\r\nEND:VCARD"
    harvest = read(book(tmp_path, card("FN:Ana Berg", inner, "EMAIL:a@x.example", version="2.1")))
    assert named(harvest) == {"address:a@x.example": "Ana Berg"}


def test_a_photo_of_fifty_megabytes_is_not_held(tmp_path):
    photo = "PHOTO;ENCODING=b;TYPE=JPEG:" + "\r\n ".join(["A" * 73] * 650_000)
    path = book(tmp_path, card("FN:Ana Berg", photo, "EMAIL:a@x.example"))
    tracemalloc.start()
    harvest = door.read([path])
    peak = tracemalloc.get_traced_memory()[1] / 1e6
    tracemalloc.stop()
    assert len(harvest.mentions) == 1
    assert peak < 20


@pytest.mark.parametrize(
    ("header", "row"),
    [
        (GOOGLE, "Ana,M,Berg,Halden,Head,,,* Work,a@x.example ::: b@x.example,,\n"),
        (
            "Name,Given Name,Family Name,E-mail 1 - Value,E-mail 2 - Value,"
            "Organization 1 - Name,Organization 1 - Title\n",
            "Ana Berg,Ana,Berg,a@x.example,b@x.example,Halden,Head\n",
        ),
        (
            "Title,First Name,Last Name,Company,Job Title,E-mail Address,E-mail 2 Address\n",
            "Dr,Ana,Berg,Halden,Head,a@x.example,b@x.example\n",
        ),
        (
            "Anrede;Vorname;Nachname;Firma;Position;E-Mail-Adresse;E-Mail 2: Adresse\n",
            "Frau;Ana;Berg;Halden;Head;a@x.example;b@x.example\n",
        ),
        (
            "Titre,Prénom,Nom,Société,Titre,Adresse de messagerie,Adresse de messagerie 2\n",
            "Mme,Ana,Berg,Halden,Head,a@x.example,b@x.example\n",
        ),
        (
            "Nombre,Apellidos,Organización,Puesto,E-mail Address,"
            "Dirección de correo electrónico 2\n",
            "Ana,Berg,Halden,Head,a@x.example,b@x.example\n",
        ),
        (
            "First Name\tLast Name\tDisplay Name\tPrimary Email\tSecondary Email\tOrganization"
            "\tJob Title\n",
            "Ana\tBerg\tAna B.\ta@x.example\tb@x.example\tHalden\tHead\n",
        ),
    ],
    ids=["google", "google before 2023", "outlook", "german", "french", "spanish", "thunderbird"],
)
@pytest.mark.parametrize("codec", ["utf-8-sig", "cp1252", "utf-16"])
def test_contacts_as_csv_in_every_dialect(tmp_path, header, row, codec):
    path = tmp_path / "contacts.csv"
    path.write_bytes((header + row).encode(codec))
    assert door.files(path)
    harvest = read(path)
    assert set(named(harvest)) == {"address:a@x.example", "address:b@x.example"}
    assert set(named(harvest).values()) == {"Ana Berg"}
    assert links(harvest) == {frozenset(["a@x.example", "b@x.example"])}
    job = harvest.positions.iloc[0]
    assert (job["company"], job["title"]) == ("Halden", "Head")


def test_bad_rows_of_a_csv_are_issues(tmp_path):
    path = tmp_path / "contacts.csv"
    header = "First Name,Last Name,E-mail Address\n"
    path.write_text(
        header + 'Ana,Berg,a@x.example\nBo,Ek\nCy,"Dahl,c@x.example\nDi,Eng,d@x.example\n'
    )
    harvest = read(path)
    assert set(named(harvest)) == {"address:a@x.example", "address:d@x.example"}
    assert reasons(harvest) == ["unreadable row", "unreadable row"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Connections.csv", "First Name,Last Name,URL,Email Address,Company,Position\n"),
        ("linkedin_connections_export_microsoft_outlook.csv", "First Name,E-mail Address\n"),
        ("x.csv", "a,b\n1,2\n"),
        ("x.vcf", "hello"),
        ("empty.csv", ""),
    ],
)
def test_what_is_no_address_book(tmp_path, name, text):
    (tmp_path / name).write_text(text)
    assert not door.files(tmp_path / name)
    with pytest.raises(UnknownExportError, match="no address book"):
        door.read([tmp_path])


def test_people_called_null_stay(tmp_path):
    path = tmp_path / "contacts.csv"
    path.write_text("First Name,Last Name,E-mail Address\nNull,NA,n@x.example\n")
    assert named(read(path)) == {"address:n@x.example": "Null NA"}


def test_a_zip_with_cards(tmp_path):
    path = tmp_path / "takeout.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("Takeout/Contacts/All.vcf", card("FN:Ana Berg", "EMAIL:a@x.example"))
    assert named(read(path)) == {"address:a@x.example": "Ana Berg"}


@pytest.mark.parametrize("piece", [";A=B,", ';A="b",', ";", '"', "a.", "\\\\;", "=", "=\r\n"])
def test_no_line_takes_longer_than_its_length(tmp_path, piece):
    """Patterns that go back over a line would never end here."""
    line = "EMAIL;QUOTED-PRINTABLE" + piece * 10_000
    cards = [card(line), card(line + ":x"), card("N:" + piece * 10_000), card("FN:Ana Berg")]
    harvest = read(book(tmp_path, *cards))
    assert "name:ana berg" in set(harvest.mentions["alias_key"])


def test_nothing_of_a_broken_card_reaches_the_log(tmp_path, caplog, capfd):
    path = book(tmp_path, card("FN;;==;secret", "EMAIL;ENCODING=b:!!", "N;CHARSET=no:Berg;Ana"))
    assert named(read(path)) == {"name:ana berg": "Ana Berg"}
    assert not caplog.records
    assert capfd.readouterr() == ("", "")


@QUIET
@given(
    junk=st.binary(max_size=100),
    name=st.sampled_from(
        [
            *("FN", "N;ENCODING=QUOTED-PRINTABLE", "EMAIL;ENCODING=b", "ORG;CHARSET=nonsense"),
            *("URL", "BDAY", "ANNIVERSARY;ENCODING=b", "item1.X-ABDATE", ""),
        ]
    ),
)
def test_any_bytes_in_a_card(junk, name, tmp_path):
    path = tmp_path / "x.vcf"
    text = card(f"{name}:@@", "EMAIL:a@x.example") + card("FN:Bo Ek", "EMAIL:b@x.example")
    path.write_bytes(text.encode().replace(b"@@", junk))
    check_laws(door.read([path]))


@QUIET
@given(junk=st.binary(max_size=300))
def test_any_bytes_in_a_csv(junk, tmp_path):
    path = tmp_path / "x.csv"
    path.write_bytes(b"First Name,Last Name,E-mail Address,Birthday\n" + junk)
    with contextlib.suppress(NetAnalysisError):
        check_laws(door.read([path]))


def test_two_addresses_of_mail_become_one_person_through_a_card(tmp_path):
    mail = "From - Tue Mar 03 10:00:00 2026\nFrom: a@x.example\nTo: me@z.example\n" + (
        "Subject: x\nDate: Tue, 3 Mar 2026 10:00:00 +0000\nMessage-ID: <{n}@x>\n\nHello.\n\n"
    )
    second = mail.replace("From: a@x.example", "From: ana@y.example")
    (tmp_path / "a.mbox").write_text(mail.format(n=1) + second.format(n=2))
    text = card("FN:Ana Berg", "EMAIL:a@x.example", "EMAIL:ana@y.example", "TITLE:Dean")
    book(tmp_path, text)
    archive = na.load(tmp_path, me="me@z.example")
    person = archive.person("Ana Berg")
    assert set(archive.aliases.loc[archive.aliases["person_id"] == person, "rule"]) == {
        "one card of your address book"
    }
    assert na.ego_ties(archive)["n_received"].tolist() == [2]
    assert archive.relations["kind"].tolist() == ["address_book"]
    assert archive.people.set_index("person_id").loc[person, "title"] == "Dean"
    assert "book.vcf" in set(archive.ledger["file"])
    assert not archive.issues["file"].str.contains("vcf").any()
