// The list of columns, and the card of the one that is chosen.
const tellUnit = (k) => (k >= 0 ? tell(scene.units.rows[k][0]) : "");
const leaves = () => [...new Set(scene.run.tracks.map((track) => track.unit))];

function listColumns() {
  const groups = new Map();
  for (const unit of leaves()) { const group = scene.units.rows[unit][7]; if (!groups.has(group)) groups.set(group, []); groups.get(group).push(unit); }
  const size = (units) => units.reduce((sum, unit) => sum + scene.units.rows[unit][3], 0);
  const sorted = [...groups].sort((a, b) => size(b[1]) - size(a[1]) || a[0] - b[0]);
  // a group that is one formation of the same name needs no heading of its own: such stand together at the end
  const isAlone = ([group, units]) => units.length === 1 && groupName(group) === unitName(units[0]);
  const alone = sorted.filter(isAlone).flatMap(([, units]) => units), many = sorted.filter((one) => !isAlone(one));
  const row = (unit, chip) => make("li", {}, make("button", { type: "button", "data-unit": unit, "aria-pressed": String(unit === map.chosen), onclick: () => openCard(unit, true) },
    make("span", {}, chip ? chipOf(unit) : "", tellUnit(unit)), make("span", {}, nsay("{n} vehicle", "{n} vehicles", scene.units.rows[unit][3]))));
  $("groups").replaceChildren(...many.map(([group, units]) => make("div", { style: `--c:var(--u-${unitLetter(units[0])})` },
    make("h3", {}, chipOf(units[0]), groupName(group)), make("ul", {}, units.map((unit) => row(unit, false))))),
  alone.length ? make("div", {}, many.length ? make("h3", {}, say("Others")) : "", make("ul", {}, alone.map((unit) => row(unit, true)))) : "");
  $("legend").replaceChildren(...sorted.filter(([, units]) => unitLetter(units[0]) !== "o").map(([group, units]) => legendLine(`--c:var(--u-${unitLetter(units[0])})`, groupName(group))),
    sorted.some(([, units]) => unitLetter(units[0]) === "o") ? legendLine("--c:var(--u-o)", say("Others")) : "",
    scene.garrisons.rows.length ? make("li", {}, make("span", { class: "chip enemy" }), DATA.theatre.words.enemy ? pick(DATA.theatre.words.enemy) : say("Strongpoint")) : "",
    scene.garrisons.rows.some((_, k) => isLikely(k)) ? make("li", {}, make("span", { class: "chip enemy likely" }), say("post of which no source speaks: it may stand there ({least} to {most} %), and does in this run", likelySpan())) : "");
  measureFoot();
}
const chipOf = (unit) => make("span", { class: "chip", style: `--c:var(--u-${unitLetter(unit)})` });

/** The least and the largest chance of the posts that may stand there, in per cent. */
const likelySpan = () => { const all = scene.garrisons.rows.map((row) => Math.round(100 * row[8])).filter((p) => p < 100); return { least: Math.min(...all), most: Math.max(...all) }; };

const legendLine = (style, name) => make("li", {}, make("span", { class: "chip", style }), name);

function openCard(unit, jump = false) {
  map.chosen = unit;
  card.from = jump ? document.querySelector(`[data-unit="${unit}"]`) : document.activeElement;
  fillCard();
  $("card").hidden = false;
  markChosen();
  drawMap(clock.time); drawGraph(clock.time);
  if (jump) $("stage").scrollIntoView({ block: "start" });
  $("card").focus({ preventScroll: true });
}
function closeCard() {
  if ($("card").hidden) return;
  $("card").hidden = true;
  map.chosen = -1;
  markChosen();
  drawMap(clock.time); drawGraph(clock.time);
  if (card.from && card.from.isConnected && card.from !== document.body) card.from.focus(); else map.canvas.focus({ preventScroll: true });
}
const card = { from: null, told: -1 };
function markChosen() { for (const b of $("groups").querySelectorAll("button")) b.setAttribute("aria-pressed", String(+b.dataset.unit === map.chosen)); }

function fillCard() {
  const unit = map.chosen, row = scene.units.rows[unit], box = $("card");
  const track = scene.run.tracks.find((one) => one.unit === unit);
  box.setAttribute("aria-labelledby", "card-title");
  const [, , men, vehicles, tanks, guns] = row;
  const strength = [men && nsay("{n} man", "{n} men", men), vehicles && nsay("{n} vehicle", "{n} vehicles", vehicles), tanks && nsay("{n} tank", "{n} tanks", tanks), guns && nsay("{n} gun", "{n} guns", guns)].filter(Boolean).join(", ");
  box.replaceChildren(
    make("button", { class: "close", type: "button", "aria-label": say("Close"), onclick: closeCard }, "×"),
    make("h2", { id: "card-title" }, make("span", { class: "chip", style: `--c:var(--u-${row[6]})` }), tellUnit(unit)),
    make("p", { class: "small" }, [groupName(row[7]) === unitName(unit) ? "" : groupName(row[7]), strength].filter(Boolean).join(" · ")),
    make("h3", {}, say("At this hour")), make("p", { id: "card-now" }),
    make("h3", {}, say("Its orders in this run")), ordersOf(track),
    make("h3", {}, say("Order of march")), make("div", { id: "card-march" }),
    make("h3", {}, say("Where its hours go")), hoursOf(unit), make("p", { class: "small" }, say("Mean over {n} runs: the time of all its march units, from their first order to the end.", { n: scene.n })),
    make("h3", {}, say("Sources")), make("p", { class: "break" }, cited(row[8]), " ", make("span", { class: "badge", title: say(GRADES) }, say("grade {grade}", { grade: row[9] }))),
    row[10] ? make("p", { class: "small break", lang: "en" }, row[10]) : null);
  card.told = -2;
  tellCard(clock.time);
}

/** The marches that the column made in this run, with the hour at which it took each up. */
function ordersOf(track) {
  const items = [];
  for (let k = 0; track && k < track.turns.length; k += 2) {
    const order = scene.orders[scene.orderIds[track.turns[k + 1]]];
    if (order) items.push(make("li", {}, make("time", {}, dayHm(track.heads[Math.min(track.turns[k], track.heads.length - 1)])), " · ", tell(order[0]), order[1] ? make("span", { class: "small" }, " ", sayOf("by {who}", { who: tell(order[1]) })) : null));
  }
  return make("ol", {}, items);
}
function hoursOf(unit) {
  const rows = scene.causes[unit] || [], total = rows.reduce((sum, row) => sum + row[1], 0) || 1, most = rows.length ? rows[0][1] : 1;
  return make("dl", { class: "bars", style: `--c:var(--u-${unitLetter(unit)})` }, rows.filter((row) => row[1] / total > .004).map(([cause, hours]) => [
    make("dt", {}, causeName(cause)), make("dd", {}, make("i", { style: `width:${(100 * hours / most).toFixed(1)}%` })), make("dd", { class: "num" }, percent(hours / total))]));
}

/** What changes with the clock: where it is, and in which order it marches. */
function tellCard(t) {
  if ($("card").hidden && card.told !== -2) return;
  const minute = Math.floor(t / 60);
  if (minute === card.told) return;
  card.told = minute;
  const track = scene.run.tracks.find((one) => one.unit === map.chosen);
  $("card-now").textContent = track ? whereabouts(track, t) : say("has not set out");
  let march = -1;
  const at = track ? headOf(track, t) : null;
  for (let k = 0; track && k < track.turns.length; k += 2) if (march < 0 || at && track.turns[k] <= at[0]) march = track.turns[k + 1];
  const order = scene.orders[scene.orderIds[march]], box = $("card-march");
  if (box.dataset.march === String(march)) return;
  box.dataset.march = march;
  box.replaceChildren(order && order[2] ? make("ol", {}, order[2].filter((k) => k >= 0).map((k) => make("li", { class: isOf(map.chosen, k) ? "me" : "" }, tellUnit(k)))) : "–");
}
function isOf(unit, ancestor) { for (let k = unit; k >= 0; k = scene.units.rows[k][1]) if (k === ancestor) return true; return false; }
function whereabouts(track, t) {
  const head = headOf(track, t);
  if (!head) return capital(say("has not set out")) + ".";
  const tail = tailOf(track, t), name = (k) => placeName(track.places[Math.min(k, track.places.length - 1)]);
  const apart = (spot, stand, go) => spot[1] === 0 || track.places[spot[0]] === track.places[Math.min(spot[0] + 1, track.places.length - 1)] ? say(stand, { place: name(spot[0]) }) : say(go, { behind: name(spot[0]), ahead: name(spot[0] + 1) });
  if (head[0] === tail[0] && head[1] === tail[1]) return capital(say("stands at {place}", { place: name(head[0]) })) + ".";
  return capital(say("{head}; {tail}.", {
    head: apart(head, mark("head at {place}"), mark("head between {behind} and {ahead}")),
    tail: apart(tail, mark("tail at {place}"), mark("tail between {behind} and {ahead}")),
  }));
}

/** A source: keys become titles, addresses become links. */
function cited(text, url = "") {
  const out = make("span");
  const link = (address, words) => make("a", { href: address, rel: "noopener noreferrer", target: "_blank" }, words);
  if (url && /^https?:/.test(url) && !/\s/.test(url)) { out.append(link(url, text ? told(text) : url)); return out; }
  const bits = [text, url].filter(Boolean).join(" ; ").split(/\s*;\s*/);
  bits.forEach((bit, k) => {
    if (k) out.append("; ");
    const known = scene.sources[bit];
    if (known) out.append(/^https?:/.test(known[1]) ? link(known[1].split(/\s/)[0], told(known[0])) : told(known[0]));
    else if (/^https?:\S+$/.test(bit)) out.append(link(bit, bit.replace(/^https?:\/\/(www\.)?/, "").replace(/\/$/, "")));
    else out.append(told(bit));
  });
  return out;
}
