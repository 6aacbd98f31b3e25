import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/** The system's list of file locks; on other systems than Linux there is none. */
const LOCKS = "/proc/locks";

/**
 * Process id of whoever has a LevelDB folder open; undefined where nobody has, or the system does not
 * tell. The folder is not touched.
 */
export function holderOf(path: string): number | undefined {
  const lock = join(path, "LOCK");
  if (!existsSync(lock) || !existsSync(LOCKS)) return undefined;
  const inode = String(statSync(lock).ino);
  for (const line of readFileSync(LOCKS, "utf8").split("\n")) {
    const [, , , kind, pid, file = ""] = line.trim().split(/\s+/);
    if (kind === "WRITE" && file.split(":").at(-1) === inode) return Number(pid);
  }
  return undefined;
}
