#!/usr/bin/env bash
# networkx lists one shortest path several times when an edge of length zero touches the start.
#
# One would guess: all_shortest_paths gives each shortest path once, so that counting them counts roads.
# What happens: with an edge of weight 0 at the source its predecessor list holds the source itself,
#   and the path is yielded once more for every such edge: three times here. Bellman-Ford, asked for by
#   name, repeats them too. The plain shortest path and its length are right.
# Version: networkx 3.6.1.
# Source: https://github.com/networkx/networkx/issues/8833.
# Why it matters here: a gate, a bridge head and the square behind it may share one place and so be
#   joined by a link without length; a share of routes "by Versailles" counted over such a list is wrong.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -q --disable-pip-version-check networkx==3.6.1 || exit 2
cd "$work"
"$work/env/bin/python" - <<'PY'
import sys

import networkx as nx

roads = nx.Graph()
roads.add_edge("gate", "bridge head", km=0)
roads.add_edge("gate", "post", km=0)
roads.add_edge("bridge head", "square", km=3)
print("networkx", nx.__version__)
seen = {}
for method in ("dijkstra", "bellman-ford"):
    found = list(nx.all_shortest_paths(roads, "gate", "square", weight="km", method=method))
    distinct = {tuple(path) for path in found}
    seen[method] = (len(found), len(distinct))
    print(f"{method}: {len(found)} paths listed, {len(distinct)} distinct: {found}")
same = all(listed > distinct == 1 for listed, distinct in seen.values())
sys.exit(0 if same else "changed: every path is listed once")
PY
