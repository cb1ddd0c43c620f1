"""The studio in a browser, opened from the disk: asks nobody, answers, and lets nothing hostile through."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import CHROMIUM, FLAGS, Visit
from tests.browser.studio_page import studio_file

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PATIENCE = 240.0
HOSTILE = "<img src=x onerror=alert(1)><script>alert(2)</script>"


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page."""
    return studio_file(tmp_path_factory.mktemp("studio"))


@pytest.fixture(scope="module")
def visit(playwright: Any, file: Path) -> Iterator[Visit]:
    """The page opened from the disk, with Python ready in its workers."""
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
    context = browser.new_context(locale="en-GB", viewport={"width": 1440, "height": 900})
    context.grant_permissions([])
    found = Visit(context.new_page(), ("file:", "data:", "blob:"))
    found.page.goto(file.as_uri(), wait_until="commit")
    found.until("Boolean(window.paris44)", 60)
    found.until("paris44.state.stage !== 'starting'", PATIENCE)
    assert found.page.evaluate("paris44.state.stage") == "ready"
    yield found
    browser.close()


def write(visit: Visit, text: str) -> list[dict[str, Any]]:
    """Type a file; its faults."""
    if visit.page.locator("#s-change").is_hidden():
        visit.page.click("#own")
    visit.page.fill("#text", text)
    visit.until("paris44.state.faults !== null", PATIENCE)
    found: list[dict[str, Any]] = visit.page.evaluate("paris44.state.faults")
    return found


def run(visit: Visit, pairs: int) -> None:
    """Run so many pairs and wait for the answer."""
    visit.page.evaluate(f"document.getElementById('pairs').options[0].text = '{pairs}'")
    visit.page.evaluate("document.getElementById('pairs').selectedIndex = 0")
    visit.page.click("#run")
    visit.until("paris44.state.answered !== null && !paris44.job.on", PATIENCE)


def test_a_question_is_asked_and_answered(visit: Visit) -> None:
    """A question of the opening screen is answered by a sentence, without a request or an error."""
    visit.page.locator("#asked button").first.click()
    visit.until("paris44.state.faults !== null", PATIENCE)
    assert visit.page.evaluate("paris44.state.faults") == []
    run(visit, 3)
    assert "Nothing moves" in visit.page.locator("#answer").inner_text()
    assert visit.page.locator("#dots circle").count() == 3 * 2 * visit.page.locator("#dots svg").count() > 0
    visit.until("Object.keys(paris44.scene.all).length === 2", PATIENCE)
    assert visit.faults == []


def test_the_answer_sets_both_worlds_side_by_side(visit: Visit) -> None:
    """Hours and losses of both worlds stand in tables, each row with what moved, in both languages."""
    write(visit, "extends: historical\ntitle: Mine\nchange:\n  delay:\n    2db: 24 h\n")
    run(visit, 2)
    rows = [row.split("\t") for row in visit.page.locator("#answer .beside tbody tr").all_inner_texts()]
    told = {row[0]: row[1:] for row in rows}
    assert told["Capitulation signed"][2].startswith("+")
    assert told["Capitulation signed"][3] == "2 of 2"
    assert "2e DB, killed" in told
    visit.page.click("#lang-fr")
    french = visit.page.locator("#answer .beside tbody th").all_inner_texts()
    visit.page.click("#lang-en")
    assert len(french) == len(rows)
    assert {"Capitulation signée", "2e DB, tués"} <= set(french)


def test_the_clock_stops_once_where_the_worlds_part(visit: Visit) -> None:
    """A pair that is played halts where it first parts, says so, and goes on when it is told to."""
    write(visit, "extends: historical\ntitle: Mine\nchange:\n  delay:\n    2db: 24 h\n")
    run(visit, 2)
    visit.until("Boolean(paris44.state.parting)", PATIENCE)
    before = "String(Math.floor(paris44.state.parting.time / 60) * 60 - 600)"
    visit.page.locator("#slider").fill(visit.page.evaluate(before))
    visit.page.click("#play")
    visit.until("paris44.state.parting.told && !paris44.clock.playing")
    assert visit.page.evaluate("paris44.clock.time === paris44.state.parting.time")
    assert "worlds part" in visit.page.locator("#parts").inner_text()
    visit.page.click("#play")
    visit.until("paris44.clock.time > paris44.state.parting.time + 600")
    assert visit.page.locator("#parts").is_hidden()
    visit.page.click("#play")
    assert visit.page.evaluate("paris44.clock.playing") is False


def test_question_and_answer_are_printed_on_one_sheet(visit: Visit) -> None:
    """One page holds the question, the file, what was expected, the answer and how sure it is."""
    write(visit, "extends: historical\ntitle: Mine\nexpect: All is later\nchange:\n  delay:\n    2db: 24 h\n")
    run(visit, 2)
    paper = visit.page.pdf(format="A4")
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 1
    visit.page.emulate_media(media="print")
    sheet = visit.page.locator("#sheet").inner_text()
    assert visit.page.locator("#s-run").is_hidden()
    visit.page.emulate_media(media="screen")
    for part in ("Mine", "All is later", "2db: 24 h", "How sure", "2 pairs with the same dice"):
        assert part in sheet
    write(visit, "extends: historical\ntitle: Another\n")
    visit.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert "Not simulated yet." in str(visit.page.locator("#sheet").text_content())


def test_levers_write_the_file_and_the_file_moves_levers(visit: Visit) -> None:
    """A lever writes its line, its way back takes it out, and a line that is typed presses its button."""
    write(visit, "extends: historical\ntitle: Mine\n")
    lines = visit.page.locator("#levers [data-group=lines]")  # other tests may have chosen a decision below
    nobody = lines.get_by_role("button", name="nobody draws it")
    nobody.click()
    visit.until("paris44.state.faults !== null", PATIENCE)
    assert "orders.noon-line: null" in visit.page.input_value("#text")
    lines.get_by_role("button", name="as it was").click()
    visit.until("paris44.state.faults !== null", PATIENCE)
    assert "change" not in visit.page.input_value("#text")
    write(visit, "extends: historical\ntitle: Mine\nchange:\n  orders.noon-line: null\n")
    assert nobody.get_attribute("aria-pressed") == "true"


@pytest.mark.parametrize(
    "group", range(6), ids=["lines", "decisions", "bridges", "garrisons", "columns", "skies"]
)
def test_every_lever_is_pulled_by_keyboard(visit: Visit, group: int) -> None:
    """Each hand of a group's levers moves something at a key, keeps the focus, and is undone by a key."""
    write(visit, "extends: historical\ntitle: Mine\n")
    page, box = visit.page, visit.page.locator("#levers details").nth(group)
    if box.get_attribute("open") is None:
        box.locator("summary").focus()
        page.keyboard.press("Enter")
    if box.locator("select").count():
        box.locator("select").focus()
        page.keyboard.press("ArrowDown")
    checked = "paris44.state.faults !== null"
    now = "JSON.stringify([paris44.state.text, paris44.state.chance])"
    hands = box.locator(".hands")
    assert hands.count() > 0
    for row in range(hands.count()):
        buttons, before = hands.nth(row).locator("button"), page.evaluate(now)
        for k in range(buttons.count() - 1):
            buttons.nth(k).focus()
            page.keyboard.press("Enter")
            assert page.evaluate(now) != before
            visit.until(checked, PATIENCE)
            assert page.evaluate("document.activeElement.textContent") == buttons.nth(k).inner_text()
            buttons.last.focus()
            page.keyboard.press("Space")
            assert page.evaluate(now) == before
            visit.until(checked, PATIENCE)


def test_the_map_has_levers(visit: Visit) -> None:
    """A bridge that is clicked on the map opens its levers, and they write its line."""
    write(visit, "extends: historical\ntitle: Mine\n")
    visit.page.click("#view-city")
    name, *spot = visit.page.evaluate("paris44.reachable('bridges')")
    visit.page.mouse.click(*spot)
    visit.page.locator("#target").get_by_role("button", name="blown").click()
    visit.until("paris44.state.faults !== null", PATIENCE)
    assert f"bridges.{name}.state: blown" in visit.page.input_value("#text")
    visit.page.keyboard.press("Escape")
    assert visit.page.locator("#target").is_hidden()


def test_a_faulty_file_tells_its_line_and_cannot_be_run(visit: Visit) -> None:
    """Faults stand with line and hint, and Run waits for a sound file."""
    faults = write(visit, "extends: historical\ntitle: Mine\nchange:\n  orders.noon-lime: null\n")
    assert faults[0]["line"] == 4
    assert "noon-line" in visit.page.locator("#verdict").inner_text()
    assert visit.page.locator("#run").is_disabled()


def test_hostile_texts_stay_texts(visit: Visit) -> None:
    """Tags in a file, in a shared code and in a fault are shown as they are written, and none runs."""
    dialogs: list[str] = []
    visit.page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    write(visit, f"extends: historical\ntitle: {json.dumps(HOSTILE)}\nexpect: {json.dumps(HOSTILE)}\n")
    write(visit, f"extends: {json.dumps(HOSTILE)}\n")
    text = f"extends: historical\ntitle: {json.dumps(HOSTILE)}\n"
    code = visit.page.evaluate("text => paris44.codeOf(text)", text)
    visit.page.click("#paste")
    visit.page.fill("#code", code)
    visit.page.click("#take")
    visit.until("paris44.state.faults !== null", PATIENCE)
    assert visit.page.locator("img").count() == 0
    assert dialogs == []


def test_a_code_brings_the_file_back(visit: Visit) -> None:
    """A code gives the text that it was made of; a damaged or endless one is refused."""
    text = "extends: historical\ntitle: Où est l’ennemi ?\nchange:\n  orders.noon-line: null\n"
    code = visit.page.evaluate("text => paris44.codeOf(text)", text)
    again = "code => paris44.textOf(code).catch((error) => 'refused: ' + error.message)"
    assert visit.page.evaluate(again, code) == text
    assert visit.page.evaluate(again, code[:-4]) == "refused: badCode"
    assert visit.page.evaluate(again, "hello") == "refused: badCode"
    assert visit.page.evaluate(again, "44.0000000." + "A" * 30000) == "refused: longCode"


def test_a_run_is_cancelled_and_run_again(visit: Visit) -> None:
    """Cancel ends a run at once; the next one answers."""
    write(visit, "extends: historical\ntitle: Mine\nchange:\n  orders.noon-line: null\n")
    visit.page.select_option("#pairs", "200")
    visit.page.click("#run")
    visit.page.wait_for_timeout(1500)
    visit.page.click("#cancel")
    visit.until("!paris44.job.on", 10)
    run(visit, 2)
    assert visit.page.locator("#answer li").count() > 0


def test_a_dead_worker_is_replaced(visit: Visit) -> None:
    """A worker that dies in a run costs time and no pair."""
    write(visit, "extends: historical\ntitle: Mine\nchange:\n  orders.noon-line: null\n")
    visit.page.evaluate("paris44.pool.patience = 6000; paris44.pool.slowest = 0")
    before = visit.page.evaluate("paris44.pool.replaced")
    visit.page.evaluate("document.getElementById('pairs').options[0].text = '3'")
    visit.page.evaluate("document.getElementById('pairs').selectedIndex = 0")
    visit.page.click("#run")
    visit.page.wait_for_timeout(300)
    visit.page.evaluate("paris44.pool.workers[0].hand.terminate()")
    visit.until("paris44.state.answered !== null && !paris44.job.on", PATIENCE)
    assert visit.page.evaluate("paris44.pool.replaced") > before
    assert visit.page.evaluate("paris44.dots.pairs.map((pair) => pair.replication).sort().join()") == "0,1,2"


def bring_to(visit: Visit, state: str) -> None:
    """Bring the page to a state that people see."""
    page = visit.page
    write(visit, "extends: historical\ntitle: Mine\nchange:\n  delay:\n    2db: 24 h\n")
    if state == "fault":
        write(visit, "extends: historical\nchange:\n  orders.noon-lime: null\n")
    elif state == "levers":
        page.evaluate("document.querySelectorAll('#levers details').forEach(group => { group.open = true })")
        for at in range(page.locator("#levers details select").count()):
            page.locator("#levers details select").nth(at).select_option(index=2)
        page.click("#share")
    elif state == "running":
        page.select_option("#pairs", index=3)
        page.click("#run")
        visit.until("paris44.dots.pairs.length > 0", PATIENCE)
    else:
        run(visit, 2)
        visit.until("Object.keys(paris44.scene.all).length === 2", PATIENCE)
        page.evaluate("document.getElementById('h-run').scrollIntoView()")


@pytest.mark.parametrize("state", ["fault", "levers", "running", "answer"])
def test_it_can_be_used_by_whoever_cannot_see_it(
    visit: Visit, audit: Callable[[Any], list[str]], state: str
) -> None:
    """In each state and both languages names, roles, labels, contrast, headings and targets are in order."""
    bring_to(visit, state)
    for language in ("fr", "en"):
        visit.page.click(f"#lang-{language}")
        assert audit(visit.page) == []
    if state == "running":
        visit.page.click("#cancel")


def test_its_opening_can_be_used_by_whoever_cannot_see_it(
    visit: Visit, file: Path, audit: Callable[[Any], list[str]]
) -> None:
    """The same of the page as it opens, before Python is there, and of the map while it plays."""
    page = visit.page.context.new_page()
    page.goto(file.as_uri(), wait_until="commit")
    Visit(page).until("Boolean(window.paris44)", 60)
    for language in ("fr", "en"):
        page.click(f"#lang-{language}")
        assert audit(page) == []
    page.click("#play")
    assert audit(page) == []
    page.close()


def test_it_speaks_french(visit: Visit) -> None:
    """Everything of the page that is the studio's own changes its language, and so does the answer."""
    visit.page.click("#lang-fr")
    assert visit.page.locator("#h-question").inner_text() == "Et si\u202f?"
    assert visit.page.evaluate("document.documentElement.lang") == "fr"
    visit.page.click("#lang-en")


@pytest.mark.parametrize("width", [390, 1440, 1920])
def test_nothing_is_wider_than_the_screen(visit: Visit, width: int) -> None:
    """From a telephone to a projector the page needs no scrolling to the side."""
    visit.page.set_viewport_size({"width": width, "height": 900})
    visit.page.wait_for_timeout(200)
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= width
    visit.page.set_viewport_size({"width": 1440, "height": 900})


def test_nobody_was_asked_and_nothing_was_complained_of(visit: Visit) -> None:
    """In all of this no request left the page, and the console stayed silent."""
    assert visit.faults == []


def test_the_file_is_small_and_whole(file: Path) -> None:
    """At most 16 MiB, with the licences of what it carries."""
    text = file.read_text(encoding="utf-8")
    assert len(text.encode()) <= 16 * 2**20
    assert "MPL-2.0" in text
    assert "networkx" in text


def test_it_can_be_copied(file: Path, tmp_path: Path) -> None:
    """The page names no file beside it."""
    copy = shutil.copy(file, tmp_path / "elsewhere.html")
    assert 'src="' not in Path(copy).read_text(encoding="utf-8").replace('src="data:', "")
