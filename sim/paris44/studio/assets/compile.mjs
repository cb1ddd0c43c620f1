// Modules compiled ahead: node compile.mjs FOLDER. In the folder lie Pyodide and the archives that the page is to carry;
// each module in them becomes what this very Python makes of it, under the name that it will have in the page.
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

const folder = process.argv[2] + path.sep;
const UNDER = { "python_stdlib.zip": "/lib/python314.zip/", "site.zip": "/lib/python3.14/site-packages/" };
const COMPILE = `
import importlib.util, zipfile
from importlib._bootstrap_external import _code_to_hash_pyc
def compiled(under):
    with zipfile.ZipFile("plain.zip") as plain, zipfile.ZipFile("made.zip", "w") as made:
        for name in plain.namelist():
            data = plain.read(name)
            if name.endswith(".py"):
                code = compile(data, under + name, "exec", dont_inherit=True, optimize=0)
                # checked against nothing: the source is not carried
                name, data = name + "c", bytes(_code_to_hash_pyc(code, importlib.util.source_hash(data), False))
            made.writestr(zipfile.ZipInfo(name), data)
compiled`;
const { loadPyodide } = await import(pathToFileURL(folder + "pyodide.mjs").href);
const lockFileContents = JSON.parse(fs.readFileSync(folder + "pyodide-lock.json", "utf8"));
// sets of constants are written in the order of their hashes: the same ones each time
const py = await loadPyodide({ indexURL: folder, lockFileContents, env: { HOME: "/home", PYTHONHASHSEED: "0" } });
const compiled = py.runPython(COMPILE);
for (const [name, under] of Object.entries(UNDER)) {
  py.FS.writeFile("plain.zip", new Uint8Array(fs.readFileSync(folder + name)));
  compiled(under);
  fs.writeFileSync(folder + name, py.FS.readFile("made.zip"));
}
