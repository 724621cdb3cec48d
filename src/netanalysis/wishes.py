"""The wishes file: what the owner knows and wants, in one small TOML file of their own.

The file belongs to the owner. It is read strictly, because a typo must not be silent, and
written by inserting or removing whole blocks of lines, so that comments, order and blank
lines stay as they are. A new version is read back before it takes the place of the old one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import date
from os import PathLike
from pathlib import Path
from typing import Any, BinaryIO, Final

from netanalysis.errors import ExportNotFoundError, OutputError, WishesError
from netanalysis.store.lock import sole_editor
from netanalysis.store.parts import write_file
from netanalysis.wish_sections import SECTIONS

MOST_BYTES: Final = 4 * 1024 * 1024
"""A file larger than this was not written by hand nor by this module."""

_SYNTAX_LINE: Final = re.compile(r" \(at line (\d+), column \d+\)$")
_HEADER: Final = re.compile(r"^[ \t]*(\[\[?)[ \t]*([A-Za-z0-9_-]+)[ \t]*\]\]?[ \t]*(?:#.*)?$")
_KEY: Final = re.compile(r"^[ \t]*([A-Za-z0-9_-]+)[ \t]*=")
_WHOLE_LINE: Final = re.compile(r"[^\n]*\n|[^\n]+")
_COMMENT: Final = re.compile(r"^[ \t]*(?:#.*)?$")


@dataclass(frozen=True)
class Entry:
    """One block of the file: its content and the line its header stands on."""

    content: Mapping[str, Any]
    line: int


@dataclass(frozen=True)
class WishesFile:
    """The file as read: its path, its text, and the entries of every section."""

    path: Path
    text: str = ""
    sections: Mapping[str, Sequence[Entry]] = field(default_factory=dict)

    def entries(self, section: str) -> Sequence[Entry]:
        """Return the entries of a section, in the order of the file."""
        return self.sections.get(section, ())


def read_wishes(path: str | PathLike[str], *, missing_ok: bool = False) -> WishesFile:
    """Return the wishes in a file; with ``missing_ok`` a file not there holds none.

    Raises
    ------
    ExportNotFoundError
        If there is no such file.
    WishesError
        If it is not what it must be; the message names the line and what would do.
    """
    file = Path(path)
    try:
        with file.open("rb") as stream:
            raw = stream.read(MOST_BYTES + 1)
    except FileNotFoundError:
        if missing_ok:
            return WishesFile(file)
        raise ExportNotFoundError(
            f"{file} is not there. It is made when you first decide or wish something (by "
            "accept(), want() and their like, or netanalysis people --accept and wish); an empty "
            "file will do as well."
        ) from None
    except OSError as error:
        raise WishesError(f"{file} could not be read ({error.strerror}).") from error
    if len(raw) > MOST_BYTES:
        raise WishesError(f"{file} is larger than 4 MB, so it is no wishes file; check the path.")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise WishesError(f"{file}, line {line}: this is not UTF-8; save it as UTF-8.") from error
    return _parsed(file, text)


def _parsed(file: Path, text: str) -> WishesFile:
    import tomllib

    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        said = str(error)
        at = _SYNTAX_LINE.search(said)
        line = int(at[1]) if at else text.count("\n") + 1
        what = _SYNTAX_LINE.sub("", said).removesuffix(" (at end of document)")
        lines = _lines(text) or [""]
        shown = lines[min(line, len(lines)) - 1].strip()
        raise _error(file, line, f"{what}, in {_short(shown)}", "TOML", "") from error
    sections: dict[str, list[Entry]] = {}
    for name, value in found.items():
        if name not in SECTIONS:
            known = ", ".join(_heading(known) for known in SECTIONS)
            line = _line_of(text, name)
            raise _error(file, line, f"the section {name!r} is not known", f"one of {known}", "")
        sections[name] = _entries(file, text, name, value)
    return WishesFile(file, text, sections)


def _entries(file: Path, text: str, name: str, value: Any) -> list[Entry]:
    section = SECTIONS[name]
    given = value if section.is_list else [value]
    heading = _heading(name)
    if not isinstance(given, list) or not all(isinstance(entry, dict) for entry in given):
        line = _line_of(text, name)
        raise _error(file, line, f"{name!r} is written in another form", f"{heading} blocks", "")
    lines = [start for start, _ in _blocks(text, name)]
    entries = []
    for number, values in enumerate(given):
        line = lines[number] + 1 if len(lines) == len(given) else _line_of(text, name)
        for key, content in values.items():
            here = _line_of_key(text, line, key)
            if key not in section.keys:
                known = " and ".join(f"{known!r}" for known in section.keys)
                raise _error(file, here, f"{heading} has no {key!r}", known, heading)
            wanted = section.keys[key](content)
            if wanted:
                raise _error(file, here, f"{key} is {_short(repr(content))}", wanted, heading)
        absent = [key for key in section.required if key not in values]
        if absent:
            raise _error(file, line, f"{heading} lacks {absent[0]!r}", f"{absent[0]} = ...", "")
        if section.one_of and sum(key in values for key in section.one_of) != 1:
            named = ", ".join(key for key in section.one_of if key in values) or "none"
            wanted = f"one of {', '.join(section.one_of)}"
            raise _error(file, line, f"{heading} names {named}", wanted, "")
        entries.append(Entry(values, line))
    return entries


def _error(file: Path, line: int, found: str, wanted: str, heading: str) -> WishesError:
    where = f"{file}, line {line}" + (f" ({heading})" if heading else "")
    return WishesError(f"{where}: {found}; expected {wanted}. Nothing was changed.")


def _heading(name: str) -> str:
    return f"[[{name}]]" if SECTIONS[name].is_list else f"[{name}]"


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + "..."


def _lines(text: str) -> list[str]:
    """Return the lines as TOML counts them: other signs that may end a line do not."""
    return [line.rstrip("\r") for line in text.split("\n")]


def _line_of(text: str, name: str) -> int:
    """Return the line on which a section begins, 1 if it is written too unusually to tell."""
    for number, line in enumerate(_lines(text), start=1):
        found = _HEADER.match(line) or _KEY.match(line)
        if found and found[found.lastindex or 0] == name:
            return number
    return 1


def _line_of_key(text: str, start: int, key: str) -> int:
    """Return the line of a key in the block whose header stands on line ``start``."""
    lines = _lines(text)
    for number in range(start, len(lines)):
        if _HEADER.match(lines[number]):
            break
        found = _KEY.match(lines[number])
        if found and found[1] == key:
            return number + 1
    return start


def _blocks(text: str, name: str) -> list[tuple[int, int]]:
    """Return first line and end of every block of a section, counted from 0.

    A block ends with its last value: the comments and blank lines after it belong to what
    follows.
    """
    lines = _lines(text)
    heads = [(n, found[2]) for n, line in enumerate(lines) if (found := _HEADER.match(line))]
    spans = []
    for place, (start, title) in enumerate(heads):
        end = heads[place + 1][0] if place + 1 < len(heads) else len(lines)
        while end > start + 1 and _COMMENT.match(lines[end - 1]):
            end -= 1
        if title == name:
            spans.append((start, end))
    return spans


def with_entry(wishes: WishesFile, section: str, values: Mapping[str, Any]) -> WishesFile:
    """Return the wishes with one more block of a section at the end of the file.

    Raises
    ------
    WishesError
        If a value is not what it must be, or the file writes the section in a form that
        cannot be added to.
    """
    for key, value in values.items():
        expected_value = SECTIONS[section].keys[key](value)
        if expected_value:
            raise WishesError(f"{key} is {_short(repr(value))}; expected {expected_value}.")
    lines = [_heading(section), *(f"{key} = {_toml(value)}" for key, value in values.items())]
    newline = "\r\n" if "\r\n" in wishes.text else "\n"
    before = wishes.text
    if before and not before.endswith("\n"):
        before += newline
    if before.strip():
        before += newline
    text = before + newline.join(lines) + newline
    expected = [*(entry.content for entry in wishes.entries(section)), dict(values)]
    return _checked(wishes, text, section, expected)


def without_entry(wishes: WishesFile, section: str, number: int) -> WishesFile:
    """Return the wishes without the entry of that number (from 0) of a section.

    Comments before and after its block stay; what stands within it goes.

    Raises
    ------
    WishesError
        If the file writes the section in a form that cannot be taken from.
    """
    spans = _blocks(wishes.text, section)
    if number >= len(spans):
        raise _unusual(wishes, section)
    start, end = spans[number]
    lines = _WHOLE_LINE.findall(wishes.text)
    if end < len(lines) and not lines[end].strip() and (start == 0 or not lines[start - 1].strip()):
        end += 1
    elif end == len(lines) and start and not lines[start - 1].strip():
        start -= 1
    expected = [entry.content for entry in wishes.entries(section)]
    text = "".join(lines[:start] + lines[end:])
    return _checked(wishes, text, section, expected[:number] + expected[number + 1 :])


def without_entries(
    wishes: WishesFile, section: str, is_meant: Callable[[Mapping[str, Any]], bool]
) -> WishesFile:
    """Return the wishes without the entries of a section that are meant; the same if none is."""
    for number in reversed(range(len(wishes.entries(section)))):
        if is_meant(wishes.entries(section)[number].content):
            wishes = without_entry(wishes, section, number)
    return wishes


def same_tag(one: str, other: str) -> bool:
    """Whether two texts are one tag: case and outer spaces do not tell tags apart."""
    return one.strip().casefold() == other.strip().casefold()


def _checked(
    wishes: WishesFile, text: str, section: str, expected: list[Mapping[str, Any]]
) -> WishesFile:
    """Return the new text as read, if it says just what it should."""
    wanted = {name: [entry.content for entry in wishes.entries(name)] for name in SECTIONS}
    wanted[section] = expected
    try:
        made = _parsed(wishes.path, text)
    except WishesError as error:
        raise _unusual(wishes, section) from error
    if any([e.content for e in made.entries(name)] != values for name, values in wanted.items()):
        raise _unusual(wishes, section)
    return made


def _unusual(wishes: WishesFile, section: str) -> WishesError:
    line, heading = _line_of(wishes.text, section), _heading(section)
    found = f"{section!r} is written in a form that cannot be edited here"
    return _error(wishes.path, line, found, f"one {heading} block an entry", "")


def _toml(value: Any) -> str:
    """Return a value as TOML; only texts, days, numbers and lists of texts are ever written."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        escaped = value.replace("\\", "\\\\").replace('"', '\\"')
        return '"' + "".join(c if c.isprintable() else f"\\U{ord(c):08X}" for c in escaped) + '"'
    return "[" + ", ".join(_toml(item) for item in value) + "]"


@contextmanager
def _editing(path: str | PathLike[str]) -> Iterator[None]:
    """Keep every other program from changing the wishes between reading and writing them.

    Raises
    ------
    OutputError
        If the folder cannot be written, or another program edits the file for a minute.
    """
    with ExitStack() as held:
        try:
            held.enter_context(sole_editor(Path(path).resolve()))
        except OutputError:
            raise
        except OSError as error:
            raise _unwritten(Path(path), error) from error
        yield


def edit_wishes(
    path: str | PathLike[str],
    change: Callable[[WishesFile], WishesFile],
    *,
    missing_ok: bool = True,
) -> Path:
    """Put changed wishes in the place of a file; no other program changes them in between.

    What is wrong with the file is said before anything is locked. An error of ``change``
    leaves the file as it was.

    Raises
    ------
    ExportNotFoundError
        If there is no such file and ``missing_ok`` is not set.
    WishesError
        If the file, or what came of it, is not what it must be.
    OutputError
        If it cannot be written, or another program edits it for a minute.
    """
    read_wishes(path, missing_ok=missing_ok)
    with _editing(path):
        return write_wishes(change(read_wishes(path, missing_ok=missing_ok)))


def _unwritten(path: Path, error: OSError) -> OutputError:
    return OutputError(f"{path} could not be written ({error.strerror or error}); it is as it was.")


def write_wishes(wishes: WishesFile) -> Path:
    """Put the wishes in the place of their file, whole or not at all, readable by the owner only.

    Raises
    ------
    OutputError
        If the folder cannot be written; the file is as it was.
    """
    file = wishes.path.resolve()  # a link stays a link, and its target is replaced

    def fill(stream: BinaryIO) -> str:
        stream.write(wishes.text.encode("utf-8"))
        return file.name

    try:
        write_file(file.parent, fill, unfinished=f".{file.name}.unfinished")
    except OSError as error:
        raise _unwritten(wishes.path, error) from error
    return wishes.path
