"""Results for other programs: tables, maps with times, tracks, the record as linked places.

Every format is written in one go and depends on the result alone, so equal results give equal bytes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from paris44.errors import UserError
from paris44.language.text import msg, quoted
from paris44.results.columns import COLUMNS
from paris44.results.errors import StudyError
from paris44.results.read import ResultFolder
from paris44.results.write import exported, write_atomically, write_pieces
from paris44.views.export import dice_tables, geo, linked_places, movement, tables
from paris44.views.wording import credit_of


@dataclass(frozen=True)
class Format:
    """A kind of export: what makes it, and how the names of its files may end, the usual ending first."""

    make: Callable[[ResultFolder], str | bytes]
    endings: tuple[str, ...]
    tracked: bool = False
    """Whether it needs the tracks of some replications."""
    tabled: bool = False
    """Whether a table of the folder can be written in it."""


def _csv(result: ResultFolder) -> str:
    rows = tables.localised(tables.summary(result))
    return tables.csv_text((*tables.SUMMARY, *tables.LOCAL), rows, credit_of(result.scenario))


def _movement(result: ResultFolder) -> str:
    return tables.csv_text(movement.MOVEMENT, movement.movement_table(result), credit_of(result.scenario))


def _dice(result: ResultFolder) -> str:
    return tables.csv_text(dice_tables.DICE_TABLE, dice_tables.dice_table(result), credit_of(result.scenario))


def _parquet(result: ResultFolder) -> bytes:
    return tables.parquet(tables.SUMMARY, tables.summary(result), credit_of(result.scenario))


FORMATS = {
    "csv": Format(_csv, (".csv",), tabled=True),
    "parquet": Format(_parquet, (".parquet",), tabled=True),
    "geojson": Format(geo.geojson, (".geojson", ".json"), tracked=True),
    "kml": Format(geo.kml, (".kml",), tracked=True),
    "gpx": Format(geo.gpx, (".gpx",), tracked=True),
    "linked-places": Format(linked_places.linked_places, (".lpf.json", ".json")),
    "movement-table": Format(_movement, (".csv",), tracked=True),
    "dice-table": Format(_dice, (".csv",)),
}
"""The kinds of export by name."""
TABLED = [name for name, form in FORMATS.items() if form.tabled]
"""Those in which a table of the folder can be written."""


def endings(form: str, table: str | None = None) -> tuple[str, ...]:
    """How the names of a format's files may end, the usual ending first; with a ``table`` of the folder.

    Raises:
        UserError: there is no such format, no such table, or the format has no tables.
    """
    if form not in FORMATS:
        raise UserError(
            "--format", msg("{form} is none of {formats}", form=quoted(form), formats=", ".join(FORMATS))
        )
    if table is not None and table not in COLUMNS:
        raise UserError(
            "--table", msg("{table} is none of {columns}", table=quoted(table), columns=", ".join(COLUMNS))
        )
    if table is not None and form not in TABLED:
        raise UserError(
            "--table",
            msg("goes with --format {tabled}, not with {form}", tabled=" or ".join(TABLED), form=form),
        )
    return FORMATS[form].endings


def write(form: str, result: ResultFolder, target: Path, table: str | None = None) -> None:
    """Write ``result``, or a ``table`` of its folder as it would be kept there, into ``target``.

    Raises:
        UserError: there is no such format, no such table, or the format has no tables.
        StudyError: it needs what the result does not have, or a package that is not installed.
    """
    endings(form, table)
    if table is None:
        write_atomically(target, data(form, result))
    else:
        write_pieces(target, exported(result.path, result.manifest, table, form, result.n))


def data(form: str, result: ResultFolder) -> bytes:
    """The bytes of ``result`` in a format of :data:`FORMATS`.

    Raises:
        UserError, StudyError: see :func:`write`.
    """
    endings(form)
    if FORMATS[form].tracked and not int(result.manifest.get("events", 0)):
        raise StudyError(2, msg("{path}: kept no tracks; run it with --events 20", path=result.path))
    made = FORMATS[form].make(result)
    return made.encode() if isinstance(made, str) else made
