import type { Logger } from "../abci/logger.js";
import { LOG_LEVELS, type LogLevels } from "./log-levels.js";

export type LogFormat = "plain" | "json";

const SHORT = { debug: "DBG", info: "INF", warn: "WRN", error: "ERR" } as const;
type Spoken = keyof typeof SHORT;

interface LineOptions {
  readonly format: LogFormat;
  readonly levels: LogLevels;
  readonly write: (line: string) => void;
}

/** A logger that writes one line for each message; `module` names who speaks. */
export function lineLogger(options: LineOptions, module?: string): Logger {
  const { format, levels, write } = options;
  const print = format === "json" ? jsonLine : plainLine;
  const level = module === undefined ? undefined : levels.modules.get(module);
  const least = LOG_LEVELS.indexOf(level ?? levels.usual);
  const who = module === undefined ? {} : { module };
  const say = (spoken: Spoken) => (message: string, facts?: Readonly<Record<string, unknown>>) => {
    if (LOG_LEVELS.indexOf(spoken) < least) return;
    write(`${print(spoken, message, { ...who, ...facts })}\n`);
  };
  return {
    debug: say("debug"),
    info: say("info"),
    warn: say("warn"),
    error: say("error"),
    module: (name) => lineLogger(options, name),
  };
}

function jsonLine(level: Spoken, message: string, facts: object): string {
  const line = { level, time: new Date().toISOString(), message: discreet(message), ...facts };
  return JSON.stringify(line, (_, value: unknown) => {
    if (typeof value === "bigint") return String(value);
    return typeof value === "string" ? discreet(value) : value;
  });
}

function plainLine(level: Spoken, message: string, facts: object): string {
  const pairs = Object.entries(facts).map(([name, value]) => ` ${name}=${plainValue(value)}`);
  const text = oneLine(discreet(message));
  return `${new Date().toISOString()} ${SHORT[level]} ${text}${pairs.join("")}`;
}

function plainValue(value: unknown): string {
  const text = typeof value === "object" ? JSON.stringify(value) : String(value);
  const shown = discreet(text);
  return /[\s"\p{Cc}]/u.test(shown) ? JSON.stringify(shown) : shown;
}

/** A message that comes from elsewhere must not begin a line of its own. */
const oneLine = (text: string): string =>
  text.replace(/\p{Cc}/gu, (c) => (c === "\t" ? c : JSON.stringify(c).slice(1, -1)));

/** Addresses may hold a name and a password: a log is no place for them. */
const discreet = (text: string): string => text.replace(/(\w:\/\/)[^\s/@]*@/g, "$1***@");
