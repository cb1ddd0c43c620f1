// The levers: each writes lines of the file, and stands as the file says.
const STATES = { intact: pmark("value", "intact"), mined: pmark("value", "mined"), blown: pmark("value", "blown"), seized: pmark("value", "seized"), repaired: pmark("value", "repaired") };
const LEVERS = {
  lines: mark("Lines and hours"), decisions: mark("Decisions and orders"), bridges: mark("Bridges"), roads: mark("Roads"),
  garrisons: mark("Garrisons"), columns: mark("Formations"), skies: mark("Weather, crowds, luck"),
};

const said = (path) => saidAt(state.change, path);
const has = (path) => said(path) !== undefined;
/** Which groups are open; what is chosen in lists, by which march, and what was searched. */
const open = { groups: new Set(["lines"]), chosen: {}, march: {}, search: {}, mend: {} };

/** Set paths of the change, or take them out (undefined): the text follows. What was typed since is read first. */
function pull(path, value) { pullAll([[path, value]]); }
function pullAll(rows) { amend(() => { for (const [path, value] of rows) state.change = put(state.change, path, value); }); }
/** Change the head or the change, and write the file anew. */
function amend(act) {
  if (state.readOf !== state.text) { state.pulls.push(act); return; }
  if (!state.readable) return;
  act();
  if (!Object.keys(state.head).length) state.head = ownHead();
  for (const id of ["s-change", "s-passport", "s-run"]) $(id).hidden = false;
  setText(written(state.head, state.change), true);
  state.readOf = state.text;
  fillLevers();
}
const ownHead = () => ({ extends: DATA44.base, title: say("My question") });

// --- hands: what a lever is pulled by ---------------------------------------------------------------------

const button = (label, on, act) => make("button", { type: "button", "aria-pressed": String(Boolean(on)), onclick: act }, label);
const plainButton = (label, act, name) => make("button", { type: "button", onclick: act, "aria-label": name || null }, label);
const lever = (name, hands) => make("div", { class: "lever" }, make("span", {}, name), make("span", { class: "hands" }, hands));
const tools = (...content) => make("div", { class: "tools" }, content);
const field = (label, input) => make("label", { class: "field" }, make("span", {}, label), input);
/** An hour of the scenario; empty where it says none. */
function hourField(label, text, set) {
  const ends = DATA44.levers.span.map((at) => stamp(at).slice(0, 16));
  return field(label, make("input", { type: "datetime-local", value: typeof text === "string" ? text.slice(0, 16) : "", min: ends[0], max: ends[1], onchange: (e) => set(e.target.value ? e.target.value.slice(0, 16) + DATA_ZONE : undefined) }));
}
/** A number; empty where the file says none and there is no other. */
const numberField = (label, value, least, most, set) => field(label, make("input", { type: "number", value: value ?? "", min: least, max: most, inputmode: "numeric", onchange: (e) => { const n = Number(e.target.value); if (e.target.value === "") set(undefined); else if (Number.isFinite(n)) set(n); } }));

function hourLever(path, at, none) {
  const now = typeof said(path) === "string" ? said(path).slice(0, 16) : stamp(at).slice(0, 16);
  const input = make("input", { type: "datetime-local", value: now, "aria-label": say("ends"), onchange: (e) => { if (e.target.value) pull(path, e.target.value.slice(0, 16) + DATA_ZONE); } });
  const order = path.split(".").slice(0, 2).join(".");
  const shift = (hours) => pull(path, stamp(at + hours * 3600));
  return [input, button(say("6 h earlier"), false, () => shift(-6)), button(say("6 h later"), false, () => shift(6)), button(say("24 h earlier"), false, () => shift(-24)), none ? button(say("nobody draws it"), said(order) === null, () => pull(order, null)) : null, button(psay("of a lever", "as it was"), !has(path) && !has(order), () => { pull(order, undefined); })];
}

// --- bridges ----------------------------------------------------------------------------------------------

function bridgeHands(id) {
  const at = `bridges.${id}.state`, blow = `orders.blow-${id}`, mend = `orders.mend-${id}`;
  const stands = ["blown", "intact"].map((s) => button(say(s === "blown" ? mark("blown") : mark("intact")), said(at) === s, () => pull(at, s)));
  return stands.concat(button(psay("of a lever", "as it was"), ![at, blow, mend].some(has), () => pullAll([at, blow, mend].map((path) => [path, undefined]))));
}
/** A bridge that is blown, or mended by somebody, at an hour. */
function bridgeTools(id) {
  const blow = `orders.blow-${id}`, mend = `orders.mend-${id}`, row = (action, issued, more) => ({ type: "bridge", title: action === "repair" ? say("{bridge} is mended", { bridge: placeName(id) }) : say("{bridge} is blown", { bridge: placeName(id) }), issued, bridge: id, action, ...more, grade: "D" });
  const draft = open.mend[id] ||= {}, now = said(mend) || {}, keep = (key, value) => { if (value !== undefined) draft[key] = value; };
  keep("hour", now.issued); keep("who", now.formation); keep("lasts", hoursOf(now.duration));
  const write = (part) => {
    Object.assign(draft, part);  // the others as they are by now, not as they were when these fields were made
    if (draft.hour && draft.who) pull(mend, row("repair", draft.hour, { formation: draft.who, duration: `${draft.lasts || 6} h` }));
    else if (has(mend)) pull(mend, undefined);
    else fillLevers();
  };
  const menders = make("select", { onchange: (e) => write({ who: e.target.value }) }, make("option", { value: "" }, say("choose …")), marching().map(([name, label]) => make("option", { value: name, selected: draft.who === name ? "" : null }, label)));
  return [
    tools(hourField(say("Blown at"), said(`${blow}.issued`), (text) => pull(blow, text && row("demolish", text, {})))),
    tools(hourField(say("Mended from"), draft.hour, (text) => write({ hour: text })), field(say("by whom"), menders), numberField(say("hours of work"), draft.lasts ?? 6, 1, 168, (n) => write({ lasts: n }))),
    make("p", { class: "small" }, say("Whoever mends it must be at the bridge, or at the next place to it: lead them there.")),
  ];
}
const hoursOf = (text) => { const match = /^([\d.]+) h$/.exec(String(text ?? "")); return match ? Number(match[1]) : undefined; };

// --- roads ------------------------------------------------------------------------------------------------

const roadName = ([, from, to, number]) => `${placeName(from)} – ${placeName(to)}${number ? ` (${number})` : ""}`;
function roadHands(id) {
  const row = `roads.${id}`, shut = said(row) === null || said(`${row}.closed`) === true, slow = said(`${row}.speed_kmh`);
  return [button(say("closed"), shut, () => pullAll([[row, undefined], [`${row}.closed`, true]])),
    ...[10, 5].map((speed) => button(say("{n} km/h", { n: speed }), slow === speed, () => pullAll([[row, undefined], [`${row}.speed_kmh`, speed]]))),
    button(psay("of a lever", "as it was"), !has(row) && !shut && slow === undefined, () => pull(row, undefined))];
}
function roadTools(id) {
  const row = `roads.${id}`;
  return [tools(numberField(say("March speed there, km/h"), said(`${row}.speed_kmh`), 1, 100, (speed) => pullAll([[row, undefined], [`${row}.speed_kmh`, speed]])))];
}

// --- garrisons --------------------------------------------------------------------------------------------

/** Those that the file adds: [id, place, men, heavy guns, other guns, armour]. */
function addedGarrisons() {
  const known = new Set(DATA44.levers.garrisons.map((row) => row[0]));
  return Object.entries(state.change).map(([path, row]) => [/^garrisons\.([^.]+)$/.exec(path)?.[1], row]).filter(([id, row]) => id && !known.has(id) && row && typeof row === "object" && typeof row.place === "string")
    .map(([id, row]) => [id, row.place, row.men ?? 0, row.heavy_guns ?? 0, row.other_guns ?? 0, row.armour ?? 0]);
}
/** Every garrison as it stands in the file: where it is now, and how strong. */
function garrisonsNow() {
  const now = DATA44.levers.garrisons.filter(([id]) => said(`garrisons.${id}`) !== null).map((row) => GARRISON_FIELDS.reduce((one, name, k) => { const value = said(`garrisons.${row[0]}.${name}`); if (value !== undefined && value !== null) one[k + 1] = value; return one; }, [...row]));
  return [...now, ...addedGarrisons()];
}
const GARRISON_WORDS = { men: mark("men"), heavy_guns: mark("heavy guns"), other_guns: mark("other guns"), armour: mark("tanks") };
const GARRISON_FIELDS = ["place", ...Object.keys(GARRISON_WORDS)];
const garrisonRow = (id) => garrisonsNow().find((row) => row[0] === id) || DATA44.levers.garrisons.find((row) => row[0] === id);
const garrisonName = (row) => `${placeName(row[1])} · ${nsay("{n} man", "{n} men", row[2])}`;
function garrisonHands(id) {
  const row = `garrisons.${id}`, base = DATA44.levers.garrisons.find((one) => one[0] === id);
  if (!base) return [button(say("no garrison"), false, () => pull(row, undefined))];
  return [button(say("no garrison"), said(row) === null, () => pull(row, null)), button(say("twice the men"), said(`${row}.men`) === 2 * base[2], () => pull(`${row}.men`, 2 * base[2])),
    button(psay("of a lever", "as it was"), !has(row) && !GARRISON_FIELDS.some((name) => has(`${row}.${name}`)), () => pull(row, undefined))];
}
function garrisonTools(id) {
  const row = garrisonRow(id);
  if (!row || said(`garrisons.${id}`) === null) return [];
  const move = (place) => { const bars = DATA44.levers.garrisons.find((one) => one[0] === id)?.[6]; pullAll([[`garrisons.${id}.place`, place], ...(bars ? [[`garrisons.${id}.bars`, [place]]] : [])]); };
  return [
    tools(GARRISON_FIELDS.slice(1).map((name, k) => numberField(say(GARRISON_WORDS[name]), row[k + 2], 0, name === "men" ? 20000 : 1000, (n) => pull(`garrisons.${id}.${name}`, n)))),
    tools(make("span", {}, say("stands at {place}", { place: placeName(row[1]) })), plainButton(say("move it by a click on the map"), () => pickPlaces(mark("Click the place where it is to stand."), (place) => { endPicking(); move(place); }))),
    placeFinder("moveTo", mark("or to the place"), mark("move it there"), move),
  ];
}
function addGarrison(place) {
  const taken = new Set([...DATA44.levers.garrisons.map((row) => row[0]), ...addedGarrisons().map((row) => row[0])]);
  let id = `post-${place}`;
  for (let k = 2; taken.has(id); k++) id = `post-${place}-${k}`;
  open.chosen.garrisons = id;
  open.search.garrisons = "";
  open.groups.add("garrisons");
  pull(`garrisons.${id}`, { place, men: 200, heavy_guns: 0, other_guns: 2, armour: 0, grade: "D" });
}
const garrisonAdder = () => [tools(plainButton(say("add one by a click on the map"), () => pickPlaces(mark("Click the place where a garrison is to stand."), (place) => { endPicking(); addGarrison(place); openTarget("garrisons", open.chosen.garrisons); }))), placeFinder("addAt", mark("or at the place"), mark("add it there"), addGarrison)];

// --- formations -------------------------------------------------------------------------------------------

const marching = () => DATA44.levers.marching.map((id) => [id, unitName(scene.units.id.indexOf(id))]).sort((a, b) => a[1].localeCompare(b[1], language));
function columnHands(id) {
  const out = [said("remove") || []].flat(), away = out.includes(id), stay = out.filter((name) => name !== id);
  return [[mark("6 h earlier"), "-6 h"], [mark("6 h later"), "6 h"], [mark("24 h earlier"), "-24 h"], [mark("24 h later"), "24 h"]].map(([word, hours]) => button(say(word), said(`delay.${id}`) === hours, () => pull(`delay.${id}`, hours)))
    .concat(button(say("takes no part"), away, () => pullAll([[`delay.${id}`, undefined], ["remove", away ? (stay.length ? stay : undefined) : [...out, id]]])),
      button(psay("of a lever", "as it was"), !away && !has(`delay.${id}`), () => pullAll([[`delay.${id}`, undefined], ["remove", stay.length ? stay : undefined]])));
}
function lineage(k) { const found = new Set(); for (; k >= 0 && !found.has(k); k = scene.units.rows[k][1]) found.add(k); return found; }
/** The orders by which a formation marches, with those above it or some part of it. */
function marchesOf(id) {
  const k = scene.units.id.indexOf(id), above = lineage(k);
  return Object.keys(scene.orders).filter((order) => (scene.orders[order][2] || []).some((serial) => above.has(serial) || lineage(serial).has(k)));
}
/** The places by which a march is led, as the file has them. */
function wayOf(order) {
  const now = said(`reroute.orders.${order}`), by = Array.isArray(now) ? now : now?.by;
  return Array.isArray(by) ? by : typeof by === "string" ? [by] : [];
}
function leadBy(order, places) {
  const path = `reroute.orders.${order}`, now = said(path), whole = now && typeof now === "object" && !Array.isArray(now);
  pull(whole && places.length ? `${path}.by` : path, places.length ? places : undefined);
}
function columnTools(id) {
  const marches = marchesOf(id);
  if (!marches.length) return [make("p", { class: "small" }, say("It has no march order."))];
  const order = marches.includes(open.march[id]) ? open.march[id] : marches[0], [title, , serials, route] = scene.orders[order], by = wayOf(order);
  const add = (place) => leadBy(order, [...wayOf(order), place]);
  const list = make("select", { onchange: (e) => { open.march[id] = e.target.value; fillLevers(); } }, marches.map((name) => make("option", { value: name, selected: name === order ? "" : null }, told(scene.orders[name][0] || name))));
  return [
    tools(field(say("Its march"), list)),
    make("p", { class: "small" }, say("From {start} by the places that you choose to {end}; if the last of them lies on the old way, on by that. With it go all of this order: {names}.", { start: placeName(route[0]), end: placeName(route[route.length - 1]), names: serials.map(unitName).join(", ") })),
    make("ol", { class: "way", "aria-label": say("By these places: {march}", { march: told(title || order) }) }, by.map((place, k) => make("li", {}, placeName(place), plainButton("×", () => leadBy(order, by.filter((_, i) => i !== k)), say("take out {place}", { place: placeName(place) }))))),
    tools(plainButton(say("choose places on the map"), () => pickPlaces(mark("Click one place after another on the map."), add, () => wayOf(order))), by.length ? plainButton(say("the old way"), () => leadBy(order, [])) : null),
    placeFinder("byPlaceOf", mark("or by the place"), mark("add it to the way"), add),
  ];
}

// --- lists that are searched ------------------------------------------------------------------------------

/** A text without accents and signs, to be searched. */
const folded = (text) => ` ${text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/œ/g, "oe").replace(/[^a-z0-9]+/g, " ")}`;
/** So many are listed; of more, one types what one looks for. */
const MOST_FOUND = 150;
/** A field that narrows a list as one types: each word that is typed begins a word of what is left. */
function searchField(key, rows, list, first) {
  const told_ = make("span", { class: "small", role: "status" }), texts = rows.map((row) => folded(row[1]));
  const narrow = () => {
    const typed = folded(open.search[key] || "").trim(), words = typed.split(" ").filter(Boolean), begins = (k) => texts[k].startsWith(` ${typed}`);
    const there = rows.map((_, k) => k).filter((k) => words.every((word) => texts[k].includes(` ${word}`))); // what begins so stands first
    const found = [...there.filter(begins), ...there.filter((k) => !begins(k))].map((k) => rows[k]);
    const chosen = open.chosen[key], shown = found.slice(0, MOST_FOUND), kept = rows.find((row) => row[0] === chosen);
    if (kept && !typed && !shown.includes(kept)) shown.unshift(kept);
    list.replaceChildren(...(first ? [make("option", { value: "" }, say("choose …"))] : []), ...shown.map(([id, name]) => make("option", { value: id, selected: id === chosen ? "" : null }, name)));
    told_.textContent = found.length > MOST_FOUND ? say("{most} of {n} are listed: type what you look for", { n: found.length, most: MOST_FOUND }) : words.length ? say("{n} found", { n: found.length }) : "";
  };
  const input = make("input", { type: "search", value: open.search[key] || "", autocomplete: "off", oninput: (e) => { open.search[key] = e.target.value; narrow(); }, onkeydown: (e) => { if (e.key === "Enter" || e.key === "ArrowDown") { e.preventDefault(); list.focus(); if (e.key === "Enter" && first) { list.selectedIndex = Math.min(1, list.options.length - 1); list.dispatchEvent(new Event("change")); } } } });
  narrow();
  return [field(say("Search"), input), told_];
}
/** All places of the roads: [id, name], those of one name with their ids. */
function placeRows() {
  if (open.placesIn === language) return open.places;
  const g = scene.ground, twice = new Set(g.name.filter((name, k) => g.name.indexOf(name) !== k));
  open.placesIn = language;
  open.places = g.id.map((id, k) => [id, twice.has(g.name[k]) ? `${g.name[k]} (${id})` : g.name[k], g.kind[k]]).filter((row) => row[2] !== "zone").sort((a, b) => a[1].localeCompare(b[1], language));
  return open.places;
}
/** Find a place by its name and do something with it. */
function placeFinder(key, label, word, act) {
  const list = make("select", {}), search = searchField(key, placeRows(), list, false);
  return tools(search, field(say(label), list), plainButton(say(word), () => { if (list.value) act(list.value); }));
}
/** A lever for one of many, chosen from a list; where they are many it is searched. */
function chosen(key, rows, hands, more = () => []) {
  const list = make("select", { "aria-label": say(LEVERS[key]), onchange: () => { open.chosen[key] = list.value; fillLevers(); } });
  const search = rows.length > 30 ? searchField(key, rows, list, true) : null;
  if (!search) list.append(make("option", { value: "" }, say("choose …")), ...rows.map(([id, name]) => make("option", { value: id, selected: open.chosen[key] === id ? "" : null }, name)));
  const row = rows.find((one) => one[0] === open.chosen[key]);
  return [make("div", { class: "lever" }, search ? tools(search) : null, list), row ? [lever(row[1], hands(row[0])), more(row[0])] : null];
}

// --- all of them ------------------------------------------------------------------------------------------

const KINDS = {
  bridges: { hands: bridgeHands, tools: bridgeTools, name: (id) => placeName(id) },
  roads: { hands: roadHands, tools: roadTools, name: (id) => roadName(DATA44.levers.roads.find((row) => row[0] === id)) },
  garrisons: { hands: garrisonHands, tools: garrisonTools, name: (id) => garrisonName(garrisonRow(id)) },
  columns: { hands: columnHands, tools: columnTools, name: (id) => unitName(scene.units.id.indexOf(id)) },
};
function group(key, content) {
  return make("details", { "data-group": key, open: open.groups.has(key) ? "" : null }, make("summary", {}, say(LEVERS[key])), content);
}
/** What could not be filled while somebody typed there or held the mouse down: it would take the field, or the button, from under them. */
const waiting44 = { held: false, fills: new Set() };
function busy(box, fill_) {
  const at = document.activeElement, typed = at && at.matches("input") && box.contains(at);
  if (waiting44.held || typed) waiting44.fills.add(fill_);
  return waiting44.held || typed;
}
function fillWaiting() { for (const fill_ of [...waiting44.fills]) { waiting44.fills.delete(fill_); fill_(); } }
function bindWaiting() {
  const release = () => { waiting44.held = false; setTimeout(fillWaiting, 0); };
  addEventListener("pointerdown", () => { waiting44.held = true; }, true);
  for (const kind of ["pointerup", "pointercancel", "blur"]) addEventListener(kind, release, kind !== "blur");
  addEventListener("focusout", () => setTimeout(fillWaiting, 0), true);
}
/** Fill a box anew, with the focus where it was: on what has the same name in the same row. */
function refill(box, children) {
  const active = document.activeElement, inside = box.contains(active), nameOf_ = (e) => e.getAttribute("aria-label") || e.closest("label")?.firstChild.textContent || e.textContent, rowOf = (e) => e.closest(".lever, .tools, .way")?.firstChild.textContent;
  const name = inside && nameOf_(active), row = inside && rowOf(active);
  box.replaceChildren(...children);
  if (!inside) return;
  const all = [...box.querySelectorAll("button, select, input")], same = all.find((e) => nameOf_(e) === name && rowOf(e) === row) || all.find((e) => nameOf_(e) === name) || box.querySelector("h2, summary");
  if (same) { if (same.tabIndex < 0) same.tabIndex = -1; same.focus({ preventScroll: true }); }
}
function fillLevers() {
  fillBand();
  if (!$("target").hidden) fillTarget();
  if (busy($("levers"), fillLevers)) return;
  for (const e of $("levers").children) if (e.open) open.groups.add(e.dataset.group); else open.groups.delete(e.dataset.group);
  const l = DATA44.levers, byName = (a, b) => a[1].localeCompare(b[1], language), kind = (key, rows) => chosen(key, rows, KINDS[key].hands, KINDS[key].tools);
  const all = (section, ids, word) => lever(say(word), [button(say("yes"), ids.length && ids.every((id) => said(`${section}.${id}`) === null), () => pullAll(ids.map((id) => [`${section}.${id}`, null]))), button(psay("of a lever", "as it was"), !ids.some((id) => has(`${section}.${id}`)), () => pullAll(ids.map((id) => [`${section}.${id}`, undefined])))]);
  refill($("levers"), [
    group("lines", l.lines.map(([id, title, until]) => lever(told(title || id), hourLever(`orders.${id}.until`, until, true)))),
    group("decisions", chosen("decisions", l.decisions.map(([id, title]) => [id, told(title)]), (id) => hourLever(`orders.${id}.issued`, l.decisions.find((d) => d[0] === id)[2], true))),
    group("columns", kind("columns", marching())),
    group("roads", kind("roads", l.roads.map((row) => [row[0], roadName(row)]).sort(byName))),
    group("bridges", kind("bridges", l.bridges.map(([id, how]) => [id, `${placeName(id)} (${say(STATES[how] || how)})`]).sort(byName))),
    group("garrisons", [kind("garrisons", [...l.garrisons.map((row) => [row[0], garrisonName(garrisonRow(row[0]))]), ...addedGarrisons().map((row) => [row[0], say("new: {garrison}", { garrison: garrisonName(row) })])].sort(byName)), garrisonAdder()]),
    group("skies", [l.weather.length ? all("weather", l.weather, mark("No rain, no fog")) : null, l.crowds.length ? all("crowds", l.crowds, mark("No crowds in the streets")) : null,
      lever(say("No luck: every draw at its median (one pair)"), [button(say("yes"), !state.chance, () => { state.chance = false; fillLevers(); }), button(psay("of a lever", "as it was"), state.chance, () => { state.chance = true; fillLevers(); })])]),
  ]);
}
