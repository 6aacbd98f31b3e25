import { parseAddress } from "../../keeper/addresses.js";
import { checkAddress } from "../../keeper/check-address.js";
import type { ReadContext } from "../../keeper/context.js";
import { StatusError } from "../../keeper/query.js";
import { operatorPrefix } from "./types.js";

/** An operator's address in canonical form. Refuses with `sdk` 7, `what` before the reason. */
export function checkOperator(
  ctx: ReadContext,
  text: string,
  what = "invalid validator address",
): string {
  return checkAddress(operatorPrefix(ctx.chain.prefix), text, what);
}

/** An account's address in canonical form. Refuses with `sdk` 7. */
export function checkDelegator(ctx: ReadContext, text: string): string {
  return checkAddress(ctx.chain.prefix, text, "invalid delegator address");
}

/** An operator parameter of a query. Refuses with InvalidArgument. */
export function queryOperator(ctx: ReadContext, text: string): string {
  if (text === "") throw new StatusError("InvalidArgument", "validator address cannot be empty");
  const parsed = parseAddress(operatorPrefix(ctx.chain.prefix), text);
  if (typeof parsed === "string") return parsed;
  throw new StatusError("InvalidArgument", parsed.reason);
}
