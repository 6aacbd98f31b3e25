import { Level } from "level";
import { StoreFault } from "./contract.js";
import { checkFiles, type FileRules } from "./level-files/check.js";

/** One change of a batch: without a value the key is deleted. */
export interface Put {
  readonly key: string;
  readonly value: Uint8Array | undefined;
}

/** A range of text keys, `gte` inclusive, `lt` exclusive. */
export interface KeyRange {
  readonly gte: string;
  readonly lt: string;
  readonly reverse?: boolean;
  readonly limit?: number;
}

/** An ordered database on disk. One process has it open at a time. */
export interface Database {
  /** Synchronous read. */
  get(key: string): Uint8Array | undefined;
  /** Writes all or nothing; durable when it resolves, unless `sync` is false. */
  write(batch: readonly Put[], sync?: boolean): Promise<void>;
  /** Entries of a range as they are when the walk begins. */
  entries(range: KeyRange): AsyncIterable<readonly [string, Uint8Array]>;
  /** Keys of a range as they are when the walk begins. */
  keys(range: KeyRange): AsyncIterable<string>;
  close(): Promise<void>;
}

/** Opens or creates the database in a folder; StoreFault names the folder when it cannot. */
export async function openDatabase(
  path: string,
  rules: FileRules = { whole: false },
): Promise<Database> {
  checkFiles(path, rules);
  const level = new Level<string, Uint8Array>(path, { valueEncoding: "view" });
  try {
    await level.open();
  } catch (error) {
    throw openFault(path, error);
  }
  return {
    get: (key) => faulting(path, () => level.getSync(key)),
    async write(batch, sync = true) {
      const operations = batch.map(({ key, value }) =>
        value === undefined ? { type: "del" as const, key } : { type: "put" as const, key, value },
      );
      await faultingLater(path, level.batch(operations, { sync }));
    },
    entries: (range) => faultingWalk(path, level.iterator(range)),
    keys: (range) => faultingWalk(path, level.keys(range)),
    close: () => level.close(),
  };
}

function openFault(path: string, error: unknown): StoreFault {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
  const why =
    code === "LEVEL_LOCKED" ? "is in use by another process" : `cannot be opened: ${cause}`;
  return new StoreFault(`database ${path} ${why}`, { cause: error });
}

function fault(path: string, cause: unknown): StoreFault {
  return new StoreFault(`database ${path} fails: ${cause}`, { cause });
}

function faulting<T>(path: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw fault(path, error);
  }
}

async function faultingLater<T>(path: string, pending: Promise<T>): Promise<T> {
  try {
    return await pending;
  } catch (error) {
    throw fault(path, error);
  }
}

async function* faultingWalk<T>(path: string, walk: AsyncIterable<T>): AsyncGenerator<T> {
  const steps = walk[Symbol.asyncIterator]();
  try {
    for (;;) {
      const step = await faultingLater(path, steps.next());
      if (step.done === true) return;
      yield step.value;
    }
  } finally {
    await steps.return?.();
  }
}
