import type { Json } from "../../wire/proto-json.js";

/** What YAML would read as something else than this very text. */
const PLAIN = /^[A-Za-z_/][A-Za-z0-9_./+=@-]*$/;
const RESERVED = /^(?:true|false|yes|no|on|off|null|y|n)$/i;

/** Prints JSON as YAML with sorted keys, ending in a newline. */
export function yamlText(value: Json): string {
  return isEmpty(value) || typeof value !== "object" || value === null
    ? `${scalar(value)}\n`
    : block(value, "");
}

function block(value: Json, indent: string): string {
  if (isList(value)) {
    return value.map((item) => `${indent}- ${nested(item, `${indent}  `, true)}`).join("");
  }
  if (typeof value !== "object" || value === null) return `${indent}${scalar(value)}\n`;
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, item]) => `${indent}${scalar(key)}:${nested(item, `${indent}  `, false)}`)
    .join("");
}

/** The part after a key or a dash. */
function nested(value: Json, indent: string, inList: boolean): string {
  if (typeof value !== "object" || value === null || isEmpty(value)) {
    return inList ? `${scalar(value)}\n` : ` ${scalar(value)}\n`;
  }
  const text = block(value, inList || !isList(value) ? indent : indent.slice(2));
  return inList ? text.slice(indent.length) : `\n${text}`;
}

function scalar(value: Json): string {
  if (typeof value === "string") return quoted(value);
  if (isList(value)) return "[]";
  return typeof value === "object" && value !== null ? "{}" : String(value);
}

function quoted(text: string): string {
  return PLAIN.test(text) && !RESERVED.test(text) ? text : JSON.stringify(text);
}

function isEmpty(value: Json): boolean {
  return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}

/** `Array.isArray` does not narrow read-only lists. */
function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
