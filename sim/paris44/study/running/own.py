"""A user's own rules, made fit to travel: hashed by their source, and sent to workers whole.

A function is refused, with the reason, where its text cannot be read (it could not be told from another),
where it hangs on something that the hash would not see, or where it cannot be sent to a worker.
"""

from __future__ import annotations

import builtins
import hashlib
import inspect
import io
import json
import pickle
import sys
import textwrap
import types
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import packages_distributions, version
from typing import Any

from paris44.language.text import msg, quoted
from paris44.results.errors import StudyError
from paris44.scenario.hooks import NONE, Hooks, name_of
from paris44.scenario.load import Loaded, kind_of_change, variant
from paris44.scenario.model import March

PLAIN = (str, bytes, int, float, complex, bool, type(None))
"""Kinds of values that a hash sees whole."""


class Carried:
    """A user's function with the hash of its source; it travels by value, whatever a worker has installed."""

    def __init__(self, what: str, function: Callable[..., Any]) -> None:
        self.__name__ = name_of(function)
        self.sha256 = hashlib.sha256("\n".join(_text(what, function, set())).encode()).hexdigest()
        self._function = function
        self._data = _packed(what, function)

    def __call__(self, *arguments: Any) -> Any:  # noqa: ANN401 - a user's function
        """What the function says."""
        return self._function(*arguments)

    def __reduce__(self) -> tuple[Any, ...]:
        return _unpacked, (self.__name__, self.sha256, self._data)

    @property
    def words(self) -> dict[str, str]:
        """What the manifest keeps of it."""
        return {"name": self.__name__, "sha256": self.sha256}


def _unpacked(name: str, sha256: str, data: bytes) -> Carried:
    carried = Carried.__new__(Carried)
    carried.__name__, carried.sha256, carried._data = name, sha256, data
    carried._function = pickle.loads(data)
    return carried


def _packed(what: str, function: Callable[..., Any]) -> bytes:
    """The function by value.

    Raises:
        StudyError: it cannot be sent to a worker.
    """
    import cloudpickle

    module = sys.modules.get(function.__module__)
    ours = module is not None and not _is_installed(module) and function.__module__ != "__main__"
    try:
        if ours:
            cloudpickle.register_pickle_by_value(module)
        try:
            stream = io.BytesIO()
            cloudpickle.dump(function, stream)
            return stream.getvalue()
        finally:
            if ours:
                cloudpickle.unregister_pickle_by_value(module)
    except Exception as error:
        words = msg("{name_of} cannot be sent to a worker: {error}", name_of=name_of(function), error=error)
        raise StudyError(2, f"{what}: {' '.join(words.split())}") from None


# --- what a function says --------------------------------------------------------------------------------


def _text(what: str, function: Any, seen: set[int]) -> Iterator[str]:  # noqa: ANN401 - whatever a user gives
    """The source of a function, and all that it hangs on.

    Raises:
        StudyError: it is no function whose text can be read, or hangs on what has no text.
    """
    if id(function) in seen:
        return
    seen.add(id(function))
    if not isinstance(function, types.FunctionType):
        kind = type(function).__name__
        raise StudyError(
            2,
            msg(
                "{what}: {name_of} is no function but of the type {kind}; give a function written with def",
                what=what,
                name_of=name_of(function) if hasattr(function, "__name__") else quoted(function),
                kind=kind,
            ),
        )
    try:
        source = textwrap.dedent(inspect.getsource(function))
    except (OSError, TypeError):
        words = msg(
            "its source cannot be read, so that nothing tells it from another; write it in a file or cell"
        )
        raise StudyError(2, f"{what}: {name_of(function)}: {words}") from None
    if function.__name__ == "<lambda>":
        raise StudyError(2, msg("{what}: a lambda has no name; write it with def", what=what))
    yield source
    inner = inspect.getclosurevars(function)
    values = {**inner.globals, **inner.nonlocals}
    for i, value in enumerate(function.__defaults__ or ()):
        values[f"default {i}"] = value
    values.update(
        {msg("default {name}", name=name): value for name, value in (function.__kwdefaults__ or {}).items()}
    )
    for name, value in sorted(values.items()):
        yield from _value(
            what, msg("{name_of} uses {name}", name_of=name_of(function), name=name), name, value, seen
        )


def _value(what: str, who: str, name: str, value: Any, seen: set[int]) -> Iterator[str]:  # noqa: ANN401
    """What a value that a function hangs on says."""
    if isinstance(value, types.ModuleType):
        yield f"{name} = {_released(value.__name__)}"
    elif isinstance(value, PLAIN):
        yield f"{name} = {value!r}"
    elif isinstance(value, (tuple, list, frozenset, set, dict)):
        parts = value.items() if isinstance(value, dict) else value
        texts = ["\n".join(_value(what, who, "", part, seen)) for part in parts]
        ordered = sorted(texts) if isinstance(value, (set, frozenset)) else texts
        yield f"{name} = {type(value).__name__}[{'; '.join(ordered)}]"
    elif _is_installed(sys.modules.get(getattr(value, "__module__", None) or "", builtins)):
        if not (inspect.isroutine(value) or inspect.isclass(value)):
            words = msg(
                "{who}, a {name}, which a hash does not see; make it inside the function",
                who=who,
                name=type(value).__name__,
            )
            raise StudyError(2, f"{what}: {words}")
        yield f"{name} = {_released(value.__module__)}.{value.__qualname__}"
    elif isinstance(value, types.FunctionType):
        yield from _text(what, value, seen)
    elif inspect.isclass(value):
        yield textwrap.dedent(inspect.getsource(value))
    else:
        words = msg(
            "{who}, a {name}, which a hash does not see; make it inside the function",
            who=who,
            name=type(value).__name__,
        )
        raise StudyError(2, f"{what}: {words}")


@cache
def _owners() -> Mapping[str, list[str]]:
    """Top-level module -> the packages that it comes from."""
    return packages_distributions()


def _is_installed(module: types.ModuleType) -> bool:
    """Whether a module belongs to Python or to an installed package, and is told by its version."""
    top = module.__name__.partition(".")[0]
    return top in sys.stdlib_module_names or top == "paris44" or top in _owners()


def _released(module: str) -> str:
    """A module with the version of the package that it belongs to."""
    owners = _owners().get(module.partition(".")[0], [])
    return module + "".join(f" {version(owner)}" for owner in sorted(set(owners)))


# --- with a run ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class OwnRules:
    """All that a user put in the place of the model's rules, and the outcomes that he added."""

    hooks: Hooks = NONE
    outcomes: Mapping[str, Carried] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.hooks.routing or self.hooks.fight_law or self.outcomes)

    @property
    def words(self) -> dict[str, Any]:
        """What the manifest says of them; empty where there are none."""
        found: dict[str, Any] = {}
        if self.hooks.routing:
            found["routing"] = {order: rule.words for order, rule in self.hooks.routing.items()}  # type: ignore[attr-defined]
        if self.hooks.fight_law is not None:
            found["fight_law"] = self.hooks.fight_law.words  # type: ignore[attr-defined]
        if self.outcomes:
            found["outcomes"] = {name: rule.words for name, rule in self.outcomes.items()}
        return found

    @property
    def key(self) -> str:
        """A text that differs where anything of them does; empty where there are none."""
        return json.dumps(self.words, sort_keys=True) if self else ""


NO_RULES = OwnRules()


def own_rules(
    loaded: Loaded,
    routing: Mapping[str, Callable[..., Any]] | Callable[..., Any] | None,
    fight_law: Callable[..., Any] | None,
    outcomes: Mapping[str, Callable[..., Any]] | None,
) -> OwnRules:
    """The user's functions, seen to be fit for a run of ``loaded``.

    Raises:
        StudyError: a function cannot be hashed or sent, or stands for an order that is not there.
    """
    rules = routing if isinstance(routing, Mapping) else {"*": routing} if routing is not None else {}
    marches = [key for key, order in loaded.scenario.orders.items() if isinstance(order, March)]
    for order in rules:
        if order != "*" and order not in marches:
            known = ", ".join(marches[:8]) + (", ..." if len(marches) > 8 else "")
            raise StudyError(
                2,
                msg(
                    "routing: there is no march order {order} (there are {known}; * is every one)",
                    order=quoted(order),
                    known=known,
                ),
            )
    _check_names({} if outcomes is None else outcomes)
    return OwnRules(
        Hooks(
            {order: Carried("routing", rule) for order, rule in rules.items()},
            None if fight_law is None else Carried("fight_law", fight_law),
        ),
        {name: Carried("outcomes", rule) for name, rule in (outcomes or {}).items()},
    )


def _check_names(outcomes: object) -> None:
    """Outcomes of one's own stand under names that a file may have."""
    if not isinstance(outcomes, Mapping):
        raise StudyError(2, msg("outcomes is {{name: function}}, not {given}", given=quoted(outcomes)))
    for name in outcomes:
        if not isinstance(name, str) or not name or not all(char.isalnum() or char in "-._" for char in name):
            raise StudyError(
                2, msg("outcomes: {name} is no name; use letters, digits, - and .", name=quoted(name))
            )


def renamed(loaded: Loaded, rules: OwnRules) -> Loaded:
    """The scenario under a name of its own, so that its results stand beside those without the rules."""
    names = [*(r.__name__ for r in rules.hooks.routing.values() if isinstance(r, Carried))]
    law = rules.hooks.fight_law
    names += [law.__name__] if isinstance(law, Carried) else []
    if not names:
        return loaded  # outcomes of one's own change nothing
    scenario = loaded.scenario
    told = ", ".join(dict.fromkeys(names))
    name = ".".join((scenario.name, *dict.fromkeys(names)))
    kind = kind_of_change(scenario.kind)
    return variant(
        loaded,
        {},
        name=name,
        title=f"{scenario.title}; by {told}",
        set_by="own rules",
        kind=kind,
    )
