"""The French catalogue is complete and up to date with the source."""

from __future__ import annotations

import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest

from paris44.language.languages import french_spaces

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    """``docs/catalogue.py``."""
    pytest.importorskip("babel")
    spec = importlib.util.spec_from_file_location("catalogue", ROOT / "docs" / "catalogue.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["catalogue"] = module
    spec.loader.exec_module(module)
    return module


def test_the_catalogue_is_up_to_date(tool: ModuleType) -> None:
    """Both files are what the tool makes of the source: python docs/catalogue.py."""
    po, mo = tool.written(tool.catalogue())
    assert tool.PO.read_bytes() == po
    assert tool.MO.read_bytes() == mo


def test_every_message_has_its_french(tool: ModuleType) -> None:
    """No message of the program is without French, and none has a French that nobody has looked at."""
    book = tool.catalogue()
    assert tool.missing(book) == []
    assert [message.id for message in book if message.fuzzy] == []


def test_french_has_the_gaps_of_the_english(tool: ModuleType) -> None:
    """What stands in a gap of a message stands in the French too, and nothing else does."""
    for message in tool.catalogue():
        forms = message.id if isinstance(message.id, tuple) else (message.id,)
        known = {gap for form in forms for gap in gaps(form)}
        texts = message.string if isinstance(message.string, tuple) else (message.string,)
        for text in texts if message.id else ():
            assert gaps(text) <= known | {"n", "number"}, message.id
            assert known - gaps(text) <= {"n", "ordinal"}, message.id


def gaps(template: str) -> set[str]:
    """The names of the gaps of a template."""
    return set(re.findall(r"(?<!{){(\w+)[:}]", template.replace("{{", "  ")))


def test_french_apostrophes_are_typographic(tool: ModuleType) -> None:
    """The French of the catalogue has no straight apostrophe between two letters."""
    texts = [text for message in tool.catalogue() if message.id for text in strings(message.string)]
    assert [text for text in texts if re.search(r"\w'\w", text)] == []
    assert french_spaces("« a » : b ?") == "«\u202fa\u202f»\u202f: b\u202f?"


def strings(found: str | tuple[str, ...]) -> tuple[str, ...]:
    """The forms of a message."""
    return found if isinstance(found, tuple) else (found,)
