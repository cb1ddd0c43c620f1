// The time band: each line's end and each order's hour is a handle, dragged by mouse or finger, moved by keys. A handle
// writes its line of the file at once, and stands where the file says.
/** So many rows; of more orders, one that the file moves or that is chosen below has its row too. */
const MOST_ROWS = 8;
/** Seconds: to what an hour is rounded when it is dragged, a step of an arrow key, with Shift, and of the page keys. */
const SNAP = 1800, STEP = 1800, FINE = 300, LEAP = 21600;
const hours44 = { rows: new Map(), drag: null, key: "" };

/** The hours that can be moved: {id, title, path, at (seconds; null: the file's own), word}. */
function bandHours() {
  const l = DATA44.levers, hour = (id, title, path, at, word) => ({ id, title: told(title || id), path, at, word });
  const known = [...l.lines.map(([id, title, at]) => hour(id, title, `orders.${id}.until`, at, mark("ends"))), ...l.decisions.map(([id, title, at]) => hour(id, title, `orders.${id}.issued`, at, mark("is given")))];
  const ids = new Set(known.map((one) => one.id));
  const rows = known.filter((one, k) => k < MOST_ROWS || has(`orders.${one.id}`) || has(one.path) || open.chosen.decisions === one.id);
  for (const [path, row] of Object.entries(state.change)) {
    const id = /^orders\.([^.]+)$/.exec(path)?.[1];
    if (id && !ids.has(id) && isRow(row) && typeof row.issued === "string") rows.push(hour(id, String(row.title || id), `${path}.issued`, null, mark("is given")));
  }
  return rows;
}
/** When it is in the file (seconds since the start); null: nobody gives it; NaN: an hour that this band cannot show. */
function bandTime({ id, path, at }) {
  if (said(`orders.${id}`) === null) return null;
  const text = said(path);
  if (text === undefined) return at ?? NaN;
  return typeof text === "string" && /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d.*(Z|[+-]\d\d:\d\d)$/.test(text) ? (Date.parse(text.replace(" ", "T")) - Date.parse(stamp(0))) / 1000 : NaN;
}
const bandShare = (t) => { const [from, to] = DATA44.levers.span; return `${(Math.min(Math.max(t, from), to) - from) / (to - from) * 100}%`; };
/** How far it was moved, in words; empty where it was not. */
function bandMoved({ at }, t) {
  const minutes = at === null || t === null ? 0 : Math.round((t - at) / 60);
  return minutes ? say(minutes > 0 ? mark("{time} later") : mark("{time} earlier"), { time: span(minutes) }) : "";
}
function bandWords(one, t) {
  if (t === null) return say("nobody gives it");
  if (Number.isNaN(t)) return say("no hour");
  return [`${dayName(t)} ${hm(t)}`, bandMoved(one, t)].filter(Boolean).join(", ");
}
function moveTo(one, t) {
  const [from, to] = DATA44.levers.span, next = Math.round(Math.min(Math.max(t, from), to) / 60) * 60;
  if (next === bandTime(one)) return;
  pull(one.path, next === one.at ? undefined : stamp(next));
}
function bandKey(e, one) {
  const [from, to] = DATA44.levers.span, now = bandTime(one), at = now === null || Number.isNaN(now) ? one.at ?? from : now, step = e.shiftKey ? FINE : STEP;
  const next = { ArrowLeft: at - step, ArrowDown: at - step, ArrowRight: at + step, ArrowUp: at + step, PageDown: at - LEAP, PageUp: at + LEAP, Home: from, End: to }[e.key];
  if (e.ctrlKey || e.metaKey || e.altKey) return;
  const act = { Delete: bandBack, Backspace: bandBack }[e.key];
  if (act && one.at !== null) { e.preventDefault(); act(one); }
  if (next !== undefined) { e.preventDefault(); moveTo(one, next); }
}
const bandBack = (one) => pullAll([[one.path, undefined], ...(said(`orders.${one.id}`) === null ? [[`orders.${one.id}`, undefined]] : [])]);
function bindHandle(handle, track, one) {
  const timeAt = (x) => { const [from, to] = DATA44.levers.span, box = track.getBoundingClientRect(); return Math.round((from + (x - box.left) / box.width * (to - from)) / SNAP) * SNAP; };
  handle.addEventListener("keydown", (e) => bandKey(e, one));
  handle.addEventListener("pointerdown", (e) => {
    if (e.button) return;
    const box = handle.getBoundingClientRect();
    handle.setPointerCapture(e.pointerId);
    hours44.drag = { id: e.pointerId, off: e.clientX - box.left - box.width / 2, from: e.clientX, moved: false };
    handle.focus({ preventScroll: true });
    e.preventDefault();
  });
  handle.addEventListener("pointermove", (e) => {
    const drag = hours44.drag;
    if (!drag || drag.id !== e.pointerId || !(drag.moved ||= Math.abs(e.clientX - drag.from) > 2)) return;
    moveTo(one, timeAt(e.clientX - drag.off));
  });
  for (const kind of ["pointerup", "pointercancel"]) handle.addEventListener(kind, () => { hours44.drag = null; });
}

// --- drawn ------------------------------------------------------------------------------------------------

/** Nights and midnights behind all rows; the days above them as short as there is room for. */
function bandGround(wide) {
  const [from, to] = DATA44.levers.span, x = (t) => (t - from) / (to - from) * wide, tall = 100;
  const picture = shape("svg", { class: "band-ground", viewBox: `0 0 ${wide} ${tall}`, preserveAspectRatio: "none", "aria-hidden": "true" });
  for (const [a, b] of scene.light.nights) if (b > from && a < to) picture.append(shape("rect", { x: x(Math.max(a, from)), y: 0, width: x(Math.min(b, to)) - x(Math.max(a, from)), height: tall }));
  for (const t of midnights()) if (t > from && t < to) picture.append(shape("line", { x1: x(t), x2: x(t), y1: 0, y2: tall }));
  return picture;
}
function midnights() {
  const [from, to] = DATA44.levers.span, day = 86400, first = -(((scene.epoch / 1000) % day + day) % day), found = [];
  for (let t = first; t <= to; t += day) if (t + day > from) found.push(t);
  return found;
}
function bandDays(wide) {
  const [from, to] = DATA44.levers.span, day = 86400, each = day / (to - from) * wide, name = each > 62 ? dayBrief : dayNumber;
  return make("div", { class: "band-days", "aria-hidden": "true" }, midnights().map((t) => {
    const [a, b] = [Math.max(t, from), Math.min(t + day, to)];
    return b - a < day / 3 ? null : make("span", { style: `left:${bandShare((a + b) / 2)}` }, name(t + day / 2));
  }));
}
function bandRow(one) {
  const handle = make("span", { class: "band-handle", role: "slider", tabindex: "0", "aria-orientation": "horizontal", "aria-label": `${one.title} – ${say(one.word)}`, "aria-valuemin": DATA44.levers.span[0] / 60, "aria-valuemax": DATA44.levers.span[1] / 60 });
  const was = make("span", { class: "band-was" }), shift = make("span", { class: "band-shift" }), told_ = make("span", { class: "band-told" }), track = make("div", { class: "band-track" }, was, shift, handle);
  const back = one.at === null ? null : make("button", { type: "button", class: "band-back", "aria-label": say("{order}: as it was", { order: one.title }), onclick: () => { handle.focus(); bandBack(one); } }, psay("of a lever", "as it was"));
  bindHandle(handle, track, one);
  return { one, handle, was, shift, told: told_, back, box: make("div", { class: "band-row" }, make("p", {}, make("span", { class: "band-name" }, one.title), told_, back), track) };
}
function standRow({ one, handle, was, shift, told: told_, back }) {
  const t = bandTime(one), shown_ = t === null || Number.isNaN(t) ? one.at ?? DATA44.levers.span[0] : t, words = bandWords(one, t), moved = t === null || t !== one.at;
  handle.style.left = bandShare(shown_);
  handle.classList.toggle("gone", t === null);
  handle.setAttribute("aria-valuenow", Math.round(shown_ / 60));
  handle.setAttribute("aria-valuetext", words);
  told_.textContent = t === null || Number.isNaN(t) ? words : [dayHm(t), bandMoved(one, t)].filter(Boolean).join(", ");
  was.hidden = one.at === null;
  if (one.at === null) return;
  was.style.left = bandShare(one.at);
  const low = Math.min(shown_, one.at), high = Math.max(shown_, one.at);
  shift.style.left = bandShare(low); shift.style.right = `calc(100% - ${bandShare(high)})`;
  back.hidden = !moved;
}
/** The band as the file says: rows that are there stay, so that a handle can be held while the file is written. */
function fillBand() {
  if (!DATA44.levers.span) return;
  const hours = bandHours(), wide = $("band").clientWidth || 480, key = JSON.stringify([language, Math.round(wide / 20), hours.map((one) => [one.id, one.title, one.at])]);
  if (key !== hours44.key && !hours44.drag) {
    const held = [...hours44.rows.values()].find((row) => row.handle === document.activeElement)?.one.id;
    hours44.rows = new Map(hours.map((one) => [one.id, bandRow(one)]));
    hours44.key = key;
    const rows = [...hours44.rows.values()].map((row) => row.box);
    $("band").replaceChildren(...(rows.length ? [bandDays(wide), make("div", { class: "band-rows" }, bandGround(wide), rows)] : []));
    hours44.rows.get(held)?.handle.focus({ preventScroll: true });
  }
  for (const row of hours44.rows.values()) standRow(row);
}
