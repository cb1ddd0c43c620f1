"""The studio in a browser, opened from the disk: asks nobody, answers, and lets nothing hostile through."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import Visit
from tests.browser.studio_page import studio_file

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PATIENCE = 240.0
HOSTILE = "<img src=x onerror=alert(1)><script>alert(2)</script>"


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page."""
    return studio_file(tmp_path_factory.mktemp("studio"))


@pytest.fixture(scope="module")
def visit(browser: Any, file: Path) -> Iterator[Visit]:
    """The page opened from the disk, with Python ready in its workers."""
    context = browser.new_context(locale="en-GB", viewport={"width": 1440, "height": 900})
    context.grant_permissions([])
    found = Visit(context.new_page(), ("file:", "data:", "blob:"))
    found.page.goto(file.as_uri(), wait_until="commit")
    found.until("Boolean(window.paris44)", 60)
    found.until("paris44.state.stage !== 'starting'", PATIENCE)
    assert found.page.evaluate("paris44.state.stage") == "ready"
    yield found
    context.close()


def write(visit: Visit, text: str) -> list[dict[str, Any]]:
    """Type a file; its faults."""
    if visit.page.locator("#s-change").is_hidden():
        visit.page.click("#own")
    visit.page.fill("#text", text)
    visit.until("paris44.state.faults !== null", PATIENCE)
    found: list[dict[str, Any]] = visit.page.evaluate("paris44.state.faults")
    return found


def run(visit: Visit, pairs: int) -> None:
    """Run so many pairs and wait for the answer; that of another test, which shares the page, is none."""
    visit.page.evaluate("paris44.state.answered = null")
    visit.page.evaluate(f"document.getElementById('pairs').options[0].text = '{pairs}'")
    visit.page.evaluate("document.getElementById('pairs').selectedIndex = 0")
    visit.page.click("#run")
    ours = "paris44.state.answered !== null && paris44.state.answeredText === paris44.state.text"
    visit.until(f"{ours} && !paris44.job.on", PATIENCE)


def lay(visit: Visit, *changes: str) -> None:
    """Type a sound file with such changes."""
    lines = ["extends: historical", "title: Mine", *(["change:"] if changes else []), *changes]
    assert write(visit, "\n".join(lines) + "\n") == []


def file_text(visit: Visit) -> str:
    """The file once it has been checked."""
    visit.until("paris44.state.faults !== null", PATIENCE)
    found: str = visit.page.input_value("#text")
    return found


def opened(visit: Visit, group: str) -> Any:
    """A group of levers, opened by keyboard."""
    box = visit.page.locator(f"#levers [data-group={group}]")
    if box.get_attribute("open") is None:
        box.locator("summary").focus()
        visit.page.keyboard.press("Enter")
    return box


def choose(visit: Visit, box: Any, searched: str) -> None:
    """Look for something in a group's list by keyboard alone, and choose what is found first."""
    box.locator("input[type=search]").first.focus()
    visit.page.keyboard.press("Control+a")
    visit.page.keyboard.type(searched)
    visit.page.keyboard.press("Enter")


def find_place(visit: Visit, box: Any, button: str, searched: str) -> None:
    """Look for a place by keyboard alone, in the tools that end with a button, and press that."""
    tools = box.locator(".tools").filter(has=visit.page.get_by_role("button", name=button))
    tools.locator("input[type=search]").focus()
    visit.page.keyboard.press("Control+a")
    visit.page.keyboard.type(searched)
    visit.page.keyboard.press("Tab")
    visit.page.keyboard.press("Tab")
    assert visit.page.evaluate("document.activeElement.textContent") == button
    visit.page.keyboard.press("Enter")


def click_on(visit: Visit, section: str, view: str) -> str:
    """Click something of a section where the map shows it in a view (``city`` or ``all``); its id."""
    visit.page.click(f"#view-{view}")
    name, *spot = visit.page.evaluate(f"paris44.reachable('{section}')")
    visit.page.mouse.click(*spot)
    return str(name)


def click_places(visit: Visit, n: int) -> list[str]:
    """Click so many places of the map, far from each other; their ids."""
    there = visit.page.evaluate("paris44.reachablePlaces()")
    step = len(there) // (n + 1)
    chosen = [there[step * (k + 1)] for k in range(n)]
    for _, x, y in chosen:
        visit.page.mouse.click(x, y)
    return [name for name, _, _ in chosen]


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


GROUPS = ("lines", "decisions", "columns", "roads", "bridges", "garrisons", "skies")
"""The groups of levers; each is pulled by either hand. Hours on the band, clicks on the map and fields that
are typed have tests of their own below, each by mouse and by keyboard too."""


def press(visit: Visit, button: Any, hand: str, key: str = "Enter") -> None:
    """Press a button by a hand: ``mouse``, or ``keyboard`` with a key."""
    if hand == "mouse":
        button.click()
    else:
        button.focus()
        visit.page.keyboard.press(key)


@pytest.mark.parametrize("hand", ["keyboard", "mouse"])
@pytest.mark.parametrize("group", GROUPS)
def test_every_lever_is_pulled(visit: Visit, group: str, hand: str) -> None:
    """Each hand of a group's levers moves something, keeps the focus, and is undone, by keys as by mouse."""
    write(visit, "extends: historical\ntitle: Mine\n")
    page, box = visit.page, visit.page.locator(f"#levers [data-group={group}]")
    if box.get_attribute("open") is None:
        press(visit, box.locator("summary"), hand)
    if box.locator("input[type=search]").count():
        box.locator("input[type=search]").first.fill("")  # what another test looked for
    if box.locator("select").count():
        box.locator("select").first.focus()
        if hand == "mouse":
            box.locator("select").first.select_option(index=1)
        else:
            page.keyboard.press("ArrowDown")
    checked = "paris44.state.faults !== null"
    now = "JSON.stringify([paris44.state.text, paris44.state.chance])"
    hands = box.locator(".hands")
    assert hands.count() > 0
    for row in range(hands.count()):
        buttons, before = hands.nth(row).locator("button"), page.evaluate(now)
        for k in range(buttons.count() - 1):
            press(visit, buttons.nth(k), hand)
            assert page.evaluate(now) != before
            visit.until(checked, PATIENCE)
            assert page.evaluate("document.activeElement.textContent") == buttons.nth(k).inner_text()
            press(visit, buttons.last, hand, "Space")
            assert page.evaluate(now) == before
            visit.until(checked, PATIENCE)


def handle_of(visit: Visit, title: str) -> Any:
    """The handle of an hour on the time band."""
    return visit.page.locator(f"#band [role=slider][aria-label*='{title}']")


NOON = "Versailles - Palaiseau"


def test_an_hour_is_dragged_on_the_time_band(visit: Visit) -> None:
    """A handle that is dragged writes its line while it moves; dragged back to its hour it takes it out."""
    lay(visit)
    handle = handle_of(visit, NOON)
    handle.scroll_into_view_if_needed()
    box = handle.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    mouse = visit.page.mouse
    mouse.move(x, y)
    mouse.down()
    mouse.move(x + 40, y, steps=4)
    halfway = visit.page.evaluate("paris44.state.text")
    assert re.search(r'orders\.noon-line\.until: "1944-08-2\dT\d\d:[03]0\+02:00"', halfway)
    mouse.move(x + 60, y, steps=4)
    assert visit.page.evaluate("paris44.state.text") != halfway
    mouse.move(x, y, steps=4)
    mouse.up()
    assert "change" not in file_text(visit)
    assert visit.page.evaluate("paris44.state.faults") == []


def test_an_hour_is_moved_by_keys_on_the_time_band(visit: Visit) -> None:
    """Arrows, page keys and Delete move a handle; it keeps the focus and tells its hour in French too."""
    lay(visit)
    handle, keys = handle_of(visit, NOON), visit.page.keyboard
    assert handle.get_attribute("aria-valuetext") == "Wednesday 23 August 12:00"
    handle.focus()
    keys.press("PageUp")
    keys.press("ArrowRight")
    keys.press("Shift+ArrowLeft")
    assert 'orders.noon-line.until: "1944-08-23T18:25+02:00"' in file_text(visit)
    assert handle.get_attribute("aria-valuetext") == "Wednesday 23 August 18:25, 6 h 25 later"
    assert visit.page.evaluate("document.activeElement.getAttribute('role')") == "slider"
    visit.page.click("#lang-fr")
    french = visit.page.locator("#band [role=slider]").first
    assert french.get_attribute("aria-valuetext") == "mercredi 23 août 18:25, 6 h 25 plus tard"
    visit.page.click("#lang-en")
    handle_of(visit, NOON).focus()
    keys.press("Delete")
    assert "change" not in file_text(visit)


def test_the_file_moves_the_handles(visit: Visit) -> None:
    """A handle stands where the file says; who gives no order has a hollow one; new hours have theirs."""
    lay(
        visit,
        "  orders.noon-line: null",
        "  orders.decision.issued: 1944-08-20T18:00+02:00",
        "  orders:",
        "    blow-pont-de-sevres: {type: bridge, title: It is blown, issued: 1944-08-24T11:00+02:00,",
        "      bridge: pont-de-sevres, action: demolish, grade: D}",
    )
    noon, decision, blown = (handle_of(visit, name) for name in (NOON, "march on Paris", "It is blown"))
    assert noon.get_attribute("aria-valuetext") == "nobody gives it"
    told = decision.get_attribute("aria-valuetext")
    assert re.fullmatch(r"Sunday 20 August 18:00, \d+ h \d\d earlier", told)
    assert blown.get_attribute("aria-valuetext") == "Thursday 24 August 11:00"
    blown.focus()
    visit.page.keyboard.press("ArrowRight")
    assert "1944-08-24T11:30+02:00" in file_text(visit)
    assert visit.page.evaluate("paris44.state.faults") == []
    noon.focus()
    visit.page.keyboard.press("ArrowRight")
    text = file_text(visit)
    assert "orders.noon-line: null" not in text
    assert 'orders.noon-line.until: "1944-08-23T12:30+02:00"' in text
    back = visit.page.locator("#band").get_by_role("button", name="as it was")
    for _ in range(2):
        back.first.click()
    assert "decision" not in file_text(visit)
    assert "noon-line" not in file_text(visit)


def test_the_map_has_levers(visit: Visit) -> None:
    """A bridge that is clicked on the map opens its levers, and they write its line."""
    lay(visit)
    name = click_on(visit, "bridges", "city")
    visit.page.locator("#target").get_by_role("button", name="blown").click()
    assert f"bridges.{name}.state: blown" in file_text(visit)
    visit.page.keyboard.press("Escape")
    assert visit.page.locator("#target").is_hidden()


def test_a_road_is_slowed_and_closed_by_clicks(visit: Visit) -> None:
    """A road of the map is given a speed by one click, is closed by another, and is as it was by a third."""
    lay(visit)
    name = click_on(visit, "roads", "all")
    card = visit.page.locator("#target")
    card.get_by_role("button", name="10 km/h").click()
    assert f"roads.{name}.speed_kmh: 10" in file_text(visit)
    card.get_by_role("button", name="closed").click()
    closed = file_text(visit)
    assert f"roads.{name}.closed: true" in closed
    assert "speed" not in closed
    card.get_by_role("button", name="as it was").click()
    assert "change" not in file_text(visit)
    visit.page.keyboard.press("Escape")


def test_a_road_near_a_place_is_found_and_slowed_by_keyboard(visit: Visit) -> None:
    """Typing a place lists its roads; a speed that is typed stands in the file when the field is left."""
    lay(visit)
    box = opened(visit, "roads")
    choose(visit, box, "Toussus-le-Noble")
    assert "Toussus-le-Noble" in box.locator(".lever").last.inner_text()
    box.locator("input[type=number]").focus()
    visit.page.keyboard.type("7")
    visit.page.keyboard.press("Tab")
    assert re.search(r"roads\.\S*toussus-le-noble\S*\.speed_kmh: 7\n", file_text(visit))
    assert visit.page.evaluate("paris44.state.faults") == []


def test_a_bridge_is_blown_and_mended_at_hours(visit: Visit) -> None:
    """Hours for both write orders; who never comes to mend it is told before a run; emptied they are gone."""
    lay(visit)
    box = opened(visit, "bridges")
    choose(visit, box, "Sèvres")
    blown, mended = (box.get_by_label(name) for name in ("Blown at", "Mended from"))
    blown.fill("1944-08-24T11:00")
    visit.page.keyboard.press("Tab")
    assert 'issued: "1944-08-24T11:00+02:00"' in file_text(visit)
    mended.fill("1944-08-24T18:00")
    visit.page.keyboard.press("Tab")
    box.locator(".tools select").focus()
    box.locator(".tools select").select_option("vcorps/engineers")
    text = file_text(visit)
    assert "orders.mend-pont-de-sevres:" in text
    assert "duration: 6 h" in text
    assert visit.page.evaluate("paris44.state.faults") == []
    visit.until("paris44.state.notes !== null", PATIENCE)
    assert "vcorps/engineers is neither at pont-de-sevres" in visit.page.locator("#verdict").inner_text()
    blown.focus()
    for key in ("ArrowUp", "ArrowRight", "ArrowUp"):  # the day, wherever it stands: there is one month
        visit.page.keyboard.press(key)
    assert '"1944-08-24T11:00+02:00"' not in file_text(visit)
    blown.fill("")
    visit.page.keyboard.press("Tab")
    assert "blow-pont-de-sevres" not in file_text(visit)
    box.get_by_role("button", name="as it was").click()
    assert "change" not in file_text(visit)


def test_who_mends_is_chosen_before_the_page_has_heeded_the_hour(visit: Visit) -> None:
    """While the hour's field has the focus levers are not filled anew; who is chosen then forgets no hour."""
    lay(visit)
    box = opened(visit, "bridges")
    choose(visit, box, "Sèvres")
    box.get_by_label("Mended from").fill("1944-08-24T18:00")
    box.locator(".tools select").evaluate(
        "e => { e.value = 'vcorps/engineers'; e.dispatchEvent(new Event('change')); }"
    )
    assert "orders.mend-pont-de-sevres:" in file_text(visit)


def test_a_garrison_is_moved_and_another_added_by_clicks(visit: Visit) -> None:
    """A garrison stands where the map is clicked; a new one has its men and guns; both are in the file."""
    lay(visit)
    name = click_on(visit, "garrisons", "city")
    visit.page.locator("#target").get_by_role("button", name="move it by a click").click()
    (place,) = click_places(visit, 1)
    assert f"garrisons.{name}.place: {place}" in file_text(visit)
    visit.page.keyboard.press("Escape")
    opened(visit, "garrisons").get_by_role("button", name="add one by a click").click()
    first, second = click_places(visit, 2)
    assert f"garrisons.post-{first}:" in file_text(visit)
    assert second not in file_text(visit)  # one click, one garrison
    guns = visit.page.locator("#target").get_by_label("heavy guns")
    guns.fill("3")
    guns.press("Tab")
    assert "heavy_guns: 3" in file_text(visit)
    visit.page.locator("#target").get_by_role("button", name="no garrison").click()
    assert f"post-{first}" not in file_text(visit)


def test_a_garrison_is_moved_and_another_added_by_keyboard(visit: Visit) -> None:
    """The same without a mouse: places are found by their names."""
    lay(visit)
    box = opened(visit, "garrisons")
    choose(visit, box, "Trappes")
    find_place(visit, box, "move it there", "Saclay")
    moved = file_text(visit)
    assert "garrisons.trappes.place: saclay" in moved
    assert "garrisons.trappes.bars: [saclay]" in moved
    find_place(visit, box, "add it there", "Dourdan")
    assert "garrisons.post-dourdan:" in file_text(visit)
    box.get_by_label("men", exact=True).focus()
    visit.page.keyboard.press("Control+a")
    visit.page.keyboard.type("450")
    visit.page.keyboard.press("Tab")
    assert "men: 450" in file_text(visit)
    assert visit.page.evaluate("paris44.state.faults") == []


def test_a_formation_is_led_by_clicks(visit: Visit) -> None:
    """Places that are clicked one after another are the way of a march."""
    lay(visit)
    visit.page.click("#view-all")
    box = opened(visit, "columns")
    choose(visit, box, "Sub-group Massu")
    box.get_by_role("button", name="choose places on the map").click()
    places = click_places(visit, 2)
    visit.page.keyboard.press("Escape")
    assert visit.page.locator("#picks").is_hidden()
    assert f": [{', '.join(places)}]" in file_text(visit)
    box.get_by_role("button", name="the old way").click()
    assert "change" not in file_text(visit)


def test_a_formation_is_led_by_keyboard(visit: Visit) -> None:
    """Places found by name are its way; the planned way leads over them; each can be taken out again."""
    lay(visit)
    box = opened(visit, "columns")
    choose(visit, box, "Sub-group Massu")
    box.get_by_label("Its march").select_option("m24-massu")
    find_place(visit, box, "add it to the way", "Dampierre")
    find_place(visit, box, "add it to the way", "Voisins")
    assert "orders.m24-massu: [dampierre, voisins-le-bretonneux]" in file_text(visit)
    assert visit.page.evaluate("paris44.state.faults") == []
    ways = visit.page.evaluate("paris44.state.ways")
    way = next(way for way in ways if way["order"] == "m24-massu")
    assert {"dampierre", "voisins-le-bretonneux"} <= set(way["now"])
    assert "voisins-le-bretonneux" not in way["was"]
    box.get_by_role("button", name="take out Dampierre").focus()
    visit.page.keyboard.press("Enter")
    assert "orders.m24-massu: [voisins-le-bretonneux]" in file_text(visit)


def test_what_is_typed_moves_the_new_levers(visit: Visit) -> None:
    """However deep a change is written, the levers stand as it says, and another lever leaves its sense."""
    lay(
        visit,
        "  roads: {cernay-la-ville--chevreuse: {speed_kmh: 5}}",
        "  garrisons:",
        "    trappes: {place: saclay, bars: [saclay], men: 77}",
        "    fort: {place: dourdan, men: 50, grade: D}",
        "  orders:",
        "    blow-pont-de-sevres: {type: bridge, issued: 1944-08-24T11:00+02:00, bridge: pont-de-sevres,",
        "      action: demolish, grade: D}",
        "  delay: [{who: 2db/gtv, by: 6 h}]",
        "  reroute: [{who: [orders.m24-massu], by: [dampierre]}]",
    )
    roads, bridges, garrisons, columns = (
        opened(visit, name) for name in ("roads", "bridges", "garrisons", "columns")
    )
    choose(visit, roads, "Cernay-la-Ville – Chevreuse")
    assert roads.get_by_role("button", name="5 km/h").get_attribute("aria-pressed") == "true"
    choose(visit, bridges, "Pont de Sèvres")
    assert bridges.get_by_label("Blown at").input_value() == "1944-08-24T11:00"
    choose(visit, garrisons, "Saclay 77")
    assert garrisons.get_by_label("men", exact=True).input_value() == "77"
    choose(visit, columns, "Sub-group Massu")
    columns.get_by_label("Its march").select_option("m24-massu")
    assert columns.locator(".way li").all_inner_texts() == ["Dampierre-en-Yvelines×"]
    before = visit.page.evaluate("paris44.state.said")
    nobody = opened(visit, "lines").get_by_role("button", name="nobody draws it")
    nobody.click()
    file_text(visit)
    visit.page.locator("#levers [data-group=lines]").get_by_role("button", name="as it was").click()
    file_text(visit)
    assert visit.page.evaluate("paris44.state.faults") == []
    assert sorted(visit.page.evaluate("paris44.state.said")) == sorted(before)


def test_a_file_that_cannot_be_read_is_not_overwritten(visit: Visit) -> None:
    """Levers wait while it cannot be read; one that is pulled before it has been read waits for that."""
    broken = "extends: historical\ntitle: [Mine\n"
    assert write(visit, broken)
    assert visit.page.evaluate("document.getElementById('levers').inert")
    name = click_on(visit, "bridges", "city")
    blown = visit.page.locator("#target").get_by_role("button", name="blown")
    blown.click()
    assert visit.page.input_value("#text") == broken
    visit.page.fill("#text", "extends: historical\ntitle: Mine\nchange:\n  delay: {2db: 24 h}\n")
    blown.click()
    visit.until(f"paris44.state.text.includes('bridges.{name}.state: blown')", PATIENCE)
    assert "2db" in file_text(visit)
    visit.page.keyboard.press("Escape")


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
    rows = {f"garrisons.{HOSTILE.replace('.', '')}": {"place": HOSTILE}, f"reroute.{HOSTILE}": [HOSTILE]}
    change = "".join(f"  {json.dumps(path)}: {json.dumps(value)}\n" for path, value in rows.items())
    write(visit, f"extends: historical\ntitle: Mine\nchange:\n{change}")
    opened(visit, "garrisons")
    text = f"extends: historical\ntitle: {json.dumps(HOSTILE)}\n"
    code = visit.page.evaluate("text => paris44.codeOf(text)", text)
    visit.page.click("#paste")
    visit.page.fill("#code", code)
    visit.page.click("#take")
    visit.until(f"paris44.state.text === {json.dumps(text)}", PATIENCE)
    visit.until("paris44.state.faults !== null", PATIENCE)
    assert visit.page.locator("img").count() == 0
    assert dialogs == []


def test_a_code_brings_the_file_back(visit: Visit) -> None:
    """A code gives the text that it was made of; a damaged or endless one is refused."""
    text = "extends: historical\ntitle: Où est l’ennemi ?\nchange:\n  orders.noon-line: null\n"
    code = visit.page.evaluate("text => paris44.codeOf(text)", text)
    bad = "refused: This is no code of a studio, or some of it is missing."
    again = "code => paris44.textOf(code).catch((error) => 'refused: ' + error.message)"
    assert visit.page.evaluate(again, code) == text
    assert visit.page.evaluate(again, code[:-4]) == bad
    assert visit.page.evaluate(again, "hello") == bad
    assert visit.page.evaluate(again, "44.0000000." + "A" * 30000) == "refused: This code is too long."


def test_a_run_is_cancelled_and_run_again(visit: Visit) -> None:
    """Cancel ends a run at once; the next one answers."""
    write(visit, "extends: historical\ntitle: Mine\nchange:\n  orders.noon-line: null\n")
    visit.page.select_option("#pairs", "200")
    visit.page.click("#run")
    visit.until("[...paris44.pool.waiting.values()].length > 0", PATIENCE)
    visit.page.click("#cancel")
    visit.until("!paris44.job.on", 10)
    run(visit, 2)
    assert visit.page.locator("#answer li").count() > 0


def test_the_record_stands_beside_both_worlds(visit: Visit) -> None:
    """Recorded hours, with source and grade, stand beside the hours of both worlds, of whom one chooses."""
    lay(visit, "  orders.noon-line: null")
    run(visit, 2)
    visit.until("paris44.state.recorded !== null", PATIENCE)
    rows = visit.page.locator(".beside-record li")
    assert "First Allied soldiers" in rows.first.inner_text()
    outcomes = " ".join(rows.all_inner_texts())
    assert "The founding account" in outcomes  # the title of a source, not its key
    assert "; seed" not in outcomes
    ends = visit.page.locator(".record-axis text").all_text_contents()
    assert all(re.fullmatch("[−+][0-9]+ h 00", ends[k]) for k in (0, 2))
    visit.page.locator("#answer select").select_option("2db/gtv/putz")
    told = rows.first.inner_text()
    assert rows.count() > 8
    assert "grade A" in told
    assert all(word in told for word in ("recorded", "as it was", "your question", "23 Aug 08:55"))
    assert rows.first.locator("a").get_attribute("href").startswith("http")


def test_a_parting_before_the_clock_is_told(visit: Visit) -> None:
    """Where the worlds part before the map's clock begins it says when and where, until that moves."""
    lay(visit, "  orders.decision.issued: 1944-08-20T18:00+02:00")
    run(visit, 1)
    visit.until("Boolean(paris44.state.parting)", PATIENCE)
    assert visit.page.evaluate("paris44.state.parting.time < paris44.scene.span[0]")
    assert "before the clock begins, on " in visit.page.locator("#parts").inner_text()
    visit.page.evaluate("paris44.setTime(paris44.clock.time + 600)")
    assert visit.page.locator("#parts").is_hidden()


def test_any_pair_can_be_played(visit: Visit) -> None:
    """A pair whose tracks were not kept is simulated again, and a garrison stands where its world has it."""
    lay(visit, "  garrisons.trappes.place: saclay", "  garrisons.trappes.bars: [saclay]")
    run(visit, 1)
    visit.until("paris44.state.pair === 0 && Object.keys(paris44.scene.all).length === 2", PATIENCE)
    visit.page.evaluate("paris44.showPair(27)")
    assert visit.page.evaluate("paris44.state.pair") == 27
    assert visit.page.evaluate("paris44.scene.run.tracks.length") > 40
    at = "paris44.scene.ground.id[paris44.scene.garrisons.rows[paris44.scene.garrisonAt.get('trappes')][0]]"
    assert visit.page.evaluate(at) == "saclay"
    visit.page.locator("#worlds button").first.click()
    assert visit.page.evaluate(at) == "trappes"


def test_each_world_has_its_own_lines_and_weather(visit: Visit) -> None:
    """The line holds on the map as long as in the world that is played, and its rain falls there."""
    levers = "JSON.parse(document.getElementById('studio-data').textContent).levers"
    rain = visit.page.evaluate(f"{levers}.weather[0]")
    lay(visit, "  orders.noon-line.until: 1944-08-24T18:00+02:00", f"  weather.{rain}: null")
    run(visit, 1)
    visit.until("paris44.state.pair === 0 && Object.keys(paris44.scene.all).length === 2", PATIENCE)
    stands = "[Math.max(...paris44.scene.lines.map((line) => line[3])), paris44.scene.light.weather.length]"
    until, spells = visit.page.evaluate(stands)
    visit.page.locator("#worlds button").first.click()
    assert visit.page.evaluate(stands) == [until - 30 * 3600, spells + 1]


def amiss(visit: Visit, what: str) -> None:
    """Let workers be asked what they do not know in place of ``what``, so that Python fails; "": no more."""
    visit.page.evaluate(
        """what => {
          for (const { hand } of paris44.pool.workers) {
            delete hand.postMessage;
            const post = hand.postMessage.bind(hand);
            if (what) hand.postMessage = (m) => post(m.do === what ? { ...m, do: "nonsense" } : m);
          }
        }""",
        what,
    )


def test_a_fault_of_the_program_is_a_sentence_with_its_detail_folded(visit: Visit) -> None:
    """Where Python itself fails a run, a check or a pair says so in the page's language, and what the machine
    says is folded below it."""
    lay(visit, "  orders.noon-line: null")
    told = visit.page.locator("#progress-says")
    amiss(visit, "simulate")
    visit.page.click("#run")
    visit.until("!paris44.job.on", PATIENCE)
    assert told.inner_text().startswith("The simulation stopped at a fault of the program, not of your file.")
    visit.page.click("#lang-fr")
    assert told.inner_text().startswith("La simulation s’est arrêtée sur une faute du programme")
    visit.page.click("#lang-en")
    assert told.locator("details").get_attribute("open") is None
    assert "KeyError" in str(told.locator("pre").text_content())
    amiss(visit, "check")
    assert write(visit, "extends: historical\ntitle: Another\n")
    assert "The program failed at this file" in visit.page.locator("#verdict").inner_text()
    assert "KeyError" in str(visit.page.locator("#verdict pre").text_content())
    amiss(visit, "")
    lay(visit, "  orders.noon-line: null")
    run(visit, 1)
    assert told.locator("details").count() == 0


SHORT = """const Whole = Blob;
window.Blob = class extends Whole {
  constructor(parts, more) {
    const no = `WebAssembly.instantiate = WebAssembly.instantiateStreaming = async () => {
      throw new RangeError("could not allocate memory");
    };`;
    super(String(parts[0]).includes("A worker of the studio") ? [no, ...parts] : parts, more);
  }
};"""
"""A browser in which no worker gets memory."""


@pytest.mark.parametrize(
    ("script", "english", "french"),
    [
        ("delete window.WebAssembly", "it has no WebAssembly", "WebAssembly manque"),
        (SHORT, "There is too little memory to simulate", "Il n’y a pas assez de mémoire pour simuler"),
    ],
)
def test_a_browser_that_cannot_simulate_is_told_why(
    visit: Visit, file: Path, script: str, english: str, french: str
) -> None:
    """Without WebAssembly or memory the page says so in both languages, and the map plays all the same."""
    page = visit.page.context.new_page()
    page.add_init_script(script)
    page.goto(file.as_uri(), wait_until="commit")
    there = Visit(page)
    there.until("Boolean(window.paris44)", 60)
    there.until("paris44.state.stage !== 'starting'", PATIENCE)
    assert english in page.locator("#state").inner_text()
    page.click("#lang-fr")
    assert french in page.locator("#state").inner_text()
    page.click("#play")
    there.until("paris44.clock.time > paris44.scene.span[2]")
    page.close()


def test_the_base_is_simulated_once_for_all_questions(visit: Visit) -> None:
    """While a question is written the base's first replications come in; a run asks for the others alone, and
    another question finds them there."""
    lay(visit, "  orders.noon-line: null")
    if visit.page.evaluate("paris44.pool.workers.length") > 1:
        visit.until("paris44.base(true).size >= 3", PATIENCE)
    run(visit, 3)
    count = """() => {
      window.asked = [];
      for (const { hand } of paris44.pool.workers) {
        const post = hand.postMessage.bind(hand);
        hand.postMessage = (m) => {
          if (m.do === "simulate") window.asked.push(m.text ? "own" : m.replication);
          post(m);
        };
      }
    }"""
    visit.page.evaluate(count)
    lay(visit, "  delay: {2db: 2 h}")
    run(visit, 3)
    asked = visit.page.evaluate("window.asked")
    amiss(visit, "")
    assert asked.count("own") == 3
    assert not {0, 1, 2} & set(asked)
    assert visit.page.evaluate("paris44.dots.pairs.map((pair) => pair.replication).sort().join()") == "0,1,2"


def impatient(visit: Visit) -> int:
    """Let workers be waited for no longer than a slow check takes; how many have been replaced."""
    visit.page.evaluate("paris44.pool.patience = 6000; paris44.pool.slowest = 0")
    found: int = visit.page.evaluate("paris44.pool.replaced")
    return found


def patient(visit: Visit) -> int:
    """As it was; how many have been replaced."""
    visit.page.evaluate("paris44.pool.patience = 30000")
    found: int = visit.page.evaluate("paris44.pool.replaced")
    return found


def test_a_dead_worker_is_replaced(visit: Visit) -> None:
    """A worker that dies in a run costs time and no pair."""
    lay(visit, "  orders.noon-line: null")
    before = impatient(visit)
    visit.page.evaluate("document.getElementById('pairs').options[0].text = '3'")
    visit.page.evaluate("document.getElementById('pairs').selectedIndex = 0")
    visit.page.click("#run")
    visit.until("[...paris44.pool.waiting.values()].some((asked) => asked.worker.number === 0)", PATIENCE)
    visit.page.evaluate("paris44.pool.workers[0].hand.terminate()")
    visit.until("paris44.state.answered !== null && !paris44.job.on", PATIENCE)
    assert patient(visit) > before
    assert visit.page.evaluate("paris44.dots.pairs.map((pair) => pair.replication).sort().join()") == "0,1,2"


def test_a_worker_that_dies_at_rest_is_replaced(visit: Visit) -> None:
    """The next file is checked all the same."""
    lay(visit)
    before = impatient(visit)
    visit.page.evaluate("paris44.pool.workers[0].hand.terminate()")
    lay(visit, "  orders.noon-line: null")
    assert patient(visit) > before


def test_memory_is_told_and_bounded(visit: Visit) -> None:
    """What the workers hold is told; one that holds more than it may is replaced before the next run."""
    lay(visit, "  orders.noon-line: null")
    assert re.search(r"about \d+ MiB with \d", visit.page.locator("#memory").inner_text())
    before = visit.page.evaluate("paris44.pool.replaced")
    visit.page.evaluate("paris44.pool.mostHeap = 1")
    run(visit, 1)
    visit.page.evaluate("paris44.pool.mostHeap = 640 * 2 ** 20")
    workers = visit.page.evaluate("paris44.pool.workers.length")
    assert visit.page.evaluate("paris44.pool.replaced") >= before + workers


def bring_to(visit: Visit, state: str) -> None:
    """Bring the page to a state that people see."""
    page = visit.page
    write(visit, "extends: historical\ntitle: Mine\nchange:\n  delay:\n    2db: 24 h\n")
    if state == "fault":
        write(visit, "extends: historical\nchange:\n  orders.noon-lime: null\n")
    elif state == "levers":
        page.evaluate("document.querySelectorAll('#levers details').forEach(group => { group.open = true })")
        for search in page.locator("#levers .lever input[type=search]").all():  # of other tests
            search.fill("")
        page.evaluate("document.activeElement.blur()")
        for at in range(page.locator("#levers .lever > select").count()):
            page.locator("#levers .lever > select").nth(at).select_option(index=1)
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
    """In each state, both languages, in the light and in the dark, names, roles, labels, contrast, headings
    and targets are in order."""
    bring_to(visit, state)
    for language, scheme in (("fr", "light"), ("fr", "dark"), ("en", "dark"), ("en", "light")):
        visit.page.click(f"#lang-{language}")
        visit.page.emulate_media(color_scheme=scheme)
        assert audit(visit.page) == []
    if state == "running":
        visit.page.click("#cancel")


def test_its_opening_can_be_used_by_whoever_cannot_see_it(
    visit: Visit, file: Path, audit: Callable[[Any], list[str]]
) -> None:
    """The same of the page as it opens, before Python is there, of the map while it plays, and of the band
    of hours, in the light and in the dark."""
    page = visit.page.context.new_page()
    page.goto(file.as_uri(), wait_until="commit")
    Visit(page).until("Boolean(window.paris44)", 60)
    for language in ("fr", "en"):
        page.click(f"#lang-{language}")
        assert audit(page) == []
    page.click("#play")
    assert audit(page) == []
    page.click("#own")
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
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
    visit.until(f"innerWidth === {width}")
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
