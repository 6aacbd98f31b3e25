import type { NamedHash } from "./app-hash.js";
import type { Archive, DumpIndex, Head } from "./archive.js";
import { commitInfo, type TimedCommitInfo } from "./commit-info.js";
import { StoreFault } from "./contract.js";
import { TreeLoader } from "./iavl/dump.js";
import { Versions } from "./versions.js";

/** What an archive holds, in memory. */
export interface Loaded {
  readonly head: Head;
  readonly versions: Versions;
  /** What has happened since the newest dump. */
  readonly since: { versions: number; writes: number };
}

/**
 * Loads the newest dump that still leaves `retain` versions to replay, replays the change logs
 * after it and compares root hashes with the commit infos.
 */
export async function loadVersions(
  archive: Archive,
  first: bigint,
  retain: number,
): Promise<Loaded> {
  const since = { versions: 0, writes: 0 };
  const head = archive.head();
  if (head === undefined) {
    await archive.refuseVersions();
    const empty = { first, version: 0n, extra: new Map() };
    return { head: empty, versions: new Versions(first, retain), since };
  }
  const dumps = await archive.dumps();
  await archive.sweepDumps([]);
  const versions = new Versions(head.first, retain);
  const readable = head.version - BigInt(retain) + 1n;
  const dump = dumps.find(({ version }) => version <= readable);
  if (dump !== undefined) loadDump(archive, versions, dump);
  const from = dump === undefined ? head.first : dump.version + 1n;
  const newest = dumps[0]?.version ?? 0n;
  for await (const { version, changes } of archive.changes(from, head.version)) {
    versions.replay(version, changes);
    const info = archive.info(version);
    // Versions that cannot be read are only stepped over; their nodes are hashed if they live on.
    if (version >= readable) compare(versions.hashes(), info);
    versions.save(info);
    if (version <= newest) continue;
    since.versions += 1;
    since.writes += changes.reduce((sum, { writes }) => sum + writes.length, 0);
  }
  return { head, versions, since };
}

function loadDump(archive: Archive, versions: Versions, dump: DumpIndex): void {
  let index = 0;
  for (const { name, records } of dump.stores) {
    const loader = new TreeLoader(versions.forest.pool);
    for (const end = index + records; index < end; index += 1) {
      const record = archive.dumpRecord(dump.version, index);
      loader.add(record.name, record.bytes);
    }
    versions.mount(name, loader.finish(`store ${name} in the dump of version ${dump.version}`));
  }
  const info = archive.info(dump.version);
  compare(versions.hashes(), info);
  versions.save(info);
}

function compare(found: readonly NamedHash[], info: TimedCommitInfo): void {
  const { version, stores } = info;
  for (const { name, hash } of stores) {
    const root = found.find((store) => store.name === name)?.hash;
    if (root !== undefined && Buffer.compare(root, hash) === 0) continue;
    const has = root === undefined ? "is missing" : `has root ${hex(root)}`;
    throw new StoreFault(`store ${name} ${has} at version ${version}, not ${hex(hash)}`);
  }
  const { appHash } = commitInfo(version, found, undefined);
  if (Buffer.compare(appHash, info.appHash) === 0) return;
  throw new StoreFault(`version ${version} has stores that its commit info does not know`);
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}
