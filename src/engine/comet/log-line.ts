import type { Logger, LogLevelName } from "../../abci/logger.js";

const LEVELS: ReadonlyMap<unknown, LogLevelName> = new Map([
  ["debug", "debug"],
  ["info", "info"],
  ["warn", "warn"],
  ["error", "error"],
] as const);

/**
 * Hands on a line of CometBFT's log; one that is no JSON, as after a panic, as it is. Returns its
 * message without the facts, which peers have a say in; undefined where it is no JSON.
 */
export function forwardLine(logger: Logger, line: string): string | undefined {
  const parsed = parse(line);
  if (parsed === undefined) {
    logger.info(`cometbft: ${line}`);
    return undefined;
  }
  const { _msg: message, level, ts, ...facts } = parsed;
  void ts;
  logger[LEVELS.get(level) ?? "info"](`cometbft: ${String(message)}`, facts);
  return String(message);
}

function parse(line: string): Readonly<Record<string, unknown>> | undefined {
  if (!line.startsWith("{")) return undefined;
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
