"""``python -m tests.mutants``: put in the faults of the list one at a time and see whether the tests find
them.

One mutant takes a few seconds where the test that is named in the list finds it, and as long as all
verification and property tests where none does. Each verdict is kept (``--record``), so that a run that was
broken off goes on where it was; one counts only for the very program and tests of which it was given. Exit
1: a mutant survived, one that is called equivalent was found, or the list does not fit the source.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import tempfile
from collections import Counter
from pathlib import Path

from tests.mutants.listing import ROOT, ListError, Mutant, modules, read
from tests.mutants.trial import SUITE, Bench, Verdict


def main(arguments: list[str] | None = None) -> int:
    """Run the mutants that are asked for and print what became of them."""
    options = _options(arguments)
    chosen = [m for module in options.module or modules() for m in read(module)]
    if options.id:
        chosen = [m for m in chosen if m.id in options.id or m.name in options.id]
    if options.quick:
        chosen = [m for m in chosen if not m.equivalent]
    known = _known(options.record)
    counts: Counter[tuple[str, str]] = Counter()
    with tempfile.TemporaryDirectory(prefix="paris44-mutants-") as folder:
        bench = Bench(Path(folder), options.limit)
        if not options.trust and (failed := bench.fails(*SUITE)):
            print(f"{failed} fails without any mutant", file=sys.stderr)
            return 1
        for number, mutant in enumerate(chosen, 1):
            fate, words = _judge(bench, mutant, known, options.record)
            counts[mutant.module, fate] += 1
            print(f"[{number}/{len(chosen)}] {mutant.name}: {fate}{words}", file=sys.stderr, flush=True)
    _report(counts)
    return int(any(fate in ("survived", "NOT EQUIVALENT", "FAULT") for _, fate in counts))


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.mutants", description=(__doc__ or "").split("\n\n")[1]
    )
    parser.add_argument(
        "--module", action="append", choices=modules(), help="only of this module (repeatable)"
    )
    parser.add_argument("--id", action="append", help="only this mutant (repeatable)")
    parser.add_argument("--quick", action="store_true", help="without those that are called equivalent")
    parser.add_argument("--limit", type=float, default=600.0, help="s: longest run of the tests (600)")
    parser.add_argument(
        "--record", type=Path, default=ROOT / ".mutants.jsonl", help="where verdicts are kept"
    )
    parser.add_argument("--trust", action="store_true", help="do not run the tests without a mutant first")
    return parser.parse_args(arguments)


def _judge(bench: Bench, mutant: Mutant, known: dict[str, Verdict], record: Path) -> tuple[str, str]:
    """What became of a mutant, and more about it in words."""
    key = hashlib.sha256(f"{bench.digest} {mutant}".encode()).hexdigest()
    verdict = known.get(key)
    try:
        if verdict is None:
            verdict = bench.try_(mutant)
            with record.open("a", encoding="utf-8") as file:
                row = {"key": key, "mutant": mutant.name, "test": verdict.test, "seconds": verdict.seconds}
                file.write(json.dumps(row) + "\n")
    except ListError as error:
        return "FAULT", f": {error}"
    words = f", {verdict.seconds:.1f} s"
    if not verdict.test:
        return ("equivalent" if mutant.equivalent else "survived"), words
    by_other = "" if verdict.test.startswith(mutant.killed_by) else f", not by {mutant.killed_by}"
    fate = "NOT EQUIVALENT" if mutant.equivalent else "killed"
    return fate, f" by {verdict.test}{by_other}{words}"


def _known(record: Path) -> dict[str, Verdict]:
    """The verdicts of earlier runs."""
    if not record.exists():
        return {}
    rows = [json.loads(line) for line in record.read_text(encoding="utf-8").splitlines()]
    return {row["key"]: Verdict(row["test"], row["seconds"]) for row in rows}


def _report(counts: Counter[tuple[str, str]]) -> None:
    """A line for each module, and one for all."""
    fates = ["killed", "equivalent", "survived", "NOT EQUIVALENT", "FAULT"]
    print("".join(f"{word:>15}" for word in ["module", "made", *fates]))
    rows = {module: [counts[module, fate] for fate in fates] for module in sorted({m for m, _ in counts})}
    rows["all"] = [sum(column) for column in zip(*rows.values(), strict=True)] or [0] * len(fates)
    for module, row in rows.items():
        print("".join(f"{word:>15}" for word in [module, sum(row), *row]))


if __name__ == "__main__":
    sys.exit(main())
