import { GenesisState, type GrantAuthorization } from "../../gen/cosmos/authz/v1beta1.js";
import { parseAccount } from "../../keeper/addresses.js";
import type { WriteContext } from "../../keeper/context.js";
import { ChainError, refuse } from "../../keeper/errors.js";
import { printSection, readSection } from "../../keeper/genesis-section.js";
import type { ModuleGenesis } from "../../keeper/module.js";
import {
  type Authorization,
  checkAuthorization,
  messageTypeOf,
  unpackAuthorization,
} from "./authorization.js";
import { authzGenesisErrors } from "./errors.js";
import type { AuthzKeeper } from "./keeper.js";
import { type GrantKey, wireGrantOf } from "./state.js";

/** Section `authz`, in the SDK's shape. */
export const authzGenesis = (keeper: AuthzKeeper): ModuleGenesis => ({
  name: "authz",
  fresh: () => printSection(GenesisState, { authorization: [] }),
  init(ctx, section) {
    const { authorization } = readSection(GenesisState, section, authzGenesisErrors.malformed);
    for (const grant of authorization) initGrant(ctx, keeper, grant);
  },
  export: (ctx) =>
    printSection(GenesisState, {
      authorization: [...keeper.state.grants.entries(ctx)].map(([key, grant]) =>
        wireGrantOf(key, grant),
      ),
    }),
});

/** Stores a grant of a genesis. One that has ended since its export is left out. */
function initGrant(ctx: WriteContext, keeper: AuthzKeeper, given: GrantAuthorization): void {
  const granter = account(ctx, given.granter);
  const grantee = account(ctx, given.grantee);
  const authorization = readAuthorization(keeper, given, grantee);
  const key: GrantKey = [granter, grantee, messageTypeOf(authorization)];
  if (keeper.state.grants.has(ctx, key)) malformed({ granter, grantee, reason: "given twice" });
  const { expiration } = given;
  if (expiration === undefined || expiration >= ctx.blockTime) {
    keeper.set(ctx, key, { authorization, expiration });
  }
}

function readAuthorization(
  keeper: AuthzKeeper,
  { authorization: packed }: GrantAuthorization,
  grantee: string,
): Authorization {
  try {
    const authorization = unpackAuthorization(packed);
    checkAuthorization(authorization, keeper.recipients);
    return authorization;
  } catch (error) {
    if (error instanceof ChainError) return malformed({ grantee, reason: error.message });
    throw error;
  }
}

function account(ctx: WriteContext, text: string): string {
  return parseAccount(ctx.chain.prefix, text) ?? malformed({ address: text });
}

function malformed(facts: Readonly<Record<string, string>>): never {
  return refuse(authzGenesisErrors.malformed, facts);
}
