"""The page in a real browser, opened as a reader would: from a file."""

from __future__ import annotations

import itertools
import json
import statistics
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from paris44.scenario.file.find import packaged
from paris44.scenario.load import load
from paris44.study.questions.compare import compare
from paris44.views import wording
from paris44.views.web import report
from paris44.views.web.courses import courses
from paris44.views.web.data import page
from tests.views import ready

pytestmark = pytest.mark.browser
Go = Callable[..., Any]
Audit = Callable[[Any], list[str]]
HISTORICAL = 3


@pytest.fixture(scope="module")
def page_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of the historical scenario."""
    path = tmp_path_factory.mktemp("page") / "paris.html"
    report.write([ready.result("historical", HISTORICAL)], path)
    return path


@pytest.fixture(scope="module")
def two_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page of two toys, the second a pair of the first."""
    path = tmp_path_factory.mktemp("two") / "toys.html"
    base = ready.result("toy-merge", 6)
    report.write([base, base], path)
    return path


def heads(page: Any, time: float) -> dict[str, Any]:
    """Formation -> [place behind, place ahead, share of the way] as the page reckons it."""
    rows = page.evaluate("t => paris44.heads(t)", time)
    return {row[0]: row[1:] for row in rows}


def test_nothing_is_asked_of_the_network_and_nothing_goes_wrong(page_file: Path, visit: Go) -> None:
    """No request but the file, no failed one, no console error, also while it plays and is scrolled."""
    seen = visit(page_file)
    seen.page.click("#play")
    seen.page.wait_for_timeout(600)
    for section in ("h-graph", "h-record", "h-journal"):
        seen.page.evaluate("id => document.getElementById(id).scrollIntoView()", section)
        seen.page.wait_for_timeout(100)
    assert seen.faults == []


def test_play_moves_the_columns(page_file: Path, visit: Go) -> None:
    """After the play button the clock runs and heads are elsewhere on the screen; pause stops it."""
    seen = visit(page_file)
    page = seen.page
    before = page.inner_text("#clock")
    places = page.evaluate("JSON.stringify(paris44.heads(paris44.clock.time))")
    page.click("#play")
    seen.until(f"document.getElementById('clock').textContent !== '{before}'")
    page.wait_for_timeout(500)
    page.click("#play")
    stopped = page.evaluate("paris44.clock.time")
    assert page.evaluate("JSON.stringify(paris44.heads(paris44.clock.time))") != places
    page.wait_for_timeout(200)
    assert page.evaluate("paris44.clock.time") == stopped


def test_slider_and_keyboard_set_the_clock(page_file: Path, visit: Go) -> None:
    """The slider's value is the clock; arrows, Home, End and the space bar do what the page says."""
    page = visit(page_file).page
    first, last, _ = page.evaluate("paris44.scene.span")
    page.fill("#slider", str(first + 7200))
    assert page.evaluate("paris44.clock.time") == first + 7200
    page.focus("#map")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("paris44.clock.time") == first + 7800
    page.keyboard.press("Shift+ArrowRight")
    assert page.evaluate("paris44.clock.time") == first + 11400
    page.keyboard.press("End")
    assert page.evaluate("paris44.clock.time") == last
    page.keyboard.press("Home")
    assert page.evaluate("paris44.clock.time") == first
    page.keyboard.press("n")
    event = page.evaluate("paris44.scene.captions[0].time")
    assert page.evaluate("paris44.clock.time") == event
    page.keyboard.press("Space")
    assert page.evaluate("paris44.clock.playing")
    page.keyboard.press("Space")
    assert not page.evaluate("paris44.clock.playing")


def test_the_march_graph_sets_the_same_clock(page_file: Path, visit: Go) -> None:
    """A click in the middle of the march graph moves the clock that the map shows."""
    page = visit(page_file).page
    page.locator("#graph").scroll_into_view_if_needed()
    page.wait_for_timeout(300)
    box = page.locator("#graph").bounding_box()
    times = []
    for share in (0.3, 0.62):
        page.mouse.click(box["x"] + box["width"] * share, box["y"] + box["height"] / 2)
        times.append(page.evaluate("paris44.clock.time"))
        assert page.get_attribute("#slider", "aria-valuetext").endswith(page.text_content("#clock"))
    first, last, opens = page.evaluate("paris44.scene.span")
    assert first < times[0] < times[1] < last
    assert opens not in times


def test_the_language_is_switched_everywhere(page_file: Path, visit: Go) -> None:
    """The page opens in the reader's language; the switch changes title, labels and columns."""
    page = visit(page_file, locale="fr-FR").page
    assert page.get_attribute("html", "lang") == "fr"
    assert page.inner_text("#play-word") == "Lire"
    assert "Colonne Dronne" in page.inner_text("#groups")
    page.click("#lang-en")
    assert page.get_attribute("html", "lang") == "en"
    assert page.inner_text("#play-word") == "Play"
    assert "Dronne column" in page.inner_text("#groups")
    assert page.get_attribute("#slider", "aria-label") == "Clock"


SPOKEN = """() => {
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = [];
  while (walk.nextNode()) {
    const { data, parentElement } = walk.currentNode;
    found.push([data.trim(), parentElement.closest("[lang]").lang]);
  }
  return found;
}"""


def test_the_french_page_is_french(tmp_path_factory: pytest.TempPathFactory, visit: Go) -> None:
    """On the French page labels, passport and changes are French; what has no translation has lang="en"."""
    results = [ready.result("historical", HISTORICAL), ready.result("no-noon-line", HISTORICAL)]
    path = tmp_path_factory.mktemp("french") / "pair.html"
    report.write(results, path)
    page = visit(path, locale="fr-FR").page
    first = page.evaluate(SPOKEN)
    assert [text for text, language in first if language == "en" and len(text) > 20] == []
    page.locator("#groups button").first.click()  # the card of a column quotes the note of its row
    spoken = page.evaluate(SPOKEN)
    labels = page.locator("#compare dt").all_text_contents()
    assert labels[:5] == [
        "Le changement", "Qui aurait pu le décider", "À partir de", "Ce qui reste fixé",
        "Ce qu’on attendait avant de calculer",
    ]  # fmt: skip
    assert "22 août 20:00" in page.locator("#compare dd").all_text_contents()
    scenario = results[1].scenario
    assert scenario.passport is not None
    texts = {scenario.expect, scenario.passport.antecedent, scenario.passport.holds_fixed}
    texts |= {order.title for order in scenario.orders.values()}
    known = json.loads((packaged() / "french.json").read_text(encoding="utf-8"))
    assert {language for text, language in spoken if text in texts - set(known)} <= {"en"}
    assert known[scenario.expect].split(" : ")[0] in page.text_content("#compare")
    assert "suppression de l’ordre noon-line" in page.text_content("#compare")
    assert {text for text, _ in spoken}.isdisjoint(set(known) - set(known.values()))


def test_a_card_opens_from_the_list_and_from_the_map(page_file: Path, visit: Go) -> None:
    """A column's card names it, its order of march, its hours and its sources; Escape closes it."""
    seen = visit(page_file)
    page = seen.page
    page.add_style_tag(content="html { scroll-behavior: auto !important }")
    page.locator("button", has_text="Putz, main body").first.click()
    card = page.inner_text("#card")
    for part in ("Putz, main body", "Order of march", "Where its hours go", "rolling", "Sources"):
        assert part in card
    assert page.evaluate("document.activeElement.id") == "card"
    page.keyboard.press("Escape")
    assert page.is_hidden("#card")
    page.evaluate("scrollTo(0, 0)")
    seen.set_time(page.evaluate("paris44.scene.span[2] + 7200"))
    x, y = page.evaluate(
        "() => paris44.heads(paris44.clock.time).filter(h => h[3] > 0)"
        ".map(h => paris44.screen(h[0]).slice(-2))"
        ".find(([x, y]) => x > 350 && x < 1300 && y > 150 && y < 600)"
    )
    seen.until("scrollY === 0")
    box = page.locator("#map").bounding_box()
    page.mouse.click(box["x"] + x, box["y"] + y)
    assert page.is_visible("#card")
    assert seen.faults == []


def test_heads_are_where_the_tracks_say(page_file: Path, visit: Go) -> None:
    """At five clock times each head is where the result's tracks put it, within a second's travel."""
    result = ready.result("historical", HISTORICAL)
    page = visit(page_file).page
    best = page.evaluate("paris44.scene.typical")
    first, last, _ = page.evaluate("paris44.scene.span")
    wanted = [course for course in courses(result) if course.replication == best]
    for share in (0.15, 0.4, 0.55, 0.7, 0.92):
        time = round(first + share * (last - first))
        shown = heads(page, time)
        for course in wanted:
            behind, ahead, way = shown[course.formation]
            if time < course.heads[0] - 1:
                assert behind is None
                continue
            now = place_and_time(course, behind, ahead, time)
            assert now is not None, (course.formation, behind, ahead)
            leaves, arrives = now
            assert abs(leaves + way * (arrives - leaves) - time) <= 1.01 or leaves == arrives


def place_and_time(course: Any, behind: str, ahead: str, time: float) -> tuple[float, float] | None:
    """When the course leaves ``behind`` and is at ``ahead``, on the stretch that holds ``time``."""
    for k, place in enumerate(course.places):
        last = k == len(course.places) - 1
        following = course.places[k] if last else course.places[k + 1]
        ends = course.heads[k] if last else course.heads[k + 1]
        if (
            (place, following) == (behind, ahead)
            and course.heads[k] - 1 <= time
            and (last or time <= ends + 1)
        ):
            return course.heads[k], ends
    return None


APART = """() => [...document.querySelectorAll("#moments path")].map(path => {
  const wide = +path.getAttribute("stroke-width"), high = path.ownerSVGElement.viewBox.baseVal.height;
  const dots = [...path.getAttribute("d").matchAll(/M([\\d.-]+) ([\\d.-]+)/g)].map(([, x, y]) => [+x, +y]);
  const near = dots.flatMap(([x, y], k) => dots.slice(k + 1).map(([a, b]) => Math.hypot(x - a, y - b)));
  const room = dots.map(([, y]) => Math.min(y, high - y) - wide / 2);
  return [dots.length, wide, Math.min(...near), Math.min(...room)];
})"""


def test_dots_can_be_counted(tmp_path: Path, visit: Go) -> None:
    """Twenty runs are twenty dots in their strip, none hides another, also where all came at once."""
    made = ready.result("toy-strongpoint", 20)
    report.write([made], tmp_path / "page.html")
    rows = visit(tmp_path / "page.html").page.evaluate(APART)
    assert len(rows) == 2
    for count, wide, apart, room in rows:
        assert count == 20
        assert apart >= 0.65 * wide
        assert room >= -0.4
        assert wide >= 2.0  # can be seen


def test_tracks_of_a_toy_are_met_to_the_second(two_file: Path, visit: Go) -> None:
    """On the toy each head stands at a place at the very second of tracks.csv."""
    page = visit(two_file).page
    result = ready.result("toy-merge", 6)
    best = page.evaluate("paris44.scene.typical")
    for row in result.tracks():
        if row.replication == best:
            assert heads(page, row.head)[row.formation][0] == row.place


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_is_wider_than_the_screen(
    page_file: Path, visit: Go, width: int, scheme: str, tmp_path: Path
) -> None:
    """The page never scrolls sideways, map and play button are on the first screen, a picture is taken."""
    page = visit(page_file, width=width, height=844, color_scheme=scheme).page
    for section in ("h-columns", "h-graph", "h-moments", "h-record", "h-seed", "h-journal"):
        page.evaluate("id => document.getElementById(id).scrollIntoView()", section)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.evaluate("scrollTo(0, 0)")
    box = page.locator("#play").bounding_box()
    assert box["y"] + box["height"] <= 844
    picture = tmp_path / "page.png"
    page.screenshot(path=str(picture))
    assert picture.stat().st_size > 20_000


@pytest.mark.parametrize(("scheme", "locale"), [("light", "en-GB"), ("dark", "fr-FR")])
@pytest.mark.parametrize("width", [390, 1440])
def test_no_accessibility_fault(
    page_file: Path, two_file: Path, visit: Go, audit: Audit, scheme: str, locale: str, width: int
) -> None:
    """Names, landmarks, headings, targets, lists, tables, contrast are in order, also of what is folded."""
    for file in (page_file, two_file):
        page = visit(file, width=width, color_scheme=scheme, locale=locale).page
        page.add_style_tag(content=".pages > section { content-visibility: visible !important }")
        assert audit(page) == []
        page.locator("[data-unit]").first.click()
        page.evaluate("document.querySelectorAll('details').forEach(folded => { folded.open = true })")
        assert audit(page) == []


@pytest.mark.parametrize("locale", ["en-GB", "fr-FR"])
@pytest.mark.parametrize("width", [390, 700, 1000, 1600])
def test_days_under_the_slider_keep_apart(page_file: Path, visit: Go, width: int, locale: str) -> None:
    """Every day has its label, shorter where the screen is narrow, and no two labels come near each other."""
    page = visit(page_file, width=width, height=900, locale=locale).page
    strip = page.evaluate("paris44.strip")
    box = page.locator("#days").bounding_box()
    assert [int("".join(c for c in text if c.isdigit())) for text, _, _ in strip] == [21, 22, 23, 24, 25, 26]
    for (_, _, right), (_, left, _) in itertools.pairwise(strip):
        assert left - right >= 8
    assert strip[0][1] >= 0
    assert strip[-1][2] <= box["width"]


def test_no_heading_repeats_its_only_row(page_file: Path, two_file: Path, visit: Go) -> None:
    """A formation that is a group by itself stands under no heading of its own name, and has its colour."""
    groups = (
        "[...document.querySelectorAll('#groups > div')].map(d => [d.querySelector('h3')?.textContent ?? '',"
        " [...d.querySelectorAll('button span:first-child')].map(s => s.textContent).filter(Boolean)])"
    )
    for file, last in ((page_file, "Others"), (two_file, "")):
        page = visit(file).page
        shown = page.evaluate(groups)
        assert not [title for title, rows in shown if title in rows]
        assert shown[-1][0] == last
        assert page.locator("#groups > div:last-child .chip").count() >= 2


def test_the_record_begins_with_the_days_simulated(page_file: Path, visit: Go) -> None:
    """Days come in order with what their times are for; what is older than the simulation stands last."""
    page = visit(page_file).page
    titles = page.locator("#record h3").all_text_contents()
    assert titles[0] == "Monday 21 August"
    assert titles[-1] == "Before the simulation begins"
    assert page.locator("#record details[open]").count() == 0
    counts = page.locator("#record .count").all_text_contents()
    assert "to set its parameters" in counts[titles.index("Wednesday 23 August")]
    assert "to judge the model" in counts[titles.index("Thursday 24 August")]
    assert "to judge" not in counts[-1]
    page.locator("#record summary", has_text="Friday 25 August").click()
    assert page.is_visible("#rec-day-25 .rec li:nth-child(2)")


BOXES = """() => {
  const r = e => { const b = e.getBoundingClientRect(); return [b.left, b.top, b.right, b.bottom]; };
  const map = r(document.getElementById('map'));
  return {
    flags: [...document.querySelectorAll('#flags span:not([hidden])')].map(e => [e.textContent, r(e)]),
    legend: r(document.getElementById('legend')), bar: r(document.querySelector('.bar')), map,
  };
}"""


def apart(a: list[float], b: list[float]) -> bool:
    """Whether two boxes (left, top, right, bottom) have no point in common."""
    return a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]


def test_tags_stand_apart_and_persons_have_their_own(page_file: Path, visit: Go) -> None:
    """Dronne, Leclerc and Massu carry their names; no tag covers another, the legend or the bar."""
    seen = visit(page_file)
    names = set()
    for hour in (104, 124, 136, 141, 155):
        seen.set_time(hour * 3600)
        boxes = seen.page.evaluate(BOXES)
        names |= {name for name, _ in boxes["flags"]}
        for (_, one), (_, other) in itertools.combinations(boxes["flags"], 2):
            assert apart(one, other)
        for _, box in boxes["flags"]:
            assert apart(box, boxes["legend"])
            assert apart(box, boxes["bar"])
    assert {"Dronne", "Leclerc", "Massu", "Langlade"} <= names


def test_no_caption_is_a_bare_key(page_file: Path, visit: Go) -> None:
    """What the captions and the journal say is a title or a sentence, never the id of an order."""
    page = visit(page_file).page
    ids = set(load("historical").scenario.orders)
    said = page.evaluate("[...document.querySelectorAll('#journal button span')].map(e => e.textContent)")
    assert len(said) > 50
    assert not [text for text in said if text.lower() in ids]


def test_a_screen_reader_hears_what_happens(page_file: Path, visit: Go) -> None:
    """Captions go to a polite live region; map and slider say the hour in words."""
    seen = visit(page_file)
    page = seen.page
    event = page.evaluate("paris44.scene.captions.find(c => c.kind === 'contact').time")
    seen.set_time(event)
    assert page.get_attribute("#live", "aria-live") == "polite"
    assert "meets resistance" in page.text_content("#caption")
    seen.until("document.getElementById('live').textContent.includes('meets resistance')")
    assert "August" in page.get_attribute("#slider", "aria-valuetext")
    assert "August" in page.get_attribute("#map", "aria-label")


def test_reduced_motion_is_respected(page_file: Path, visit: Go) -> None:
    """With reduced motion the clock goes in whole steps and the map keeps still."""
    seen = visit(page_file, reduced_motion="reduce")
    page = seen.page
    start = page.evaluate("paris44.clock.time")
    page.click("#play")
    page.wait_for_timeout(400)
    assert page.evaluate("paris44.clock.time") == start
    seen.until(f"paris44.clock.time > {start}")
    assert page.evaluate("(paris44.clock.time - paris44.scene.span[2]) % paris44.clock.speed") == 0


def test_the_printed_page_has_the_record_and_no_controls(page_file: Path, visit: Go) -> None:
    """In print the controls are gone, map and graph are pictures, and the screen is as before afterwards."""
    page = visit(page_file).page
    page.evaluate(
        "window.taken = []; addEventListener('beforeprint', () => taken.push(...["
        "...document.querySelectorAll('img.printed')].map(e => e.src.length)))"
    )
    assert len(page.pdf()) > 50_000
    sizes = page.evaluate("taken")
    assert len(sizes) == 2
    assert min(sizes) > 20_000
    assert page.locator("img.printed").count() == 0
    assert page.locator("#record details[open]").count() == 0
    page.locator("#record summary").first.click()
    page.emulate_media(media="print")
    assert page.is_hidden("#play")
    assert page.is_visible("#record li:nth-child(2)")


def test_several_results_can_be_chosen_and_compared(two_file: Path, visit: Go) -> None:
    """With two results there is a list of scenarios and a table of paired differences."""
    seen = visit(two_file)
    page = seen.page
    assert page.is_visible("#scenario")
    assert "no difference" in page.text_content("#compare")
    page.select_option("#scenario", "1")
    assert page.evaluate("paris44.scene.number") == 1
    assert seen.faults == []


def test_a_figure_of_the_page_is_that_of_the_command(two_file: Path, visit: Go) -> None:
    """The page's figures are as fine as those of ``compare``, and rounded like them: once, a half to even."""
    before, after = (ready.result(name, 6) for name in ("toy-merge", "toy-bridge"))
    rows = page([before, after])["compare"][0]["rows"]
    (told,) = compare(before, [after])["others"]
    for name, row in rows.items():
        assert row[0] == pytest.approx(told["outcomes"][name]["difference_median"], abs=1e-6)
    shown = visit(two_file).page
    for minutes in (12.5, 62.483333, 62.5, 63.5, 578.469167, 768.54):
        assert shown.evaluate("m => paris44.span(m)", minutes) == wording.duration(minutes)
    for share in (0.125, 0.965, 0.975, 1 / 3):
        assert shown.evaluate("s => paris44.percent(s)", share).replace("\u00a0", " ") == wording.share(share)


def test_words_of_a_line_stay_on_a_narrow_map(page_file: Path, visit: Go) -> None:
    """They end at their line and begin on the map, unless the line itself is off it."""
    page = visit(page_file, width=390).page
    assert page.evaluate("[200, 40, -30].map((x) => paris44.wordsFrom(x, 120))") == [80, 4, -150]


def test_work_for_each_frame_is_measured(
    page_file: Path, visit: Go, capsys: pytest.CaptureFixture[str]
) -> None:
    """What a frame of the playing map costs the main thread (processor time) is measured and reported."""
    page = visit(page_file).page
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    page.click("#play")
    work = []
    for _ in range(10):
        before = busy(session)
        frames = page.evaluate(
            "new Promise(done => { let n = 0; const f = () => ++n < 10 ? requestAnimationFrame(f) : done(n);"
            " requestAnimationFrame(f); })"
        )
        work.append((busy(session) - before) / frames * 1000.0)
    with capsys.disabled():
        print(f"\n  page: median work per frame {statistics.median(work):.2f} ms (target 8 ms)")
    assert page.evaluate("paris44.clock.time") > page.evaluate("paris44.scene.span[2]")
    assert all(one > 0 for one in work)


def busy(session: Any) -> float:
    """Seconds that the page's main thread has worked so far."""
    metrics = {m["name"]: m["value"] for m in session.send("Performance.getMetrics")["metrics"]}
    return float(metrics["TaskDuration"])
