#!/usr/bin/env bash
# One point of a GPX track without a time, and in togeojson every later point has the time of the next.
#
# One would guess: the list of times in the GeoJSON has an entry for each point, null where the file has none, as the
#   lists of heart rates and of other values beside it have.
# What happens: times that are missing are left out, so the list is shorter than the line and all behind the gap move up
#   by one; the last place has none. GPX lets a point do without <time>. Both packages of the name do it. Heart rates of
#   the same track stay where they belong.
# Version: @tmcw/togeojson 7.1.3, @mapbox/togeojson 0.16.2, @xmldom/xmldom 0.9.12, Node 20 or later.
# Source: https://github.com/mapbox/togeojson/issues/128 (mended for heart rates), https://github.com/mapbox/togeojson/issues/83
#   (times and places are "symmetrical"); https://www.topografix.com/GPX/1/1/ (time is optional).
# Why it matters here: a march of 1944 has hours at some of its places only. On the page the column passes each place
#   after the gap at the hour of the next one.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-fund --no-audit @tmcw/togeojson@7.1.3 @mapbox/togeojson@0.16.2 @xmldom/xmldom@0.9.12 > npm.log 2>&1 \
    || { cat npm.log; exit 2; }
cat > read.mjs <<'JS'
import { readFileSync } from "node:fs";
import mapbox from "@mapbox/togeojson";
import * as tmcw from "@tmcw/togeojson";
import { DOMParser } from "@xmldom/xmldom";

const hours = ["10:00", null, "12:00", "13:00"];
const rates = [60, 61, null, 63];
const point = (hour, i) =>
  `<trkpt lat="48.${i}" lon="2">` +
  (hour ? `<time>1944-08-24T${hour}:00Z</time>` : "") +
  (rates[i] ? `<extensions><gpxtpx:TrackPointExtension><gpxtpx:hr>${rates[i]}</gpxtpx:hr></gpxtpx:TrackPointExtension></extensions>` : "") +
  "</trkpt>";
const gpx =
  '<gpx version="1.1" creator="hand" xmlns="http://www.topografix.com/GPX/1/1" ' +
  'xmlns:gpxtpx="http://www.garmin.com/xmlschemas/TrackPointExtension/v1"><trk><trkseg>' +
  hours.map(point).join("") +
  "</trkseg></trk></gpx>";
const file = new DOMParser().parseFromString(gpx, "text/xml");
let same = true;
for (const [name, lists] of [
  ["@tmcw/togeojson", (of) => [of.coordinateProperties.times, of.coordinateProperties.heart ?? of.coordinateProperties.heartRates ?? of.coordinateProperties.hearts]],
  ["@mapbox/togeojson", (of) => [of.coordTimes, of.heartRates]],
]) {
  const library = name.startsWith("@tmcw") ? tmcw : mapbox;
  const { geometry, properties } = library.gpx(file).features[0];
  const [times, hearts] = lists(properties);
  const { version } = JSON.parse(readFileSync(`node_modules/${name}/package.json`));
  console.log(name, version, "points:", geometry.coordinates.length, "times:", times.map((t) => t.slice(11, 16)), "hearts:", hearts);
  same &&= times.length === 3 && times[1].includes("12:00") && geometry.coordinates[1][1] === 48.1;
  same &&= hearts.length === 4 && hearts[2] === null;
}
process.exit(same ? 0 : 1);
JS
node read.mjs || { echo "changed"; exit 1; }
