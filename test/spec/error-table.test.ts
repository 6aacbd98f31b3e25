import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { registeredErrors } from "../../src/keeper/errors.js";
import { ROOT, sources } from "./source.js";

// Numbers of errors are part of every block's hash. New errors are added to the table with
//   VPR_ADD_ERRORS=1 npx vitest run test/spec/error-table.test.ts
// Nothing here can take one out or give it another number.

type Table = Readonly<Record<string, string>>;

const FILE = join(ROOT, "test", "vectors", "errors.json");

/** `codespace/number` to name, of all errors that any file of src/ registers. */
async function registered(): Promise<Table> {
  const files = sources("src").filter(({ text }) => /\bdefineErrors\(\s*["'`]/.test(text));
  for (const { path } of files) await import(join(ROOT, path));
  return Object.fromEntries(
    registeredErrors().map(({ codespace, code, name }) => [`${codespace}/${code}`, name]),
  );
}

function frozen(): Table {
  return existsSync(FILE) ? (JSON.parse(readFileSync(FILE, "utf8")) as Table) : {};
}

it("[D-TX-07] every registered error keeps its codespace, number and name", async () => {
  const now = await registered();
  const before = frozen();
  const changed = Object.keys(before).filter((id) => now[id] !== before[id]);
  expect(changed, "these were removed, renamed or renumbered").toEqual([]);
  if (process.env.VPR_ADD_ERRORS === "1") {
    writeFileSync(FILE, `${JSON.stringify(now, undefined, 2)}\n`);
  }
  const added = Object.keys(now).filter((id) => !Object.hasOwn(frozen(), id));
  expect(added, "new errors: add them with VPR_ADD_ERRORS=1").toEqual([]);
  expect(Object.keys(now).length).toBeGreaterThan(40);
});
