"""The words of the weekly list: why to write to somebody, as a thoughtful friend would say it."""

from __future__ import annotations

from typing import Any, Final

import pandas as pd

from netanalysis.words import count, percent, span

Row = dict[Any, Any]

LEAST_RHYTHM_DAYS: Final = 5  # contact days; of fewer no "every so often" is said
LEAST_RHYTHM_SPAN: Final = 28  # days from first to last contact, likewise
LIKELY: Final = 0.5  # from here on a tie may well come back by itself


def wanted_words(row: Row) -> str:
    """Return why somebody whom the owner wants to hear from is on the list."""
    return (
        f"You want to be in touch every {count(int(row['wanted_days']), 'day')}; it has been "
        f"{span(int(row['days_silent']))}."
    )


def quiet_words(row: Row) -> str:
    """Return why somebody valuable who has gone quiet is on the list."""
    silent = span(int(row["days_silent"]))
    if row["n_contact_days"] >= LEAST_RHYTHM_DAYS and _lasted(row) >= LEAST_RHYTHM_SPAN:
        usual = f"The two of you used to be in touch {_every(float(row['usual_gap_days']))}"
        was = f"{usual} ({_history(row)}) and have not been for {silent}."
    else:
        was = f"You were in touch for a while ({_history(row)}) and have not been for {silent}."
    return _with_circumstances(f"{was} {_by_itself(row)}", row)


def dormant_words(row: Row) -> str:
    """Return why an old tie is on the list."""
    silent = span(int(row["days_silent"]))
    words = f"An old tie worth a letter: {_history(row)}, then quiet for {silent}."
    return _with_circumstances(f"{words} {_by_itself(row)}", row)


def open_answer_words(row: Row) -> str:
    """Return why somebody who wrote last is on the list; whether they asked is known or not."""
    ago, n = span(int(row["days_waiting"])), int(row["n_messages"])
    many = f" ({n} messages since you last wrote)" if n > 1 else ""
    if _asked(row):
        return f"They asked you something {ago} ago{many}. Late is better than not at all."
    return (
        f"They wrote last, {ago} ago{many}. If it wanted an answer, late is better than not at all."
    )


def no_answer_words(row: Row) -> str:
    """Return why somebody to whom the owner wrote last is on the list."""
    ago = span(int(row["days_waiting"]))
    slipped = "may have slipped through; ask kindly, once."
    if _asked(row):
        return f"You asked something {ago} ago, and nothing has come back. It {slipped}"
    return (
        f"You wrote last, {ago} ago, and nothing has come back. If you hoped for an answer, it "
        f"{slipped}"
    )


def milestone_words(row: Row, today: pd.Timestamp) -> str:
    """Return what there is to congratulate on, with the day as people say it."""
    words = str(row["reason"]).partition(": ")[2].partition("; ")[0].rstrip(".")
    words = words.replace(f"on {row['on']:%Y-%m-%d}", f"on {row['on'].day} {row['on']:%B}")
    late = bool(row["on"] < today) and "export" not in words
    end = "It is not too late for a line." if late else "A good day for a line."
    return f"{words[:1].upper()}{words[1:]}. {end}"


def _asked(row: Row) -> bool:
    return bool(pd.notna(row["is_question"])) and bool(row["is_question"])


def _every(gap: float) -> str:
    return "nearly every day" if gap < 1.5 else f"about every {span(gap)}"


def _lasted(row: Row) -> int:
    return int((row["last_on"] - row["first_on"]).days)


def _history(row: Row) -> str:
    days, lasted = count(int(row["n_contact_days"]), "day"), _lasted(row)
    return f"{days} with contact " + ("within a week" if lasted < 7 else f"over {span(lasted)}")


def _by_itself(row: Row) -> str:
    chance = percent(float(row["p_90"]))
    if row["p_90"] >= LIKELY:
        return (
            f"It may well come back by itself ({chance} within three months), but so long a "
            "silence is unusual between you."
        )
    return f"Left alone, the chance that you are in touch within three months is {chance}."


def _with_circumstances(words: str, row: Row) -> str:
    """Return the words with what may explain the silence."""
    return words if pd.isna(row["circumstances"]) else f"{words} {row['circumstances']}"
