import { checkAddress } from "../../../keeper/check-address.js";
import type { ReadContext } from "../../../keeper/context.js";
import { refuse } from "../../../keeper/errors.js";
import { authzErrors } from "../errors.js";

/** Granter and grantee, lower case. Refuses one account with `authz` 7, and what is no address with `sdk` 7. */
export function checkParties(
  ctx: ReadContext,
  message: { readonly granter: string; readonly grantee: string },
): readonly [granter: string, grantee: string] {
  const { prefix } = ctx.chain;
  if (message.granter.toLowerCase() === message.grantee.toLowerCase()) {
    refuse(authzErrors.granteeIsGranter);
  }
  const grantee = checkAddress(prefix, message.grantee, "invalid grantee address");
  return [checkAddress(prefix, message.granter, "invalid granter address"), grantee];
}
