"""A text is its English, and is told in another language where it is shown."""

from __future__ import annotations

import pickle
from copy import deepcopy

import pytest

from paris44.language.dates import day_and_clock
from paris44.language.languages import CODES, ENGLISH, asked_for, language_of
from paris44.language.text import Figures, Text, Word, join, listed, mapped, msg, nmsg, quoted

FRENCH = language_of("fr")


def plain(text: str) -> str:
    """The French of a text, with plain spaces."""
    return FRENCH.tell(text).replace("\u202f", " ")


def test_a_text_is_its_english() -> None:
    """Whoever knows nothing of languages reads a text as a string, and joins it into one."""
    text = msg("there is no source {name}", name=quoted("BLU"))
    assert text == "there is no source 'BLU'"
    assert f"{text}!" == "there is no source 'BLU'!"
    assert ENGLISH.tell(text) == text


def test_a_text_is_told_with_what_it_is_made_of() -> None:
    """What stands in a gap is told in the same language: texts, names with their French, numbers."""
    place = Word("The bridge", {"fr": "Le pont"})
    text = msg("{label}, {old} and {new}", label=place, old=Figures("1,234.5"), new=2.5)
    assert plain(join("; ", (text, quoted("x")))) == "Le pont, 1 234,5 et 2,5; « x »"


def test_plurals_are_those_of_the_language() -> None:
    """French has its plural from two on, English everywhere but at one."""
    assert [nmsg("{n} road", "{n} roads", n) for n in (0, 1, 2)] == ["0 roads", "1 road", "2 roads"]
    assert [plain(nmsg("{n} road", "{n} roads", n)) for n in (0, 1, 2)] == ["0 route", "1 route", "2 routes"]


def test_a_list_is_told_whole_or_counted() -> None:
    """The last name stands behind "and", a long list is cut and counted, in both languages."""
    assert [listed("abc"), plain(listed("abc"))] == ["a, b and c", "a, b et c"]
    assert [listed("abcd", 3), plain(listed("abcd", 3))] == ["a, b and 2 more", "a, b et 2 autres"]


def test_a_text_survives_a_worker() -> None:
    """A text that is copied, or sent to another process and back, can still be told."""
    for text in (nmsg("{n} road", "{n} roads", 2), quoted("a"), mapped(str.upper, msg("never"))):
        for again in (deepcopy(text), pickle.loads(pickle.dumps(text))):
            assert isinstance(again, Text)
            assert (again, FRENCH.tell(again)) == (text, FRENCH.tell(text))


def test_french_keeps_its_signs_beside_their_words() -> None:
    """Narrow no-break spaces stand before high signs and inside quotation marks; ids are left alone."""
    assert FRENCH.tell(msg("did you mean {name}?", name=quoted("a ; b"))) == (
        "vouliez-vous dire «\u202fa ; b\u202f»\u202f?"
    )


def test_a_day_is_told_as_people_write_it() -> None:
    """The month has its name in each language."""
    from datetime import datetime

    moment = day_and_clock(datetime(1944, 8, 25, 14, 30), "14:30")
    assert [moment, FRENCH.tell(moment)] == ["25 Aug 14:30", "25 août 14:30"]


@pytest.mark.parametrize(
    ("environment", "code"),
    [
        ({}, "en"), ({"LANG": "fr_FR.UTF-8"}, "fr"), ({"LANG": "fr_FR.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LC_MESSAGES": "fr_BE", "LANG": "en_US"}, "fr"), ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LC_ALL": "", "LANG": "fr"}, "fr"), ({"PARIS44_LANG": "en", "LC_ALL": "fr_FR"}, "en"),
    ],
)  # fmt: skip
def test_the_environment_asks_for_a_language(environment: dict[str, str], code: str) -> None:
    """Our own variable goes before LC_ALL, LC_MESSAGES and LANG; what we do not speak is English."""
    assert asked_for(environment) == code
    assert code in CODES
