import { badRequest } from "./errors.js";
import type { Call } from "./route.js";

/** The header that names the height whose state a query shows. */
export const HEIGHT_HEADER = "x-cosmos-block-height";

const MAX_INT64 = (1n << 63n) - 1n;

/**
 * The height that a request asks for, 0n for the latest: the header, or its alias `?height=` where the
 * route has no parameter of this name. Refuses what is no height, and the alias given twice.
 */
export function askedHeight(call: Call, alias: boolean): bigint {
  const [given, ...more] = alias ? call.query.filter(([name]) => name === "height") : [];
  if (more.length > 0) throw badRequest("height: given twice");
  // An empty header says nothing [D-GEN-14].
  const text = call.height || (given?.[1] ?? "");
  if (text === "") return 0n;
  const height = /^[0-9]{1,19}$/.test(text) ? BigInt(text) : undefined;
  if (height === undefined || height > MAX_INT64) {
    throw badRequest(`height: ${JSON.stringify(text.slice(0, 40))} is no block height`);
  }
  return height;
}
