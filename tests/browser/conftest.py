"""A real browser: Debian's chromium, a fresh profile for each visit, driven through Playwright."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import tarfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-quic", "--no-first-run",
)  # fmt: skip
AXE = "axe-core@4.14.1"
"""What judges pages for those who cannot see or point well; from npm, in no page that we hand out."""
AXE_DIGEST = "29348999450cdf2849a8e70b7912fc2da85a849da39c0d0d5394f51d4a9ed95c"
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
OURS = (Path(__file__).parent / "audit.js").read_text(encoding="utf-8")
AXE_FAULTS = """tags => axe.run(document, {runOnly: {type: "tag", values: tags}}).then(
  found => found.violations.flatMap(v => v.nodes.map(n => `${v.impact} ${v.id}: ${n.target.join(" ")}`)))"""
CHROMIUM = os.environ.get("PARIS44_CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """One browser for all visits; skips where it or its driver is missing."""
    api = pytest.importorskip("playwright.sync_api", reason="the package playwright is not installed")
    if not Path(CHROMIUM).exists():
        pytest.skip(f"no browser at {CHROMIUM} (apt-get install chromium, or set PARIS44_CHROMIUM)")
    with api.sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield started
        started.close()


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
def visit(browser: Any) -> Iterator[Any]:
    """Opens pages: ``visit(path, width=1440, height=900, **context options)``."""
    contexts = []

    def go(path: Path, width: int = 1440, height: int = 900, **options: Any) -> Visit:
        context = browser.new_context(
            viewport={"width": width, "height": height}, **{"locale": "en-GB", **options}
        )
        contexts.append(context)
        seen = Visit(context.new_page())
        seen.page.goto(path.as_uri())
        seen.until("window.paris44 !== undefined")
        return seen

    yield go
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def axe(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The source of axe-core: the file that ``PARIS44_AXE`` names, else out of npm; empty where there is none
    to be had."""
    given = os.environ.get("PARIS44_AXE")
    folder = tmp_path_factory.mktemp("axe")
    if given is None and shutil.which("npm") is not None:
        call = ["npm", "pack", "--silent", "--ignore-scripts", AXE]
        subprocess.run(call, cwd=folder, capture_output=True, check=False)
        for archive in folder.glob("*.tgz"):
            with tarfile.open(archive) as packed:
                inside = packed.extractfile("package/axe.min.js")
                (folder / "axe.min.js").write_bytes(inside.read() if inside is not None else b"")
    file = folder / "axe.min.js" if given is None else Path(given)
    if not file.is_file():
        return ""
    source = file.read_bytes()
    assert hashlib.sha256(source).hexdigest() == AXE_DIGEST, f"{file} is not that of {AXE}"
    return source.decode()


@pytest.fixture
def audit(axe: str) -> Callable[[Any], list[str]]:
    """The faults of a page as it stands, in words: what axe-core finds, and what it does not judge.

    Where there is no axe-core the test skips after the rest was judged.
    """

    def faults(page: Any) -> list[str]:
        found: list[str] = page.evaluate(OURS)
        if axe:
            page.evaluate(axe)
            return found + page.evaluate(AXE_FAULTS, list(RULES))
        if not found:
            pytest.skip(f"no {AXE} (npm fetches it, or set PARIS44_AXE): only what it leaves out was judged")
        return found

    return faults
