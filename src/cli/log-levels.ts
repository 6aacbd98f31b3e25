import { CliError } from "./failure.js";

/** Levels from the most talkative one. */
export const LOG_LEVELS = ["debug", "info", "warn", "error", "none"] as const;

export type LogLevel = (typeof LOG_LEVELS)[number];

/** The least level of lines that are written: of a module by its name, of all others. */
export interface LogLevels {
  readonly usual: LogLevel;
  readonly modules: ReadonlyMap<string, LogLevel>;
}

/** Names that other nodes have for levels. */
const ALIASES: Readonly<Record<string, LogLevel>> = {
  trace: "debug",
  fatal: "error",
  panic: "error",
  disabled: "none",
};

/**
 * Reads `info`, or levels by module as CometBFT does: `state:info,*:error`. Modules that are not
 * named have the level of `*`, `info` where that is not named either. Throws CliError.
 */
export function readLogLevels(text: string): LogLevels {
  const pairs = text.split(",").map((part): readonly [string, LogLevel] => {
    const [, module = "*", level = ""] = /^(?:([^:\s]+):)?([a-z]+)$/.exec(part.trim()) ?? [];
    const known = LOG_LEVELS.find((one) => one === level) ?? ALIASES[level];
    if (known !== undefined) return [module, known];
    throw new CliError(
      `log_level: ${JSON.stringify(part)} is none of ${LOG_LEVELS.join(", ")}, ` +
        "nor such a level of a module as gateway:debug",
    );
  });
  const levels = new Map(pairs);
  if (levels.size < pairs.length) throw new CliError("log_level: a module is named twice");
  return { usual: levels.get("*") ?? "info", modules: levels };
}
