// Writes src/gen from proto/. With --check nothing is written: a difference is an error.
import fs from "node:fs";
import path from "node:path";
import { loadPackages } from "./gen/load.mjs";
import { emitPackage, emitRegistry, HEADER, packageFile } from "./gen/package.mjs";

const ROOT = path.join(import.meta.dirname, "..");
const OUT = path.join(ROOT, "src", "gen");

function wanted() {
  const models = loadPackages(path.join(ROOT, "proto"));
  const files = new Map(models.map((model) => [packageFile(model.name), emitPackage(model)]));
  return files.set("registry.ts", emitRegistry(models));
}

/** Files of an earlier run. Other generators write into the same folder. */
function present() {
  if (!fs.existsSync(OUT)) return new Map();
  const entries = fs.readdirSync(OUT, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
  const texts = files.map((file) => [
    path.relative(OUT, file).split(path.sep).join("/"),
    fs.readFileSync(file, "utf8"),
  ]);
  return new Map(texts.filter(([, text]) => text.startsWith(HEADER)));
}

function differences(want, have) {
  const changed = [...want].filter(([file, text]) => have.get(file) !== text).map(([file]) => file);
  return [...changed, ...[...have.keys()].filter((file) => !want.has(file))];
}

const want = wanted();
const have = present();
const stale = differences(want, have);
if (process.argv.includes("--check")) {
  if (stale.length > 0) {
    console.error(`src/gen is not what proto/ says, run "npm run gen":\n  ${stale.join("\n  ")}`);
    process.exitCode = 1;
  }
} else {
  for (const file of stale) {
    const target = path.join(OUT, file);
    const text = want.get(file);
    if (text === undefined) fs.rmSync(target);
    else {
      fs.mkdirSync(path.dirname(target), { recursive: true });
      fs.writeFileSync(target, text);
    }
  }
  console.log(`src/gen: ${want.size} files, ${stale.length} changed`);
}
