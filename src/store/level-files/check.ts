import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { StoreFault } from "../contract.js";
import { checkLog } from "./log-file.js";
import { liveFiles } from "./manifest.js";
import { checkTable } from "./table-file.js";

/** Of so many bytes of tables the checksums are verified at a start: a second's work. */
const MOST_TABLE_BYTES = 256 << 20;

/** How a database's files are checked before it is opened. */
export interface FileRules {
  /**
   * Whether a log is refused of which LevelDB would skip a part: for records that nothing else
   * vouches for.
   */
  readonly whole: boolean;
}

/**
 * Refuses a database that would end the process, or of which LevelDB would silently leave something
 * out or answer something else. The newest tables are verified first, up to a bound.
 */
export function checkFiles(folder: string, rules: FileRules): void {
  const logs = filesOf(folder, /\.log$/);
  const tables = filesOf(folder, /\.(?:ldb|sst)$/);
  if (logs.length + tables.length === 0) return;
  if (!existsSync(join(folder, "CURRENT"))) {
    throw new StoreFault(`database ${folder} has lost its file CURRENT`);
  }
  const live = liveFiles(folder);
  if (live === undefined) return;
  for (const name of logs) {
    const number = numberOf(name);
    if (number < live.firstLog && number !== live.earlierLog) continue;
    const path = join(folder, name);
    checkLog(`file ${path}`, readFileSync(path), rules);
  }
  checkTables(
    folder,
    tables.filter((name) => live.tables.has(numberOf(name))),
  );
}

function checkTables(folder: string, names: readonly string[]): void {
  let left = MOST_TABLE_BYTES;
  for (const name of names) {
    const path = join(folder, name);
    left -= statSync(path).size;
    if (left < 0) return;
    checkTable(`file ${path}`, readFileSync(path));
  }
}

const numberOf = (name: string): number => Number.parseInt(name, 10);

/** Names of such files, the newest first. */
function filesOf(folder: string, kind: RegExp): readonly string[] {
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder).filter((name) => kind.test(name));
  return names.toSorted((a, b) => numberOf(b) - numberOf(a));
}
