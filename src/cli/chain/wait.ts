import { CliError } from "../failure.js";
import type { Chain, IncludedTx } from "./chain.js";

const LOOK_AGAIN_MS = 100;

/** Waits until a transaction is in a block. Throws CliError when the time is over. */
export async function untilIncluded(
  chain: Chain,
  hash: string,
  timeoutMs: number,
): Promise<IncludedTx> {
  const end = performance.now() + timeoutMs;
  for (;;) {
    const found = await chain.tx(hash);
    if (found !== undefined) return found;
    if (performance.now() > end) {
      throw new CliError(`transaction ${hash} is in no block after ${timeoutMs / 1000} s`);
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
  }
}
