// The studio tied together: a question, its levers and file, the run, the answer.
const state = {
  text: "", readOf: "", readable: true, head: {}, change: {}, pulls: [], faults: null, said: [], ways: [], notes: null, checking: 0,
  chance: true, guess: { outcome: "", way: "" }, answered: null, recorded: null, stage: "starting", toldAt: 0, world: 0, garrisons: [],
};

const STAGES = {
  starting: mark("Python is starting …"), ready: mark("ready"), failed: mark("Python could not start in this browser. The map still plays."),
  noMemory: mark("There is too little memory to simulate: close other pages or programs, then load this page anew. The map still plays."),
  noWasm: mark("This browser cannot run the simulation: it has no WebAssembly, or it is too old. The map still plays."),
};
const FAULTS_INSIDE = {
  check: mark("The program failed at this file; the fault is its own, not yours. Write it otherwise, or load the page anew."),
  run: mark("The simulation stopped at a fault of the program, not of your file."),
  died: mark("Python stopped again and again, perhaps for want of memory: close other pages or programs, then run again."),
  play: mark("This pair cannot be played: a fault of the program."),
};
/** A sentence, and below it, folded, what the machine itself says. */
const withInside = (sentence, inside) => [sentence, inside ? make("details", { class: "inside" }, make("summary", {}, say("What the machine says")), make("pre", { lang: "en" }, inside)) : null].filter(Boolean);

// --- what is asked --------------------------------------------------------------------------------------

function begin(text) {
  for (const id of ["s-change", "s-passport", "s-run"]) $(id).hidden = false;
  state.pulls = [];
  endPicking();
  setText(text, true);
  $("s-change").scrollIntoView({ behavior: calm.matches ? "auto" : "smooth", block: "start" });
  $("h-change").tabIndex = -1; $("h-change").focus({ preventScroll: true });
}
function ownQuestion() {
  begin(written(ownHead(), {}));
  Object.assign(state, { head: ownHead(), change: {}, readOf: state.text, readable: true });
  fillLevers();
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
  state.notes = null;
  clearTimeout(state.timer);
  $("verdict").textContent = state.stage === "ready" ? say("Checking …") : "";
  state.timer = setTimeout(checkText, shown ? 50 : 500);
  tellRun();
  pool44.wanted = true;
  getAhead();
}
/** Ask what is wrong with the file. One at a time: what is typed, or dragged, meanwhile is asked when that is answered. */
async function checkText() {
  if (state.stage !== "ready" || state.asking) return;
  const number = ++state.checking, text = state.text;
  let checked;
  state.asking = true;
  try { checked = await ask(await pool44.workers[0].born, { do: "check", base: DATA44.base, text }); } catch { clearTimeout(state.timer); if (givenUp(text)) return; state.timer = setTimeout(checkText, 300); return; } finally { state.asking = false; }
  if (number !== state.checking) return;
  if (text !== state.text) { clearTimeout(state.timer); checkText(); return; }
  Object.assign(state, { readOf: text, readable: Boolean(checked.read), head: checked.head || {}, change: checked.change || {}, faults: checked.faults || [], said: checked.words || [], ways: checked.ways || [] });
  if (!checked.faults) { state.faults = [checked.inside ? { ...oneFault(both(FAULTS_INSIDE.check)), inside: checked.inside } : oneFault(checked.words)]; Object.assign(state, { said: [], readable: false }); }
  $("levers").inert = $("band").inert = !state.readable;
  fillVerdict(); fillLevers(); fillPassport(); tellRun(); drawMap(clock.time);
  const pulls = state.pulls.splice(0);
  if (pulls.length && state.readable) amend(() => pulls.forEach((act) => act()));
  else if (!state.faults.length) state.timer = setTimeout(heedText, 600);
}
/** A file at which workers die is asked three times and no more. */
function givenUp(text) {
  state.deaths = state.deaths && state.deaths.text === text ? { text, n: state.deaths.n + 1 } : { text, n: 1 };
  if (state.deaths.n < 3 || text !== state.text) return false;
  Object.assign(state, { readOf: text, readable: false, faults: [oneFault(both(mark("Python stopped three times at this file: it is too deep or too large for this page.")))] });
  $("levers").inert = $("band").inert = true;
  fillVerdict(); tellRun();
  return true;
}
/** What the author of a sound file should know before a run; not while pairs are simulated. */
async function heedText() {
  const number = state.checking, text = state.text;
  if (job.on) return;
  try {
    const told_ = await ask(await pool44.workers[0].born, { do: "heed", text });
    if (number !== state.checking || text !== state.text) return;
    state.notes = told_.notes || [];
    fillVerdict();
  } catch { if (number === state.checking && text === state.text) state.timer = setTimeout(heedText, 300); }
}
const oneFault = (message) => ({ line: 0, path: "", message, hint: ["", ""] });
const faultLine = (f) => make("li", {}, ...withInside(`${f.line ? say("Line {line}:", { line: String(f.line) }) + " " : ""}${f.path ? f.path + ": " : ""}${pick(f.message)}`, f.inside), pick(f.hint) ? make("small", {}, pick(f.hint)) : null);
function fillVerdict() {
  const box = $("verdict");
  if (!state.faults) { box.textContent = ""; return; }
  if (state.faults.length) {
    box.replaceChildren(make("ul", { class: "faults" }, state.faults.slice(0, 20).map(faultLine)), state.readable ? "" : make("p", {}, say("The levers wait until the file can be read.")));
    return;
  }
  const notes = state.notes && state.notes.length ? [make("h3", {}, say("To be known before it is run")), make("ul", { class: "notes" }, state.notes.slice(0, 20).map(faultLine))] : [];
  box.replaceChildren(make("p", {}, say(state.said.length ? mark("The file is sound. It changes:") : mark("The file is sound and changes nothing."))), make("ul", { class: "sound" }, state.said.map((pair) => make("li", {}, pick(pair)))), ...notes);
}
// --- the passport --------------------------------------------------------------------------------------

function fillPassport() {
  if ($("passport").contains(document.activeElement)) return;
  const field = (key) => {
    const value = state.head[key], shown_ = Array.isArray(value) ? value.join(", ") : value ?? "";
    return make("label", {}, say(PASSPORT[key]), make("input", { type: "text", value: shown_, "data-key": key, maxlength: 400, onchange: (e) => {
      const text = e.target.value.trim();
      amend(() => { const head = { ...state.head }; if (!text) delete head[key]; else head[key] = key === "considered_by" ? text.split(/\s*,\s*/) : text; state.head = head; });
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
  const stage = `${state.stage} ${language}`;
  if ($("state").dataset.stage !== stage) { $("state").dataset.stage = stage; $("state").replaceChildren(...withInside(say(STAGES[state.stage]), state.why)); }
}
/** What is said of a run, in the language of the page also when that changes. */
function tellProgress(words) { state.progress = words; $("progress-says").replaceChildren(...[words()].flat()); }
const lasts = (ms) => { const s = Math.max(1, Math.round(ms / 1000)); return s < 90 ? `${s} s` : `${Math.round(s / 60)} min`; };
async function runIt() {
  const n = state.chance ? +$("pairs").value : 1, began = performance.now();
  dots.pairs = []; state.answered = null; state.recorded = null; state.parting = null;
  $("answer").replaceChildren(); $("progress").hidden = false; $("progress").value = 0; $("worlds").hidden = true;
  tellProgress(() => say("The first pair is being simulated …"));
  const what = { base: DATA44.base, text: state.text, seed: null, chance: state.chance };
  const mine = beginRun(what, n, (pair, done, total) => {
    dots.pairs.push(pair);
    $("progress").value = done / total;
    const left = (performance.now() - began) / done * (total - done);
    if (done === 1 || done === total || done % Math.ceil(total / 10) === 0) tellProgress(() => say("{n} of {all} pairs, about {time} left", { n: done, all: total, time: lasts(left) }));
    if (!state.drawing) { state.drawing = true; requestAnimationFrame(() => { state.drawing = false; drawDots(); }); }
  });
  tellRun();
  try {
    const whole = await simulate(mine);
    if (!ours(mine)) return;
    const took = lasts(performance.now() - began);
    if (whole < n) { tellProgress(() => nsay("Cancelled after {n} pair.", "Cancelled after {n} pairs.", whole)); if (whole < 2) return; }
    else tellProgress(() => nsay("{n} pair in {time}", "{n} pairs in {time}", n, { time: took }));
    state.answered = await askOf(mine, { do: "ask", n: whole }, whole);
    state.answeredText = what.text;
    drawDots(); showAnswer(state.answered, state.guess);
    state.recorded = (await askOf(mine, { do: "record", n: whole }, whole)).rows || [];
    showAnswer(state.answered, state.guess);
    tellMemory();
    await showPair(0);
  } catch (error) {
    if (error instanceof Overtaken) return;
    const refused = error.refused;
    if (refused && refused.faults) { state.faults = refused.faults; fillVerdict(); tellProgress(() => ""); }
    else tellProgress(() => mishap(error, FAULTS_INSIDE.run));
  } finally {
    if (ours(mine)) { job.on = mine.on = false; $("progress").hidden = true; tellRun(); }
    if (!state.notes && state.faults && !state.faults.length) heedText();
    getAhead();
  }
}
/** What an error of a run is told as; ``word``: where the fault is the program's. */
function mishap({ message, refused }, word) {
  if (refused && refused.words) return [pick(refused.words)];
  return refused ? withInside(say(word), refused.inside) : message === "replaced" ? withInside(say(FAULTS_INSIDE.died), pool44.inside) : withInside(say(word), message);
}
function tellMemory() {
  const found = memoryOf();
  $("memory").textContent = found.workers ? nsay("Memory: about {mib} MiB with {n} Python at work.", "Memory: about {mib} MiB with {n} Pythons at work.", found.workers, { mib: found.mib }) : "";
}
/** Play a pair on the map: both worlds on one clock, the other as shadows. Pairs whose tracks were not kept are simulated again. */
async function showPair(k) {
  state.pair = k;
  $("parts").textContent = say("Pair {k} is fetched …", { k: String(k) });
  const mine = job.mine, rows = [mine.base, mine.rows].map((world) => (k < KEPT && world.get(k)?.rows) || "");
  const played = await askOf(mine, { do: "play", replication: k, rows }, 0);
  if (state.pair !== k || !ours(mine)) return;
  $("parts").textContent = "";
  if (!played.worlds.length || !played.worlds[0].tracks.length) return;
  scene.all = {};
  state.stands = played.worlds.map(({ garrisons, lines, light }) => ({ garrisons, lines, light }));
  played.worlds.forEach((world, number) => { scene.all[number] = unpack({ tracks: world.tracks.filter((row) => row[0] >= 0), events: world.events, moments: [] }); });
  const [time, unit, place] = played.parting || [];
  state.parting = played.parting && { time, unit, place, told: false, early: time < scene.span[0] ? clock.time : null };
  chooseWorld(played.worlds.length - 1);
}
/** The same for whoever chose a pair: what went wrong stands where the pair was to be. */
async function playPair(k) {
  try { await showPair(k); } catch (error) { if (!(error instanceof Overtaken)) $("parts").replaceChildren(...mishap(error, FAULTS_INSIDE.play)); }
}
const partsName = ({ unit }) => unitName(scene.units.id.indexOf(unit)) || unit;
/** What is said of the parting now: where the clock has stopped for it, or that it lies before the clock's beginning, until that moves. */
function partingWords(parting, t) {
  if (parting.early !== null) return t === parting.early ? say("The worlds part before the clock begins, on {day} at {hour}. First: {who}, {where}.", { day: dayName(parting.time), hour: hm(parting.time), where: placeName(parting.place), who: partsName(parting) }) : "";
  return parting.told && t === parting.time && !clock.playing ? say("Here the worlds part. First: {who}, {where}.", { who: partsName(parting), where: placeName(parting.place) }) : "";
}
/** The clock stops once where the worlds of a pair part, and says so until it goes on. */
function pauseAtParting(t) {
  const parting = state.parting, before = state.before;
  state.before = t;
  if (!parting) return;
  if (parting.early === null && !parting.told && clock.playing && before < parting.time && t >= parting.time) {
    parting.told = true;
    clock.time = parting.time;
    play(false); // comes back here with that hour
    return;
  }
  const words = partingWords(parting, t);
  if ($("parts").textContent !== words) $("parts").textContent = words;
}
function chooseWorld(world) {
  state.world = world;
  Object.assign(scene, state.stands[world]);
  scene.garrisonAt = new Map(scene.garrisons.id.map((id, k) => [id, k]));
  openRun(String(world));
  $("worlds").hidden = false;
  const kept = job.mine ? job.mine.told.size : 0;
  $("worlds").replaceChildren(...Object.keys(scene.all).map((key) => button(say(WORLD_NAMES[key]), +key === world, () => chooseWorld(+key))),
    make("select", { "aria-label": say("Pairs"), onchange: (e) => playPair(+e.target.value) }, Array.from({ length: kept }, (_, k) => make("option", { value: k, selected: k === state.pair ? "" : null }, say("Pair {k}", { k: String(k) })))));
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
  fillQuestions(); fillLevers(); fillPassport(); fillVerdict(); tellRun(); tellMemory(); fillPicks();
  if (state.progress) tellProgress(state.progress);
  if (dots.pairs.length) drawDots();
  if (state.answered) showAnswer(state.answered, state.guess);
  if (!$("worlds").hidden) chooseWorld(state.world);
  map.key = "";
  setTime(clock.time);
}
/** Milliseconds between two tellings of the hour in words while the map plays: letters that change oftener nobody reads. */
const TOLD_EVERY = 100;
function tellTime(t) {
  const now = performance.now();
  if (clock.playing && now - state.toldAt < TOLD_EVERY) return;
  state.toldAt = now;
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
  bindMap(); bindTouch(); bindWaiting();
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
  $("cancel").addEventListener("click", () => { cancelRun(); tellRun(); });
  $("print").addEventListener("click", () => print());
  addEventListener("beforeprint", () => fillSheet(state.text, state.head, state.guess, state.text === state.answeredText ? state.answered : null));
  document.addEventListener("keydown", (e) => {
    if (e.key === "Escape") { if (picking.on) endPicking(); else closeCard(); }
    if (e.target !== map.canvas || e.ctrlKey || e.metaKey || e.altKey) return;
    const acts = { " ": () => play(!clock.playing), ArrowLeft: () => setTime(clock.time - 600), ArrowRight: () => setTime(clock.time + 600), "+": () => zoom(1.4), "-": () => zoom(1 / 1.4), 0: () => setMode("follow") };
    if (acts[e.key]) { e.preventDefault(); acts[e.key](); }
  });
  const again = () => { document.documentElement.style.setProperty("--top", document.querySelector(".top").offsetHeight + "px"); readColours(); sizeMap(); setTime(clock.time); };
  for (const e of [$("stage"), document.querySelector(".top")]) new ResizeObserver(again).observe(e);
  new ResizeObserver(fillBand).observe($("band"));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", again);
  onTick(drawMap); onTick(tellTime); onTick(pauseAtParting);
}
const DATA44 = JSON.parse(document.getElementById("studio-data").textContent), DATA_ZONE = DATA44.zone;
Object.assign(DATA.french, DATA44.french);
pool44.onMemory = tellMemory;
pool44.onState = (word) => tellProgress(() => say(word));
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
  } catch (error) { state.stage = error.message === "wasm" ? "noWasm" : /memory/i.test(error.message) ? "noMemory" : "failed"; state.why = error.message === "wasm" ? "" : error.message; }
  tellRun();
}, 0));
if (location.hash.startsWith("#q=")) takeCode(location.hash.slice(3));

/** For whoever looks under the bonnet, and for the tests. */
window.paris44 = { state, pool: pool44, base: (chance) => baseOf({ chance }), job, dots, scene, clock, codeOf, textOf, reachable, reachablePlaces, showPair, setTime, firstPicture: () => firstPicture };
