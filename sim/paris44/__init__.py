"""Paris 44: a real operation as a discrete-event simulation, and what would have been had it gone otherwise.

Six lines from a scenario to a table::

    import paris44

    history = paris44.load("historical")
    without = paris44.load("historical", change={"orders.noon-line": None})
    answer = paris44.compare(history, without, n=50)
    print(answer)
    answer.outcomes.frame()  # a pandas DataFrame

Nothing heavy is loaded before it is asked for.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

from paris44.version import __version__

if TYPE_CHECKING:
    from paris44.door.evidence import Evidence, evidence
    from paris44.door.pictures import plot, report
    from paris44.door.questions import Comparison, Grid, Score, compare, grid, load, run, validate
    from paris44.door.result import Result
    from paris44.door.searches import Routes, Sweep, routes, sweep
    from paris44.door.sources import changes, cite, network
    from paris44.door.table import Table
    from paris44.errors import Paris44Error, UserError
    from paris44.results.errors import ResultError, StudyError
    from paris44.scenario.faults import ScenarioError
    from paris44.scenario.hooks import Fight, HookError
    from paris44.study.reading.own_outcomes import Happenings

_ROOMS = {
    "Comparison": "door.questions",
    "Evidence": "door.evidence",
    "Fight": "scenario.hooks",
    "Grid": "door.questions",
    "Happenings": "study.reading.own_outcomes",
    "HookError": "scenario.hooks",
    "Paris44Error": "errors",
    "Result": "door.result",
    "ResultError": "results.errors",
    "Routes": "door.searches",
    "ScenarioError": "scenario.faults",
    "Score": "door.questions",
    "StudyError": "results.errors",
    "Sweep": "door.searches",
    "Table": "door.table",
    "UserError": "errors",
    "changes": "door.sources",
    "cite": "door.sources",
    "compare": "door.questions",
    "evidence": "door.evidence",
    "grid": "door.questions",
    "load": "door.questions",
    "network": "door.sources",
    "plot": "door.pictures",
    "report": "door.pictures",
    "routes": "door.searches",
    "run": "door.questions",
    "sweep": "door.searches",
    "validate": "door.questions",
}
"""What the door hands out -> the room in which it stands."""
__all__ = [
    "Comparison",
    "Evidence",
    "Fight",
    "Grid",
    "Happenings",
    "HookError",
    "Paris44Error",
    "Result",
    "ResultError",
    "Routes",
    "ScenarioError",
    "Score",
    "StudyError",
    "Sweep",
    "Table",
    "UserError",
    "__version__",
    "changes",
    "cite",
    "compare",
    "evidence",
    "grid",
    "load",
    "network",
    "plot",
    "report",
    "routes",
    "run",
    "sweep",
    "validate",
]


def __getattr__(name: str) -> object:
    """Open the room behind a name of the door."""
    if name not in _ROOMS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_ROOMS[name]}"), name)


def __dir__() -> list[str]:
    """The names of the door."""
    return sorted(__all__)
