import type { Logger } from "../abci/logger.js";

/** Levels from the most talkative one. */
export const LOG_LEVELS = ["debug", "info", "warn", "error", "none"] as const;

export type LogLevel = (typeof LOG_LEVELS)[number];
export type LogFormat = "plain" | "json";

const SHORT = { debug: "DBG", info: "INF", warn: "WRN", error: "ERR" } as const;
type Spoken = keyof typeof SHORT;

/** A logger that writes one line for each message. */
export function lineLogger(options: {
  readonly format: LogFormat;
  readonly level: LogLevel;
  readonly write: (line: string) => void;
}): Logger {
  const print = options.format === "json" ? jsonLine : plainLine;
  const least = LOG_LEVELS.indexOf(options.level);
  const say = (level: Spoken) => (message: string, facts?: Readonly<Record<string, unknown>>) => {
    if (LOG_LEVELS.indexOf(level) < least) return;
    options.write(`${print(level, message, facts ?? {})}\n`);
  };
  return { debug: say("debug"), info: say("info"), warn: say("warn"), error: say("error") };
}

function jsonLine(level: Spoken, message: string, facts: object): string {
  const line = { level, time: new Date().toISOString(), message, ...facts };
  return JSON.stringify(line, (_, value) => (typeof value === "bigint" ? String(value) : value));
}

function plainLine(level: Spoken, message: string, facts: object): string {
  const pairs = Object.entries(facts).map(([name, value]) => ` ${name}=${plainValue(value)}`);
  return `${new Date().toISOString()} ${SHORT[level]} ${message}${pairs.join("")}`;
}

function plainValue(value: unknown): string {
  const text = typeof value === "object" ? JSON.stringify(value) : String(value);
  return /[\s"]/.test(text) ? JSON.stringify(text) : text;
}
