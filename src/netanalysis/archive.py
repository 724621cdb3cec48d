"""Load exports into a Dataset: find what each path holds, read it, and see who is who."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from os import PathLike
from pathlib import Path
from typing import Literal, NamedTuple

import pandas as pd

from netanalysis.assembly import Assembly
from netanalysis.attendance import Attendance, Attended, attendance_of, joined
from netanalysis.dataset import Dataset
from netanalysis.deciding import Decisions, read_decisions, resolve_as_decided
from netanalysis.discovery import Sources, assign, existing
from netanalysis.errors import UnknownExportError
from netanalysis.harvest import Harvest, Progress, combine
from netanalysis.identity import resolve
from netanalysis.loaders import calendar, contacts, linkedin, mail, table
from netanalysis.progress import say, watched
from netanalysis.shelf import Shelf, read_or_recall
from netanalysis.store import Request, writing
from netanalysis.store.fingerprint import files_below
from netanalysis.strays import stray_rows, without_trust


def load(
    *paths: str | PathLike[str],
    me: str | Sequence[str] = (),
    progress: Progress | bool | None = None,
    body: Literal["light"] | None = None,
    store: str | PathLike[str] | None = None,
    wishes: str | PathLike[str] | None = None,
    workers: int | None = None,
) -> Dataset:
    """Load LinkedIn exports, mail, calendars and address books into one Dataset.

    Answers "what do I have?": every path is looked at, read as what it is, and joined with
    the others; who is who is settled by what they state and by names and addresses
    that fit one person; what is less sure is in ``proposals``. Files are only read, never
    changed, and the text of messages is never kept.

    Parameters
    ----------
    paths
        LinkedIn exports (zip, folder or single CSV), mail (mbox, Maildir, folders of
        messages, Google Takeout as zip or tgz, Outlook's .pst, .ost, .msg and CSV, each
        also packed), calendars (.ics), address books (.vcf, contacts CSV of Google or
        Outlook), or folders that hold such things.
    me
        The owner's mail addresses, LinkedIn profile or full name. By default the owner is
        found from the data; ``Dataset.owner_reason`` says how.
    progress
        Whether to show how far reading has come: bytes, messages, speed and time left. By
        default a terminal and a notebook that somebody has open show a bar, pipes and
        notebooks run by a program none. In a notebook the output of the cell is cleared when
        all is read. A function is called as ``progress(file, bytes done, bytes in all)``;
        of a file that the store still holds once, with all of it done.
    body
        ``"light"`` fills ``n_words``, ``is_question``, ``is_thanks`` and ``n_attachments``
        of the interactions by mail. By default bodies are hashed and nothing else; they
        are never kept.
    store
        A folder in which to keep what was read. The next call with it reads only what is
        new, and nothing at all if nothing changed; the result is the same as without. While
        it reads, only a few numbers of each message are in memory.
    wishes
        The owner's own file of decisions, as :func:`accept` and :func:`reject` write it:
        own aliases, pairs that are one person, pairs that are two. Aliases in it that are
        in none of the exports become rows of ``issues``.
    workers
        Processes that read one large mbox together; the result is the same for any number.
        0 takes one for each processor where the mbox has 512 MB or more, and so does the
        default in notebooks; in scripts the default is one, since new processes run the
        script again up to its ``if __name__ == "__main__":``.

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
        If a path holds nothing of these, or ``body`` is another word.
    UnreadableExportError
        If a path is of a known kind but nothing in it can be read.
    OwnerUnknownError
        If ``me`` names somebody who is nowhere in the archive.
    OutputError
        If the store cannot be written, or another process is writing it.
    WishesError
        If the wishes file is not what it must be; the message names the line.
    DecisionError
        If decisions in it contradict each other.

    Examples
    --------
    >>> import netanalysis as na
    >>> archive = na.load(na.sample_path())
    >>> archive.has_owner
    True
    """
    if not paths:
        raise UnknownExportError(
            "load() was given no path; give it a LinkedIn export, mail, a calendar or an "
            "address book."
        )
    if body not in (None, "light"):
        raise UnknownExportError(f"load(body={body!r}) is not known; give body='light' or none.")
    if workers is not None and workers < 0:
        raise UnknownExportError(f"load(workers={workers}) is not possible; give 0 or more.")
    found = sorted((existing(path) for path in paths), key=lambda path: str(path.absolute()))
    decided = read_decisions(wishes, (me,) if isinstance(me, str) else tuple(me))
    ask = _Ask(decided, body, workers)
    if store is None:
        with watched(progress, lambda: _size(found, frozenset())) as shown:
            return _read(_sorted_out(found, frozenset()), ask, shown, None).dataset()
    request = Request(found, (decided, body), Path(store))
    known = request.answered()
    if known is not None:
        request.tidy()
        return known
    sources = _sorted_out(found, request.exclude)
    with writing(request.folder) as writer:
        known = request.answered()  # another process may have made it while we waited
        if known is not None:
            return known
        request.begin(writer)
        with watched(progress, lambda: _size(found, request.exclude)) as shown:
            assembly = _read(sources, ask, shown, writer)
            say(shown, "Writing the store")
            others = frozenset([*sources.mail, *sources.calendars, *sources.contacts])
            private = linkedin.unopened(sources.linkedin, exclude=others)
            return request.commit(writer, assembly, private)


class _Ask(NamedTuple):
    """What is asked of the sources."""

    decided: Decisions
    body: str | None
    workers: int | None


def _size(paths: Sequence[Path], exclude: frozenset[Path]) -> int:
    """Return the bytes of all files below ``paths``."""
    seen = files_below([path.absolute() for path in paths], exclude)
    return sum(max(size, 0) for _, size, _, _ in seen)


def _sorted_out(paths: Sequence[Path], exclude: frozenset[Path]) -> Sources:
    sources = Sources(exclude=exclude)
    for path in paths:
        assign(path, sources)
    return sources


def _read(sources: Sources, ask: _Ask, progress: Progress | None, shelf: Shelf | None) -> Assembly:
    """Return the tables of the sources; what the shelf still holds is not read."""
    found: list[tuple[Harvest, Attendance]] = []
    if sources.linkedin:
        files = linkedin.opened(sources.linkedin)
        harvest = read_or_recall(
            shelf, "LinkedIn", files, lambda: linkedin.read(sources.linkedin, progress=progress)
        )
        found.append((harvest, attendance_of(harvest)))
    if sources.mail:
        found.append(
            mail.gather(
                sources.mail,
                exclude=sources.taken,
                progress=progress,
                body=ask.body,
                workers=ask.workers,
                shelf=shelf,
            )
        )
    for unit, read, paths in (
        ("calendars", calendar.read, sources.calendars),
        ("address books", contacts.read, sources.contacts),
    ):
        if paths:
            again = partial(read, paths, progress=progress)
            harvest = read_or_recall(shelf, unit, [p.absolute() for p in paths], again)
            found.append((harvest, attendance_of(harvest)))
    say(progress, "Finding out who is who")
    attendance = joined([one for _, one in found])
    strays = stray_rows(attendance)
    attendance = without_trust(attendance, strays)
    harvest = combine([harvest for harvest, _ in found])
    harvest, identity = resolve_as_decided(harvest, ask.decided, attendance)
    return Assembly(harvest, attendance, identity, strays)


def load_table(
    interactions: str | PathLike[str] | pd.DataFrame,
    *,
    columns: Mapping[str, str] | None = None,
    channel: str = "message",
    zone: str = "UTC",
    people: str | PathLike[str] | pd.DataFrame | None = None,
    me: str | Sequence[str] = (),
) -> Dataset:
    """Load any table of who was in touch with whom, and when, into a Dataset.

    The door for what has no loader of its own: chat exports, telephone logs, research
    data. One row is one event; several recipients stand in one cell between ";" (or as a
    list, in a frame), or on several rows of one ``id``. An end with a mail address is that
    address; anything else is a name or an id, kept as text. A table takes no
    wishes file, because its ids say who is who: give one person one id, and where two
    addresses were taken for one person, write ids that are no addresses.

    Parameters
    ----------
    interactions
        CSV (any delimiter and encoding), Parquet, or a frame.
    columns
        Which column is which: ``when``, ``source``, ``target``, and where there are such
        ``channel``, ``subject``, ``thread`` and ``id`` (rows of one id are one event). By
        default columns of these names. Of people: ``person`` (the id), ``name``, ``title``,
        ``company``, ``department`` and ``reports_to``, in the table of people; without one,
        they are columns of the interactions and describe the source of a row.
    channel
        Channel of rows that state none: "message", "chat", "call", "meeting", "mail", ...
    zone
        Time zone of dates that state none, such as "Europe/Berlin".
    people
        A table of the people: ``id`` as in source and target, and any of ``name``,
        ``title``, ``company``, ``department`` (taken for the company where there is none,
        or only one in all) and ``reports_to`` (the line manager: an id, or a name that one
        person of the table bears; several between ";"). Lines to oneself, in a circle, or to
        somebody who is nowhere in the tables are not used, and stand in ``issues``.
    me
        The owner, if the table is one person's: an id, address or name in it.

    Returns
    -------
    Dataset
        As :func:`load` gives it; rows that could not be used are in ``issues``.

    Raises
    ------
    ExportNotFoundError
        If a path does not exist.
    SchemaError
        If a column, the channel or the zone is not known.
    UnreadableExportError
        If a file is damaged or no table.
    OwnerUnknownError
        If ``me`` is nowhere in the table.

    Examples
    --------
    >>> import pandas as pd
    >>> import netanalysis as na
    >>> calls = pd.DataFrame(
    ...     {"at": ["2026-01-05 09:00"], "caller": ["Ana Berg"], "called": ["Max Roe"]}
    ... )
    >>> names = {"when": "at", "source": "caller", "target": "called"}
    >>> archive = na.load_table(calls, columns=names, channel="call", me="Ana Berg")
    >>> archive.interactions["channel"].tolist()
    ['call']
    """
    given = interactions if isinstance(interactions, pd.DataFrame) else existing(interactions)
    staff = people if people is None or isinstance(people, pd.DataFrame) else existing(people)
    harvest, distinct = table.read_described(given, staff, columns, channel=channel, zone=zone)
    attendance = joined([attendance_of(harvest)])
    owner = [me] if isinstance(me, str) else list(me)
    identity = resolve(Attended(harvest, attendance), owner, distinct=distinct)
    return Assembly(harvest, attendance, identity).dataset()
