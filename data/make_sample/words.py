"""Short everyday sentences for mails and messages; nothing in them matters."""

from __future__ import annotations

import random
from typing import Final

TOPICS: Final = (
    "the office move|the demo on Thursday|the reading group|the sensor data|the hiring plan|"
    "the budget sheet|the release checklist|the workshop agenda|the onboarding guide|"
    "the invoice from March|the pilot|the roadmap draft|the survey results|the summer party|"
    "the test server|the data model|the contract annex|the training day|the travel plan|"
    "the new dashboard|the backlog|the customer visit|the panel talk|the team lunch|"
    "the migration|the style guide|the support rota|the warehouse tour|the slide deck|"
    "the interview notes|the forecast|the parking permits|the photo wall|the coffee machine|"
    "the archive room|the design review|the audit list|the webinar|the price list|the trial week|"
    "the café corner|the naïve baseline"
).split("|")

STATEMENTS: Final = (
    "I went through {t} this morning and it looks fine.",
    "A small update on {t}: we are one day behind.",
    "I have put {t} in the shared folder.",
    "We should talk about {t} before the end of the month.",
    "The second half of {t} still needs some work.",
    "I moved {t} to next week because two people are away.",
    "There was a mix-up with {t}, it is sorted now.",
    "My notes on {t} are short, but they cover the main points.",
    "I walked through {t} with the others and nobody objected.",
    "The numbers for {t} came in a little lower than we guessed.",
    "I would rather keep {t} simple this time.",
    "{T} took longer than planned.",
    "The train was late, so I only saw the end of {t}.",
    "Somebody asked about {t} again at lunch.",
    "I will be out on Friday, {t} can wait until Monday.",
    "It rained all day and half the group skipped {t}.",
)
QUESTIONS: Final = (
    "Could you have a look at {t} when you have ten minutes?",
    "Do you know who looks after {t} now?",
    "Would Tuesday suit you to go over {t}?",
    "Is there anything missing in {t}?",
    "How did {t} go in the end?",
    "Shall we meet for a coffee and talk about {t}?",
    "Can you send me the latest version of {t}?",
)
ANSWERS: Final = (
    "Tuesday is good, I will bring a printout.",
    "Yes, that works for me.",
    "I had a look, only two small remarks.",
    "Not before Wednesday, sorry.",
    "It went well, fewer questions than last time.",
    "I asked around and nobody minds.",
    "Let us keep it as it is.",
    "I attached nothing, the old file is still right.",
    "Good point, I had not thought of that.",
    "I can do the first part, you take the rest.",
    "Fine with me, see you there.",
)
THANKS: Final = (
    "Thanks a lot!",
    "Thank you, that helped.",
    "Many thanks for the quick answer.",
    "Thanks for taking care of this.",
    "",
    "",
    "",
)
GREETINGS: Final = ("Hi {n},", "Hello {n},", "Dear {n},", "Hi {n}!", "{n},")
CLOSINGS: Final = ("Best,", "Kind regards,", "Cheers,", "See you soon,", "All the best,")
SUBJECTS: Final = ("{T}", "{T}", "About {t}", "Question on {t}", "Update: {t}", "Notes on {t}")
LONG_STATEMENTS: Final = (
    "If I count the open points correctly there are seven left, and five of them are only "
    "a matter of somebody sitting down for an hour.",
    "I compared the list with the one from last year and most of it is the same, apart from "
    "the room numbers and the order of the sessions.",
)


def topic(rng: random.Random) -> str:
    return rng.choice(TOPICS)


def fill(template: str, about: str, name: str = "") -> str:
    return template.format(t=about, T=about[0].upper() + about[1:], n=name)


def subject(rng: random.Random, about: str) -> str:
    return fill(rng.choice(SUBJECTS), about)


def opening(rng: random.Random, about: str) -> str:
    """One to three sentences that start something."""
    parts = [fill(rng.choice(STATEMENTS), about)]
    if rng.random() < 0.45:
        parts.append(fill(rng.choice(STATEMENTS), topic(rng)))
    if rng.random() < 0.1:
        parts.append(rng.choice(LONG_STATEMENTS))
    if rng.random() < 0.5:
        parts.append(fill(rng.choice(QUESTIONS), about))
    return " ".join(parts)


def answer(rng: random.Random, about: str) -> str:
    """One or two sentences that reply to something."""
    parts = [rng.choice(THANKS), rng.choice(ANSWERS)]
    if rng.random() < 0.3:
        parts.append(fill(rng.choice(STATEMENTS), about))
    return " ".join(part for part in parts if part)


def letter(rng: random.Random, text: str, to_first: str, from_first: str) -> str:
    """A mail around ``text``, with greeting and closing."""
    greeting = fill(rng.choice(GREETINGS), "x", to_first)
    return f"{greeting}\n\n{text}\n\n{rng.choice(CLOSINGS)}\n{from_first}\n"


def quoted(body: str, sender: str, when: str) -> str:
    """The body of an earlier mail as most programs quote it."""
    lines = [line for line in body.splitlines() if not line.startswith(("> ", "On "))]
    kept = "\n".join(f"> {line}".rstrip() for line in lines[:6])
    return f"\nOn {when} {sender} wrote:\n{kept}\n"
