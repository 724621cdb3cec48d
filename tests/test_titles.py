"""What titles say: levels and functions, title by title, and what must hold for any text."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netanalysis.titles import FUNCTIONS, LEVEL_NAMES, functions, seniorities, seniority
from netanalysis.titles.folding import fold
from netanalysis.titles.function_lexicon import PATTERNS
from netanalysis.titles.level_lexicon import BELOW_VICE_PRESIDENT, ENTRIES

ROOT = Path(__file__).resolve().parents[1]
REAL_TITLES = ROOT.parent / "shared" / "data" / "titles"

LEVELS_BY_LANGUAGE = {
    "English": {
        "Student at State University": 0,
        "Trainee Accountant": 0,
        "PhD candidate": 0,
        "Junior Developer": 1,
        "Sales Assistant": 1,
        "Graduate Engineer": 1,
        "Software Engineer": 2,
        "Account Executive": 2,
        "Senior Software Engineer": 3,
        "Staff Engineer": 3,
        "Of Counsel": 3,
        "Assistant Manager": 3,
        "Junior Product Manager": 3,
        "Lead Engineer": 4,
        "Product Manager": 4,
        "Principal Engineer": 4,
        "Head of Sales": 5,
        "Director, R&D": 5,
        "General Counsel": 5,
        "V.P. Sales": 6,
        "Managing Director": 6,
        "GM - Fintech": 6,
        "Partner": 6,
        "Chief Financial and Operating Officer": 7,
        "President & CEO": 7,
        "Co-Owner": 7,
        "Chairwoman": 7,
        "Non-Executive Director": 7,
    },
    "German": {
        "Werkstudentin Marketing": 0,
        "Auszubildender": 0,
        "Assistenz": 1,
        "Mitarbeiterin Vertrieb": 2,
        "Rechtsanwältin": 2,
        "Softwareentwickler": 2,
        "Softwarearchitektin": 3,
        "Projektleiter*in": 4,
        "Key-Account-Managerin": 4,
        "Filialleiter": 4,
        "Leiterin Vertrieb": 5,
        "Marketing- und Vertriebsleiter": 5,
        "Kaufmännische Leitung": 5,
        "Stellvertretender Vertriebsleiter": 5,
        "Direktorin": 5,
        "Prokuristin": 5,
        "Vizepräsidentin": 6,
        "Mitglied der Geschäftsleitung": 6,
        "Stv. Geschäftsführer": 6,
        "Geschäftsführende Gesellschafterin": 7,
        "Vorstandsvorsitzende": 7,
        "Gründerin": 7,
    },
    "French": {
        "Stagiaire": 0,
        "Alternante marketing": 0,
        "Assistante de direction": 1,
        "Développeuse web": 2,
        "Ingénieure logiciel": 2,
        "Chef de projet": 4,
        "Cheffe d’équipe": 4,
        "Responsable marketing": 4,
        "Chef de service": 5,
        "Directrice commerciale": 5,
        "Directeur·rice marketing": 5,
        "Directeur général adjoint": 6,
        "Vice-présidente": 6,
        "Directrice générale": 7,
        "Président-directeur général": 7,
        "Cofondatrice": 7,
    },
    "Spanish": {
        "Becaria": 0,
        "Asistente de dirección": 1,
        "Abogada": 2,
        "Jefe de proyecto": 4,
        "Gerente de ventas": 4,
        "Directora de Marketing": 5,
        "Subdirector": 5,
        "Gerente general": 6,
        "Vicepresidente de ventas": 6,
        "Consejero delegado": 7,
        "Fundadora": 7,
        "Dueña": 7,
    },
}
TITLES = sorted({title for titles in LEVELS_BY_LANGUAGE.values() for title in titles})


@pytest.mark.parametrize(
    ("title", "level"),
    [
        pytest.param(title, level, id=f"{language}: {title}")
        for language, titles in LEVELS_BY_LANGUAGE.items()
        for title, level in titles.items()
    ],
)
def test_levels_in_four_languages(title, level):
    assert seniority(title).level == level


@pytest.mark.parametrize(
    ("title", "level"),
    [
        ("SVP & Director", 6),
        ("Founder | Engineer | Advisor | Investor", 7),
        ("Web Developer & CTO", 7),
        ("VP of Business Development & Co-Founder", 7),
        ("Executive Vice President, CFO", 6),  # the rank, then what it is for
        ("Senior Associate", 3),
        ("Manager, Office of the CFO", 4),
        ("Chief of Staff to the CEO", 5),
    ],
)
def test_the_highest_credible_role_of_several_counts(title, level):
    assert seniority(title).level == level


@pytest.mark.parametrize(
    "title",
    [
        "Assistant to the CEO",
        "Assistant to the CEO & Chairman",
        "Executive Assistant, CEO",
        "PA to CEO",
        "Director's Assistant",
        "Marketing Director Assistant",
        "Assistentin der Geschäftsführung",
        "Geschäftsführungsassistentin",
        "Vorstandssekretärin",
        "Assistante du directeur général",
        # Two superiors, one assistant
        "Assistant to the CEO / Head of Sales",
        "Assistant to CEO/COO",
        "Executive Assistant to the CEO, COO and Head of Finance",
        "EA to SVP, Global Head of HR",
        "Assistenz der Geschäftsführung / Vertriebsleitung",
    ],
)
def test_an_assistant_does_not_take_the_rank_of_the_one_assisted(title):
    assert seniority(title).level == 1


@pytest.mark.parametrize(
    ("title", "level"),
    [
        ("Head of Sales / Assistant to the CEO", 5),
        ("Assistant to the CEO | Head of Sales", 5),
        ("Assistant to the CEO; Director of Operations", 5),
        ("PA to CEO, Office Manager", 4),
        ("Assistante de direction / Responsable RH", 4),
    ],
)
def test_a_role_of_ones_own_beside_an_assistants_counts(title, level):
    """It stands before, is set apart by a pipe or semicolon, or is none that has assistants."""
    assert seniority(title).level == level


@pytest.mark.parametrize(
    ("title", "level"),
    [
        ("Senior Partner Manager", 4),
        ("Senior Partner, Corporate Law", 6),
        ("Senior Partner", 6),
        ("Leading Consultant", 3),
        ("Leading Teams to Success", None),
        ("Honorary President", 5),
        ("Ehrenpräsident", 5),
    ],
)
def test_partners_that_are_managed_leading_professionals_and_honorary_ranks(title, level):
    assert seniority(title).level == level


@pytest.mark.parametrize(
    ("title", "level"),
    [
        ("ex-CEO", None),
        ("Former President of Armada", None),
        ("Retired Director", None),
        ("Vice President, retired", None),
        ("CEO (retired)", None),
        ("Professor Emeritus", None),
        ("Ehemaliger Geschäftsführer", None),
        ("Former CEO, now adviser", 2),
        ("Product Manager, ex-Google", 4),
        ("Aspiring CEO", None),
        ("CEO whisperer", None),
        ("I help CEOs", None),
        ("Coach to CEOs", 3),
        ("Engineer at Founder Institute", 2),
    ],
)
def test_roles_of_other_times_and_other_people_do_not_count(title, level):
    assert seniority(title).level == level


@pytest.mark.parametrize(
    ("title", "level"),
    [
        ("Associate", 1),
        ("Associate Director", 5),
        ("Associate Partner", 5),
        ("Associate Dean", 5),
        ("Associate Professor", 3),
        ("Product Owner", 2),
        ("Business Owner", 7),
        ("Business Process Owner", 2),
        ("HR Business Partner", 3),
        ("Partner Manager", 4),
        ("Lead Generation Specialist", 2),
        ("Internal Auditor", 2),
        ("International Sales Manager", 4),
        ("Student Affairs Director", 5),
        ("Manager Trainee", 0),
        ("Head Nurse", 4),
        ("Flugbegleiterin", None),
        ("Geschäftsführer Junior", 7),
        ("Cardiologist, MD, PhD", 2),
        ("MD & CEO", 7),
        ("MVP Factory", None),
        ("Customer Support", None),
        ("Alumni Board Member", 5),
        ("Education and Mentorship Chair", 5),
        ("Chair of the Finance Committee", 7),
        ("Regional Director a.i. - West Asia", 5),
    ],
)
def test_words_that_mean_something_else_beside_other_words(title, level):
    assert seniority(title).level == level


@pytest.mark.parametrize(
    "title",
    [None, "", "   ", "12345", "🙂", "--- / ---", "Генеральный директор", "总经理", "\x00"],
)
def test_nothing_to_read_is_unknown_and_not_middle(title):
    found = seniority(title)
    assert (found.level, found.confidence, found.rule) == (None, 0.0, "no words to read")


@pytest.mark.parametrize("title", ["Ninja", "Finance & Tactics", "Team"])
def test_a_title_without_a_known_word_is_unknown(title):
    assert seniority(title).level is None


def test_a_play_on_a_rank_keeps_the_level_with_little_trust():
    joke, plain = seniority("Chief Happiness Officer"), seniority("Chief Financial Officer")
    assert joke.level == plain.level == 7
    assert joke.confidence < 0.5 < plain.confidence


@pytest.mark.parametrize(
    "spelling",
    [
        "Geschäftsführer",
        "Geschäftsführerin",
        "GESCHÄFTSFÜHRERIN",
        "Geschaeftsfuehrer",
        "Geschaftsfuhrerin",
        "Gescha\u0308ftsfu\u0308hrer",
        "Geschäfts\u00adführer",
        "Geschäftsführer/in",
        "Geschäftsführer:in",
        "Geschäftsführer*in (m/w/d)",
        "GeschäftsführerIn",
        "🚀Geschäftsführer🚀",
    ],
)
def test_every_spelling_of_one_role_reads_alike(spelling):
    assert seniority(spelling) == seniority("Geschäftsführer")


@pytest.mark.parametrize(
    "spelling", ["CEO", "c.e.o.", "ＣＥＯ", "founder&ceo", "CEO首席执行官", "|CEO|"]
)
def test_chief_executives_in_odd_letters(spelling):
    assert seniority(spelling).level == 7


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sales & Marketing Director", ("sales", "marketing")),
        ("Marketing & Sales Director", ("marketing", "sales")),
        ("Data Engineer", ("data", "engineering")),
        ("Product Marketing Manager", ("marketing",)),
        ("Leiter Personalentwicklung", ("people",)),
        ("HR Manager", ("people",)),
        ("Rechtsanwältin", ("legal",)),
        ("Head of R&D", ("research",)),
        ("Krankenschwester", ("healthcare",)),
        ("Comptable", ("finance",)),
        ("Vertriebsleiter", ("sales",)),
        ("CEO", ("general management",)),
        ("IT-Projektleiter", ("information technology", "project management")),
        ("Vice President Sales", ("sales",)),
        ("Python", ("engineering",)),
        ("Machine Learning", ("data",)),
        ("Negotiation", ("sales",)),
        ("Director", ()),
        ("Hospitality", ()),
        ("make it happen", ()),
        ("Regional Director a.i. - West Asia", ()),
        ("CFO (a.i.)", ("finance",)),
        ("Head of A.I.", ("data",)),
        ("Gebietsverkaufsleiter", ("sales",)),
        ("Mitarbeiterin Auftragsabwicklung", ("operations",)),
        ("", ()),
        (None, ()),
    ],
)
def test_functions_in_order_of_appearance(text, expected):
    assert functions(text) == expected


@settings(deadline=None, max_examples=200)
@given(st.text(max_size=400) | st.lists(st.sampled_from(TITLES), max_size=6).map(" | ".join))
def test_any_text_gives_an_answer_within_bounds(text):
    found = seniority(text)
    assert found.level is None or found.level in LEVEL_NAMES
    assert 0 <= found.confidence <= 1
    assert (found.level is None) == (found.confidence == 0)
    assert found.rule
    named = functions(text)
    assert len(set(named)) == len(named)
    assert set(named) <= set(FUNCTIONS)
    assert re.fullmatch(r"[a-z0-9|+ ]*", fold(text))


@settings(deadline=None, max_examples=100)
@given(st.sampled_from(TITLES), st.sampled_from(["  {} ", "✨ {} ✨", "{}!", "({})", "{} 🙂"]))
def test_decoration_changes_nothing(title, decoration):
    assert seniority(decoration.format(title)) == seniority(title)


@settings(deadline=None, max_examples=100)
@given(st.sampled_from(TITLES), st.sampled_from(TITLES))
def test_two_roles_set_apart_count_as_the_higher(one, other):
    levels = [seniority(one).level, seniority(other).level]
    assert seniority(f"{one} | {other}").level == max(levels)
    assert seniority(f"{other} | {one}").level == max(levels)


@given(st.sampled_from(TITLES))
def test_case_changes_nothing(title):
    assert seniority(title.upper()) == seniority(title) == seniority(title.lower())


def test_a_column_of_titles_keeps_its_index_and_order():
    titles = pd.Series(["CEO", None, "Intern", "CEO", "Ninja"], index=list("edcba"), dtype="string")
    table = seniorities(titles)
    assert table.index.tolist() == list("edcba")
    assert table.dtypes.astype(str).to_dict() == {
        "level": "Int64",
        "confidence": "Float64",
        "rule": "string",
    }
    assert table["level"].tolist() == [7, pd.NA, 0, 7, pd.NA]
    assert table["rule"].notna().all()


def test_an_empty_column_gives_the_same_columns_and_no_rows():
    table = seniorities(pd.Series([], dtype="string"))
    assert table.columns.tolist() == ["level", "confidence", "rule"]
    assert len(table) == 0
    assert str(table["level"].dtype) == "Int64"


def test_the_tables_are_well_formed():
    rules = [entry.rule for entry in ENTRIES]
    assert len(set(rules)) == len(rules)
    assert set(rules) >= BELOW_VICE_PRESIDENT
    assert all(entry.level is None or entry.level in LEVEL_NAMES for entry in ENTRIES)
    assert all((entry.level is None) == (entry.confidence == 0) for entry in ENTRIES)
    assert all(entry.level is not None or entry.effect == "void" for entry in ENTRIES)
    assert {name for name, _, _ in PATTERNS} - {""} == set(FUNCTIONS)


@pytest.mark.real
@pytest.mark.skipif(not REAL_TITLES.is_dir(), reason="the labelled titles are not here")
@pytest.mark.parametrize("name", ["FIVE_CLASSES", "THREE_LANGUAGES"])
def test_titles_nobody_looked_at_reach_the_bar(name):
    bench = runpy.run_path(str(ROOT / "benchmarks" / "titles.py"))
    labelled = bench[name]
    pairs = [
        (label, labelled.predict(seniority(title)))
        for title, label in bench["rows"](labelled)
        if bench["is_second_half"](title)
    ]
    assert bench["accuracy"](pairs) >= labelled.bar
