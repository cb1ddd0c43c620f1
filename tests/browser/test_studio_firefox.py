"""The studio in Firefox, through Marionette, the browser's own remote control: opens, runs, answers."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser.studio_page import studio_file

pytestmark = [pytest.mark.browser, pytest.mark.slow]
FIREFOX = os.environ.get("PARIS44_FIREFOX") or shutil.which("firefox-esr") or shutil.which("firefox")
PATIENCE = 240.0
PAGE = "(window.wrappedJSObject || window).paris44"


class Marionette:
    """A session: a message is its length, a colon and JSON, both ways."""

    def __init__(self, port: int) -> None:
        self._socket = _connected(port)
        self._left = b""
        self._count = 0
        self._receive()
        self.call("WebDriver:NewSession", capabilities={})

    def _receive(self) -> Any:
        while not (head := re.match(rb"(\d+):", self._left)):
            self._left += self._more()
        size, rest = int(head[1]), self._left[head.end() :]
        while len(rest) < size:
            rest += self._more()
        self._left = rest[size:]
        return json.loads(rest[:size])

    def _more(self) -> bytes:
        data = self._socket.recv(1 << 16)
        assert data, "the browser hung up"
        return data

    def call(self, name: str, **parts: Any) -> Any:
        """Send a command; what it answers."""
        self._count += 1
        data = json.dumps([0, self._count, name, parts]).encode()
        self._socket.sendall(b"%d:%s" % (len(data), data))
        _, _, error, found = self._receive()
        assert error is None, error
        return found

    def run(self, script: str) -> Any:
        """The value of a script in the page."""
        return self.call("WebDriver:ExecuteScript", script=script, args=[], sandbox=None)["value"]

    def until(self, condition: str) -> None:
        """Wait until an expression holds."""
        end = time.monotonic() + PATIENCE
        while not self.run(f"return Boolean({condition})"):
            assert time.monotonic() < end, f"never: {condition}"
            time.sleep(0.1)

    def close(self) -> None:
        """Hang up."""
        self._socket.close()


def _connected(port: int) -> socket.socket:
    end = time.monotonic() + 60
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
        except OSError:
            assert time.monotonic() < end, "the browser does not listen"
            time.sleep(0.2)


@pytest.fixture
def firefox(tmp_path: Path) -> Iterator[Marionette]:
    """A session in a fresh profile; skips where there is no Firefox."""
    if FIREFOX is None:
        pytest.skip("there is no Firefox (PARIS44_FIREFOX)")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    profile = tmp_path / "profile"
    profile.mkdir()
    (profile / "user.js").write_text(f'user_pref("marionette.port", {port});\n', encoding="utf-8")
    call = [FIREFOX, "--headless", "--marionette", "--no-remote", "--profile", str(profile), "about:blank"]
    known = os.environ | {"HOME": str(tmp_path)}
    browser = subprocess.Popen(call, env=known, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        session = Marionette(port)
        yield session
        session.close()
    finally:
        browser.terminate()
        browser.wait(30)


def test_firefox_opens_runs_and_answers(firefox: Marionette, tmp_path: Path) -> None:
    """From the disk to the sentences of an answer."""
    firefox.call("WebDriver:Navigate", url=studio_file(tmp_path).as_uri())
    firefox.until(PAGE)
    firefox.until(f"{PAGE}.state.stage !== 'starting'")
    assert firefox.run(f"return {PAGE}.state.stage") == "ready"
    firefox.run("document.querySelector('#asked button').click()")
    firefox.until(f"{PAGE}.state.faults !== null")
    firefox.run("const o = document.getElementById('pairs'); o.options[0].text = '2'; o.selectedIndex = 0")
    firefox.run("document.getElementById('run').click()")
    firefox.until(f"{PAGE}.state.answered !== null && !{PAGE}.job.on")
    assert firefox.run("return document.querySelectorAll('#answer li').length") > 0
