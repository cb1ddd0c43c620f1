from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from paris44.results.errors import StudyError
from paris44.scenario.dist import Dist, fixed
from paris44.scenario.load import Loaded, load
from paris44.scenario.model import RecordedTime, Scenario
from paris44.study.questions.calibrate import calibrate
from paris44.study.questions.sensitivity import sensitivity
from paris44.study.running.replicate import Effort
from paris44.study.running.sampling import explore, latin
from paris44.study.statistics.shares import ranks


@pytest.fixture(scope="module")
def uncertain() -> Loaded:
    """A bridge march whose speed matters much, whose bridge a little, and whose rain not at all."""
    loaded = load("toy-bridge")
    laws = {name: fixed(law.median) for name, law in loaded.scenario.parameters.items()}
    laws["speed.truck"] = Dist("uniform", (16 / 3.6, 32 / 3.6))
    laws["wave-time"] = Dist("uniform", (0.0, 1.0))
    laws["factor.fog"] = Dist("uniform", (0.4, 0.9))
    return dressed(loaded, replace(loaded.scenario, name="uncertain-bridge", parameters=laws))


def dressed(loaded: Loaded, scenario: Scenario) -> Loaded:
    """Another scenario in the clothes of a loaded one."""
    return Loaded(scenario, loaded.document, loaded.tree, loaded.rows)


def test_a_latin_hypercube_meets_every_slice_once() -> None:
    """Each parameter takes the middle of each of n equal slices once, in an order of its own."""
    design = latin(("a", "b", "c"), 40, 7)
    for column in design.u.T:
        assert np.allclose(np.sort(column), (np.arange(40) + 0.5) / 40)
    assert np.abs(np.corrcoef(design.u.T) - np.eye(3)).max() < 0.5
    assert (latin(("a", "b"), 40, 7).u == design.u[:, :2]).all()
    assert (latin(("a",), 40, 8).u != design.u[:, :1]).any()


def test_ranks_share_ties_and_put_never_last() -> None:
    """Equal values share the mean of their ranks; never is later than everything."""
    assert ranks(np.asarray([5.0, np.inf, 5.0, 1.0])).tolist() == [2.5, 4.0, 2.5, 1.0]


def test_samples_do_not_depend_on_the_workers(uncertain: Loaded) -> None:
    """Two processes give the samples of one, in order."""
    design = latin(("speed.truck",), 24, 1)
    one = explore(uncertain.scenario, design, Effort(n=24, workers=1))
    two = explore(uncertain.scenario, design, Effort(n=24, workers=2))
    assert one == two
    assert [s.index for s in one] == list(range(24))


def test_the_strongest_input_is_found(tmp_path: Path, uncertain: Loaded) -> None:
    """Speed decides the arrival: first, negative, nearly all of the variance; the fog does nothing."""
    found = sensitivity(uncertain, Effort(n=120, workers=1, out=tmp_path), outcome="first-arrival")
    first = found["inputs"][0]
    assert first["parameter"] == "speed.truck"
    assert first["coefficient"] < -0.95
    assert first["low_to_high"] < 0
    assert found["r2"] > 0.95
    fog = next(row for row in found["inputs"] if row["parameter"] == "factor.fog")
    assert abs(fog["coefficient"]) < 0.1


def test_too_few_samples_are_refused(tmp_path: Path, uncertain: Loaded) -> None:
    """Fewer samples than three for each parameter cannot tell them apart: exit code 2."""
    with pytest.raises(StudyError, match="-n: 5 samples") as caught:
        sensitivity(uncertain, Effort(n=5, workers=1, out=tmp_path))
    assert caught.value.exit_code == 2


def test_calibration_finds_the_speed_behind_a_record(tmp_path: Path, uncertain: Loaded) -> None:
    """A record made at 20 km/h draws the posterior of the speed there; a row of the 24th changes nothing."""
    hour = 3600.0

    def row(name: str, place: str, event: str, time: float) -> RecordedTime:
        return RecordedTime(
            name, "column", place, event, time, time - 120, time + 120, "movement", "A", "", "test", ""
        )

    record = (row("bridge", "narrow", "pass", 2.5 * hour), row("end", "b", "arrive", 5 * hour))
    judging = replace(row("late", "b", "pass", 0.0), time=60 * hour, lo=60 * hour, hi=61 * hour)
    found = []
    for rows in (record, (*record, judging)):
        scenario = replace(uncertain.scenario, record=rows)
        found.append(calibrate(dressed(uncertain, scenario), Effort(n=200, workers=1, out=tmp_path)))
    assert found[0]["rows"] == ["bridge", "end"]
    assert found[0] == found[1]
    speed = next(p for p in found[0]["parameters"] if p["parameter"] == "speed.truck")
    assert speed == found[0]["parameters"][0]
    assert speed["posterior"]["p05"] * 3.6 < 20 < speed["posterior"]["p95"] * 3.6
    assert speed["narrowed"] > 0.7
    assert found[0]["mean_error_min"]["posterior"] < found[0]["mean_error_min"]["prior"] / 5
