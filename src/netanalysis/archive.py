"""Load exports into a Dataset: find what each path holds, read it, and see who is who."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from os import PathLike
from pathlib import Path
from typing import Final, Literal

import pandas as pd

from netanalysis.dataset import Dataset
from netanalysis.errors import ExportNotFoundError, UnknownExportError
from netanalysis.harvest import Harvest, Progress, combine
from netanalysis.identity import Identity, resolve
from netanalysis.loaders import linkedin, mail
from netanalysis.zips import is_zip, member_names

# A handful of dates far after all others are clocks gone wrong, not the present.
STRAY_GAP_DAYS: Final = 365
STRAY_SHARE: Final = 0.001
STRAY_AT_MOST: Final = 3
DATES_NEEDED: Final = 50
# What the files of a LinkedIn export end in.
LINKEDIN_ENDINGS: Final = frozenset([".csv", ".html", ".htm", ".zip", ".txt", ".pdf", ".json"])


@dataclass
class _Sources:
    """Paths by the loader that takes them."""

    linkedin: list[Path] = field(default_factory=list)
    mail: list[Path] = field(default_factory=list)


def load(
    *paths: str | PathLike[str],
    me: str | Sequence[str] = (),
    progress: Progress | None = None,
    body: Literal["light"] | None = None,
) -> Dataset:
    """Load LinkedIn exports and mail archives into one Dataset.

    Answers "what do I have?": every path is looked at, read as what it is, and joined with
    the others; who is who is settled by exact addresses, exact profile URLs and
    unambiguous full names. Files are only read, never changed, and the text of messages
    is never kept.

    Parameters
    ----------
    paths
        LinkedIn exports (zip, folder or single CSV) and mail (mbox, Maildir, folders of
        messages, Google Takeout as zip or tgz, Outlook's .pst, .ost, .msg and CSV, each
        also packed), or folders that hold such things.
    me
        The owner's mail addresses, LinkedIn profile or full name. By default the owner is
        found from the data; ``Dataset.owner_reason`` says how.
    progress
        Called as ``progress(file, bytes done, bytes in all)`` while files are read.
    body
        ``"light"`` fills ``n_words``, ``is_question``, ``is_thanks`` and ``n_attachments``
        of the interactions by mail. By default bodies are hashed and nothing else; they
        are never kept.

    Returns
    -------
    Dataset
        The canonical tables. ``issues`` lists what was left out and why; in ``ledger``
        the counts of every file add up.

    Raises
    ------
    ExportNotFoundError
        If a path does not exist.
    UnknownExportError
        If a path holds neither a LinkedIn export nor mail, or ``body`` is another word.
    UnreadableExportError
        If a path is of a known kind but nothing in it can be read.
    OwnerUnknownError
        If ``me`` names somebody who is nowhere in the archive.

    Examples
    --------
    >>> import netanalysis as na
    >>> archive = na.load(na.sample_path())
    >>> archive.has_owner
    True
    """
    if not paths:
        raise UnknownExportError(
            "load() was given no path; give it a LinkedIn export (zip or folder) or mail."
        )
    if body not in (None, "light"):
        raise UnknownExportError(f"load(body={body!r}) is not known; give body='light' or none.")
    sources = _Sources()
    for path in paths:
        _assign(_existing(path), sources)
    harvests = []
    if sources.linkedin:
        harvests.append(linkedin.read(sources.linkedin, progress=progress))
    if sources.mail:
        exclude = frozenset(sources.linkedin)
        harvests.append(mail.read(sources.mail, exclude=exclude, progress=progress, body=body))
    harvest = _doubt_stray_dates(combine(harvests))
    identity = resolve(harvest, [me] if isinstance(me, str) else list(me))
    return _dataset(harvest, identity)


def _existing(path: str | PathLike[str]) -> Path:
    text = str(path)
    if "://" in text:
        raise ExportNotFoundError(
            f"{text} is a web address; download it first and give the path of the local file."
        )
    found = Path(path).expanduser()
    if not found.exists():
        raise ExportNotFoundError(f"{text} does not exist; check the path.")
    if not (found.is_file() or found.is_dir()):
        raise ExportNotFoundError(f"{text} is neither a regular file nor a folder.")
    return found


def _assign(path: Path, sources: _Sources) -> None:
    """Put ``path``, or the exports inside it, under the loader that reads them."""
    if path.is_file() and _is_for_mail(path):
        sources.mail.append(path)
        return
    if linkedin.recognises(path):
        sources.linkedin.append(path)
        sources.mail.extend(_mail_beside(path))
        return
    inside: list[Path] = []
    if path.is_dir():
        inside = _linkedin_inside(path)
        sources.linkedin.extend(inside)
    if mail.recognises(path, exclude=frozenset(inside)):
        sources.mail.append(path)
    elif not inside:
        raise UnknownExportError(_what_it_is(path))


def _is_for_mail(path: Path) -> bool:
    """Return whether a zip or CSV file, which could be LinkedIn's, is mail instead.

    A zip is told by the names of its members: LinkedIn's own first, then mail. One that
    cannot be opened is left to the loader of LinkedIn exports, which says what is wrong.

    Raises
    ------
    UnknownExportError
        If a sound zip holds nothing that is known.
    """
    if not is_zip(path):
        is_named = linkedin.names_an_export(path.name, [path.name], is_strict=False)
        return not is_named and mail.recognises(path)
    names = member_names(path)
    if not names or linkedin.names_an_export(path.name, names, is_strict=True):
        return False
    if mail.recognises(path) or mail.is_takeout(path):
        return True
    if linkedin.names_an_export(path.name, names, is_strict=False):
        return False
    shown = ", ".join(name.rsplit("/", 1)[-1] for name in names[:3])
    raise UnknownExportError(
        f"The zip {path.name} holds {len(names):,} files ({shown}{' ...' if names[3:] else ''}), "
        "neither a LinkedIn export nor mail; give the zip that LinkedIn or Google Takeout sent."
    )


def _mail_beside(export: Path) -> list[Path]:
    """Return mail that lies in the folder of a LinkedIn export, among its own files.

    Only what no LinkedIn export holds is looked at, so that no private file is opened.
    """
    if not export.is_dir():
        return []
    entries = [entry for entry in sorted(export.iterdir()) if not entry.name.startswith(".")]
    strange = [
        entry
        for entry in entries
        if (entry.is_file() and entry.suffix.lower() not in LINKEDIN_ENDINGS)
        or (entry.is_dir() and (entry.suffix == ".mbox" or (entry / "cur").is_dir()))
    ]
    return [entry for entry in strange if mail.recognises(entry)]


def _linkedin_inside(folder: Path) -> list[Path]:
    """Return the LinkedIn exports in ``folder``, not looking inside one for another."""
    found: list[Path] = []
    for entry in sorted(folder.iterdir()):
        if entry.name.startswith((".", "__MACOSX")) or entry.is_symlink():
            continue
        if entry.is_dir():
            found += [entry] if linkedin.recognises(entry) else _linkedin_inside(entry)
        elif entry.suffix.lower() == ".zip" and linkedin.names_an_export(
            entry.name, member_names(entry), is_strict=True
        ):
            found.append(entry)
    return found


def _what_it_is(path: Path) -> str:
    wanted = (
        "a LinkedIn export (the zip or its folder) or mail (mbox, Maildir, a folder of messages, "
        "a Google Takeout, Outlook's .pst, .msg or CSV)"
    )
    if path.is_dir():
        names = sorted(entry.name for entry in path.iterdir())
        held = f"holds {len(names)} entries ({', '.join(names[:3])})" if names else "is empty"
        return f"The folder {path.name} {held}, none of them known; give {wanted}."
    size = path.stat().st_size
    held = "is empty" if size == 0 else f"({size:,} bytes) is not an export this package knows"
    return f"The file {path.name} {held}; give {wanted}."


def _doubt_stray_dates(harvest: Harvest) -> Harvest:
    """Mark the few mail dates that lie over a year after all others as implausible.

    One message from a machine whose clock ran ahead would otherwise make everybody look
    silent for years, because the latest interaction is the day of judgement.
    """
    events = harvest.interactions
    trusted = (events["channel"] == "mail") & (events["date_quality"] == "ok")
    times = events.loc[trusted, "occurred_at"].dropna().sort_values()
    n_most = max(STRAY_AT_MOST, int(len(times) * STRAY_SHARE))
    if len(times) < DATES_NEEDED:
        return harvest
    tail = times.iloc[-n_most - 1 :]
    gaps = tail.diff().dt.days
    jumps = gaps.index[gaps > STRAY_GAP_DAYS]
    if not len(jumps):
        return harvest
    stray = tail.loc[jumps[0] :].index
    marked = events.copy()
    marked.loc[stray, "date_quality"] = "implausible"
    remarks = pd.DataFrame(
        {
            "file": events.loc[stray, "origin"],
            "reason": "implausible date",
            "problem": "dated over a year after all other mail; kept, but left out of all "
            "dated results",
            "is_left_out": False,
        }
    )
    issues = pd.concat([harvest.issues, remarks], ignore_index=True)
    return replace(harvest, interactions=marked, issues=issues)


def _dataset(harvest: Harvest, identity: Identity) -> Dataset:
    """Return the Dataset: the harvest's tables with people in the place of aliases."""
    person_of = identity.person_of
    participants = harvest.participations.assign(
        person_id=harvest.participations["alias_key"].map(person_of)
    )[["interaction_id", "person_id", "role"]].drop_duplicates()
    return Dataset(
        people=identity.people,
        aliases=identity.aliases,
        interactions=_with_bulk_by_person(harvest, participants, identity),
        participants=participants,
        relations=_relations(harvest, identity),
        positions=_by_person(harvest.positions, person_of),
        education=_by_person(harvest.education, person_of),
        skills=_by_person(harvest.skills, person_of),
        activity=_in_place(harvest.activity, person_of),
        profile_entries=_in_place(harvest.profile_entries, person_of),
        events=harvest.events,
        changes=_by_person(harvest.changes, person_of),
        issues=harvest.issues,
        ledger=harvest.ledger,
        owner_reason=identity.owner_reason,
    )


def _in_place(frame: pd.DataFrame, person_of: pd.Series) -> pd.DataFrame:
    """Put people in the place of aliases, and keep every row."""
    return frame.assign(person_id=frame["alias_key"].map(person_of)).drop(columns="alias_key")


def _by_person(frame: pd.DataFrame, person_of: pd.Series) -> pd.DataFrame:
    return _in_place(frame, person_of).drop_duplicates()


def _relations(harvest: Harvest, identity: Identity) -> pd.DataFrame:
    """Return what the owner holds; without an owner nobody can be the source."""
    owner = identity.people.loc[identity.people["is_me"], "person_id"]
    held = pd.concat(
        [harvest.connections.assign(kind="connected"), harvest.relations], ignore_index=True
    )
    frame = _by_person(held, identity.person_of)
    if owner.empty:
        frame = frame.iloc[:0]
    source = str(owner.iloc[0]) if len(owner) else ""
    frame = frame.rename(columns={"person_id": "target"}).assign(source=source)
    frame = frame[frame["target"] != frame["source"]]
    frame = frame.sort_values(["target", "kind", "since_on"], na_position="last")
    return frame.drop_duplicates(["source", "target", "kind"])


def _with_bulk_by_person(
    harvest: Harvest, participants: pd.DataFrame, identity: Identity
) -> pd.DataFrame:
    """Mark what robots sent, and what went to a mailing list, as bulk too."""
    events = harvest.interactions
    kind = identity.people.set_index("person_id")["kind"]
    roles = participants.assign(kind=participants["person_id"].map(kind))
    by_robot = roles.loc[(roles["role"] == "from") & (roles["kind"] == "robot"), "interaction_id"]
    by_list = roles.loc[roles["kind"] == "list", "interaction_id"]
    from_robot = events["interaction_id"].isin(by_robot)
    to_list = events["interaction_id"].isin(by_list)
    reason = events["bulk_reason"].mask(
        events["bulk_reason"].isna() & to_list, "a mailing list takes part"
    )
    reason = reason.mask(reason.isna() & from_robot, "sent by a robot or newsletter")
    return events.assign(is_bulk=events["is_bulk"] | from_robot | to_list, bulk_reason=reason)
