"""The parts of the pages that are made from the program's own tables, so that they cannot say anything else.

``python docs/generate.py`` writes them into the pages, between ``<!-- begin NAME -->`` and
``<!-- end NAME -->``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from paris44.views.tables.markdown import fill

HERE = Path(__file__).parent

PAGES: Mapping[str, Mapping[str, Callable[[], str]]] = {}
"""Page -> name of a part -> what makes it."""


def page(name: str, text: str) -> str:
    """The text of a page with its parts made anew."""
    return fill(text, {part: make() for part, make in PAGES.get(name, {}).items()})


def main() -> None:
    """Make the parts of every page anew."""
    for name in PAGES:
        file = HERE / name
        file.write_text(page(name, file.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
