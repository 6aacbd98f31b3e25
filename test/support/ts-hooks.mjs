// Loads TypeScript as the source has it, without a build. What was compiled is kept under the hash of
// the text that it was made of, so that a file that changed is compiled anew.
import { createHash, randomUUID } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = join(import.meta.dirname, "..", "..");
const CACHE = join(ROOT, "node_modules", ".cache", "vpr-ts");
/** Whatever else decides what a text is compiled to. */
const COMPILER = hashOf(
  ["node_modules/vite/package.json", "tsconfig.json", "test/support/ts-hooks.mjs"].map((file) =>
    readFileSync(join(ROOT, file)),
  ),
);
mkdirSync(CACHE, { recursive: true });

/** Our own modules are imported with the ending that they have when they are built. */
export function resolve(specifier, context, next) {
  const { parentURL = "" } = context;
  if (!/^\..*\.js$/.test(specifier) || !parentURL.endsWith(".ts")) return next(specifier, context);
  const url = new URL(specifier.replace(/js$/, "ts"), parentURL);
  if (!existsSync(url)) return next(specifier, context);
  return { url: url.href, format: "module", shortCircuit: true };
}

export async function load(url, context, next) {
  if (!url.endsWith(".ts")) return next(url, context);
  return { format: "module", source: await compiled(fileURLToPath(url)), shortCircuit: true };
}

async function compiled(file) {
  const text = readFileSync(file, "utf8");
  const kept = join(CACHE, `${hashOf([COMPILER, file, text])}.js`);
  if (existsSync(kept)) return readFileSync(kept);
  const { transformWithOxc } = await import("vite");
  const { code, map } = await transformWithOxc(text, file, { sourcemap: true });
  const json = JSON.stringify({ ...map, sources: [basename(file)] });
  const inline = `data:application/json;base64,${Buffer.from(json).toString("base64")}`;
  const source = `${code}\n//# sourceMappingURL=${inline}\n`;
  // Another process may write the same: only a whole file takes the name.
  const unfinished = join(CACHE, randomUUID());
  writeFileSync(unfinished, source);
  renameSync(unfinished, kept);
  return source;
}

function hashOf(parts) {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part).update("\0");
  return hash.digest("hex");
}
