"""Organisations: which company or mail domain a person belongs to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

import pandas as pd

from netanalysis.identity.company_names import company_key
from netanalysis.identity.free_mail import ALUMNI_LABELS, BRANDS, PROVIDERS, RELAYS

if TYPE_CHECKING:
    from publicsuffixlist import PublicSuffixList


@cache
def _suffixes() -> PublicSuffixList:
    """Return the public suffix list that comes with its package; no network is asked."""
    from publicsuffixlist import PublicSuffixList

    return PublicSuffixList()


@lru_cache(maxsize=100_000)
def registered_domain(host: str) -> str:
    """Return the part of a host that somebody registered, "" where it has none.

    A host that is itself a public suffix ("gov.uk") stands for itself.
    """
    labels = host.split(".")
    if len(labels) < 2 or not all(labels) or not labels[-1][0].isalpha():
        return ""
    return _suffixes().privatesuffix(host) or host


@lru_cache(maxsize=100_000)
def mail_domain(address: str) -> str:
    """Return the registered domain of an address, "" for none or one that names no employer.

    Free-mail providers, relays and addresses for alumni name none.
    """
    host = address.rpartition("@")[2].strip().strip(".").casefold()
    domain = registered_domain(host)
    if not domain or {host, domain} & (PROVIDERS | RELAYS):
        return ""
    if domain.partition(".")[0] in BRANDS or ALUMNI_LABELS & set(host.split(".")):
        return ""
    return domain


@dataclass(frozen=True)
class KnownOrganisations:
    """The organisations of an archive: names by company key, and by mail domain."""

    by_company: Mapping[str, str]
    by_domain: Mapping[str, str]

    def of_company(self, company: str) -> str:
        """Return the organisation of a company as written, "" where it names none."""
        key = company_key(company)
        return self.by_company.get(key, company.strip()) if key else ""

    def of_address(self, address: str) -> str:
        """Return the organisation of a mail address, "" where it names none."""
        domain = mail_domain(address)
        return self.by_domain.get(domain, domain)


def known_organisations(people: pd.DataFrame, companies: Iterable[str] = ()) -> KnownOrganisations:
    """Return what ``people`` (``company``, ``address``) and further companies tell.

    Further ones take the name of a company that people state, if they are the same. Companies
    whose names differ in legal form, case, accents, signs or the order of their
    words are one, under the spelling used most. A mail domain stands for the company that
    at least half of its people who state one agree on (two people, unless all agree).
    """
    stated = people["company"].fillna("").tolist()
    names = _names(stated, companies)
    domains = [mail_domain(address) for address in people["address"].fillna("")]
    votes: dict[str, Counter[str]] = {}
    for domain, company in zip(domains, stated, strict=True):
        name = names.get(company_key(company))
        if domain and name:
            votes.setdefault(domain, Counter())[name] += 1
    by_domain = {}
    for domain, counts in votes.items():
        top = max(counts, key=lambda name: (counts[name], company_key(name), name))
        if counts[top] * 2 >= counts.total() and (counts[top] > 1 or len(counts) == 1):
            by_domain[domain] = top
    return KnownOrganisations(names, by_domain)


def organisation_of(people: pd.DataFrame) -> pd.Series:
    """Return the organisation of every person, missing where unknown.

    The company a person states comes first, then the one their mail domain stands for, then
    the domain itself.
    """
    known = known_organisations(people)
    named = [
        known.of_company(company) or known.of_address(address) or None
        for company, address in zip(
            people["company"].fillna(""), people["address"].fillna(""), strict=True
        )
    ]
    return pd.Series(named, index=people.index, dtype="string")


def _names(stated: Iterable[str], further: Iterable[str]) -> dict[str, str]:
    """Return, per company key, the spelling used most for the words in it, in any order.

    What is stated goes before what is further; among equals the last in order is taken.
    """
    by_words: dict[frozenset[str], str] = {}
    names: dict[str, str] = {}
    for companies in (stated, further):
        keyed = ((company_key(name), name) for name in companies)
        counts = Counter((frozenset(key.split()), key, name) for key, name in keyed if key)
        of_words = Counter({(words, name): 0 for words, _, name in counts})
        for (words, _, name), n in counts.items():
            of_words[words, name] += n
        rising = sorted(of_words, key=lambda pair: (of_words[pair], pair[1]))
        by_words = dict(rising) | by_words
        names |= {key: by_words[words] for words, key, _ in counts}
    return names
