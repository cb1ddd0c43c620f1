"""The recorded tracks of a result, as runs of columns along a road."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from paris44.language.text import join, msg
from paris44.results.columns import TrackRow
from paris44.results.errors import StudyError
from paris44.results.read import ResultFolder
from paris44.world.network import Network

NO_TRACKS = msg("holds no tracks; run again with --events 20")


@dataclass(frozen=True)
class Track:
    """The walk of a leaf formation, or of a part of it, under one order in one replication, head and tail."""

    replication: int
    formation: str
    order: str
    places: tuple[str, ...]
    heads: tuple[float, ...]
    clears: tuple[float, ...]
    passed: tuple[int, ...]  # vehicles that have passed by the end

    @property
    def vehicles(self) -> int:
        """Vehicles of the formation that took part."""
        return max(self.passed)


@dataclass(frozen=True)
class Run:
    """A stretch of a track along a road: positions on the road (m) and times (s) of head and tail."""

    track: Track
    at: tuple[int, ...]  # indices on the road; twice the same where it halts
    metres: tuple[float, ...]
    heads: tuple[float, ...]
    clears: tuple[float, ...]

    @property
    def first(self) -> int:
        """The index on the road where it begins."""
        return self.at[0]

    @property
    def last(self) -> int:
        """The index on the road where it ends."""
        return self.at[-1]

    @property
    def onward(self) -> bool:
        """Whether it marches in the road's direction."""
        return self.last > self.first

    @property
    def length(self) -> float:
        """Metres."""
        return abs(self.metres[-1] - self.metres[0])


@dataclass(frozen=True)
class RoadAxis:
    """A road of a march graph: its places in order and how far along it they lie, in metres."""

    title: str
    places: tuple[str, ...]
    metres: tuple[float, ...]

    @cached_property
    def _index(self) -> dict[str, int]:
        return {place: at for at, place in enumerate(self.places)}

    def runs(self, track: Track) -> Iterator[Run]:
        """The stretches of ``track`` that lie on this road, each in one direction."""
        index = self._index
        if len(index.keys() & track.places) < 2:
            return
        part: list[tuple[int, int]] = []  # (index on the road, index in the track)
        for k, place in enumerate(track.places):
            at = index.get(place)
            if at is None:
                continue
            if part and _goes_on(part, at):
                part.append((at, k))
                continue
            yield from self._run(track, part)
            turned = bool(part) and abs(at - part[-1][0]) == 1
            part = [*part[-1:], (at, k)] if turned else [(at, k)]
        yield from self._run(track, part)

    def _run(self, track: Track, part: Sequence[tuple[int, int]]) -> Iterator[Run]:
        if part and part[0][0] != part[-1][0]:
            yield Run(
                track,
                tuple(at for at, _ in part),
                tuple(self.metres[at] for at, _ in part),
                tuple(track.heads[k] for _, k in part),
                tuple(track.clears[k] for _, k in part),
            )


def _goes_on(part: Sequence[tuple[int, int]], at: int) -> bool:
    """Whether index ``at`` is the next place in the same direction, or the same place after a halt."""
    step = at - part[-1][0]
    so_far = part[-1][0] - part[0][0]
    return abs(step) <= 1 and step * so_far >= 0


def way_of(title: str, places: Sequence[str], network: Network) -> RoadAxis:
    """A road through neighbouring ``places`` with its distances."""
    metres = [0.0]
    for lane in network.lanes_of_path(places):
        metres.append(metres[-1] + network.lanes[lane].length)
    return RoadAxis(title, tuple(places), tuple(metres))


def tracks_of(result: ResultFolder, replications: Iterable[int] | None = None) -> list[Track]:
    """The tracks of the recorded replications (or of some of them), in the order of the file.

    Raises:
        StudyError: the run kept no tracks, or nobody marched (exit code 2).
    """
    wanted = None if replications is None else set(replications)
    grouped: dict[tuple[int, str, str, int], list[TrackRow]] = {}
    for row in result.tracks():
        if wanted is None or row.replication in wanted:
            grouped.setdefault((row.replication, row.formation, row.order, row.part), []).append(row)
    if not grouped:
        kept = int(result.manifest.get("events", 0))
        why = (
            msg("nobody marched in the {kept} replications that keep tracks", kept=kept)
            if kept
            else NO_TRACKS
        )
        raise nothing_drawn(result, why)
    return [_track(rows) for rows in grouped.values()]


def nothing_drawn(result: ResultFolder, why: str) -> StudyError:
    """The error of a figure of which nothing would be seen (exit code 2)."""
    return StudyError(2, join(": ", (str(result.path), why)))


def _track(rows: list[TrackRow]) -> Track:
    return Track(
        rows[0].replication,
        rows[0].formation,
        rows[0].order,
        tuple(row.place for row in rows),
        tuple(row.head for row in rows),
        tuple(row.clear for row in rows),
        tuple(row.vehicles for row in rows),
    )


def steps_of(track: Track) -> Iterator[tuple[int, int]]:
    """Pairs of positions in ``track``: the two ends of each road, in the direction of march."""
    for j, k in pairwise(range(len(track.places))):
        if track.places[j] != track.places[k]:
            yield j, k


def vehicles_on(tracks: Iterable[Track]) -> dict[tuple[str, str], dict[str, int]]:
    """Road (a, b in the direction of march) -> leaf formation -> vehicles that passed, each counted once."""
    under: dict[tuple[str, str], dict[tuple[str, str], int]] = {}
    for track in tracks:
        for j, k in steps_of(track):
            there = under.setdefault((track.places[j], track.places[k]), {})
            key = track.formation, track.order
            there[key] = there.get(key, 0) + track.passed[k]
    found: dict[tuple[str, str], dict[str, int]] = {}
    for step, counts in under.items():
        there_once = found.setdefault(step, {})
        for (formation, _), vehicles in counts.items():
            there_once[formation] = max(there_once.get(formation, 0), vehicles)
    return found


def strength(tracks: Iterable[Track]) -> dict[str, int]:
    """Leaf formation -> its vehicles that took part, under the order that most of them followed."""
    under: dict[tuple[str, str], int] = {}
    for track in tracks:
        key = track.formation, track.order
        under[key] = under.get(key, 0) + track.vehicles
    found: dict[str, int] = {}
    for (formation, _), vehicles in under.items():
        found[formation] = max(found.get(formation, 0), vehicles)
    return found


def first_heads(tracks: Iterable[Track]) -> Mapping[tuple[str, str], float]:
    """Road (in the direction of march) -> when the first head had come along it."""
    found: dict[tuple[str, str], float] = {}
    for track in tracks:
        for j, k in steps_of(track):
            step = track.places[j], track.places[k]
            found[step] = min(found.get(step, math.inf), track.heads[k])
    return found
