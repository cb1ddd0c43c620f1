// The answer: dots of both worlds as they come in, then the sentences, the causes, where the difference dies.
const NS = "http://www.w3.org/2000/svg";
const shape = (tag, attributes, text) => { const e = document.createElementNS(NS, tag); for (const [k, v] of Object.entries(attributes)) e.setAttribute(k, v); if (text !== undefined) e.textContent = text; return e; };
const dots = { pairs: [] };
const WORLD_NAMES = [pmark("world", "as it was"), pmark("world", "your question")];
const PASSPORT = {
  title: mark("The question in a line"), antecedent: mark("What is different"), decided_by: mark("Who could have decided it"), diverges_at: mark("When the worlds part"),
  considered_by: mark("Who thought of it then (keys of sources)"), holds_fixed: mark("What stays fixed"), expect: mark("What I expect"),
};
const GUESSES = { "": mark("no guess"), earlier: mark("comes earlier"), later: mark("comes later"), same: mark("does not move") };
/** The outcomes that are drawn: the main ones that are moments. */
const drawn = () => DATA44.main.filter((name) => (DATA.scenarios[0].outcomes[name] || {}).unit === "time").slice(0, 4);

function drawDots() {
  $("dots").replaceChildren(...drawn().map((name) => {
    const rows = [0, 1].map((world) => dots.pairs.map((pair) => (pair.outcomes[world] || {})[name] ?? null));
    const came = rows.flat().filter((v) => v !== null);
    const low = Math.min(...came) - 1800, high = Math.max(...came) + 1800, wide = Math.max(300, Math.min(560, $("dots").clientWidth)), left = 96, right = 56;
    const x = (v) => (v === null ? wide - right / 2 : left + (v - low) / (high - low || 1) * (wide - left - right));
    const picture = shape("svg", { viewBox: `0 0 ${wide} 118`, role: "img", "aria-label": `${outcomeName(name)}: ${WORLD_NAMES.map((w, k) => `${say(w)} ${middle(rows[k])}`).join("; ")}` });
    rows.forEach((values, world) => {
      const base = 46 + 44 * world, seen = new Map();
      picture.append(shape("line", { x1: left, x2: wide - right, y1: base + 6, y2: base + 6 }), shape("text", { x: 0, y: base + 2 }, say(WORLD_NAMES[world])));
      for (const v of values) {
        const at = x(v), bin = Math.round(at / 5), high_ = seen.get(bin) || 0;
        seen.set(bin, high_ + 1);
        picture.append(shape("circle", { cx: bin * 5, cy: base - Math.min(high_ * 4.4, 34), r: 2.3, class: world ? "other" : "base" }));
      }
    });
    if (came.length) for (const share of wide < 440 ? [0, 1] : [0, .5, 1]) { const v = low + share * (high - low); picture.append(shape("text", { x: x(v), y: 114, "text-anchor": share ? share === 1 ? "end" : "middle" : "start" }, dayHm(v))); }
    picture.append(shape("text", { x: wide - right / 2, y: 114, "text-anchor": "middle" }, say("never")));
    return make("div", { class: "strip" }, make("h3", {}, outcomeName(name)), picture);
  }));
}
function middle(values) {
  const sorted = values.map((v) => v ?? Infinity).sort((a, b) => a - b), v = sorted[(sorted.length - 1) >> 1];
  return v === undefined ? "" : v === Infinity ? say("never") : dayHm(v);
}
function showAnswer(answered, guess) {
  const box = $("answer"), other = answered.comparison.others[0];
  if (!other) { box.replaceChildren(); return; }
  const told_ = language === "fr" ? answered.french : other.answer;
  const parts_ = [make("ul", { class: "told" }, told_.map((text) => make("li", {}, text)))];
  if (guess.way) {
    const row = other.outcomes[guess.outcome] || other.groups[guess.outcome];
    if (row) {
      const moved = row.earlier + row.later, more = row.earlier > row.later ? "earlier" : "later";
      const way = !moved || Math.min(row.earlier, row.later) * 3 > Math.max(row.earlier, row.later) ? "same" : more;
      parts_.push(make("p", {}, make("strong", {}, say(way === guess.way ? mark("You expected this.") : mark("You expected something else."))), ` ${outcomeName(guess.outcome)} ${say(GUESSES[guess.way])} / ${say(GUESSES[way])}`));
    }
  }
  const name = drawn().find((n) => other.outcomes[n] && Object.keys(other.outcomes[n].causes || {}).length);
  if (name) {
    const causes = Object.entries(other.outcomes[name].causes).sort((a, b) => Math.abs(b[1]) - Math.abs(a[1])).slice(0, 6);
    parts_.push(make("h3", {}, say("Why, in the mean of the pairs: {outcome}", { outcome: outcomeName(name) })), make("table", {}, make("tbody", {}, causes.map(([cause, minutes]) => make("tr", {}, make("th", { scope: "row" }, causeName(cause)), make("td", {}, `${minutes > 0 ? "+" : "−"}${span(Math.abs(minutes))}`))))));
  }
  if (other.partings.length) {
    parts_.push(make("h3", {}, say("Where the difference dies")), make("table", {}, make("tbody", {}, other.partings.slice(0, 8).map((p) => make("tr", {},
      make("th", { scope: "row" }, told(p.name)), make("td", {}, `${placeName(p.parts_at)} ${dayHm(secondsOf(p.parts))} → ${p.joins_at ? `${placeName(p.joins_at)} ${dayHm(secondsOf(p.joins))}` : say("never")}`), make("td", {}, p.absorbed_by ? causeName(p.absorbed_by) : ""))))));
  }
  parts_.push(...tablesOf(answered, other), ...recordPart(state.recorded || []));
  box.replaceChildren(...parts_);
}
/** The outcomes as they are asked: moments first, of those that are one question their first alone; without what is no more than hours. */
function rowsOf(other) {
  const within = new Set(Object.values(other.groups).flatMap((row) => row.of || []));
  const alone = Object.entries(other.outcomes).filter(([name]) => !within.has(name) && !name.startsWith("hours."));
  return [...Object.entries(other.groups), ...alone];
}
const digits = (v) => (Number.isInteger(v) || Math.abs(v) >= 100 ? 0 : 1);
/** A median of one world: an hour, or so many. */
const valueOf = (row, v) => (row.unit === "min" ? (v === null ? say("never") : dayHm(secondsOf(v))) : v === null ? "" : grouped(v, digits(v)));
/** A difference with its sign; = where nothing prints. */
function apartOf(row, d = row.difference_median) {
  if (d === null) return "";
  const size = row.unit === "min" ? span(Math.abs(d)) : grouped(Math.abs(d), digits(d));
  return /^0( min|[.,]0)?$/.test(size) ? "=" : `${d > 0 ? "+" : "−"}${size}`;
}
const nameIn = (answered, key) => pick(answered.labels[key] || [key, key]);
/** Two tables: when it happens in both worlds, and what it costs. Medians of each world; the difference is that of the pairs. */
function tablesOf(answered, other) {
  const table = (title, rows) => [make("h3", {}, say(title)), make("table", { class: "beside" },
    make("thead", {}, make("tr", {}, [mark("Quantity"), ...WORLD_NAMES, mark("difference"), mark("pairs that move")].map((key) => make("th", { scope: "col" }, say(key))))),
    make("tbody", {}, rows.map(([key, row]) => make("tr", {}, make("th", { scope: "row" }, nameIn(answered, key)), row.medians.map((v) => make("td", {}, valueOf(row, v))), make("td", {}, apartOf(row)), make("td", {}, say("{n} of {all}", { n: row.earlier + row.later, all: answered.comparison.n }))))))];
  const rows = rowsOf(other), moments = rows.filter(([, row]) => row.unit === "min"), counts = rows.filter(([, row]) => row.unit !== "min");
  return [...(moments.length ? table(mark("When, in both worlds"), moments) : []), ...(counts.length ? table(mark("Losses and counts in both worlds"), counts) : []), make("p", { class: "lead" }, say("Medians of each world; the difference is the median of the pairs in which both come."))];
}

// --- one sheet for paper ----------------------------------------------------------------------------------

const SHEET_LINES = 26, SHEET_ROWS = 10;
/** The sheet: the question, its file, what was expected, the answer, how sure it is. Long files and tables are cut, and it says so. */
function fillSheet(text, head, guess, answered) {
  if (!text) { $("sheet").replaceChildren(); return; }
  const rows = text.trimEnd().split("\n"), cut = rows.slice(0, SHEET_LINES).map((row) => (row.length > 240 ? `${row.slice(0, 239)}…` : row));
  if (rows.length > SHEET_LINES) cut.push(nsay("… and {n} line more", "… and {n} lines more", rows.length - SHEET_LINES));
  const line = (key) => (head[key] ? make("p", {}, make("strong", {}, say("{name}:", { name: say(PASSPORT[key]) }), " "), [head[key]].flat().join(", ")) : null);
  const expected = guess.way ? make("p", {}, say("I expect that {outcome} {way}.", { outcome: outcomeName(guess.outcome), way: say(GUESSES[guess.way]) })) : null;
  const other = answered && answered.comparison.others[0];
  $("sheet").replaceChildren(...[make("h1", {}, told(String(head.title || say("What if?")))), ...["antecedent", "decided_by", "diverges_at", "considered_by", "holds_fixed"].map(line),
    make("h2", {}, say("What I expect")), make("p", {}, head.expect ? String(head.expect) : expected ? "" : "–"), expected,
    make("h2", {}, say("The file")), make("pre", {}, cut.join("\n")),
    make("h2", {}, say("The answer")), ...(other ? sheetAnswer(answered, other) : [make("p", {}, say("Not simulated yet."))])].filter(Boolean));
}
function sheetAnswer(answered, other) {
  const asked = rowsOf(other).filter(([, row]) => row.earlier + row.later), shown_ = asked.slice(0, SHEET_ROWS), { n, seed } = answered.comparison;
  const columns = [mark("Quantity"), ...WORLD_NAMES, mark("difference"), mark("95 % interval"), mark("pairs that move")];
  const interval = (row) => (row.ci95[0] === null || row.ci95[1] === null ? "" : row.ci95.map((v) => apartOf(row, v).replace("=", "0")).join(" … ") + (row.ci95_coverage < .945 ? ` (${percent(row.ci95_coverage)})` : ""));
  return [make("ul", {}, (language === "fr" ? answered.french : other.answer).slice(0, 8).map((text) => make("li", {}, text))),
    make("h2", {}, say("How sure")), make("p", {}, say("{n} pairs with the same dice, seed {seed}. Differences are medians of pairs, with their 95 % intervals (where so few pairs cannot give 95 %, what they do cover).", { n, seed: String(seed) })), pick(answered.caution) ? make("p", {}, pick(answered.caution)) : null,
    shown_.length ? make("table", {}, make("thead", {}, make("tr", {}, columns.map((key) => make("th", { scope: "col" }, say(key))))),
      make("tbody", {}, shown_.map(([key, row]) => make("tr", {}, make("th", { scope: "row" }, nameIn(answered, key)), row.medians.map((v) => make("td", {}, valueOf(row, v))), make("td", {}, apartOf(row)), make("td", {}, interval(row)), make("td", {}, say("{n} of {all}", { n: row.earlier + row.later, all: n })))))) : null,
    asked.length > SHEET_ROWS ? make("p", {}, nsay("… and {n} line more", "… and {n} lines more", asked.length - SHEET_ROWS)) : null];
}
