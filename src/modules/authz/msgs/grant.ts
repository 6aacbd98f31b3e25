import { MsgGrant, MsgGrantResponse } from "../../../gen/cosmos/authz/v1beta1.js";
import { type AnyAccount, anyAccount } from "../../../keeper/authority.js";
import { refuse } from "../../../keeper/errors.js";
import type { Handler } from "../../../keeper/handler.js";
import { sdkErrors } from "../../../keeper/sdk-errors.js";
import { timestampText } from "../../../wire/time.js";
import { checkAuthorization, messageTypeOf, unpackAuthorization } from "../authorization.js";
import { authzErrors } from "../errors.js";
import type { AuthzKeeper } from "../keeper.js";
import type { GrantKey, StoredGrant } from "../state.js";
import { checkParties } from "./parties.js";

interface Proof {
  readonly key: GrantKey;
  readonly grant: StoredGrant;
}

/** x/authz MsgGrant: for messages of a type that this chain handles. */
export const grant = (
  keeper: AuthzKeeper,
): Handler<MsgGrant, AnyAccount, Proof, MsgGrantResponse> => ({
  type: MsgGrant,
  response: MsgGrantResponse,
  authorize: anyAccount,

  check(ctx, message) {
    const [granter, grantee] = checkParties(ctx, message);
    const { authorization: packed, expiration } = message.grant;
    const authorization = unpackAuthorization(packed);
    checkAuthorization(authorization, keeper.recipients);
    keeper.checkGrantee(ctx, grantee);
    const typeUrl = messageTypeOf(authorization);
    if (keeper.router.find(typeUrl) === undefined) {
      refuse(sdkErrors.invalidType, { log: `${typeUrl} doesn't exist.` });
    }
    if (expiration !== undefined && expiration <= ctx.blockTime) {
      const times = `${timestampText(ctx.blockTime)}), got ${timestampText(expiration)}`;
      const log = `expiration must be after the current block time (${times}`;
      refuse(authzErrors.invalidExpiration, { log });
    }
    return { key: [granter, grantee, typeUrl], grant: { authorization, expiration } };
  },

  execute(ctx, _message, _by, proof) {
    keeper.set(ctx, proof.key, proof.grant);
    return {};
  },
});
