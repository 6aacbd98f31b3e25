import type { Json } from "../wire/proto-json.js";
import type { Output } from "./options.js";
import { yamlText } from "./text/yaml.js";

/** Prints a value on stdout: JSON on one line, indented JSON, or text. */
export function print(value: Json, form: Output | "line"): void {
  if (form === "json" || form === "line") {
    process.stdout.write(`${JSON.stringify(value, null, form === "json" ? 2 : 0)}\n`);
  } else process.stdout.write(yamlText(value));
}

/** Says something to a person, on stderr. */
export function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** Prints names and values, one a line, in their order. */
export function printLines(values: { readonly [name: string]: Json }): void {
  for (const [name, value] of Object.entries(values)) {
    const text = typeof value === "string" ? value : JSON.stringify(value);
    process.stdout.write(`${name}: ${text}\n`);
  }
}
