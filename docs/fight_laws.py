"""The laws of the length of a fight, from those whose two ends are recorded: ``python docs/fight_laws.py``.

``fight-lengths.csv`` has every fight with two ends, as bounds on its length: equal where both hours are
known, no lower bound where only its end and an hour before its beginning are, no upper bound where talks or
the truce ended it. The logarithm of a length is taken as normal, as the model does, with one spread for all
classes, that of the road fights. The median of a class of pockets is estimated from censored lengths. Where
all are lower bounds (strongholds) the likelihood has no maximum: the fit of ``scipy.stats`` runs away. So
each class starts from the belief that it is as hard as a post on a road, give or take a factor e (grade D),
and the belief is updated on a grid; what is printed is the prediction for the next fight, whose spread
holds that of the median too.

Lengths of pockets are net of what the model itself gives these fights: guides and the force ratio. What
comes out is frozen in ``scenarios/tables/parameters.csv``; nothing here is run by the program.
"""

from __future__ import annotations

import csv
import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy import stats

from paris44.scenario.dist import Dist
from paris44.scenario.load import load

HERE = Path(__file__).parent
ROAD_NET = 2.0
"""Hours: the median of ``fight.time``, net of approach, guns and strength (docs/model.md)."""
BELIEF = 1.0
"""How far, in logarithms, the median of a class may lie from that of a road fight (grade D)."""
GRID = np.linspace(math.log(0.02), math.log(200.0), 4001)


@dataclass(frozen=True)
class Length:
    """One fight: its length in hours lies between ``lo`` and ``hi`` (0 and infinite: no bound)."""

    id: str
    kind: str
    men: float
    attackers: float
    lo: float
    hi: float

    def net(self, factor: float) -> tuple[float, float]:
        """The logarithms of its bounds, net of what the model multiplies it by."""
        low = math.log(self.lo / factor) if self.lo else -math.inf
        return low, math.log(self.hi / factor) if math.isfinite(self.hi) else math.inf


def lengths() -> list[Length]:
    """The table."""
    with (HERE / "fight-lengths.csv").open(encoding="utf-8") as file:
        return [
            Length(
                row["id"],
                row["class"],
                float(row["men"]),
                float(row["attackers"]),
                float(row["lo_h"] or 0.0),
                float(row["hi_h"] or math.inf),
            )
            for row in csv.DictReader(file)
        ]


def _mean_log(law: Dist) -> float:
    """The mean of the logarithm of a law."""
    return float(np.mean([math.log(law.at((i + 0.5) / 1000)) for i in range(1000)]))


def factor(fight: Length, parameters: dict[str, Dist]) -> float:
    """What the model multiplies the drawn length of a pocket by: guides and the force ratio, in the mean."""
    ratio = (fight.men / 250.0) / (fight.attackers / 700.0)
    guides, exponent = parameters["fight.guides"], parameters["fight.force-exponent"]
    middle = float(np.mean([exponent.at((i + 0.5) / 1000) for i in range(1000)]))
    return math.exp(_mean_log(guides) + middle * math.log(ratio))


def likelihood(low: float, high: float, centre: np.ndarray, sigma: float) -> np.ndarray:
    """The chance of a censored length, for each median (logarithms); for a known one its density."""
    if low == high:
        return np.asarray(stats.norm.pdf((low - centre) / sigma) / sigma)
    above, below = stats.norm.cdf((high - centre) / sigma), stats.norm.cdf((low - centre) / sigma)
    return np.asarray(above - below)


def posterior(bounds: list[tuple[float, float]], sigma: float) -> np.ndarray:
    """The belief in each median of the grid, after these lengths."""
    belief = stats.norm.pdf((GRID - math.log(ROAD_NET)) / BELIEF)
    for low, high in bounds:
        belief = belief * likelihood(low, high, GRID, sigma)
    return np.asarray(belief / belief.sum())


def law(bounds: list[tuple[float, float]], sigma: float) -> tuple[float, float]:
    """The median (hours) and the log-spread of the next fight of a class."""
    belief = posterior(bounds, sigma)
    centre = float((belief * GRID).sum())
    spread = float((belief * (GRID - centre) ** 2).sum())
    return math.exp(centre), math.sqrt(sigma**2 + spread)


def maximum(bounds: list[tuple[float, float]], sigma: float) -> float:
    """The median of the largest likelihood, by ``scipy.stats``; it runs away where all are lower bounds."""
    exact = [math.exp(a) for a, b in bounds if a == b]
    left = [math.exp(b) for a, b in bounds if a == -math.inf]
    right = [math.exp(a) for a, b in bounds if b == math.inf]
    between = [[math.exp(a), math.exp(b)] for a, b in bounds if -math.inf < a < b < math.inf]
    data = stats.CensoredData(uncensored=exact, left=left, right=right, interval=np.reshape(between, (-1, 2)))
    return float(stats.lognorm.fit(data, fs=sigma, floc=0)[2])


def crps(median: float, sigma: float, seen: float) -> float:
    """The continuous ranked probability score of a lognormal law (hours)."""
    x = median * np.exp(sigma * stats.norm.ppf((np.arange(2000) + 0.5) / 2000))
    inner = np.mean(np.abs(x - seen))
    ranks = (2 * np.arange(1, 2001) - 2001) / 2000**2
    return float(inner - (ranks * x).sum())


def road(fights: list[Length]) -> tuple[float, float]:
    """Geometric mean (hours) and log-spread of road fights, as fought."""
    logs = [math.log(f.lo) for f in fights]
    return math.exp(np.mean(logs)), float(np.std(logs, ddof=1))


def left_out(fights: list[Length], parameters: dict[str, Dist]) -> list[tuple[str, str, float, float, str]]:
    """Each fight foretold by its class without it: id, class, median (h), spread, how it was met."""
    found = []
    roads = [f for f in fights if f.kind == "road"]
    for f in roads:
        median, sigma = road([other for other in roads if other is not f])
        rank = stats.norm.cdf(math.log(f.lo / median) / sigma)
        found.append(
            (f.id, f.kind, median, sigma, f"rank {rank:.2f}, CRPS {crps(median, sigma, f.lo):.2f} h")
        )
    spread = road(roads)[1]
    for f in fights:
        if f.kind == "road":
            continue
        others = [o for o in fights if o.kind == f.kind and o is not f]
        median, sigma = law([o.net(factor(o, parameters)) for o in others], spread)
        low, high = ((x - math.log(median)) / sigma for x in f.net(factor(f, parameters)))
        chance = stats.norm.cdf(high) - stats.norm.cdf(low)
        found.append((f.id, f.kind, median, sigma, f"gave what was seen {100 * chance:.0f} %"))
    return found


def main() -> None:
    """Print the laws, and each fight left out once."""
    fights, parameters = lengths(), dict(load("historical").scenario.parameters)
    roads = [f for f in fights if f.kind == "road"]
    middle, spread = road(roads)
    print(f"road: {len(roads)} fights, geometric mean {middle:.2f} h as fought, log-spread {spread:.2f}")
    for kind in ("offices", "stronghold"):
        bounds = [f.net(factor(f, parameters)) for f in fights if f.kind == kind]
        median, sigma = law(bounds, spread)
        best = maximum(bounds, spread)
        print(f"{kind}: lognormal({median:.2f} h, sigma {sigma:.2f}); largest likelihood at {best:.3g} h")
    for row in left_out(fights, parameters):
        print("without {}: {} lognormal({:.2f} h, sigma {:.2f}): {}".format(*row))


if __name__ == "__main__":
    main()
