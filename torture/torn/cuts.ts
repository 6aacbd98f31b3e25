import { cp, readdir, readFile, rename, rm, stat, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Random } from "../../test/store/random.js";

/** Not part of what is stored: LevelDB makes them anew. */
const LOOSE = /^(?:LOCK|LOG|LOG\.old)$/;

type Way = (random: Random, path: string, other: string) => Promise<void>;

const WAYS: Readonly<Record<string, Way>> = {
  truncated: async (r, path) => truncate(path, r.below(Math.max(1, (await stat(path)).size))),
  "without its tail": async (r, path) => {
    const { size } = await stat(path);
    await truncate(path, Math.max(0, size - 1 - r.below(2_000)));
  },
  "without its last page": async (_, path) => {
    const { size } = await stat(path);
    await truncate(path, Math.floor(Math.max(0, size - 1) / 4_096) * 4_096);
  },
  flipped: (r, path) =>
    changed(path, (bytes) => {
      const at = r.below(Math.max(1, bytes.length));
      bytes.fill((bytes[at] ?? 0) ^ (1 << r.below(8)), at, at + 1);
    }),
  "flipped often": (r, path) =>
    changed(path, (bytes) => {
      for (let times = 0; times < 20; times += 1) {
        const at = r.below(Math.max(1, bytes.length));
        bytes.fill((bytes[at] ?? 0) ^ (1 << r.below(8)), at, at + 1);
      }
    }),
  zeroed: (r, path) =>
    changed(path, (bytes) => {
      const at = r.below(Math.max(1, bytes.length));
      bytes.fill(0, at, Math.min(bytes.length, at + 1 + r.below(600)));
    }),
  "with a zeroed tail": (r, path) =>
    changed(path, (bytes) => {
      bytes.fill(0, Math.max(0, bytes.length - 1 - r.below(4_096)));
    }),
  gone: (_, path) => rm(path),
  emptied: (_, path) => truncate(path, 0),
  "longer by noise": async (r, path) => {
    await writeFile(path, Buffer.concat([await readFile(path), r.bytes(1, 200)]));
  },
  "swapped with another": async (_, path, other) => {
    if (path === other) return rm(path);
    await rename(path, `${path}.swap`);
    await rename(other, path);
    await rename(`${path}.swap`, other);
  },
  "a copy of another": async (_, path, other) => {
    if (path !== other) await cp(other, path);
  },
};

async function changed(path: string, change: (bytes: Buffer) => void): Promise<void> {
  const bytes = await readFile(path);
  change(bytes);
  await writeFile(path, bytes);
}

/** Damages a file of a folder as a disk might; says what it did. */
export async function cut(random: Random, folder: string): Promise<string> {
  const files = (await readdir(folder)).filter((name) => !LOOSE.test(name)).sort();
  const name = random.pick(files);
  const other = random.pick(files);
  const way = random.pick(Object.keys(WAYS));
  const { size } = await stat(join(folder, name));
  await WAYS[way]?.(random, join(folder, name), join(folder, other));
  return `${name} (${size} bytes) ${way}${way.includes("another") ? ` (${other})` : ""}`;
}
