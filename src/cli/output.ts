import type { Json } from "../wire/proto-json.js";
import { yamlText } from "./text/yaml.js";

/** Prints a value on stdout: JSON on one line, indented JSON, or text. */
export function print(value: Json, form: "line" | "json" | "text"): void {
  if (form === "text") process.stdout.write(yamlText(value));
  else process.stdout.write(`${JSON.stringify(value, null, form === "json" ? 2 : 0)}\n`);
}

/** Says something to a person, on stderr. */
export function say(text: string): void {
  process.stderr.write(`${text}\n`);
}
