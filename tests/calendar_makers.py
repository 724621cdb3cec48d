"""Calendars made by hand for the tests."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

GUESTS = (
    "ORGANIZER;CN=Mira Halvane:mailto:mira@example.org",
    "ATTENDEE;CN=Ana Berg;PARTSTAT=ACCEPTED:mailto:ana@halden.example",
)


def event(*lines: str, uid: str = "one", guests: Sequence[str] = GUESTS) -> str:
    return "\r\n".join(["BEGIN:VEVENT", f"UID:{uid}", *guests, *lines, "END:VEVENT", ""])


def calendar(*events: str, head: Sequence[str] = ()) -> str:
    return (
        "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *head, ""])
        + "".join(events)
        + ("END:VCALENDAR\r\n")
    )


def write(folder: Path, *events: str, name: str = "a.ics", head: Sequence[str] = ()) -> Path:
    path = folder / name
    path.write_bytes(calendar(*events, head=head).encode())
    return path
