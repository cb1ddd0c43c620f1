from __future__ import annotations

import json
import re
from collections import Counter

from paris44.scenario.load import load
from paris44.studio.desk import Desk
from paris44.studio.pack import own
from paris44.studio.page import OWN, SHARED, first_questions, levers, questions
from paris44.views.web import shell
from paris44.views.web.shell import asset


def test_every_element_that_a_script_asks_for_is_there() -> None:
    """The template has each id that the studio's scripts name, and those that it shares."""
    template = own("studio.html") + "".join(map(asset, [*shell.SHARED.values(), "shell.html"]))
    ids = set(re.findall(r'\bid="([^"]+)"', template))
    scripts = [asset(name) for name in SHARED] + [own(name) for name in OWN]
    made = {"guess-what", "guess-way"}
    wanted = {name for script in scripts for name in re.findall(r'\$\("([^"]+)"\)', script)}
    assert wanted - ids - made == set()


def test_no_name_is_declared_twice() -> None:
    """The page's scripts are one scope: a name that two of them declare would leave the page blank."""
    scripts = [asset("language.js"), *(asset(name) for name in SHARED), *(own(name) for name in OWN)]
    declared = r"(?m)^(?:async )?(?:const|let|function|class) (\w+|\{[^}]*\})"
    names = [name for script in scripts for name in re.findall(declared, script)]
    assert len(names) > 100
    assert [name for name, n in Counter(names).items() if n > 1] == []


def test_levers_and_questions_are_those_of_the_scenario() -> None:
    """What history has can be moved, and its counterfactuals are offered."""
    history = load("historical")
    found, asked = levers(history.scenario), questions(history)
    assert [line[0] for line in found["lines"]] == ["noon-line"]
    assert len(found["bridges"]) == len(history.scenario.bridges) > 0
    assert {"no-noon-line", "sevres-blown"} <= {question["name"] for question in asked}
    assert len(first_questions(asked)) == 3


def test_the_first_questions_are_those_of_the_published_results() -> None:
    """Without names the page begins with what the theatre is compared with."""
    history = load("historical")
    compared = history.scenario.theatre.compared
    assert tuple(first_questions(questions(history), compared)) == compared[:3] != ()


def test_a_theatre_in_a_folder_of_its_own_has_its_questions() -> None:
    """A counterfactual that extends the file beside it is offered, and its text names the base in full."""
    brussels = load("brussels-1944/historical")
    asked = questions(brussels)
    assert {"brussels-1944/by-antoing", "brussels-1944/one-road"} <= {question["name"] for question in asked}
    assert all(question["name"].startswith("brussels-1944/") for question in asked)
    assert len(first_questions(asked, brussels.scenario.theatre.compared)) == 3
    for question in asked:
        message = {"id": 1, "do": "check", "base": "brussels-1944/historical", "text": question["text"]}
        told = json.loads(Desk().handle(json.dumps(message)))
        assert told["faults"] == []
        assert told["head"]["extends"] == "brussels-1944/historical"
