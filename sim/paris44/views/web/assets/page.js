// Everything tied together: controls, keys, captions, languages, printing.
const SPEEDS = [600, 1800, 3600, 7200, 14400];
const shown = { caption: null, live: 0, minute: -1 };

function fillControls() {
  tellTemplate();
  document.title = `${operation()} – ${told(scene.title)}`;
  $("title").textContent = operation();
  $("view-city").textContent = goal();
  $("graph-lead").textContent = say("Time runs to the right, the road to {place} upwards. Each band is a column from its head to its tail: a steep band marches, a level one stands. Grey stripes are nights. Click to set the clock.", { place: goal() });
  $("subtitle").replaceChildren(tell(scene.title));
  const short = scene.span[1] - scene.span[0] < 43200;
  const step = (s) => (s < 60 ? `${s} s` : s < 3600 ? `${s / 60} min` : `${s / 3600} h`);
  $("speed").replaceChildren(...(short ? SPEEDS.map((s) => s / 30) : SPEEDS).map((s) => make("option", { value: s, selected: s === clock.speed ? "" : null }, say("{step} per second", { step: step(s) }))));
  $("scenario-pick").hidden = DATA.scenarios.length < 2;
  $("scenario").replaceChildren(...DATA.scenarios.map((s, k) => make("option", { value: k, selected: k === scene.number ? "" : null, lang: foreign(s.title) }, told(s.title))));
  $("run").replaceChildren(...Object.keys(scene.all).map((key) => make("option", { value: key, selected: key === scene.replication ? "" : null }, +key === scene.typical ? say("run {run} (nearest to the medians)", { run: key }) : say("run {run}", { run: key }))));
  $("slider").min = scene.span[0]; $("slider").max = scene.span[1];
  graph.canvas.setAttribute("aria-label", say("March graph: distance to the centre against time. The table of the columns and the journal say the same in words."));
}
function fillAll() {
  fillControls(); listColumns(); fillMoments(); fillCompare(); fillRecord(); fillSeed(); fillLimits(); fillJournal();
  if (!$("card").hidden) fillCard();
  graph.key = map.key = "";
  shown.minute = -1; shown.begin = null;
  drawDays();
  setTime(clock.time);
}
function chooseScene(number) {
  const time = clock.time, first = scene.number === undefined;
  play0();
  closeCard();
  openScene(number);
  clock.speed = scene.span[1] - scene.span[0] < 43200 ? 120 : 3600;
  clock.time = first || time < scene.span[0] || time > scene.span[1] ? scene.span[2] : time;
  layGround();
}
const play0 = () => { clock.playing = false; };

// --- what goes with the clock -----------------------------------------------------------------------------

function tellTime(t) {
  $("slider").value = t;
  const sign = $("play").dataset.on === "true";
  if (sign !== clock.playing || !$("play-word").textContent) {
    $("play").dataset.on = String(clock.playing);
  }
  const word = playWord();
  if ($("play-word").textContent !== word) $("play-word").textContent = word;
  const minute = Math.floor(t / 60);
  if (minute === shown.minute) return;
  shown.minute = minute;
  $("clock").textContent = hm(t);
  $("clock").setAttribute("datetime", iso(t));
  const day = capital(dayName(t)), moon = moonAt(t), sky = [isNight(t) ? say("night") : "", moon === undefined ? "" : say("moon {share} %", { share: moon }), ...weatherAt(t).map(weatherName)].filter(Boolean).join(", ");
  if ($("day").textContent !== day) $("day").textContent = day;
  if ($("sky").textContent !== capital(sky)) $("sky").textContent = capital(sky);
  $("slider").setAttribute("aria-valuetext", `${day} ${hm(t)}`);
}
/** The caption of a moment; while it plays, of what happened in the last stretch, the weightiest. */
function captionAt(t) {
  const rows = scene.captions, long = clock.playing ? clock.speed * 2.5 : 21600;
  let low = 0, high = rows.length;
  while (low < high) { const mid = (low + high) >> 1; if (rows[mid].time <= t) low = mid + 1; else high = mid; }
  if (!clock.playing) { // at rest: simply the last that happened
    let k = low - 1;
    while (k > 0 && rows[k - 1].time === rows[k].time) k--;
    return k >= 0 && rows[k].time > t - long ? rows[k] : null;
  }
  let best = null, weight = 0;
  for (let k = low - 1; k >= 0 && rows[k].time > t - long; k--) {
    const w = (STRESS[rows[k].kind] || 1) - (t - rows[k].time) / long * 2.5;
    if (!best || w > weight) { best = rows[k]; weight = w; }
  }
  return best;
}
function tellCaption(t) {
  const row = captionAt(t), box = $("caption");
  const begin = t === scene.span[2] && !clock.playing;
  if (row === shown.caption && begin === shown.begin) return;
  shown.caption = row; shown.begin = begin;
  if (begin) box.textContent = say("Press play.");
  else if (!row) box.textContent = "";
  else box.replaceChildren(make("span", { lang: tongue(row) }, sentence(row)), make("small", {}, dayHm(row.time)));
  if (row && !begin) announce(row);
}
/** Say a caption to screen readers: the latest, and not more than one in two and a half seconds while it plays. */
function announce(row) {
  clearTimeout(shown.timer);
  const wait = Math.max(0, (clock.playing ? 2500 : 300) - (Date.now() - shown.live));
  shown.timer = setTimeout(() => { shown.live = Date.now(); $("live").replaceChildren(`${hm(row.time)} `, make("span", { lang: tongue(row) }, sentence(row))); }, wait);
}
function tellMap(t) {
  if (clock.playing) return;
  let moving = 0, still = 0;
  for (const track of scene.run.tracks) { const head = headOf(track, t); if (head) { if (head[1] > 0) moving++; else still++; } }
  map.canvas.setAttribute("aria-label", say("Map of the advance at {when}. {moving}", { when: `${dayName(t)} ${hm(t)}`, moving: nsay("{n} column on the move, {still} in place.", "{n} columns on the move, {still} in place.", moving, { still }) }));
}

// --- keys ------------------------------------------------------------------------------------------------

function event(step) {
  const rows = scene.captions, t = clock.time;
  const next = step > 0 ? rows.find((row) => row.time > t + .5) : [...rows].reverse().find((row) => row.time < t - .5);
  if (next) setTime(next.time);
}
function keys(e) {
  if (e.key === "Escape") { closeCard(); return; }
  if (e.ctrlKey || e.metaKey || e.altKey) return;
  const at = e.target, control = at.closest && at.closest("input, select, button, a, summary, textarea");
  if (control && !(at === $("slider") && /^[np+0-]$/i.test(e.key))) return;
  const acts = {
    " ": () => play(!clock.playing), ArrowLeft: () => setTime(clock.time - (e.shiftKey ? 3600 : 600)), ArrowRight: () => setTime(clock.time + (e.shiftKey ? 3600 : 600)),
    Home: () => setTime(scene.span[0]), End: () => setTime(scene.span[1]), n: () => event(1), p: () => event(-1),
    "+": () => zoom(1.4), "-": () => zoom(1 / 1.4), 0: () => setMode("follow"),
  };
  const act = acts[e.key.length === 1 ? e.key.toLowerCase() : e.key];
  if (act) { e.preventDefault(); act(); }
}

function bind() {
  bindMap(); bindGraph();
  $("play").addEventListener("click", () => play(!clock.playing));
  $("slider").addEventListener("input", () => setTime(+$("slider").value));
  $("speed").addEventListener("change", () => { clock.speed = +$("speed").value; });
  $("scenario").addEventListener("change", () => { chooseScene(+$("scenario").value); fillAll(); });
  $("run").addEventListener("change", () => { openRun($("run").value); fillAll(); });
  $("ghosts").addEventListener("change", () => { map.ghosts = $("ghosts").checked; drawMap(clock.time); });
  bindLanguages(fillAll);
  $("zoom-in").addEventListener("click", () => zoom(1.4));
  $("zoom-out").addEventListener("click", () => zoom(1 / 1.4));
  for (const mode of ["follow", "all", "city"]) $("view-" + mode).addEventListener("click", () => setMode(mode));
  document.addEventListener("keydown", keys);
  const again = () => { document.documentElement.style.setProperty("--top", document.querySelector(".top").offsetHeight + "px"); readColours(); sizeMap(); sizeGraph(); drawDays(); graph.key = ""; setTime(clock.time); };
  for (const e of [$("stage"), document.querySelector(".top")]) new ResizeObserver(again).observe(e);
  new ResizeObserver(() => { const w = graph.canvas.getBoundingClientRect().width; if (Math.abs(w - graph.width) > 1) { sizeGraph(); drawGraph(clock.time); } }).observe(graph.canvas);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", again);
  let folded = []; // what was open before it was printed
  addEventListener("beforeprint", () => {
    play0();
    folded = [...document.querySelectorAll("details")].map((box) => [box, box.open]);
    for (const [box] of folded) box.open = box !== $("journal-box");
    readColours();
    for (const [canvas, picture] of [[map.canvas, pictureOfMap(1000, 640)], [graph.canvas, pictureOfGraph(1000, 480)]]) {
      canvas.before(make("img", { class: "printed", src: picture, alt: canvas.getAttribute("aria-label") }));
    }
  });
  addEventListener("afterprint", () => { for (const [box, open] of folded) box.open = open; for (const e of document.querySelectorAll("img.printed")) e.remove(); again(); });
  for (const f of [drawMap, tellTime, tellCaption, tellCard, tellMap]) onTick(f);
  onTick((t) => { if (graph.seen) drawGraph(t); });
  new IntersectionObserver((rows) => { graph.seen = rows.some((row) => row.isIntersecting); if (graph.seen) drawGraph(clock.time); }, { rootMargin: "200px" }).observe(graph.canvas);
}

readColours();
chooseScene(0);
bind();
sizeMap(); sizeGraph();
fillAll();

/** For whoever looks under the bonnet, and for the tests. */
window.paris44 = {
  clock, scene, setTime, play, strip, span, percent, wordsFrom,
  heads: (t) => scene.run.tracks.map((track) => { const spot = headOf(track, t); return [scene.units.id[track.unit], spot && scene.ground.id[track.places[spot[0]]], spot && scene.ground.id[track.places[Math.min(spot[0] + 1, track.places.length - 1)]], spot && spot[1]]; }),
  screen: (unit) => (map.spots.find((spot) => scene.units.id[spot[0]] === unit) || [null, null])[1],
};
