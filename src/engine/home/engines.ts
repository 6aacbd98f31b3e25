import { existsSync } from "node:fs";
import { join } from "node:path";

/** The database of each engine's blocks in the folder `data` of a home. */
const BLOCKS = { embedded: "engine.db", comet: "blockstore.db" } as const;

const ADVICE = {
  embedded: "go on with --with-comet or --engine comet",
  comet: "go on with --engine embedded",
} as const;

/**
 * Throws an Error where a folder `data` has the blocks of the other engine and none of this one: the
 * chain would begin anew, and its validator would sign the same heights twice.
 */
export function refuseOtherEngine(data: string, mine: keyof typeof BLOCKS): void {
  const other = mine === "comet" ? "embedded" : "comet";
  if (existsSync(join(data, BLOCKS[mine])) || !existsSync(join(data, BLOCKS[other]))) return;
  const name = other === "comet" ? "CometBFT" : "the embedded engine";
  throw new Error(
    `the blocks in ${data} are those of ${name}: ${ADVICE[mine]}, or begin a chain anew from ` +
      "vprd export in another home",
  );
}
