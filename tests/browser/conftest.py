"""A real browser: Debian's chromium with a fresh profile, driven through Playwright."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-quic", "--no-first-run",
)  # fmt: skip
CHROMIUM = os.environ.get("PARIS44_CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"


@pytest.fixture(scope="session")
def playwright() -> Iterator[Any]:
    """The driver; skips where it or the browser is missing."""
    api = pytest.importorskip("playwright.sync_api", reason="the package playwright is not installed")
    if not Path(CHROMIUM).exists():
        pytest.skip(f"no browser at {CHROMIUM} (apt-get install chromium, or set PARIS44_CHROMIUM)")
    with api.sync_playwright() as driver:
        yield driver


class Visit:
    """A page that was opened, and what it did that it should not."""

    def __init__(self, page: Any, own: tuple[str, ...] = ("file:", "data:")) -> None:
        self.page = page
        self.own = own
        self.faults: list[str] = []
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.faults.append(f"error: {error}"))
        page.on("request", self._request)
        page.on("requestfailed", lambda request: self.faults.append(f"failed: {request.url}"))

    def _console(self, message: Any) -> None:
        if message.type in {"error", "warning"}:
            self.faults.append(f"{message.type}: {message.text}")

    def _request(self, request: Any) -> None:
        if not request.url.startswith(self.own):
            self.faults.append(f"request: {request.url}")

    def until(self, condition: str, seconds: float = 20.0) -> None:
        """Wait until an expression holds; the page's own policy forbids the driver's way of polling."""
        end = time.monotonic() + seconds
        while not self.page.evaluate(condition):
            assert time.monotonic() < end, f"never: {condition}"
            self.page.wait_for_timeout(40)

    def set_time(self, moment: float) -> None:
        """Set the page's clock."""
        self.page.evaluate("t => paris44.setTime(t)", moment)


@pytest.fixture
def visit(playwright: Any, tmp_path: Path) -> Iterator[Any]:
    """Opens pages: ``visit(path, width=1440, height=900, **context options)``."""
    contexts = []

    def go(path: Path, width: int = 1440, height: int = 900, **options: Any) -> Visit:
        context = playwright.chromium.launch_persistent_context(
            str(tmp_path / f"profile{len(contexts)}"),
            executable_path=CHROMIUM,
            args=list(FLAGS),
            viewport={"width": width, "height": height},
            **{"locale": "en-GB", **options},
        )
        contexts.append(context)
        seen = Visit(context.new_page())
        seen.page.goto(path.as_uri())
        seen.until("window.paris44 !== undefined")
        return seen

    yield go
    for context in contexts:
        context.close()
