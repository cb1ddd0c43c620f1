"""The page of a class in a real browser: texts stay texts, keys turn the cards, a telephone is enough."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from paris44.study.questions.classroom import judge
from paris44.study.running.replicate import Effort
from paris44.views.web import classroom
from tests.study.papers import FAULTS, SOUND, write_class

pytestmark = pytest.mark.browser
Go = Callable[..., Any]
Audit = Callable[[Any], list[str]]


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of a class of 28 files."""
    where = tmp_path_factory.mktemp("class")
    answer = judge(write_class(where), Effort(n=10, out=where / "runs", workers=1))
    classroom.write(answer, where / "class.html")
    return where / "class.html"


def test_every_paper_has_a_card_and_no_text_of_it_is_mark_up(file: Path, visit: Go) -> None:
    """28 cards, five of them faults; nothing of a pupil's runs, nothing is asked of the network."""
    seen = visit(file)
    page = seen.page
    assert page.locator(".card").count() == SOUND + len(FAULTS)
    assert page.locator(".card.fault").count() == len(FAULTS)
    assert page.locator("img").count() == 0
    assert "<img src=x" in page.locator(".card").first.inner_text()
    assert seen.faults == []


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("width", [390, 1440, 1920])
def test_it_can_be_read_at_every_width(
    file: Path, visit: Go, audit: Audit, width: int, language: str
) -> None:
    """Nothing is cut off, too faint or without a name, turned over or not; the table scrolls by itself."""
    page = visit(file, width=width).page
    page.click(f"#lang-{language}")
    assert page.evaluate("document.documentElement.lang") == language
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert audit(page) == []
    page.keyboard.press("p")
    assert audit(page) == []


def test_what_was_right_is_not_coloured_as_wrong(file: Path, visit: Go) -> None:
    """Of a paper that is right in one forecast and wrong in another each says so in its own colour."""
    page = visit(file).page
    colours = page.evaluate(
        """() => {
          const card = document.querySelector(".card"), of = (kind) => {
            const span = document.createElement("span"); span.className = "mark " + kind; card.append(span);
            return getComputedStyle(span).color;
          };
          card.className = "card wrong";
          return ["right", "wrong", "open"].map(of);
        }"""
    )
    assert len(set(colours)) == 3
    assert page.inner_text("#about").count("Paris 44") == 1


def test_headings_sort_the_table_by_keyboard(file: Path, visit: Go) -> None:
    """Enter on a heading sorts by it, again the other way, and the focus stays."""
    page = visit(file).page
    page.focus('[data-sort="runs"]')
    for way in ("ascending", "descending"):
        page.keyboard.press("Enter")
        assert page.get_attribute('th:has([data-sort="runs"])', "aria-sort") == way
        assert page.evaluate("document.activeElement.dataset.sort") == "runs"
    page.click('[data-sort="judged"]')
    words = page.locator("#table tbody td:nth-child(2)").all_inner_texts()
    assert words[0].startswith("right")
    assert words[-1] == "cannot be run"


def test_the_projector_shows_one_card_and_arrows_turn(file: Path, visit: Go) -> None:
    """P begins, arrows go on and back and stop at the ends, Escape ends it."""
    page = visit(file, width=1920, height=1080).page
    page.keyboard.press("p")
    assert page.locator(".card:visible").count() == 1
    for key, place in (("ArrowRight", "2 / 28"), ("ArrowLeft", "1 / 28"), ("ArrowLeft", "1 / 28")):
        page.keyboard.press(key)
        assert page.inner_text("#place") == place
    page.keyboard.press("Escape")
    assert page.locator(".card:visible").count() == SOUND + len(FAULTS)


def test_paper_gets_all_cards(file: Path, visit: Go) -> None:
    """Printed, every card is there and no button, also from the projector's view."""
    page = visit(file).page
    page.keyboard.press("p")
    page.emulate_media(media="print")
    assert page.locator(".card:visible").count() == SOUND + len(FAULTS)
    assert page.locator("header button:visible").count() == 0
