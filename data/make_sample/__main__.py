"""Write the sample data: ``python data/make_sample [folder]``.

Only the standard library is used, and every number is seeded: the same bytes come out on
every run. Without a folder the files go to ``data/sample`` beside this package.
"""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path
from typing import Any, Final

import bulk
import linkedin
import mail
import scenes
import second_addresses
import ties
import truth
from cast import Cast
from rhythm import Narrator

EXPORT: Final = "Complete_LinkedInDataExport_11-20-2026"


def tell() -> tuple[Cast, Narrator, dict[str, str], list[dict[str, Any]]]:
    """Make up everything that happened."""
    cast = Cast()
    narrator = Narrator(cast)
    narrator.shy = frozenset(ties.INTRODUCED)
    every_tie = ties.all_ties(narrator)
    scenes.broker_scenes(narrator)
    scenes.introductions(narrator, every_tie)
    scenes.team_threads(narrator)
    scenes.group_chats(narrator)
    scenes.decoys(narrator)
    scenes.last_word(narrator)
    bulk.newsletters(narrator)
    bulk.robots(narrator)
    bulk.mailing_list(narrator)
    bulk.mass_mails(narrator)
    bulk.junk_and_drafts(narrator)
    oddities = bulk.oddities(narrator)
    linkedin.set_connection_days(cast, narrator.diary)
    proposals = second_addresses.second_addresses(narrator)
    return cast, narrator, oddities, proposals


def _compact(value: Any) -> str:
    """JSON with one line per entry of the longer lists."""
    text = ",\n".join(
        f" {json.dumps(key)}: " + (_lines(part) if isinstance(part, list) else _dump(part))
        for key, part in value.items()
    )
    return "{\n" + text + "\n}\n"


def _lines(items: list[Any]) -> str:
    return "[\n" + ",\n".join(f"  {_dump(item)}" for item in items) + "\n ]"


def _dump(value: Any) -> str:
    if isinstance(value, dict) and any(isinstance(v, dict) for v in value.values()):
        inner = ",\n".join(f"  {json.dumps(k)}: {_dump(v)}" for k, v in value.items())
        return "{\n" + inner + "\n }"
    return json.dumps(value, ensure_ascii=False)


def main(arguments: list[str]) -> None:
    here = Path(__file__).resolve().parent
    folder = Path(arguments[0]) if arguments else here.parent / "sample"
    cast, narrator, oddities, proposals = tell()
    export = folder / EXPORT
    if export.exists():
        shutil.rmtree(export)
    rows = linkedin.write_export(cast, narrator.diary, export)
    mbox = mail.write_mbox(narrator.diary, folder / "mail.mbox")
    answers = truth.planted(cast, narrator.diary, mbox, rows, oddities)
    answers["proposals"] = proposals
    (folder / "truth.json").write_bytes(_compact(answers).encode())
    size = sum(f.stat().st_size for f in folder.rglob("*") if f.is_file())
    print(f"{mbox['rows']} mails, {rows['messages.csv']} LinkedIn messages, "
          f"{rows['Connections.csv']} connections, {size / 1e6:.1f} MB in {folder}")  # fmt: skip


if __name__ == "__main__":
    sys.dont_write_bytecode = True
    main(sys.argv[1:])
