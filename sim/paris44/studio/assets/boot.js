// A worker of the studio. It is sent its parts, makes Python of them, and then answers messages one after another.
// A page that is opened from the disk may start only a classic worker, from a blob; the loader wants a module worker,
// or what looks like one: without importScripts.
"use strict";
self.importScripts = undefined;
let desk = null, heap = () => 0;
const waiting = [];
const script = (text) => URL.createObjectURL(new Blob([text], { type: "text/javascript" }));

/** Fails where WebAssembly does, as for want of memory: the loader itself would only warn, and wait for ever. */
const noWasm = () => new Promise((_, fail) => {
  for (const way of ["instantiate", "instantiateStreaming"]) {
    const own = WebAssembly[way];
    WebAssembly[way] = (...given) => own.apply(WebAssembly, given).catch((error) => { fail(error); throw error; });
  }
});

async function start(parts) {
  const broken = noWasm(); // before the loader is read, which already tries
  broken.catch(() => {});
  const files = { "pyodide.asm.wasm": parts["pyodide.asm.wasm"], "python_stdlib.zip": parts["python_stdlib.zip"] };
  // Nothing is ever fetched: the loader's two requests are answered from the parts.
  self.fetch = async (url) => {
    const name = String(url).split("/").pop();
    if (!(name in files)) throw new Error(`not in the page: ${name}`);
    return new Response(files[name], { headers: { "Content-Type": name.endsWith(".wasm") ? "application/wasm" : "application/zip" } });
  };
  const loader = await import(script(parts["pyodide.mjs"])), engine = await import(script(parts["pyodide.asm.mjs"]));
  const quiet = () => {};
  const py = await Promise.race([broken, loader.loadPyodide({
    indexURL: "file:///studio/", createPyodideModule: engine.default, stdout: quiet, stderr: quiet,
    lockFileContents: JSON.parse(parts["pyodide-lock.json"]),
  })]);
  heap = () => py._module.HEAPU8.length;
  py.unpackArchive(parts["site.zip"], "zip", { extractDir: py.runPython("import site; site.getsitepackages()[0]") });
  return py.runPython("from paris44.studio.desk import Desk\nDesk()");
}
function one(message) {
  return { ...JSON.parse(desk.handle(JSON.stringify(message))), heap: heap() };
}
function act(message) {
  try { postMessage(one(message)); } catch (error) {
    // what the machine says stands in its own words; Python that is out of memory, or was ended from without, answers nothing any more
    postMessage({ id: message.id, inside: String(error && error.message || error).trim(), broken: !(error instanceof Error && error.type && error.type !== "MemoryError") });
  }
}
self.onmessage = ({ data }) => {
  if (!data.parts) { if (desk) act(data); else waiting.push(data); return; }
  start(data.parts).then((made) => {
    desk = made;
    postMessage({ ready: true, heap: heap() });
    for (const message of waiting.splice(0)) act(message);
  }, (error) => postMessage({ failed: String(error && error.message || error) }));
};
