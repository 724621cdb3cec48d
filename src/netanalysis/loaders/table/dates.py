"""A column of dates, whatever form it takes, to instants in UTC: nothing is guessed by row."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
import pandas as pd

from netanalysis.errors import SchemaError

FIRST_YEAR, LAST_YEAR = 1970, 2037
"""Years that a table of contacts can plausibly hold; others are clocks gone wrong."""

# Read where every value of a column fits; where day and month could be swapped, neither is.
_FORMS: Final = tuple(
    f"{day}{clock}"
    for day in ("%d.%m.%Y", "%d.%m.%y", "%Y/%m/%d", "%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y", "%m-%d-%Y")
    for clock in ("", " %H:%M", " %H:%M:%S", ", %H:%M", ", %H:%M:%S", " %I:%M %p", ", %I:%M %p")
)
# Numbers this large are seconds, milliseconds or microseconds since 1970.
_EPOCHS: Final = ((1e8, 4.2e9, 1.0), (1e11, 4.2e12, 1e3), (1e14, 4.2e15, 1e6))


class Dates(NamedTuple):
    """Instants in UTC, how far each can be trusted, and a remark on the whole column."""

    when: pd.Series
    quality: pd.Series
    remark: str


def read_dates(values: pd.Series, zone: str) -> Dates:
    """Return the instants of a column; times without a zone are in ``zone``.

    Numbers are seconds, milliseconds or microseconds since 1970. Text is ISO 8601, with or
    without an offset, or one of a few national forms that must fit the whole column.

    Raises
    ------
    SchemaError
        If the zone is not known.
    """
    _check_zone(zone)
    remark = ""
    is_day = pd.Series(False, index=values.index)
    if isinstance(values.dtype, pd.DatetimeTZDtype):
        at = values.dt.tz_convert("UTC")
    elif pd.api.types.is_datetime64_dtype(values.dtype):
        at = _localised(values, zone)
    elif pd.api.types.is_numeric_dtype(values.dtype):
        at = _from_numbers(values)
    else:
        at, is_day, remark = _from_text(values.astype("string").str.strip(), zone)
    at = at.astype("datetime64[us, UTC]")
    has_text = values.notna()
    if not pd.api.types.is_numeric_dtype(values.dtype):
        has_text &= values.astype("string").fillna("").str.strip() != ""
    quality = pd.Series("ok", index=values.index).mask(is_day, "day")
    quality = quality.mask(at.notna() & ~at.dt.year.between(FIRST_YEAR, LAST_YEAR), "implausible")
    quality = quality.mask(at.isna(), "unreadable").mask(~has_text, "missing")
    return Dates(at, quality.astype("string"), remark)


def _check_zone(zone: str) -> None:
    try:
        pd.Timestamp(0, tz=zone)
    except (KeyError, ValueError, TypeError, OSError) as error:
        raise SchemaError(
            f"zone={zone!r} is no time zone; give a name such as 'Europe/Berlin'"
        ) from error


def _localised(naive: pd.Series, zone: str) -> pd.Series:
    """Return wall clock times as instants: in a repeated hour the first, in a gap its end."""
    if zone.upper() == "UTC":
        in_utc: pd.Series = naive.dt.tz_localize("UTC")
        return in_utc
    first = np.ones(len(naive), dtype=np.bool_)
    local = naive.dt.tz_localize(zone, ambiguous=first, nonexistent="shift_forward")
    instants: pd.Series = local.dt.tz_convert("UTC")
    return instants


def _from_numbers(values: pd.Series) -> pd.Series:
    numbers = values.astype("Float64").to_numpy(dtype=np.float64, na_value=np.nan)
    micros = np.full(len(numbers), np.nan)
    for low, high, per_second in _EPOCHS:
        fits = (numbers >= low) & (numbers < high)
        micros[fits] = np.round(numbers[fits] * (1e6 / per_second))
    whole = np.where(np.isnan(micros), np.iinfo(np.int64).min, micros).astype(np.int64)
    at = pd.Series(pd.DatetimeIndex(whole.astype("datetime64[us]")), index=values.index)
    return at.dt.tz_localize("UTC")


def _from_text(text: pd.Series, zone: str) -> tuple[pd.Series, pd.Series, str]:
    """Return instants, which of them are days without a time, and a remark."""
    is_number = text.str.fullmatch(r"\d{9,16}(?:\.\d{1,9})?").fillna(False).astype("bool")
    has_zone = text.str.contains(r"\d(?:Z|[+-]\d\d(?::?\d\d)?)$", regex=True).fillna(False)
    has_zone &= text.str.len() > len("2026-01-31")
    has_zone = has_zone.astype("bool") & ~is_number
    is_plain = ~has_zone & ~is_number
    at = pd.Series(pd.NaT, index=text.index, dtype="datetime64[us, UTC]")
    if is_number.any():
        at[is_number] = _from_numbers(text[is_number].astype("Float64"))
    if has_zone.any():
        stated = pd.to_datetime(text[has_zone], format="ISO8601", errors="coerce", utc=True)
        at[has_zone] = stated.astype("datetime64[us, UTC]")
    remark = ""
    if is_plain.any():
        naive = pd.to_datetime(text[is_plain], format="ISO8601", errors="coerce", utc=True)
        naive = naive.dt.tz_localize(None)
        left = text[is_plain][naive.isna()].replace("", pd.NA).dropna()
        if len(left):
            form, remark = _form_of(left)
            if form:
                naive.loc[left.index] = pd.to_datetime(left, format=form, errors="coerce")
        at[is_plain] = _localised(naive.astype("datetime64[us]"), zone)
    is_day = is_plain & ~text.str.contains(":", regex=False).fillna(False).astype("bool")
    is_day &= ~text.str.contains("T", regex=False).fillna(False).astype("bool")
    return at, is_day & at.notna(), remark


def _form_of(text: pd.Series) -> tuple[str, str]:
    """Return the national form that all values fit, or "" and why there is none."""
    sample = text.drop_duplicates()
    fitting = [
        form
        for form in _FORMS
        if pd.to_datetime(sample, format=form, errors="coerce").notna().all()
    ]
    readings = {tuple(pd.to_datetime(sample, format=form)) for form in fitting}
    if len(readings) == 1:
        return fitting[0], ""
    if readings:
        example = str(sample.iloc[0])
        return "", f"dates such as {example} do not tell day from month; write them as 2026-01-31"
    return "", "dates are read as 2026-01-31 14:05, with or without an offset"
