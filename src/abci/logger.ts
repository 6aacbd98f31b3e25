/** Where the node says what it does. Never part of what nodes agree on. */
export interface Logger {
  debug(message: string, facts?: Readonly<Record<string, unknown>>): void;
  info(message: string, facts?: Readonly<Record<string, unknown>>): void;
  warn(message: string, facts?: Readonly<Record<string, unknown>>): void;
  error(message: string, facts?: Readonly<Record<string, unknown>>): void;
}

/** Says nothing, for tests and tools. */
export const silent: Logger = { debug() {}, info() {}, warn() {}, error() {} };
