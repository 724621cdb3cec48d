"""messages.csv: who wrote to whom and when, in every layout since 2018."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pandas as pd

from netanalysis.harvest import OWNER_KEY, name_key
from netanalysis.loaders.linkedin.dates import instant_columns
from netanalysis.loaders.linkedin.gathering import Gathering
from netanalysis.loaders.linkedin.letters import Mailbag, sort_letters
from netanalysis.loaders.linkedin.owner import same_name, settle_talker
from netanalysis.loaders.linkedin.persons import is_hidden
from netanalysis.loaders.linkedin.post import Post
from netanalysis.loaders.linkedin.postman import Delivery, Postman
from netanalysis.loaders.linkedin.sheet import Sheet


def read_messages(sheet: Sheet, gathering: Gathering) -> None:
    """Gather messages as interactions; the text of a message is never kept.

    People are known by profile URL where the row has one. Without recipient URLs
    (2020 to 2022) the other end of a message is whoever else wrote in the conversation,
    else a name. ``LinkedIn Member`` and blank names stand for deleted or hidden people:
    one anonymous alias per conversation. Advertisements and system mail stay, as bulk.
    """
    bag = sort_letters(sheet)
    if not len(bag.codes):
        return
    me, my_name = _find_owner(bag, gathering)
    postman = Postman(me, my_name, has_profiles=bag.has_profiles)
    for route in bag.routes:
        route.talk.owner_wrote |= postman.is_mine(route)
    dates = instant_columns(bag.dates)
    if gathering.known.is_needed:
        _drop_known(bag, dates.at, postman, sheet, gathering)
        dates = instant_columns(bag.dates)
    for index, problem in dates.problems.items():
        sheet.tally.doubt_date(int(bag.lines[index]), problem)
    deliveries = [postman.deliver(route) for route in bag.routes]
    _mention(bag, deliveries, sheet, gathering)
    post = Post(bag, deliveries, dates)
    ids = post.identities(gathering.numbers, is_series=gathering.known.is_needed)
    gathering.event_frames.append(post.events(ids, sheet.file))
    gathering.party_frames.append(post.parties(ids))
    sheet.tally.n_anonymous += post.n_anonymous
    sheet.tally.n_kept += len(bag.codes) - post.n_anonymous
    doubtful = np.array([bool(delivery.doubt) for delivery in deliveries])
    for index in np.flatnonzero(doubtful[bag.codes]).tolist():
        doubt = deliveries[bag.codes[index]].doubt
        sheet.tally.doubt(int(bag.lines[index]), "recipients not told apart", doubt)


def _mention(bag: Mailbag, deliveries: list[Delivery], sheet: Sheet, gathering: Gathering) -> None:
    for route, delivery in zip(bag.routes, deliveries, strict=True):
        if not route.n_letters:
            continue
        for key, name in delivery.mentions:
            shown = "" if is_hidden(name) or key.startswith("anonymous:") else name
            gathering.mention(key, shown, sheet.file, route.n_letters)


def _drop_known(
    bag: Mailbag, times: pd.Series, postman: Postman, sheet: Sheet, gathering: Gathering
) -> None:
    """Drop the messages that a newer export of the same member already gave.

    A message is known by its conversation and second. Files up to 2020 have no
    conversation ids and some have minutes only: there it is known by its minute and
    whether the owner wrote it.
    """
    known = gathering.known
    mine = [postman.is_mine(route) for route in bag.routes]
    wanted = []
    minutes = times.dt.floor("min")
    for index, (code, date, minute) in enumerate(
        zip(bag.codes.tolist(), bag.dates, minutes, strict=True)
    ):
        route, about = bag.routes[code], ("minute", minute, mine[code])
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


def _find_owner(bag: Mailbag, gathering: Gathering) -> tuple[str, str]:
    """Return the owner's alias and display name, empty where the file does not tell.

    Signs in this order: outgoing messages (2018), presence in nearly every conversation,
    the alias that files read before have shown to be the owner's, a writer without
    profile who bears the name in Profile.csv.
    """
    my_name = gathering.owner_name
    if not bag.has_profiles and any(route.outgoing for route in bag.routes):
        return OWNER_KEY, my_name
    coverage, names = _coverage(bag)
    owner = settle_talker(coverage, len(bag.talks), names, gathering)
    owner = owner or next((key for key in gathering.owner_aliases if key in coverage), "")
    if owner:
        is_profile = owner.startswith("profile:")
        return owner if is_profile else OWNER_KEY, names.get(owner, "") or my_name
    if any(same_name(r.sender_name, my_name) for r in bag.routes if not r.sender):
        return OWNER_KEY, my_name
    return "", my_name


def _coverage(bag: Mailbag) -> tuple[Counter[str], dict[str, str]]:
    """Return in how many conversations each alias is seen, and a name for each.

    A bare name counts for the one profile that wrote under it anywhere in the file, and the
    only recipient of a message bears the name in its column; both serve to find the owner,
    never to name a recipient.
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
    for route in bag.routes:
        if len(route.recipients) == 1 and not is_hidden(route.recipient_name):
            names.setdefault(route.recipients[0], route.recipient_name)
    return coverage, names
