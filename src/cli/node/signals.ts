import type { Logger } from "../../abci/logger.js";
import type { RunningNode } from "./start-node.js";

/** Time that a node has to stop in good order, milliseconds. */
const STOP_BOUND_MS = 55_000;

/** How a node ends that does not stop by itself. */
export interface StopBound {
  readonly ms: number;
  exit(): void;
}

/**
 * Starts a node and lets it run until a signal. Resolves when the signal ended it in good order;
 * rejects with the part that failed. A second signal ends the process at once, and so does the bound:
 * what was committed stays, as after a power cut.
 */
export async function runUntilSignal(
  logger: Logger,
  start: (abort: AbortSignal) => Promise<Pick<RunningNode, "done">>,
  bound: StopBound = { ms: STOP_BOUND_MS, exit: () => process.exit(1) },
): Promise<void> {
  const abort = new AbortController();
  const ask = (signal: NodeJS.Signals) => {
    if (abort.signal.aborted) process.exit(1);
    logger.info("stopping", { signal });
    abort.abort();
    setTimeout(overdue, bound.ms).unref();
  };
  let stopped = false;
  const overdue = () => {
    if (stopped) return;
    logger.error("the node did not stop in time and is ended", { seconds: bound.ms / 1_000 });
    bound.exit();
  };
  process.on("SIGINT", ask).on("SIGTERM", ask);
  try {
    const node = await start(abort.signal);
    await node.done;
  } catch (error) {
    // Whoever is stopped while it starts did not fail.
    if (!abort.signal.aborted) throw error;
  } finally {
    stopped = true;
    process.off("SIGINT", ask).off("SIGTERM", ask);
  }
  logger.info("the node has stopped");
}
