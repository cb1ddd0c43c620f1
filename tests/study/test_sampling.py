from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest

from paris44.results.errors import StudyError
from paris44.scenario.dist import Dist, fixed
from paris44.scenario.load import Loaded, load
from paris44.scenario.model import RecordedTime, Scenario
from paris44.study.questions.calibrate.check import BINS, chi_square_8, recovery
from paris44.study.questions.calibrate.posterior import calibrate
from paris44.study.questions.sensitivity import sensitivity
from paris44.study.questions.validate.score import Checkpoint
from paris44.study.running.replicate import Effort
from paris44.study.running.sampling import Sample, explore, latin, shelf
from paris44.study.statistics.shares import ranks


@pytest.fixture(scope="module")
def uncertain() -> Loaded:
    """A bridge march whose speed matters much, whose bridge a little, and whose rain not at all."""
    loaded = load("toy-bridge")
    laws = {name: fixed(law.median) for name, law in loaded.scenario.parameters.items()}
    laws["speed.truck"] = Dist("uniform", (16 / 3.6, 32 / 3.6))
    laws["wave-time"] = Dist("uniform", (0.0, 1.0))
    laws["factor.fog"] = Dist("uniform", (0.4, 0.9))
    return dressed(loaded, loaded.scenario._replace(name="uncertain-bridge", parameters=laws))


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


def test_chi_square_of_eight_degrees_is_that_of_the_tables() -> None:
    """15.507 is exceeded in one case of twenty, 20.090 in one of a hundred."""
    assert chi_square_8(15.507) == pytest.approx(0.05, abs=1e-5)
    assert chi_square_8(20.090) == pytest.approx(0.01, abs=1e-5)


@pytest.mark.parametrize("bias", [0.0, 1800.0], ids=["right", "half-an-hour-off"])
def test_known_parameters_are_found_again_unless_the_method_is_wrong(bias: float) -> None:
    """Of a moment that one parameter decides the known value is found and its rank is even. Where the record
    is told half an hour late the ranks are not even."""
    n = 600
    design = latin(("what", "other"), n, 3)
    noise = np.random.default_rng(4).normal(0.0, 600.0, n)
    times = 36_000.0 + 7200.0 * design.u[:, 0] + noise
    key = ("a", "z", "arrive", 1)
    samples = [Sample(i, {}, {key: (t, t)}, {}) for i, t in enumerate(times)]
    row = RecordedTime("r", "a", "z", "arrive", 0.0, bias, bias, "movement", "A", "", "test", "")
    told = recovery([Checkpoint((row,), key, bias, bias)], design, samples, 60, 6 * 3600.0)
    assert [len(one["ranks"]) for one in told] == [BINS, BINS]
    assert sum(told[0]["ranks"]) == n
    assert told[1]["p_value"] > 0.001
    assert told[1]["found"] < 0.05
    if bias:
        assert told[0]["p_value"] < 1e-6
    else:
        assert told[0]["p_value"] > 0.001
        assert told[0]["found"] > 0.85
        assert told[0]["covers90"] == pytest.approx(0.9, abs=0.06)


def test_finished_samples_are_not_made_again(tmp_path: Path, uncertain: Loaded) -> None:
    """What an interrupted question left is read back equal; an answered one leaves nothing."""
    design, effort = latin(("speed.truck",), 12, 1), Effort(n=12, workers=1, out=tmp_path)

    def interrupted() -> None:
        with shelf(tmp_path, "calibrate") as kept:
            made.extend(explore(uncertain.scenario, design, effort, [("column", "b", "arrive", 1)], kept))
            raise KeyboardInterrupt

    made: list[Sample] = []
    with pytest.raises(KeyboardInterrupt):
        interrupted()
    left = {path: path.read_bytes() for path in (tmp_path / "calibrate" / "samples").iterdir()}
    assert left
    with shelf(tmp_path, "calibrate") as kept:
        again = explore(uncertain.scenario, design, effort, [("column", "b", "arrive", 1)], kept)
        assert {path: path.read_bytes() for path in kept.folder.iterdir()} == left
    assert again == made
    assert not (tmp_path / "calibrate" / "samples").exists()


def test_a_question_leaves_the_samples_of_others(tmp_path: Path, uncertain: Loaded) -> None:
    """What one question left half done stays, and is not taken for its own, while another is answered: of
    the same command and folder with another design, and of another command, whose folder is another."""
    design, effort = latin(("speed.truck",), 12, 1), Effort(n=12, workers=1, out=tmp_path)
    with suppress(KeyboardInterrupt), shelf(tmp_path, "calibrate") as kept:
        explore(uncertain.scenario, design, effort, kept=kept)
        raise KeyboardInterrupt
    left = {path: path.read_bytes() for path in kept.folder.iterdir()}
    other = latin(("speed.truck",), 12, 2)
    for command in ("calibrate", "evidence"):
        with shelf(tmp_path, command) as beside:
            assert explore(uncertain.scenario, other, effort, kept=beside) == explore(
                uncertain.scenario, other, effort
            )
        assert (beside.folder == kept.folder) == (command == "calibrate")
    assert {path: path.read_bytes() for path in kept.folder.iterdir()} == left
    assert not (tmp_path / "evidence").exists()


def test_calibration_finds_the_speed_behind_a_record(tmp_path: Path, uncertain: Loaded) -> None:
    """A record made at 20 km/h draws the posterior of the speed there; a row of the 24th changes nothing."""
    hour = 3600.0

    def row(name: str, place: str, event: str, time: float) -> RecordedTime:
        return RecordedTime(
            name, "column", place, event, time, time - 120, time + 120, "movement", "A", "", "test", ""
        )

    record = (row("bridge", "narrow", "pass", 2.5 * hour), row("end", "b", "arrive", 5 * hour))
    judging = row("late", "b", "pass", 0.0)._replace(time=60 * hour, lo=60 * hour, hi=61 * hour)
    found = []
    for rows in (record, (*record, judging)):
        scenario = uncertain.scenario._replace(record=rows)
        found.append(calibrate(dressed(uncertain, scenario), Effort(n=200, workers=1, out=tmp_path)))
    assert found[0]["rows"] == ["bridge", "end"]
    known = set(found[0]) - {"effect"}
    assert all(found[0][key] == found[1][key] for key in known)
    speed = next(p for p in found[0]["parameters"] if p["parameter"] == "speed.truck")
    assert speed == found[0]["parameters"][0]
    assert speed["posterior"]["p05"] * 3.6 < 20 < speed["posterior"]["p95"] * 3.6
    assert speed["narrowed"] > 0.7
    assert found[0]["mean_error_min"]["posterior"] < found[0]["mean_error_min"]["prior"] / 5


def test_what_is_always_the_same_has_no_inputs(uncertain: Loaded, tmp_path: Path) -> None:
    """Of an outcome that no draw moves nothing can be said: one line says so."""
    with pytest.raises(StudyError, match="it is the same in every sample"):
        sensitivity(uncertain, Effort(n=120, workers=1, out=tmp_path), outcome="losses.columns.killed")
