"""What stands in a scenario: on whose word a figure rests, and how one scenario differs from another."""

from __future__ import annotations

from typing import Any

from paris44.door.questions import Asked, asked
from paris44.door.table import Table, of_documents
from paris44.telling import overview

CHANGES = {
    "path": "what is otherwise, as under change in a scenario file",
    "before": "the value of the base; None: it has none",
    "after": "the other's; None: it has none",
    "words": "the change in a sentence",
}


def cite(scenario: Asked, path: str) -> dict[str, Any]:
    """Where a figure comes from: ``value, source, grade, note, title, url, set_at``.

    Args:
        scenario: a loaded scenario, or the name or path of one.
        path: of a value (``garrisons.antony.men``) or of a whole row (``record.R078``).

    Raises:
        ScenarioError: the scenario has nothing at this path; the hint names the nearest.
    """
    return overview.cite(asked(scenario), path)


def changes(base: Asked, other: Asked) -> Table:
    """What one scenario has otherwise than another: a row for each change of meaning.

    Raises:
        ScenarioError: a scenario is wrong.
    """
    found = overview.difference(asked(base), asked(other))
    return of_documents("changes", CHANGES, [change.as_dict() for change in found])
