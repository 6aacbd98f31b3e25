import { z } from "zod";
import { parseTime } from "./formats/time.js";

/**
 * Pieces of the parameters that the specification's REST family takes. Everything arrives as text.
 * An empty text counts as absent (D-GEN-14). `meta` is what the API's description tells of them.
 */

const MAX_U64 = (1n << 64n) - 1n;

const absent = (value: unknown): unknown => (value === "" ? undefined : value);

function optional<T extends z.ZodType>(type: T) {
  return z.preprocess(absent, type.optional());
}

const uint64 = z
  .string()
  .regex(/^(0|[1-9][0-9]{0,19})$/, "must be a whole number")
  .meta({ format: "uint64" })
  .transform((text) => BigInt(text))
  .refine((value) => value <= MAX_U64, "is above 2^64 - 1");

const id = uint64.refine((value) => value > 0n, "must be above 0");

/** A mandatory id: above 0 (D-GEN-09). */
export const idParam = z.preprocess(absent, id);

/** An id that may be left out. */
export const optionalIdParam = optional(id);

/** `response_max_size`: 1 to 1024; undefined when absent, where the query takes 64 (D-GEN-13). */
export const sizeParam = optional(
  z
    .string()
    .regex(/^(0|[1-9][0-9]{0,4})$/, "must be a whole number from 1 to 1024")
    .meta({ description: "1 to 1024, 64 unless given" })
    .transform((text) => Number(text))
    .refine((value) => value >= 1 && value <= 1024, "must be from 1 to 1024"),
);

/** A number of at most 32 bits, above 0, that may be left out. */
export const optionalNumberParam = optional(
  z
    .string()
    .regex(/^[1-9][0-9]{0,9}$/, "must be a whole number above 0")
    .meta({ format: "uint32" })
    .transform((text) => Number(text))
    .refine((value) => value <= 0xffff_ffff, "is above 2^32 - 1"),
);

/** `min_id` of a list in the order of ids: where the next page begins (D-GEN-13). */
export const minIdParam = optional(
  id.meta({ description: "least id: for the next page, the last one that was seen plus 1" }),
);

/** `cursor` of a list in the order of changes, see `list-cursor.ts`; the query reads it. */
export const cursorParam = optional(
  z.string().max(64).meta({
    description:
      "for the next page, modified and id of the last entry that was seen: 2026-01-31T12:00:00.000Z,17",
  }),
);

/** An RFC 3339 time; nanoseconds since the Unix epoch. */
export const timeParam = optional(
  z
    .string()
    .meta({ format: "date-time" })
    .transform((text, ctx) => {
      // A "+" of an offset arrives as a space when the client did not escape it.
      const time = parseTime(text.replace(" ", "+"));
      if (time !== undefined) return time;
      ctx.addIssue("must be an RFC 3339 time, such as 2026-01-31T12:00:00Z");
      return z.NEVER;
    }),
);

/** `true` or `false`; false when absent (D-PP-57). */
export const boolParam = z.preprocess(
  absent,
  z
    .enum(["true", "false"], "must be true or false")
    .default("false")
    .transform((text) => text === "true"),
);

/** `true` or `false`; undefined when absent. */
export const optionalBoolParam = optional(
  z.enum(["true", "false"], "must be true or false").transform((text) => text === "true"),
);

/** Any text; undefined when absent or empty. */
export const textParam = optional(z.string().max(2048));

/** A mandatory text. */
export const requiredTextParam = z.preprocess(absent, z.string().min(1).max(2048));

/** Names of an enum in the specification (`ISSUER_GRANTOR`), with their numbers. */
type EnumNames = Readonly<Record<string, number>>;

/** One of an enum's names, in any case, or its number; undefined when absent. */
export const enumParam = (names: EnumNames) => optional(oneOf(names));

/** A mandatory one of an enum's names, or its number. */
export const requiredEnumParam = (names: EnumNames) => z.preprocess(absent, oneOf(names));

function oneOf(names: EnumNames) {
  const known = Object.keys(names).join(", ");
  return z
    .string()
    .meta({ enum: Object.keys(names) })
    .transform((text, ctx) => {
      const upper = asciiUpper(text);
      if (Object.hasOwn(names, upper)) return names[upper] ?? z.NEVER;
      const byNumber = Object.values(names).find((value) => String(value) === text);
      if (byNumber !== undefined) return byNumber;
      ctx.addIssue(`must be one of ${known}`);
      return z.NEVER;
    });
}

/** [D-GEN-02] Arguments of `refine`: a corporation that is named twice, as if these were two filters, is refused. */
export const namesCorporationOnce = [
  (given: { readonly corporation?: unknown; readonly corporation_id?: unknown }): boolean =>
    given.corporation === undefined || given.corporation_id === undefined,
  "corporation and corporation_id are one filter: give one of them",
] as const;

/** Letters of ASCII only: others have capitals among them. */
const asciiUpper = (text: string): string =>
  text.replace(/[a-z]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) - 32));

/** A strict set of parameters: unknown names are refused (D-GEN-12). */
export const params = z.strictObject;
