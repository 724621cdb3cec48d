"""messages.csv, last pass: from routes and deliveries to the tables, all messages at once.

Most messages share their route with others, so everything but the date is worked out once
a route and spread over its messages.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from netanalysis.harvest import digest
from netanalysis.loaders.linkedin.columns import strings
from netanalysis.loaders.linkedin.dates import InstantColumns
from netanalysis.loaders.linkedin.letters import Mailbag, Route
from netanalysis.loaders.linkedin.postman import Delivery

if TYPE_CHECKING:
    import pyarrow as pa

CHANNEL: Final = "linkedin_message"
BULK_SPAM: Final = "spam folder"


@dataclass(frozen=True)
class Post:
    """The messages of a file with their ends: ``deliveries`` run beside the bag's routes."""

    bag: Mailbag
    deliveries: Sequence[Delivery]
    dates: InstantColumns

    @cached_property
    def n_anonymous(self) -> int:
        """Messages whose other side is unknown."""
        return int(np.array([d.is_anonymous for d in self.deliveries])[self.bag.codes].sum())

    def identities(self, numbers: dict[str, int], *, is_series: bool) -> pa.Array:
        """Return ids made of conversation, sender and date, numbered within one second.

        ``numbers`` holds how often an id was given over all exports of a series; where
        there is one export only, it is left alone.
        """
        import pyarrow as pa
        import pyarrow.compute as pc

        of_pair: dict[tuple[str, str], int] = {}
        pairs = [
            of_pair.setdefault((route.talk.thread_id, delivery.sender), len(of_pair))
            for route, delivery in zip(self.bag.routes, self.deliveries, strict=True)
        ]
        codes = np.array(pairs)[self.bag.codes]
        bases = pa.array([f"linkedin:{CHANNEL}:{digest(*pair)}" for pair in of_pair], pa.string())
        seconds = self.dates.at.astype("int64").floordiv(1_000_000).to_numpy()
        texts = pc.cast(pa.array(seconds), pa.string())
        missing = self.dates.at.isna().to_numpy()
        if missing.any():
            odd = [digest(text.strip()) for text in self.bag.dates[missing]]
            texts = pc.replace_with_mask(texts, pa.array(missing), pa.array(odd, pa.string()))
        ids = pc.binary_join_element_wise(bases.take(pa.array(codes)), texts, ":")
        if not is_series and not pd.DataFrame({"pair": codes, "at": seconds}).duplicated().any():
            return ids
        return pa.array(_numbered(ids.to_pylist(), numbers), pa.string())

    def events(self, ids: pa.Array, origin: str) -> pd.DataFrame:
        """Return the rows of ``interactions``."""
        routes, deliveries = self.bag.routes, self.deliveries
        n = len(self.bag.codes)
        bulk = [_bulk_reason(d, r) for d, r in zip(deliveries, routes, strict=True)]
        columns = {
            "interaction_id": ids,
            "channel": _repeated(CHANNEL, n),
            "thread_id": self._spread([route.talk.thread_id for route in routes]),
            "subject": self._spread([r.subject or r.talk.title or None for r in routes]),
            "bulk_kind": self._spread([None if one is None else "advertisement" for one in bulk]),
            "bulk_reason": self._spread(bulk),
            "folder": self._spread([route.folder or None for route in routes]),
            "origin": _repeated(origin, n),
        }
        frame = pd.DataFrame({name: strings(array) for name, array in columns.items()})
        counts = np.array([len(delivery.recipients) for delivery in deliveries])
        is_bulk = np.array([reason is not None for reason in bulk])
        return frame.assign(
            occurred_at=self.dates.at,
            date_quality=pd.array(self.dates.quality, dtype="string"),
            n_recipients=counts[self.bag.codes],
            is_bulk=is_bulk[self.bag.codes],
        )

    def parties(self, ids: pa.Array) -> pd.DataFrame:
        """Return who took part in each message, one row a person, the sender first."""
        import pyarrow as pa

        codes = self.bag.codes
        sizes = np.array([len(delivery.parties) for delivery in self.deliveries])
        starts = np.cumsum(sizes) - sizes
        of_message = np.repeat(np.arange(len(codes)), sizes[codes])
        within = np.arange(len(of_message)) - np.repeat(
            np.cumsum(sizes[codes]) - sizes[codes], sizes[codes]
        )
        places = pa.array(starts[codes][of_message] + within)
        keys = pa.array([key for d in self.deliveries for key in d.parties], pa.string())
        roles = pa.array([role for d in self.deliveries for role in d.roles], pa.string())
        columns = {
            "interaction_id": ids.take(pa.array(of_message)),
            "alias_key": keys.take(places),
            "role": roles.take(places),
        }
        return pd.DataFrame({name: strings(array) for name, array in columns.items()})

    def _spread(self, values: Sequence[str | None]) -> pa.Array:
        """Return for each message the value of its route."""
        import pyarrow as pa

        return pa.array(values, pa.string()).take(pa.array(self.bag.codes))


def _repeated(text: str, n: int) -> pa.Array:
    import pyarrow as pa

    return pa.repeat(pa.scalar(text, pa.string()), n)


def _numbered(ids: list[str], numbers: dict[str, int]) -> list[str]:
    """Add a number to the second and further records of one id."""
    result = []
    for identity in ids:
        number = numbers[identity] = numbers.get(identity, -1) + 1
        result.append(f"{identity}:{number}" if number else identity)
    return result


def _bulk_reason(delivery: Delivery, route: Route) -> str | None:
    if delivery.bulk_reason is None and route.folder.casefold() == "spam":
        return BULK_SPAM
    return delivery.bulk_reason
