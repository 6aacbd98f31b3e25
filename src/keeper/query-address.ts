import { parseAddress } from "./addresses.js";
import type { ReadContext } from "./context.js";
import { StatusError } from "./query.js";

/** An address parameter of a platform query, lower case. Refuses with InvalidArgument. */
export function queryAddress(ctx: ReadContext, text: string): string {
  const parsed = parseAddress(ctx.chain.prefix, text);
  if (typeof parsed === "string") return parsed;
  throw new StatusError("InvalidArgument", `invalid address: ${parsed.reason}`);
}
