// The map: paper, roads, river and city from the scenario's own tables; columns as bands from tail to head.
const map = { canvas: $("map"), g: $("map").getContext("2d"), base: still("ground", false), names: still("names", true), flags: $("flags"), mode: "follow", x: 0, y: 0, scale: 1, key: "", look: null, ghosts: true, chosen: -1, spots: [], change: null };
const css = {};
/** A layer that seldom changes: drawn out of sight and handed over as a picture, so that it costs nothing in the frames between. */
function still(id, alpha) {
  const canvas = $(id), hidden = new OffscreenCanvas(1, 1), shown = canvas.getContext("bitmaprenderer", { alpha });
  return { canvas, g: hidden.getContext("2d", { alpha }), size: (width, height) => { canvas.width = hidden.width = width; canvas.height = hidden.height = height; }, show: () => shown.transferFromImageBitmap(hidden.transferToImageBitmap()) };
}
function readColours() {
  const style = getComputedStyle(document.documentElement);
  for (const name of ["paper", "ink", "soft", "rule", "city", "city-rule", "river", "river-ink", "road-national", "road-departmental", "road-local", "road-street", "night", "enemy", "halo", "accent", "sheet", "serif", "sans"]) css[name] = style.getPropertyValue("--" + name).trim();
  for (const letter of "vldbucxo") css[letter] = style.getPropertyValue("--u-" + letter).trim();
  map.key = "";
}

/** Paths of the ground in tens of metres, made once for each scene. */
function layGround() {
  const g = scene.ground;
  map.roads = {};
  for (const [name, pairs] of Object.entries(g.roads)) {
    const path = new Path2D();
    for (let k = 0; k < pairs.length; k += 2) { path.moveTo(g.x[pairs[k]], -g.y[pairs[k]]); path.lineTo(g.x[pairs[k + 1]], -g.y[pairs[k + 1]]); }
    map.roads[name] = path;
  }
  map.rivers = g.rivers.map(curve);
  map.ring = new Path2D();
  g.ring.forEach(([x, y], k) => (k ? map.ring.lineTo(x, -y) : map.ring.moveTo(x, -y)));
  map.ring.closePath();
  map.labels = g.id.map((_, k) => k).filter((k) => g.weight[k] > 0 && g.kind[k] !== "zone").sort((a, b) => g.weight[b] - g.weight[a] || a - b).slice(0, 130);
  map.box = bounds();
  map.key = "";
}
/** A smooth line through points. */
function curve(points) {
  const path = new Path2D();
  for (let k = 0; k < points.length; k++) {
    const [x, y] = points[k];
    if (!k) { path.moveTo(x, -y); continue; }
    const [px, py] = points[k - 1], [ox, oy] = points[Math.max(k - 2, 0)], [nx, ny] = points[Math.min(k + 1, points.length - 1)];
    path.bezierCurveTo(px + (x - ox) / 6, -(py + (y - oy) / 6), x - (nx - px) / 6, -(y - (ny - py) / 6), x, -y);
  }
  return path;
}
function bounds() {
  let [a, b, c, d] = [1e9, -1e9, 1e9, -1e9];
  for (const track of scene.run.tracks) for (const p of track.places) {
    a = Math.min(a, scene.ground.x[p]); b = Math.max(b, scene.ground.x[p]); c = Math.min(c, scene.ground.y[p]); d = Math.max(d, scene.ground.y[p]);
  }
  return [(a + b) / 2, (c + d) / 2, Math.max((b - a) / 2, 60) * 1.06, Math.max((d - c) / 2, 60) * 1.12];
}

// --- the camera ---------------------------------------------------------------------------------------

/** What the camera should hold at a moment: [x, y, half width, half height]. */
function wanted(t) {
  if (map.mode === "all" || map.mode === "follow" && calm.matches) return map.box;
  if (map.mode === "city") return scene.ground.objective ? [0, 0, 640, 560] : map.box;
  const frames = scene.camera, step = frames.length > 1 ? frames[1][0] - frames[0][0] : 1;
  const at = Math.min(Math.max((t - frames[0][0]) / step, 0), frames.length - 1), k = Math.floor(at), next = frames[Math.min(k + 1, frames.length - 1)];
  let share = at - k;
  share = share * share * (3 - 2 * share);
  const view = (i) => frames[k][i] + share * (next[i] - frames[k][i]), box = [1, 2, 3, 4].map(view);
  if (map.width > map.height * .8) return box;
  // a tall screen cannot hold the whole way: from afar it holds the columns
  const near = Math.min(Math.max((3200 - box[2]) / 1400, 0), 1);
  return box.map((v, i) => v * near + view(i + 5) * (1 - near));
}
function aim(t) {
  if (map.mode === "free") return;
  const [x, y, w, h] = wanted(t), narrow = map.width < 720;
  const top = narrow ? Math.max(130, map.over + 12) : 60, bottom = map.foot + (narrow ? 77 : 58), side = narrow ? 22 : 60;
  map.scale = Math.min((map.width - 2 * side) / (2 * w), (map.height - top - bottom) / (2 * h));
  map.x = x;
  map.y = y + (top - bottom) / 2 / map.scale;
}
const toX = (x) => (x - map.x) * map.scale + map.width / 2;
const toY = (y) => (map.y - y) * map.scale + map.height / 2;
function zoom(factor, px = map.width / 2, py = map.height / 2) {
  const x = map.x + (px - map.width / 2) / map.scale, y = map.y - (py - map.height / 2) / map.scale;
  map.scale = Math.min(Math.max(map.scale * factor, .012), 3);
  map.x = x - (px - map.width / 2) / map.scale;
  map.y = y + (py - map.height / 2) / map.scale;
  setMode("free");
}
function setMode(mode) {
  map.mode = mode;
  for (const name of ["follow", "all", "city"]) $("view-" + name).setAttribute("aria-pressed", String(mode === name));
  drawMap(clock.time);
}

// --- drawing ------------------------------------------------------------------------------------------

function sizeMap(box = map.canvas.getBoundingClientRect()) {
  map.ratio = Math.min(devicePixelRatio || 1, 2);
  map.width = box.width; map.height = box.height;
  map.spare = Math.round(box.width * .14); // the ground is drawn this much wider, so that it can be shifted for a while
  map.canvas.width = Math.round(box.width * map.ratio); map.canvas.height = Math.round(box.height * map.ratio);
  for (const layer of [map.base, map.names]) {
    layer.size(Math.round((box.width + 2 * map.spare) * map.ratio), Math.round((box.height + 2 * map.spare) * map.ratio));
    layer.canvas.style.width = box.width + 2 * map.spare + "px"; layer.canvas.style.height = box.height + 2 * map.spare + "px";
  }
  measureFoot();
  map.key = "";
}
/** How much of the map's foot the bar and the legend take, in pixels; and the boxes of the buttons that stand on the map. */
function measureFoot() {
  map.foot = ($("legend").offsetHeight || 0) + (document.querySelector(".bar").offsetHeight || 0);
  map.covers = [...document.querySelectorAll(OVER)].filter((e) => e.offsetWidth).map((e) => [e.offsetLeft - 4, e.offsetTop - 4, e.offsetLeft + e.offsetWidth + 4, e.offsetTop + e.offsetHeight + 4]);
  map.over = Math.max(0, ...map.covers.map((box) => box[3]));
  $("stage").style.setProperty("--foot", map.foot + "px");
}
const OVER = ".views, .worlds";
const GRAND = { national: [1.1, 2.6], departmental: [.8, 1.9], local: [.55, 1.4], street: [.5, 1.6], bridge: [.9, 1.6] };

/** Whether the ground as it was last drawn, shifted and stretched a little, still serves while things move. */
function serves(night) {
  const at = map.drawn, key = [map.width, map.height, night, language].join();
  if (!at || map.key !== key) { map.key = key; return false; }
  if (!clock.playing) return at.x === map.x && at.y === map.y && at.scale === map.scale;
  const stretch = Math.abs(map.scale / at.scale - 1), shift = Math.max(Math.abs(map.x - at.x), Math.abs(map.y - at.y)) * map.scale;
  return stretch < .07 && shift < map.spare * .5;
}
/** Move the layers of the ground from where they were drawn to where the camera is now. */
function lay() {
  const at = map.drawn, f = map.scale / at.scale, w = (map.width + 2 * map.spare) * f, h = (map.height + 2 * map.spare) * f;
  const x = (at.x - map.x) * map.scale + map.width / 2 - w / 2, y = (map.y - at.y) * map.scale + map.height / 2 - h / 2;
  map.base.canvas.style.transform = map.names.canvas.style.transform = `translate(${x.toFixed(2)}px,${y.toFixed(2)}px) scale(${f.toFixed(5)})`;
}
function drawBase(night) {
  if (serves(night)) return;
  map.drawn = { x: map.x, y: map.y, scale: map.scale };
  const g = map.base.g, s = map.scale * map.ratio;
  const world = () => g.setTransform(s, 0, 0, s, map.ratio * (map.width / 2 + map.spare) - map.x * s, map.ratio * (map.height / 2 + map.spare) + map.y * s);
  g.setTransform(1, 0, 0, 1, 0, 0);
  g.fillStyle = css.paper;
  g.fillRect(0, 0, g.canvas.width, g.canvas.height);
  world();
  g.lineJoin = g.lineCap = "round";
  const near = Math.min(Math.max((Math.log10(map.scale) + 1.4) / 1.6, 0), 1); // 0 from afar, 1 in the streets
  const thick = (px) => px / map.scale;
  if (scene.ground.ring.length) { g.fillStyle = css.city; g.fill(map.ring); }
  g.strokeStyle = css.river;
  g.lineWidth = Math.max(thick(2.2), 14);
  for (const river of map.rivers) g.stroke(river);
  for (const name of ["street", "local", "departmental", "national", "bridge"]) {
    if (!map.roads[name] || near < .12 && name === "local" && map.scale < .05) continue;
    g.strokeStyle = css["road-" + (name === "bridge" ? "departmental" : name)];
    g.lineWidth = thick(GRAND[name][0] + near * (GRAND[name][1] - GRAND[name][0]));
    g.stroke(map.roads[name]);
  }
  if (scene.ground.ring.length) { g.strokeStyle = css["city-rule"]; g.lineWidth = thick(1.3); g.setLineDash([thick(5), thick(4)]); g.stroke(map.ring); g.setLineDash([]); }
  g.setTransform(map.ratio, 0, 0, map.ratio, 0, 0);
  if (night) { g.fillStyle = css.night; g.fillRect(0, 0, map.width + 2 * map.spare, map.height + 2 * map.spare); }
  map.base.show();
  const top = map.names.g;
  top.setTransform(1, 0, 0, 1, 0, 0);
  top.clearRect(0, 0, top.canvas.width, top.canvas.height);
  top.setTransform(map.ratio, 0, 0, map.ratio, map.spare * map.ratio, map.spare * map.ratio);
  drawNames(top);
  map.names.show();
}

/** Names of places, the weightiest first, where there is room. */
function drawNames(g) {
  const taken = [[0, 0, map.width < 720 ? 200 : 300, 140], ...map.covers], ground = scene.ground;
  map.named = []; // [x and y of the place, the box of its name about it in pixels]: tags keep clear of it
  const free = (box) => taken.every((o) => box[2] < o[0] || box[0] > o[2] || box[3] < o[1] || box[1] > o[3]);
  g.textBaseline = "middle";
  g.lineJoin = "round";
  const write = (text, x, y, font, colour) => {
    g.font = font;
    g.strokeStyle = css.halo; g.lineWidth = 3.5; g.globalAlpha = .85; g.strokeText(text, x, y); g.globalAlpha = 1;
    g.fillStyle = colour; g.fillText(text, x, y);
  };
  for (const [title, points] of scene.lines) if (title) taken.push(lineBox(g, points));
  const cityWide = scene.ground.objective && map.scale < .1;
  if (cityWide) {
    const x = toX(0), y = toY(0);
    g.textAlign = "left";
    write(goal(), x + 9, y - 12, `600 19px ${css.serif}`, css.ink);
    taken.push([x - 18, y - 26, x + 64, y + 16]);
    map.named.push([0, 0, -18, -26, 64, 16]);
  }
  const most = Math.round(map.width * map.height / 26000);
  let made = 0;
  for (const k of map.labels) {
    if (made >= most) break;
    const x = toX(ground.x[k]), y = toY(ground.y[k]);
    if (x < 4 || y < 4 || x > map.width - 4 || y > map.height - map.foot - 4) continue;
    if (cityWide && Math.hypot(ground.x[k], ground.y[k]) < 620) continue;
    const town = ground.kind[k] === "town" || ground.kind[k] === "objective", font = `${town ? "" : "italic "}${town ? 13 : 12}px ${css.serif}`;
    g.font = font;
    const name = placeName(k), wide = g.measureText(name).width;
    for (const [dx, align] of [[7, "left"], [-7, "right"]]) {
      const left = align === "left" ? x + dx : x + dx - wide, box = [left - 3, y - 9, left + wide + 3, y + 9];
      if (left < 2 || left + wide > map.width - 2 || !free(box)) continue;
      g.textAlign = align;
      g.fillStyle = css.soft;
      g.beginPath(); g.arc(x, y, 1.9, 0, 7); g.fill();
      write(name, x + dx, y, font, css.soft);
      taken.push(box); made++;
      map.named.push([ground.x[k], ground.y[k], Math.min(box[0] - x, -4), -9, Math.max(box[2] - x, 4), 9]);
      break;
    }
  }
}

function drawMap(t) {
  if (!map.width) return;
  aim(t);
  drawBase(isNight(t));
  const g = map.g;
  lay();
  g.setTransform(map.ratio, 0, 0, map.ratio, 0, 0);
  g.clearRect(0, 0, map.width, map.height);
  g.lineJoin = g.lineCap = "round";
  if (map.change) map.change(g, t);
  drawEnemy(g, t);
  drawLines(g, t);
  if (map.ghosts) drawGhosts(g, t);
  drawColumns(g, t);
}
/** Which way the objective lies, and how far, when it is not in sight. */
function drawAway(g) {
  if (!scene.ground.objective) return;
  const x = toX(0), y = toY(0), edge = 14;
  if (x > edge && x < map.width - edge && y > 40 && y < map.height - 100) return;
  const px = Math.min(Math.max(x, edge), map.width - edge), py = Math.min(Math.max(y, 150), map.height - 240), text = say("{place}, {km} km", { km: Math.round(Math.hypot(map.x, map.y) / 100), place: goal() });
  g.font = `600 14px ${css.serif}`; g.textBaseline = "middle"; g.textAlign = px > map.width / 2 ? "right" : "left";
  const turn = Math.atan2(y - py, x - px), sign = px > map.width / 2 ? -1 : 1;
  g.lineWidth = 4; g.strokeStyle = css.halo; g.strokeText(text, px + sign * 12, py); g.fillStyle = css.ink; g.fillText(text, px + sign * 12, py);
  g.save(); g.translate(px, py); g.rotate(turn); g.beginPath(); g.moveTo(9, 0); g.lineTo(-4, -6); g.lineTo(-4, 6); g.fill(); g.restore();
}

function drawLines(g, t) {
  for (const [title, points, from, until] of scene.lines) {
    if (t < from || t > until) continue;
    g.strokeStyle = css.accent; g.lineWidth = 2; g.setLineDash([9, 6]);
    g.beginPath();
    points.forEach((p, k) => { const x = toX(scene.ground.x[p]), y = toY(scene.ground.y[p]); k ? g.lineTo(x, y) : g.moveTo(x, y); });
    g.stroke();
    g.setLineDash([]);
    const p = points[0];
    if (title) drawWords(g, say("until {when}", { when: dayHm(until) }), LINE_FONT(), css.accent, toX(scene.ground.x[p]) - 8, toY(scene.ground.y[p]) - 8);
  }
}
/** Where words of this width begin that end at x: inside the map, where x is. */
const wordsFrom = (x, wide) => (x > 0 ? Math.max(x - wide, 4) : x - wide);
/** Words on their halo that end at x and stand on y: written once and kept as a picture, as setting a font makes the browser go through the page's style. */
function drawWords(g, text, font, colour, x, y) {
  const key = [text, font, colour, css.halo, map.ratio].join();
  map.words ||= new Map();
  if (!map.words.has(key)) {
    const hidden = new OffscreenCanvas(1, 1), top = hidden.getContext("2d");
    top.font = font;
    hidden.width = Math.ceil((top.measureText(text).width + 8) * map.ratio); hidden.height = Math.ceil(24 * map.ratio);
    top.setTransform(map.ratio, 0, 0, map.ratio, 0, 0);
    Object.assign(top, { font, textAlign: "right", textBaseline: "alphabetic", lineJoin: "round", lineWidth: 3.5, strokeStyle: css.halo, fillStyle: colour });
    top.strokeText(text, hidden.width / map.ratio - 4, 17); top.fillText(text, hidden.width / map.ratio - 4, 17);
    if (map.words.size > 50) map.words.clear();
    map.words.set(key, hidden);
  }
  const picture = map.words.get(key), wide = picture.width / map.ratio;
  g.drawImage(picture, wordsFrom(x, wide - 4), y - 17, wide, picture.height / map.ratio);
}
const LINE_FONT = () => `italic 12px ${css.serif}`;
/** Where the words at the beginning of a line stand, whether it is closed now or not. */
function lineBox(g, points) {
  g.font = LINE_FONT();
  const x = toX(scene.ground.x[points[0]]) - 8, y = toY(scene.ground.y[points[0]]) - 8, wide = g.measureText(say("until {when}", { when: dayHm(scene.span[1]) })).width;
  const from = wordsFrom(x, wide);
  return [from - 3, y - 12, from + wide + 3, y + 4];
}

function drawEnemy(g, t) {
  const rows = scene.garrisons.rows, fell = scene.fights.fell, size = map.scale > .06 ? 4 : map.scale > .035 ? 3.2 : 2.3;
  g.fillStyle = g.strokeStyle = css.enemy; g.lineWidth = 1;
  rows.forEach((row, k) => {
    if (row[0] < 0 || t < row[4] || (fell.has(k) && fell.get(k) <= t) || (row[5] >= 0 && t >= row[5])) return;
    const x = toX(scene.ground.x[row[0]]), y = toY(scene.ground.y[row[0]]);
    if (x < -9 || y < -9 || x > map.width + 9 || y > map.height + 9) return;
    if (!isLikely(k)) g.fillRect(x - size, y - size, 2 * size, 2 * size);
    else if (fell.has(k)) g.strokeRect(x - size + .5, y - size + .5, 2 * size - 1, 2 * size - 1);
  });
  g.strokeStyle = css.accent;
  for (const [k, from, to] of scene.fights.under) {
    if (t < from || t >= to || rows[k][0] < 0) continue;
    const x = toX(scene.ground.x[rows[k][0]]), y = toY(scene.ground.y[rows[k][0]]);
    const beat = calm.matches ? .5 : (t - from) / 2400 % 1;
    g.globalAlpha = 1 - beat * .75; g.lineWidth = 2;
    g.beginPath(); g.arc(x, y, 7 + beat * 9, 0, 7); g.stroke();
    g.globalAlpha = 1;
  }
}

function drawGhosts(g, t) {
  g.globalAlpha = .28;
  const dots = {};
  for (const key in scene.all) {
    if (key === scene.replication) continue;
    for (const track of scene.all[key].tracks) {
      const head = headOf(track, t);
      if (!head || head[0] === track.places.length - 1 || head[1] === 0) continue;
      const [px, py] = pointOf(track, head), x = toX(px), y = toY(py);
      if (x < 0 || y < 0 || x > map.width || y > map.height) continue;
      (dots[unitLetter(track.unit)] ||= []).push(x, y);
    }
  }
  for (const letter in dots) {
    g.fillStyle = css[letter];
    g.beginPath();
    for (let k = 0; k < dots[letter].length; k += 2) g.rect(dots[letter][k] - 2, dots[letter][k + 1] - 2, 4, 4);
    g.fill();
  }
  g.globalAlpha = 1;
}

/** The band of a column on the screen, from its tail to its head: [x, y, x, y, ...]. */
function band(track, head, tail) {
  const points = [], push = (p) => points.push(toX(p[0]), toY(p[1])), g = scene.ground;
  push(pointOf(track, tail));
  for (let k = tail[0] + 1; k <= head[0]; k++) push([g.x[track.places[k]], g.y[track.places[k]]]);
  push(pointOf(track, head));
  return points;
}

function drawColumns(g, t) {
  map.spots = [];
  const rows = scene.units.rows, flags = new Map(), grow = Math.min(Math.max(map.scale * 9, .8), 1.5);
  const order = scene.run.tracks.map((_, k) => k).sort((a, b) => (scene.run.tracks[a].unit === map.chosen) - (scene.run.tracks[b].unit === map.chosen));
  for (const k of order) {
    const track = scene.run.tracks[k], head = headOf(track, t);
    if (!head) continue;
    const tail = tailOf(track, t), points = band(track, head, tail), vehicles = rows[track.unit][3], colour = css[unitLetter(track.unit)];
    const n = points.length, hx = points[n - 2], hy = points[n - 1], chosen = track.unit === map.chosen;
    const still = head[0] === tail[0] && head[1] === tail[1];
    if (!still) {
      g.beginPath();
      g.moveTo(points[0], points[1]);
      for (let i = 2; i < n; i += 2) g.lineTo(points[i], points[i + 1]);
      const width = (vehicles > 150 ? 5.5 : vehicles > 40 ? 4.4 : 3.2) * grow;
      g.strokeStyle = chosen ? css.ink : css.halo; g.lineWidth = width + (chosen ? 5 : 2.2); g.stroke();
      g.strokeStyle = colour; g.lineWidth = width; g.stroke();
    }
    const size = (still ? 2.6 : 4.2) * grow * (vehicles > 150 ? 1.15 : 1);
    g.beginPath(); g.arc(hx, hy, size + (chosen ? 3 : 1.3), 0, 7); g.fillStyle = chosen ? css.ink : css.halo; g.fill();
    g.beginPath(); g.arc(hx, hy, size, 0, 7); g.fillStyle = colour; g.fill();
    map.spots.push([track.unit, points]);
    if (!still && unitLetter(track.unit) !== "o" || rows[track.unit][TAG] || chosen) flag(flags, track, head, hx, hy, chosen);
  }
  drawAway(g);
  drawFlags(flags);
}

const TAG = 12; // where the row of a unit has the tag of its own
/** Remember for each group, and for whoever has a tag of their own, the head that is nearest to the centre: it carries the group's name. */
function flag(flags, track, head, x, y, chosen) {
  const [px, py] = pointOf(track, head), far = chosen ? -1 : Math.hypot(px, py), unit = scene.units.rows[track.unit], group = unit[TAG] ? `tag ${track.unit}` : unit[7];
  if (x < 20 || y < 60 || x > map.width - 20 || y > map.height - map.foot - (map.width < 720 ? 87 : 50) && !chosen) return;
  const before = flags.get(group);
  if (!before || far < before.far) flags.set(group, { far, x, y, unit: track.unit, chosen });
}
function drawFlags(flags) {
  const taken = [...map.covers], rows = [...flags].sort((a, b) => a[1].far - b[1].far);
  while (map.flags.children.length < rows.length) map.flags.append(document.createElement("span"));
  [...map.flags.children].forEach((e, k) => {
    const row = rows[k];
    if (e.hidden !== !row) e.hidden = !row;
    if (!row) return;
    const f = row[1], text = f.chosen ? unitName(f.unit) : told(scene.units.rows[f.unit][TAG]) || groupName(row[0]).replace(/ \(.*\)$|, .*$/, "");
    if (e.textContent !== text || e.width === undefined) { e.textContent = text; e.width = flagWidth(text); }
    const colour = `var(--u-${unitLetter(f.unit)})`;
    if (e.colour !== colour) { e.colour = colour; e.style.setProperty("--c", colour); }
    const [left, top] = roomFor(f, e.width, row[0], taken);
    taken.push([left, top, left + e.width, top + 21]);
    e.style.transform = `translate(${left.toFixed(1)}px,${top.toFixed(1)}px)`;
    e.spot = [left, top];
  });
}
/** Where a flag of a width stands: about its head, where it covers the least of names, bands and other flags. */
function roomFor(f, width, group, taken) {
  map.sides ||= new Map();
  const before = map.sides.get(group);
  let best = null, cost = Infinity;
  SPOTS.forEach(([across, down], k) => {
    const left = across > 0 ? f.x + across : across < 0 ? f.x + across - width : f.x - width / 2, top = f.y + down;
    const box = [left, top, left + width, top + 21];
    let covered = k * 6 - (k === before ? 150 : 0); // the usual sides first, and no hopping to and fro
    if (left < 4 || left + width > map.width - 4 || top < (map.width < 720 ? 150 : 56) || top > map.height - map.foot - 25) covered += 1e5;
    for (const o of taken) covered += 20 * common(box, o);
    for (const [x, y, a, b, c, d] of map.named) covered += common(box, [toX(x) + a, toY(y) + b, toX(x) + c, toY(y) + d]);
    for (const [, p] of map.spots) { const x = p[p.length - 2], y = p[p.length - 1]; covered += common(box, [x - 6, y - 6, x + 6, y + 6]); }
    if (covered < cost) { cost = covered; best = [left, top, k]; }
  });
  map.sides.set(group, best[2]);
  return best;
}
/** Where flags may stand about a head: pixels across (from its near edge; 0: centred) and down (to its top). */
const SPOTS = [[12, -24], [12, 4], [-12, -24], [-12, 4], [0, -34], [0, 14], [26, -42], [-26, -42], [26, 24], [-26, 24], [0, -58], [0, 38], [44, -10], [-44, -10]];
/** The area that two boxes have in common. */
const common = (a, b) => Math.max(0, Math.min(a[2], b[2]) - Math.max(a[0], b[0])) * Math.max(0, Math.min(a[3], b[3]) - Math.max(a[1], b[1]));
/** Width of a flag in pixels, reckoned once for each text so that no frame asks for a layout. */
function flagWidth(text) {
  map.widths ||= new Map();
  if (!map.widths.has(text)) { map.g.font = `600 13px ${css.sans}`; map.widths.set(text, map.g.measureText(text).width + 15); }
  return map.widths.get(text);
}

/** The map as one picture of a size of its own, for the printer. */
function pictureOfMap(width, height) {
  sizeMap({ width, height });
  drawMap(clock.time);
  const out = document.createElement("canvas"), g = out.getContext("2d"), r = map.ratio;
  out.width = map.canvas.width; out.height = map.canvas.height;
  g.drawImage(map.base.canvas, -map.spare * r, -map.spare * r);
  g.drawImage(map.canvas, 0, 0);
  g.drawImage(map.names.canvas, -map.spare * r, -map.spare * r);
  g.setTransform(r, 0, 0, r, 0, 0);
  g.font = `600 13px ${css.sans}`; g.textBaseline = "middle";
  for (const e of map.flags.children) {
    if (e.hidden) continue;
    g.fillStyle = getComputedStyle(e).backgroundColor;
    g.beginPath(); g.roundRect(...e.spot, e.width, 21, 5); g.fill();
    g.fillStyle = css.paper; g.fillText(e.textContent, e.spot[0] + 7, e.spot[1] + 11);
  }
  return out.toDataURL();
}

// --- mouse and touch ------------------------------------------------------------------------------------

/** The column whose band passes nearest to a point of the screen; -1 beyond 16 pixels. */
function columnAt(x, y) {
  let best = 16, found = -1;
  for (const [unit, p] of map.spots) for (let k = 0; k + 3 < p.length; k += 2) {
    const dx = p[k + 2] - p[k], dy = p[k + 3] - p[k + 1], size = dx * dx + dy * dy;
    const share = size ? Math.min(Math.max(((x - p[k]) * dx + (y - p[k + 1]) * dy) / size, 0), 1) : 0;
    const far = Math.hypot(x - p[k] - share * dx, y - p[k + 1] - share * dy);
    if (far < best) { best = far; found = unit; }
  }
  return found;
}
function bindMap() {
  const again = new ResizeObserver(() => { measureFoot(); map.key = ""; drawMap(clock.time); });
  for (const e of document.querySelectorAll(OVER)) again.observe(e);
  const hold = new Map();
  let moved = 0;
  const spot = (e) => { const b = map.canvas.getBoundingClientRect(); return [e.clientX - b.left, e.clientY - b.top]; };
  map.canvas.addEventListener("pointerdown", (e) => { hold.set(e.pointerId, spot(e)); moved = 0; map.canvas.setPointerCapture(e.pointerId); });
  map.canvas.addEventListener("pointermove", (e) => {
    if (!hold.has(e.pointerId)) return;
    const [x, y] = spot(e), [px, py] = hold.get(e.pointerId);
    moved += Math.hypot(x - px, y - py);
    if (hold.size === 2) {
      const [ox, oy] = [...hold].find(([id]) => id !== e.pointerId)[1];
      hold.set(e.pointerId, [x, y]);
      zoom(Math.hypot(x - ox, y - oy) / Math.max(Math.hypot(px - ox, py - oy), 1), (x + ox) / 2, (y + oy) / 2);
    } else if (moved > 6) {
      map.canvas.classList.add("drag");
      map.x -= (x - px) / map.scale; map.y += (y - py) / map.scale;
      hold.set(e.pointerId, [x, y]);
      setMode("free");
    }
  });
  const drop = (e) => {
    if (!hold.delete(e.pointerId)) return;
    map.canvas.classList.remove("drag");
    if (e.type === "pointerup" && moved <= 6) { const unit = columnAt(...spot(e)); if (unit >= 0) openCard(unit); }
  };
  map.canvas.addEventListener("pointerup", drop);
  map.canvas.addEventListener("pointercancel", drop);
  map.canvas.addEventListener("wheel", (e) => { if (!e.ctrlKey && !e.metaKey && document.activeElement !== map.canvas) return; e.preventDefault(); zoom(Math.exp(-e.deltaY / 400), ...spot(e)); }, { passive: false });
}
