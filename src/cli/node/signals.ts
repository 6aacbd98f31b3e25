import type { Logger } from "../../abci/logger.js";
import type { RunningNode } from "./start-node.js";

/**
 * Resolves when a signal ended the node in good order; rejects with the part that failed. A second
 * signal ends the process at once.
 */
export async function runUntilSignal(
  node: Pick<RunningNode, "done" | "stop">,
  logger: Logger,
): Promise<void> {
  let asked = false;
  const ask = (signal: NodeJS.Signals) => {
    if (asked) process.exit(1);
    asked = true;
    logger.info("stopping", { signal });
    void node.stop();
  };
  process.on("SIGINT", ask).on("SIGTERM", ask);
  try {
    await node.done;
    logger.info("the node has stopped");
  } finally {
    process.off("SIGINT", ask).off("SIGTERM", ask);
  }
}
