"""Words planted in private columns of every kind of file turn up in no table."""

from pathlib import Path

import pytest

import netanalysis as na

IN = "https://www.linkedin.com/in/"
LINK = "https://www.linkedin.com/feed/update/urn%3Ali%3Aactivity%3A1"
CANARIES = {
    "phone": "+99 555 zphone",
    "street": "zstreet lane 7",
    "birth": "Zbirth 29",
    "address on the net": "203.0.113.99",
    "application": "zapplication",
    "text": "zsecrettext",
    "messenger": "zmessenger",
    "account": "zlicense-77",
}
C = CANARIES
FILES = {
    "Connections.csv": (
        "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
        f"Ana,Müller,{IN}ana,,Example AG,Head,04 Nov 2018\n"
    ),
    "messages.csv": (
        "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,RECIPIENT PROFILE URLS,"
        "DATE,SUBJECT,CONTENT,FOLDER,ATTACHMENTS\n"
        f"2-a==,,Ana Müller,{IN}ana,Max Owner,{IN}max,2024-05-03 09:15:42 UTC,,{C['text']},INBOX,"
        f"https://www.linkedin.com/dms/prv/{C['text']}\n"
    ),
    "Invitations.csv": (
        "From,To,Sent At,Message,Direction,inviterProfileUrl,inviteeProfileUrl\n"
        f'Max Owner,Ana Müller,"5/7/23, 9:08 PM",{C["text"]},OUTGOING,{IN}max,{IN}ana\n'
    ),
    "Profile.csv": (
        "First Name,Last Name,Maiden Name,Address,Birth Date,Headline,Summary,Industry,Zip Code,"
        "Geo Location,Twitter Handles,Websites,Instant Messengers\n"
        f"Max,Owner,,{C['street']},{C['birth']},,{C['text']},,{C['street']},,,,{C['messenger']}\n"
    ),
    "Contacts.csv": (
        "Source,FirstName,LastName,Companies,Title,Emails,PhoneNumbers,CreatedAt,Addresses,Sites,"
        "InstantMessageHandles,FullName,Birthday,Location,BookmarkedAt,Profiles\n"
        f'MOBILE,Bo,Roe,Roe & Co,Chef,bo@example.org,{C["phone"]},"1/2/20, 9:30 PM",{C["street"]},'
        f",{C['messenger']},Bo Roe,{C['birth']},{C['street']},,\n"
        f"MOBILE,,,,,,{C['phone']},,,,,,,,,\n"
    ),
    "Comments.csv": f"Date,Link,Message\n2024-01-02 03:04:05,{LINK},Ana Müller {C['text']}\n",
    "Shares.csv": (
        "Date,ShareLink,ShareCommentary,SharedUrl,MediaUrl,Visibility\n"
        f"2024-01-02 03:04:05,{LINK},{C['text']},https://x.example/{C['text']},,MEMBER_NETWORK\n"
    ),
    "Recommendations_Received.csv": (
        "First Name,Last Name,Company,Job Title,Text,Creation Date,Status\n"
        f'Ana,Müller,Example AG,Head,{C["text"]},"03/07/24, 08:05 PM",VISIBLE\n'
    ),
    "Positions.csv": (
        "Company Name,Title,Description,Location,Started On,Finished On\n"
        f"Example AG,Gardener,{C['text']},{C['street']},Mar 2021,\n"
    ),
    "Education.csv": (
        "School Name,Start Date,End Date,Notes,Degree Name,Activities\n"
        f"ETH,2005,2010,{C['text']},MSc,{C['text']}\n"
    ),
    "Certifications.csv": (
        "Name,Url,Authority,Started On,Finished On,License Number\n"
        f"Tree Care,,Tree Board,Mar 2020,,{C['account']}\n"
    ),
    "PhoneNumbers.csv": f"Extension,Number,Type\n,{C['phone']},Mobile\n",
    "Whatsapp Phone Numbers.csv": f"Number,Extension,Is_WhatsApp_Number\n{C['phone']},,true\n",
    "Logins.csv": f"Login Date,IP Address,User Agent,Login Type\n,{C['address on the net']},,\n",
    "Registration.csv": f"Registered At,Registration Ip\n,{C['address on the net']}\n",
    "Security Challenges.csv": f"Challenge Date,IP Address\n,{C['address on the net']}\n",
    "Email Addresses.csv": f"Email Address,Confirmed\n{C['account']}@example.org,Yes\n",
    "Private_identity_asset.csv": f"Private Identity Asset Name,Raw\ncv,{C['application']}\n",
    "Jobs/Job Applications.csv": (
        f"Application Date,Contact Email,Contact Phone Number\n,{C['application']},{C['phone']}\n"
    ),
    "Jobs/Saved Jobs.csv": f"Saved Date,Job Url\n,{C['application']}\n",
    "Verifications/Verifications.csv": f"First name,Year of birth\nMax,{C['birth']}\n",
    "Articles/a.html": f"<html>{C['text']}</html>",
    "coach_messages.csv": f"FROM,TO,DATE,CONTENT\n,Max Owner,,{C['text']}\n",
}


@pytest.fixture
def export(tmp_path: Path) -> Path:
    folder = tmp_path / "Complete_LinkedInDataExport_05-04-2025"
    for name, text in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def everything(archive: na.Dataset) -> str:
    return "\n".join(frame.to_csv() for _, frame in archive.tables()) + archive.owner_reason


def test_no_canary_is_in_any_table(export):
    archive = na.load(export)
    text = everything(archive).casefold()
    for what, canary in CANARIES.items():
        assert canary.casefold() not in text, what
    assert len(archive.ledger) == 11


def test_the_people_beside_the_canaries_are_there(export):
    archive = na.load(export)
    assert {"Ana Müller", "Bo Roe", "Max Owner"} <= set(archive.people["name"])
    assert archive.relations["kind"].value_counts().to_dict() == {
        "connected": 1,
        "address_book": 1,
    }


def test_private_files_are_never_opened(export, monkeypatch):
    opened = []
    reads = Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", lambda p: opened.append(p.name) or reads(p))
    na.load(export)
    kept = {name.rpartition("/")[2] for name in list(FILES)[:11]}
    assert set(opened) == kept
