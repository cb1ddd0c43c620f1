"""All that the pages say is marked in their scripts and templates, found by the catalogue, and carried."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path

import pytest

import paris44
from paris44.views.web.messages import MARKS, PageMessage, french, of_script, of_template
from paris44.views.web.shell import LANGUAGE, asset, filled

PACKAGE = Path(paris44.__file__).parent
SCRIPTS = sorted(PACKAGE.rglob("assets/*.js"))
TEMPLATES = sorted(PACKAGE.rglob("assets/*.html"))
WORDS = re.compile(r"[A-Za-zÀ-ÿ]{2,},? [a-zà-ÿ]{2,}|^[A-Z][a-z]{2,}[?!.]?$|[a-z]{2,} …")
"""What looks like words for people."""
UNREAD = re.compile(
    r"^use strict|^(Prefer|Enter|Escape|Home|End|Space|Shift|Content|Range|Error)|^[a-z-]+( [a-z-]+)*$"
    r"|^[a-z]+(, [a-z]+)+$|application/|[<{$\[]|\(prefers-|^https?:|^[#.]|px "
    r"|paris44\.studio|^not in the page"
)
"""What only looks so: keys, classes, media, selectors, addresses, Python, a fault of ours."""


class Spoken(HTMLParser):
    """The texts of a template that people read: [text, whether it is marked]."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, bool]] = []
        self._marked: list[bool] = [False]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note labels and titles."""
        given = dict(attrs)
        for name in ("aria-label", "title", "alt", "placeholder"):
            if given.get(name):
                self.found.append((given[name] or "", "data-label" in given))
        named = tag == "button" and str(given.get("id", "")).startswith("lang-")  # a language in itself
        self._marked.append("data-t" in given or named or tag in ("script", "style", "title", "option"))

    def handle_data(self, data: str) -> None:
        """Note a text."""
        if data.strip():
            self.found.append((data.strip(), self._marked[-1]))

    def handle_endtag(self, tag: str) -> None:
        """What follows is marked no more."""
        del tag
        self._marked.append(False)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_a_template_is_marked(path: Path) -> None:
    """Each text and label of a template is a message; only signs and marks of the page's maker are not."""
    reader = Spoken()
    reader.feed(path.read_text(encoding="utf-8"))
    assert [text for text, known in reader.found if not known and re.search(r"[a-z]{2}", text)] == []


def strings(script: str) -> Iterator[str]:
    """The strings of a script and the fixed parts of its templates, without those in marks."""
    marked = re.compile(rf'\b(?:{"|".join(MARKS)})\(\s*(?:"(?:[^"\\]|\\.)*"(?:,\s*)?)+')
    bare = marked.sub("0", re.sub(r"/\*.*?\*/|(?<![:\\/\"'])//[^\n]*", "", script, flags=re.DOTALL))
    yield from re.findall(r'"((?:[^"\\\n]|\\.)*)"', bare)
    for text in re.findall(r"`((?:[^`\\]|\\.)*)`", bare):
        yield from re.split(r"\$\{.*?\}", text)


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_a_script_is_marked(path: Path) -> None:
    """No string of a script that looks like words for people stands outside of a mark."""
    found = [text for text in strings(path.read_text(encoding="utf-8")) if WORDS.search(text)]
    assert [text for text in found if not UNREAD.search(text)] == []


def test_the_catalogue_finds_what_babel_finds() -> None:
    """Babel's reader of JavaScript, which knows the language but no mark in another, finds no message in a
    script that the catalogue has not."""
    babel = pytest.importorskip("babel.messages.extract")
    keywords = {"say": None, "sayOf": None, "mark": None, "nsay": (1, 2), "psay": ((1, "c"), 2),
                "pmark": ((1, "c"), 2)}  # fmt: skip
    found, ours = set[PageMessage](), set[PageMessage]()
    for source in (path.read_text(encoding="utf-8") for path in SCRIPTS):
        ours |= set(of_script(source))
        for _, text, _, context in babel.extract("javascript", BytesIO(source.encode()), keywords=keywords):
            one, many = text if isinstance(text, tuple) else (text, "")
            found.add(PageMessage(one, context or "", many))
    assert len(found) > 100
    assert found <= ours


def test_marks_are_found_wherever_they_stand() -> None:
    """A mark in a mark, in a condition, in a template, behind an address; not in a comment or in a string."""
    script = """
      say("{a}: {b}", { a: say("A"), b: on ? mark("B") : psay("c", "C") }); // say("comment")
      `${nsay("{n} d", "{n} ds", 1)}`; link("https://x.y", say("E \\"q\\""));
      /* mark("no") */ print("say(\\"no\\")");
      ask("mark", "x"); say(TABLE[key]); remark("no");
    """
    assert list(of_script(script)) == [
        PageMessage("{a}: {b}"), PageMessage("A"), PageMessage("B"), PageMessage("C", "c"),
        PageMessage("{n} d", many="{n} ds"), PageMessage('E "q"'),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "path", [path for path in SCRIPTS if path.name != LANGUAGE], ids=lambda path: path.stem
)
def test_a_mark_holds_strings(path: Path) -> None:
    """What a mark is given is one string in double quotes, never joined, cut or filled in."""
    source = path.read_text(encoding="utf-8")
    string = r'"(?:[^"\\\n]|\\.)*"'
    loose = re.findall(rf"\b(?:mark|pmark|psay|nsay)\((?!{string}).{{0,40}}", source)
    joined = re.findall(rf"\b(?:{'|'.join(MARKS)})\({string} *[+.].{{0,40}}", source)
    assert loose + joined + re.findall(r"\b(?:say|sayOf)\(`.{0,40}", source) == []


def test_each_page_carries_the_french_of_its_messages() -> None:
    """The data of a page has French for each mark, plurals with both forms, signs kept off their words."""
    script = 'say("never"); nsay("{n} man", "{n} men", 2); psay("verb", "Run"); // say("no")'
    found = french('<p data-t>What if?</p><i aria-label="Language" data-label></i>', [script])
    assert found == {
        "What if?": "Et si\u202f?", "Language": "Langue", "never": "jamais",
        "{n} man\0{n} men": ["{n} homme", "{n} hommes"], "verb\4Run": "Lancer",
    }  # fmt: skip


def test_a_page_holds_its_words_as_data() -> None:
    """What a page carries can be read again, and a script that says something finds it there."""
    page = filled("<p data-t>What if?</p>/*SWITCH*/", "", {"a.js": 'say("never");'}, {"a": "</script>"})
    held = re.search(r'id="french">(.*?)</script>', page)
    assert held is not None
    assert set(json.loads(held[1])) >= {"What if?", "Language", "never"}
    assert page.count("</script>") == 3
    assert [m.text for m in of_template(asset("switch.html"))] == ["Language"]
