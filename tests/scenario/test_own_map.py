"""Places and roads of a user's own files: plain tables and GeoJSON, each fault with its line."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest

from paris44.errors import UserError
from paris44.scenario.checks.islands import crow_km
from paris44.scenario.load import ScenarioError, load
from paris44.scenario.new import folder
from paris44.scenario.new.own_map import OwnMap, slug
from paris44.scenario.new.reading import read
from paris44.study.running.notes import notes

PLACES = """\
Name;Latitude;Longitude;Type;Colour
Saint-Éloi;50,81;2,89;village;red
Ypern;50,85;2,885;;
Menin;50,795;3,12;town;

Gheluvelt;50,834;2,995;village;
"""
ROADS = """\
From,To,Length (km),class,ref
Ypern,Gheluvelt,8.6,primary,N8
gheluvelt,Menin,,primary,N8
ypern,saint-eloi,5,,
"""


def files(where: Path, **texts: str) -> Path:
    """A folder with these files (``places_csv`` is ``places.csv``)."""
    for name, text in texts.items():
        (where / name.replace("_", ".")).write_text(text, encoding="utf-8")
    return where


def layer(*features: tuple[str, object, dict[str, object]], **more: object) -> str:
    """A GeoJSON layer with a feature on each line, as QGIS writes it."""
    lines = [
        json.dumps({"type": "Feature", "properties": said, "geometry": {"type": kind, "coordinates": shape}})
        for kind, shape, said in features
    ]
    head = json.dumps({"type": "FeatureCollection", **more})[:-1]
    return head + ',\n"features": [\n' + ",\n".join(lines) + "\n]\n}\n"


def said(caught: pytest.ExceptionInfo[ScenarioError]) -> list[str]:
    """The faults, each as one line without the folder; every one has a line and a hint."""
    assert all(fault.line and fault.hint for fault in caught.value.faults)
    return [
        f"{Path(fault.file).name}{fault.render().removeprefix(fault.file)}" for fault in caught.value.faults
    ]


def joined(own: OwnMap) -> dict[str, float]:
    """The lengths of the roads in km, by their ends in alphabetical order."""
    return {"--".join(sorted((road.a, road.b))): road.length for road in own.roads}


# --- plain tables ------------------------------------------------------------------------------------


def test_plain_headings_and_names(tmp_path: Path) -> None:
    """Headings as anybody writes them, decimal commas, roads that name places by name or id."""
    own = read([files(tmp_path, places_csv=PLACES, roads_csv=ROADS)])
    assert list(own.places) == ["saint-eloi", "ypern", "menin", "gheluvelt"]
    assert (own.places["ypern"].lat, own.places["ypern"].kind) == (50.85, "town")
    assert joined(own)["gheluvelt--ypern"] == 8.6
    assert [road.road_class for road in own.roads] == ["national", "national", "departmental"]
    assert own.notes == [f"{tmp_path}/places.csv: not read: Colour"]


def test_an_id_that_is_none(tmp_path: Path) -> None:
    """An id of the file's own is plain; the hint has one that is."""
    table = "id,name,lat,lon\nst. eloi,Saint-Éloi,50.81,2.89\n"
    with pytest.raises(ScenarioError, match=r"the id 'st. eloi' holds .* \(write st-eloi\)"):
        read([files(tmp_path, places_csv=table, roads_csv=ROADS)])


def test_a_length_that_is_not_given(tmp_path: Path) -> None:
    """A road without a length has 1.2 times the straight line, and says so."""
    own = read([files(tmp_path, places_csv=PLACES, roads_csv=ROADS)])
    road = own.roads[1]
    assert road.length == round(1.2 * crow_km(50.834, 2.995, 50.795, 3.12), 2)
    assert road.how == "great circle times 1.2"


def test_the_operation_on_it_is_sound(tmp_path: Path) -> None:
    """The folder made on such a map passes every check without a note, from one end to the other."""
    own = read([files(tmp_path, places_csv=PLACES, roads_csv=ROADS)])
    folder.make(tmp_path / "flanders", folder.on_map(own))
    loaded = load(tmp_path / "flanders" / "flanders.yaml")
    assert notes(loaded) == []
    assert notes(load(tmp_path / "flanders" / "earlier.yaml")) == []
    assert set(loaded.scenario.orders["march"].route) == {"ypern", "menin"}
    assert loaded.document["places"]["ypern"]["source"] == "places.csv"


@pytest.mark.parametrize(
    ("name", "old", "new", "fault"),
    [
        ("places", "50,81", "508100", "places.csv:2:1: 508100, 2.89 are no degrees north and east (save"),
        ("places", "50,81", "50°48'", "places.csv:2:1: '50°48'' is not a number (write lat as a number"),
        (
            "places",
            ";village;red",
            ";metropolis;red",
            "places.csv:2:1: 'metropolis' is not a kind of place (one of",
        ),
        ("places", "Gheluvelt;", ";", "places.csv:6:1: the place has no name (give"),
        ("places", "Menin;", "Ypern;", "places.csv:4:1: there is a place 'ypern' already (the first is"),
        ("places", "Latitude", "Altitude", "places.csv:1:1: no column lat (places have name, lat and lon"),
        ("places", "Menin;50,795;3,12;town;", "Menin;50,795", "places.csv:4:1: the row has 2 cells"),
        ("places", "Colour", "grade", "places.csv:2:1: 'red' is no grade (write A"),
        ("places", "Colour", "x", "places.csv:1:1: 'Longitude' and 'x' are one column (keep one"),
        (
            "roads",
            "gheluvelt,Menin",
            "gheluvelt,Menen",
            "roads.csv:3:1: there is no place 'Menen' (did you mean",
        ),
        (
            "roads",
            "primary,N8\ng",
            "footway,N8\ng",
            "roads.csv:2:1: 'footway' is not a class of road (write national",
        ),
        ("roads", "8.6", "6.8", "roads.csv:2:1: 6.8 km is shorter than the straight line of 7.93 km"),
        ("roads", "8.6", "860", "roads.csv:2:1: 860 km is not between 0.01 and 200"),
        ("roads", "8.6", '"8,6"', "roads.csv:2:1: '8,6' is not a number (use a decimal point)"),
        ("roads", "ypern,saint-eloi", "ypern,ypern", "roads.csv:4:1: the road ends where it begins"),
        ("roads", "ypern,saint-eloi,5", "menin,gheluvelt,12", "roads.csv:4:1: there is a road from menin to"),
    ],
)
def test_faults_of_a_table(tmp_path: Path, name: str, old: str, new: str, fault: str) -> None:
    """What is wrong in a table is told with the file, the line and a hint, and nothing is written."""
    texts = {"places": PLACES, "roads": ROADS}
    assert old in texts[name]
    texts[name] = texts[name].replace(old, new, 1)
    with pytest.raises(ScenarioError) as caught:
        read([files(tmp_path, places_csv=texts["places"], roads_csv=texts["roads"])])
    assert any(line.startswith(fault) for line in said(caught)), said(caught)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("roads.gpkg", "in QGIS: Export"),
        ("map.pdf", "neither"),
        ("none.csv", "no such file"),
        ("empty", "no .csv"),
    ],
)
def test_what_is_no_map(tmp_path: Path, name: str, words: str) -> None:
    """A file of another kind, one that is not there and an empty folder are refused, with a way out."""
    (tmp_path / "empty").mkdir()
    with pytest.raises(UserError, match=words):
        read([tmp_path / name])


def test_places_alone_are_no_map(tmp_path: Path) -> None:
    """Without a road nobody can march."""
    with pytest.raises(UserError, match="no roads"):
        read([files(tmp_path, places_csv=PLACES)])


def test_ids_are_plain() -> None:
    """An id is ASCII, whatever the name is; a name in another script has none."""
    assert slug("Saint-Éloi (Sud)") == "saint-eloi-sud"
    assert slug("Großgörschen") == "grossgorschen"
    assert slug("Москва") == ""


# --- lines -----------------------------------------------------------------------------------------------

WEST, MID, EAST, NORTH = [3.0, 50.0], [3.1, 50.0], [3.2, 50.0], [3.1, 50.1]
TOWNS = [
    ("Point", [3.0, 50.001], {"name": "West"}),
    ("Point", EAST, {"name": "East"}),
    ("Point", NORTH, {"name": "North", "place": "village"}),
]


def drawn(where: Path, *features: tuple[str, object, dict[str, object]]) -> OwnMap:
    """The map of a layer."""
    return read([files(where, roads_geojson=layer(*features))])


def test_lines_meet_where_they_share_a_point(tmp_path: Path) -> None:
    """A line that ends on a point of another makes a crossroads there, and lengths follow the lines."""
    own = drawn(
        tmp_path,
        *TOWNS,
        ("LineString", [WEST, MID, EAST], {"highway": "primary", "ref": "N8"}),
        ("LineString", [MID, NORTH], {"highway": "tertiary"}),
    )
    assert list(own.places) == ["west", "east", "north", "x-1"]
    east = round(crow_km(50.0, 3.1, 50.0, 3.2), 2)
    assert joined(own) == {"west--x-1": east, "east--x-1": east, "north--x-1": 11.12}
    assert {road.road_class for road in own.roads} == {"national", "departmental"}


def test_a_line_that_ends_on_another_meets_it(tmp_path: Path) -> None:
    """An end that was snapped to the middle of a stretch, where there is no point, makes a crossroads too."""
    own = drawn(
        tmp_path,
        *TOWNS,
        ("LineString", [WEST, EAST], {}),
        ("LineString", [[3.1, 50.00002], NORTH], {}),
    )
    assert set(joined(own)) == {"west--x-1", "east--x-1", "north--x-1"}


def test_lines_that_only_cross_do_not_meet(tmp_path: Path) -> None:
    """Without a common point nobody turns from one road into the other."""
    south = [3.1, 49.9]
    own = drawn(
        tmp_path,
        *TOWNS,
        ("Point", south, {"name": "South"}),
        ("LineString", [WEST, EAST], {}),
        ("LineString", [south, NORTH], {}),
    )
    assert set(joined(own)) == {"east--west", "north--south"}


def test_a_place_beside_a_line_divides_it(tmp_path: Path) -> None:
    """A town whose point lies some metres beside the road stands on it; one far away is told of."""
    own = drawn(
        tmp_path,
        *TOWNS,
        ("Point", [3.05, 50.002], {"name": "Between"}),
        ("LineString", [WEST, EAST], {}),
    )
    assert set(joined(own)) == {"between--west", "between--east"}
    assert sum(joined(own).values()) == pytest.approx(crow_km(50, 3.0, 50, 3.2), abs=0.02)
    assert own.notes == ["no line comes within 300 m of North"]


def test_pieces_of_one_road_become_one(tmp_path: Path) -> None:
    """Where only two pieces of one road meet, without a name, there is no place; a change of class is one."""
    pieces = [[3.0 + 0.02 * n, 50.0] for n in range(11)]
    lines = [("LineString", [a, b], {"class": "local"}) for a, b in pairwise(pieces)]
    assert set(joined(drawn(tmp_path, *TOWNS[:2], *lines))) == {"east--west"}
    lines[0] = ("LineString", pieces[:2], {"class": "national"})
    assert set(joined(drawn(tmp_path, *TOWNS[:2], *lines))) == {"west--x-1", "east--x-1"}


def test_of_two_ways_between_two_places_the_shorter_stays(tmp_path: Path) -> None:
    """A second line between the same two junctions is left out, and a note says which."""
    own = drawn(
        tmp_path,
        *TOWNS[:2],
        ("LineString", [WEST, [3.1, 50.02], EAST], {}),
        ("LineString", [WEST, EAST], {"name": "straight"}),
    )
    assert [road.number for road in own.roads] == ["straight"]
    assert len(own.notes) == 1
    assert "roads.geojson:5: left out: a second road from west to east" in own.notes[0]


def test_lines_alone_make_a_map(tmp_path: Path) -> None:
    """Without any point the ends of the lines are crossroads, and the operation on them is sound."""
    own = drawn(
        tmp_path, ("MultiLineString", [[WEST, MID], [MID, EAST]], {}), ("LineString", [MID, NORTH], {})
    )
    assert [place.kind for place in own.places.values()] == ["crossroads"] * 4
    folder.make(tmp_path / "net", folder.on_map(own))
    assert notes(load(tmp_path / "net" / "net.yaml")) == []


@pytest.mark.parametrize(
    ("feature", "fault"),
    [
        (("Polygon", [[WEST, MID, EAST, WEST]], {}), "roads.geojson:6: the feature is a Polygon"),
        (("Point", MID, {}), "roads.geojson:6: the point has no name"),
        (
            ("LineString", [WEST, EAST], {"fclass": "steps"}),
            "roads.geojson:6: 'steps' is not a class of road",
        ),
        (
            ("LineString", [[612000, 6800000], EAST], {}),
            "roads.geojson:6: the feature has coordinates that are no",
        ),
        (("LineString", [["a", "b"], EAST], {}), "roads.geojson:6: the feature has coordinates that are no"),
        (("Point", MID, {"name": "West"}), "roads.geojson:6: there is a place 'west' already"),
    ],
)
def test_faults_of_a_layer(
    tmp_path: Path, feature: tuple[str, object, dict[str, object]], fault: str
) -> None:
    """What is wrong with a feature is told with its line in the file and a hint."""
    with pytest.raises(ScenarioError) as caught:
        drawn(tmp_path, *TOWNS, feature)
    assert any(line.replace(":1: ", ": ", 1).startswith(fault) for line in said(caught)), said(caught)


def test_a_layer_in_another_system_is_refused(tmp_path: Path) -> None:
    """Metres of a national grid are no degrees; the fault says how to export."""
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::2154"}}
    text = layer(("LineString", [[612000, 6800000], [613000, 6800000]], {}), crs=crs)
    with pytest.raises(ScenarioError, match=r"EPSG::2154, not in degrees \(export it in WGS 84"):
        read([files(tmp_path, roads_geojson=text)])


@pytest.mark.parametrize("text", ["", "{", "[1, 2]", '{"type": "Point"}', '{"features": 3}'])
def test_a_file_that_is_no_layer(tmp_path: Path, text: str) -> None:
    """Broken JSON and other JSON are refused in one line."""
    with pytest.raises(ScenarioError) as caught:
        read([files(tmp_path, roads_geojson=text)])
    assert len(said(caught)) == 1


def test_a_layer_as_gis_programs_write_it(tmp_path: Path) -> None:
    """GeoJSON written by GDAL, which QGIS uses too, is read as ours is."""
    geopandas = pytest.importorskip("geopandas")
    shapes = pytest.importorskip("shapely.geometry")
    lines = [shapes.LineString([WEST, MID, EAST]), shapes.LineString([MID, NORTH])]
    frame = geopandas.GeoDataFrame({"ref": ["N8", None]}, geometry=lines, crs="EPSG:4326")
    frame.to_file(tmp_path / "roads.geojson", driver="GeoJSON")
    own = read([tmp_path / "roads.geojson"])
    assert (len(own.places), len(own.roads)) == (4, 3)
    assert [road.number for road in own.roads].count("N8") == 2
