"""Time zones of calendars: by name where the name is known, else by their stated offset."""

from __future__ import annotations

import re
from datetime import UTC, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

_ZONE_NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9_+-]{0,40}(?:/[A-Za-z0-9_+-]{1,40}){0,2}")
_OFFSET: Final = re.compile(r"(?:GMT|UTC)?\s*([+-])(\d{2}):?(\d{2})(?::?\d{2})?", re.IGNORECASE)
_MOST_MINUTES: Final = 15 * 60  # no place on Earth is further from UTC


class Zone(NamedTuple):
    """A time zone, and whether it is certain."""

    tz: tzinfo
    is_known: bool


NO_ZONE: Final = Zone(UTC, False)
UTC_ZONE: Final = Zone(UTC, True)


@lru_cache(maxsize=1000)
def named_zone(name: str) -> Zone | None:
    """Return the zone a TZID names: IANA, Windows, or either behind a vendor's prefix."""
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

    text = name.strip().strip('"').strip()
    text = WINDOWS_TO_OLSON.get(text, text)
    parts = text.strip("/").split("/")
    for n_last in dict.fromkeys([len(parts), 3, 2]):
        wanted = "/".join(parts[-n_last:])
        if not _ZONE_NAME.fullmatch(wanted):
            continue
        try:
            return Zone(ZoneInfo(wanted), True)
        except (KeyError, ValueError, OSError):
            continue
    return offset_zone(text, is_known=True)


def offset_zone(text: str, *, is_known: bool) -> Zone | None:
    """Return the zone of an offset such as ``+0100`` or ``GMT-05:30``."""
    found = _OFFSET.fullmatch(text.strip())
    if found is None:
        return None
    minutes = int(found[2]) * 60 + int(found[3])
    if minutes > _MOST_MINUTES:
        return None
    offset = timedelta(minutes=-minutes if found[1] == "-" else minutes)
    return Zone(timezone(offset), is_known)
