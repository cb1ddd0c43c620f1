// The file of the question: its text is the truth; levers and questions write lines of it.
const HEAD = ["extends", "title", "kind", "antecedent", "decided_by", "diverges_at", "considered_by", "holds_fixed", "expect"];
const VERBS = new Set(["delay", "reroute", "reinforce"]);
/** A value as YAML has it on one line: words bare where nothing could be misread, else as JSON. */
function yaml(value, inner = false) {
  if (typeof value === "string") return /^-?\d+(\.\d+)? (h|min|d)$/.test(value) || /^[A-Za-zÀ-ÿ][A-Za-zÀ-ÿ0-9_ .,'’()\/-]*$/.test(value) && !(inner && value.includes(",")) && !/^(yes|no|on|off|true|false|null|y|n)$/i.test(value) && !/\s$/.test(value) ? value : JSON.stringify(value);
  if (Array.isArray(value)) return "[" + value.map((one) => yaml(one, true)).join(", ") + "]";
  if (isRow(value)) return "{" + Object.entries(value).map(([k, v]) => `${yaml(k, true)}: ${yaml(v, true)}`).join(", ") + "}";
  return value === null ? "null" : String(value);
}
const isRow = (value) => Boolean(value) && typeof value === "object" && !Array.isArray(value);
/** The lines of a key and its value; a row with several fields has a line for each. */
const linesOf = (key, value, indent) => (isRow(value) && Object.keys(value).length > 1 ? [`${indent}${yaml(key)}:`, ...Object.entries(value).map(([k, v]) => `${indent}  ${yaml(k)}: ${yaml(v)}`)] : [`${indent}${yaml(key)}: ${yaml(value)}`]);
/** The text of a head and of changes, path -> value. */
function written(head, change) {
  const lines = HEAD.filter((key) => head[key] !== undefined && head[key] !== "" && !(Array.isArray(head[key]) && !head[key].length)).map((key) => `${key}: ${yaml(head[key])}`);
  for (const key of Object.keys(head)) if (!HEAD.includes(key)) lines.push(`${yaml(key)}: ${yaml(head[key])}`);
  const paths = Object.keys(change), verbs = new Map();
  if (paths.length) lines.push("change:");
  for (const path of paths) {
    const verb = path.split(".")[0];
    if (!VERBS.has(verb) || path === verb) { lines.push(...linesOf(path, change[path], "  ")); continue; }
    if (!verbs.has(verb)) verbs.set(verb, []);
    verbs.get(verb).push(...linesOf(path.slice(verb.length + 1), change[path], "    "));
  }
  for (const [verb, rows] of verbs) lines.push(`  ${verb}:`, ...rows);
  return lines.join("\n") + "\n";
}
/** Whether a row of a verb's list is about one name alone. */
const about = (row, name) => isRow(row) && [row.who].flat().length === 1 && [row.who].flat()[0] === name;
/** What a change says at a path, however deep it is written; undefined: nothing. */
function saidAt(change, path) {
  if (Object.hasOwn(change, path)) return change[path];
  for (const [key, value] of Object.entries(change)) {
    if (!path.startsWith(key + ".")) continue;
    const rest = path.slice(key.length + 1), found = Array.isArray(value) ? value.find((row) => about(row, rest))?.by : isRow(value) ? saidAt(value, rest) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}
/** A change with a value at a path, where that stood before or at the end, and without what was below it; undefined takes it out. */
function put(change, path, value) {
  const next = {};
  let done = value === undefined;
  for (const [key, old] of Object.entries(change)) {
    if (key === path) { if (!done) { next[key] = value; done = true; } continue; }
    if (key.startsWith(path + ".")) continue;
    if (!path.startsWith(key + ".")) { next[key] = old; continue; }
    const rest = path.slice(key.length + 1);
    if (Array.isArray(old)) { const rows = old.filter((row) => !about(row, rest)); if (!done) rows.push({ who: [rest], by: value }); if (rows.length) next[key] = rows; done = true; }
    else if (isRow(old)) { const inner = put(old, rest, value); if (Object.keys(inner).length) next[key] = inner; done = true; }
    // a row that was removed as a whole is there again
  }
  if (!done) next[path] = value;
  return next;
}
/** An hour as a file has it, in the clock of the scenario. */
const stamp = (seconds) => new Date(scene.epoch + seconds * 1000).toISOString().slice(0, 16) + DATA_ZONE;

// --- a code to share: the text, compressed, with a sum that tells whether it is whole --------------------

const MOST_CODE = 24000, MOST_SHARED = 65536;
function sum(bytes) { let h = 2166136261; for (const b of bytes) { h ^= b; h = Math.imul(h, 16777619); } return (h >>> 0).toString(36).padStart(7, "0"); }
const letters = (bytes) => btoa(Array.from(bytes, (b) => String.fromCharCode(b)).join("")).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
async function through(bytes, stream, most) {
  const reader = new Blob([bytes]).stream().pipeThrough(stream).getReader(), parts = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.length;
    if (size > most) { await reader.cancel(); throw new RangeError("too long"); }
    parts.push(value);
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}
async function codeOf(text) {
  const raw = new TextEncoder().encode(text), small = await through(raw, new CompressionStream("deflate-raw"), MOST_SHARED);
  return "44." + sum(raw) + "." + letters(small);
}
/** Why a code cannot be taken. */
class CodeFault extends Error {}
const BAD_CODE = mark("This is no code of a studio, or some of it is missing."), LONG_CODE = mark("This code is too long.");
/** The text of a code; throws with what is said of a bad one. */
async function textOf(code) {
  code = code.trim().replace(/^.*#q=/s, "").replace(/\s+/g, "");
  if (code.length > MOST_CODE) throw new CodeFault(LONG_CODE);
  const match = /^44\.([0-9a-z]{7})\.([A-Za-z0-9_-]+)$/.exec(code);
  if (!match) throw new CodeFault(BAD_CODE);
  let raw;
  try {
    const small = Uint8Array.from(atob(match[2].replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
    raw = await through(small, new DecompressionStream("deflate-raw"), MOST_SHARED);
  } catch (error) { throw new CodeFault(error instanceof RangeError ? LONG_CODE : BAD_CODE); }
  if (sum(raw) !== match[1]) throw new CodeFault(BAD_CODE);
  return new TextDecoder().decode(raw);
}
