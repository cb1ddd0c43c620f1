// The map as a lever: what lies under a click, places that are picked one by one, and the change drawn over the ground.
const target = { kind: "", id: "" };
function openCard(unit) { if (!picking.on) openTarget("columns", scene.units.id[unit]); }
function openTarget(kind, id) { Object.assign(target, { kind, id }); $("target").hidden = false; fillTarget(); $("target").focus({ preventScroll: true }); }
function closeCard() { if (!$("target").hidden) { $("target").hidden = true; map.canvas.focus({ preventScroll: true }); } }
function fillTarget() {
  const { kind, id } = target;
  if ($("target").hidden || busy($("target"), fillTarget)) return;
  if (kind === "garrisons" && !garrisonRow(id)) { $("target").hidden = true; return; }
  refill($("target"), [make("button", { class: "close", type: "button", "aria-label": say("Close"), onclick: closeCard }, "×"), make("h2", {}, KINDS[kind].name(id)), make("p", {}, say(LEVERS[kind])), make("p", { class: "row" }, KINDS[kind].hands(id)), ...KINDS[kind].tools(id)]);
}

// --- what lies where ----------------------------------------------------------------------------------------

/** Where a place is on the map's canvas. */
const screenOf = (id) => { const k = scene.placeAt.get(id); return k === undefined ? [NaN, NaN] : [toX(scene.ground.x[k]), toY(scene.ground.y[k])]; };
function targetAt(x, y) {
  let best = 11, found = null;
  const near = (kind, id, [px, py], bonus = 0) => { const far = Math.hypot(px - x, py - y) - bonus; if (far < best) { best = far; found = [kind, id]; } };
  for (const [id] of DATA44.levers.bridges) near("bridges", id, screenOf(id), 2);
  for (const [id, place] of garrisonsNow()) near("garrisons", id, screenOf(place));
  if (found) return found;
  best = 7;
  for (const [id, from, to] of DATA44.levers.roads) {
    const [ax, ay] = screenOf(from), [bx, by] = screenOf(to), dx = bx - ax, dy = by - ay, size = dx * dx + dy * dy;
    const share = size ? Math.min(Math.max(((x - ax) * dx + (y - ay) * dy) / size, 0), 1) : 0, far = Math.hypot(x - ax - share * dx, y - ay - share * dy);
    if (far < best) { best = far; found = ["roads", id]; }
  }
  return found;
}
/** The place nearest to a point of the screen; none beyond 22 pixels. */
function placeNear(x, y) {
  let best = 22, found = null;
  scene.ground.id.forEach((id, k) => {
    if (scene.ground.kind[k] === "zone") return;
    const far = Math.hypot(toX(scene.ground.x[k]) - x, toY(scene.ground.y[k]) - y);
    if (far < best) { best = far; found = id; }
  });
  return found;
}
const inReach = (x, y) => x > 40 && y > 150 && x < map.width - 40 && y < map.height - 120 && columnAt(x, y) < 0;
/** A thing of a kind that a click would find: [id, x, y] on the screen. */
function reachable(kind) {
  const box = map.canvas.getBoundingClientRect();
  const spots = { bridges: (row) => screenOf(row[0]), garrisons: (row) => screenOf(row[1]), roads: (row) => { const [a, b] = [screenOf(row[1]), screenOf(row[2])]; return [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2]; } };
  for (const row of DATA44.levers[kind]) {
    const [x, y] = spots[kind](row), found = inReach(x, y) && targetAt(x, y);
    if (found && found[0] === kind && found[1] === row[0]) return [row[0], x + box.left, y + box.top];
  }
  return null;
}
/** Places that a click would pick: [id, x, y] on the screen. */
function reachablePlaces() {
  const box = map.canvas.getBoundingClientRect();
  return scene.ground.id.map((id) => [id, ...screenOf(id)]).filter(([id, x, y]) => inReach(x, y) && placeNear(x, y) === id).map(([id, x, y]) => [id, x + box.left, y + box.top]);
}

// --- places that are picked ----------------------------------------------------------------------------------

const picking = { on: false, word: "", take: null, way: null, card: false };
const narrow = () => matchMedia("(max-width: 860px)").matches;
/** Every click on the map takes the place nearest to it, until it is over. */
function pickPlaces(word, take, way = null) {
  Object.assign(picking, { on: true, word, take, way, card: !$("target").hidden });
  $("target").hidden = true;
  map.canvas.classList.add("pick");
  if (narrow()) $("stage").scrollIntoView({ behavior: calm.matches ? "auto" : "smooth" });
  fillPicks();
  $("picks").querySelector("button").focus({ preventScroll: true });
  drawMap(clock.time);
}
function endPicking() {
  if (!picking.on) return;
  picking.on = false;
  map.canvas.classList.remove("pick");
  $("picks").hidden = true;
  if (picking.card && !narrow()) openTarget(target.kind, target.id); // where it would hide the map it stays closed
  drawMap(clock.time);
}
function fillPicks() {
  $("picks").hidden = !picking.on;
  if (!picking.on) return;
  const way = picking.way ? picking.way().map(placeName).join(" → ") : "";
  $("picks").replaceChildren(make("span", { role: "status" }, say(picking.word), way ? ` ${way}` : ""), plainButton(say("Done"), endPicking));
}
function bindTouch() {
  let down = null;
  map.change = drawChange;
  map.canvas.addEventListener("pointerdown", (e) => { down = [e.clientX, e.clientY]; });
  map.canvas.addEventListener("click", (e) => {
    if (!down || Math.hypot(e.clientX - down[0], e.clientY - down[1]) > 6) return;
    const box = map.canvas.getBoundingClientRect(), x = e.clientX - box.left, y = e.clientY - box.top;
    if (picking.on) { const place = placeNear(x, y); if (place) { picking.take(place); fillPicks(); drawMap(clock.time); } return; }
    if (columnAt(x, y) >= 0) return;
    const found = targetAt(x, y);
    if (found) openTarget(...found);
  });
}

// --- the change on the map -----------------------------------------------------------------------------------

/** What the change draws, found once for each: roads as [ends, shut], blown bridges, garrisons as [place before, place]. */
const drawn44 = { of: null, roads: [], blown: [], posts: [] };
function drawnNow() {
  if (drawn44.of === state.change) return drawn44;
  const before = new Map(DATA44.levers.garrisons.map((row) => [row[0], row[1]]));
  const shut = (id) => said(id) === null || said(`${id}.closed`) === true;
  return Object.assign(drawn44, {
    of: state.change,
    roads: DATA44.levers.roads.map((row) => [`roads.${row[0]}`, [row[1], row[2]]]).filter(([id]) => shut(id) || has(`${id}.speed_kmh`)).map(([id, ends]) => [ends, shut(id)]),
    blown: DATA44.levers.bridges.map(([id]) => id).filter((id) => said(`bridges.${id}.state`) === "blown" || has(`orders.blow-${id}`)),
    posts: garrisonsNow().map(([id, place]) => [before.get(id), place]).filter(([from, place]) => from !== place),
  });
}
/** Ways that are planned otherwise, roads that are closed or slow, garrisons that stand elsewhere: over the ground, under the columns. */
function drawChange(g) {
  g.save();
  for (const { was, now } of state.ways) {
    drawWay(g, was, css.soft, 2, [3, 5]);
    drawWay(g, now, css.halo, 6, []);
    drawWay(g, now, css.accent, 3, []);
  }
  const { roads, blown, posts } = drawnNow();
  for (const [ends, shut] of roads) {
    drawWay(g, ends, css.halo, 7, []);
    drawWay(g, ends, css.accent, 4, shut ? [] : [7, 5]);
    if (shut) { const [a, b] = ends.map(screenOf); drawCross(g, (a[0] + b[0]) / 2, (a[1] + b[1]) / 2); }
  }
  for (const id of blown) drawCross(g, ...screenOf(id));
  for (const [from, place] of posts) {
    const [x, y] = screenOf(place);
    if (from) drawWay(g, [from, place], css.accent, 1.5, [2, 4]);
    g.fillStyle = css.accent; g.fillRect(x - 5, y - 5, 10, 10);
    g.strokeStyle = css.halo; g.lineWidth = 1.5; g.strokeRect(x - 5, y - 5, 10, 10);
  }
  if (picking.on) drawPicks(g);
  g.restore();
}
function drawWay(g, places, colour, width, dash) {
  g.strokeStyle = colour; g.lineWidth = width; g.setLineDash(dash);
  g.beginPath();
  places.forEach((place, k) => { const [x, y] = screenOf(place); if (k) g.lineTo(x, y); else g.moveTo(x, y); });
  g.stroke();
  g.setLineDash([]);
}
function drawCross(g, x, y) {
  for (const [colour, width] of [[css.halo, 6], [css.accent, 3]]) {
    g.strokeStyle = colour; g.lineWidth = width;
    g.beginPath(); g.moveTo(x - 6, y - 6); g.lineTo(x + 6, y + 6); g.moveTo(x + 6, y - 6); g.lineTo(x - 6, y + 6); g.stroke();
  }
}
function drawPicks(g) {
  g.fillStyle = css.paper; g.strokeStyle = css.ink; g.lineWidth = 1;
  scene.ground.id.forEach((_, k) => {
    const x = toX(scene.ground.x[k]), y = toY(scene.ground.y[k]);
    if (scene.ground.kind[k] === "zone" || x < 0 || y < 0 || x > map.width || y > map.height) return;
    g.beginPath(); g.arc(x, y, 3, 0, 7); g.fill(); g.stroke();
  });
  g.textAlign = "center"; g.textBaseline = "middle"; g.font = `600 12px ${css.sans}`;
  (picking.way ? picking.way() : []).forEach((place, k) => {
    const [x, y] = screenOf(place);
    g.fillStyle = css.accent; g.beginPath(); g.arc(x, y, 9, 0, 7); g.fill();
    g.fillStyle = css.paper; g.fillText(String(k + 1), x, y);
  });
}
