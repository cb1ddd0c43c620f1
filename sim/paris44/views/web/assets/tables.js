// What stands below the map: moments, comparison, the record, contradictions, limits, journal.
const SVG = "http://www.w3.org/2000/svg";
function svg(width, height, label, draw, cls = "dots") {
  const s = document.createElementNS(SVG, "svg");
  s.setAttribute("viewBox", `0 0 ${width} ${height}`); s.setAttribute("class", cls); s.setAttribute("preserveAspectRatio", "none");
  if (label) { s.setAttribute("role", "img"); s.setAttribute("aria-label", label); } else s.setAttribute("aria-hidden", "true");
  draw((tag, attributes, text) => {
    const e = document.createElementNS(SVG, tag);
    for (const [k, v] of Object.entries(attributes)) e.setAttribute(k, v);
    if (text) e.textContent = text;
    s.append(e);
  });
  s.removeAttribute("preserveAspectRatio");
  return s;
}
/** Dots in a strip as a path: stacked where they would hide one another, and smaller where it is too low for the stack. */
function stack(values, x, height) {
  const placed = (radius) => {
    const lanes = [];
    return values.map((value) => {
      const px = x(value);
      let lane = 0;
      while (lanes[lane] !== undefined && px - lanes[lane] < radius * 2) lane++;
      lanes[lane] = px;
      return [px, lane];
    });
  };
  const high = (spots) => Math.max(...spots.map(([, lane]) => lane), 0) + 1;
  let radius = 3.2, spots = placed(radius);
  while (high(spots) * radius * 2 > height && radius > .8) spots = placed(radius *= .9);
  const pitch = Math.min(radius * 2, height / high(spots)), middle = (height + (high(spots) % 2 ? 0 : pitch)) / 2;
  const y = (lane) => middle + (lane % 2 ? -1 : 1) * Math.ceil(lane / 2) * pitch;
  return { d: spots.map(([px, lane]) => `M${px.toFixed(1)} ${y(lane).toFixed(1)}h.01`).join(""), "stroke-width": Math.max(pitch * .94, 2.3).toFixed(1), "stroke-linecap": "round" };
}

const NO_PAIR = { dice: mark("they do not throw the same dice (seed {seed})."), start: mark("they do not begin at the same hour.") };
const DOUBTS = { incomplete: mark("its passport is incomplete"), false: mark("its passport is false: the worlds differ before {when}") };
// what, why, and the caption of the theatre that goes on from there
const LIMITS = [
  [mark("The air, and ammunition"), mark("Neither side’s aircraft act, and nobody runs out of shells. Fuel is a halt, not a stock.")],
  [mark("The enemy’s mind"), mark("Garrisons stand, leave at the hour the record gives, or are reinforced when an order says so. They do not react to a changed plan; each counterfactual says what it holds fixed.")],
  [mark("The screen on other roads"), mark("Where no source names a post, one may stand all the same: its chance is the share of the places that columns drove through where they met one. Which stand differs from run to run.")],
  [mark("Single shots"), mark("A fight is a length of time and a loss, drawn from laws that rest on a handful of recorded fights. Their spread is wide on purpose.")],
  [mark("Politics"), mark("What politics pressed for and what generals chose are orders with dates, not people whom one could persuade.")],
  [mark("Small roads"), mark("Tracks and farm lanes are not in the network. Lengths are as good as their sources, which the tables name."), "roads"],
  [mark("The map’s straight lines"), mark("Roads are drawn straight from place to place and rivers from bridge to bridge; columns move evenly between two places. Their real lengths are used in the calculation.")],
  [mark("Certainty"), mark("Where sources disagree, both stand. Where they are silent, a figure is the modeller’s judgement (grade D) and says so.")],
];
const KEYS = [
  [pmark("key", "Space"), mark("play or pause")], ["← →", mark("10 minutes back or on (with Shift: 1 hour)")], [pmark("key", "Home, End"), mark("first or last hour")],
  ["N, P", mark("next or previous event")], ["+ −", mark("zoom")], ["0", mark("follow the columns again")], [pmark("key", "Esc"), mark("close the card")],
];

const range = (row, text) => (row.lo === null ? say("never") : `${text(row.lo)} – ${row.hi === null ? say("never") : text(row.hi)}`);

function fillMoments() {
  $("moments-lead").textContent = scene.n > 20 ? say("Each dot is one twentieth of {n} runs with other luck: twenty dots to count. The bar is the recorded time with its bounds, where there is one.", { n: scene.n }) : scene.n > 1 ? say("Each dot is one of {n} runs with other luck. The bar is the recorded time with its bounds, where there is one.", { n: scene.n }) : say("One run, every draw at its median.");
  const names = Object.keys(scene.outcomes), times = names.filter((name) => scene.outcomes[name].unit === "time"), numbers = names.filter((name) => scene.outcomes[name].unit !== "time");
  const ends = times.flatMap((name) => [scene.outcomes[name].lo, scene.outcomes[name].hi, ...(scene.outcomes[name].recorded || []).flat()]).filter((v) => v !== null);
  const low = Math.min(...ends), high = Math.max(...ends, low + 3600);
  $("moments").replaceChildren(times.length ? momentTable(times, low - (high - low) * .03, high + (high - low) * .03) : "", numbers.length ? lossTable(numbers) : "");
}
function momentTable(names, low, high) {
  const x = (t) => 6 + (Math.min(Math.max(t, low), high) - low) / (high - low) * 388;
  const head = make("thead", {}, make("tr", {}, make("th", { scope: "col" }, say("Moment")), make("th", { scope: "col", class: "num" }, say("Median")), make("th", { scope: "col", class: "num" }, capital(say("in 9 runs of 10 between"))), make("th", { scope: "col" }, say("Spread"))));
  return gated(names, (some) => make("table", { class: "stack" }, head.cloneNode(true), make("tbody", {}, some.map((name) => {
    const row = scene.outcomes[name], words = row.mid === null ? say("never") : dayHm(row.mid);
    return make("tr", {}, make("th", { scope: "row" }, outcomeName(name), row.never > 0 ? make("span", { class: "small" }, " · " + say("never in {share} of the runs", { share: percent(row.never) })) : null),
      make("td", { class: "num", "data-h": say("Median") }, words), make("td", { class: "num", "data-h": capital(say("in 9 runs of 10 between")) }, range(row, dayHm)),
      make("td", {}, momentDots(row, x, low, high)));
  }))));
}
/** A table of the moments, and one of those that are asked of each place, which is opened when wanted. */
function gated(names, table) {
  const gates = names.filter((name) => DATA.outcomes[name].group), others = names.filter((name) => !DATA.outcomes[name].group);
  return make("div", {}, others.length ? table(others) : null, gates.length ? make("details", {}, make("summary", {}, say("Place by place")), table(gates)) : null);
}
function momentDots(row, x, low, high) {
  return svg(400, 34, "", (add) => {
    for (const [a, b] of scene.light.nights) if (b > low && a < high) add("rect", { x: x(a), y: 0, width: Math.max(x(b) - x(a), 0), height: 34, fill: "var(--night)" });
    add("line", { x1: 0, x2: 400, y1: 33, y2: 33, stroke: "var(--rule)" });
    for (const [lo, hi] of row.recorded || []) add("rect", { x: x(lo), y: 2, width: Math.max(x(hi) - x(lo), 3), height: 30, rx: 1.5, fill: "var(--river-ink)", "fill-opacity": .55 });
    add("path", { ...stack(row.dots.filter((v) => v !== null), x, 34), stroke: "var(--accent)" });
  });
}
function lossTable(names) {
  const number = (v) => (v === null ? "–" : grouped(v));
  return make("table", {}, make("caption", {}, say(names.every((name) => name.startsWith("losses.")) ? mark("Losses") : mark("Losses and counts"))), make("thead", {}, make("tr", {}, make("th", { scope: "col" }, say("Quantity")), make("th", { scope: "col", class: "num" }, say("Median")), make("th", { scope: "col", class: "num" }, capital(say("in 9 runs of 10 between"))))),
    make("tbody", {}, names.map((name) => { const row = scene.outcomes[name]; return make("tr", {}, make("th", { scope: "row" }, outcomeName(name)), make("td", { class: "num" }, number(row.mid)), make("td", { class: "num" }, range(row, number))); })));
}

// --- the record ---------------------------------------------------------------------------------------

const REACH = 12; // hours on each side of a recorded time
const recX = (h) => 200 + Math.min(Math.max(h, -REACH), REACH) / REACH * 172;
/** How well the record is met, by days: the score of the run. */
function fillScore() {
  const minutes = (m) => (m === null ? "–" : span(m)), heads = [mark("Days"), mark("Times"), mark("Median error"), mark("Inside 9 runs of 10"), mark("Their width"), mark("CRPS"), mark("CRPS: model | last log"), mark("Where in the law")];
  $("score").replaceChildren(scene.score.length ? make("table", { class: "stack" }, make("caption", {}, say("How well it fits")),
    make("thead", {}, make("tr", {}, heads.map((head, k) => make("th", { scope: "col", class: k && k < 7 ? "num" : null }, say(head))))),
    make("tbody", {}, scene.score.map((row) => make("tr", {}, make("th", { scope: "row" }, row.name ? pick(row.name) + (row.sets ? " *" : "") : say("all days")),
      [grouped(row.rows), minutes(row.error), percent(row.covered) + (row.open ? ` (${row.open})` : ""), minutes(row.width), minutes(row.crps), row.log[0] ? `${minutes(row.log[2])} | ${minutes(row.log[1])}` : "–"].map((text, k) => make("td", { class: "num", "data-h": say(heads[k + 1]) + " –" }, text)),
      make("td", { "data-h": say("Where in the law") + " –" }, tenths(row.tenths)))))) : "", scene.score.length ? make("p", { class: "small" }, say("Error: from the simulated median to the bounds of the source. Inside: the interval of nine runs in ten meets the recorded time (in brackets: by one that reaches never). CRPS: the mean distance of the simulated times to the recorded one, less half their distance to each other; never counts as the end. Last log: on from the formation’s last recorded time at its recorded pace, on the rows where there is one. Where in the law: recorded times by tenth of the simulated ones, the earliest first; even where the odds are right. *: days on which parameters may be set; the others only judge.")) : "");
}
/** Recorded times by tenth of the model's law, as bars. */
function tenths(counts) {
  const most = Math.max(...counts, 1);
  return svg(120, 26, counts.join(", "), (add) => counts.forEach((n, k) => add("rect", { x: k * 12 + 1, y: 25 - n / most * 24, width: 10, height: Math.max(n / most * 24, .8), fill: "var(--accent)" })));
}
function fillRecord() {
  $("record-section").hidden = !scene.record.length;
  fillScore();
  const days = new Map(), early = [];
  for (const row of scene.record) {
    const middle = row[4] ?? (row[5] + row[6]) / 2, key = midnight(middle);
    if (middle < 0) early.push(row); else if (days.has(key)) days.get(key).push(row); else days.set(key, [row]);
  }
  const blocks = [...days].sort((a, b) => a[0] - b[0]).map(([day, rows]) => ["rec-day-" + parts(day + 3600).day, capital(dayName(day + 3600)), rows]);
  if (early.length) blocks.push(["rec-day-early", say("Before the simulation begins"), early]);
  $("record").replaceChildren(...blocks.map(([id, title, rows]) => make("details", { class: "fold", id },
    make("summary", {}, make("h3", {}, title), make("span", { class: "small count" }, recordCount(rows))), make("ul", { class: "rec" }, recordAxis(), rows.map(recordRow)))));
}
/** How many times of a day there are, and what for: of those that compete for one event only the first counts. */
function recordCount(rows) {
  const told = (message, role) => { const n = rows.filter((row) => scene.roles[row[0]] === role).length; return n ? say(message, { n }) : ""; };
  return [say("Recorded times: {n}", { n: rows.length }), told(mark("to judge the model: {n}"), "judge"), told(mark("to set its parameters: {n}"), "set")].filter(Boolean).join(" · ");
}
function recordAxis() {
  return make("li", { class: "axisrow", "aria-hidden": "true" }, make("span"), svg(400, 18, "", (add) => {
    for (const h of [-12, -6, 0, 6, 12]) add("text", { x: recX(h), y: 13, "text-anchor": "middle", "font-size": 12, fill: "var(--soft)" }, h === 0 ? psay("time", "recorded") : (h > 0 ? "+" : "−") + Math.abs(h) + " h");
  }, "axis"), make("span"));
}
function recordRow(row) {
  const [id, unit, place, event, time, lo, hi, grade, note, source, url] = row, sim = scene.simulated[id], middle = time ?? (lo + hi) / 2;
  const where = place >= 0 ? placeName(place) : "", what = RECORDED[event] ? say(RECORDED[event]) : event;
  const clocks = time === null && hi - lo > 86000 && hi - lo < 86400 ? `${dayBrief(lo)}, ${say("no hour")}` : time === null ? `${dayHm(lo)} – ${dayHm(hi)}` : `${hm(time)} (${hm(lo)}–${hm(hi)})`;
  const says = !sim ? say("not simulated") : sim.mid === null ? say("never") : `${dayHm(sim.mid)} (${range(sim, hm)})`;
  return make("li", { id: "rec-" + id },
    make("span", { class: "what" }, make("b", {}, [where, what].filter(Boolean).join(", ")), " · ", tellUnit(unit), make("details", { class: "src" }, make("summary", {}, say("Source") + " ", make("span", { class: "badge", title: say(GRADES) }, say("grade {grade}", { grade })), note && note.includes("competing") ? " ≠" : ""), cited(source, url))),
    sim && sim.dots.length ? recordDots(sim, middle, lo, hi, `${say("simulated")} ${says}`) : make("span", { class: "small" }, says),
    make("span", { class: "clocks" }, make("span", { class: "small" }, psay("time", "recorded") + " "), clocks, make("br"), make("span", { class: "small" }, say("simulated") + " "), says));
}
function recordDots(sim, middle, lo, hi, label) {
  const hours = (t) => (t - middle) / 3600, dots = sim.dots.map((v) => (v === null ? REACH * 2 : hours(v)));
  const out = dots.some((h) => Math.abs(h) > REACH);
  return svg(400, 34, label, (add) => {
    const a = recX(hours(lo)), b = recX(hours(hi));
    add("rect", { x: a, y: 3, width: Math.max(b - a, 2), height: 28, fill: "var(--rule)", rx: 2 });
    add("line", { x1: 200, x2: 200, y1: 1, y2: 33, stroke: "var(--ink)", "stroke-width": 1.4 });
    add("path", { ...stack(dots, recX, 34), stroke: "var(--accent)", "stroke-opacity": out ? .75 : 1 });
    if (dots.some((h) => h > REACH)) add("path", { d: "M392 11l6 6l-6 6", stroke: "var(--accent)", "stroke-width": 2, fill: "none" });
    if (dots.some((h) => h < -REACH)) add("path", { d: "M8 11l-6 6l6 6", stroke: "var(--accent)", "stroke-width": 2, fill: "none" });
  });
}

// --- several scenarios ----------------------------------------------------------------------------------

function fillCompare() {
  $("compare-section").hidden = DATA.scenarios.length < 2;
  const base = DATA.scenarios[0];
  $("compare").replaceChildren(...DATA.compare.flatMap((answer, k) => {
    const other = DATA.scenarios[k + 1], title = make("h3", {}, sayOf("“{other}” against “{base}”", { other: tell(other.title), base: tell(base.title) }));
    if (answer.fault) return [title, make("p", {}, say("These two results cannot be compared in pairs:") + " " + say(NO_PAIR[answer.fault], { seed: answer.values[0] }))];
    const doubts = answer.doubts.map(([kind, at]) => say(DOUBTS[kind], { when: at ? dayHm(secondsOf(at)) : "" }));
    const doubt = doubts.length ? [make("p", {}, make("strong", {}, say("Exploratory:") + " "), doubts.join("; ") + ".")] : [];
    const told = make("ul", { class: "answer" }, answer.answer.map((words) => make("li", {}, tied(tell(words)))));
    const some = answer.paired ? [make("p", { class: "small" }, say("Only the first {pairs} runs of both are pairs; {one} were made of the one, {other} of the other.", { pairs: answer.paired[0], one: answer.paired[1], other: answer.paired[2] }))] : [];
    return [title, told, ...some, ...doubt, passport(other, answer), differences(base, other, answer)];
  }));
}
function passport(other, answer) {
  const rows = [];
  if (other.passport) {
    const [antecedent, decidedBy, divergesAt, holdsFixed] = other.passport;
    rows.push([mark("The change"), tell(antecedent)], [mark("Who could have decided it"), tell(decidedBy)], [mark("From"), dayHm(secondsOf(divergesAt))], [mark("What is held fixed"), tell(holdsFixed)]);
  }
  if (other.expect) rows.push([mark("What was expected beforehand"), tell(other.expect)]);
  return make("div", {}, make("dl", { class: "keys" }, rows.filter((row) => row[1]).map(([name, text]) => [make("dt", {}, say(name)), make("dd", {}, text)])),
    answer.diff.length ? make("details", {}, make("summary", {}, say("What was changed")), make("ul", {}, answer.diff.slice(0, 40).map((words) => make("li", {}, tell(words))))) : null);
}
function differences(base, other, answer) {
  const names = Object.keys(answer.rows), amount = (value, unit) => (value === null ? "–" : unit === "min" ? (nearest(value) === 0 ? say("no difference") : say(value < 0 ? mark("{time} earlier") : mark("{time} later"), { time: tied(span(value)) })) : whole(unit === "men" ? nearest(value) : value)),
    whole = (value) => (value > 0 ? "+" : value < 0 ? "−" : "") + grouped(Math.abs(value), Math.abs(value) < 10 && value % 1 ? 1 : 0);
  const ends = names.filter((name) => answer.rows[name][5] === "min").flatMap((name) => answer.rows[name].slice(0, 3)).filter((v) => v !== null).map(Math.abs);
  const most = Math.max(60, ...ends), x = (v) => 150 + Math.min(Math.max(v / most, -1), 1) * 140;
  const cell = (name) => {
    const [mid, lo, hi, , , unit] = answer.rows[name];
    if (unit !== "min" || mid === null || lo === null || hi === null) return "";
    return svg(300, 26, "", (add) => {
      add("line", { x1: 150, x2: 150, y1: 0, y2: 26, stroke: "var(--ink)" });
      add("line", { x1: x(lo), x2: x(hi), y1: 13, y2: 13, stroke: "var(--accent)", "stroke-width": 5, "stroke-opacity": .45, "stroke-linecap": "round" });
      add("circle", { cx: x(mid), cy: 13, r: 5, fill: "var(--accent)" });
    });
  };
  const why = (name) => (answer.why[name] || []).filter(([, m]) => m && Math.abs(m) >= 1).map(([cause, m]) => `${causeName(cause)} ${m > 0 ? "+" : "−"}${tied(span(m))}`).join(", ");
  return gated(names.filter((name) => answer.rows[name][3] > 0), (some) => make("table", { class: "stack" }, make("thead", {}, make("tr", {}, [mark("Moment"), mark("Difference"), mark("95 % interval")].map((head) => make("th", { scope: "col" }, capital(say(head)))), make("th", { scope: "col" }, `${say("earlier")} | ${say("later")}`), make("th", { scope: "col" }, say("Why (mean)")))),
    make("tbody", {}, some.map((name) => {
      const [mid, lo, hi, pairs, earlier, unit] = answer.rows[name];
      return make("tr", {}, make("th", { scope: "row" }, outcomeName(name)), make("td", {}, amount(mid, unit)), make("td", { "data-h": say("95 % interval") }, lo === null ? "–" : unit === "min" && nearest(lo) === 0 && nearest(hi) === 0 ? "0 min" : `${amount(lo, unit)} – ${amount(hi, unit)}`, unit === "min" && earlier !== null ? make("span", { class: "small" }, " · " + say("earlier in {share} of {n} pairs", { share: percent(earlier), n: pairs })) : null), make("td", {}, cell(name)), make("td", { class: "small" }, why(name)));
    }))));
}

// --- words ----------------------------------------------------------------------------------------------

function fillSeed() {
  $("seed-section").hidden = !scene.contradictions.length;
  $("seed").replaceChildren(make("details", { class: "fold" }, make("summary", {}, say("Show the {n} statements", { n: scene.contradictions.length })), make("table", { class: "stack" }, make("thead", {}, make("tr", {}, [mark("The account says"), mark("The record says"), mark("Shown in"), mark("Sources")].map((head) => make("th", { scope: "col" }, say(head))))),
    make("tbody", {}, scene.contradictions.map(([statement, record, shown, source]) => make("tr", {}, make("th", { scope: "row", style: "width:26%;color:var(--ink);font-size:1em" }, foreign(statement) ? tell(capital(statement)) : capital(told(statement))),
      make("td", { "data-h": say("The record says") + " –" }, tell(record)), make("td", { class: "small", "data-h": say("Shown in") + " –" }, tell(shown)), make("td", { class: "small break", style: "min-width:9rem" }, cited(source))))))));
}
function fillLimits() {
  $("limits").replaceChildren(...LIMITS.flatMap(([what, why, caption]) => [make("dt", {}, say(what)), make("dd", {}, say(why) + (DATA.theatre.captions[caption] ? " " + pick(DATA.theatre.captions[caption]) : ""))]));
  $("keys").replaceChildren(...KEYS.flatMap(([key, act]) => [make("dt", {}, say(key)), make("dd", {}, say(act))]));
  const seed = scene.seed === null ? say("none (medians)") : String(scene.seed);
  $("about").replaceChildren(make("p", {}, sayOf("Made by Paris 44 {version}. {title}: {n} runs, seed {seed}, run folder {folder}.", { version: scene.version, title: tell(scene.title), n: scene.n, seed, folder: scene.name + "/" + scene.folder })), make("p", {}, pick(DATA.theatre.words.credit) + " " + say("The page works without a network; links lead to the sources.")), make("p", {}, say(GRADES)));
}
function fillJournal() {
  $("journal").replaceChildren(...scene.captions.map((row) => make("li", {}, make("button", { type: "button", onclick: () => { setTime(row.time); } }, make("time", { datetime: iso(row.time) }, dayHm(row.time)), make("span", { lang: tongue(row) }, sentence(row))))));
}
