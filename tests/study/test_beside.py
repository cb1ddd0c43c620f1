from __future__ import annotations

from pathlib import Path

import numpy as np

from paris44.scenario.load import load
from paris44.study.questions.validate.beside import beside
from paris44.study.questions.validate.checkpoints import checkpoints_of
from paris44.study.questions.validate.judged import judge
from paris44.study.running.replicate import Effort, replicate
from paris44.study.statistics.estimates import quantiles_of


def test_hours_beside_the_record_are_those_that_the_score_judges(tmp_path: Path) -> None:
    """Of each checkpoint the median and the range are those of the hours that ``validate`` judges."""
    result = replicate(load("historical"), Effort(n=3, workers=1, out=tmp_path, events=0))
    rows = [row for row in beside(result, [result]) if not row["outcome"]]
    points, _ = checkpoints_of(result.loaded)
    judged = {point.rows[0].id: one.values for point, one in zip(points, judge(result, points), strict=True)}
    known = {
        (p.rows[0].formation, p.rows[0].place or "", p.rows[0].event, p.lo, p.hi): p.rows[0].id
        for p in points
    }
    assert len(rows) > 50
    for row in rows:
        bounds = min(a["lo"] for a in row["accounts"]), max(a["hi"] for a in row["accounts"])
        values = judged[known[row["formation"], row["place"], row["event"], *bounds]]
        base, other = row["worlds"]
        assert base == other
        assert [base["median"], base["p05"], base["p95"]] == quantiles_of(values, (0.5, 0.05, 0.95))
        assert base["never"] == float(np.mean(np.isinf(values)))
