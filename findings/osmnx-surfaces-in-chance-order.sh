#!/usr/bin/env bash
# OSMnx joins the pieces of a road and puts what was written at them into an order that changes from run to run.
#
# One would guess: a road joined of three pieces has the names or surfaces of its pieces in the order in which
#   one drives over them, and each as often as it comes.
# What happens: the values of the pieces go through a set. What comes twice along the road comes once, and texts stand in
#   the order of Python's hashes, which are new in every process: the same program writes other bytes each time. Whole
#   numbers keep still, though not in the order of the road either, and that hides it. Text is all that comes from
#   OpenStreetMap: name, surface, maxspeed, lanes. The length is added up rightly.
# Version: OSMnx 2.1.1, networkx 3.6.1.
# Source: https://osmnx.readthedocs.io/en/stable/user-reference.html#osmnx.simplification.simplify_graph ("their unique
#   attribute values are stored as a list") and https://github.com/gboeing/osmnx/pull/721; nothing on their order.
# Why it matters here: who takes the first of such a list for "the" surface or speed of a road has a march that is faster
#   or slower by the process that prepared the roads. Each road of Paris 44 is a row of a table.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -q --disable-pip-version-check osmnx==2.1.1 networkx==3.6.1 numpy==2.4.6 pandas==3.1.1 shapely==2.2.0 || exit 2
cd "$work"
cat > join.py <<'PY'
import networkx as nx
import osmnx

roads = nx.MultiDiGraph(crs="epsg:4326")
for at in range(5):
    roads.add_node(at, x=2 + at / 100, y=48.6)
surfaces, widths = ["sett", "asphalt", "sett", "gravel"], [6, 9, 6, 3]
for at, (surface, width) in enumerate(zip(surfaces, widths)):
    roads.add_edge(at, at + 1, osmid=at, length=100.0, surface=surface, width=width)
[(_, _, joined)] = osmnx.simplify_graph(roads).edges(data=True)
print(",".join(joined["surface"]), ",".join(map(str, joined["width"])), joined["length"])
PY
echo "OSMnx 2.1.1; along the road: sett, asphalt, sett, gravel; 6, 9, 6, 3 m wide"
for seed in 1 2 3 4 5 6; do PYTHONHASHSEED=$seed "$work/env/bin/python" join.py; done | tee seen.txt
orders=$(cut -d' ' -f1 seen.txt | sort -u | wc -l)
lengths=$(cut -d' ' -f1 seen.txt | tr ',' '\n' | wc -l)
numbers=$(cut -d' ' -f2- seen.txt | sort -u | wc -l)
[ "$orders" -gt 1 ] && [ "$lengths" -eq 18 ] && [ "$numbers" -eq 1 ] || { echo "changed"; exit 1; }
