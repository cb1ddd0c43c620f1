// The march graph: time to the right, the road to the centre upwards, bound to the map's clock.
const graph = { canvas: $("graph"), still: document.createElement("canvas"), key: "" };
function sizeGraph(box = graph.canvas.getBoundingClientRect()) {
  graph.ratio = Math.min(devicePixelRatio || 1, 2);
  graph.width = box.width; graph.height = box.height;
  for (const c of [graph.canvas, graph.still]) { c.width = Math.round(box.width * graph.ratio); c.height = Math.round(box.height * graph.ratio); }
  graph.key = "";
}
function frameGraph() {
  const [first, last, opens] = scene.span, far = scene.ground.far;
  graph.from = last - first > 200000 ? Math.max(first, opens - 21600) : first;
  graph.to = last;
  let most = 1;
  for (const track of scene.run.tracks) for (let k = 0; k < track.places.length; k++) if (track.heads[k] >= graph.from - 3600) most = Math.max(most, far[track.places[k]]);
  graph.most = most * 1.03;
  graph.left = 46; graph.right = 12; graph.top = 14; graph.bottom = 40;
}
const graphX = (t) => graph.left + (t - graph.from) / (graph.to - graph.from) * (graph.width - graph.left - graph.right);
// near the centre the scale is stretched, so that the streets are seen beside two hundred kilometres of road
const stretch = (d) => Math.sqrt(Math.max(d, 0) / graph.most);
const graphY = (d) => graph.top + stretch(d) * (graph.height - graph.top - graph.bottom);

function drawGraph(t) {
  if (!graph.width) return;
  const key = [graph.width, graph.height, scene.number, scene.replication, language, map.chosen, css.paper].join();
  if (key !== graph.key) { graph.key = key; frameGraph(); drawStill(); }
  const g = graph.canvas.getContext("2d");
  g.setTransform(1, 0, 0, 1, 0, 0);
  g.clearRect(0, 0, graph.canvas.width, graph.canvas.height);
  g.drawImage(graph.still, 0, 0);
  g.setTransform(graph.ratio, 0, 0, graph.ratio, 0, 0);
  if (t < graph.from) return;
  const x = graphX(t);
  g.strokeStyle = css.accent; g.lineWidth = 2;
  g.beginPath(); g.moveTo(x, graph.top - 6); g.lineTo(x, graph.height - graph.bottom); g.stroke();
  g.fillStyle = css.accent;
  g.beginPath(); g.arc(x, graph.top - 6, 4.5, 0, 7); g.fill();
}

function drawStill() {
  const g = graph.still.getContext("2d"), floor = graph.height - graph.bottom;
  g.setTransform(graph.ratio, 0, 0, graph.ratio, 0, 0);
  g.clearRect(0, 0, graph.width, graph.height);
  g.fillStyle = css.sheet; g.fillRect(graph.left, graph.top, graph.width - graph.left - graph.right, floor - graph.top);
  g.save();
  g.beginPath(); g.rect(graph.left, graph.top, graph.width - graph.left - graph.right, floor - graph.top); g.clip();
  g.fillStyle = css.night;
  for (const [from, to] of scene.light.nights) g.fillRect(graphX(from), graph.top, graphX(to) - graphX(from), floor - graph.top);
  drawLevels(g, true);
  for (const track of scene.run.tracks) drawBand(g, track);
  drawContacts(g);
  g.restore();
  drawLevels(g, false);
  drawHours(g, floor);
}
function drawLevels(g, rules) {
  g.font = `12px ${css.sans}`; g.textAlign = "right"; g.textBaseline = "middle"; g.fillStyle = css.soft; g.strokeStyle = css.rule; g.lineWidth = 1;
  const marks = graph.most > 4000 ? [0, 5, 10, 20, 40, 70, 100, 150, 200, 250] : [0, .5, 1, 2, 5, 10, 20, 30];
  for (const km of marks) {
    if (km * 100 > graph.most) break;
    const y = graphY(km * 100);
    if (rules) { g.beginPath(); g.moveTo(graph.left, y); g.lineTo(graph.width, y); g.stroke(); } else g.fillText(grouped(km), graph.left - 6, y);
  }
}
function drawBand(g, track) {
  const far = scene.ground.far, chosen = track.unit === map.chosen, n = track.places.length;
  const pick = []; for (let k = 0; k < n; k++) if (far[track.places[k]] >= 0) pick.push(k);
  if (!pick.length) return;
  const colour = css[unitLetter(track.unit)];
  g.beginPath();
  pick.forEach((k, i) => { const x = graphX(track.heads[k]), y = graphY(far[track.places[k]]); i ? g.lineTo(x, y) : g.moveTo(x, y); });
  for (let i = pick.length - 1; i >= 0; i--) g.lineTo(graphX(Math.min(track.tails[pick[i]], graph.to)), graphY(far[track.places[pick[i]]]));
  g.closePath();
  g.globalAlpha = chosen ? .55 : .2; g.fillStyle = colour; g.fill();
  g.globalAlpha = chosen ? 1 : .75; g.strokeStyle = colour; g.lineWidth = chosen ? 2.6 : 1.1;
  g.beginPath();
  pick.forEach((k, i) => { const x = graphX(track.heads[k]), y = graphY(far[track.places[k]]); i ? g.lineTo(x, y) : g.moveTo(x, y); });
  g.stroke();
  g.globalAlpha = 1;
}
function drawContacts(g) {
  g.strokeStyle = css.ink; g.lineWidth = 1.4;
  for (const row of scene.captions) {
    if (row.kind !== "contact" || row.place < 0 || scene.ground.far[row.place] < 0) continue;
    const x = graphX(row.time), y = graphY(scene.ground.far[row.place]);
    g.beginPath(); g.moveTo(x - 3, y - 3); g.lineTo(x + 3, y + 3); g.moveTo(x + 3, y - 3); g.lineTo(x - 3, y + 3); g.stroke();
  }
}
function drawHours(g, floor) {
  g.fillStyle = css.soft; g.textAlign = "center"; g.textBaseline = "top"; g.font = `12px ${css.sans}`; g.strokeStyle = css.rule;
  const long = graph.to - graph.from, wide = graph.width - graph.left - graph.right;
  const step = [300, 600, 1800, 3600, 7200, 10800, 21600, 43200, 86400].find((s) => wide * s / long > 42) || 86400;
  const zero = midnight(graph.from);
  for (let t = zero + Math.ceil((graph.from - zero) / step) * step; t <= graph.to; t += step) {
    const x = graphX(t);
    g.beginPath(); g.moveTo(x, floor); g.lineTo(x, floor + 4); g.stroke();
    if (x < graph.width - 18) g.fillText(hm(t), x, floor + 6);
  }
  g.font = `600 12px ${css.sans}`;
  for (let t = zero; t < graph.to; t += 86400) {
    const a = Math.max(graphX(t), graph.left), b = Math.min(graphX(t + 86400), graph.width - graph.right);
    const name = [dayName(t + 3600), dayBrief(t + 3600), String(parts(t + 3600).day)].find((text) => g.measureText(text).width < b - a - 6);
    if (name) g.fillText(name, (a + b) / 2, floor + 22);
  }
}
/** The last midnight before a moment. */
function midnight(t) { const p = parts(t); return t - (+p.hour) * 3600 - (+p.minute) * 60 - Math.round(t) % 60; }

function bindGraph() {
  let held = false;
  const set = (e) => { const b = graph.canvas.getBoundingClientRect(), x = e.clientX - b.left; setTime(graph.from + (x - graph.left) / (graph.width - graph.left - graph.right) * (graph.to - graph.from)); };
  graph.canvas.addEventListener("pointerdown", (e) => { held = true; graph.canvas.setPointerCapture(e.pointerId); set(e); });
  graph.canvas.addEventListener("pointermove", (e) => { if (held) set(e); });
  graph.canvas.addEventListener("pointerup", () => { held = false; });
  graph.canvas.addEventListener("pointercancel", () => { held = false; });
}

/** The graph as a picture of a size of its own, for the printer. */
function pictureOfGraph(width, height) {
  sizeGraph({ width, height });
  drawGraph(clock.time);
  return graph.canvas.toDataURL();
}

/** The strip of nights and days under the slider. */
function drawDays() {
  const c = $("days"), box = c.getBoundingClientRect(), ratio = Math.min(devicePixelRatio || 1, 2), g = c.getContext("2d");
  if (!box.width) return;
  c.width = Math.round(box.width * ratio); c.height = Math.round(box.height * ratio);
  g.setTransform(ratio, 0, 0, ratio, 0, 0);
  strip.length = 0;
  const [first, last] = scene.span, x = (t) => 8 + (t - first) / (last - first) * (box.width - 16);
  g.fillStyle = css.soft; g.globalAlpha = .35;
  for (const [a, b] of scene.light.nights) { const l = Math.max(x(a), 8), r = Math.min(x(b), box.width - 8); if (r > l) g.fillRect(l, 0, r - l, 3); }
  g.globalAlpha = 1; g.font = `12px ${css.sans}`; g.textBaseline = "top";
  if (last - first < 86400) { g.textAlign = "left"; g.fillText(hm(first), 8, 5); g.textAlign = "right"; g.fillText(hm(last), box.width - 8, 5); return; }
  g.textAlign = "center";
  const days = [];
  for (let t = midnight(first); t < last; t += 86400) days.push([t + 3600, Math.max(x(t), 8), Math.min(x(t + 86400), box.width - 8)]);
  const room = ([, a, b]) => b - a - 12, whole = days.slice(1, -1).length ? days.slice(1, -1) : days; // the first and the last may be cut
  const fits = (day, write) => g.measureText(write(day[0])).width <= room(day);
  // all days of the strip are written alike where they are whole
  const from = Math.max(DAY_FORMS.findIndex((write) => whole.every((day) => fits(day, write))), 0);
  for (const day of days) {
    const write = [DAY_FORMS[from], ...DAY_FORMS.slice(Math.max(from, 2))].find((form) => fits(day, form));
    if (!write) continue;
    const name = write(day[0]), middle = (day[1] + day[2]) / 2, half = g.measureText(name).width / 2;
    g.fillText(name, middle, 5);
    strip.push([name, middle - half, middle + half]);
  }
}
/** What stands on the strip: [text, left, right]. */
const strip = [];
