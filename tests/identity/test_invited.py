"""An invitation to an address that was accepted tells whose address it is."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from alias_lists import T0, harvest, joined

from netanalysis.harvest import OWNER_KEY
from netanalysis.identity import Identity, resolve


def invited(address: str, after_days: int, names: dict[str, str], shown: str = "") -> Identity:
    """Invite an address on the first day; the profiles connect so many days after it."""
    uses = {OWNER_KEY: ["Mira Roe"], f"address:{address}": [shown]}
    uses |= {f"profile:{slug}": [name] for slug, name in names.items()}
    data = harvest(uses, mail=[(OWNER_KEY, f"address:{address}")])
    rows = [
        {"alias_key": f"profile:{slug}", "since_on": day, "origin": "t"}
        for slug, day in zip(names, repeat_day(after_days), strict=False)
    ]
    return resolve(
        replace(
            data,
            interactions=data.interactions.assign(channel="invitation"),
            connections=pd.DataFrame(rows),
        )
    )


def repeat_day(after_days: int) -> list[pd.Timestamp]:
    return [(T0 + pd.Timedelta(days=after_days)).tz_localize(None)] * 3


@pytest.mark.parametrize(
    ("address", "score"),
    [
        ("ana.berg@x.example", 0.9),
        ("anaberg@gmail.com", 0.9),
        ("aberg@x.example", 0.8),
        ("aberg@gmail.com", 0.8),
    ],
)
def test_an_address_that_fits_the_name_of_who_connected_after_it_was_invited(address, score):
    got = invited(address, 3, {"ana-1": "Ana Berg"})
    assert joined(got, address, "ana-1")
    alias = got.aliases.set_index("alias_key").loc[f"address:{address}"]
    assert alias["rule"] == "invited under this address, connected soon after"
    assert alias["score"] == score
    assert "invited there and connected within 90 days" in alias["evidence"]


@pytest.mark.parametrize(
    ("address", "after_days", "names"),
    [
        ("aberg@x.example", 120, {"ana-1": "Ana Berg"}),
        ("aberg@x.example", -3, {"ana-1": "Ana Berg"}),
        ("cmoe@x.example", 3, {"ana-1": "Ana Berg"}),
        ("aberg@x.example", 3, {"ana-1": "Ana Berg", "arne-1": "Arne Berg"}),
        ("ana.berg@x.example", 3, {"ana-1": "Ana Berg", "ana-2": "Ana Berg"}),
    ],
    ids=["too late", "before it", "another name", "two who fit", "namesakes"],
)
def test_what_does_not_follow_from_an_invitation_is_not_joined(address, after_days, names):
    got = invited(address, after_days, names)
    assert not any(joined(got, address, slug) for slug in names)
