"""Keep a prediction: what a run says of everything that its scenario watches, before anybody scores it.

``python docs/predict.py RESULT_FOLDER`` writes ``docs/predictions/OPERATION/DATE-COMMIT.json`` of the commit
that is checked out, which must be the one that ran; ``python docs/generate.py`` then puts a column of it into
the page. A prediction that is kept is never written again: one of other laws stands beside it.
"""

from __future__ import annotations

import json
import math
import subprocess
import sys
from pathlib import Path
from typing import Any

from paris44.results.read import ResultFolder
from paris44.study.statistics.estimates import middle90, quantile, share_never

HERE = Path(__file__).parent


def prediction(run: ResultFolder, date: str, commit: str) -> dict[str, Any]:
    """Whose dice and laws these are, and of each row watched the median, the 5 % and 95 % quantile of its
    first visit as local times (None: never) and the share of replications in which it never comes."""
    keys = [(row.formation, row.place, row.event, 1) for row in run.scenario.watch]
    times = run.times(keys)

    def told(seconds: float | None) -> str | None:
        return None if seconds is None or math.isinf(seconds) else run.clock.text(seconds)

    rows = []
    for key in keys:
        head = times[key].head
        low, high = middle90(head)
        spread = {"median": told(quantile(head, 0.5)), "low90": told(low), "high90": told(high)}
        rows.append(dict(zip(("formation", "place", "event"), key, strict=False)) | spread)
        rows[-1]["never"] = round(share_never(head), 4)
    version = run.manifest["versions"]["paris44"]
    made = {"date": date, "commit": commit, "version": version, "scenario": run.name}
    return made | {"digest": run.manifest["digest"], "seed": run.seed, "n": run.n, "rows": rows}


def keep(document: dict[str, Any], operation: str) -> Path:
    """Write a prediction beside those of its operation, one of a counterfactual in a folder of its own.

    Raises:
        FileExistsError: there is one of this commit, and it stays.
    """
    name = document["scenario"].rpartition("/")[2]
    folder = HERE / "predictions" / operation / ("" if name == "historical" else name)
    file = folder / f"{document['date']}-{document['commit'][:7]}.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("x", encoding="utf-8") as out:
        out.write(json.dumps(document, indent=1, ensure_ascii=False) + "\n")
    return file


def _git(*words: str) -> str:
    done = subprocess.run(["git", *words], cwd=HERE, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def main(folder: str) -> None:
    """Keep the prediction of a result folder."""
    if _git("status", "--porcelain", "--untracked-files=no"):
        sys.exit("commit first: a prediction names the commit that made it")
    date, commit = _git("log", "-1", "--format=%cs %H").split()
    run = ResultFolder.open(folder)
    print(keep(prediction(run, date, commit), run.scenario.theatre.id))


if __name__ == "__main__":
    main(*sys.argv[1:])
