// The workers: Python in up to four of them. The first also checks files and answers; each simulates pairs.
const MOST_WORKERS = 4;
/** Of so many pairs, the first ones, the tracks are kept; of any other they are simulated again when it is played. */
const KEPT = 20;
// mostHeap: bytes of a worker's memory beyond which it makes room for a fresh one before the next run
// wanted: whether anybody has begun a question; inside: what a worker said last of a fault within the program
const pool44 = { parts: null, workers: [], next: 1, waiting: new Map(), wanted: false, inside: "", slowest: 0, patience: 30000, mostHeap: 640 * 2 ** 20, onState: () => {}, onMemory: () => {}, replaced: 0 };

async function unpackParts() {
  const found = {};
  await Promise.all([...document.querySelectorAll("script[data-part]")].map(async (element) => {
    const text = element.textContent;
    const small = Uint8Array.fromBase64 ? Uint8Array.fromBase64(text) : Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
    element.remove();
    const bytes = new Uint8Array(await new Response(new Blob([small]).stream().pipeThrough(new DecompressionStream("deflate"))).arrayBuffer());
    found[element.dataset.part] = /\.(mjs|json)$/.test(element.dataset.part) ? new TextDecoder().decode(bytes) : bytes;
  }));
  return found;
}
function hire(number) {
  const source = URL.createObjectURL(new Blob([document.getElementById("boot").textContent], { type: "text/javascript" }));
  const worker = { number, hand: new Worker(source), ready: false, busy: null, since: 0 };
  worker.born = new Promise((ready, failed) => {
    worker.hand.onmessage = ({ data }) => {
      if (data.heap) { worker.heap = data.heap; pool44.onMemory(); }
      if (data.ready) { URL.revokeObjectURL(source); worker.ready = true; ready(worker); getAhead(); return; }
      if (data.failed) { pool44.inside = data.failed; failed(new Error(data.failed)); return; }
      const asked = pool44.waiting.get(data.id);
      if (data.inside) pool44.inside = data.inside;
      if (asked && data.broken) replace(worker); // whatever it was asked is asked again, of another
      else if (asked) { pool44.waiting.delete(data.id); asked.take(data); }
    };
    worker.hand.onerror = (event) => { event.preventDefault(); failed(new Error(event.message || "error")); if (worker.ready) replace(worker); };
  });
  worker.born.catch(() => {});
  worker.hand.postMessage({ parts: pool44.parts });
  pool44.workers[number] = worker;
  return worker;
}
async function openPool() {
  if (typeof WebAssembly !== "object" || typeof DecompressionStream !== "function") throw new Error("wasm");
  pool44.parts = await unpackParts();
  await hire(0).born;
  // where little memory is told of, fewer: each takes about a quarter of a gigabyte
  const cores = Math.min(MOST_WORKERS, Math.max(1, navigator.hardwareConcurrency || 1), Math.max(1, Math.floor((navigator.deviceMemory || 8) * 2) - 1));
  for (let k = 1; k < cores; k++) hire(k);
}
const patience = () => Math.max(pool44.patience, 10 * pool44.slowest);
/** Ask a worker one thing. One that does not answer in ``within`` milliseconds is dead, or as good as that: it is replaced, and the promise fails. */
function ask(worker, message, within = patience()) {
  const id = pool44.next++;
  return new Promise((take, fail) => {
    const watch = setTimeout(() => { pool44.onState(mark("A worker did not answer and was replaced.")); replace(worker); }, within);
    const after = (act) => (told_) => { clearTimeout(watch); act(told_); };
    pool44.waiting.set(id, { take: after(take), fail: after(fail), worker });
    worker.hand.postMessage({ ...message, id });
  });
}
/** What the workers hold and the page keeps, in MiB, and how many workers there are. */
function memoryOf() {
  const alive = pool44.workers.filter((worker) => worker.heap);
  const worlds = [...base44.values(), ...(job.rows ? [job.rows] : [])];
  const rows = worlds.reduce((all, world) => [...world.values()].reduce((sum, one) => sum + one.rows.length, all), 0);
  const parts_ = pool44.parts ? Object.values(pool44.parts).reduce((all, part) => all + part.length, 0) : 0;
  return { mib: Math.round((alive.reduce((all, worker) => all + worker.heap, 0) + rows + parts_) / 2 ** 20), workers: alive.length };
}
/** End a worker and start another in its place; whatever it was asked fails. */
function replace(worker) {
  worker.hand.terminate();
  for (const [id, asked] of [...pool44.waiting]) if (asked.worker === worker) { pool44.waiting.delete(id); asked.fail(new Error("replaced")); }
  pool44.replaced++;
  return hire(worker.number);
}

// --- the base's own replications ------------------------------------------------------------------------

/** By whether there is chance: replication -> what the page's base did. Every question is held against the same, so they are simulated once. */
const base44 = new Map();
const baseOf = ({ chance }) => { if (!base44.has(chance)) base44.set(chance, new Map()); return base44.get(chance); };
/** What the base did that is being simulated before anybody asks: replication -> the promise of it. */
const ahead = new Map();
/** While a question is written, all workers but the first, which checks it, simulate the base's first replications. */
function getAhead() { if (pool44.wanted) for (const worker of pool44.workers.slice(1)) if (worker.ready && !worker.ahead) toilAhead(worker); }
async function toilAhead(worker) {
  const what = { base: DATA44.base, text: "", seed: null, chance: true }, had = baseOf(what);
  worker.ahead = true;
  for (let k = 0; k < KEPT && !job.on; k++) {
    if (had.has(k) || ahead.has(k)) continue;
    const done = simulated(worker, what, k, patience());
    ahead.set(k, done);
    try { await done; } catch { break; } finally { ahead.delete(k); }
  }
  worker.ahead = false;
}
/** A replication of one world, which is kept where it is the base's. */
async function simulated(worker, what, k, within) {
  const found = await ask(worker, { do: "simulate", ...what, replication: k, events: KEPT }, within);
  if (!found.rows) throw Object.assign(new Error("refused"), { refused: found });
  const one = { outcomes: found.outcomes, rows: found.rows };
  if (!what.text) baseOf(what).set(k, one);
  return one;
}

// --- a run: the worlds of each pair handed out one by one -------------------------------------------------

/** ``on`` from Run until its answer is told, or Cancel; ``mine``: the run at hand, of which whoever waited asks whether it still is; ``rows``: its own world. */
const job = { on: false, mine: null, rows: null };
const ours = (mine) => job.mine === mine;
/** A run of ``n`` pairs; ``tell(pair, done, n)`` as they come in. What the base did already is not asked again. */
function beginRun(what, n, tell) {
  const base = baseOf(what), worlds = [{ ...what, text: "" }, what];
  const todo = Array.from({ length: n }, (_, k) => worlds.map((world) => ({ world, k }))).flat().filter(({ world, k }) => world.text || !base.has(k));
  const mine = { what, n, tell, on: true, todo, base, rows: new Map(), told: new Set(), tries: 0 };
  Object.assign(job, { on: true, mine, rows: mine.rows });
  return mine;
}
/** Simulate the pairs of a run. Resolves with how many there are in a row. */
async function simulate(mine) {
  for (const worker of [...pool44.workers]) if (worker.heap > pool44.mostHeap) replace(worker);
  await Promise.all(pool44.workers.map((_, number) => toil(number, mine)));
  let whole = 0;
  while (mine.told.has(whole)) whole++;
  return whole;
}
const early = ({ world, k }) => (!world.text && world.chance ? ahead.get(k) : undefined);
async function toil(number, mine) {
  while (mine.on && mine.todo.length) {
    let worker = pool44.workers[number];
    try { await worker.born; } catch { if (number) return; throw new Error("replaced"); }
    if (!(mine.on && mine.todo.length)) return;
    // a slow machine may need longer than one thought: each time that it did, it is given twice as long
    const at = mine.todo.findIndex((one) => !early(one)), [piece] = mine.todo.splice(Math.max(at, 0), 1), began = performance.now(), within = Math.max(pool44.patience * 2 ** mine.tries, 10 * pool44.slowest);
    try {
      const { world, k } = piece, one = (!world.text && mine.base.get(k)) || await (early(piece) || simulated(worker, world, k, within));
      if (!mine.on) return;
      pool44.slowest = Math.max(pool44.slowest, performance.now() - began);
      if (world.text) mine.rows.set(k, one);
      tellPair(mine, k);
    } catch (error) {
      if (mine.on && (error.refused || ++mine.tries > 3 * MOST_WORKERS)) { mine.on = false; throw error; }
      mine.todo.unshift(piece);
    }
  }
}
/** Tell of a pair once both its worlds are there. */
function tellPair(mine, k) {
  const worlds = [mine.base, mine.rows].map((world) => world.get(k));
  if (mine.told.has(k) || !worlds.every(Boolean)) return;
  mine.told.add(k);
  mine.tell({ replication: k, outcomes: worlds.map((one) => one.outcomes) }, mine.told.size, mine.n);
}
function cancelRun() {
  if (!job.on) return;
  job.on = job.mine.on = false;
  for (const worker of [...pool44.workers]) if ([...pool44.waiting.values()].some((asked) => asked.worker === worker)) replace(worker);
}
/** Why nothing is told of a run: another one has begun. */
class Overtaken extends Error {}
/** Give the first worker what it has not of a run's pairs; then ask it something about them. */
async function askOf(mine, message, n) {
  for (let tries = 0; tries < 3; tries++) {
    const worker = await pool44.workers[0].born;
    try {
      for (let k = 0; k < n; k++) {
        if (!ours(mine)) throw new Overtaken();
        await addTo(worker, { ...mine.what, text: "" }, k, mine.base);
        await addTo(worker, mine.what, k, mine.rows);
      }
      const told_ = await ask(worker, { ...mine.what, ...message });
      if (!ours(mine)) throw new Overtaken();
      if (told_.inside || told_.words || told_.faults) throw Object.assign(new Error("refused"), { refused: told_ });
      return told_;
    } catch (error) { if (error.message !== "replaced") throw error; }
  }
  throw new Error("replaced");
}
/** Give a worker one replication of a world, if it has it not. Of the base it keeps all; of other worlds those of the run at hand. */
async function addTo(worker, what, k, rows) {
  worker.kept ||= new Map();
  if (!worker.kept.has(rows)) {
    for (const other of worker.kept.keys()) if (![...base44.values()].includes(other)) worker.kept.delete(other);
    worker.kept.set(rows, new Set());
  }
  const kept = worker.kept.get(rows);
  if (kept.has(k)) return;
  const added = await ask(worker, { do: "add", ...what, replication: k, rows: rows.get(k).rows });
  if (!added.inside) kept.add(k);
}
