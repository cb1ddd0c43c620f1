"""One replication of a result as a story: its tracks, its fights, and its message in a sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from paris44.language.text import mapped, msg, nmsg, pmsg
from paris44.results.columns import EventRow
from paris44.results.errors import StudyError
from paris44.results.read import ResultFolder
from paris44.study.reading.reasons import FALLEN
from paris44.study.reading.typical import typical
from paris44.study.running.lay_out import lay_out
from paris44.telling.words import agreeing
from paris44.views.figures.common.hours import HOUR, Almanac, near
from paris44.views.figures.common.style import is_main, place_name, short_name
from paris44.views.figures.common.tracks import RoadAxis, Run, Track, tracks_of
from paris44.views.figures.marches.roads import Panel
from paris44.world.build import World


@dataclass(frozen=True)
class Story:
    """One replication, with what happens beside the marching, and all recorded replications."""

    result: ResultFolder
    world: World
    almanac: Almanac
    replication: int
    tracks: tuple[Track, ...]
    every: tuple[Track, ...]
    events: tuple[EventRow, ...]

    @cached_property
    def _stops(self) -> dict[tuple[str, str], list[float]]:
        """(formation, place) -> when it came there and was held: by the enemy, or by a phase line."""
        found: dict[tuple[str, str], list[float]] = {}
        for e in self.events:
            if e.kind == "contact":
                found.setdefault((e.formation, e.place), []).append(e.time)
            elif e.kind == "line_wait":
                found.setdefault((e.formation, e.place), []).append(e.time - (e.value or 0.0))
        return found

    def with_stops(self, run: Run, way: RoadAxis) -> Run:
        """The run with the moments at which its head was stopped; tracks hold only when it went on."""
        at, heads, clears = list(run.at), list(run.heads), list(run.clears)
        for k in range(len(at) - 1, 0, -1):
            for time in self._stops.get((run.track.formation, way.places[at[k]]), ()):
                if heads[k - 1] < time < heads[k]:
                    at.insert(k, at[k])
                    heads.insert(k, time)
                    clears.insert(k, clears[k])
        metres = tuple(way.metres[place] for place in at)
        return replace(run, at=tuple(at), metres=metres, heads=tuple(heads), clears=tuple(clears))

    @cached_property
    def end(self) -> float:
        """Seconds."""
        return self.world.scenario.duration


def story_of(result: ResultFolder, replication: int | None = None) -> Story:
    """Read what a march graph needs; without ``replication`` the one in the middle."""
    chosen = typical(result) if replication is None else replication
    every = tuple(tracks_of(result))
    mine = tuple(track for track in every if track.replication == chosen)
    if not mine:
        raise StudyError(2, msg("{path}: no tracks of replication {chosen}", path=result.path, chosen=chosen))
    events = tuple(e for e in result.events() if e.replication == chosen)
    scenario = result.scenario
    return Story(result, lay_out(result.loaded), Almanac(scenario), chosen, mine, every, events)


@dataclass(frozen=True)
class Engagement:
    """A garrison held a column at a place, from ``since`` until ``until`` (seconds)."""

    garrison: str
    place: str
    since: float
    until: float


def fights(story: Story) -> list[Engagement]:
    """The fights of the replication, each from the first contact until the garrison is gone."""
    begun: dict[tuple[str, str], float] = {}
    ended: dict[tuple[str, str], float] = {}
    for e in story.events:
        key = (e.detail, e.place)
        if e.kind == "contact" and e.detail in story.world.scenario.garrisons:
            begun.setdefault(key, e.time)
        elif e.kind in FALLEN:
            ended.setdefault(key, e.time)
    return [Engagement(*key, since, _over(story, *key, since, ended)) for key, since in begun.items()]


def _over(
    story: Story, garrison: str, place: str, since: float, ended: Mapping[tuple[str, str], float]
) -> float:
    """When a fight was over; of a raid on a place that the garrison does not hold only the start is known."""
    if (garrison, place) in ended:
        return max(ended[garrison, place], since)
    return story.end if place in story.world.scenario.garrisons[garrison].bars else since


def message(story: Story, shown: Sequence[Panel]) -> tuple[str, str]:
    """Title and subtitle: the pace on the open road against the pace under fire, and what the line did."""
    runs = [run for p in shown for t in story.tracks for run in p.way.runs(t) if run.onward]
    if not runs:
        return msg("Nobody marches onward on these roads of {name}", name=story.result.name), ""
    fighting = [r for r in runs if not r.track.formation.endswith(("trains", "south", "north", "rest"))]
    runs = [r for r in fighting if is_main(r.track.formation, story.world.scenario)] or fighting or runs
    free = max(runs, key=lambda r: (r.track.vehicles >= 100, r.length, r.track.formation))
    slow = _slowest(runs, free)
    line = _line_words(story)
    plain = msg("Time runs to the right, the road upwards: the steeper a band, the faster.")
    if any(e.kind == "line_wait" for e in story.events):
        return line, plain
    who, way, took = _told(story, free)
    if slow is None:
        tail = near((free.clears[-1] - free.heads[-1]) / HOUR)
        takes = mapped(agreeing, who, pmsg("verb", "takes"), pmsg("verb", "take"))
        return msg(
            "{who} {takes} {took} for {way}, the tail {tail} behind the head",
            who=who,
            takes=takes,
            took=took,
            way=way,
            tail=tail,
        ), line or plain
    who2, way2, took2 = _told(story, slow)
    covers = mapped(agreeing, who, pmsg("verb", "covers"), pmsg("verb", "cover"))
    fast = msg("{who} {covers} {way} in {took}", who=who, covers=covers, way=way, took=took)
    needs = mapped(agreeing, who2, pmsg("verb", "needs"), pmsg("verb", "need"))
    what = {"fast": fast, "who": who2, "needs": needs, "took": took2, "way": way2}
    if slow.heads[0] >= free.heads[-1]:
        return msg("{fast}; {who} then {needs} {took} for {way}", **what), line or plain
    return msg("{fast}; {who} {needs} {took} for {way}", **what), line or plain


def _slowest(runs: Sequence[Run], free: Run) -> Run | None:
    """The run of a group at less than half the pace of ``free``, over 20 km or more: what fights cost."""
    pace = (free.heads[-1] - free.heads[0]) / free.length
    found = [
        r for r in runs
        if r.length >= 20_000 and r.track.vehicles >= 100 and r.heads[0] > free.heads[0]
        and (r.heads[-1] - r.heads[0]) / r.length > 2 * pace
    ]  # fmt: skip
    return max(found, key=lambda r: (r.length, r.track.formation), default=None)


def _told(story: Story, run: Run) -> tuple[str, str, str]:
    scenario = story.world.scenario
    last = run.track.places[run.track.heads.index(run.heads[-1])]
    length = (
        msg("{length:.0f} km", length=run.length / 1000)
        if run.length >= 10_000
        else msg("{length:.1f} km", length=run.length / 1000)
    )
    who = _head(short_name(scenario, run.track.formation))
    where = place_name(scenario, last)
    return (
        who,
        msg("the {length} to {where}", length=length, where=where),
        near((run.heads[-1] - run.heads[0]) / HOUR),
    )


def _head(name: str) -> str:
    """A name without what stands behind its comma."""
    return mapped(_before_comma, name)


def _before_comma(name: str) -> str:
    return name.split(",", maxsplit=1)[0]


def _line_words(story: Story) -> str:
    waits = [e for e in story.events if e.kind == "line_wait"]
    slack = [e for e in story.events if e.kind == "line_slack"]
    if waits:
        worst = max(waits, key=lambda e: (e.value or 0.0, e.formation))
        who = _head(short_name(story.world.scenario, worst.formation))
        held = msg("The line holds {who} for {time}", who=who, time=near((worst.value or 0.0) / HOUR))
        rest = len(waits) - 1
        return (
            nmsg("{held}, {n} more for less", "{held}, {n} more for less", rest, held=held) if rest else held
        )
    if slack:
        first = min(slack, key=lambda e: e.time)
        who = _head(short_name(story.world.scenario, first.formation))
        after = near((first.value or 0.0) / HOUR)
        return msg(
            "The line stops nobody: {who}, the first to cross it, comes {after} after it had opened.",
            who=who,
            after=after,
        )
    return ""
