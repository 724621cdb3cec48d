"""Nothing leaves this machine: reading an archive opens no connection."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from places import SAMPLE

import netanalysis as na


@pytest.fixture
def asked(monkeypatch) -> Iterator[list[Any]]:
    """Everything that asks for a connection or a name, refused and written down."""
    seen: list[Any] = []

    def refuse(*args: Any, **_: Any) -> None:
        seen.append(args)
        raise OSError("no network in this test")

    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, refuse)
    for name in ("getaddrinfo", "gethostbyname", "create_connection"):
        monkeypatch.setattr(socket, name, refuse)
    return seen


def test_loading_and_analysing_ask_for_no_connection(asked):
    archive = na.load(SAMPLE)
    na.neglected_ties(archive)
    na.brokers(na.relationship_graph(archive))
    na.mentorship_gaps(archive)
    assert asked == []


def test_a_web_address_is_not_followed(asked):
    for address in ("https://example.org/mail.mbox", "ftp://example.org/a.zip", "file:///etc"):
        with pytest.raises(na.ExportNotFoundError):
            na.load(address)
    assert asked == []


def test_the_guard_notices_a_connection(asked):
    """Seen to find: the guard above writes down what asks."""
    with pytest.raises(OSError, match="no network"):
        socket.create_connection(("192.0.2.1", 80))
    with socket.socket() as plain, pytest.raises(OSError, match="no network"):
        plain.connect(("192.0.2.1", 80))
    assert len(asked) == 2


@pytest.fixture(scope="module")
def unplugged() -> list[str]:
    """Words before a command that give it a machine without any network."""
    unshare = shutil.which("unshare")
    if unshare is None:
        pytest.skip("unshare, which unplugs the network, is not on this machine")
    words = [unshare, "--map-root-user", "--net"]
    if subprocess.run([*words, "true"], capture_output=True, check=False).returncode:
        pytest.skip("this machine does not let a user unplug the network (unshare -rn)")
    return words


def test_check_works_on_a_machine_without_network(unplugged, tmp_path):
    command = [sys.executable, "-m", "netanalysis", "check", str(SAMPLE)]
    done = subprocess.run(
        [*unplugged, *command], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "Owner: Mira Halvane" in done.stdout


def test_the_unplugged_machine_has_no_network(unplugged):
    code = (
        "import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM).connect(('192.0.2.1', 9))"
    )
    done = subprocess.run(
        [*unplugged, sys.executable, "-c", code], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "unreachable" in done.stderr


def test_the_report_asks_only_its_own_machine(tmp_path):
    """The kernel speaks over the loopback; nothing else is reached, by any process."""
    strace = shutil.which("strace")
    if strace is None:
        pytest.skip("strace, which sees every connection, is not on this machine")
    log = tmp_path / "calls"
    code = (
        "from hand_made import make_archive; from netanalysis.report import write_report; "
        "write_report(make_archive([(0, 'me', ['ana'])]), 'made')"
    )
    path = os.pathsep.join(
        filter(None, [str(SAMPLE.parents[1] / "tests"), os.environ.get("PYTHONPATH")])
    )
    done = subprocess.run(
        [strace, "-f", "--seccomp-bpf", "-qq", "-e", "trace=connect,sendto", "-e", "signal=none",
         "-o", str(log), sys.executable, "-c", code],
        cwd=tmp_path, capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": path},
    )  # fmt: skip
    if "Operation not permitted" in done.stderr:
        pytest.skip("this machine does not let strace look at processes")
    assert done.returncode == 0, done.stderr
    calls = [line for line in log.read_text().splitlines() if "AF_INET" in line]
    assert calls  # the kernel, at least: the search does find
    outside = [line for line in calls if '"127.0.0.1"' not in line and '"::1"' not in line]
    assert not outside
