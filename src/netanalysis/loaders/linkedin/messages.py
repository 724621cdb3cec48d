"""messages.csv: who wrote to whom and when, in every layout since 2018."""

from __future__ import annotations

from collections import Counter
from typing import Final

import pandas as pd

from netanalysis.harvest import OWNER_KEY, digest, name_key
from netanalysis.loaders.linkedin.dates import instant_columns
from netanalysis.loaders.linkedin.gathering import Gathering
from netanalysis.loaders.linkedin.letters import Mailbag, sort_letters
from netanalysis.loaders.linkedin.owner import same_name, settle_talker
from netanalysis.loaders.linkedin.persons import is_hidden
from netanalysis.loaders.linkedin.postman import Delivery, Postman
from netanalysis.loaders.linkedin.sheet import Sheet

CHANNEL: Final = "linkedin_message"
BULK_SPAM: Final = "spam folder"


def read_messages(sheet: Sheet, gathering: Gathering) -> None:
    """Gather messages as interactions; the text of a message is never kept.

    People are known by profile URL where the row has one. Without recipient URLs
    (2020 to 2022) the other end of a message is whoever else wrote in the conversation,
    else a name. ``LinkedIn Member`` and blank names stand for deleted or hidden people:
    one anonymous alias per conversation. Advertisements and system mail stay, as bulk.
    """
    bag = sort_letters(sheet)
    if not bag.routes:
        return
    me, my_name = _find_owner(bag, gathering)
    postman = Postman(me, my_name, has_profiles=bag.has_profiles)
    for route in bag.all_routes:
        route.talk.owner_wrote |= postman.is_mine(route)
    if gathering.known.is_needed:
        _drop_known(bag, postman, sheet, gathering)
    routes = [route for route in bag.all_routes if route.n_letters]
    found = {route: postman.deliver(route) for route in routes}
    for route, delivery in found.items():
        for key, name in delivery.mentions:
            shown = "" if is_hidden(name) or key.startswith("anonymous:") else name
            gathering.mention(key, shown, sheet.file, route.n_letters)
    _add_frames(sheet, bag, [found[route] for route in bag.routes], gathering)


def _drop_known(bag: Mailbag, postman: Postman, sheet: Sheet, gathering: Gathering) -> None:
    """Drop the messages that a newer export of the same member already gave.

    A message is known by its conversation and second. Files up to 2020 have no
    conversation ids and some have minutes only: there it is known by its minute and
    whether the owner wrote it.
    """
    known = gathering.known
    mine = {route: postman.is_mine(route) for route in bag.all_routes}
    wanted = []
    times = instant_columns(bag.dates).at.dt.floor("min")
    for index, (route, date, minute) in enumerate(zip(bag.routes, bag.dates, times, strict=True)):
        about = ("minute", minute, mine[route])
        if route.has_talk_id or pd.isna(minute):
            is_known = known.gave("second", route.talk.thread_id, date.strip())
            known.note(*about)
        else:
            is_known = known.gave(*about)
        if is_known:
            sheet.tally.n_duplicate += 1
        else:
            wanted.append(index)
    bag.keep_only(wanted)


def _add_frames(
    sheet: Sheet, bag: Mailbag, deliveries: list[Delivery], gathering: Gathering
) -> None:
    """Hand over the messages and who took part in them, and count them."""
    dates = instant_columns(bag.dates)
    for index, problem in dates.problems.items():
        sheet.tally.doubt_date(bag.lines[index], problem)
    ids = _identities(bag, deliveries, gathering.numbers)
    bulk = [_bulk_reason(d, f) for d, f in zip(deliveries, bag.folders, strict=True)]
    gathering.event_frames.append(
        pd.DataFrame(
            {
                "interaction_id": pd.array(ids, dtype="string"),
                "occurred_at": dates.at,
                "date_quality": pd.array(dates.quality, dtype="string"),
                "channel": CHANNEL,
                "thread_id": pd.array([r.talk.thread_id for r in bag.routes], dtype="string"),
                "subject": pd.array(
                    [
                        text.strip() or route.talk.title or None
                        for text, route in zip(bag.subjects, bag.routes, strict=True)
                    ],
                    dtype="string",
                ),
                "n_recipients": [len(d.recipients) for d in deliveries],
                "is_bulk": [reason is not None for reason in bulk],
                "bulk_reason": pd.array(bulk, dtype="string"),
                "folder": pd.array([f.strip() or None for f in bag.folders], dtype="string"),
                "origin": sheet.file,
            }
        )
    )
    gathering.party_frames.append(_parties(ids, deliveries))
    n_anonymous = sum(d.is_anonymous for d in deliveries)
    sheet.tally.n_anonymous += n_anonymous
    sheet.tally.n_kept += len(deliveries) - n_anonymous
    for line, delivery in zip(bag.lines, deliveries, strict=True):
        if delivery.doubt:
            sheet.tally.doubt(line, "recipients not told apart", delivery.doubt)


def _identities(bag: Mailbag, deliveries: list[Delivery], numbers: dict[str, int]) -> list[str]:
    """Return ids made of conversation, date and sender, numbered within one second."""
    ids = []
    for route, date, delivery in zip(bag.routes, bag.dates, deliveries, strict=True):
        base = digest(route.talk.thread_id, date.strip(), delivery.sender)
        number = numbers[base] = numbers.get(base, -1) + 1
        ids.append(
            f"linkedin:{CHANNEL}:{base}:{number}" if number else f"linkedin:{CHANNEL}:{base}"
        )
    return ids


def _parties(ids: list[str], deliveries: list[Delivery]) -> pd.DataFrame:
    """Return who took part in each message, one row a person."""
    owners: list[str] = []
    keys: list[str] = []
    roles: list[str] = []
    for identity, delivery in zip(ids, deliveries, strict=True):
        owners += [identity] * len(delivery.parties)
        keys += delivery.parties
        roles += delivery.roles
    return pd.DataFrame(
        {"interaction_id": owners, "alias_key": keys, "role": roles}, dtype="string"
    )


def _bulk_reason(delivery: Delivery, folder: str) -> str | None:
    if delivery.bulk_reason is None and folder.strip().casefold() == "spam":
        return BULK_SPAM
    return delivery.bulk_reason


def _find_owner(bag: Mailbag, gathering: Gathering) -> tuple[str, str]:
    """Return the owner's alias and display name, empty where the file does not tell.

    Signs in this order: outgoing messages (2018), presence in nearly every conversation,
    the alias that files read before have shown to be the owner's, a writer without
    profile who bears the name in Profile.csv.
    """
    my_name = gathering.owner_name
    if not bag.has_profiles and any(route.outgoing for route in bag.all_routes):
        return OWNER_KEY, my_name
    coverage, names = _coverage(bag)
    owner = settle_talker(coverage, len(bag.talks), names, gathering)
    owner = owner or next((key for key in gathering.owner_aliases if key in coverage), "")
    if owner:
        is_profile = owner.startswith("profile:")
        return owner if is_profile else OWNER_KEY, names.get(owner, "") or my_name
    if any(same_name(r.sender_name, my_name) for r in bag.all_routes if not r.sender):
        return OWNER_KEY, my_name
    return "", my_name


def _coverage(bag: Mailbag) -> tuple[Counter[str], dict[str, str]]:
    """Return in how many conversations each alias is seen, and a name for each.

    A bare name counts for the one profile that wrote under it anywhere in the file; this
    serves to find the owner only, never to name a recipient.
    """
    names: dict[str, str] = {}
    keys_of: dict[str, set[str]] = {}
    for talk in bag.talks:
        for key, name in talk.writers.items():
            names[key] = name or names.get(key, "")
            keys_of.setdefault(name_key(name), set()).add(key)
    coverage: Counter[str] = Counter()
    for talk in bag.talks:
        present = set(talk.profiles)
        for name in talk.bare_names:
            folded = name_key(name)
            profiles = keys_of.get(folded, set())
            key = next(iter(profiles)) if len(profiles) == 1 else folded
            names.setdefault(key, name)
            present.add(key)
        coverage.update(present)
    return coverage, names
