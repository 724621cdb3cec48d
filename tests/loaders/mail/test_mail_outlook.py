"""Outlook: its CSV export, single messages, and stores through the child process."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import textwrap
from pathlib import Path

import pandas as pd
import pytest
from format_makers import compound_file, msg, zipped
from mail_makers import ledger_holds, mbox, message, read_bytes, reasons, roles
from places import REAL

from netanalysis.errors import UnreadableExportError
from netanalysis.harvest import Harvest
from netanalysis.loaders.mail import msg as msg_module
from netanalysis.loaders.mail import outlook_csv, pst, read, recognises
from netanalysis.loaders.mail.batch import Issue
from netanalysis.loaders.mail.collect import Collector
from netanalysis.loaders.mail.parties import party
from netanalysis.loaders.mail.pile import Pile
from netanalysis.loaders.mail.records import gathered

X500 = "/O=FIRM/OU=SITE/CN=RECIPIENTS/CN=JDOE"
HEADERS = {
    "en": '"Subject","Body","From: (Name)","From: (Address)","From: (Type)","To: (Name)",'
    '"To: (Address)","To: (Type)","CC: (Name)","CC: (Address)","CC: (Type)","BCC: (Name)",'
    '"BCC: (Address)","BCC: (Type)","Billing Information","Categories","Importance","Mileage"',
    "de": '"Betreff";"Text";"Von: (Name)";"Von: (Adresse)";"Von: (Typ)";"An: (Name)";'
    '"An: (Adresse)";"An: (Typ)";"CC: (Name)";"CC: (Adresse)";"CC: (Typ)";"BCC: (Name)";'
    '"BCC: (Adresse)";"BCC: (Typ)";"Abrechnungsinformation";"Kategorien";"Reisekilometer";"W"',
    "fr": '"Objet","Corps","De\u00a0: (nom)","De\u00a0: (adresse)","De\u00a0: (type)",'
    '"À\u00a0: (nom)","À\u00a0: (adresse)","À\u00a0: (type)","Cc\u00a0: (nom)",'
    '"Cc\u00a0: (adresse)","Cc\u00a0: (type)","Cci\u00a0: (nom)","Cci\u00a0: (adresse)",'
    '"Cci\u00a0: (type)","Info","Catégories","Importance","Kilométrage"',
    "es": '"Asunto","Cuerpo","De: (nombre)","De: (dirección)","De: (tipo)","Para: (nombre)",'
    '"Para: (dirección)","Para: (tipo)","CC: (nombre)","CC: (dirección)","CC: (tipo)",'
    '"CCO: (nombre)","CCO: (dirección)","CCO: (tipo)","F","Categorías","I","Kilometraje"',
}
ROW = (
    '"Grüße","Hallo ""Max"",\nwie geht es?","Ana Berg","ana@halden.example","SMTP",'
    f'"Max Roe;Jo Doe","max@roe.example;{X500}","SMTP;EX","Eva Lind","EVA@LIND.example","SMTP",'
    '"","","","","","Normal",""\r\n'
)


def csv(language: str = "en", rows: str = ROW) -> str:
    delimiter = ";" if language == "de" else ","
    if delimiter == ";":
        rows = rows.replace('","', '";"')
    return HEADERS[language] + "\r\n" + rows


class TestCsv:
    @pytest.mark.parametrize("language", sorted(HEADERS))
    @pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-8-sig", "utf-16"])
    def test_people_are_read_in_four_languages_and_dates_stay_missing(
        self, tmp_path, language, encoding
    ):
        harvest = read_bytes(tmp_path, csv(language).encode(encoding), "Posteingang.csv")
        row = harvest.interactions.iloc[0]
        assert row.subject == "Grüße"
        assert row.date_quality == "missing"
        assert row.folder == "Posteingang"
        assert roles(harvest) == [
            ("ana@halden.example", "from"),
            ("eva@lind.example", "cc"),
            ("max@roe.example", "to"),
            ("name:jo doe", "to"),
        ]
        assert reasons(harvest) == ["no mail address"]
        assert ledger_holds(harvest)

    def test_rows_across_blocks_are_the_same_rows(self):
        data = (HEADERS["en"] + "\n" + ROW.replace("\r", "") * 3).encode()
        for size in (1, 2, 7, 64, 10_000):
            blocks = iter([data[at : at + size] for at in range(0, len(data), size)])
            rows = list(outlook_csv.read_rows(lambda blocks=blocks: next(blocks, b"")))
            assert len(rows) == 3
            assert rows[0].raw.body == b'Hallo "Max",\nwie geht es?'
            assert not any(row.is_ragged for row in rows)

    def test_a_quote_that_never_ends_takes_the_rest_and_is_said(self, tmp_path):
        data = csv(rows=ROW + '"open,1\r\n' + ROW)
        harvest = read_bytes(tmp_path, data.encode(), "mail.csv")
        assert "ragged row" in reasons(harvest)
        assert ledger_holds(harvest)

    def test_a_body_of_ten_megabytes_costs_one_row_not_the_file(self, tmp_path):
        big = ROW.replace("Hallo", "x" * 10_000_000)
        harvest = read_bytes(tmp_path, csv(rows=big + ROW).encode(), "mail.csv")
        assert list(harvest.ledger.n_read) == [2]

    def test_tables_of_others_are_no_mail(self, tmp_path):
        for text in ("First Name,Last Name\nAna,Berg\n", "From,To,Date\na,b,c\n", "(a):,b\n"):
            (tmp_path / "t.csv").write_text(text)
            assert not recognises(tmp_path / "t.csv")

    def test_it_is_read_inside_a_zip(self, tmp_path):
        harvest = read([zipped(tmp_path / "m.zip", {"Inbox.CSV": csv().encode()})])
        assert len(harvest.interactions) == 1


@pytest.mark.parametrize(
    ("address", "name", "expected"),
    [
        ("Ana@Halden.example", "Ana", ("ana@halden.example", "Ana")),
        (X500, "Jo  Doe", ("", "Jo Doe")),
        ("", "'Jo Doe'", ("", "Jo Doe")),
        (X500, "ana@halden.example", None),
        ("ana@halden.example <x@evil.example>", "", None),
        ("a@b@c", "ana@halden.example", None),
        ("", X500, None),
        ("", "", None),
    ],
)
def test_who_somebody_is_comes_from_a_plain_address_or_a_name(address, name, expected):
    found = party(address, name)
    assert (None if found is None else tuple(found)) == expected


WHEN = 126113616000000000  # 21 August 2000, 20:00 UTC, as a FILETIME
RECIPIENTS = [
    {0x3001: "Max Roe", 0x3003: X500, 0x39FE: "max@roe.example", 0x0C15: 1},
    {0x3001: "Jo Doe", 0x3003: X500, 0x0C15: 2},
    {0x3001: "Eva", 0x3002: "SMTP", 0x3003: "eva@lind.example", 0x0C15: 3},
]


class TestMsg:
    def test_mail_within_a_company_is_read_from_its_properties(self, tmp_path):
        texts = {0x001A: "IPM.Note", 0x0037: "Grüße", 0x0C1A: "Ana Berg", 0x0C1F: X500}
        texts |= {0x5D01: "ana@halden.example", 0x1035: "<1@x>", 0x1000: "Danke! Kommst du?"}
        data = msg(texts, RECIPIENTS, numbers={0x0039: WHEN}, n_attachments=2)
        (tmp_path / "a.msg").write_bytes(data)
        harvest = read([tmp_path / "a.msg"], body="light")
        row = harvest.interactions.iloc[0]
        assert row.occurred_at == pd.Timestamp("2000-08-21 20:00", tz="UTC")
        assert pd.isna(row.utc_offset_minutes)
        assert (row.subject, row.n_words, row.n_attachments) == ("Grüße", 3, 2)
        assert row.is_question and row.is_thanks
        assert roles(harvest) == [
            ("ana@halden.example", "from"),
            ("eva@lind.example", "bcc"),
            ("max@roe.example", "to"),
            ("name:jo doe", "cc"),
        ]
        assert reasons(harvest) == ["no mail address"]

    def test_internet_mail_is_the_same_mail_as_in_an_mbox(self, tmp_path):
        data = message(subject="plans", message_id="<1@x>", in_reply_to="<0@x>")
        headers = data.partition(b"\n\n")[0].decode().replace("\n", "\r\n") + "\r\n"
        headers += "Content-Type: multipart/alternative; boundary=gone\r\n"
        (tmp_path / "a.msg").write_bytes(msg({0x007D: headers, 0x1000: "hello\n"}))
        (tmp_path / "b.mbox").write_bytes(mbox(data))
        harvest = read([tmp_path / "a.msg", tmp_path / "b.mbox"])
        assert len(harvest.interactions) == 1
        assert list(harvest.ledger.n_duplicate) == [0, 1]

    def test_code_pages_are_honoured(self, tmp_path):
        data = msg({0x0037: "Grüße", 0x0C1A: "A", 0x5D01: "a@x.example"}, is_ansi=True)
        assert read_bytes(tmp_path, data, "a.msg").interactions.subject[0] == "Grüße"

    def test_other_items_and_other_documents_are_not_mail(self, tmp_path):
        (tmp_path / "a.msg").write_bytes(msg({0x001A: "IPM.Contact", 0x0037: "x"}))
        with pytest.raises(UnreadableExportError, match="is no mail"):
            read([tmp_path / "a.msg"])
        (tmp_path / "b.doc").write_bytes(compound_file({"WordDocument": b"x" * 5000}))
        assert not recognises(tmp_path / "b.doc")

    def test_messages_in_folders_and_zips_stand_beside_others(self, tmp_path):
        data = msg({0x0037: "msg", 0x0C1A: "A", 0x5D01: "a@x.example"})
        folder = tmp_path / "mail"
        folder.mkdir()
        (folder / "1.msg").write_bytes(data)
        (folder / "2.eml").write_bytes(message(subject="eml"))
        path = zipped(tmp_path / "m.zip", {"in/1.msg": data, "in/2.eml": message()})
        assert sorted(read([folder]).interactions.subject) == ["eml", "msg"]
        assert len(read([path]).interactions) == 2

    def test_damaged_files_are_issues_and_never_more(self, tmp_path):
        data = msg({0x0037: "x" * 9000, 0x0C1A: "A", 0x5D01: "a@x.example"}, RECIPIENTS)
        folder = tmp_path / "mail"
        folder.mkdir()
        (folder / "good.eml").write_bytes(message())
        generator = random.Random(7)
        for at in range(150):
            bad = bytearray(data[: generator.randrange(600, len(data))] if at % 3 else data)
            for _ in range(generator.randrange(1, 30)):
                bad[generator.randrange(8, len(bad))] = generator.randrange(256)
            (folder / f"{at}.msg").write_bytes(bad)
        harvest = read([folder])
        assert "good.eml" in " ".join(harvest.interactions.origin)
        assert ledger_holds(harvest)

    def test_without_the_library_the_error_says_what_to_install(self, tmp_path, monkeypatch):
        (tmp_path / "a.msg").write_bytes(msg({0x0037: "x"}))
        monkeypatch.setattr(msg_module.importlib.util, "find_spec", lambda name: None)
        assert recognises(tmp_path / "a.msg")
        with pytest.raises(UnreadableExportError, match=r"a\.msg: .*pip install olefile"):
            read([tmp_path / "a.msg"])


MAIL = {
    "message": {"55": "plans", "3098": "Ana", "23809": "ana@halden.example", "57": WHEN},
    "people": [{"12289": "Max", "14846": "max@roe.example", "3093": 1}],
    "n_attachments": 0,
}


def child(tmp_path: Path, *lines: object, then: str = "") -> list[str]:
    """Return the command of a child that says the lines, and then does something."""
    spoken = "\n".join(one if isinstance(one, str) else json.dumps(one) for one in lines)
    script = tmp_path / "child.py"
    script.write_text(
        f"import sys, os, time, signal\nsys.stdout.write({spoken + chr(10)!r})\n"
        f"sys.stdout.flush()\n{textwrap.dedent(then)}\n"
    )
    return [sys.executable, str(script)]


def read_child(tmp_path: Path, command: list[str], patience: float = 20.0) -> Harvest:
    store = tmp_path / "store.pst"
    store.write_bytes(b"!BDN")
    collector, batches = Collector(), []
    for found in pst.pst_batches(store, "store.pst", command=command, patience=patience):
        if isinstance(found, Issue):
            collector.issues.append(found)
            continue
        number = collector.add_batch()
        batches.append(found)
        for items in found.sheaves(None):
            collector.add(number, found, items)
    return gathered(Pile(collector, None), batches).whole()


class TestStoreProtocol:
    def test_folders_messages_and_other_items(self, tmp_path):
        command = child(
            tmp_path,
            {"folder": "Root - Mailbox/IPM_SUBTREE/Sent Items", "n": 3},
            MAIL,
            {**MAIL, "message": {"26": "IPM.Appointment"}},
            {"bad": "message"},
            {"folder": "Top of Personal Folders/Drafts", "n": 1},
            {**MAIL, "message": {**MAIL["message"], "3591": 8}},
            {"end": True},
        )
        harvest = read_child(tmp_path, command)
        assert list(harvest.ledger.file) == ["store.pst/Sent Items", "store.pst/Drafts"]
        assert list(harvest.interactions.direction) == ["sent"]
        assert sorted(reasons(harvest)) == ["damaged", "draft", "not mail"]
        assert ledger_holds(harvest)

    @pytest.mark.parametrize(
        ("then", "said"),
        [
            ("os.kill(os.getpid(), signal.SIGSEGV)", "crashed (signal 11)"),
            ("os.kill(os.getpid(), signal.SIGKILL)", "crashed (signal 9)"),
            ("sys.exit(3)", "damaged or not an Outlook store"),
            ("sys.exit(0)", "failed (0)"),
            ("sys.stdout.write('{broken\\n')", "spoke nonsense"),
            ("sys.stdout.write('[1]\\n')", "spoke nonsense"),
            ("sys.stdout.write('x' * 10_000_000)", "spoke nonsense"),
        ],
    )
    def test_a_child_that_dies_costs_only_what_was_to_come(self, tmp_path, then, said):
        harvest = read_child(tmp_path, child(tmp_path, {"folder": "Inbox"}, MAIL, then=then))
        assert len(harvest.interactions) == 1
        assert reasons(harvest) == ["damaged"]
        assert said in harvest.issues.problem[0]

    def test_a_child_that_hangs_is_killed(self, tmp_path):
        then = f"open({str(tmp_path / 'pid')!r}, 'w').write(str(os.getpid())); time.sleep(600)"
        command = child(tmp_path, {"folder": "Inbox"}, MAIL, then=then)
        harvest = read_child(tmp_path, command, patience=2.0)
        assert "no progress" in harvest.issues.problem[0]
        with pytest.raises(ProcessLookupError):
            os.kill(int((tmp_path / "pid").read_text()), 0)

    @pytest.mark.parametrize(
        "message",
        [None, [], {"55": ["x"]}, {"x": "y"}, {"55": None}, {"9" * 30: "x"}, {"57": 10**30}],
    )
    def test_objects_of_another_form_are_left_out(self, tmp_path, message):
        odd = {"message": message, "people": [None, {"12289": 5}], "n_attachments": 10**9}
        harvest = read_child(tmp_path, child(tmp_path, {"folder": 7}, odd, MAIL, {"end": True}))
        assert len(harvest.interactions) == 1
        assert ledger_holds(harvest)

    def test_a_child_that_gave_nothing_is_an_error(self, tmp_path):
        with pytest.raises(UnreadableExportError, match=r"store\.pst could not be read.*scanpst"):
            read_child(tmp_path, child(tmp_path, then="sys.exit(3)"))

    def test_stopping_early_ends_the_child(self, tmp_path):
        command = child(tmp_path, {"folder": "Inbox"}, MAIL, then="time.sleep(600)")
        found = pst.pst_batches(tmp_path / "s", "s", command=command)
        next(next(found).sheaves(None))
        found.close()
        with pytest.raises(ChildProcessError):
            os.waitpid(-1, os.WNOHANG)

    def test_without_the_library_the_error_says_what_to_install(self, tmp_path, monkeypatch):
        (tmp_path / "a.ost").write_bytes(b"!BDN" + b"\0" * 600)
        monkeypatch.setattr(pst.importlib.util, "find_spec", lambda name: None)
        assert recognises(tmp_path / "a.ost")
        with pytest.raises(UnreadableExportError, match=r"a\.ost: .*pip install libpff-python"):
            read([tmp_path / "a.ost"])


class TestRealChild:
    @pytest.fixture(autouse=True)
    def _needs_the_library(self):
        pytest.importorskip("pypff")

    def test_a_store_of_noise_is_an_error_and_a_remark_beside_good_mail(self, tmp_path):
        (tmp_path / "a.pst").write_bytes(b"!BDN" + bytes(range(256)) * 40)
        with pytest.raises(UnreadableExportError, match=r"a\.pst could not be read"):
            read([tmp_path / "a.pst"])
        (tmp_path / "b.mbox").write_bytes(mbox(message()))
        harvest = read([tmp_path])
        assert len(harvest.interactions) == 1
        assert "a.pst" in harvest.issues.file[0]

    def test_the_child_bounds_its_memory(self, tmp_path):
        script = Path(pst.__file__).with_name("pst_child.py")
        code = (
            f"import runpy, sys; sys.argv = ['x']; m = runpy.run_path({str(script)!r}); "
            "m['limit_memory'](); import resource; print(resource.getrlimit(resource.RLIMIT_AS))"
        )
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True
        )
        assert done.stdout.strip() == str((2 * 1024**3, 2 * 1024**3))

    @pytest.mark.real
    @pytest.mark.skipif(not (REAL / "outlook").is_dir(), reason="no real Outlook stores here")
    def test_real_stores_are_read(self):
        for path in sorted((REAL / "outlook").glob("*.[op]st")):
            before = path.stat()
            harvest = read([path], body="light")
            assert len(harvest.interactions) > 0
            assert ledger_holds(harvest)
            assert path.stat().st_mtime_ns == before.st_mtime_ns
