// The studio tied together: a question, its levers and file, the run, the answer.
const state = { head: {}, change: {}, text: "", faults: null, chance: true, guess: { outcome: "", way: "" }, answered: null, checking: 0, stage: "starting", said: [], world: 0 };

const STAGES = {
  starting: mark("Python is starting …"), ready: mark("ready"), failed: mark("Python could not start ({why}). The map still plays."),
  noWasm: mark("This browser cannot run the simulation: it has no WebAssembly, or it is too old. The map still plays."),
};
const STATES = { intact: pmark("value", "intact"), mined: pmark("value", "mined"), blown: pmark("value", "blown"), seized: pmark("value", "seized"), repaired: pmark("value", "repaired") };
const LEVERS = {
  lines: mark("Lines and hours"), decisions: mark("Decisions and orders"), bridges: mark("Bridges"), roads: mark("Roads"),
  garrisons: mark("Garrisons"), columns: mark("Formations"), skies: mark("Weather, crowds, luck"),
};

// --- what is asked --------------------------------------------------------------------------------------

function begin(text) {
  for (const id of ["s-change", "s-passport", "s-run"]) $(id).hidden = false;
  setText(text, true);
  $("s-change").scrollIntoView({ behavior: calm.matches ? "auto" : "smooth", block: "start" });
  $("h-change").tabIndex = -1; $("h-change").focus({ preventScroll: true });
}
function ownQuestion() {
  begin(written({ extends: DATA44.base, title: say("My question") }, {}));
}
function fillQuestions() {
  const named = new Map(DATA44.questions.map((q) => [q.name, q]));
  $("asked").replaceChildren(...DATA44.asked.map((name) => named.get(name)).filter(Boolean).map((q) => make("button", { type: "button", onclick: () => begin(q.text) }, told(q.title))));
  $("shipped").replaceChildren(make("option", { value: "" }, say("choose …")), ...DATA44.questions.map((q) => make("option", { value: q.name }, told(q.title))));
}

// --- the file -------------------------------------------------------------------------------------------

function setText(text, shown) {
  state.text = text;
  if (shown) $("text").value = text;
  state.faults = null;
  clearTimeout(state.timer);
  $("verdict").textContent = state.stage === "ready" ? say("Checking …") : "";
  state.timer = setTimeout(checkText, shown ? 50 : 500);
  tellRun();
}
async function checkText() {
  if (state.stage !== "ready") return;
  const mark = ++state.checking, text = state.text;
  let checked;
  try { checked = await ask(await pool44.workers[0].born, { do: "check", text }); } catch { if (mark === state.checking) state.timer = setTimeout(checkText, 300); return; }
  if (mark !== state.checking || text !== state.text) return;
  Object.assign(state, { head: checked.head || {}, change: checked.change || {}, faults: checked.faults || [], said: checked.words || [] });
  if (!checked.faults) { state.faults = [oneFault(checked.words)]; state.said = []; }
  fillVerdict(); fillLevers(); fillPassport(); tellRun();
}
const oneFault = (message) => ({ line: 0, path: "", message, hint: ["", ""] });
function fillVerdict() {
  const box = $("verdict");
  if (!state.faults) { box.textContent = ""; return; }
  if (state.faults.length) {
    box.replaceChildren(make("ul", { class: "faults" }, state.faults.slice(0, 20).map((f) => make("li", {}, `${f.line ? say("Line {line}:", { line: String(f.line) }) + " " : ""}${f.path ? f.path + ": " : ""}${pick(f.message)}`, pick(f.hint) ? make("small", {}, pick(f.hint)) : null))));
    return;
  }
  box.replaceChildren(make("p", {}, say(state.said.length ? mark("The file is sound. It changes:") : mark("The file is sound and changes nothing."))), make("ul", { class: "sound" }, state.said.map((pair) => make("li", {}, pick(pair)))));
}
/** Set a path of the change, or take it out (undefined): the text follows. */
function pull(path, value) {
  const change = { ...state.change };
  for (const known of Object.keys(change)) if (known === path || known.startsWith(path + ".")) delete change[known];
  if (value !== undefined) change[path] = value;
  const head = Object.keys(state.head).length ? state.head : { extends: DATA44.base, title: say("My question") };
  state.change = change;
  for (const id of ["s-change", "s-passport", "s-run"]) $(id).hidden = false;
  setText(written(head, change), true);
  fillLevers();
}

// --- levers -----------------------------------------------------------------------------------------------

const button = (label, on, act) => make("button", { type: "button", "aria-pressed": String(Boolean(on)), onclick: act }, label);
const has = (path) => path in state.change;
function hourLever(path, at, none) {
  const now = typeof state.change[path] === "string" ? state.change[path].slice(0, 16) : stamp(at).slice(0, 16);
  const input = make("input", { type: "datetime-local", value: now, "aria-label": say("ends"), onchange: (e) => { if (e.target.value) pull(path, e.target.value.slice(0, 16) + DATA_ZONE); } });
  const order = path.split(".").slice(0, 2).join(".");
  const shift = (hours) => pull(path, stamp(at + hours * 3600));
  return [input, button(say("6 h earlier"), false, () => shift(-6)), button(say("6 h later"), false, () => shift(6)), button(say("24 h earlier"), false, () => shift(-24)), none ? button(say("nobody draws it"), state.change[order] === null, () => pull(order, null)) : null, button(psay("of a lever", "as it was"), !has(path) && !has(order), () => { pull(order, undefined); })];
}
const lever = (name, hands) => make("div", { class: "lever" }, make("span", {}, name), make("span", { class: "hands" }, hands));
const bridgeHands = (id) => ["blown", "intact"].map((s) => button(say(s === "blown" ? mark("blown") : mark("intact")), state.change[`bridges.${id}.state`] === s, () => pull(`bridges.${id}.state`, s))).concat(button(psay("of a lever", "as it was"), !has(`bridges.${id}.state`), () => pull(`bridges.${id}.state`, undefined)));
const roadHands = (id) => [button(say("closed"), has(`roads.${id}.closed`) || state.change[`roads.${id}`] === null, () => pull(`roads.${id}`, null)), button(psay("of a lever", "as it was"), state.change[`roads.${id}`] !== null, () => pull(`roads.${id}`, undefined))];
const garrisonHands = (id, men) => [button(say("no garrison"), state.change[`garrisons.${id}`] === null, () => pull(`garrisons.${id}`, null)), button(say("twice the men"), state.change[`garrisons.${id}.men`] === 2 * men, () => pull(`garrisons.${id}.men`, 2 * men)), button(psay("of a lever", "as it was"), !has(`garrisons.${id}`) && !has(`garrisons.${id}.men`), () => pull(`garrisons.${id}`, undefined))];
const columnHands = (id) => [[mark("6 h earlier"), "-6 h"], [mark("6 h later"), "6 h"], [mark("24 h earlier"), "-24 h"], [mark("24 h later"), "24 h"]].map(([word, hours]) => button(say(word), state.change[`delay.${id}`] === hours, () => pull(`delay.${id}`, hours))).concat(button(psay("of a lever", "as it was"), !has(`delay.${id}`), () => pull(`delay.${id}`, undefined)));
/** A lever for one of many, chosen from a list. */
function chosen(key, rows, hands) {
  const list = make("select", { "aria-label": say(LEVERS[key]), onchange: () => { open.chosen[key] = list.value; fillLevers(); } }, make("option", { value: "" }, say("choose …")), rows.map(([id, name]) => make("option", { value: id, selected: open.chosen[key] === id ? "" : null }, name)));
  const id = open.chosen[key];
  return [make("div", { class: "lever" }, list), id ? lever(rows.find((row) => row[0] === id)[1], hands(id)) : null];
}
const open = { groups: new Set(["lines"]), chosen: {} };
function group(key, content) {
  return make("details", { "data-group": key, open: open.groups.has(key) ? "" : null }, make("summary", {}, say(LEVERS[key])), content);
}
function fillLevers() {
  for (const e of $("levers").children) if (e.open) open.groups.add(e.dataset.group); else open.groups.delete(e.dataset.group);
  const l = DATA44.levers, byName = (a, b) => a[1].localeCompare(b[1], language);
  const active = document.activeElement, inside = $("levers").contains(active), label = inside ? active.textContent || active.getAttribute("aria-label") : "", row = inside ? active.closest(".lever")?.firstChild.textContent : "";
  const all = (section, ids, word) => lever(say(word), [button(say("yes"), ids.length && ids.every((id) => state.change[`${section}.${id}`] === null), () => { for (const id of ids) state.change[`${section}.${id}`] = null; pull(`${section}.${ids[0]}`, null); }), button(psay("of a lever", "as it was"), !ids.some((id) => has(`${section}.${id}`)), () => { for (const id of ids) delete state.change[`${section}.${id}`]; pull(`${section}.${ids[0]}`, undefined); })]);
  $("levers").replaceChildren(
    group("lines", l.lines.map(([id, title, until]) => lever(told(title || id), hourLever(`orders.${id}.until`, until, true)))),
    group("decisions", chosen("decisions", l.decisions.map(([id, title]) => [id, told(title)]), (id) => hourLever(`orders.${id}.issued`, l.decisions.find((d) => d[0] === id)[2], true))),
    group("bridges", chosen("bridges", l.bridges.map(([id, how]) => [id, `${placeName(id)} (${say(STATES[how] || how)})`]).sort(byName), bridgeHands)),
    group("garrisons", chosen("garrisons", l.garrisons.map(([id, place, men]) => [id, `${placeName(place)} · ${nsay("{n} man", "{n} men", men)}`]).sort(byName), (id) => garrisonHands(id, l.garrisons.find((g) => g[0] === id)[2]))),
    group("columns", chosen("columns", l.marching.map((id) => [id, unitName(scene.units.id.indexOf(id))]).sort(byName), columnHands)),
    group("skies", [l.weather.length ? all("weather", l.weather, mark("No rain, no fog")) : null, l.crowds.length ? all("crowds", l.crowds, mark("No crowds in the streets")) : null,
      lever(say("No luck: every draw at its median (one pair)"), [button(say("yes"), !state.chance, () => { state.chance = false; fillLevers(); }), button(psay("of a lever", "as it was"), state.chance, () => { state.chance = true; fillLevers(); })])]),
  );
  if (inside) for (const e of $("levers").querySelectorAll("button, select, input")) if ((e.textContent || e.getAttribute("aria-label")) === label && e.closest(".lever")?.firstChild.textContent === row) { e.focus({ preventScroll: true }); break; }
  if (!$("target").hidden) fillTarget();
}

// --- on the map -----------------------------------------------------------------------------------------

const target = { kind: "", id: "" };
function openCard(unit) { openTarget("columns", scene.units.id[unit]); }
function openTarget(kind, id) { Object.assign(target, { kind, id }); $("target").hidden = false; fillTarget(); $("target").focus({ preventScroll: true }); }
function closeCard() { if (!$("target").hidden) { $("target").hidden = true; map.canvas.focus({ preventScroll: true }); } }
function fillTarget() {
  const { kind, id } = target, l = DATA44.levers, road = kind === "roads" ? l.roads.find((r) => r[0] === id) : null, garrison = kind === "garrisons" ? l.garrisons.find((g) => g[0] === id) : null;
  const name = { bridges: () => placeName(id), roads: () => `${placeName(road[1])} – ${placeName(road[2])}`, garrisons: () => `${placeName(garrison[1])} · ${nsay("{n} man", "{n} men", garrison[2])}`, columns: () => unitName(scene.units.id.indexOf(id)) }[kind]();
  const hands = { bridges: bridgeHands, roads: roadHands, garrisons: (k) => garrisonHands(k, garrison[2]), columns: columnHands }[kind](id);
  $("target").replaceChildren(make("button", { class: "close", type: "button", "aria-label": say("Close"), onclick: closeCard }, "×"), make("h2", {}, name), make("p", {}, say(LEVERS[kind])), make("p", { class: "row" }, hands));
}
/** Where a place is on the map's canvas. */
const screenOf = (id) => { const k = scene.placeAt.get(id); return [toX(scene.ground.x[k]), toY(scene.ground.y[k])]; };
function targetAt(x, y) {
  let best = 11, found = null;
  const near = (kind, id, [px, py], bonus = 0) => { const far = Math.hypot(px - x, py - y) - bonus; if (far < best) { best = far; found = [kind, id]; } };
  for (const [id] of DATA44.levers.bridges) near("bridges", id, screenOf(id), 2);
  for (const [id, place] of DATA44.levers.garrisons) near("garrisons", id, screenOf(place));
  if (found) return found;
  best = 7;
  for (const [id, from, to] of DATA44.levers.roads) {
    const [ax, ay] = screenOf(from), [bx, by] = screenOf(to), dx = bx - ax, dy = by - ay, size = dx * dx + dy * dy;
    const share = size ? Math.min(Math.max(((x - ax) * dx + (y - ay) * dy) / size, 0), 1) : 0, far = Math.hypot(x - ax - share * dx, y - ay - share * dy);
    if (far < best) { best = far; found = ["roads", id]; }
  }
  return found;
}
/** A thing of a kind that a click would find: [id, x, y] on the screen. */
function reachable(kind) {
  const box = map.canvas.getBoundingClientRect();
  for (const [id] of DATA44.levers[kind]) {
    const [x, y] = screenOf(id), found = x > 40 && y > 150 && x < map.width - 40 && y < map.height - 120 && columnAt(x, y) < 0 && targetAt(x, y);
    if (found && found[0] === kind && found[1] === id) return [id, x + box.left, y + box.top];
  }
  return null;
}
function bindTargets() {
  let down = null;
  map.canvas.addEventListener("pointerdown", (e) => { down = [e.clientX, e.clientY]; });
  map.canvas.addEventListener("click", (e) => {
    if (!down || Math.hypot(e.clientX - down[0], e.clientY - down[1]) > 6) return;
    const box = map.canvas.getBoundingClientRect(), x = e.clientX - box.left, y = e.clientY - box.top;
    if (columnAt(x, y) >= 0) return;
    const found = targetAt(x, y);
    if (found) openTarget(...found);
  });
}

// --- the passport --------------------------------------------------------------------------------------

function fillPassport() {
  if ($("passport").contains(document.activeElement)) return;
  const field = (key) => {
    const value = state.head[key], shown_ = Array.isArray(value) ? value.join(", ") : value ?? "";
    return make("label", {}, say(PASSPORT[key]), make("input", { type: "text", value: shown_, "data-key": key, maxlength: 400, onchange: (e) => {
      const text = e.target.value.trim(), head = { ...state.head };
      if (!text) delete head[key]; else head[key] = key === "considered_by" ? text.split(/\s*,\s*/) : text;
      state.head = head;
      setText(written(head, state.change), true);
    } }));
  };
  const guess = make("p", { class: "row" }, say("I expect that"),
    make("select", { "aria-label": say("I expect that"), id: "guess-what", onchange: (e) => { state.guess.outcome = e.target.value; } }, drawn().map((name) => make("option", { value: name, selected: state.guess.outcome === name ? "" : null }, outcomeName(name)))),
    make("select", { "aria-label": say("What I expect"), id: "guess-way", onchange: (e) => { state.guess.way = e.target.value; } }, Object.keys(GUESSES).map((way) => make("option", { value: way, selected: state.guess.way === way ? "" : null }, say(GUESSES[way])))));
  state.guess.outcome ||= drawn()[0] || "";
  $("passport").replaceChildren(...Object.keys(PASSPORT).map(field), guess);
}

// --- the run ---------------------------------------------------------------------------------------------

function tellRun() {
  $("run").disabled = job.on || state.stage !== "ready" || !state.faults || state.faults.length > 0;
  $("cancel").hidden = !job.on;
  $("state").textContent = say(STAGES[state.stage], { why: state.why || "" });
}
const lasts = (ms) => { const s = Math.max(1, Math.round(ms / 1000)); return s < 90 ? `${s} s` : `${Math.round(s / 60)} min`; };
async function runIt() {
  const n = state.chance ? +$("pairs").value : 1, began = performance.now();
  dots.pairs = []; state.answered = null; state.parting = null;
  $("answer").replaceChildren(); $("progress").hidden = false; $("progress").value = 0; $("worlds").hidden = true;
  $("progress-says").textContent = say("The first pair is being simulated …");
  const what = { base: DATA44.base, text: state.text, seed: null, chance: state.chance };
  const running = simulate(what, n, (pair, done, total) => {
    dots.pairs.push(pair);
    $("progress").value = done / total;
    const left = (performance.now() - began) / done * (total - done);
    if (done === 1 || done === total || done % Math.ceil(total / 10) === 0) $("progress-says").textContent = say("{n} of {all} pairs, about {time} left", { n: done, all: total, time: lasts(left) });
    if (!state.drawing) { state.drawing = true; requestAnimationFrame(() => { state.drawing = false; drawDots(); }); }
  });
  tellRun();
  try {
    const whole = await running;
    if (job.rows.size < n && whole < n) { $("progress-says").textContent = nsay("Cancelled after {n} pair.", "Cancelled after {n} pairs.", whole); if (whole < 2) return; }
    else $("progress-says").textContent = nsay("{n} pair in {time}", "{n} pairs in {time}", n, { time: lasts(performance.now() - began) });
    state.answered = await askOf({ do: "ask", n: whole }, whole);
    state.answeredText = what.text;
    drawDots(); showAnswer(state.answered, state.guess);
    await showPair(0);
  } catch (error) {
    const refused = error.refused;
    if (refused && refused.faults) { state.faults = refused.faults; fillVerdict(); }
    else $("progress-says").textContent = say("Python could not start ({why}). The map still plays.", { why: refused ? pick(refused.words) : error.message });
  } finally { job.on = false; $("progress").hidden = true; tellRun(); }
}
/** Play a pair on the map: both worlds on one clock, the other as shadows. */
async function showPair(k) {
  const played = await askOf({ do: "play", replication: k }, k + 1);
  if (played.words || !played.worlds.length || !played.worlds[0].length) return;
  scene.all = {};
  played.worlds.forEach((tracks, world) => { scene.all[world] = unpack({ tracks: tracks.filter((row) => row[0] >= 0), events: [], moments: [] }); });
  state.pair = k;
  state.parting = played.parting && { time: played.parting[0], unit: played.parting[1], place: played.parting[2], told: false };
  chooseWorld(played.worlds.length - 1);
}
/** The clock stops once where the worlds of a pair part, and says so until it goes on. */
function pauseAtParting(t) {
  const parting = state.parting, before = state.before;
  state.before = t;
  if (!parting) { $("parts").textContent = ""; return; }
  if (!parting.told && clock.playing && before < parting.time && t >= parting.time) {
    parting.told = true;
    clock.time = parting.time;
    play(false); // comes back here with that hour
    return;
  }
  const words = parting.told && t === parting.time && !clock.playing ? say("Here the worlds part. First: {who}, {where}.", { who: unitName(scene.units.id.indexOf(parting.unit)) || parting.unit, where: placeName(parting.place) }) : "";
  if ($("parts").textContent !== words) $("parts").textContent = words;
}
function chooseWorld(world) {
  state.world = world;
  openRun(String(world));
  $("worlds").hidden = false;
  const kept = Math.min(20, job.rows ? job.rows.size : 0);
  $("worlds").replaceChildren(...Object.keys(scene.all).map((key) => button(say(WORLD_NAMES[key]), +key === world, () => chooseWorld(+key))),
    make("select", { "aria-label": say("Pairs"), onchange: (e) => showPair(+e.target.value) }, Array.from({ length: kept }, (_, k) => make("option", { value: k, selected: k === state.pair ? "" : null }, say("Pair {k}", { k: String(k) })))));
  setTime(clock.time);
}

// --- sharing ----------------------------------------------------------------------------------------------

function saveFile() {
  const link = make("a", { href: URL.createObjectURL(new Blob([state.text], { type: "text/yaml" })), download: "what-if.yaml" });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
async function openFile(file) {
  if (!file) return;
  if (file.size > MOST_SHARED) { state.faults = [oneFault(both(mark("This file is too large.")))]; fillVerdict(); return; }
  begin(await file.text());
}
async function takeCode(code) {
  try { begin(await textOf(code)); $("code-says").textContent = say("Taken over."); } catch (error) { $("code-box").hidden = false; $("code-says").textContent = say(error instanceof CodeFault ? error.message : BAD_CODE); }
}

// --- everything -----------------------------------------------------------------------------------------

function fillAll() {
  tellTemplate();
  $("title").textContent = operation();
  $("view-city").textContent = goal();
  document.title = `${operation()} – ${say("What if?")}`;
  $("subtitle").replaceChildren(tell(scene.title));
  $("slider").min = scene.span[0]; $("slider").max = scene.span[1];
  fillQuestions(); fillLevers(); fillPassport(); fillVerdict(); tellRun();
  if (dots.pairs.length) drawDots();
  if (state.answered) showAnswer(state.answered, state.guess);
  if (!$("worlds").hidden) chooseWorld(state.world);
  map.key = "";
  setTime(clock.time);
}
function tellTime(t) {
  $("slider").value = t;
  $("play").dataset.on = String(clock.playing);
  const word = playWord();
  if ($("play-word").textContent !== word) $("play-word").textContent = word;
  $("clock").textContent = hm(t);
  $("day").textContent = capital(dayName(t));
  $("sky").textContent = capital([isNight(t) ? say("night") : "", ...weatherAt(t).map(weatherName)].filter(Boolean).join(", "));
  $("slider").setAttribute("aria-valuetext", `${dayName(t)} ${hm(t)}`);
  if (!clock.playing) map.canvas.setAttribute("aria-label", `${say("Map of the advance")}, ${dayName(t)} ${hm(t)}`);
}
function bind() {
  bindMap(); bindTargets();
  $("play").addEventListener("click", () => play(!clock.playing));
  $("slider").addEventListener("input", () => setTime(+$("slider").value));
  bindLanguages(fillAll);
  $("zoom-in").addEventListener("click", () => zoom(1.4));
  $("zoom-out").addEventListener("click", () => zoom(1 / 1.4));
  for (const mode of ["follow", "all", "city"]) $("view-" + mode).addEventListener("click", () => setMode(mode));
  $("own").addEventListener("click", ownQuestion);
  $("shipped").addEventListener("change", () => { const q = DATA44.questions.find((one_) => one_.name === $("shipped").value); if (q) begin(q.text); });
  $("text").addEventListener("input", () => setText($("text").value, false));
  $("save").addEventListener("click", saveFile);
  $("open").addEventListener("click", () => $("opened").click());
  $("opened").addEventListener("change", () => { openFile($("opened").files[0]); $("opened").value = ""; });
  $("share").addEventListener("click", async () => { $("code-box").hidden = false; $("code").value = await codeOf(state.text); $("code").select(); $("code-says").textContent = ""; });
  $("paste").addEventListener("click", () => { $("code-box").hidden = false; $("code").value = ""; $("code").focus(); });
  $("take").addEventListener("click", () => takeCode($("code").value));
  $("run").addEventListener("click", runIt);
  $("cancel").addEventListener("click", cancelRun);
  $("print").addEventListener("click", () => print());
  addEventListener("beforeprint", () => fillSheet(state.text, state.head, state.guess, state.text === state.answeredText ? state.answered : null));
  document.addEventListener("keydown", (e) => {
    if (e.key === "Escape") closeCard();
    if (e.target !== map.canvas || e.ctrlKey || e.metaKey || e.altKey) return;
    const acts = { " ": () => play(!clock.playing), ArrowLeft: () => setTime(clock.time - 600), ArrowRight: () => setTime(clock.time + 600), "+": () => zoom(1.4), "-": () => zoom(1 / 1.4), 0: () => setMode("follow") };
    if (acts[e.key]) { e.preventDefault(); acts[e.key](); }
  });
  const again = () => { document.documentElement.style.setProperty("--top", document.querySelector(".top").offsetHeight + "px"); readColours(); sizeMap(); setTime(clock.time); };
  for (const e of [$("stage"), document.querySelector(".top")]) new ResizeObserver(again).observe(e);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", again);
  onTick(drawMap); onTick(tellTime); onTick(pauseAtParting);
}
const DATA44 = JSON.parse(document.getElementById("studio-data").textContent), DATA_ZONE = DATA44.zone;
Object.assign(DATA.french, DATA44.french);
pool44.onState = (word) => { $("progress-says").textContent = say(word); };
readColours();
openScene(0);
clock.time = scene.span[2];
layGround();
bind();
sizeMap();
fillAll();
const firstPicture = performance.now();
requestAnimationFrame(() => setTimeout(async () => {
  try {
    await openPool();
    state.stage = "ready";
    state.readyAt = performance.now();
    if (state.text) checkText();
  } catch (error) { state.stage = error.message === "wasm" ? "noWasm" : "failed"; state.why = error.message; }
  tellRun();
}, 0));
if (location.hash.startsWith("#q=")) takeCode(location.hash.slice(3));

/** For whoever looks under the bonnet, and for the tests. */
window.paris44 = { state, pool: pool44, job, dots, scene, clock, codeOf, textOf, reachable, firstPicture: () => firstPicture };
