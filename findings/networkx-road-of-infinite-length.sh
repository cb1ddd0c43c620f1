#!/usr/bin/env bash
# networkx leads a column over a bridge that was closed by giving it an infinite length.
#
# One would guess: where every way has a link of infinite length there is no path: NetworkXNoPath, as for a link
#   that is missing or that a weight function hides with None.
# What happens: the path is found and named, link by link, and its length is inf; has_path says True. Of two broken
#   ways, one with a detour of 90 km and one of 9, either is as good as the other, so the order in which the
#   links were added chooses.
# Version: networkx 3.6.1.
# Source: https://networkx.org/documentation/stable/reference/algorithms/shortest_paths.html (a weight function may
#   hide a link with None; nothing on infinite weights).
# Why it matters here: "as if it were endlessly long" is how one closes a blown bridge in a table of roads, and a
#   plan of march then goes through it. Paris 44 hides a closed road from the search.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -q --disable-pip-version-check networkx==3.6.1 || exit 2
cd "$work"
"$work/env/bin/python" - <<'PY'
import math
import sys

import networkx as nx


def march(first, second):
    roads = nx.Graph()
    for by, detour in (first, second):
        roads.add_edge("gate", by, km=math.inf)
        roads.add_edge(by, "square", km=detour)
    return nx.single_source_dijkstra(roads, "gate", "square", weight="km")


north, south = ("blown bridge north", 90.0), ("blown bridge south", 9.0)
print("networkx", nx.__version__)
found = [march(north, south), march(south, north)]
for km, path in found:
    print(f"{km:g} km by {path}")
bridge = nx.Graph()
bridge.add_edge("gate", "square", km=math.inf)
print("has_path:", nx.has_path(bridge, "gate", "square"))
try:
    nx.dijkstra_path(bridge, "gate", "square", weight=lambda a, b, road: None)
    sys.exit("changed: None hides no link")
except nx.NetworkXNoPath:
    print("hidden with None: no path")
same = all(km == math.inf for km, _ in found) and found[0][1] != found[1][1]
sys.exit(0 if same else f"changed: {found}")
PY
