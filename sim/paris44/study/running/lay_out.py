"""The world of a loaded scenario; what keeps it from being laid out is a fault with its file and line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from paris44.scenario.faults import Fault, ScenarioError
from paris44.scenario.hooks import NONE, Hooks
from paris44.scenario.load import Shelf, load
from paris44.world.asked import never_comes
from paris44.world.build import World, build
from paris44.world.errors import WorldError
from paris44.world.sense import off_the_way, own_side

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from paris44.scenario.checks.facts import Steps
    from paris44.scenario.load import Loaded


def _never(_: Loaded) -> bool:
    """Of no scenario is anything known."""
    return False


def ready(name: str, shelf: Shelf | None = None) -> Loaded:
    """The scenario of a file or a name, of which it is known that it can be laid out; what lies on the
    ``shelf`` is not read again.

    Raises:
        ScenarioError: with everything that is wrong.
    """
    loaded = load(name, shelf=shelf)
    lay_out(loaded)
    return loaded


def all_ready(names: Sequence[str], is_run: Callable[[Loaded], bool] = _never) -> list[Loaded]:
    """The scenarios of several names; one that ``is_run`` already, and so has been laid out, is not again.

    Raises:
        ScenarioError: with everything that is wrong with any of them.
    """
    found: list[Loaded] = []
    faults: list[Fault] = []
    shelf = Shelf()
    for name in names:
        try:
            found.append(loaded := load(name, shelf=shelf))
            if not is_run(loaded):
                lay_out(loaded)
        except ScenarioError as error:
            faults += error.faults
    if faults:
        raise ScenarioError(dict.fromkeys(faults))
    return found


def lay_out(loaded: Loaded, hooks: Hooks = NONE) -> World:
    """The world of ``loaded``: built for whoever asks first, and shared. With ``hooks`` it is another one.

    Raises:
        ScenarioError: a phase line cannot be drawn, no open road joins a route (a blown bridge), a start
            point, a fuel point or a pocket is not on the way of its march, or an outcome can never come.
    """
    return loaded.once(_laid_out) if hooks == NONE else _laid_out(loaded, hooks)


def world_of(loaded: Loaded) -> World:
    """The same world, where what keeps it from being laid out is an answer and not the author's fault.

    Raises:
        WorldError: a phase line cannot be drawn, or no open road joins a route.
    """
    return loaded.once(_built)


def _built(loaded: Loaded) -> World:
    return build(loaded.scenario)


def _laid_out(loaded: Loaded, hooks: Hooks = NONE) -> World:
    try:
        world = world_of(loaded) if hooks == NONE else build(loaded.scenario, hooks=hooks)
    except WorldError as error:
        fault = loaded.fault(error.path, error.message, error.hint, list(_cuts(loaded)))
        raise ScenarioError([fault]) from None
    faults = [
        loaded.fault(*found, others=_route(found[0])) for found in (*off_the_way(world), *own_side(world))
    ]
    faults += [loaded.fault(*found) for found in never_comes(world, _own_outcomes(loaded))]
    if faults:
        raise ScenarioError(faults)
    return world


def _own_outcomes(loaded: Loaded) -> list[str]:
    """The outcomes that the author wrote: those that he took over may never come where he changed more."""
    rows: tuple[Steps, ...] = tuple(("outcomes", key) for key in loaded.rows["outcomes"])
    return [str(path[1]) for path in rows if loaded.own.part(loaded.tree.at(path)) is not None]


def _route(path: str) -> list[Steps]:
    """What else could have led a march past a place that it names: its route."""
    section, order = path.split(".")[:2]
    return [(section, order, "route"), (section, order, "policy")]


def _cuts(loaded: Loaded) -> Iterator[Steps]:
    """What else could have cut a way or moved a line: bridges, roads, and what the author removed."""
    yield from (("bridges", key, "state") for key in loaded.rows["bridges"])
    yield from (("roads", key, "closed") for key in loaded.rows["roads"])
    yield from (path for path in loaded.own.removed if path[0] in ("bridges", "places", "roads"))
