// The page of a class: cards, table, projector. Every text of a file goes in as text, never as mark-up.
const WORDS = {
  en: {
    skip: "To the cards", cards: "Cards", table: "All beside each other", projector: "Projector", language: "Language", turn: "Card by card", scroll: "Table, can be scrolled",
    back: "Previous", next: "Next", file: "File", author: "Author", idea: "The idea", expect: "What they expected", came: "What came out",
    judged: "Expected rightly?", runs: "Runs", right: "right", wrong: "wrong", open: "open", none: "to be judged by you", fault: "cannot be run",
    faults: "What is wrong, and how to mend it", unnamed: "no author", notrun: "Time was up before its first run.",
    sure: "sure", unsure: "not sure yet", of: "{a} of {b}", pairs: "{n} pairs, the same dice",
    earlier: "earlier", later: "later", less: "less", more: "more", same: "the same", never: "never", equal: "equal in every pair",
    perhapsEarlier: "perhaps earlier", perhapsLater: "perhaps later", perhapsLess: "perhaps less", perhapsMore: "perhaps more",
    title: "{n} what-ifs of “{base}”", subtitle: "{operation}. {ok} run, {bad} with faults.",
    legend: "◀ earlier or less, ▶ later or more, = equal in every pair, (◀) and (▶) not sure. The hours and numbers are medians. A click on a heading sorts.",
    about: "Made with Paris 44 {version}, seed {seed}. {credit}", sortBy: "sort by {what}",
  },
  fr: {
    skip: "Aller aux fiches", cards: "Fiches", table: "Toutes côte à côte", projector: "Projecteur", language: "Langue", turn: "Fiche par fiche", scroll: "Tableau, à faire défiler",
    back: "Précédente", next: "Suivante", file: "Fichier", author: "Auteur", idea: "L’idée", expect: "Ce qui était attendu", came: "Ce qui est arrivé",
    judged: "Bien prévu ?", runs: "Tirages", right: "juste", wrong: "faux", open: "ouvert", none: "à vous de juger", fault: "ne peut pas tourner",
    faults: "Ce qui ne va pas, et comment le corriger", unnamed: "sans auteur", notrun: "Le temps était écoulé avant son premier tirage.",
    sure: "sûr", unsure: "pas encore sûr", of: "{a} sur {b}", pairs: "{n} paires, mêmes dés",
    earlier: "plus tôt", later: "plus tard", less: "moins", more: "plus", same: "pareil", never: "jamais", equal: "égal dans chaque paire",
    perhapsEarlier: "peut-être plus tôt", perhapsLater: "peut-être plus tard", perhapsLess: "peut-être moins", perhapsMore: "peut-être plus",
    title: "{n} hypothèses sur « {base} »", subtitle: "{operation}. {ok} simulées, {bad} avec des fautes.",
    legend: "◀ plus tôt ou moins, ▶ plus tard ou plus, = égal dans chaque paire, (◀) et (▶) pas sûr. Les heures et les nombres sont des médianes. Un clic sur un en-tête trie.",
    about: "Fait avec Paris 44 {version}, graine {seed}. {credit}", sortBy: "trier par {what}",
  },
};
const data = JSON.parse(document.getElementById("data").textContent);
const state = { language: data.language === "fr" ? "fr" : "en", sort: "file", up: true, at: 0, projector: false };
const byId = (id) => document.getElementById(id);
const spaced = (text) => (state.language === "fr" ? text.replace(/ (?=[;:!?%»])/g, "\u202f").replace(/« /g, "«\u202f") : text);
const say = (key, parts = {}) => spaced(WORDS[state.language][key].replace(/\{(\w+)\}/g, (_, name) => String(parts[name] ?? "")));
const told = (pair) => pair[state.language === "fr" ? 1 : 0];

function element(tag, text, className) {
  const made = document.createElement(tag);
  if (text !== undefined) made.textContent = text;
  if (className) made.className = className;
  return made;
}

// --- what is said of a paper

function verdict(paper) {
  if (paper.faults.length) return "fault";
  const said = paper.said.map((one) => one.verdict);
  if (!said.length) return "none";
  if (said.includes("wrong")) return "wrong";
  return said.includes("open") ? "open" : "right";
}

function verdictWords(paper) {
  const found = verdict(paper);
  const right = paper.said.filter((one) => one.verdict === "right").length;
  const more = paper.said.length > 1 ? " (" + say("of", { a: right, b: paper.said.length }) + ")" : "";
  return say(found) + more;
}

function wayOf(cell, time) {
  if (!cell.way) return ["=", say("equal")];
  const word = cell.way < 0 ? (time ? "earlier" : "less") : (time ? "later" : "more");
  const sign = cell.way < 0 ? "◀" : "▶";
  if (cell.sure) return [sign, say(word)];
  return ["(" + sign + ")", say("perhaps" + word[0].toUpperCase() + word.slice(1))];
}

// --- cards

function field(list, term, content) {
  list.append(element("dt", term), content);
}

function listed(texts) {
  const dd = element("dd");
  if (texts.length === 1) dd.append(element("p", texts[0]));
  else {
    const list = element("ul");
    for (const text of texts) list.append(element("li", text));
    dd.append(list);
  }
  return dd;
}

function faultList(paper) {
  const dd = element("dd");
  const list = element("ul");
  for (const fault of paper.faults.slice(0, 6)) {
    const item = element("li");
    item.append(element("code", fault.where + (fault.path ? " " + fault.path : "")), element("br"), spaced(told(fault.text)));
    if (told(fault.hint)) item.append(element("br"), element("strong", "→ " + spaced(told(fault.hint))));
    list.append(item);
  }
  if (paper.faults.length > 6) list.append(element("li", "+ " + (paper.faults.length - 6)));
  dd.append(list);
  return dd;
}

function foretold(paper) {
  const dd = element("dd");
  if (paper.expect) dd.append(element("p", paper.expect));
  if (!paper.said.length) return dd;
  const list = element("ul");
  for (const one of paper.said) {
    const item = element("li", told(one.label) + (state.language === "fr" ? "\u202f: " : ": ") + say(one.said) + " – ");
    item.append(element("span", say(one.verdict), "mark " + one.verdict));
    list.append(item);
  }
  dd.append(list);
  return dd;
}

function card(paper, at) {
  const found = verdict(paper);
  const made = element("article", undefined, "card " + found);
  const heading = element("h3", paper.title);
  heading.id = "card-" + at;
  made.setAttribute("aria-labelledby", heading.id);
  made.append(heading, element("p", (paper.author || say("unnamed")) + " · " + paper.file, "who"));
  const list = element("dl");
  if (paper.faults.length) {
    made.append(element("p", say("fault"), "mark"));
    field(list, say("faults"), faultList(paper));
  } else {
    if (paper.idea !== paper.title) field(list, say("idea"), element("dd", paper.idea));
    field(list, say("expect"), foretold(paper));
    field(list, say("came"), listed(told(paper.answer).length ? told(paper.answer).map(spaced) : [say("notrun")]));
    const judged = element("dd");
    judged.append(element("span", verdictWords(paper), "mark " + found));
    judged.append(element("p", say("pairs", { n: paper.n }) + ", " + say(paper.sure ? "sure" : "unsure"), "who"));
    field(list, say("judged"), judged);
  }
  made.append(list);
  return made;
}

// --- table

function columns() {
  const outcomes = data.outcomes.map((one) => ({ key: one.name, label: told(one.label), outcome: one }));
  return [{ key: "file", label: say("file") }, { key: "judged", label: say("judged") }, { key: "runs", label: say("runs") }, ...outcomes];
}

function rank(paper, column) {
  if (column.key === "file") return paper.file;
  if (column.key === "judged") return ["right", "open", "wrong", "none", "fault"].indexOf(verdict(paper));
  if (column.key === "runs") return paper.n;
  const cell = paper.cells[column.key];
  return cell ? cell.way * (cell.sure ? 1e9 : 1) + (cell.by ?? 0) : 1e12;
}

function sorted() {
  const column = columns().find((one) => one.key === state.sort) || columns()[0];
  const rows = data.papers.map((paper) => [rank(paper, column), paper]);
  const order = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
  rows.sort((a, b) => (state.up ? 1 : -1) * order(a[0], b[0]) || order(a[1].file, b[1].file));
  return rows.map((row) => row[1]);
}

function tableCell(paper, column) {
  if (column.key === "judged") return element("td", verdictWords(paper), "mark " + verdict(paper));
  if (column.key === "runs") return element("td", paper.faults.length ? "–" : String(paper.n));
  const cell = paper.cells[column.key];
  if (!cell) return element("td", "–");
  const made = element("td");
  const [sign, words] = wayOf(cell, column.outcome.time);
  const way = element("span", sign, "way");
  way.setAttribute("aria-hidden", "true");
  made.append(way, element("span", words + " ", "hidden"), told(cell.here));
  return made;
}

function table() {
  const head = element("thead");
  const titles = element("tr");
  for (const column of columns()) {
    const cell = element("th");
    cell.scope = "col";
    const here = state.sort === column.key;
    cell.setAttribute("aria-sort", here ? (state.up ? "ascending" : "descending") : "none");
    const button = element("button", column.label + (here ? (state.up ? " ↑" : " ↓") : ""));
    button.type = "button";
    button.dataset.sort = column.key;
    button.addEventListener("click", () => {
      state.up = here ? !state.up : true;
      state.sort = column.key;
      table();
      byId("table").querySelector(`[data-sort="${CSS.escape(column.key)}"]`).focus();
    });
    cell.append(button);
    titles.append(cell);
  }
  head.append(titles);
  const body = element("tbody");
  for (const paper of sorted()) {
    const row = element("tr");
    const name = element("th", paper.author ? paper.author + " · " + paper.file : paper.file);
    name.scope = "row";
    row.append(name, ...columns().slice(1).map((column) => tableCell(paper, column)));
    body.append(row);
  }
  byId("table").replaceChildren(head, body);
}

// --- the whole

function turn(step) {
  state.at = Math.min(Math.max(state.at + step, 0), data.papers.length - 1);
  [...byId("deck").children].forEach((one, at) => one.classList.toggle("now", at === state.at));
  byId("place").textContent = state.at + 1 + " / " + data.papers.length;
  byId("back").disabled = state.at === 0;
  byId("next").disabled = state.at === data.papers.length - 1;
}

function project(on) {
  state.projector = on;
  document.documentElement.classList.toggle("projector", on);
  byId("projector").setAttribute("aria-pressed", String(on));
  turn(0);
}

function draw() {
  document.documentElement.lang = state.language;
  for (const one of document.querySelectorAll("[data-t]")) one.textContent = say(one.dataset.t);
  for (const one of document.querySelectorAll("[data-label]")) one.setAttribute("aria-label", say(one.dataset.label));
  for (const code of ["en", "fr"]) byId("lang-" + code).setAttribute("aria-pressed", String(state.language === code));
  const bad = data.papers.filter((paper) => paper.faults.length).length;
  const title = say("title", { n: data.papers.length, base: told(data.base) });
  byId("title").textContent = title;
  document.title = title;
  byId("subtitle").textContent = say("subtitle", { operation: told(data.operation), ok: data.papers.length - bad, bad });
  byId("about").textContent = say("about", { version: data.version, seed: data.seed, credit: told(data.credit) });
  byId("deck").replaceChildren(...data.papers.map(card));
  table();
  turn(0);
}

for (const code of ["en", "fr"]) byId("lang-" + code).addEventListener("click", () => { state.language = code; draw(); });
byId("projector").addEventListener("click", () => project(!state.projector));
byId("back").addEventListener("click", () => turn(-1));
byId("next").addEventListener("click", () => turn(1));
document.addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  if (event.key === "Escape" && state.projector) project(false);
  if (event.key === "p" || event.key === "P") project(!state.projector);
  if (!state.projector) return;
  if (event.key === "ArrowRight" || event.key === "PageDown") turn(1);
  if (event.key === "ArrowLeft" || event.key === "PageUp") turn(-1);
});
draw();
window.paris44 = { class: data, turn, project };
