import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { z } from "zod";
import { CliError, messageOf } from "../failure.js";

/** Digest of a document's bytes in the form of subresource integrity: `sha384-…`. */
export function digestSri(bytes: Uint8Array): string {
  return `sha384-${createHash("sha384").update(bytes).digest("base64")}`;
}

/** Digest of a file. Throws CliError. */
export function fileDigest(path: string): string {
  return digestSri(readBytes(path));
}

/** A text that is given as it is or as the path of a file. Throws CliError. */
export function textOrFile(given: string): string {
  return given.trimStart().startsWith("{") && !existsSync(given)
    ? given
    : new TextDecoder().decode(readBytes(given));
}

/** JSON of a file. Throws CliError. */
export function jsonFile(path: string): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(readBytes(path)));
  } catch (error) {
    if (error instanceof CliError) throw error;
    throw new CliError(`${path}: ${messageOf(error)}`);
  }
}

/** A JSON file of a known shape. Throws CliError with what is wrong. */
export function readFile<S extends z.ZodType>(path: string, schema: S): z.output<S> {
  const result = schema.safeParse(jsonFile(path));
  if (result.success) return result.data;
  throw new CliError(`${path}: ${z.prettifyError(result.error)}`);
}

function readBytes(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new CliError(`cannot read ${path}: ${messageOf(error)}`);
  }
}
