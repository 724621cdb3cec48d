"""Organisations: which company or mail domain a person belongs to."""

from __future__ import annotations

import unicodedata
from collections import Counter
from typing import Final

import pandas as pd

from netanalysis.identity.folding import fold

# Mail providers for everybody: their domain says nothing about an employer.
FREE_MAIL: Final = frozenset(
    "gmail.com googlemail.com yahoo.com yahoo.co.uk ymail.com hotmail.com hotmail.co.uk "
    "outlook.com "
    "live.com msn.com aol.com icloud.com me.com mac.com gmx.de gmx.net gmx.com web.de t-online.de "
    "freenet.de posteo.de mailbox.org proton.me protonmail.com pm.me fastmail.com fastmail.fm "
    "zoho.com yandex.ru yandex.com mail.ru qq.com 163.com 126.com naver.com orange.fr free.fr "
    "laposte.net wanadoo.fr libero.it comcast.net verizon.net att.net sbcglobal.net bellsouth.net "
    "earthlink.net home.com flash.net prodigy.net juno.com compuserve.com btinternet.com "
    # Reserved for documentation: nobody's organisation.
    "example.com example.net example.org".split()
)
# Shorter first words and initials fit many companies.
LEAST_LABEL: Final = 4
LEAST_INITIALS: Final = 3
# Second-level names under which registries sell third-level names (example.co.uk).
_SECOND_LEVEL: Final = frozenset("co com org net ac edu gov ltd plc gob gouv or ne".split())
# Legal forms at the end of a company name, without dots.
_LEGAL_FORMS: Final = frozenset(
    "inc incorporated corp corporation co company ltd limited llc llp lp plc gmbh ag kg kgaa mbh "
    "ug se ev eg ohg gbr sa sarl sas srl spa bv nv cv oy oyj ab as asa aps kk pty pvt pte sdnbhd "
    "doo sro spzoo kft zrt ltda".split()
)
# What people write in the employer field when they have no employer.
NO_COMPANY: Final = frozenset(
    [
        "self-employed",
        "self employed",
        "freelance",
        "freelancer",
        "confidential",
        "stealth",
        "stealth startup",
        "retired",
        "unemployed",
        "independent",
        "independent consultant",
        "none",
        "n/a",
        "various",
        "private",
        "selbstandig",
        "selbststandig",
        "freiberuflich",
    ]
)


def mail_domain(address: str) -> str:
    """Return the registered domain of an address, "" for none or a free-mail provider."""
    host = address.rpartition("@")[2].strip().strip(".").casefold()
    labels = host.split(".")
    if len(labels) < 2 or not labels[-1].isalpha():
        return ""
    keep = 3 if len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SECOND_LEVEL else 2
    domain = ".".join(labels[-keep:])
    return "" if domain in FREE_MAIL or host in FREE_MAIL else domain


def company_key(company: str) -> str:
    """Return the comparison key of a company: no legal form, case, accents or spare spaces."""
    text = unicodedata.normalize("NFKD", company.casefold())
    text = "".join(c for c in text if not unicodedata.combining(c))
    words = [word for word in text.replace(",", " ").split() if word.strip(".,-&")]
    while len(words) > 1 and words[-1].replace(".", "").replace("/", "") in _LEGAL_FORMS:
        words.pop()
    key = " ".join(words).strip(" .,-")
    return "" if key in NO_COMPANY else key


def company_fits_domain(company: str, domain: str) -> bool:
    """Whether a registered domain bears the name of a company.

    "Acme GmbH" and "Acme Robotics" fit acme.com, "Halden Robotics" fits halden-robotics.de and
    "International Business Machines" ibm.com. Letters are compared, never parts of words.
    """
    label = "".join(c for c in domain.partition(".")[0] if c.isalnum())
    words = ["".join(c for c in fold(w) if c.isalnum()) for w in company_key(company).split()]
    words = [word for word in words if word]
    if not label or not words:
        return False
    beginnings = {"".join(words[:n]) for n in range(1, len(words) + 1)}
    initials = "".join(word[0] for word in words)
    is_named = label in beginnings and (len(label) >= LEAST_LABEL or label == "".join(words))
    return is_named or (len(initials) >= LEAST_INITIALS and label == initials)


def organisations(people: pd.DataFrame) -> pd.Series:
    """Return the organisation of every person in ``people``, missing where unknown.

    The company a person states comes first. A mail domain stands for the company that most
    of its people state, where at least half of those who state one agree; otherwise for
    itself. Companies that differ only in legal form, case or accents are one, under the
    spelling used most.
    """
    keys = [company_key(c) for c in people["company"].fillna("")]
    domains = [mail_domain(a) for a in people["address"].fillna("")]
    spelling = _spellings(keys, people["company"].tolist())
    stated: dict[str, Counter[str]] = {}
    for domain, key in zip(domains, keys, strict=True):
        if domain and key:
            stated.setdefault(domain, Counter())[key] += 1
    company_of = {}
    for domain, counts in stated.items():
        top = max(counts, key=lambda key: (counts[key], key))
        if counts[top] * 2 >= counts.total() and (counts[top] > 1 or len(counts) == 1):
            company_of[domain] = spelling[top]
    named = [
        spelling[key] if key else company_of.get(domain, domain) or None
        for key, domain in zip(keys, domains, strict=True)
    ]
    return pd.Series(named, index=people.index, dtype="string")


def _spellings(keys: list[str], companies: list[str]) -> dict[str, str]:
    """Return, per company key, the spelling used most (the last in order among equals)."""
    counts = Counter((key, name) for key, name in zip(keys, companies, strict=True) if key)
    rising = sorted(counts, key=lambda pair: (counts[pair], pair[1]))
    return dict(rising)
