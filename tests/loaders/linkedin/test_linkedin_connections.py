"""Connections.csv in its layouts, from 2018 to today."""

from datetime import datetime

import pandas as pd
import pytest

HEADER = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
OLD_HEADER = "First Name,Last Name,Email Address,Company,Position,Connected On\n"
PREAMBLE = (
    'Notes:\n"When exporting your connection data, you may notice that some are missing."\n\n'
)
IN = "https://www.linkedin.com/in/"
ANA = f'Ana,"Müller, PhD",{IN}ana-m%C3%BCller-1,,Example AG,Head of Research,04 Nov 2018\n'


def since(harvest, key):
    rows = harvest.connections.set_index("alias_key")["since_on"]
    return rows[key]


@pytest.mark.parametrize(
    "text",
    [
        PREAMBLE + HEADER + ANA,
        HEADER + ANA,
        "\ufeff" + (PREAMBLE + HEADER + ANA).replace("\n", "\r\n"),
        (PREAMBLE + HEADER + ANA).rstrip("\n"),
        "sep=,\n" + HEADER + ANA,
        (PREAMBLE + HEADER + ANA).replace("\n", "\r"),
    ],
)
def test_the_header_is_found_wherever_it_stands(load, text):
    harvest = load({"Connections.csv": text})
    assert since(harvest, "profile:ana-müller-1") == datetime(2018, 11, 4)
    assert harvest.mentions["name"].dropna().tolist() == ["Ana Müller, PhD"]
    job = harvest.positions.iloc[0]
    assert (job["company"], job["title"]) == ("Example AG", "Head of Research")
    assert job["seen_on"] == pd.Timestamp("2025-05-04")
    assert harvest.ledger.iloc[0]["n_kept"] == 1


def test_rows_of_deleted_members_stay_and_are_never_merged(load):
    blank = ",,,,,,17 May 2025\n"
    harvest = load({"Connections.csv": HEADER + ANA + blank + blank})
    anonymous = harvest.connections[harvest.connections["alias_key"].str.startswith("anonymous:")]
    assert anonymous["alias_key"].tolist() == [
        "anonymous:connections.csv:3",
        "anonymous:connections.csv:4",
    ]
    assert harvest.ledger.iloc[0][["n_kept", "n_anonymous"]].tolist() == [1, 2]


def test_the_layout_of_2018_has_pacific_times_and_no_urls(load):
    row = 'Ana,Müller,ana@example.org,Example AG,Head,"11/4/18, 10:31 PM"\n'
    urn = 'Bo,Roe,urn:li:member:123456789,,,"11/5/18, 10:31 AM"\n'
    harvest = load({"Connections.csv": OLD_HEADER + row + urn})
    assert since(harvest, "name:ana müller") == datetime(2018, 11, 5)
    assert since(harvest, "name:bo roe") == datetime(2018, 11, 5)
    link = harvest.links.iloc[0]
    assert (link["alias_key"], link["other_key"]) == ("name:ana müller", "address:ana@example.org")
    assert link["rule"] == "e-mail in Connections.csv"
    assert len(harvest.links) == 1


def test_a_url_column_without_urls_falls_back_to_names(load):
    harvest = load({"Connections.csv": HEADER + "Ana,Müller,,,,,04 Nov 2018\n"})
    assert harvest.connections["alias_key"].tolist() == ["name:ana müller"]


def test_namesakes_without_urls_stay_apart(load):
    rows = "Jo,Doe,,,A,,04 Nov 2018\nJo,Doe,,,B,,05 Nov 2018\nJo,Doe,,,A,,04 Nov 2018\n"
    harvest = load({"Connections.csv": HEADER + rows})
    keys = harvest.connections["alias_key"]
    assert keys.is_unique and len(keys) == 2
    assert "name:jo doe" not in set(keys)
    assert harvest.ledger.iloc[0]["n_duplicate"] == 1


def test_the_same_row_twice_is_one_person_under_the_plain_key(load):
    row = "Jo,Doe,,,A,,04 Nov 2018\n"
    harvest = load({"Connections.csv": HEADER + row + row})
    assert harvest.connections["alias_key"].tolist() == ["name:jo doe"]
    assert harvest.ledger.iloc[0][["n_kept", "n_duplicate"]].tolist() == [1, 1]


def test_the_same_profile_with_other_details_is_a_duplicate_and_said_so(load, reasons):
    other = ANA.replace("Head of Research", "Retired")
    harvest = load({"Connections.csv": HEADER + ANA + other})
    assert len(harvest.connections) == 1
    assert reasons(harvest) == ["same person twice"]


def test_an_address_shared_by_two_people_joins_nobody(load):
    rows = f"A,A,{IN}a,team@example.org,,,04 Nov 2018\nB,B,{IN}b,team@example.org,,,04 Nov 2018\n"
    harvest = load({"Connections.csv": HEADER + rows})
    assert harvest.links.empty
    assert len(harvest.connections) == 2


@pytest.mark.parametrize("name", ["Null", "NA", "None", "nan", "N/A", "true", "1e5", "0012"])
def test_names_that_look_like_missing_values_survive(load, name):
    harvest = load({"Connections.csv": HEADER + f"{name},{name},{IN}x,,{name},{name},\n"})
    assert harvest.mentions["name"].dropna().tolist() == [f"{name} {name}"]
    assert harvest.positions["company"].tolist() == [name]
    assert harvest.connections["since_on"].isna().all()


def test_a_spreadsheet_copy_is_read(load):
    text = (
        "FirstName;LastName;URL;Company;Position;Connected On;;\n"
        f"Ana;Müller;{IN}ana;Example AG;Head;9-Sep-22;;\n"
        f"Bo;Roe;{IN}bo;;;30-oct-09;;\n"
        ";;;;;;;\n"
    )
    harvest = load({"Connections.csv": text.encode("cp1252")})
    assert since(harvest, "profile:ana") == datetime(2022, 9, 9)
    assert since(harvest, "profile:bo") == datetime(2009, 10, 30)
    assert "Ana Müller" in harvest.mentions["name"].dropna().tolist()
    assert harvest.issues["reason"].tolist() == ["not UTF-8"]
    assert not harvest.issues["is_left_out"].any()
    assert harvest.ledger.iloc[0]["n_read"] == 2


def test_a_mac_copy_is_read(load):
    text = HEADER + f"José,Müller,{IN}jose,,Café,,04 Nov 2018\n"
    harvest = load({"Connections.csv": text.encode("mac_roman")})
    assert harvest.mentions["name"].dropna().tolist() == ["José Müller"]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-8-sig"])
def test_a_tab_separated_copy_in_any_unicode_form_is_read(load, encoding):
    text = (HEADER + ANA.replace('"Müller, PhD"', "Müller")).replace(",", "\t")
    harvest = load({"Connections.csv": text.encode(encoding)})
    assert harvest.mentions["name"].dropna().tolist() == ["Ana Müller"]


def test_nul_characters_are_dropped(load):
    harvest = load({"Connections.csv": (HEADER + ANA).replace("Example", "Exa\x00mple")})
    assert harvest.positions["company"].tolist() == ["Example AG"]


def test_an_unreadable_date_keeps_the_person(load):
    harvest = load({"Connections.csv": HEADER + ANA.replace("04 Nov 2018", "####")})
    assert harvest.connections["since_on"].isna().all()
    issue = harvest.issues.iloc[0]
    assert (issue["line"], issue["reason"], issue["is_left_out"]) == (2, "unreadable date", False)


def test_rows_with_a_wrong_number_of_cells_are_left_out_and_named(load):
    harvest = load({"Connections.csv": PREAMBLE + HEADER + ANA.replace('"', "") + ANA})
    assert harvest.ledger.iloc[0][["n_read", "n_kept", "n_left_out"]].tolist() == [2, 1, 1]
    issue = harvest.issues.iloc[0]
    assert (issue["line"], issue["reason"]) == (5, "wrong number of cells")


def test_a_stray_quote_costs_its_own_row_only(load):
    stray = f'Bo,"Roe,{IN}bo,,,,01 Jan 2020\n'
    rows = [f'P{i},"Q ""{i}""",{IN}p{i},,,,02 Jan 2020\n' for i in range(5)]
    harvest = load({"Connections.csv": HEADER + ANA + stray + "".join(rows)})
    assert harvest.ledger.iloc[0][["n_read", "n_kept", "n_left_out"]].tolist() == [7, 6, 1]
    assert harvest.issues[["line", "reason"]].values.tolist() == [[3, "unclosed quote"]]
    plain = [f"P{i},Q,{IN}p{i},,,,02 Jan 2020\n" for i in range(5)]
    harvest = load({"Connections.csv": HEADER + ANA + stray + "".join(plain)})
    assert harvest.ledger.iloc[0][["n_read", "n_kept", "n_left_out"]].tolist() == [7, 6, 1]


def test_a_very_long_cell_is_read(load):
    harvest = load({"Connections.csv": HEADER + f"Ana,Müller,{IN}ana,,{'x' * 300_000},,\n"})
    assert len(harvest.positions["company"].iloc[0]) == 300_000


def test_a_header_without_rows_is_no_error(load):
    harvest = load({"Connections.csv": PREAMBLE + HEADER})
    assert harvest.ledger.iloc[0]["n_read"] == 0
    assert pd.isna(harvest.ledger.iloc[0]["note"])


def test_a_file_of_which_nothing_was_kept_says_so(load):
    harvest = load({"Connections.csv": HEADER + "a,b\n"})
    assert harvest.ledger.iloc[0]["note"].startswith("nothing in this file could be kept")


def test_the_old_outlook_file_is_read(load):
    text = "First Name,Middle Name,Last Name,E-mail Address,Company,Job Title\n"
    text += "Ana,,Müller,ana@example.org,Example AG,Head\n"
    harvest = load({"linkedin_connections_export_microsoft_outlook.csv": text})
    assert harvest.links["other_key"].tolist() == ["address:ana@example.org"]
    assert harvest.positions["title"].tolist() == ["Head"]


def test_a_header_repeated_in_a_joined_file_is_no_person(load):
    other = ANA.replace("ana-m", "other").replace("04 Nov", "05 Nov")
    harvest = load({"Connections.csv": HEADER + ANA + HEADER + other})
    assert len(harvest.connections) == 2
    assert harvest.issues[["line", "reason"]].values.tolist() == [[3, "header repeated"]]


def test_the_owner_is_mentioned_even_where_nothing_names_them(load):
    harvest = load({"Connections.csv": HEADER + ANA})
    owner = harvest.mentions.set_index("alias_key").loc["owner:linkedin"]
    assert pd.isna(owner["name"]) and owner["n_uses"] == 1


def test_one_bad_byte_does_not_spoil_the_other_names(load):
    rows = (HEADER + ANA + ANA.replace("ana-m", "bo-m")).encode().replace(b"Example AG", b"\xff", 1)
    harvest = load({"Connections.csv": rows})
    assert set(harvest.mentions["name"].dropna()) == {"Ana Müller, PhD"}
    assert harvest.positions["company"].tolist() == ["\ufffd", "Example AG"]
    assert harvest.issues["reason"].tolist() == ["not UTF-8"]
