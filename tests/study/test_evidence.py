"""Which figure carries an outcome's spread, in runs whose dice are known again from their keys."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from paris44.engine.run import run
from paris44.language.languages import language_of
from paris44.results.errors import StudyError
from paris44.results.read import ResultFolder
from paris44.scenario.load import Loaded
from paris44.study.questions.evidence.ask import evidence, numbers
from paris44.study.questions.evidence.figures import figures
from paris44.study.questions.evidence.look import Library
from paris44.study.questions.evidence.redraw import Redraw
from paris44.study.running.lay_out import lay_out, ready
from paris44.study.running.replicate import Effort, replicate
from paris44.telling.evidence import figure_words, source_words
from paris44.telling.words import speaker
from tests.study.small import march, small

ARRIVES = "a@z:arrive"


def two_dice(folder: Path, **more: Any) -> Loaded:
    """A column whose order takes 0 to 60 minutes to arrive, and 0 to 30 to be given."""
    order = march("a", "m z") | {
        "transmission": "uniform(0, 60) min",
        "issued": {"at": "1944-08-23T06:00+02:00", "delay": "uniform(0, 30) min"},
        "source": "LOG", "grade": "B",
    }  # fmt: skip
    return small(folder, [("m", "z", 10.0)], {"a": 5}, {"go": order}, **more)


def made(loaded: Loaded, folder: Path, n: int) -> ResultFolder:
    """A run in this process."""
    return replicate(loaded, Effort(n=n, workers=1, out=folder))


def test_the_dice_of_a_kept_run_are_known_again(tmp_path: Path) -> None:
    """What the keys say of each replication is what was drawn in it."""
    loaded = two_dice(tmp_path)
    logs = [run(lay_out(loaded), seed=44, replication=r) for r in range(3)]
    keys = list(logs[0].draws)
    assert numbers(keys, 44, 3).T.tolist() == [[log.draws[key] for key in keys] for log in logs]


def test_two_dice_carry_what_their_widths_say(tmp_path: Path) -> None:
    """A sum of even laws 60 and 30 minutes wide: the shares of its ranks are about 0.8 and 0.2."""
    document = evidence(made(two_dice(tmp_path), tmp_path, 400), tmp_path, ARRIVES)
    assert document["why"] is None
    assert [row["id"] for row in document["figures"][:2]] == ["transmission:go", "delay:go"]
    assert [row["share"] for row in document["figures"][:2]] == pytest.approx([0.8, 0.2], abs=0.05)
    assert all(row["surely"] for row in document["figures"][:2])
    assert document["figures"][0]["law"] == "orders.go.transmission"
    assert document["answer"][0].startswith("How long “a” takes to arrive (grade B: LOG) carries 7")
    told = language_of("fr").tell(document["answer"][0]).replace("\u202f", " ")
    assert told.startswith("Le délai de transmission de l’ordre « a » (note B : LOG)")
    assert list((tmp_path / "evidence").rglob("evidence.json"))


def test_what_sometimes_never_comes_is_told_apart(tmp_path: Path) -> None:
    """The column that is too late never arrives: both the rank and whether it comes have their shares."""
    loaded = two_dice(tmp_path, end="1944-08-23T07:15+02:00")
    document = evidence(made(loaded, tmp_path, 300), tmp_path, ARRIVES)
    assert 0.05 < document["share_never"] < 0.6
    first = document["figures"][0]
    assert first["id"] == "transmission:go"
    assert first["never"]["surely"]
    assert 0.2 < first["never"]["share"] < first["share"]
    assert any("does not come in" in line for line in document["answer"])


@pytest.mark.parametrize(
    ("end", "n", "why", "said"),
    [
        ("1944-08-25T06:00+02:00", 20, "few", "20 replications of “a@z:arrive” are too few"),
        ("1944-08-23T06:10+02:00", 60, "all-never", "comes in none of 60 replications"),
    ],
)
def test_where_nothing_can_be_said_it_says_so(end: str, n: int, why: str, said: str, tmp_path: Path) -> None:
    """Too few replications, or an outcome that never comes, get a sentence in place of numbers."""
    run_of = made(two_dice(tmp_path, end=end), tmp_path, n)
    name = ARRIVES if why == "few" else "first-arrival"
    document = evidence(run_of, tmp_path, name)
    assert document["why"] == why
    assert document["figures"] == []
    assert said in document["answer"][0]


def test_a_run_without_chance_has_no_spread(tmp_path: Path) -> None:
    """With every draw at its median there is nothing to explain, and a line says so."""
    result = replicate(two_dice(tmp_path), Effort(n=1, workers=1, out=tmp_path, chance=False))
    with pytest.raises(StudyError, match="every draw is at its median"):
        evidence(result, tmp_path, ARRIVES)


@pytest.mark.parametrize("name", ["historical", "as-ordered", "brussels-1944/historical"])
def test_every_die_has_a_law_with_a_source(name: str) -> None:
    """Each die of a shipped scenario belongs to a figure whose law can be cited; no key is unknown."""
    loaded = ready(name)
    keys = run(lay_out(loaded), seed=1944, replication=0).draws
    told = figures(loaded, keys)
    assert len({key for figure in told for key in figure.dice}) >= len(keys) - 5  # those of certain laws
    library = Library(loaded)
    assert {library.law(figure)["grade"] for figure in told} <= set("ABCD")
    for figure in told:
        library.look(figure)


def test_a_fight_is_cited_by_the_law_that_it_is_drawn_from() -> None:
    """Posts on roads, offices and strongholds have a law each: that of the fight at the Senate is the
    strongholds', at the Meurice the offices', at Fresnes the road posts'."""
    loaded = ready("historical")
    wanted = {"senat": "stronghold-time", "meurice": "city-time", "fresnes": "time"}
    told = {one.id: one for one in figures(loaded, [f"{name}|fight|" for name in wanted])}
    cited = {name: Library(loaded).law(told[f"fight:{name}"])["path"] for name in wanted}
    assert cited == {name: f"parameters.fight.{law}.value" for name, law in wanted.items()}


def test_figures_are_told_by_names_in_both_languages() -> None:
    """A parameter has its meaning, a crowd its day and place, the losses of a party its name, and each of
    the sources of a law its French: an id of the tables alone says nothing to a reader."""
    say, french = speaker(ready("historical").scenario), language_of("fr")
    told = {
        ("value", "daylight-needed"): "jour nécessaire pour dégager l’axe",
        ("factor", "paris-25"): "le ralentissement par la foule (25 août, Paris)",
        ("killed", "civilians", "meurice"): "Civils",
        ("wounded", "civilians"): "Civils",
    }
    for (what, *names), words in told.items():
        assert words in french.tell(figure_words(what, names, say))
    source = source_words("recalled; 1941 truck march; modeller's judgement", say)
    parts = [part.strip() for part in french.tell(source).split(";")]
    assert parts == ["de mémoire", "marche de camions de 1941", "estimation des auteurs"]
    assert source == "recalled; 1941 truck march; modeller's judgement"


def test_what_to_look_for_stands_in_the_tables() -> None:
    """The logs named for a fight are sources of the record of grade A, never anything else."""
    loaded = ready("historical")
    keys = run(lay_out(loaded), seed=1944, replication=0).draws
    known = {row.source for row in loaded.scenario.record if row.grade == "A"}
    library = Library(loaded)
    named = {row["title"] for figure in figures(loaded, keys) for row in library.look(figure)["logs"]}
    assert named
    assert named <= known


def test_dice_thrown_anew_tell_totals(tmp_path: Path) -> None:
    """Of two dice that add up each carries alone what it carries with the other; other names are refused."""
    result = made(two_dice(tmp_path), tmp_path, 300)
    effort = Effort(n=300, workers=1, out=tmp_path)
    document = evidence(result, tmp_path, ARRIVES, Redraw(("transmission:go", "orders.go.issued"), effort))
    first, second = document["redrawn"]["totals"]
    assert (first["total"], second["total"]) == pytest.approx((0.8, 0.2), abs=0.12)
    assert (first["figures"], first["dice"]) == (1, 1)
    assert document["redrawn"]["pairs"][0]["shared"] < 0.1
    assert not (tmp_path / "evidence" / "samples").exists()
    with pytest.raises(StudyError, match="no figure is called 'transmision:go'"):
        evidence(result, tmp_path, ARRIVES, Redraw(("transmision:go",), effort))


def test_all_other_dice_show_what_they_did(tmp_path: Path) -> None:
    """Thrown anew is what was asked for, always alike, and nothing else."""
    world = lay_out(two_dice(tmp_path))
    anew = frozenset(["go|delay|1"])
    plain, once, again = (
        run(world, seed=44, replication=3, anew=keys).draws for keys in (frozenset(), anew, anew)
    )
    assert once == again
    assert {key for key in plain if plain[key] != once[key]} == anew


def later_of_two(folder: Path) -> Loaded:
    """A column that goes when the later of two orders is given, each within an hour."""
    acts = {
        name: {
            "type": "act", "title": name, "by": "test", "event": "order", "formation": "a", "place": "m",
            "issued": {"at": "1944-08-23T06:00+02:00", "delay": "uniform(0, 60) min"},
        }
        for name in ("left", "right")
    }  # fmt: skip
    go = march("a", "m z") | {"issued": {"after": {"all": ["left", "right"]}}}
    return small(folder, [("m", "z", 10.0)], {"a": 5}, {**acts, "go": go})


def test_an_interaction_is_named_with_its_size(tmp_path: Path) -> None:
    """The ranks of the later of two even hours: each carries 3/7 alone and 4/7 in all, 1/7 is theirs only
    together. A sentence names the two and the share in both languages; of two that add up none is sure."""
    names, effort = ("delay:left", "delay:right"), Effort(n=500, workers=1, out=tmp_path)
    document = evidence(made(later_of_two(tmp_path), tmp_path, 500), tmp_path, ARRIVES, Redraw(names, effort))
    for row in document["redrawn"]["totals"]:
        assert row["alone"] is not None
        assert row["alone"]["share"] == pytest.approx(3 / 7, abs=0.07)
        assert row["total"] == pytest.approx(4 / 7, abs=0.08)
    (pair,) = document["redrawn"]["pairs"]
    assert pair["surely"]
    assert pair["shared"] == pytest.approx(1 / 7, abs=0.03)
    share = f"{100 * pair['shared']:.0f} % [{100 * pair['ci95'][0]:.0f}-{100 * pair['ci95'][1]:.0f}]"
    said = document["answer"][-1]
    assert said.startswith(f"An interaction of two: {share} of the spread are carried only together by")
    assert "“left”" in said
    assert "“right”" in said
    told = language_of("fr").tell(said).replace("\u202f", " ").replace("\xa0", " ")
    assert told.startswith("Une interaction de deux")
    assert "« left »" in told

    (tmp_path / "sum").mkdir()
    sum_of = made(two_dice(tmp_path / "sum"), tmp_path / "sum", 300)
    effort = Effort(n=300, workers=1, out=tmp_path / "sum")
    apart = evidence(sum_of, tmp_path / "sum", ARRIVES, Redraw(("transmission:go", "delay:go"), effort))
    assert apart["answer"][-1].startswith("No interaction is sure")
    assert not any(row["surely_more"] for row in apart["redrawn"]["totals"])
