"""The quickstart in a real JupyterLab, in a real browser, with the network unplugged."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from places import ROOT

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
PATIENCE_S = 120
TOKEN = "letmein"
FLAGS = [
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
CELLS = """() => {
    const cells = window.jupyterapp.shell.currentWidget.content.widgets;
    return cells.filter(c => c.model.type === 'code').map(c => ({
        count: c.model.executionCount,
        outputs: c.model.outputs.toJSON().map(o => ({
            type: o.output_type, name: o.name || '', mimes: Object.keys(o.data || {}),
        })),
    }));
}"""

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not on this machine"),
]


def free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


@contextmanager
def jupyterlab(folder: Path) -> Iterator[str]:
    """Run a JupyterLab with settings of its own and yield its address."""
    port = free_port()
    settings = folder / "lab"
    places = ("CONFIG_DIR", "DATA_DIR", "RUNTIME_DIR")
    env = os.environ | {f"JUPYTER_{place}": str(settings / place) for place in places}
    env |= {
        "JUPYTERLAB_SETTINGS_DIR": str(settings / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(settings / "workspaces"),
        "IPYTHONDIR": str(settings / "ipython"),
    }
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"]
    command += [f"--ServerApp.port={port}", f"--IdentityProvider.token={TOKEN}"]
    command += [f"--ServerApp.root_dir={folder}", "--LabApp.expose_app_in_browser=True"]
    command += ["--LabApp.news_url=None", "--ServerApp.terminals_enabled=False"]
    log = (folder / "lab.log").open("wb")
    server = subprocess.Popen(command, env=env, cwd=folder, stdout=log, stderr=log)
    try:
        end = time.monotonic() + PATIENCE_S
        while time.monotonic() < end:
            try:
                status = f"http://127.0.0.1:{port}/api/status?token={TOKEN}"
                urllib.request.urlopen(status, timeout=5).close()
                break
            except OSError:
                assert server.poll() is None, (folder / "lab.log").read_text()
                time.sleep(0.3)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(timeout=30)
        log.close()


def test_quickstart_runs_in_jupyterlab(tmp_path):
    sync_api = pytest.importorskip("playwright.sync_api")
    shutil.copy(ROOT / "notebooks" / "00-quickstart.ipynb", tmp_path / "quickstart.ipynb")
    asked_outside: list[str] = []
    with jupyterlab(tmp_path) as address, sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page(viewport={"width": 1400, "height": 1000})
        page.set_default_timeout(PATIENCE_S * 1000)

        def local_only(route, request):
            if urlsplit(request.url).hostname in ("127.0.0.1", "localhost", None):
                route.continue_()
            else:
                asked_outside.append(request.url)
                route.abort()

        page.route("**/*", local_only)
        page.goto(f"{address}/lab/tree/quickstart.ipynb?token={TOKEN}&reset")
        page.wait_for_function(
            "() => window.jupyterapp?.shell?.currentWidget?.sessionContext?.session?.kernel"
            "?.status === 'idle'"
        )
        page.evaluate("() => { window.jupyterapp.commands.execute('notebook:run-all-cells'); }")
        page.wait_for_function(
            f"() => {{ const cells = ({CELLS})(); "
            "return cells.length && cells.every(c => c.count && c.outputs.length) && "
            "window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.status "
            "=== 'idle'; }"
        )
        outputs = [output for cell in page.evaluate(CELLS) for output in cell["outputs"]]
        browser.close()
    assert not [o for o in outputs if o["type"] == "error" or o["name"] == "stderr"]
    assert sum("image/png" in o["mimes"] for o in outputs) == 2
    assert asked_outside == []
