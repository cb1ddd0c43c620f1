// The page of a class: cards, table, projector. Every text of a file goes in as text, never as mark-up.
const VERDICTS = { right: mark("right"), wrong: mark("wrong"), open: pmark("verdict", "open"), none: mark("to be judged by you"), fault: mark("cannot be run") };
const SAID = { earlier: mark("earlier"), later: mark("later"), less: mark("less"), more: mark("more"), same: mark("the same"), never: mark("never") };
const data = JSON.parse($("data").textContent);
const state = { sort: "file", up: true, at: 0, projector: false };
language = data.language;

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
  const more = paper.said.length > 1 ? " (" + say("{n} of {all}", { n: right, all: paper.said.length }) + ")" : "";
  return say(VERDICTS[found]) + more;
}

function wayOf(cell, time) {
  if (!cell.way) return ["=", psay("one", "equal in every pair")];
  const sign = cell.way < 0 ? "◀" : "▶";
  const word = cell.way < 0 ? (time ? mark("earlier") : mark("less")) : (time ? mark("later") : mark("more"));
  return cell.sure ? [sign, say(word)] : ["(" + sign + ")", say("perhaps {way}", { way: say(word) })];
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
    item.append(element("code", fault.where + (fault.path ? " " + fault.path : "")), element("br"), pick(fault.text));
    if (pick(fault.hint)) item.append(element("br"), element("strong", "→ " + pick(fault.hint)));
    list.append(item);
  }
  if (paper.faults.length > 6) list.append(element("li", "+ " + (paper.faults.length - 6)));
  dd.append(list);
  return dd;
}

function foretold(paper) {
  const dd = element("dd");
  if (!paper.expect && !paper.said.length) dd.append(element("p", say("Nothing is written down."), "who"));
  if (paper.expect) dd.append(element("p", paper.expect));
  if (!paper.said.length) return dd;
  const list = element("ul");
  for (const one of paper.said) {
    const item = element("li", say("{outcome}: {said}", { outcome: pick(one.label), said: say(SAID[one.said]) }) + " – ");
    item.append(element("span", say(VERDICTS[one.verdict]), "mark " + one.verdict));
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
  made.append(heading, element("p", (paper.author || say("no author")) + " · " + paper.file, "who"));
  const list = element("dl");
  if (paper.faults.length) {
    made.append(element("p", say("cannot be run"), "mark"));
    field(list, say("What is wrong, and how to mend it"), faultList(paper));
  } else {
    if (paper.idea !== paper.title) field(list, say("The idea"), element("dd", paper.idea));
    field(list, say("What they expected"), foretold(paper));
    field(list, say("What came out"), listed(pick(paper.answer).length ? pick(paper.answer) : [say("Time was up before its first run.")]));
    const judged = element("dd");
    judged.append(element("span", verdictWords(paper), "mark " + found));
    judged.append(element("p", nsay("{n} pair, the same dice", "{n} pairs, the same dice", paper.n) + ", " + say(paper.sure ? mark("sure") : paper.cut ? mark("not sure yet: the time was up") : mark("not sure, with all the pairs that were asked for")), "who"));
    field(list, say("Expected rightly?"), judged);
  }
  made.append(list);
  return made;
}

// --- table

function columns() {
  const outcomes = data.outcomes.map((one) => ({ key: one.name, label: pick(one.label), outcome: one }));
  return [{ key: "file", label: say("File") }, { key: "judged", label: say("Expected rightly?") }, { key: "runs", label: say("Runs") }, ...outcomes];
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
  if (column.key === "runs") return element("td", paper.faults.length ? "–" : paper.n + (paper.cut ? " (" + say("the time was up") + ")" : ""));
  const cell = paper.cells[column.key];
  if (!cell) return element("td", "–");
  const made = element("td");
  const [sign, words] = wayOf(cell, column.outcome.time);
  const way = element("span", sign, "way");
  way.setAttribute("aria-hidden", "true");
  made.append(way, element("span", words + " ", "hidden"), pick(cell.here));
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
      $("table").querySelector(`[data-sort="${CSS.escape(column.key)}"]`).focus();
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
  $("table").replaceChildren(head, body);
}

// --- the whole

function turn(step) {
  state.at = Math.min(Math.max(state.at + step, 0), data.papers.length - 1);
  [...$("deck").children].forEach((one, at) => one.classList.toggle("now", at === state.at));
  $("place").textContent = state.at + 1 + " / " + data.papers.length;
  $("back").disabled = state.at === 0;
  $("next").disabled = state.at === data.papers.length - 1;
}

function project(on) {
  state.projector = on;
  document.documentElement.classList.toggle("projector", on);
  $("projector").setAttribute("aria-pressed", String(on));
  turn(0);
}

function draw() {
  tellTemplate();
  const bad = data.papers.filter((paper) => paper.faults.length).length;
  const title = nsay("{n} what-if of “{base}”", "{n} what-ifs of “{base}”", data.papers.length, { base: pick(data.base) });
  $("title").textContent = title;
  document.title = title;
  const cut = data.papers.filter((paper) => paper.cut).length;
  const ok = data.papers.filter((paper) => paper.n > 0).length;
  const ran = say("{operation}. {ok} run, {bad} with faults.", { operation: pick(data.operation), ok, bad });
  $("subtitle").textContent = cut ? ran + " " + nsay("The time was up before {n} of them was sure.", "The time was up before {n} of them were sure.", cut) : ran;
  $("about").textContent = say("Made with Paris 44 {version}, seed {seed}. {credit}", { version: data.version, seed: String(data.seed), credit: pick(data.credit) });
  $("deck").replaceChildren(...data.papers.map(card));
  table();
  turn(0);
}

bindLanguages(draw);
$("projector").addEventListener("click", () => project(!state.projector));
$("back").addEventListener("click", () => turn(-1));
$("next").addEventListener("click", () => turn(1));
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
