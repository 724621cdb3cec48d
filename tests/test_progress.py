"""The bar: seen where somebody looks, nowhere else, and gone when reading is done."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from queue import Empty

import nbformat
import pytest
from grown_mail import mbox, messages
from nbclient import NotebookClient
from test_cli import PATIENCE_SECONDS, read_all

import netanalysis as na
from netanalysis import progress
from netanalysis.dataset import dataset_digest
from netanalysis.loaders import mail
from netanalysis.loaders.mail.stream import BLOCK
from netanalysis.progress import Bar, Terminal


@pytest.fixture(scope="module")
def box(tmp_path_factory) -> Path:
    """A mailbox of some megabytes."""
    path = tmp_path_factory.mktemp("mail") / "Inbox"
    path.write_bytes(mbox(messages(6000)))
    return path


class Seen:
    """A place to draw that remembers what it was given."""

    def __init__(self) -> None:
        self.facts: list[dict[str, str]] = []
        self.words: list[str] = []

    def draw(self, bar: Bar) -> None:
        self.facts.append(bar.facts)
        self.words.append(bar.words)

    def close(self) -> None:
        pass


def test_the_bar_counts_bytes_and_messages_over_all_files(box):
    face = Seen()
    bar = Bar(face, n_bytes=2 * box.stat().st_size)
    mail.read([box], progress=bar)
    assert face.words[0] == "Reading Inbox"
    assert face.words[-1] == "Finding copies and conversations"
    assert list(bar.facts) == ["messages"]  # nobody knows how long this takes
    n_messages = int(bar.facts["messages"].removesuffix(" messages").replace(",", ""))
    assert 5800 < n_messages <= 6000
    half = box.stat().st_size
    bar("Inbox", half, half)
    assert bar.facts["size"] == f"{half / 1e6:,.1f}/{half / 5e5:,.1f} MB"
    assert re.fullmatch(r"[\d,]+ MB/s", bar.facts["speed"])
    assert re.fullmatch(r"\d+:\d\d left", bar.facts["left"])


def test_a_large_mailbox_is_followed_within_its_parts(box, tmp_path):
    """Parts of 64 MB take seconds each: the bar must not stand still meanwhile."""
    seen: list[int] = []
    na.load(box, store=tmp_path / "store", progress=lambda _, n_done, __: seen.append(n_done))
    assert len(set(seen)) > box.stat().st_size / BLOCK
    assert seen == sorted(seen)
    assert seen[-1] == box.stat().st_size


def test_steps_after_reading_are_told(box, tmp_path, monkeypatch):
    face = Seen()
    monkeypatch.setattr(progress, "_face", lambda *, is_wanted: face)
    na.load(box, store=tmp_path / "store")
    said = list(dict.fromkeys(face.words))
    assert said[-3:] == [
        "Finding copies and conversations",
        "Finding out who is who",
        "Writing the store",
    ]


@pytest.mark.parametrize("width", [30, 40, 60, 80, 100, 140])
@pytest.mark.parametrize("name", ["Inbox", "a mailbox with a long name of many words (2019).mbox"])
def test_a_line_fits_the_terminal_and_tells_the_time_left(monkeypatch, capsys, width, name):
    """What does not fit is left out as a whole, never cut off; time left comes last to go."""
    monkeypatch.setenv("COLUMNS", str(width))
    shown = Terminal()
    bar = Bar(shown, 10_000_000_000)
    bar.count = lambda: 1_234_567
    bar(name, 0, 10_000_000_000)
    bar._begin -= 60
    bar(name, 5_000_000_000, 10_000_000_000)
    bar._draw()
    task = shown._shown.tasks[0]
    line = f"{task.description} {'-' * shown._bar.bar_width} {task.fields['facts']}"
    shown.close()
    assert len(line) < width
    assert re.search(r"\b1:00 left$", line)
    assert width < 80 or " 1,234,567 messages  83 MB/s  " in line


def test_when_all_is_read_the_bar_swings_to_and_fro():
    shown = Terminal()
    bar = Bar(shown, 10)
    bar("Inbox", 10, 10)
    assert shown._shown.tasks[0].total == 10
    bar.say("Writing the store")
    assert shown._shown.tasks[0].total is None
    bar("contacts.vcf", 5, 10)
    assert shown._shown.tasks[0].total == 20
    shown.close()


def test_the_bar_keeps_its_width_while_digits_come_and_go(monkeypatch):
    monkeypatch.setenv("COLUMNS", "100")
    shown = Terminal()
    bar = Bar(shown, 10_000_000_000)
    widths = set()
    for n in range(0, 10_000_000_000, 250_000_000):
        bar._begin -= 2
        bar("All mail", n, 10_000_000_000)
        bar._draw()
        widths.add(shown._bar.bar_width)
    shown.close()
    assert len(widths) <= 2


def test_bytes_that_need_no_reading_count_as_done_but_not_as_speed():
    bar = Bar(Seen(), n_bytes=10)
    bar("All mail", 900_000_000, 1_000_000_000)
    assert bar.n_done == 900_000_000
    assert bar.per_second == 0
    bar("All mail", 910_000_000, 1_000_000_000)
    assert bar.per_second > 0


def test_packed_files_that_hold_more_than_was_thought_do_not_pass_the_end():
    bar = Bar(Seen(), n_bytes=10)
    bar("a", 0, 70)
    bar("a", 70, 70)
    bar("b", 5, 30)
    assert (bar.n_done, bar.n_bytes) == (75, 100)


def test_a_name_with_marks_of_a_console_is_shown_as_it_is(capsys):
    shown = Terminal()
    Bar(shown, 10)("[bold]odd[/nothing]", 1, 10)
    shown.close()


def test_a_pipe_sees_nothing(box, tmp_path):
    code = f"import netanalysis as na; na.load({str(box)!r}, store={str(tmp_path / 's')!r})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert (done.stdout, done.stderr) == (b"", b"")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminal")
@pytest.mark.parametrize(("wanted", "is_seen"), [("None", True), ("False", False)])
def test_a_terminal_sees_the_bar_unless_it_is_not_wanted(box, wanted, is_seen):
    import pty

    ours, theirs = pty.openpty()
    code = f"import netanalysis as na; na.load({str(box)!r}, progress={wanted})"
    settings = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "100"}
    with subprocess.Popen([sys.executable, "-c", code], stderr=theirs, env=settings) as child:
        os.close(theirs)
        shown = read_all(ours)
        assert child.wait(timeout=PATIENCE_SECONDS) == 0
    os.close(ours)
    assert ("Reading Inbox" in shown) == is_seen
    assert ("6,000 messages" in shown) == is_seen
    assert not is_seen or shown.rstrip("\r\n").endswith("\x1b[2K")  # the line is gone


@pytest.mark.parametrize("wanted", ["None", "True"])
def test_an_executed_notebook_keeps_no_output(box, wanted):
    cell = f"import netanalysis as na\narchive = na.load({str(box)!r}, progress={wanted})"
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell)])
    NotebookClient(notebook, kernel_name="python3").execute()
    assert notebook.cells[0].outputs == []


def test_a_rendered_notebook_shows_no_bar(box, tmp_path):
    cell = f"import netanalysis as na\narchive = na.load({str(box)!r})\nlen(archive.people)"
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell)])
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
    nbformat.write(notebook, tmp_path / "mail.ipynb")
    command = [sys.executable, "-m", "nbconvert", "--execute", "--to", "html", "mail.ipynb"]
    subprocess.run(command, cwd=tmp_path, capture_output=True, check=True)
    page = (tmp_path / "mail.html").read_text(encoding="utf-8")
    assert "jp-OutputArea-executeResult" in page  # the last line of the cell
    assert "<progress" not in page
    assert "Reading Inbox" not in page


@pytest.mark.parametrize("is_live", [True, False])
def test_only_an_open_notebook_is_shown_the_bar(box, is_live):
    """Whoever looks at a notebook can answer a question; a program that runs it cannot."""
    from jupyter_client.manager import start_new_kernel

    manager, client = start_new_kernel(kernel_name="python3")
    try:
        code = f"import netanalysis as na\narchive = na.load({str(box)!r})"
        request = client.execute(code, allow_stdin=is_live)
        kinds = messages_of(client, request)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    assert ("display_data" in kinds) == is_live
    assert "error" not in kinds
    if is_live:
        assert kinds.index("clear_output") > kinds.index("display_data")
        assert kinds[-2:] == ["clear_output", "status"]


def messages_of(client, request: str) -> list[str]:
    """Return the kinds of messages a cell publishes, up to its end."""
    kinds = []
    while True:
        try:
            message = client.get_iopub_msg(timeout=PATIENCE_SECONDS)
        except Empty:
            return kinds
        if message["parent_header"].get("msg_id") != request:
            continue
        kinds.append(message["msg_type"])
        if message["content"].get("execution_state") == "idle":
            return kinds


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT for one process")
def test_ctrl_c_leaves_a_store_that_goes_on(tmp_path):
    folder, store = tmp_path / "mail", tmp_path / "store"
    folder.mkdir()
    for n in range(40):
        (folder / f"box{n:02d}").write_bytes(mbox(messages(1200, seed=n)))
    command = [sys.executable, "-m", "netanalysis", "check", str(folder), "--store", str(store)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as child:
        until = time.monotonic() + PATIENCE_SECONDS
        while len(list(store.glob("messages-*"))) < 3 and time.monotonic() < until:
            time.sleep(0.01)
        child.send_signal(signal.SIGINT)
        out, err = child.communicate(timeout=PATIENCE_SECONDS)
    assert child.returncode == 130
    assert out == b""
    assert err.decode() == "Stopped: what was read is kept; the same command goes on from there.\n"
    kept = {file.name for file in store.glob("messages-*")}
    assert 3 <= len(kept) < 40
    again = na.load(folder, store=store)
    # the part being written when the signal came was not committed yet
    assert len(kept - {file.name for file in store.glob("messages-*")}) <= 1
    assert dataset_digest(again) == dataset_digest(na.load(folder))
