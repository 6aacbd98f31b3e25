import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { wholeRecords } from "./log-file.js";
import { Varints } from "./varints.js";

/** Files of a database that count, by their numbers; others are left over from a kill. */
export interface LiveFiles {
  readonly tables: ReadonlySet<number>;
  /** Logs with this number or a higher one, and the one in `earlierLog`. */
  readonly firstLog: number;
  readonly earlierLog: number;
}

/** Tags of the parts of an edit, each with what follows it: numbers, texts with their length. */
const TAG = {
  comparator: 1,
  log: 2,
  nextFile: 3,
  lastSequence: 4,
  pointer: 5,
  deleted: 6,
  added: 7,
  earlierLog: 9,
} as const;

/**
 * What the manifest says that counts. Undefined where it cannot be read: LevelDB refuses the database
 * itself then.
 */
export function liveFiles(folder: string): LiveFiles | undefined {
  const name = readFileSync(join(folder, "CURRENT"), "utf8").trim();
  const path = join(folder, name);
  if (!/^MANIFEST-\d+$/.test(name) || !existsSync(path)) return undefined;
  const live = { tables: new Set<number>(), firstLog: 0, earlierLog: 0 };
  try {
    for (const edit of wholeRecords(readFileSync(path))) apply(live, new Varints(edit));
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
  return live;
}

function apply(
  live: { tables: Set<number>; firstLog: number; earlierLog: number },
  edit: Varints,
): void {
  while (!edit.isDone) {
    const tag = edit.number();
    if (tag === TAG.comparator) edit.bytes();
    else if (tag === TAG.log) live.firstLog = edit.number();
    else if (tag === TAG.earlierLog) live.earlierLog = edit.number();
    else if (tag === TAG.nextFile || tag === TAG.lastSequence) edit.number();
    else if (tag === TAG.pointer) {
      edit.number();
      edit.bytes();
    } else if (tag === TAG.deleted) {
      edit.number();
      live.tables.delete(edit.number());
    } else if (tag === TAG.added) {
      edit.number();
      live.tables.add(edit.number());
      edit.number();
      edit.bytes();
      edit.bytes();
    } else throw new RangeError(`an edit of a kind ${tag}`);
  }
}
