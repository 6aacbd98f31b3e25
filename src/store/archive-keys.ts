/** The first key of the spaces in which an archive keeps what it has of each version. */
export type Space = "log" | "info" | "past" | "dump" | "dumped";

// Sixteen hex digits, so that text order is numeric order.
/** Key of a version in a space. */
export function at(space: Space, version: bigint): string {
  return `${space}/${version.toString(16).padStart(16, "0")}`;
}

/** Key of a record of a dump. */
export function dumpKey(version: bigint, index: number): string {
  return `${at("dump", version)}/${index.toString(16).padStart(8, "0")}`;
}

/** Range of the versions of a space from one on to before another. */
export function versionRange(space: Space, from = 0n, before?: bigint) {
  return { gte: at(space, from), lt: before === undefined ? `${space}0` : at(space, before) };
}
