import { copyFileSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

/** Files that LevelDB never writes to again. */
const FINISHED = /\.(?:ldb|sst)$/;

/**
 * Runs something on a copy of a LevelDB folder, because opening a database recovers its log and so
 * changes it. Finished tables are linked to, the small rest is copied; the copy is removed at the end.
 */
export async function withShadow<T>(path: string, run: (copy: string) => Promise<T>): Promise<T> {
  const copy = mkdtempSync(join(tmpdir(), "vprd-doctor-"));
  try {
    for (const entry of readdirSync(path, { withFileTypes: true })) {
      if (!entry.isFile() || entry.name === "LOCK") continue;
      const [from, to] = [resolve(path, entry.name), join(copy, entry.name)];
      if (FINISHED.test(entry.name)) symlinkSync(from, to);
      else copyFileSync(from, to);
    }
    return await run(copy);
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}
