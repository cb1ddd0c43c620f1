// The record beside both worlds: each recorded hour with its source, and when it comes in each of them.
const HALF = 250, MIDDLE = 280;
let recordOf = null; // whose hours are shown; null: those of the main outcomes
/** From one hour to another, of a day that has just been told; the day stands only where it is another. */
function between(lo, hi, day) {
  const near = (t, other) => (other !== null && parts(t).day === parts(other).day ? hm(t) : dayHm(t));
  return lo === null ? say("never") : `${near(lo, day)} – ${hi === null ? say("never") : near(hi, parts(lo).day === (day === null ? NaN : parts(day).day) ? day : lo)}`;
}
const hourOf = (account) => account.time ?? (account.lo + account.hi) / 2;
const zeroOf = (row) => Math.min(...row.accounts.map(hourOf));

function recordPart(rows) {
  const main = rows.filter((row) => row.outcome), formations = new Map();
  for (const row of rows) if (!row.outcome) formations.set(row.formation, (formations.get(row.formation) || 0) + 1);
  if (!rows.length) return [];
  if (recordOf === null ? !main.length : !formations.has(recordOf)) recordOf = main.length ? null : formations.keys().next().value;
  const box = make("div", {}), fill_ = () => box.replaceChildren(...recordRows(rows.filter((row) => (recordOf === null ? row.outcome : !row.outcome && row.formation === recordOf))));
  const list = make("select", { onchange: () => { recordOf = list.value || null; fill_(); } }, main.length ? make("option", { value: "" }, say("the main outcomes")) : null,
    [...formations].map(([id, n]) => make("option", { value: id, selected: id === recordOf ? "" : null }, `${unitName(scene.units.id.indexOf(id)) || id} (${n})`)));
  fill_();
  return [make("h3", {}, say("Beside the record")), make("p", { class: "lead" }, say("The record judges the world as it was. Beside your question it is the yardstick from which both worlds are read: the median, in brackets nine pairs of ten.")), make("p", { class: "row" }, field(say("Hours of"), list)), box];
}
function recordRows(rows) {
  const ends = rows.flatMap((row) => [...row.worlds.flatMap((of) => [of.p05, of.median, of.p95]), ...row.accounts.flatMap((one) => [one.lo, one.hi])].filter((v) => v !== null).map((v) => Math.abs(v - zeroOf(row))));
  const most = Math.min(Math.ceil(Math.max(3600, ...ends) / 3600) * 3600, 86400); // whole hours
  return [recordAxis(most), make("ul", { class: "beside-record" }, rows.map((row) => make("li", {}, make("strong", {}, recordName(row)), recordStrip(row, most), recordWords(row))))];
}
const recordName = (row) => (row.outcome ? outcomeName(row.outcome) : `${capital(RECORDED[row.event] ? say(RECORDED[row.event]) : row.event)}${row.place ? ` (${placeName(row.place)})` : ""}`);
const across = (row, v, most) => MIDDLE + Math.max(-1.06, Math.min(1.06, (v - zeroOf(row)) / most)) * HALF;
function recordAxis(most) {
  const picture = shape("svg", { viewBox: "0 0 560 16", class: "record-axis", "aria-hidden": "true" }), ends = span(most / 60);
  picture.append(shape("text", { x: MIDDLE - HALF, y: 12, "text-anchor": "start" }, `−${ends}`), shape("text", { x: MIDDLE, y: 12, "text-anchor": "middle" }, say("recorded hour")), shape("text", { x: MIDDLE + HALF, y: 12, "text-anchor": "end" }, `+${ends}`));
  return picture;
}
function recordStrip(row, most) {
  const picture = shape("svg", { viewBox: "0 0 560 30", class: "record-strip", "aria-hidden": "true" });
  for (const one of row.accounts) { const a = across(row, one.lo, most), b = across(row, one.hi, most); picture.append(shape("rect", { x: a, y: 0, width: Math.max(b - a, 2), height: 30, class: "bounds" })); }
  picture.append(shape("line", { x1: MIDDLE, x2: MIDDLE, y1: 0, y2: 30 }));
  row.worlds.forEach((of, world) => {
    const y = 9 + 12 * world, kind = world ? "other" : "base";
    if (of.p05 !== null) picture.append(shape("rect", { x: across(row, of.p05, most), y: y - 2, width: Math.max((of.p95 === null ? 560 : across(row, of.p95, most)) - across(row, of.p05, most), 2), height: 4, rx: 2, class: `${kind} range` }));
    if (of.median === null) return;
    const x = across(row, of.median, most), way = Math.sign(x - MIDDLE), outside = Math.abs(of.median - zeroOf(row)) > most;
    picture.append(outside ? shape("path", { d: `M${x + 9 * way},${y}l${-10 * way},-6v12z`, class: kind }) : shape("circle", { cx: x, cy: y, r: 5, class: kind }));
  });
  return picture;
}
/** A source, a key by its title, as a link; where it names several addresses, the others by number. */
function sourceOf({ source: key, url }) {
  const source = told((scene.sources[key] || [key])[0]);
  const links = url.split(/\s+;\s+/).filter((one) => /^https?:\/\//.test(one)), link = (one, text) => make("a", { href: one, rel: "noreferrer", target: "_blank" }, text);
  return links.length ? links.map((one, k) => (k ? [", ", link(one, String(k + 1))] : link(one, source || one))) : source;
}
function recordWords(row) {
  const source = (one) => make("span", {}, `${dayHm(hourOf(one))} (${between(one.lo, one.hi, hourOf(one))}${say("; ")}${say("grade {grade}", { grade: one.grade })}${say("; ")}`, sourceOf(one), ")");
  const hours = (of) => (of.median === null ? `${say("never")}${of.p05 === null ? "" : ` (${between(of.p05, of.p95, null)})`}` : `${dayHm(of.median)} (${between(of.p05, of.p95, of.median)})`) + (of.never && of.never < 1 ? `, ${say("never in {share}", { share: percent(of.never) })}` : "");
  const line = (kind, word, ...content) => make("div", { class: kind }, make("dt", {}, say(word)), make("dd", {}, content));
  const shown_ = row.accounts.slice(0, 3), left = row.accounts.length - shown_.length;
  return make("dl", {}, line("bounds", mark("recorded"), shown_.flatMap((one, k) => [k ? make("br") : null, source(one)]), left ? ` … +${left}` : null, row.sets ? make("span", { class: "badge" }, say("may set parameters")) : null), row.worlds.map((of, world) => line(world ? "other" : "base", WORLD_NAMES[world], hours(of))));
}
