#!/usr/bin/env bash
# Two roads side by side, 10 and 12 km long, are one of 22 km on the way from networkx to SciPy.
#
# One would guess: the shortest of parallel links counts, as for networkx itself; the matrix of a graph made for
#   scipy.sparse.csgraph has the same shortest ways.
# What happens: in the matrix of a multigraph the lengths of parallel links are added, and so they are in a sparse
#   matrix built by hand from a table of links. SciPy's shortest way is then 22 km, or goes round by a third place over
#   15. Made into a plain graph it is 12, the link added last. Three answers, none of them 10, and no warning.
# Version: networkx 3.6.1, SciPy 1.17.1, NumPy 2.4.6.
# Source: https://networkx.org/documentation/stable/reference/generated/networkx.convert_matrix.to_scipy_sparse_array.html
#   (parallel edges are summed); https://docs.scipy.org/doc/scipy/reference/generated/scipy.sparse.coo_array.html
#   (duplicates are summed). csgraph's own page says nothing of them.
# Why it matters here: a main road and the lane beside it join the same two places. Whoever hands the roads to SciPy for
#   its speed sends the column round them.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -q --disable-pip-version-check networkx==3.6.1 scipy==1.17.1 numpy==2.4.6 || exit 2
cd "$work"
"$work/env/bin/python" - <<'PY'
import sys
import warnings

import networkx as nx
import numpy as np
import scipy
from scipy.sparse import coo_array, csgraph

warnings.simplefilter("error")
places = ["Arpajon", "Longjumeau", "Palaiseau"]
links = [(0, 1, 10.0), (0, 1, 12.0), (0, 2, 8.0), (2, 1, 7.0)]
print("networkx", nx.__version__, "SciPy", scipy.__version__)


def between(some):
    """The shortest way from the first place to the second, asked of networkx and in three roundabout ways."""
    roads = nx.MultiDiGraph()
    roads.add_nodes_from(places)
    for start, end, km in some:
        roads.add_edge(places[start], places[end], km=km)
    starts, ends, lengths = zip(*some)
    by_hand = coo_array((lengths, (starts, ends)), shape=(3, 3)).tocsr()
    return {
        "networkx": nx.shortest_path_length(roads, *places[:2], weight="km"),
        "its matrix in SciPy": float(csgraph.shortest_path(nx.to_scipy_sparse_array(roads, nodelist=places, weight="km"))[0, 1]),
        "a sparse table in SciPy": float(csgraph.shortest_path(by_hand)[0, 1]),
        "a plain graph": nx.shortest_path_length(nx.DiGraph(roads), *places[:2], weight="km"),
    }


alone, beside = between(links[:2]), between(links)
print("two roads:", alone)
print("and a way round of 15 km:", beside)
same = list(alone.values()) == [10, 22, 22, 12] and list(beside.values()) == [10, 15, 15, 12]
sys.exit(0 if same else "changed")
PY
