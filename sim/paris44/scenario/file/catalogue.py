"""The catalogue of an operation: a JSON file with the French of its English texts."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from paris44.language.text import msg, quoted
from paris44.scenario.faults import Faults
from paris44.scenario.file.yaml_tree import Entry


def catalogue_file(name: Entry, beside: Path) -> Path:
    """The file that is named in the file ``beside``, in whose folder names begin."""
    return beside.parent / str(name.value)


def read_catalogue(name: Entry, where: str, beside: Path, faults: Faults) -> Mapping[str, str] | None:
    """The texts of a catalogue, English to French; None, with the fault noted, where it is not one.

    ``where`` is the path of its ``name`` in the scenario, ``beside`` the file that has it.
    """
    try:
        texts = json.loads(catalogue_file(name, beside).read_text(encoding="utf-8"))
    except OSError:
        message = msg("there is no file {value}", value=quoted(name.value))
        faults.add(name, where, message, msg("paths start from this file"))
        return None
    except ValueError:
        texts = None
    if not (isinstance(texts, dict) and all(isinstance(text, str) for text in texts.values())):
        message = msg("{value} is no catalogue", value=quoted(name.value))
        faults.add(name, where, message, msg('write {{"English": "French"}}'))
        return None
    return texts
