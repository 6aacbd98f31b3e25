import { messageOf } from "../failure.js";
import { readDuration } from "../text/durations.js";
import type { Check } from "./settings.js";

/** A fault where the value is none of these. */
export function choiceFault(choices: readonly string[]): Check {
  return (value) =>
    choices.some((choice) => choice === value)
      ? undefined
      : `must be one of ${choices.map((choice) => JSON.stringify(choice)).join(", ")}, not ${JSON.stringify(value)}`;
}

/** A fault where a reader of texts throws. */
export function faultOf(read: (text: string) => unknown): Check {
  return (value) => {
    try {
      read(String(value));
      return undefined;
    } catch (error) {
      return `is wrong: ${messageOf(error)}`;
    }
  };
}

/** A fault where the value is no whole number of at least 0, as a number or a text. */
export const numberFault: Check = (value) =>
  /^\d{1,20}$/.test(String(value))
    ? undefined
    : `must be a whole number of at least 0, not ${JSON.stringify(value)}`;

/** A fault where the value is no duration, as `10s` or `1h30m`. */
export const durationFault: Check = faultOf(readDuration);

/** A fault where the value is no address to listen at: `tcp://host:port`, `host:port`, `unix://path`. */
export const addressFault: Check = (value) => {
  const text = String(value);
  if (/^unix:\/\/.+/.test(text)) return undefined;
  const port = /^(?:[a-z]+:\/\/)?(?:\[[0-9a-fA-F:]+\]|[^:/[\]]*):(\d{1,5})$/.exec(text)?.[1];
  return port !== undefined && Number(port) < 65_536
    ? undefined
    : `is no address: ${JSON.stringify(text)}; expected a form like tcp://127.0.0.1:26657`;
};
