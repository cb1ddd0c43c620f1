"""The parts of the pages that are made from the program's own tables, so that they cannot say anything else.

``python docs/generate.py`` writes them into the pages, between ``<!-- begin NAME -->`` and
``<!-- end NAME -->``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from paris44.engine import events
from paris44.views.tables.markdown import fill, table

HERE = Path(__file__).parent


def kinds() -> str:
    """A section for each kind of event in the log: when, and what stands in which column."""
    return "".join(f"### `{kind}`\n\nLogged when {_meaning(what)}\n" for kind, what in events.KINDS.items())


def _meaning(what: events.Meaning) -> str:
    columns = [(name, words) for name, words in what._asdict().items() if name != "when" and words]
    return f"{what.when}.\n\n{table(('column', 'holds'), columns, numbers=False)}"


def passages() -> str:
    """What a march unit does at a place."""
    return table(("event", "a march unit ..."), _coded(events.PASSAGES), numbers=False)


def causes() -> str:
    """Where the seconds of a march unit go."""
    return table(("cause", "a march unit ..."), _coded(events.CAUSES), numbers=False)


def _coded(meanings: Mapping[str, str]) -> list[tuple[str, str]]:
    return [(f"`{name}`", words) for name, words in meanings.items()]


PAGES: Mapping[str, Mapping[str, Callable[[], str]]] = {
    "events.md": {"kinds": kinds, "passages": passages, "causes": causes},
}
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
