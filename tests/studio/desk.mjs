// The desk of the studio's page under Node: node desk.mjs PAGE.html FOLDER < messages > answers, one JSON a line.
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import zlib from "node:zlib";

const [page, folder] = process.argv.slice(2);
const parts = /<script type="application\/octet-stream" data-part="([^"]+)">([^<]*)<\/script>/g;
for (const [, name, text] of fs.readFileSync(page, "utf8").matchAll(parts)) {
  fs.writeFileSync(path.join(folder, name), zlib.inflateSync(Buffer.from(text, "base64")));
}
const { loadPyodide } = await import(pathToFileURL(path.join(folder, "pyodide.mjs")).href);
const lockFileContents = JSON.parse(fs.readFileSync(path.join(folder, "pyodide-lock.json"), "utf8"));
const py = await loadPyodide({ indexURL: folder + path.sep, lockFileContents });
const extractDir = py.runPython("import site; site.getsitepackages()[0]");
py.unpackArchive(new Uint8Array(fs.readFileSync(path.join(folder, "site.zip"))), "zip", { extractDir });
const desk = py.runPython("from paris44.studio.desk import Desk\nDesk()");
for (const line of fs.readFileSync(0, "utf8").trim().split("\n")) console.log(desk.handle(line));
