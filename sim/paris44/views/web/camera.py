"""Where the page's map looks and where its clock begins: with the columns, not at empty roads."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Mapping, Sequence

from paris44.views.web.courses import Course

STEP = 1800.0
"""Seconds between two positions of the camera."""
LEAST = 450
"""Half the smallest view, in tens of metres."""
FAR = 4000.0
"""Half the largest close view."""
Point = tuple[float, float]
Box = tuple[float, float, float, float]
Moving = tuple[float, int, list[Point]]
"""Distance to the centre, vehicles, places after and before."""


def where(course: Course, time: float, at: Mapping[str, tuple[int, int]], head: bool = True) -> Point | None:
    """Where the head (or tail) is at ``time``, in tens of metres; None before the head sets out."""
    if not course.places or time < course.heads[0]:
        return None
    times = course.heads if head else course.clears
    index = bisect_right(times, time) - 1
    if index < 0:
        return at[course.places[0]]
    if index >= len(times) - 1:
        return at[course.places[-1]]
    a, b = at[course.places[index]], at[course.places[index + 1]]
    share = (time - times[index]) / (times[index + 1] - times[index])
    return a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])


def span(courses: Sequence[Course], end: float) -> tuple[int, int, int]:
    """First and last second of the page's clock, and the second at which it stands when opened.

    The clock opens where two hundredths of all the vehicles' passages have happened: when the
    march gets under way.
    """
    passages = sorted((head, course.vehicles) for course in courses for head in course.heads)
    if not passages:
        return 0, round(end), 0
    total, so_far, opens = sum(vehicles for _, vehicles in passages), 0.0, passages[0][0]
    for head, vehicles in passages:
        so_far += vehicles
        if so_far >= total * 0.02:
            opens = head
            break
    first = max(0.0, math.floor(passages[0][0] / 3600.0) * 3600.0)
    tails = max(min(course.clears[-1], end) for course in courses if course.places)
    last = min(end, math.ceil((max(passages[-1][0], tails) + 900.0) / 3600.0) * 3600.0)
    grain = 1800.0 if last - first > 86_400.0 else 60.0
    return round(first), round(last), round(max(first, math.floor(opens / grain) * grain))


def keyframes(
    courses: Sequence[Course], at: Mapping[str, tuple[int, int]], first: int, last: int
) -> list[list[int]]:
    """Views over time: [time, then x, y, half width, half height of a wide view, and of a close one].

    The wide view holds the centre and the leading half: of the vehicles on the move, those of the
    columns nearest to the centre. The close one holds the middle of what moves, for narrow screens.
    """
    step = min(STEP, max(60.0, (last - first) / 60.0))
    count = math.ceil((last - first) / step) + 1
    wide: list[Box] = []
    close: list[Box] = []
    for number in range(count):
        moving = _moving(courses, at, first + number * step, step)
        wide.append(_box(moving) if moving else wide[-1] if wide else _all(courses, at))
        close.append(_middle(moving) if moving else close[-1] if close else _all(courses, at))
    return [[round(first + k * step), *_smooth(wide, k), *_smooth(close, k)] for k in range(count)]


def _moving(
    courses: Sequence[Course], at: Mapping[str, tuple[int, int]], time: float, step: float
) -> list[Moving]:
    """The columns that change their place around ``time``, nearest to the centre first."""
    moving: list[Moving] = []
    for course in courses:
        before, after = where(course, time - step, at), where(course, time + step, at)
        if after is None or before == after:
            continue
        points = [after, *([before] if before is not None else [])]
        moving.append((min(math.hypot(*point) for point in points), course.vehicles, points))
    return sorted(moving, key=lambda item: item[:2])


def _box(moving: Sequence[Moving]) -> Box:
    half, so_far = sum(item[1] for item in moving) * 0.5, 0
    held: list[Point] = [(0.0, 0.0)]
    for _, vehicles, points in moving:
        held += points
        so_far += vehicles
        if so_far >= half:
            break
    return _around(held)


def _middle(moving: Sequence[Moving]) -> Box:
    """The mean of what moves, with one and a half standard deviations on each side, weighted by vehicles."""
    total = sum(max(vehicles, 1) for _, vehicles, _ in moving)
    half: list[float] = []
    mean: list[float] = []
    for axis in (0, 1):
        places = [(points[0][axis], max(vehicles, 1)) for _, vehicles, points in moving]
        mean.append(sum(place * weight for place, weight in places) / total)
        half.append(math.sqrt(sum((place - mean[-1]) ** 2 * weight for place, weight in places) / total))
    return mean[0], mean[1], min(half[0] * 1.5, FAR), min(half[1] * 1.5, FAR)


def _around(points: Sequence[Point]) -> Box:
    xs, ys = [point[0] for point in points], [point[1] for point in points]
    x, y = (min(xs) + max(xs)) / 2.0, (min(ys) + max(ys)) / 2.0
    return x, y, (max(xs) - min(xs)) / 2.0, (max(ys) - min(ys)) / 2.0


def _all(courses: Sequence[Course], at: Mapping[str, tuple[int, int]]) -> Box:
    points: list[Point] = [at[place] for course in courses for place in course.places]
    return _around([(0.0, 0.0), *points])


def _smooth(boxes: Sequence[Box], number: int) -> list[int]:
    """The mean of the neighbours, so that the camera glides; with a margin."""
    near = boxes[max(0, number - 3) : number + 4]
    x, y, width, height = (sum(box[k] for box in near) / len(near) for k in range(4))
    least = LEAST if max(width, height) > LEAST / 4 else max(width, height) * 1.2
    return [round(x), round(y), round(max(width * 1.12, least)), round(max(height * 1.12, least * 0.6))]
