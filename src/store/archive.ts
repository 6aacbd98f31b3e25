import { decodeChanges, encodeChanges, type StoreChanges } from "./change-log.js";
import { decodeCommitInfo, encodeCommitInfo, type TimedCommitInfo } from "./commit-info.js";
import { StoreFault } from "./contract.js";
import { type Database, openDatabase } from "./database.js";
import { RecordReader, RecordWriter } from "./record.js";

/** Layout of the database. A change that an older program would misread raises it. */
const FORMAT = 1;
const FORMAT_KEY = "format";
const HEAD_KEY = "head";
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
  readonly stores: readonly { readonly name: string; readonly records: number }[];
}

/** What a multistore keeps on disk: a change log and commit info of each version, and dumps. */
export class Archive {
  readonly #database: Database;
  readonly #path: string;

  private constructor(database: Database, path: string) {
    this.#database = database;
    this.#path = path;
  }

  /** Opens or creates the archive in a folder; refuses one that a newer program wrote. */
  static async open(path: string): Promise<Archive> {
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
    if (bytes === undefined) return undefined;
    const reader = RecordReader.sealed(this.#named("the head"), bytes);
    const first = reader.bigUvarint();
    const version = reader.bigUvarint();
    const entries = Array.from(
      { length: reader.uvarint() },
      () => [reader.text(), new Uint8Array(reader.bytes())] as const,
    );
    reader.end();
    return { first, version, extra: new Map(entries) };
  }

  /** Makes a version durable, all of it or nothing. */
  async commit(head: Head, info: TimedCommitInfo, changes: readonly StoreChanges[]): Promise<void> {
    const record = new RecordWriter().uvarint(head.first).uvarint(head.version);
    record.uvarint(head.extra.size);
    for (const [key, value] of head.extra) record.text(key).bytes(value);
    await this.#database.write([
      { key: at("log", info.version), value: encodeChanges(changes) },
      { key: at("info", info.version), value: encodeCommitInfo(info) },
      { key: HEAD_KEY, value: record.seal() },
    ]);
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

  /** Changes of the versions from one to another, both included; none may be missing. */
  async *changes(
    from: bigint,
    to: bigint,
  ): AsyncGenerator<{ readonly version: bigint; readonly changes: readonly StoreChanges[] }> {
    let version = from;
    const range = { gte: at("log", from), lt: after("log") };
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
    for await (const key of this.#database.keys(everything("log", 1))) {
      throw new StoreFault(this.#named(`there are versions (${key}) but no head`));
    }
  }

  /** Marked dumps, newest first. */
  async dumps(): Promise<readonly DumpIndex[]> {
    const found: DumpIndex[] = [];
    const range = { ...everything("dumped"), reverse: true };
    for await (const [key, bytes] of this.#database.entries(range)) {
      const name = this.#named(`the index of dump ${key}`);
      const reader = RecordReader.sealed(name, bytes);
      const version = reader.bigUvarint();
      const stores = Array.from({ length: reader.uvarint() }, () => ({
        name: reader.text(),
        records: reader.uvarint(),
      }));
      reader.end();
      found.push({ version, stores });
    }
    return found;
  }

  /** Writes one record of a dump that is not marked yet. */
  async writeDumpRecord(version: bigint, index: number, record: Uint8Array): Promise<void> {
    await this.#database.write([{ key: dumpKey(version, index), value: record }]);
  }

  /** Marks a dump whose records are all written. */
  async markDump(dump: DumpIndex): Promise<void> {
    const record = new RecordWriter().uvarint(dump.version).uvarint(dump.stores.length);
    for (const { name, records } of dump.stores) record.text(name).uvarint(records);
    await this.#database.write([{ key: at("dumped", dump.version), value: record.seal() }]);
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

  /** Removes the marks of the given dumps, then all records that belong to no marked dump. */
  async sweepDumps(superseded: readonly bigint[]): Promise<void> {
    if (superseded.length > 0) {
      const marks = superseded.map((version) => ({ key: at("dumped", version), value: undefined }));
      await this.#database.write(marks);
    }
    const marked = new Set((await this.dumps()).map(({ version }) => at("dump", version)));
    const stray: string[] = [];
    for await (const key of this.#database.keys(everything("dump"))) {
      if (!marked.has(key.slice(0, key.lastIndexOf("/")))) stray.push(key);
    }
    await this.#database.write(stray.map((key) => ({ key, value: undefined })));
  }

  close(): Promise<void> {
    return this.#database.close();
  }

  #named(what: string): string {
    return `${what} in ${this.#path}`;
  }
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
  throw new StoreFault(
    `database ${path} has format ${format}, this program knows ${FORMAT}: a newer program wrote it`,
  );
}

// Sixteen hex digits, so that text order is numeric order.
function at(space: string, version: bigint): string {
  return `${space}/${version.toString(16).padStart(16, "0")}`;
}

function dumpKey(version: bigint, index: number): string {
  return `${at("dump", version)}/${index.toString(16).padStart(8, "0")}`;
}

function after(space: string): string {
  return `${space}0`;
}

function everything(space: string, limit = -1) {
  return { gte: `${space}/`, lt: after(space), limit };
}
