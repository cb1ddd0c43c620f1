"""What all pages are: one file with head, style, words, data and scripts, and no request to anybody."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from importlib import resources

from paris44.language.languages import language_of
from paris44.language.text import msg
from paris44.views.web.messages import french

ENDINGS = (".html", ".htm")
"""How the file of a page may end."""
LANGUAGE = "language.js"
"""The script that all pages begin with."""
NO_SCRIPT = msg("This page needs JavaScript.")


def filled(
    body: str, style: str, scripts: Mapping[str, str], data: object, parts: Mapping[str, str] | None = None
) -> str:
    """The text of a page.

    ``scripts``: by name, in the order in which they are run. ``data`` becomes JSON. ``parts``: content of
    what else has a mark in the shell or in the body.
    """
    every = {LANGUAGE: asset(LANGUAGE), **scripts}
    whole = marked(body, {mark: asset(name).strip() for mark, name in SHARED.items()})
    marks = {
        "/*BODY*/": marked(whole, parts or {}),
        "/*STYLE*/": style,
        "/*NOSCRIPT*/": _no_script(),
        "/*FRENCH*/": inert(french(whole, every.values())),
        "/*DATA*/": inert(data),
        "/*SCRIPT*/": one_script(every),
    }
    return marked(asset("shell.html"), {**dict.fromkeys(EXTRA, ""), **marks, **(parts or {})})


SHARED = {"/*SWITCH*/": "switch.html", "/*NOW*/": "now.html", "/*VIEWS*/": "views.html"}
"""Mark in the body of a page -> what stands there on every page that has it: languages, clock, views."""
EXTRA = ("/*SCRIPTS*/", "/*IMAGES*/", "/*MORE*/")
"""Marks of the shell that a page may leave empty: other sources of scripts and images, other elements."""


def _no_script() -> str:
    """What is said where no script runs, in every language."""
    told = [("en", str(NO_SCRIPT)), ("fr", language_of("fr").tell(NO_SCRIPT))]
    return "".join(f'<p class="noscript" lang="{code}">{text}</p>' for code, text in told)


def one_script(scripts: Mapping[str, str]) -> str:
    """Scripts by name, run in their order as one function: what they name stays inside."""
    text = "".join(f"// {name}\n{script}" for name, script in scripts.items())
    return f'(function () {{\n"use strict";\n{text}}})();\n'


def inert(document: object) -> str:
    """JSON in which no text can end the element that holds it."""
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def marked(template: str, parts: Mapping[str, str]) -> str:
    """The text of a template with each mark's content in its place; what is set in is not looked through."""
    if not parts:
        return template
    return re.sub("|".join(map(re.escape, parts)), lambda found: parts[found[0]], template)


def asset(name: str) -> str:
    """The text of a file in ``views/web/assets``."""
    return (resources.files("paris44.views.web") / "assets" / name).read_text(encoding="utf-8")
