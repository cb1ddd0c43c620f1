"""The printed pages say what their documents hold."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from paris44.language.languages import NARROW, language_of
from paris44.language.text import join
from paris44.views.tables import choices, counterfactuals, inputs, layout, listing, pages
from paris44.views.tables.layout import TOGETHER, as_plain_text, as_text, unbroken
from paris44.views.tables.pages import table_of
from paris44.views.tables.reasons import reason_words
from paris44.views.tables.scores import day_losses
from paris44.views.wording import p_cell, p_value


def laid_out(page: Sequence[object], width: int = 140) -> str:
    """A page as plain text."""
    console = Console(file=io.StringIO(), width=width, markup=False, highlight=False, color_system=None)
    for item in page:
        console.print(item, soft_wrap=isinstance(item, str))
    text: str = console.file.getvalue()  # type: ignore[attr-defined]
    return text.replace(TOGETHER, " ")


def row(**more: Any) -> dict[str, Any]:
    """One checkpoint of the run table."""
    at = "1944-08-24T{}:00+02:00".format
    base = {
        "formation": "2db/gtv", "place": "Antony", "event": "contact", "recorded": at("10:40"),
        "lo": at("10:25"), "hi": at("10:55"), "source": "FRE", "grade": "B", "median": at("10:52"),
        "p05": at("09:38"), "p95": "1944-08-25T00:41:00+02:00", "clear": at("14:05"), "cause": "fight",
        "inside90": True,
    }  # fmt: skip
    return base | more


def test_arrivals_stand_beside_the_record() -> None:
    """A row shows the recorded time with bounds and source, the simulated spread, the tail and the cause."""
    text = laid_out(pages.arrivals([row()]))
    assert "Thu 24 August" in text
    assert "10:40 ±15" in text
    assert "FRE B" in text
    assert "10:52 [09:38, 00:41+1]" in text
    assert "●" in text
    assert "14:05" in text
    assert "fight" in text


def test_arrivals_go_by_day_and_what_never_came_is_last() -> None:
    """Rows are sorted by day; those without any time come last with their reason."""
    late = row(formation="late", recorded="1944-08-25T08:00:00+02:00")
    lost = {"formation": "lost", "place": "Sceaux", "event": "pass", "reason": "held at Antony"}
    text = laid_out(pages.arrivals([lost, late, row()]))
    words = ("Thu 24", " 2db/gtv", "Fri 25", " late", "Not by the end", " lost")
    order = [text.index(word) for word in words]
    assert order == sorted(order)
    assert "held at Antony" in text


@pytest.mark.parametrize(
    ("reason", "told"),
    [
        ("held before the bridge antony", "held before the bridge (Antony)"),
        ("held at antony by antony", "held at Antony by antony"),
        ("no open way from antony to sceaux", "no open way from Antony to Sceaux"),
        ("waits for antony's arrival at antony", "waits for the arrival of antony at Antony"),
        ("waits for 2db's contact at antony", "waits for 2db at Antony"),
        (
            "in the queue before antony: held at sceaux by post",
            "in the queue before Antony: held at Sceaux by post",
        ),
        (
            "held at antony by post (order go, for order on)",
            "held at Antony by post (order go, for order on)",
        ),
        ("stands at elsewhere: fuel", "stands at elsewhere: fuel"),
        ("antony held out to the end", "antony held out to the end"),
    ],
)
def test_reasons_call_places_by_their_names(reason: str, told: str) -> None:
    """A place goes by its name in a reason as in the column of places; who is typed keeps his id, also where
    a garrison is called as its place."""
    names = {"antony": "Antony", "sceaux": "Sceaux"}
    assert reason_words(reason, names) == told
    assert reason_words(reason) == told.replace("Antony", "antony").replace("Sceaux", "sceaux")


def test_a_p_value_is_told_in_one_way() -> None:
    """In a table as in a sentence: two digits, and below what says nothing more that it is below; never 0."""
    assert [p_cell(p) for p in (1.0, 0.161, 0.0149, 0.00042, 1e-9)] == [
        "1",
        "0.16",
        "0.015",
        "0.00042",
        "< 0.0001",
    ]
    assert [p_value(p) for p in (0.161, 1e-9)] == ["= 0.16", "< 0.0001"]


def test_what_nothing_here_brings_about_is_counted() -> None:
    """Rows without an order, or outside the model, are left out of the table and counted in one line."""
    never = {"event": "pass", "median": None, "p05": None, "p95": None, "share_never": 1.0}
    lost = never | {"formation": "lost", "place": "Sceaux", "reason": "order not given: none leads there"}
    myth = never | {"formation": "myth", "place": "Sceaux", "reason": "not modelled: no place is named"}
    late = never | {"formation": "late", "place": "Sceaux", "reason": "held at antony by post"}
    mixed = lost | {"formation": "mixed", "reasons": {lost["reason"]: 9, late["reason"]: 1}}
    rare = lost | {"formation": "rare", "share_never": 0.99, "reasons": {lost["reason"]: 99}}
    text = laid_out(pages.arrivals([lost, myth, myth | {"formation": "saga"}, late, mixed, rare]))
    assert "1 order not given, 2 not modelled" in text
    assert not any(word in text for word in (" lost", " myth", " saga"))
    assert all(word in text for word in (" late", " mixed", " rare"))
    assert "left out" not in laid_out(pages.arrivals([late]))


def test_outcomes_that_nothing_here_brings_about_are_counted() -> None:
    """An outcome that no order leads to is left out of the table and counted in the line below."""
    base = {"unit": "time", "median": None, "p05": None, "p95": None, "share_never": 1.0}
    gone = base | {"reason": "order not given: none leads there"}
    text = laid_out(pages.outcomes({"junction": base | {"reason": "route not taken"}, "parade": gone}))
    assert "junction" in text
    assert "parade" not in text
    assert "1 order not given" in text


def test_without_a_record_there_are_no_record_columns() -> None:
    """A toy shows no empty columns for a record that it does not have."""
    bare = {key: value for key, value in row().items() if key not in {"recorded", "lo", "hi", "inside90"}}
    same = bare | {"p05": bare["median"], "p95": bare["median"]}
    text = laid_out(pages.arrivals([same], seconds=True))
    assert "recorded" not in text
    assert "[" not in text
    assert "10:52:00" in text


def test_a_checkpoint_with_bounds_only() -> None:
    """Where the source gives no time but bounds, the bounds stand alone."""
    assert " 10:25-10:55" in laid_out(pages.arrivals([row(recorded=None)]))


def test_outcomes_say_never() -> None:
    """A quantile that reaches never prints as never, with the share of runs in which it did not come."""
    outcome = {"median": "1944-08-25T16:00:00+02:00", "p05": "1944-08-25T14:00:00+02:00", "p95": None}
    document = {"outcomes": {"capitulation": outcome | {"share_never": 0.06, "unit": "time"}}}
    text = laid_out(pages.outcomes(document["outcomes"], names={"capitulation": "He signs"}))
    assert "He signs" in text
    assert "capitulation" not in text
    assert "25 Aug 16:00" in text
    assert "never" in text
    assert "6 %" in text


def test_the_size_of_a_small_run_is_not_nothing() -> None:
    """The list of runs gives sizes in kB, so that a toy's run and an answer are seen to take room."""
    run = {"kind": "run", "fault": "", "n": 2, "complete": True, "chance": True, "seed": 1944}
    rows = [
        {**run, "bytes": 20_400, "result_dir": "results/toy/0a"},
        {**run, "bytes": 4_700_000, "result_dir": "results/historical/0b"},
        {"kind": "compare", "fault": "", "bytes": 12, "result_dir": "results/compare/0c", "about": "a, b"},
    ]
    lines = [str(line).split() for line in listing.run_list(rows)]
    assert lines[0] == ["n", "seed", "kB", "folder"]
    assert [line[-2] for line in lines[3:5]] == ["21", "4,700"]
    assert lines[-1][0] == "1"


def test_losses_stand_in_one_table_and_hours_in_one_line() -> None:
    """Losses are a row per party; what is zero throughout is left out."""
    rows = {
        "losses.2db.killed": {"median": 130.0, "p05": 90.0, "p95": 181.0, "unit": "men"},
        "losses.2db.wounded": {"median": 319.0, "p05": 200.0, "p95": 450.0, "unit": "men"},
        "losses.germans.prisoners": {"median": 12000.0, "p05": 9000.0, "p95": 14000.0, "unit": "men"},
        "losses.ffi.killed": {"median": 0.0, "p05": 0.0, "p95": 0.0, "unit": "men"},
        "hours.rolling": {"median": 3.3333, "p05": 3.0, "p95": 4.0, "unit": "h"},
        "hours.fuel": {"median": 0.0, "p05": 0.0, "p95": 0.0, "unit": "h"},
    }
    text = laid_out(pages.outcomes(rows))
    assert "130 [90, 181]  319 [200, 450]" in text
    assert "12,000 [9,000, 14,000]" in text
    assert "ffi" not in text
    assert "medians: rolling 3.3\n" in text


def test_children_stand_under_their_parents() -> None:
    """The list shows each scenario once, under its parent."""
    rows = [
        {"name": "no-noon-line", "title": "t", "parent": "historical", "kind": "counterfactual"},
        {"name": "historical", "title": "t", "parent": None, "kind": "historical"},
        {"name": "stray", "title": "t", "parent": "elsewhere", "kind": "toy"},
    ]
    lines = laid_out(listing.scenario_list(rows)).splitlines()[1:]
    assert [line.split("  ")[0] or line.split()[0] for line in lines] == [
        "historical",
        "no-noon-line",
        "stray",
    ]
    assert lines[1].startswith("  no-noon-line")


def test_differences_come_with_interval_pairs_and_causes() -> None:
    """A comparison prints what changes, the difference with its interval, the pairs, and why."""
    outcome = {
        "difference_median": -72.0, "difference_mean": -70.0, "ci95": [-80.0, -61.0], "share_earlier": 0.9,
        "n_pairs": 198, "variance_ratio": 6.2, "unit": "time", "causes": {"fight": -60.0, "line": -12.0},
    }  # fmt: skip
    other = {
        "scenario": "x",
        "exploratory": True,
        "diff": ["the line goes"],
        "outcomes": {"capitulation": outcome},
    }
    text = laid_out(counterfactuals.comparison({"base": "historical", "n": 200, "others": [other]}))
    for words in (
        "the line goes",
        "EXPLORATORY",
        "−1 h 12",
        "−1 h 20 .. −1 h 01",
        "90 %",
        "198",
        "fight −1 h 00",
    ):
        assert words in text


def test_what_did_not_move_is_only_named() -> None:
    """Outcomes equal in every pair, and those without a pair, are named in a line each."""
    base = {"difference_median": 0.0, "ci95": [0.0, 0.0], "share_earlier": 0.0, "unit": "min", "n_pairs": 9}
    none = {
        "difference_median": None,
        "ci95": [None, None],
        "share_earlier": None,
        "unit": "min",
        "n_pairs": 0,
    }
    outcomes = {
        "junction": base | {"share_equal": 1.0},
        "losses.2db.killed": base | {"share_equal": 1.0},
        "parade": none,
        "hours.fuel": base | {"share_equal": 0.0},
    }
    other = {"scenario": "x", "exploratory": False, "diff": [], "outcomes": outcomes}
    text = laid_out(counterfactuals.comparison({"base": "historical", "n": 9, "others": [other]}))
    assert "equal in every pair: junction, all losses\n" in text
    assert "never in either world: parade\n" in text
    assert "hours.fuel" not in text


def test_losses_are_fewer_and_moments_earlier() -> None:
    """Moments and losses stand in tables of their own, and luck is counted over what these print."""
    base = {"difference_median": -3.0, "ci95": [-5.0, -2.0], "share_earlier": 0.8, "n_pairs": 9}
    outcomes = {
        "junction": base | {"unit": "min", "causes": {"line": -3.0}},
        "losses.2db.killed": base | {"unit": "men"},
        "meurice": base | {"unit": "min", "share_equal": 1.0},
        "hours.fuel": base | {"unit": "h"},
    }
    other = {"scenario": "x", "exploratory": False, "diff": [], "outcomes": outcomes}
    lines = laid_out(
        counterfactuals.comparison({"base": "historical", "n": 9, "others": [other]})
    ).splitlines()
    heads = [line.split() for line in lines if line.startswith("outcome")]
    assert ["earlier" in head for head in heads] == [True, False]
    assert ["fewer" in head for head in heads] == [False, True]
    assert "  junction: line −3 min" in lines
    assert lines[-1].startswith("2 intervals of 95 %: about 0.1 ")


def test_small_causes_are_summed() -> None:
    """More than three causes are cut to the largest three and the sum of the others."""
    causes = {"fight": 10.0, "line": -20.0, "queue": 30.0, "halt": 1.0, "fuel": 2.0}
    assert counterfactuals.why(causes) == "queue +30 min, line −20 min, fight +10 min, other +3 min"


def test_routes_and_sweeps() -> None:
    """Routes are ranked with their chance of being best; a sweep shows each value and what was found."""
    times = {"median": "1944-08-24T21:22:00+02:00", "p05": "1944-08-24T20:00:00+02:00", "p95": None}
    route = {
        "via": ["limours", "antony"],
        "length_km": 33.4,
        "shared_with_best": 1.0,
        "probability_best": 0.6,
        "probability_rank_one": 0.75,
        "n": 137,
    }
    names = {"2db/gtv": "GT Langlade", "limours": "Limours", "antony": "Antony (Croix de Berny)"}
    asked = {"column": "2db/gtv", "quantile": 0.8, "names": names}
    text = laid_out(choices.route_list(asked | {"routes": [route | {"arrival": times}]}))
    assert "ranked by the 80 % quantile of the arrival" in text
    assert "with 1: part of its length on roads of 1" in text.replace("\n", " ")
    assert "75 %" in text
    assert "Limours – Antony\n" in text
    assert "GT Langlade: 1 route" in text
    assert not any(key in text for key in names)
    assert "60 %" in text
    assert "137" in text
    sweep = {"path": "orders.x.until", "outcome": "junction", "points": [{"value": "noon", **times}],
             "label": "The two meet"}  # fmt: skip
    text = laid_out(choices.sweep_list(sweep))
    assert "The two meet [5 %, 95 %]" in text
    assert "junction" not in text
    assert "24 Aug 21:22 [24 Aug 20:00, never]" in text
    assert "changes" not in text
    limit = {"threshold": {"by": 60.0, "rule": "the median differs by at least 1 min", "against": None}}
    found = {"found": "14:00", "found_between": ["13:59", "14:00"], "found_note": "8 values tried"}
    text = laid_out(choices.sweep_list(sweep | found | limit))
    assert "it changes at 14:00, not yet at 13:59" in text
    assert "against null, the median differs by at least 1 min" in text
    nothing = {"found": None, "found_between": None, "found_note": "no change"}
    assert "nothing found: no change" in laid_out(choices.sweep_list(sweep | nothing | limit))


def test_inputs_are_told_in_units_of_people() -> None:
    """Speeds print in km/h and times in minutes, priors beside posteriors, strengths with their sign."""
    law = {"median": 5.5, "p05": 5.0, "p95": 6.0}
    speed = {"parameter": "speed.mixed", "unit": "m/s", "prior": law, "posterior": law, "narrowed": 0.25}
    document = {"kept": 10, "n": 500, "rows": ["R1"], "mean_error_min": {"prior": 80.0, "posterior": 31.0}}
    known = {"parameter": "speed.mixed", "ranks": [1] * 9, "p_value": 0.5, "found": 0.32, "covers90": 0.91}
    block = {"median_abs_error_min": 90.0, "crps_min": 100.0, "coverage90": 0.8}
    days = {"checkpoints": 3, "used_to_set_parameters": False, "prior": block, "posterior": block}
    more = {"luck": 0.2, "recovery": [known], "effect": {"24 August": days}}
    text = laid_out(inputs.posterior(document | {"parameters": [speed]} | more))
    assert "24 August (judged)" in text
    assert "25 %   " in text
    assert "20 [18, 22]" in text
    assert "1 h 20 before, 31 min after" in text
    row = {
        "parameter": "fight.time",
        "coefficient": 0.42,
        "ci95": [0.3, 0.5],
        "low_to_high": 95.0,
        "meaning": "m",
    }
    found = {
        "outcome": "capitulation",
        "n": 500,
        "r2": 0.61,
        "unit": "time",
        "inputs": [row | {"meaning": "m"}],
    }
    text = laid_out(inputs.sensitivity_list(found))
    assert "+0.42" in text
    assert "+1 h 35" in text
    assert "61 %" in text


def test_a_narrow_terminal_breaks_lines_and_no_words() -> None:
    """On 80 columns the tables of a comparison are no wider, and no word or figure of them is cut in two."""
    outcome = {
        "label": "Junction on the Champs-Élysées", "difference_median": 52.0, "ci95": [41.0, 70.0],
        "unit": "time",
        "earlier": 0, "later": 20, "n_pairs": 20, "only_base": 0, "only_other": 0, "neither": 0, "causes": {},
        "medians": ["1944-08-25T15:34:00+02:00", "1944-08-25T16:29:00+02:00"],
    }  # fmt: skip
    parting = {
        "name": "102nd Cavalry Squadron", "parts": "1944-08-24T21:47:00+02:00", "parts_name": "Sèvres",
        "kept": 20, "joins": "1944-08-25T19:47:00+02:00", "joins_name": "Rond-point des Champs-Élysées",
        "most_min": 74.0, "absorbed_by": "orders", "joined": 13, "parted": 20,
    }  # fmt: skip
    other = {
        "scenario": "sevres-blown", "exploratory": False, "diff": [], "outcomes": {"x": outcome},
        "partings": [parting],
    }  # fmt: skip
    page = counterfactuals.comparison({"base": "historical", "n": 20, "others": [other]})
    wide, narrow = (
        as_text([part for part in page if not isinstance(part, str)], width) for width in (200, 80)
    )
    assert max(map(len, wide.splitlines())) > 80
    assert max(map(len, narrow.splitlines())) <= 80
    assert sorted(narrow.split()) == sorted(wide.split())


def test_a_table_that_has_no_room_is_a_paragraph_for_each_row() -> None:
    """On 50 columns every cell of the arrivals stands whole on a line, behind the head of its column, and
    nothing is wider; in French the heads are French."""
    at = "1944-08-24T{}:00+02:00".format
    page = pages.arrivals([row(), row(formation="late", median=at("23:02"), clear=None, inside90=None)])[:1]
    narrow, french = (as_text(page, 50, language=language_of(code)) for code in ("en", "fr"))
    assert max(map(len, narrow.splitlines())) <= 50
    for cell in ("place: Antony", "recorded: 10:40 ±15", "simulated: 10:52 [09:38, 00:41+1]", "why: fight"):
        assert cell in narrow
    assert "simulé : 10:52 [09:38, 00:41+1]" in french.replace(NARROW, " ").replace("\xa0", " ")
    assert narrow.splitlines().count("Thu 24 August") == 1
    assert "clear:" not in narrow.split("\n late\n")[1]


def test_a_cell_that_stays_together_is_broken_only_where_it_must_be() -> None:
    """The ends of an interval stand below each other, whole, where the page has room for them, and give way
    where it has not."""
    table = table_of("a", "b")
    table.add_row("what it is", join(" ", (unbroken("+10 h 44 .."), unbroken("+44 h 27"))))
    assert "+10 h 44 ..\n" in as_text([table], 24)
    assert "44" in as_text([table], 8)
    table.add_row("2 h 24 (22 min)", "19 of 20")
    told = as_text([table], 24)
    assert all(whole in told for whole in ("2 h 24", "22 min", "19 of 20"))
    assert TOGETHER not in as_text([table], 8) + as_text([table], 24) + as_text([table], 80)


WORDS = st.lists(
    st.sampled_from(["Sèvres", "12 h 49", "−3", "23 of 28", "巴黎", "a-b", "x" * 17]), max_size=4
).map(" ".join)
CELLS = st.lists(WORDS, min_size=1, max_size=2).map("\n".join)


@given(
    rows=st.integers(1, 4).flatmap(
        lambda width: st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=1, max_size=4)
    ),
    right=st.sets(st.integers(0, 3)),
    width=st.integers(20, 90),
)
def test_a_table_of_which_no_style_is_seen_is_what_rich_makes_of_it(
    rows: list[list[str]], right: set[int], width: int
) -> None:
    """Laid out without rich, for speed, a table has each character where rich has it."""
    heads = [f"head {number}" for number in range(len(rows[0]))]

    def page() -> str:
        table = table_of(*heads, right=[heads[number] for number in right if number < len(heads)])
        for cells in rows:
            table.add_row(*cells)
        return as_text([table], width, io.StringIO(), plain=True)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(layout, "_needs_no_style", lambda *_: False)
        by_rich = page()
    assert page() == by_rich


def test_the_losses_of_a_score_are_whole_people() -> None:
    """A quantile between two replications is not four tenths of a man."""
    spread = {"median": 7.5, "p05": 4.4, "p95": 9.8}
    row = {"name": "Red", "loss": "killed", "n": 5, "days": {"1936-06-12": spread}, "total": spread}
    document: Any = {"losses": [{**row, "claims": []}]}
    told = as_plain_text(day_losses(document), language_of("en"))
    assert re.search(r"Red killed +8 +8 \[4, 10\]", told)
