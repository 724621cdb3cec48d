"""What lies under a path: which loader reads which file or folder."""

from __future__ import annotations

from dataclasses import dataclass, field
from os import PathLike
from pathlib import Path
from typing import Final

from netanalysis.errors import ExportNotFoundError, UnknownExportError
from netanalysis.loaders import calendar, contacts, linkedin, mail
from netanalysis.takeout import has_mailbox
from netanalysis.words import listing
from netanalysis.zips import is_zip, member_names

# What the files of a LinkedIn export end in.
LINKEDIN_ENDINGS: Final = frozenset([".csv", ".html", ".htm", ".zip", ".txt", ".pdf", ".json"])


@dataclass
class Sources:
    """Paths by the loader that takes them."""

    linkedin: list[Path] = field(default_factory=list)
    mail: list[Path] = field(default_factory=list)
    calendars: list[Path] = field(default_factory=list)
    contacts: list[Path] = field(default_factory=list)
    exclude: frozenset[Path] = frozenset()
    """What is no export at all: the store, where it lies among them."""

    shared: set[Path] = field(default_factory=set)
    """Archives that hold mail beside calendars or contacts, as those of Takeout do."""

    @property
    def taken(self) -> frozenset[Path]:
        """Files and folders that other loaders than mail read, and mail does not."""
        others = frozenset([*self.linkedin, *self.calendars, *self.contacts])
        return self.exclude | (others - self.shared)


def existing(path: str | PathLike[str]) -> Path:
    """Return a path that is there, and on this machine.

    Raises
    ------
    ExportNotFoundError
        If it is a web address, is not there, or is neither a file nor a folder.
    """
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


def assign(path: Path, sources: Sources) -> None:
    """Put ``path``, or the exports inside it, under the loader that reads them."""
    if linkedin.holds_export(path):
        sources.linkedin.append(path)
        for stranger in _strangers(path):
            _assign_other(stranger, sources)
        return
    inside = _linkedin_inside(path, sources.exclude) if path.is_dir() else []
    sources.linkedin.extend(inside)
    if _assign_other(path, sources) or inside:
        return
    if path.is_file() and is_zip(path) and not _is_weakly_linkedin(path):
        if not mail.is_takeout(path):
            raise UnknownExportError(_what_the_zip_is(path))
        sources.mail.append(path)
    elif linkedin.recognises(path):
        sources.linkedin.append(path)
    elif path.is_file() and mail.is_takeout(path):
        sources.mail.append(path)
    else:
        raise UnknownExportError(_what_it_is(path))


def _is_weakly_linkedin(path: Path) -> bool:
    """Return whether a zip holds any file that LinkedIn writes, or cannot be opened at all."""
    names = member_names(path)
    return not names or linkedin.names_an_export(path.name, names, is_strict=False)


def _what_the_zip_is(path: Path) -> str:
    names = member_names(path)
    shown = ", ".join(name.rsplit("/", 1)[-1] for name in names[:3])
    more = " ..." if names[3:] else ""
    return (
        f"The zip {path.name} holds {len(names):,} files ({shown}{more}), neither a LinkedIn "
        "export, mail, a calendar nor an address book; give the zip that LinkedIn or Google "
        "Takeout sent."
    )


def _assign_other(path: Path, sources: Sources) -> bool:
    """Put what is no LinkedIn export under its loaders; return whether there was any."""
    diaries = calendar.files(path, exclude=sources.taken)
    books = contacts.files(path, exclude=sources.taken)
    sources.calendars.extend(diaries)
    sources.contacts.extend(books)
    sources.shared.update(archive for archive in {*diaries, *books} if _holds_mail_too(archive))
    is_mail = path not in sources.taken and mail.recognises(path, exclude=sources.taken)
    if is_mail:
        sources.mail.append(path)
    return bool(diaries or books or is_mail)


def _holds_mail_too(path: Path) -> bool:
    """Return whether a file with calendars or contacts is an archive that holds mail too."""
    return mail.recognises(path) if is_zip(path) else has_mailbox(path)


def _strangers(export: Path) -> list[Path]:
    """Return what lies in the folder of a LinkedIn export but belongs to none.

    No LinkedIn export holds such files, so that no private file is opened to see.
    """
    if not export.is_dir():
        return []
    entries = [entry for entry in sorted(export.iterdir()) if not entry.name.startswith(".")]
    return [
        entry
        for entry in entries
        if (entry.is_file() and entry.suffix.lower() not in LINKEDIN_ENDINGS)
        or (entry.is_dir() and (entry.suffix == ".mbox" or (entry / "cur").is_dir()))
    ]


def _linkedin_inside(folder: Path, exclude: frozenset[Path]) -> list[Path]:
    """Return the LinkedIn exports in ``folder``, not looking inside one for another."""
    found: list[Path] = []
    for entry in sorted(folder.iterdir()):
        if entry.name.startswith((".", "__MACOSX")) or entry.is_symlink():
            continue
        if entry.absolute() in exclude:
            continue
        if entry.is_dir():
            found += [entry] if linkedin.holds_export(entry) else _linkedin_inside(entry, exclude)
        elif entry.suffix.lower() == ".zip" and linkedin.holds_export(entry):
            found.append(entry)
    return found


def _what_it_is(path: Path) -> str:
    wanted = (
        "a LinkedIn export (the zip or its folder), mail (mbox, Maildir, a folder of messages, "
        "a Google Takeout, Outlook's .pst, .msg or CSV), a calendar (.ics) or an address book "
        "(.vcf, or a contacts CSV)"
    )
    if path.is_dir():
        names = sorted(entry.name for entry in path.iterdir())
        held = "is empty"
        if names:
            first = listing(names, 3)
            held = f"holds {first}; nothing in it is an export this package knows"
        return f"The folder {path.name} {held}; give {wanted}."
    size = path.stat().st_size
    held = "is empty" if size == 0 else f"({size:,} bytes) is not an export this package knows"
    return f"The file {path.name} {held}; give {wanted}."
