// The file of the question: its text is the truth; levers and questions write lines of it.
const HEAD = ["extends", "title", "kind", "antecedent", "decided_by", "diverges_at", "considered_by", "holds_fixed", "expect"];
const VERBS = new Set(["delay", "reroute", "reinforce"]);
/** A value as YAML has it on one line: words bare where nothing could be misread, else as JSON. */
function yaml(value) {
  if (typeof value === "string") return /^[A-Za-zÀ-ÿ][A-Za-zÀ-ÿ0-9 .,'’()\/-]*$/.test(value) && !/^(yes|no|on|off|true|false|null|y|n)$/i.test(value) && !/\s$/.test(value) ? value : JSON.stringify(value);
  if (Array.isArray(value)) return "[" + value.map(yaml).join(", ") + "]";
  if (value && typeof value === "object") return "{" + Object.entries(value).map(([k, v]) => `${yaml(k)}: ${yaml(v)}`).join(", ") + "}";
  return value === null ? "null" : String(value);
}
/** The text of a head and of changes, path -> value. */
function written(head, change) {
  const lines = HEAD.filter((key) => head[key] !== undefined && head[key] !== "" && !(Array.isArray(head[key]) && !head[key].length)).map((key) => `${key}: ${yaml(head[key])}`);
  for (const key of Object.keys(head)) if (!HEAD.includes(key)) lines.push(`${key}: ${yaml(head[key])}`);
  const paths = Object.keys(change), verbs = new Map();
  if (paths.length) lines.push("change:");
  for (const path of paths) {
    const verb = path.split(".")[0];
    if (!VERBS.has(verb) || path === verb) { lines.push(`  ${yaml(path)}: ${yaml(change[path])}`); continue; }
    if (!verbs.has(verb)) verbs.set(verb, []);
    verbs.get(verb).push(`    ${yaml(path.slice(verb.length + 1))}: ${yaml(change[path])}`);
  }
  for (const [verb, rows] of verbs) lines.push(`  ${verb}:`, ...rows);
  return lines.join("\n") + "\n";
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
