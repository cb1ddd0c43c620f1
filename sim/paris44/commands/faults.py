"""What went wrong, in one line per fault, and the exit code that goes with it.

0 done; 2 the user's input, option or scheduler address is wrong; 1 our fault or the machine's;
130 interrupted.
"""

from __future__ import annotations

import difflib
import errno
import os
import re
import traceback
from collections.abc import Mapping, Sequence
from typing import Any

from paris44.errors import Paris44Error, machine_words
from paris44.language.text import msg, quoted

USER, INTERNAL, INTERRUPTED = 2, 1, 130
_FULL = {errno.ENOSPC: msg("the disk is full"), errno.EDQUOT: msg("the disk quota is used up")}
_MESSAGE = re.compile(r"^(Invalid value|Missing (argument|option|parameter))[^:.]*[:.]\s*")


def account(error: BaseException, commands: Sequence[str] = ()) -> tuple[int, Sequence[str]]:
    """The exit code for ``error`` and the lines to print; ``commands`` feed "did you mean"."""
    if isinstance(error, KeyboardInterrupt):
        return INTERRUPTED, [msg("interrupted: finished work is kept, the same command goes on from there")]
    if isinstance(error, Paris44Error):
        return error.exit_code, error.lines
    if hasattr(error, "format_message"):
        return USER, [usage_line(error, commands)]
    return INTERNAL, [_internal_line(error)]


def usage_line(error: BaseException, commands: Sequence[str] = ()) -> str:
    """A wrong option or argument as ``--option: what is wrong (hint)``."""
    message = str(getattr(error, "message", "") or error)
    option = getattr(error, "option_name", None)
    if option is not None and type(error).__name__ == "NoSuchOption":
        near = difflib.get_close_matches(option, getattr(error, "possibilities", None) or (), n=1)
        return msg("{option}: no such option{hint}", option=option, hint=_did_you_mean(near))
    param = getattr(error, "param", None)
    where = option if option is not None else _param_name(param) if param is not None else ""
    if where:
        return msg("{where}: {what}", where=where, what=_wrong(error, message))
    unknown = re.match(r"No such command '([^']*)'", message)
    if unknown:
        near = difflib.get_close_matches(unknown[1], commands, n=1)
        return msg("{name}: no such command{hint}", name=unknown[1], hint=_did_you_mean(near))
    more = re.match(r"Got unexpected extra arguments?(?:\(s\))? \((.*)\)", message)
    return msg("unexpected: {arguments}", arguments=more[1]) if more else _tidy(message)


def _wrong(error: BaseException, message: str) -> str:
    """What is wrong with the value of an option, in our words as far as we know what the parser says."""
    if type(error).__name__ == "MissingParameter":
        return msg("missing")
    for pattern, words in PARSER.items():
        if re.search(pattern, message):
            return words
    details: Sequence[Mapping[str, Any]] = getattr(error.__cause__, "errors", list)()
    kind, given = (details[0]["type"], details[0]["input"]) if details else ("", None)
    if kind in ("int_parsing", "int_from_float"):
        return msg("{text} is not a whole number", text=quoted(given))
    if kind == "float_parsing":
        return msg("{text} is no number", text=quoted(given))
    if kind == "greater_than_equal":
        return msg("{number} is less than {least}", number=given, least=details[0]["ctx"]["ge"])
    return _tidy(message)


PARSER = {
    "does not take a value": msg("takes no value"),
    "requires an argument": msg("needs a value"),
}
"""What the option parser says -> what we say."""


def traced(error: BaseException) -> str:
    """The whole traceback, for PARIS44_DEBUG=1."""
    return "".join(traceback.format_exception(error)).rstrip()


def _param_name(param: object) -> str:
    opts: Sequence[str] = getattr(param, "opts", ())
    long = [name for name in opts if name.startswith("--")]
    if opts and opts[0].startswith("-"):
        return (long or list(opts))[0]
    return str(getattr(param, "metavar", None) or getattr(param, "name", "argument")).strip("[].").upper()


def _did_you_mean(near: Sequence[str]) -> str:
    return msg(" (did you mean {name}?)", name=near[0]) if near else ""


def _tidy(message: str) -> str:
    text = " ".join(_MESSAGE.sub("", message).split()).rstrip(".")
    return text[:1].lower() + text[1:]


def _one_line(error: BaseException) -> str:
    return " ".join(str(error).split()) or type(error).__name__


def _internal_line(error: BaseException) -> str:
    if isinstance(error, OSError) and error.errno in _FULL:
        where = f"{os.fspath(error.filename)!s}: " if error.filename else ""
        return msg("{where}{fault}; finished work is kept", where=where, fault=_FULL[error.errno])
    if isinstance(error, OSError) and error.filename:
        return msg("{where}: {what}", where=os.fspath(error.filename), what=machine_words(error))
    if isinstance(error, MemoryError):
        return msg("not enough memory; fewer --workers need less")
    return msg(
        "internal fault: {name}: {error} (PARIS44_DEBUG=1 shows where)",
        name=type(error).__name__,
        error=_one_line(error),
    )
