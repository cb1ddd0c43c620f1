"""Small results for the tests of what people see, simulated once in a test run."""

from __future__ import annotations

import csv
import io
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from paris44.results.read import ResultFolder
from paris44.results.write import exported
from paris44.scenario.load import load
from paris44.study.running.replicate import Effort, replicate


@cache
def result(name: str, n: int = 6) -> ResultFolder:
    """A result of ``n`` replications of a shipped scenario."""
    folder = Path(mkdtemp(prefix="paris44-"))
    return replicate(load(name), Effort(n=n, workers=1, out=folder))


def table(made: ResultFolder, name: str) -> list[dict[str, str]]:
    """The rows of a kept table as its CSV has them."""
    text = b"".join(exported(made.path, made.manifest, name, "csv", made.n)).decode()
    return list(csv.DictReader(io.StringIO(text, newline="")))
