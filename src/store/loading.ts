import type { NamedHash } from "./app-hash.js";
import type { Archive, DumpIndex, Head } from "./archive.js";
import { commitInfo, type TimedCommitInfo } from "./commit-info.js";
import { StoreFault } from "./contract.js";
import type { Strike } from "./fault-points.js";
import { TreeLoader } from "./iavl/dump.js";
import { Versions } from "./versions.js";

/** What an archive holds, in memory. */
export interface Loaded {
  readonly head: Head;
  readonly versions: Versions;
  /** What has happened since the newest dump. */
  readonly since: { versions: number; writes: number };
}

/** Lets everything else go on for a moment; throws to end a loading that nobody wants any more. */
export type Pause = () => Promise<void>;

/** What is done between two pauses of a loading that must not hold up everything else. */
const SLICE = { writes: 500, nodes: 2_000, versions: 50 };

/**
 * Loads the newest dump that still leaves `retain` versions to replay, replays the change logs
 * after it and compares root hashes with the commit infos.
 */
export async function loadVersions(
  archive: Archive,
  first: bigint,
  retain: number,
  strike?: Strike,
): Promise<Loaded> {
  const since = { versions: 0, writes: 0 };
  const head = archive.head();
  if (head === undefined) {
    await archive.refuseVersions();
    archive.refuseLoss(0n);
    // Those of a restore that was cut off.
    await archive.sweepDumps();
    const empty = { first, version: 0n, extra: new Map() };
    return { head: empty, versions: new Versions(first, retain), since };
  }
  archive.refuseLoss(head.version);
  const dumps = await archive.dumps();
  await archive.sweepAfter(head.version, () => true);
  strike?.("open: strays swept");
  const versions = new Versions(head.first, retain);
  const floor = archive.floor() ?? 0n;
  const wanted = head.version - BigInt(retain) + 1n;
  const readable = wanted > floor ? wanted : floor;
  const dump = dumps.find(({ version }) => version <= readable) ?? longLogDump(dumps);
  if (dump !== undefined) await loadDump(archive, versions, dump);
  const from = dump === undefined ? head.first : dump.version + 1n;
  const newest = dumps[0]?.version ?? 0n;
  for await (const { version, changes } of archive.changes(from, head.version)) {
    versions.replay(version, changes);
    const info = archive.info(version);
    // Versions that cannot be read are only stepped over; their nodes are hashed if they live on.
    if (version >= readable) confirm(archive, versions.hashes(), info);
    versions.save(info);
    if (version <= newest) continue;
    since.versions += 1;
    since.writes += changes.reduce((sum, { writes }) => sum + writes.length, 0);
  }
  strike?.("open: loaded");
  return { head, versions, since };
}

/**
 * The oldest dump, where the log before it is so long that versions before it are better rebuilt when
 * somebody asks for them: after a genesis with very many accounts.
 */
function longLogDump(dumps: readonly DumpIndex[]): DumpIndex | undefined {
  const oldest = dumps.at(-1);
  return oldest !== undefined && oldest.writes >= LONG_LOG ? oldest : undefined;
}

/** Writes; a second's work. */
const LONG_LOG = 30_000;

/** Mounts the stores of a dump as the version of the dump, confirmed; with pauses if there is one. */
export async function loadDump(
  archive: Archive,
  versions: Versions,
  dump: DumpIndex,
  pause?: Pause,
): Promise<void> {
  const { pool, hasher } = versions.forest;
  let index = 0;
  for (const { name, records } of dump.stores) {
    const loader = new TreeLoader(pool);
    for (const end = index + records; index < end; index += 1) {
      const record = archive.dumpRecord(dump.version, index);
      loader.add(record.name, record.bytes);
      if (pause === undefined) continue;
      for (const root of loader.roots()) {
        for (const _ of hasher.steps(root, SLICE.nodes)) await pause();
      }
      await pause();
    }
    versions.mount(name, loader.finish(`store ${name} in the dump of version ${dump.version}`));
  }
  const info = archive.info(dump.version);
  confirm(archive, versions.hashes(), info);
  versions.save(info);
}

/** Replays versions in slices, with pauses between; the last one is confirmed. */
export async function replayGently(
  archive: Archive,
  versions: Versions,
  from: bigint,
  to: bigint,
  pause: Pause,
): Promise<void> {
  let count = 0;
  for await (const { version, changes } of archive.changes(from, to)) {
    for (const _ of versions.replaySteps(version, changes, SLICE.writes)) await pause();
    if (version === to) {
      for (const _ of versions.hashSteps(SLICE.nodes)) await pause();
    }
    const info = archive.info(version);
    if (version === to) confirm(archive, versions.hashes(), info);
    versions.save(info);
    count += 1;
    if (count % SLICE.versions === 0) await pause();
  }
}

/** Refuses a saved version whose roots are not those of its commit info. */
export function confirmSaved(archive: Archive, versions: Versions, version: bigint): void {
  confirm(archive, versions.hashesAt(version), archive.info(version));
}

function confirm(archive: Archive, found: readonly NamedHash[], info: TimedCommitInfo): void {
  compare(found, info);
  archive.checkInfo(info.version);
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
