"""Writes the LinkedIn export folder in the layout of 2026."""

from __future__ import annotations

import base64
import hashlib
import random
from pathlib import Path
from typing import Final
from urllib.parse import quote

import activity_files
import profile_files
from cast import Cast
from csv_text import rows_text
from mail import MONTHS
from model import SEED, Diary, Note, Person, date_of, day_of, instant, pacific

PREAMBLE: Final = (
    "Notes:\n"
    '"When exporting your connection data, you may notice that some of the email addresses are '
    "missing. You will only see email addresses for connections who have allowed their connections "
    "to see or download their email address using this setting "
    "https://www.linkedin.com/psettings/privacy/email. You can learn more here "
    'https://www.linkedin.com/help/linkedin/answer/261"\n\n'
)
BASE: Final = "https://www.linkedin.com/in/"
N_ANONYMOUS: Final = 6
INVITATION_WINDOW: Final = 325  # days an export reaches back
ADVERT: Final = '<p class="spinmail-quill-editor__spin-break">Hi %FIRSTNAME%,&nbsp;our winter '


def full_name(person: Person) -> str:
    return f"{person.li_first.strip()} {person.li_last.strip()}"


def day_text(day: int) -> str:
    date = date_of(day)
    return f"{date.day:02d} {MONTHS[date.month - 1]} {date.year}"


def set_connection_days(cast: Cast, diary: Diary) -> None:
    """Say since when each member is connected: never after their first message."""
    rng = random.Random(f"{SEED}: connections")
    by_address = {a: p.key for p in cast.people.values() for a in p.all_addresses()}
    first: dict[str, int] = {}
    limit: dict[str, int] = {}
    for mail in diary.mails:
        if mail.kind in ("personal", "intro"):
            for address in [mail.sender, *mail.to]:
                key = by_address.get(address.addr, "")
                first[key] = min(first.get(key, 0), day_of(mail.when))
    for note in diary.notes:
        for person in [note.sender, *note.to]:
            if person is not None and not note.is_draft:
                limit[person.key] = min(limit.get(person.key, 0), day_of(note.when))
    for person in cast.people.values():
        if not person.slug:
            continue
        if person.org in ("tarnbeck", "velmond"):
            day = -rng.randrange(1900, 4300)
        elif person.key in first or person.key in limit:
            day = first.get(person.key, limit.get(person.key, 0)) + rng.randrange(1, 120)
        else:
            day = -rng.randrange(340, 4400) if rng.random() < 0.8 else -rng.randrange(20, 320)
        person.connected = min(day, limit.get(person.key, -4), -4)


def connections(cast: Cast) -> tuple[str, int]:
    rng = random.Random(f"{SEED}: anonymous")
    rows = []
    for person in cast.people.values():
        if person.connected is None:
            continue
        company = "" if rng.random() < 0.04 else person.company
        cells = [person.li_first, person.li_last, BASE + quote(person.slug), person.li_email]
        rows.append((person.connected, [*cells, company, person.title, day_text(person.connected)]))
    for _ in range(N_ANONYMOUS):
        day = -rng.randrange(40, 4000)
        rows.append((day, ["", "", "", "", "", "", day_text(day)]))
    rows.sort(key=lambda row: (-row[0], row[1]))
    header = "First Name,Last Name,URL,Email Address,Company,Position,Connected On"
    text = PREAMBLE + rows_text(header, [cells for _, cells in rows])
    return text.rstrip("\n"), len(rows)


def odd_notes(cast: Cast) -> list[Note]:
    """Adverts, hidden members, and drafts that were never sent."""
    me = cast.owner
    rng = random.Random(f"{SEED}: odd notes")
    notes = []
    for number in range(20):
        name = rng.choice(
            ("Jorvane Optics", "LinkedIn Member", "Inchwater Pumps", "Umberlea Schools")
        )
        text = f"{ADVERT}courses start soon. Places are few.</p>"
        when = instant(-1500 + number * 71, 700, number)
        title = "Sponsored Conversation"
        notes.append(
            Note(when, None, [me], f"advert {number}", text, title, name, "Winter courses")
        )
    talk = ("It was good to see you at the library.", "Likewise, shall we do that again?",
            "Yes, after the holidays.", "I will bring the maps.", "Perfect.")  # fmt: skip
    for number, text in enumerate(talk):
        when = instant(-1010 + number, 650 + number)
        if number % 2:
            notes.append(Note(when, me, [], "hidden friend", text))
        else:
            notes.append(Note(when, None, [me], "hidden friend", text, "", "LinkedIn Member"))
    text = "Your page made me curious, do you take on new work?"
    notes.append(
        Note(instant(-388, 800), None, [me], "hidden stranger", text, "", "LinkedIn Member")
    )
    draft = Note(
        instant(-33, 1130), me, [cast.get("n_kwabena")], "pair n_kwabena", "Hi Kwabena, it"
    )
    draft.is_draft, draft.folder = True, ""
    stray = Note(instant(-150, 900), me, [], "", "Dear all,")
    stray.is_draft, stray.folder = True, ""
    return [*notes, draft, stray]


def _conversation_id(name: str) -> str:
    if not name:
        return ""
    raw = hashlib.sha512(f"{SEED}: {name}".encode()).digest()[:40]
    return "2-" + base64.b64encode(raw).decode()


def _message_row(note: Note, me: Person) -> list[str]:
    url = BASE + note.sender.slug if note.sender else ""
    names = [full_name(p) for p in note.to]
    if not note.to and note.conversation == "hidden friend":
        names = ["LinkedIn Member"]
    urls = [BASE + p.slug for p in note.to]
    return [
        _conversation_id(note.conversation),
        note.title,
        full_name(note.sender) if note.sender else note.sender_name,
        url,
        ",".join(names),
        ",".join(urls),
        f"{note.when:%Y-%m-%d %H:%M:%S} UTC",
        note.subject,
        note.content,
        note.folder,
        note.attachment,
        "Yes" if note.is_draft else "No",
    ]


def messages(cast: Cast, notes: list[Note]) -> tuple[str, int]:
    """Conversations one after the other, each newest first."""
    latest: dict[str, Note] = {}
    for note in notes:
        if note.conversation not in latest or note.when > latest[note.conversation].when:
            latest[note.conversation] = note
    ordered = sorted(
        notes,
        key=lambda n: (latest[n.conversation].when, n.conversation, n.when),
        reverse=True,
    )
    header = (
        "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,RECIPIENT PROFILE URLS,"
        "DATE,SUBJECT,CONTENT,FOLDER,ATTACHMENTS,IS MESSAGE DRAFT"
    )
    return rows_text(header, [_message_row(n, cast.owner) for n in ordered]), len(ordered)


def _pacific_text(day: int, minute: int) -> str:
    local = pacific(instant(day, minute))
    hour, half = local.hour % 12 or 12, "AM" if local.hour < 12 else "PM"
    return f"{local.month}/{local.day}/{local.year % 100:02d}, {hour}:{local.minute:02d} {half}"


def invitations(cast: Cast) -> tuple[str, int]:
    rng = random.Random(f"{SEED}: invitations")
    me = cast.owner
    out, came = [], []
    recent = [
        (p.connected, p)
        for p in cast.people.values()
        if p.connected is not None and p.connected > -INVITATION_WINDOW
    ]
    for day, person in sorted(recent, key=lambda pair: (-pair[0], pair[1].key)):
        note = rng.choice(
            ("", "", "Good to meet you at the gathering!", "Hello, we spoke by phone.")
        )
        sent = _pacific_text(day - rng.randrange(0, 5), rng.randrange(10, 700))
        if rng.random() < 0.5:
            out.append([full_name(me), full_name(person), sent, note, "OUTGOING", me, person])
        else:
            came.append([full_name(person), full_name(me), sent, note, "INCOMING", person, me])
    for number in range(19):
        name = ("Pernille", "Aldous", "Ximena", "Ravi", "Sólveig")[number % 5]
        other = Person("", name, f"Unansweredson {'ABCD'[number // 5]}")
        other.slug = f"{name.lower()}-unansweredson-{number:02d}"
        sent = _pacific_text(-rng.randrange(9, 300), rng.randrange(10, 1400))
        if number % 3:
            came.append([other.name, full_name(me), sent, "", "INCOMING", other, me])
        else:
            out.append([full_name(me), other.name, sent, "", "OUTGOING", me, other])
    guest = Person("", "", "")
    sent = _pacific_text(-77, 1010)
    out.append([full_name(me), "old.neighbour@example.com", sent, "", "OUTGOING", me, guest])
    rows = [
        [*row[:5], *(BASE + p.slug if p.slug else "" for p in row[5:])]  # type: ignore[attr-defined]
        for row in out + came
    ]
    header = "From,To,Sent At,Message,Direction,inviterProfileUrl,inviteeProfileUrl"
    return rows_text(header, rows), len(rows)


def write_export(cast: Cast, diary: Diary, folder: Path) -> dict[str, int]:
    """Write every file of the export and return the number of rows in each."""
    notes = [*diary.notes, *odd_notes(cast)]
    texts = {
        "Connections.csv": connections(cast),
        "messages.csv": messages(cast, notes),
        "Invitations.csv": invitations(cast),
        **profile_files.files(cast),
        **activity_files.files(cast),
    }
    folder.mkdir(parents=True, exist_ok=True)
    for name, (text, _) in texts.items():
        (folder / name).write_bytes(text.encode())
    return {name: count for name, (_, count) in texts.items()}
