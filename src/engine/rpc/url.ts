import { fromHex } from "../embedded/bytes.js";
import { invalidParams } from "./errors.js";
import type { Given } from "./method.js";
import type { RawArg } from "./params.js";

/** Arguments of a GET: `0x…` is bytes, `"…"` a text, the rest bare. The first of a name counts. */
export function givenByUrl(search: URLSearchParams): Given {
  return (name) => {
    const value = search.get(name);
    return value === null ? undefined : urlArg(value, name);
  };
}

function urlArg(value: string, name: string): RawArg {
  if (value.startsWith("0x")) {
    const bytes = fromHex(value.slice(2));
    if (bytes === undefined) throw invalidParams(`${name}: not valid hex`);
    return { form: "hex", bytes };
  }
  if (value.startsWith('"')) return { form: "quoted", text: unquoted(value, name) };
  return { form: "bare", text: value };
}

function unquoted(value: string, name: string): string {
  try {
    const parsed: unknown = JSON.parse(value);
    if (typeof parsed === "string") return parsed;
  } catch {
    // Falls through to the refusal below.
  }
  throw invalidParams(`${name}: unterminated or malformed text`);
}
