/** Where the node says what it does. Never part of what nodes agree on. */
export interface Logger {
  debug(message: string, facts?: Readonly<Record<string, unknown>>): void;
  info(message: string, facts?: Readonly<Record<string, unknown>>): void;
  warn(message: string, facts?: Readonly<Record<string, unknown>>): void;
  error(message: string, facts?: Readonly<Record<string, unknown>>): void;
  /** The logger of a part of the node, where parts have loggers of their own. */
  module?(name: string): Logger;
}

/** The logger that a part of the node speaks through. */
export function moduleLogger(logger: Logger, name: string): Logger {
  return logger.module?.(name) ?? logger;
}

/** How much a line matters. */
export type LogLevelName = Exclude<keyof Logger, "module">;

/** Says nothing, for tests and tools. */
export const silent: Logger = { debug() {}, info() {}, warn() {}, error() {} };
