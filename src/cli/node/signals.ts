import type { Logger } from "../../abci/logger.js";
import type { RunningNode } from "./start-node.js";

/**
 * Starts a node and lets it run until a signal. Resolves when the signal ended it in good order;
 * rejects with the part that failed. A second signal ends the process at once.
 */
export async function runUntilSignal(
  logger: Logger,
  start: (abort: AbortSignal) => Promise<Pick<RunningNode, "done">>,
): Promise<void> {
  const abort = new AbortController();
  const ask = (signal: NodeJS.Signals) => {
    if (abort.signal.aborted) process.exit(1);
    logger.info("stopping", { signal });
    abort.abort();
  };
  process.on("SIGINT", ask).on("SIGTERM", ask);
  try {
    const node = await start(abort.signal);
    await node.done;
  } catch (error) {
    // Whoever is stopped while it starts did not fail.
    if (!abort.signal.aborted) throw error;
  } finally {
    process.off("SIGINT", ask).off("SIGTERM", ask);
  }
  logger.info("the node has stopped");
}
