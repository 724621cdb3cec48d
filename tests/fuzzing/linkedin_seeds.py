"""A small LinkedIn export of invented people, as files and as zips."""

from __future__ import annotations

import io
import zipfile
from typing import Final

IN: Final = "https://www.linkedin.com/in/"
FOLDER: Final = "Complete_LinkedInDataExport_05-04-2025"
FILES: Final = {
    "Connections.csv": 'Notes:\n"When exporting, some emails may be missing."\n\n'
    "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
    f'Ana,Müller,{IN}ana-mueller,ana@x.example,"Works, Inc",Gardener,04 Nov 2018\n'
    f"Null,NA,{IN}null,,,,05 Nov 2018\n",
    "messages.csv": "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,"
    "RECIPIENT PROFILE URLS,DATE,SUBJECT,CONTENT,FOLDER\n"
    f"2-a==,,Max Owner,{IN}max,Ana Müller,{IN}ana-mueller,2024-05-01 09:15:42 UTC,,hi,INBOX\n"
    f"2-a==,,Ana Müller,{IN}ana-mueller,Max Owner,{IN}max,2024-05-02 09:15:42 UTC,,"
    '"two\nlines ""q""",INBOX\n',
    "Invitations.csv": "From,To,Sent At,Message,Direction,inviterProfileUrl,inviteeProfileUrl\n"
    f'Max Owner,Ana Müller,"5/1/24, 9:15 AM",,OUTGOING,{IN}max,{IN}ana-mueller\n',
    "Profile.csv": 'First Name,Last Name,Maiden Name,Headline\nMax,Owner,,"Head, of"\n',
    "Positions.csv": "Company Name,Title,Description,Location,Started On,Finished On\n"
    "Works,Gardener,,,Jan 2018,\nOld,Clerk,,,2010,Dec 2017\n",
    "Endorsement_Received_Info.csv": "Endorsement Date,Skill Name,Endorser First Name,"
    "Endorser Last Name,Endorser Public Url,Endorsement Status\n"
    "2024/05/01 10:00:00 UTC,Pruning,Ana,Müller,www.linkedin.com/in/ana-mueller,ACCEPTED\n",
    "Comments.csv": "Date,Link,Message\n2024-05-01 10:00:00,https://x/feed/1,"
    '"Ana Müller well \\"done\\""\n',
    "Skills.csv": "Name\nPruning\n",
}


def zipped(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a zip with the same bytes every time."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name, (2025, 5, 4, 0, 0, 0)), data, method)
    return out.getvalue()


SHEETS: Final = {name: text.encode() for name, text in FILES.items()}
ZIPS: Final = (
    zipped(SHEETS),
    zipped(SHEETS, zipfile.ZIP_STORED),
    zipped({f"{FOLDER}/{name}": data for name, data in SHEETS.items()}),
)
