// The scene (one scenario, one run), the clock, and where every column is at a moment.
const DATA = JSON.parse($("data").textContent);
/** What the theatre calls itself. */
const operation = () => pick(DATA.theatre.words.title);
/** What lies at the objective, in a word. */
const goal = () => (DATA.theatre.words.city ? pick(DATA.theatre.words.city) : placeName(scene.ground.centre));
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const pool = (number) => DATA.pool[number];

const scene = {}; // the scenario that is shown, unpacked
const clock = { time: 0, playing: false, speed: 3600, last: 0 };
const watchers = [];
const onTick = (f) => watchers.push(f);

/** Tracks as arrays of numbers: places, heads and tails in seconds since the start. */
function unpack(run) {
  const tracks = run.tracks.map(([unit, places, steps, behind, turns]) => {
    const heads = new Float64Array(steps.length), tails = new Float64Array(steps.length);
    let at = 0;
    for (let k = 0; k < steps.length; k++) { at += steps[k]; heads[k] = at; tails[k] = at + behind[k]; }
    return { unit, places, heads, tails, turns, hintHead: 0, hintTail: 0 };
  });
  return { tracks, events: run.events, moments: run.moments };
}

function openScene(number) {
  const s = DATA.scenarios[number];
  Object.assign(scene, s, {
    number, epoch: Date.parse(s.start + ":00Z"), ground: pool(s.ground), units: pool(s.units), orders: pool(s.orders),
    garrisons: pool(s.garrisons), light: pool(s.light), record: pool(s.record), sources: pool(s.sources), contradictions: pool(s.contradictions),
  });
  scene.orderIds = Object.keys(scene.orders);
  scene.placeAt = new Map(scene.ground.id.map((id, k) => [id, k]));
  scene.garrisonAt = new Map(scene.garrisons.id.map((id, k) => [id, k]));
  scene.all = {};
  for (const key of Object.keys(s.runs)) scene.all[key] = unpack(s.runs[key]);
  openRun(s.typical in s.runs ? s.typical : Object.keys(s.runs)[0]);
}

function openRun(replication) {
  scene.replication = String(replication);
  scene.run = scene.all[scene.replication];
  scene.captions = captions(scene.run);
  scene.fights = fights(scene.run);
}

const placeName = (id) => { const k = typeof id === "number" ? id : scene.placeAt.get(id); return k >= 0 ? told(scene.ground.name[k]) : id; };
const unitName = (k) => (k >= 0 ? told(scene.units.rows[k][0]) : "");
const unitLetter = (k) => scene.units.rows[k][6];
const groupName = (k) => { const id = scene.units.id[k]; return DATA.theatre.groups[id] ? pick(DATA.theatre.groups[id]) : told(scene.units.rows[k][0]); };

/** The index of the last time that is not after t (-1: none), starting from a hint. */
function seek(times, t, hint) {
  let k = hint < times.length ? hint : 0;
  if (times[k] > t) k = 0;
  if (times[k] > t) return -1;
  if (times.length - k > 12 && times[k + 8] <= t) {
    let low = k, high = times.length - 1;
    while (low < high) { const mid = (low + high + 1) >> 1; if (times[mid] <= t) low = mid; else high = mid - 1; }
    return low;
  }
  while (k + 1 < times.length && times[k + 1] <= t) k++;
  return k;
}

/** Where on its course a head or tail is: [index of the place behind, share of the way to the next]. */
function along(times, t, k) {
  if (k < 0) return [0, 0];
  if (k >= times.length - 1) return [times.length - 1, 0];
  return [k, (t - times[k]) / (times[k + 1] - times[k])];
}
function headOf(track, t) { const k = seek(track.heads, t, track.hintHead); track.hintHead = Math.max(k, 0); return k < 0 ? null : along(track.heads, t, k); }
function tailOf(track, t) { const k = seek(track.tails, t, track.hintTail); track.hintTail = Math.max(k, 0); return along(track.tails, t, k); }
function pointOf(track, [k, share]) {
  const g = scene.ground, a = track.places[k], b = track.places[Math.min(k + 1, track.places.length - 1)];
  return [g.x[a] + share * (g.x[b] - g.x[a]), g.y[a] + share * (g.y[b] - g.y[a])];
}
const within = (rows, t) => rows.find((row) => row[0] <= t && t < row[1]);
const isNight = (t) => Boolean(within(scene.light.nights, t));
/** The share of the moon that is lit, in hundredths, while it is up by night; else nothing. */
const moonAt = (t) => within(scene.light.moon, t)?.[2];
const weatherAt = (t) => scene.light.weather.filter((row) => row[1] <= t && t < row[2]).map((row) => row[0]);

// --- what happened, in words ------------------------------------------------------------------------

const STRESS = { order: 2, sign: 5, junction: 4, surrender: 3, counter_attack: 3, moment: 6, enter_city: 3, capture: 4, parade: 4, detach: 4, line_wait: 3, contact: 2, cleared: 2, cross_bridge: 2, bridge: 1, bypass: 1, withdrawn: 1 };

/** Whether only the model puts a garrison there: it stands in some runs. */
const isLikely = (k) => scene.garrisons.rows[k][8] < 1;

/** Captions in the order of time; the outcomes of the run are captions too. Of a post that only may stand there and
 * that nobody met, nothing is told. */
function captions(run) {
  const met = new Set(run.events.filter((row) => row[1] === "contact").map((row) => row[4]));
  const silent = ([, kind, , , what]) => kind === "withdrawn" && !met.has(what) && scene.garrisonAt.has(what) && isLikely(scene.garrisonAt.get(what));
  const rows = run.events.filter((row) => !silent(row)).map(([time, kind, unit, place, what]) => ({ time, kind, unit, place, what }));
  const decided = new Set(["junction", "parade", "sign"]);
  for (const [time, name] of run.moments) {
    const asked = DATA.outcomes[name], doubled = (asked.events || []).some((kind) => decided.has(kind));
    if (asked.group || doubled && rows.some((r) => Math.abs(r.time - time) < 60)) continue;
    rows.push({ time, kind: "moment", unit: -1, place: -1, what: name });
  }
  rows.sort((a, b) => a.time - b.time || (STRESS[b.kind] || 0) - (STRESS[a.kind] || 0));
  return rows;
}

/** The order whose title a caption tells. */
const titled = (row) => (/^(order|sign|parade|enter_city|cross_bridge|junction|capture|surrender)$/.test(row.kind) ? scene.orders[row.what] : undefined);
/** The language of a caption, where it is not that of the page. */
const tongue = (row) => (titled(row) ? foreign(titled(row)[0]) : null);
/** A caption as a sentence. */
function sentence(row) {
  if (row.kind === "moment") return outcomeName(row.what);
  const order = titled(row), own = row.kind === "withdrawn" && DATA.theatre.captions.withdrawal;
  if (order) return capital(told(order[0])) + (row.kind === "order" ? "" : where(row, told(order[0])));
  const who = unitName(row.unit), place = where(row, "");
  if (own) return capital(filled(pick(own), [who, place]));
  const state = row.kind === "bridge" ? BRIDGE_STATES[row.what] : undefined;
  return capital(say(state || EVENTS[row.kind] || row.what, { who, where: place }));
}
function where(row, said) {
  const name = row.place >= 0 ? placeName(row.place) : "";
  return !name || said.includes(name) ? "" : ` (${name})`;
}

/** Strongpoints under attack: [garrison, from, to]; and when each fell. */
function fights(run) {
  const open = new Map(), found = [], fell = new Map();
  for (const [time, kind, , , what] of run.events) {
    const g = scene.garrisonAt.get(what);
    if (g === undefined) continue;
    if (kind === "contact" && !open.has(g)) open.set(g, time);
    if (kind === "cleared" || kind === "surrender" || kind === "withdrawn") {
      if (open.has(g)) { found.push([g, open.get(g), time]); open.delete(g); }
      if (!fell.has(g)) fell.set(g, time);
    }
  }
  for (const [g, time] of open) found.push([g, time, scene.span[1]]);
  return { under: found, fell };
}

// --- the clock --------------------------------------------------------------------------------------

function setTime(t) {
  clock.time = Math.min(Math.max(t, scene.span[0]), scene.span[1]);
  if (clock.time >= scene.span[1]) clock.playing = false;
  for (const f of watchers) f(clock.time);
}
function play(on) {
  if (on && clock.time >= scene.span[1]) clock.time = scene.span[2];
  clock.playing = on;
  clock.last = 0;
  setTime(clock.time);
  if (on) requestAnimationFrame(frame);
}
/** What the button of the clock does. */
const playWord = () => say(clock.playing ? mark("Pause") : clock.time >= scene.span[1] ? mark("Play again") : mark("Play"));
function frame(now) {
  if (!clock.playing) return;
  const passed = clock.last ? Math.min(now - clock.last, 250) : 0;
  if (calm.matches) { // whole steps, no glide
    if (!clock.last) clock.last = now;
    if (now - clock.last >= 1000) { clock.last = now; setTime(clock.time + clock.speed); }
  } else {
    clock.last = now;
    setTime(clock.time + passed / 1000 * clock.speed);
  }
  if (clock.playing) requestAnimationFrame(frame);
}
