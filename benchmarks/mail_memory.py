"""Does the memory of a first load grow with the archive? Peaks of a process of its own.

Writes one invented mailbox in the shape of Google Takeout for each size, loads it into a new
store in a fresh process, and prints the peak of that process and of those it starts: Python
and imports included, as the system counts it when the process has ended. The smaller mailbox
is the beginning of the larger.

    python benchmarks/mail_memory.py                              # 0.1 and 0.4 GB
    python benchmarks/mail_memory.py 1 10 --attachments 0.04      # 54 kB a message
    python benchmarks/mail_memory.py 1 10 --attachments 0.4       # 460 kB a message

``--folder`` says where there is room for the larger one.

A mailbox that is there already is used, and stays; others are removed in the end.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from takeout_like import Writer

SECONDS_APART = 240  # so that two million messages are all of the past
LOAD = """
import sys
import netanalysis as na
archive = na.load(sys.argv[1], store=sys.argv[2], workers=int(sys.argv[3]))
print(archive.ledger["n_kept"].sum(), len(archive.people))
"""


def write_until(path: Path, n_bytes: int, share: float) -> None:
    """Write messages until there are ``n_bytes``; a share of them has a file attached."""
    written = 0
    with path.open("wb") as out:
        writer = Writer(7, seconds_apart=SECONDS_APART)
        for one in writer.messages(10**9, attachment_share=share):
            written += out.write(one)
            if written >= n_bytes:
                return


def load(path: Path, store: Path, workers: int) -> str:
    """Load ``path`` into a new store; return what that took, in words."""
    shutil.rmtree(store, ignore_errors=True)
    begin = time.monotonic()
    command = [sys.executable, "-c", LOAD, str(path), str(store), str(workers)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        counts = child.stdout.read().split()
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    wall = time.monotonic() - begin
    if child.returncode:
        sys.exit(f"the load of {path} ended with {child.returncode}")
    on_disk = sum(file.stat().st_size for file in store.iterdir())
    shutil.rmtree(store)
    messages, people = (f"{int(one):,}" for one in counts)
    return (
        f"{path.stat().st_size / 1e9:6.2f} GB  {messages:>9} messages  {people:>6} people  "
        f"peak {used.ru_maxrss / 1024:4.0f} MB  {used.ru_utime + used.ru_stime:6.1f} s CPU  "
        f"{wall:6.1f} s wall  store {on_disk / 1e6:6.1f} MB"
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("sizes", type=float, nargs="*", default=[0.1, 0.4], metavar="GB")
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()))
    parser.add_argument("--attachments", type=float, default=0.0, metavar="SHARE")
    parser.add_argument("--workers", type=int, default=1)
    options = parser.parse_args()
    for size in options.sizes:
        box = options.folder / f"attached-{options.attachments:g}-{size:g}.mbox"
        is_new = not box.exists()
        if is_new:
            write_until(box, int(size * 1e9), options.attachments)
        sys.stdout.write(load(box, options.folder / "mail_memory_store", options.workers) + "\n")
        sys.stdout.flush()
        if is_new:
            box.unlink()
