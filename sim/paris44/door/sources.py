"""What stands in a scenario: on whose word a figure rests, how two scenarios differ, the roads as a graph."""

from __future__ import annotations

from typing import TYPE_CHECKING

from paris44.door.given import path_of
from paris44.door.questions import Asked, asked
from paris44.door.table import Table, of_documents
from paris44.study.running.lay_out import lay_out
from paris44.telling import overview
from paris44.telling.cite import CitationDocument

if TYPE_CHECKING:
    import networkx as nx

CHANGES = {
    "path": "what is otherwise, as under change in a scenario file",
    "before": "the value of the base; None: it has none",
    "after": "the other's; None: it has none",
    "words": "the change in a sentence",
}


def cite(scenario: Asked, path: str) -> CitationDocument:
    """Where a figure comes from: ``value, source, grade, note, title, url, set_at``.

    Args:
        scenario: a loaded scenario, or the name or path of one.
        path: of a value (``garrisons.antony.men``) or of a whole row (``record.R078``).

    Raises:
        ScenarioError: the scenario has nothing at this path; the hint names the nearest.
        UserError: the path is no text.
    """
    return overview.cite(asked(scenario), path_of(path))


def changes(base: Asked, other: Asked) -> Table:
    """What one scenario has otherwise than another: a row for each change of meaning.

    Raises:
        ScenarioError: a scenario is wrong.
    """
    found = overview.difference(asked(base), asked(other))
    return of_documents("changes", CHANGES, [change.as_dict() for change in found])


def network(scenario: Asked) -> nx.Graph:
    """The roads as a NetworkX graph, on which a routing rule can be tried before anything is run.

    Edges have ``length_m`` (metres), ``road`` (its id), ``road_class`` and ``number``; closed roads are not
    there. Nodes are ids of places with ``name``, ``kind``, ``lat`` and ``lon`` (degrees), and ``enemy``: the
    probability that somebody bars the place at some time. The graph is a copy: change it as you like.

    Args:
        scenario: a loaded scenario, or the name or path of one.

    Raises:
        ScenarioError: the scenario is wrong.
    """
    world = lay_out(asked(scenario))
    graph = world.network.graph.copy()
    for place in world.scenario.places.values():
        barred = world.router.barred.get(place.id, 0.0)
        graph.nodes[place.id].update(name=place.name, lat=place.lat, lon=place.lon, enemy=barred)
    return graph
