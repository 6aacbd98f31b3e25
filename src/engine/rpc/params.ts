import { fromBase64, fromHex } from "../embedded/bytes.js";
import { invalidParams } from "./errors.js";

/**
 * An argument as it came: a JSON value of a body or frame, or one of the three forms of a URL
 * (`0x…`, `"quoted"`, bare).
 */
export type RawArg =
  | { readonly form: "json"; readonly value: unknown }
  | { readonly form: "hex"; readonly bytes: Uint8Array }
  | { readonly form: "quoted"; readonly text: string }
  | { readonly form: "bare"; readonly text: string };

/** How one parameter is read. Throws RpcError -32602. `raw` is undefined when it was not given. */
export type Param<T> = (raw: RawArg | undefined, name: string) => T;

/** Parameters of a method, in positional order. */
export type Params = Readonly<Record<string, Param<unknown>>>;

/** What `run` receives for the parameters `P`. */
export type ArgsOf<P extends Params> = {
  readonly [K in keyof P]: P[K] extends Param<infer T> ? T : never;
};

const INT64_MAX = 2n ** 63n - 1n;

/** A 64-bit integer, as text or number. Undefined when not given. */
export const int64: Param<bigint | undefined> = (raw, name) => {
  const text = scalarText(raw);
  if (text === undefined) return undefined;
  const value = /^-?\d{1,19}$/.test(text) ? BigInt(text) : undefined;
  if (value === undefined || value > INT64_MAX || value < -INT64_MAX - 1n) {
    throw invalidParams(`${name}: invalid 64-bit integer ${JSON.stringify(text.slice(0, 40))}`);
  }
  return value;
};

/** `true` or `false`; false when not given. */
export const flag: Param<boolean> = (raw, name) => {
  if (raw === undefined || (raw.form === "json" && raw.value === null)) return false;
  const value = raw.form === "json" ? raw.value : raw.form === "bare" ? raw.text : undefined;
  if (value === true || value === false) return value;
  if (raw.form === "bare" && (value === "true" || value === "false")) return value === "true";
  throw invalidParams(`${name}: expected true or false`);
};

/** A text; empty when not given. URLs quote it. */
export const text: Param<string> = (raw, name) => {
  if (raw === undefined || (raw.form === "json" && raw.value === null)) return "";
  if (raw.form === "json" && typeof raw.value === "string") return raw.value;
  if (raw.form === "quoted") return raw.text;
  throw invalidParams(`${name}: expected a ${raw.form === "json" ? "" : "quoted "}text`);
};

/** A text that must be given. */
export const requiredText: Param<string> = (raw, name) => text(required(raw, name), name);

/** Bytes that a body gives in hex; empty when not given. */
export const hexBytes: Param<Uint8Array> = (raw, name) => {
  if (raw === undefined) return new Uint8Array();
  return urlBytes(raw) ?? fromHex(bare0x(jsonText(raw, name))) ?? malformed(name, "hex");
};

/** Bytes that a body gives in base64. Must be given; may be empty. */
export const base64Bytes: Param<Uint8Array> = (raw, name) => {
  const given = required(raw, name);
  return urlBytes(given) ?? fromBase64(jsonText(given, name)) ?? malformed(name, "base64");
};

/** A hash: 64 hex digits or base64 in a body, `0x…` or quoted hex in a URL. Must be given. */
export const hash: Param<Uint8Array> = (raw, name) => {
  const given = required(raw, name);
  if (given.form === "hex") return given.bytes;
  if (given.form === "bare") return malformed(name, "0x hex");
  const value = given.form === "quoted" ? given.text : jsonText(given, name);
  const hex = fromHex(bare0x(value));
  if (hex !== undefined && (hex.length === 32 || value.startsWith("0x"))) return hex;
  return fromBase64(value) ?? malformed(name, "hash");
};

/** Reads every parameter of `params` from what `given` has for its name. */
export function readArgs<P extends Params>(
  params: P,
  given: (name: string, index: number) => RawArg | undefined,
): ArgsOf<P> {
  const entries = Object.entries(params).map(([name, read], index) => {
    return [name, read(given(name, index), name)] as const;
  });
  return Object.fromEntries(entries) as ArgsOf<P>;
}

function required(raw: RawArg | undefined, name: string): RawArg {
  if (raw === undefined || (raw.form === "json" && raw.value === null)) {
    throw invalidParams(`missing parameter ${name}`);
  }
  return raw;
}

/** Text of a number or text; undefined when absent or null. */
function scalarText(raw: RawArg | undefined): string | undefined {
  if (raw === undefined) return undefined;
  if (raw.form === "hex") return "0x";
  if (raw.form !== "json") return raw.text === "" && raw.form === "bare" ? undefined : raw.text;
  if (raw.value === null || raw.value === undefined) return undefined;
  // An object or list is as little a number as any text that is none.
  return typeof raw.value === "object" ? "{}" : String(raw.value);
}

function urlBytes(raw: RawArg): Uint8Array | undefined {
  if (raw.form === "hex") return raw.bytes;
  return raw.form === "quoted" ? Uint8Array.from(Buffer.from(raw.text, "utf8")) : undefined;
}

function jsonText(raw: RawArg, name: string): string {
  if (raw.form === "json" && raw.value === null) return "";
  if (raw.form === "json" && typeof raw.value === "string") return raw.value;
  if (raw.form === "bare" && raw.text === "") return "";
  return malformed(name, "text");
}

function bare0x(value: string): string {
  return value.startsWith("0x") ? value.slice(2) : value;
}

function malformed(name: string, form: string): never {
  throw invalidParams(`${name}: not valid ${form}`);
}
