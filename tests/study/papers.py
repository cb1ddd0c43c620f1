"""A class of 28 files of an operation of one's own, five of them with faults."""

from __future__ import annotations

from pathlib import Path

from paris44.scenario.new.folder import make, template

SOUND = 23
HOSTILE = '<img src=x onerror="alert(1)"></script><script>alert(2)</script>'
FAULTS = {
    "x-nobody.yaml": ("there is no formation or group 'blue/nord'", "did you mean 'blue/north'?"),
    "x-outcome.yaml": ("there is no outcome 'nort-there'", "did you mean 'north-there'?"),
    "x-path.yaml": ("mill has no 'nort' in orders", "did you mean 'north'?"),
    "x-parent.yaml": ("there is no scenario 'toy-merg'", "did you mean 'toy-merge'?"),
    "x-tab.yaml": ("a tab indents this line", "indent with spaces"),
}
"""File -> words of its fault, and of its hint."""
_BAD = {
    "x-nobody.yaml": "change:\n  delay: {blue/nord: 1 h}\n",
    "x-outcome.yaml": "forecast: {nort-there: later}\nchange:\n  delay: {blue/north: 1 h}\n",
    "x-path.yaml": "change:\n  orders.nort: null\n",
    "x-tab.yaml": "change:\n\tdelay: {blue/north: 1 h}\n",
}


def write_class(where: Path) -> Path:
    """The folder of the class, beside the operation."""
    base = where / "mill"
    make(base, template())
    papers = where / "papers"
    papers.mkdir()
    extends = f"extends: {base / 'mill.yaml'}\n"
    for k in range(SOUND):
        said = ("later", "earlier", "same")[k % 3]
        author = "Ada & Bo" if k % 4 else HOSTILE.replace('"', '\\"')
        head = f'title: Team {k:02d}\nauthor: "{author}"\nexpect: We say {said}.\n'
        whom = "south-there" if k == SOUND - 1 else "north-there"  # who does not move
        change = f"forecast: {{{whom}: {said}}}\nchange:\n  delay: {{blue/north: {240 + k} min}}\n"
        (papers / f"team-{k:02d}.yaml").write_text(extends + head + change, encoding="utf-8")
    for name, text in _BAD.items():
        (papers / name).write_text(f"{extends}title: x\n{text}", encoding="utf-8")
    (papers / "x-parent.yaml").write_text("extends: toy-merg\ntitle: x\nchange: {}\n", encoding="utf-8")
    return papers
