import { GenesisState, type Grant } from "../../gen/cosmos/feegrant/v1beta1.js";
import { parseAccount } from "../../keeper/addresses.js";
import type { WriteContext } from "../../keeper/context.js";
import { ChainError, refuse } from "../../keeper/errors.js";
import { printSection, readSection } from "../../keeper/genesis-section.js";
import type { ModuleGenesis } from "../../keeper/module.js";
import { type Allowance, checkAllowance, expirationOf, unpackAllowance } from "./allowance.js";
import { feegrantGenesisErrors } from "./errors.js";
import type { FeegrantKeeper } from "./keeper.js";
import { wireGrant } from "./state.js";

/** Section `feegrant`, in the SDK's shape. */
export const feegrantGenesis = (keeper: FeegrantKeeper): ModuleGenesis => ({
  name: "feegrant",
  fresh: () => printSection(GenesisState, { allowances: [] }),
  init(ctx, section) {
    const { allowances } = readSection(GenesisState, section, feegrantGenesisErrors.malformed);
    for (const grant of allowances) initGrant(ctx, keeper, grant);
  },
  export: (ctx) =>
    printSection(GenesisState, {
      allowances: [...keeper.state.grants.entries(ctx)].map(([, grant]) => wireGrant(grant)),
    }),
});

/** Stores a grant of a genesis. One that has ended since its export is left out. */
function initGrant(ctx: WriteContext, keeper: FeegrantKeeper, given: Grant): void {
  const granter = account(ctx, given.granter);
  const grantee = account(ctx, given.grantee);
  const parties = { granter, grantee };
  const allowance = readAllowance(given, grantee);
  if (keeper.find(ctx, parties) !== undefined)
    malformed({ granter, grantee, reason: "given twice" });
  const expiration = expirationOf(allowance);
  if (expiration === undefined || expiration >= ctx.blockTime) keeper.set(ctx, parties, allowance);
}

function readAllowance({ allowance: packed }: Grant, grantee: string): Allowance {
  try {
    const allowance = unpackAllowance(packed);
    checkAllowance(allowance);
    return allowance;
  } catch (error) {
    if (error instanceof ChainError) return malformed({ grantee, reason: error.message });
    throw error;
  }
}

function account(ctx: WriteContext, text: string): string {
  return parseAccount(ctx.chain.prefix, text) ?? malformed({ address: text });
}

function malformed(facts: Readonly<Record<string, string>>): never {
  return refuse(feegrantGenesisErrors.malformed, facts);
}
