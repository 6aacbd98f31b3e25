import { at, dumpKey, type Space, versionRange } from "./archive-keys.js";
import { decodeChanges, encodeChanges, type StoreChanges } from "./change-log.js";
import { decodeCommitInfo, encodeCommitInfo, type TimedCommitInfo } from "./commit-info.js";
import { StoreFault } from "./contract.js";
import { type Database, type KeyRange, openDatabase, type Put } from "./database.js";
import type { Strike } from "./fault-points.js";
import { checksum, RecordReader, RecordWriter } from "./record.js";
import { attest, attested, refuseHeadless } from "./witness.js";

/**
 * Layout of the database. A change that an older program would misread raises it. 2: dumps hold the
 * hashes of their nodes; those without, of format 1, are read too.
 */
const FORMAT = 2;
const OLDER = ["1"];
const FORMAT_KEY = "format";
const HEAD_KEY = "head";
const FLOOR_KEY = "floor";
/** Keys removed in one batch. */
const BATCH = 512;
const utf8 = { encoder: new TextEncoder(), decoder: new TextDecoder() };

/** The last commit. */
export interface Head {
  /** The first version ever committed. */
  readonly first: bigint;
  readonly version: bigint;
  readonly extra: ReadonlyMap<string, Uint8Array>;
}

/** A marked dump: records of each store, in this order. */
export interface DumpIndex {
  readonly version: bigint;
  /** Writes of all versions up to this one, about; what a replay between dumps costs. */
  readonly writes: number;
  readonly stores: readonly { readonly name: string; readonly records: number }[];
}

/** What a multistore keeps on disk: a change log and commit info of each version, and dumps. */
export class Archive {
  readonly #database: Database;
  readonly #path: string;
  #attested = 0n;

  private constructor(database: Database, path: string) {
    this.#database = database;
    this.#path = path;
  }

  /** Opens or creates the archive in a folder; refuses one that a newer program wrote. */
  static async open(path: string): Promise<Archive> {
    refuseHeadless(path);
    const database = await openDatabase(path);
    try {
      await checkFormat(database, path);
    } catch (error) {
      await database.close();
      throw error;
    }
    return new Archive(database, path);
  }

  /** The last commit; undefined before the first. */
  head(): Head | undefined {
    const bytes = this.#database.get(HEAD_KEY);
    return bytes && decodeHead(this.#named("the head"), bytes);
  }

  /** The head as it was when a version was the last one; undefined if that was not kept. */
  pastHead(version: bigint): Head | undefined {
    const name = this.#named(`the head of version ${version}`);
    const bytes = this.#database.get(at("past", version));
    if (bytes === undefined) return undefined;
    const head = decodeHead(name, RecordReader.sealed(name, bytes).bytes());
    if (head.version !== version) throw new StoreFault(`${name} is of version ${head.version}`);
    return head;
  }

  /** Makes a version durable, all of it or nothing. */
  async commit(
    head: Head,
    info: TimedCommitInfo,
    changes: readonly StoreChanges[],
    strike?: Strike,
  ): Promise<void> {
    const headBytes = encodeHead(head);
    const infoBytes = encodeCommitInfo(info);
    const past = new RecordWriter().bytes(headBytes).raw(checksum(infoBytes));
    const batch = [
      { key: at("log", info.version), value: encodeChanges(changes) },
      { key: at("info", info.version), value: infoBytes },
      { key: at("past", info.version), value: past.seal() },
      { key: HEAD_KEY, value: headBytes },
    ];
    strike?.("commit: batch made");
    await this.#database.write(batch);
    strike?.("commit: batch written");
    if (head.version === head.first) await this.attest(head.version);
  }

  /** Makes a restored version the first that this archive has, from a dump whose records are all written. */
  async adopt(head: Head, info: TimedCommitInfo, dump: DumpIndex): Promise<void> {
    const headBytes = encodeHead(head);
    const infoBytes = encodeCommitInfo(info);
    const past = new RecordWriter().bytes(headBytes).raw(checksum(infoBytes));
    await this.#database.write([
      { key: at("dumped", dump.version), value: encodeDump(dump) },
      { key: at("info", info.version), value: infoBytes },
      { key: at("past", info.version), value: past.seal() },
      { key: FLOOR_KEY, value: new RecordWriter().uvarint(info.version).seal() },
      { key: HEAD_KEY, value: headBytes },
    ]);
  }

  /** Says beside the database that a version was committed, so that its loss is found. */
  async attest(version: bigint): Promise<void> {
    if (version <= this.#attested) return;
    await attest(this.#path, version);
    this.#attested = version;
  }

  /** Refuses an archive whose last version is older than one that was committed. */
  refuseLoss(last: bigint): void {
    this.#attested = attested(this.#path);
    if (last >= this.#attested) return;
    const lost = `${last + 1n} to ${this.#attested}`;
    throw new StoreFault(`database ${this.#path} has lost versions ${lost}`);
  }

  /** Makes an older version the last one; the given dumps, all newer, are marked no more. */
  async moveHead(head: Head, newer: readonly DumpIndex[]): Promise<void> {
    const marks = newer.map(({ version }) => ({ key: at("dumped", version), value: undefined }));
    await attest(this.#path, head.version);
    this.#attested = head.version;
    await this.#database.write([...marks, { key: HEAD_KEY, value: encodeHead(head) }]);
  }

  /** Version of the oldest dump that counts: nothing before it is kept; undefined: all is. */
  floor(): bigint | undefined {
    const name = this.#named("the floor");
    const bytes = this.#database.get(FLOOR_KEY);
    if (bytes === undefined) return undefined;
    const reader = RecordReader.sealed(name, bytes);
    const floor = reader.bigUvarint();
    reader.end();
    return floor;
  }

  /** Raises the floor to the version of a dump; the given ones below it are marked no more. */
  async raiseFloor(floor: bigint, below: readonly DumpIndex[]): Promise<void> {
    const marks = below.map(({ version }) => ({ key: at("dumped", version), value: undefined }));
    const value = new RecordWriter().uvarint(floor).seal();
    await this.#database.write([...marks, { key: FLOOR_KEY, value }]);
  }

  /** Removes what the floor has made useless, in bounded batches; `again` after each, to stop. */
  async sweepBelow(floor: bigint, again: () => boolean): Promise<void> {
    const ranges = [
      versionRange("log", 0n, floor + 1n),
      versionRange("past", 0n, floor),
      versionRange("info", 0n, floor),
    ];
    for (const range of ranges) if (!(await this.#remove(range, again))) return;
    await this.sweepDumps(again);
  }

  /** Removes what is left of versions after the last one. */
  async sweepAfter(last: bigint, again: () => boolean): Promise<void> {
    for (const space of ["log", "past", "info"] satisfies Space[]) {
      if (!(await this.#remove(versionRange(space, last + 1n), again))) return;
    }
    await this.sweepDumps(again);
  }

  /** Commit info of a version that was committed. */
  info(version: bigint): TimedCommitInfo {
    const name = this.#named(`the commit info of version ${version}`);
    const bytes = this.#database.get(at("info", version));
    if (bytes === undefined) throw new StoreFault(`${name} is missing`);
    const info = decodeCommitInfo(name, bytes);
    if (info.version !== version) throw new StoreFault(`${name} is of version ${info.version}`);
    return info;
  }

  /** Compares a commit info with its checksum, which the head kept with the version has. */
  checkInfo(version: bigint): void {
    const bytes = this.#database.get(at("info", version)) ?? new Uint8Array();
    const past = this.#database.get(at("past", version));
    if (past === undefined) return;
    const reader = RecordReader.sealed(this.#named(`the head of version ${version}`), past);
    reader.bytes();
    const sum = checksum(bytes);
    if (Buffer.compare(reader.raw(sum.length), sum) === 0) return;
    const name = this.#named(`the commit info of version ${version}`);
    throw new StoreFault(`${name} does not match its checksum`);
  }

  /** Changes of the versions from one to another, both included; none may be missing. */
  async *changes(
    from: bigint,
    to: bigint,
  ): AsyncGenerator<{ readonly version: bigint; readonly changes: readonly StoreChanges[] }> {
    let version = from;
    const range = versionRange("log", from);
    for await (const [key, bytes] of this.#database.entries(range)) {
      if (version > to || key !== at("log", version)) break;
      const name = this.#named(`the change log of version ${version}`);
      yield { version, changes: decodeChanges(name, bytes) };
      version += 1n;
    }
    if (version > to) return;
    throw new StoreFault(this.#named(`the change log of version ${version} is missing`));
  }

  /** Refuses an archive that has no head although versions were committed. */
  async refuseVersions(): Promise<void> {
    for await (const key of this.#database.keys({ ...versionRange("log"), limit: 1 })) {
      throw new StoreFault(this.#named(`there are versions (${key}) but no head`));
    }
  }

  /** Marked dumps, newest first. */
  async dumps(): Promise<readonly DumpIndex[]> {
    const found: DumpIndex[] = [];
    const range = { ...versionRange("dumped"), reverse: true };
    for await (const [key, bytes] of this.#database.entries(range)) {
      const name = this.#named(`the index of dump ${key}`);
      const reader = RecordReader.sealed(name, bytes);
      const version = reader.bigUvarint();
      const stores = Array.from({ length: reader.uvarint() }, () => ({
        name: reader.text(),
        records: reader.uvarint(),
      }));
      const writes = reader.done ? 0 : Number(reader.bigUvarint());
      reader.end();
      if (key !== at("dumped", version)) throw new StoreFault(`${name} is of version ${version}`);
      found.push({ version, stores, writes });
    }
    return found;
  }

  /** Writes one record of a dump that is not marked yet. */
  async writeDumpRecord(version: bigint, index: number, record: Uint8Array): Promise<void> {
    await this.#database.write([{ key: dumpKey(version, index), value: record }]);
  }

  /** Marks a dump whose records are all written. */
  async markDump(dump: DumpIndex): Promise<void> {
    await this.#database.write([{ key: at("dumped", dump.version), value: encodeDump(dump) }]);
  }

  /** One record of a marked dump, and what a StoreFault calls it. */
  dumpRecord(
    version: bigint,
    index: number,
  ): { readonly name: string; readonly bytes: Uint8Array } {
    const name = this.#named(`record ${index} of the dump of version ${version}`);
    const bytes = this.#database.get(dumpKey(version, index));
    if (bytes === undefined) throw new StoreFault(`${name} is missing`);
    return { name, bytes };
  }

  /** Removes the marks of the given dumps. */
  async unmarkDumps(dumps: readonly DumpIndex[]): Promise<void> {
    const marks = dumps.map(({ version }) => ({ key: at("dumped", version), value: undefined }));
    if (marks.length > 0) await this.#database.write(marks);
  }

  /** Removes all records that belong to no marked dump; those of marked ones are not even read. */
  async sweepDumps(again: () => boolean = () => true): Promise<void> {
    let from = 0n;
    for (const { version } of (await this.dumps()).toReversed()) {
      if (!(await this.#remove(versionRange("dump", from, version), again))) return;
      from = version + 1n;
    }
    await this.#remove(versionRange("dump", from), again);
  }

  async close(): Promise<void> {
    await this.#database.close();
  }

  // False if it was told to stop. A batch that is lost in a crash is removed by the next sweep.
  async #remove(range: KeyRange, again: () => boolean): Promise<boolean> {
    let batch: Put[] = [];
    const flush = async () => {
      if (batch.length > 0) await this.#database.write(batch, false);
      batch = [];
      return again();
    };
    for await (const key of this.#database.keys(range)) {
      batch.push({ key, value: undefined });
      if (batch.length === BATCH && !(await flush())) return false;
    }
    return batch.length === 0 || flush();
  }

  #named(what: string): string {
    return `${what} in ${this.#path}`;
  }
}

function encodeDump(dump: DumpIndex): Uint8Array {
  const record = new RecordWriter().uvarint(dump.version).uvarint(dump.stores.length);
  for (const { name, records } of dump.stores) record.text(name).uvarint(records);
  return record.uvarint(dump.writes).seal();
}

function encodeHead(head: Head): Uint8Array {
  const record = new RecordWriter().uvarint(head.first).uvarint(head.version);
  record.uvarint(head.extra.size);
  for (const [key, value] of head.extra) record.text(key).bytes(value);
  return record.seal();
}

function decodeHead(name: string, bytes: Uint8Array): Head {
  const reader = RecordReader.sealed(name, bytes);
  const first = reader.bigUvarint();
  const version = reader.bigUvarint();
  const entries = Array.from(
    { length: reader.uvarint() },
    () => [reader.text(), new Uint8Array(reader.bytes())] as const,
  );
  reader.end();
  return { first, version, extra: new Map(entries) };
}

async function checkFormat(database: Database, path: string): Promise<void> {
  const bytes = database.get(FORMAT_KEY);
  if (bytes === undefined) {
    for await (const _ of database.keys({ gte: "", lt: "\u{10ffff}", limit: 1 })) {
      throw new StoreFault(`database ${path} holds something other than chain state`);
    }
    await database.write([{ key: FORMAT_KEY, value: utf8.encoder.encode(String(FORMAT)) }]);
    return;
  }
  const format = utf8.decoder.decode(bytes);
  if (format === String(FORMAT)) return;
  if (OLDER.includes(format)) {
    await database.write([{ key: FORMAT_KEY, value: utf8.encoder.encode(String(FORMAT)) }]);
    return;
  }
  throw new StoreFault(
    `database ${path} has format ${format}, this program knows ${FORMAT}: a newer program wrote it`,
  );
}
