"""Read one Outlook store and write it to standard output, a JSON object a line.

This file is run as a process of its own, because the library behind it (libpff, an extra) is
native code that a damaged file can bring down. It imports nothing of the package. Objects:

``{"folder": "Inbox/Friends", "n": 12}``
    the messages that follow lie in this folder, which says it holds so many
``{"message": {"55": "subject"}, "people": [{...}], "n_attachments": 1}``
    one message: properties by number
``{"bad": "message"}``
    an item that could not be read
``{"end": true}``
    the last line; without it the reading broke off
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import Any

MEMORY_LIMIT = 2 * 1024**3
TEXT_LIMIT = 1024 * 1024
RECIPIENTS_LIMIT = 5000
DEPTH_LIMIT = 50
IS_PROGRAM = __name__ == "__main__" and len(sys.argv) > 2
WANTED = frozenset(map(int, sys.argv[2].split(","))) if IS_PROGRAM else frozenset()
TEXT_TYPES = (0x001E, 0x001F)
NUMBER_TYPES = (0x0003, 0x000B, 0x0040)
BODY, HTML = 0x1000, 0x1013
BROKEN = (OSError, ValueError, RuntimeError, TypeError, OverflowError, MemoryError)


def limit_memory() -> None:
    """Set the bounds the system keeps; Windows has none of this kind."""
    try:
        import resource
    except ImportError:
        return
    for kind, limit in ((resource.RLIMIT_AS, MEMORY_LIMIT), (resource.RLIMIT_CORE, 0)):
        try:
            resource.setrlimit(kind, (limit, limit))
        except (ValueError, OSError):
            continue  # macOS refuses RLIMIT_AS


def say(**what: object) -> None:
    """Write one line; text that is no valid Unicode is written in escapes."""
    sys.stdout.write(json.dumps(what) + "\n")


def properties(record_set: Any) -> dict[int, str | int]:
    """Return the wanted properties of a record set."""
    found: dict[int, str | int] = {}
    for at in range(record_set.number_of_entries):
        entry = record_set.get_entry(at)
        number, kind = entry.entry_type, entry.value_type
        if number not in WANTED or number in found:
            continue
        try:
            if kind in TEXT_TYPES:
                found[number] = (entry.data_as_string or "")[:TEXT_LIMIT]
            elif kind in NUMBER_TYPES and entry.data:
                found[number] = int.from_bytes(entry.data[:8], "little", signed=True)
        except BROKEN:
            continue
    return found


def read_message(message: Any) -> None:
    """Write one message."""
    found = properties(message.get_record_set(0)) if message.number_of_record_sets else {}
    if BODY not in found and BODY in WANTED:
        text = message.plain_text_body
        if text:
            found[BODY] = text[:TEXT_LIMIT].decode("utf-8", "replace")
    if not found.get(BODY) and HTML in WANTED:
        text = message.html_body
        if text:
            found[HTML] = text[:TEXT_LIMIT].decode("utf-8", "replace")
    people: list[dict[int, str | int]] = []
    recipients = message.recipients
    if recipients is not None:
        n = min(recipients.number_of_record_sets, RECIPIENTS_LIMIT)
        people = [properties(recipients.get_record_set(at)) for at in range(n)]
    try:
        n_attachments = message.number_of_attachments
    except BROKEN:
        n_attachments = 0
    say(message=found, people=people, n_attachments=n_attachments)


def folders(folder: Any, path: str, depth: int) -> Iterator[tuple[Any, str]]:
    """Yield each folder with its path, parents first."""
    yield folder, path
    if depth >= DEPTH_LIMIT:
        return
    for at in range(folder.number_of_sub_folders):
        try:
            child = folder.get_sub_folder(at)
            name = (child.name or "").replace("/", "-")
        except BROKEN:
            say(bad="folder")
            continue
        yield from folders(child, f"{path}/{name}".strip("/"), depth + 1)


def read_store(store: Any) -> None:
    """Write every folder that holds messages, with its messages."""
    for folder, path in folders(store.get_root_folder(), "", 0):
        n = folder.number_of_sub_messages
        if not n:
            continue
        say(folder=path, n=n)
        for at in range(n):
            try:
                read_message(folder.get_sub_message(at))
            except BROKEN:
                say(bad="message")
        sys.stdout.flush()


def main() -> int:
    """Read the store named by the first argument."""
    limit_memory()
    import pypff

    store = pypff.file()
    try:
        with open(sys.argv[1], "rb") as stream:  # noqa: PTH123
            store.open_file_object(stream)
            read_store(store)
    except BROKEN:
        return 3
    say(end=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
