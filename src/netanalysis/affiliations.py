"""Who worked where and when, and which companies and mail domains are one organisation."""

from __future__ import annotations

from typing import Final

import pandas as pd

from netanalysis.dataset import Dataset
from netanalysis.identity.company_names import company_words
from netanalysis.identity.organisations import KnownOrganisations, known_organisations, mail_domain
from netanalysis.words import count, listing

EMPLOYER_COLUMNS: Final = (
    *("person_id", "organisation", "source", "first_on", "last_on", "is_lasting"),
    *("n_interactions", "title", "evidence"),
)
ORGANISATION_COLUMNS: Final = ("n_people", "n_domains", "domains", "spellings", "related")
SHORTEST_LABEL: Final = 4
"""Letters of a domain's label that is compared; shorter ones are abbreviations of anything."""

SHOWN: Final = 4
"""Spellings, domains and names in one cell of a table; the rest is counted."""


def employers(archive: Dataset, person: str | None = None) -> pd.DataFrame:
    """Return where people worked, as their mail addresses and LinkedIn tell.

    Answers "where did they work, and since when do I know?". Nothing is concluded from one
    source to the other: a job that shows in both has two rows.

    Parameters
    ----------
    archive
        A Dataset.
    person
        Somebody in it (id, address, profile or name); by default everybody.

    Returns
    -------
    DataFrame
        One row per person and organisation from mail, and per job from LinkedIn (or an
        address book), ordered by person, first day, last day and organisation.

        ``person_id``
            who
        ``organisation``
            the company under its usual spelling, else the mail domain
        ``source``
            "mail" or "positions"
        ``first_on``, ``last_on``
            from mail: days of the first and last interaction under an address there, so the
            job may be longer. From positions: as stated; where only the present job is
            known, ``last_on`` is the day it was stated. Missing where unknown.
        ``is_lasting``
            stated as the present job on that day; missing for mail
        ``n_interactions``
            interactions under addresses there (1 or more); missing for positions
        ``title``
            job title as written; missing for mail
        ``evidence``
            where it was seen, in words

        Addresses at free-mail providers, relays and alumni services tell no employer.

    Raises
    ------
    PersonUnknownError
        If ``person`` is nobody in the archive.

    Examples
    --------
    >>> import netanalysis as na
    >>> archive = na.load(na.sample_path())
    >>> na.employers(archive, "Rafael Monteagudo")["organisation"].tolist()
    ['Tarnbeck Software', 'Pellworth Logistics', 'Pellworth Logistics']
    """
    wanted = archive.people.loc[archive.people["kind"] == "person", "person_id"]
    if person is not None:
        wanted = pd.Series([archive.person(person)])
    known = _known(archive)
    rows = pd.concat(
        [_from_mail(archive, known, wanted), _from_positions(archive, known, wanted)],
        ignore_index=True,
    )
    dtypes = dict.fromkeys(EMPLOYER_COLUMNS, "string") | {
        "first_on": "datetime64[us]",
        "last_on": "datetime64[us]",
        "is_lasting": "boolean",
        "n_interactions": "Int64",
    }
    rows = rows.reindex(columns=list(EMPLOYER_COLUMNS)).astype(dtypes)
    order = ["person_id", "first_on", "last_on", "organisation", "source", "title"]
    return rows.sort_values(order, na_position="last", ignore_index=True)


def organisations(archive: Dataset) -> pd.DataFrame:
    """Return the organisations people belong to, with the names and domains taken for one.

    Answers "what counts as one company here, and what might belong together?". Names that
    differ in legal form, case, accents, signs or word order are one; a mail domain belongs to
    the company that most of its people state. A name within another name is never joined,
    but shown.

    Parameters
    ----------
    archive
        A Dataset.

    Returns
    -------
    DataFrame
        Index ``organisation``; most people first, then by name.

        ``n_people``
            people whose present organisation it is (1 or more)
        ``n_domains``
            mail domains that stand for it
        ``domains``
            these domains
        ``spellings``
            the ways its name was written, the most frequent first
        ``related``
            other organisations whose name begins with all words of this one or the other
            way round, whose domain differs in the ending only, or whose name a domain
            repeats: perhaps a subsidiary, perhaps a stranger. Nothing follows from it.

    Examples
    --------
    >>> import netanalysis as na
    >>> archive = na.load(na.sample_path())
    >>> na.organisations(archive).loc["Halden Robotics", "domains"]
    'halden-robotics.example'
    """
    people = archive.people[archive.people["kind"] == "person"].dropna(subset="organisation")
    counts = people["organisation"].value_counts()
    known = _known(archive)
    written = pd.concat([archive.people["company"], archive.positions["company"]]).dropna()
    spelled = _listed(written.map(known.of_company), written)
    domains = people["address"].fillna("").map(mail_domain)
    meant = domains.map(lambda domain: known.by_domain.get(domain, domain))
    is_theirs = (domains != "") & (meant == people["organisation"])
    of_domain = {
        str(name): sorted(group.unique())
        for name, group in domains[is_theirs].groupby(people.loc[is_theirs, "organisation"])
    }
    names = sorted(counts.index)
    frame = pd.DataFrame(index=pd.Index(names, name="organisation", dtype="string"))
    frame["n_people"] = counts.reindex(names).astype("Int64").to_numpy()
    frame["n_domains"] = pd.array([len(of_domain.get(name, ())) for name in names], "Int64")
    frame["domains"] = [listing(of_domain.get(name, []), SHOWN) for name in names]
    frame["spellings"] = [listing(spelled.get(name, []), SHOWN) for name in names]
    related = _related({name: of_domain.get(name, []) for name in names})
    frame["related"] = [listing(related.get(name, []), SHOWN) for name in names]
    texts = ["domains", "spellings", "related"]
    frame[texts] = frame[texts].astype("string").replace("", pd.NA)
    return frame.sort_values("n_people", ascending=False, kind="stable")[list(ORGANISATION_COLUMNS)]


def _known(archive: Dataset) -> KnownOrganisations:
    return archive.remembered(
        "known organisations",
        (),
        lambda: known_organisations(archive.people, archive.positions["company"].dropna()),
    )


def _from_mail(archive: Dataset, known: KnownOrganisations, people: pd.Series) -> pd.DataFrame:
    aliases = archive.aliases[archive.aliases["person_id"].isin(people)]
    used = aliases[(aliases["kind"] == "address") & (aliases["n_interactions"].fillna(0) > 0)]
    used = used.assign(address=used["alias_key"].str.removeprefix("address:"))
    used = used.assign(organisation=used["address"].map(known.of_address))
    used = used[used["organisation"] != ""].sort_values(["first_on", "address"])
    groups = used.groupby(["person_id", "organisation"], as_index=False)
    found = groups.agg(
        first_on=("first_on", "min"),
        last_on=("last_on", "max"),
        n_interactions=("n_interactions", "sum"),
        addresses=("address", list),
    )
    evidence = [
        f"{count(n, 'interaction')} under {listing(addresses, SHOWN)}"
        for n, addresses in zip(found["n_interactions"], found["addresses"], strict=True)
    ]
    return found.assign(source="mail", evidence=evidence)


def _from_positions(archive: Dataset, known: KnownOrganisations, people: pd.Series) -> pd.DataFrame:
    jobs = archive.positions[archive.positions["person_id"].isin(people)].dropna(subset="company")
    jobs = jobs.assign(organisation=jobs["company"].map(known.of_company))
    jobs = jobs[jobs["organisation"] != ""]
    file = jobs["origin"].str.rpartition("/")[2] if len(jobs) else jobs["origin"]
    return pd.DataFrame(
        {
            "person_id": jobs["person_id"],
            "organisation": jobs["organisation"],
            "source": "positions",
            "first_on": jobs["started_on"],
            "last_on": jobs["finished_on"].fillna(jobs["seen_on"]),
            "is_lasting": jobs["finished_on"].isna() & jobs["seen_on"].notna(),
            "title": jobs["title"],
            "evidence": "stated as " + jobs["company"] + " in " + file,
        }
    )


def _listed(names: pd.Series, written: pd.Series) -> dict[str, list[str]]:
    """Return, per organisation, its spellings, the most frequent first."""
    frame = pd.DataFrame({"name": names, "written": written.str.strip()})
    counts = frame[frame["name"] != ""].value_counts().reset_index()
    counts = counts.sort_values(["name", "count", "written"], ascending=[True, False, True])
    return {str(name): group.tolist() for name, group in counts.groupby("name")["written"]}


def _related(domains: dict[str, list[str]]) -> dict[str, list[str]]:
    """Return other names that begin alike word by word, or whose domain says the same."""
    heads: dict[tuple[str, ...], list[str]] = {}
    labels: dict[str, list[str]] = {}
    words = {name: company_words(name) for name in domains}
    for name, own in domains.items():
        heads.setdefault(words[name], []).append(name)
        said = {words[name][0], "".join(words[name])} if not own else set()
        for label in {domain.partition(".")[0] for domain in own} | said:
            if len(label) >= SHORTEST_LABEL:
                labels.setdefault(label, []).append(name)
    pairs: set[tuple[str, str]] = set()
    for name in domains:
        for n in range(1, len(words[name])):
            pairs |= {(name, other) for other in heads.get(words[name][:n], ())}
    for group in labels.values():
        pairs |= {(name, other) for name in group for other in group if domains[name]}
    found: dict[str, list[str]] = {}
    for name, other in sorted(pairs | {(b, a) for a, b in pairs}):
        if name != other:
            found.setdefault(name, []).append(other)
    return found
