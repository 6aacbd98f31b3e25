import { type Corporation, GenesisState } from "../../gen/verana/co/v1.js";
import { parseAccount } from "../../keeper/addresses.js";
import type { ReadContext, WriteContext } from "../../keeper/context.js";
import { refuse } from "../../keeper/errors.js";
import { isDid } from "../../keeper/formats/did.js";
import { isLanguageTag } from "../../keeper/formats/language.js";
import { printSection, readSection } from "../../keeper/genesis-section.js";
import type { ModuleGenesis } from "../../keeper/module.js";
import { coErrors } from "./errors.js";
import type { CorporationKeeper } from "./keeper.js";
import type { GroupPort } from "./ports.js";

interface Deps {
  readonly settings: { readonly prefix: string };
  readonly keeper: CorporationKeeper;
  readonly groups: Pick<GroupPort, "policy">;
}

/** The section `co` of `app_state`. Groups are there before it. */
export function corporationGenesis(deps: Deps): ModuleGenesis {
  return {
    name: "co",
    fresh: () => printSection(GenesisState, GenesisState.create()),
    init: (ctx, section) =>
      init(ctx, deps, readSection(GenesisState, section, coErrors.invalidGenesis)),
    export: (ctx) => printSection(GenesisState, read(ctx, deps.keeper)),
  };
}

/** The section's counter is not kept: ids are group ids (D-GEN-01). */
function init(ctx: WriteContext, deps: Deps, genesis: GenesisState): void {
  for (const corporation of genesis.corporations) {
    const stored = checked(ctx, deps, corporation);
    deps.keeper.state.corporations.set(ctx, stored.id, stored);
  }
}

function checked(ctx: ReadContext, deps: Deps, corporation: Corporation): Corporation {
  const { id, did, language, created, modified, activeVersion } = corporation;
  const { keeper, groups, settings } = deps;
  valid(id > 0n && keeper.find(ctx, id) === undefined, "id missing or given twice", id);
  const policyAddress = parseAccount(settings.prefix, corporation.policyAddress);
  valid(policyAddress !== undefined, "malformed policy_address", id);
  valid(keeper.byPolicy(ctx, policyAddress) === undefined, "policy_address given twice", id);
  const group = groups.policy(ctx, policyAddress)?.groupId;
  valid(group === id, "policy_address is no policy of the group", id);
  valid(isDid(did), "malformed did", id);
  valid(keeper.byDid(ctx, did) === undefined, "did given twice", id);
  valid(isLanguageTag(language), "malformed language", id);
  valid(activeVersion > 0, "active_version missing", id);
  valid(created <= modified, "modified before created", id);
  return { ...corporation, policyAddress };
}

function valid(ok: boolean, reason: string, id: bigint): asserts ok {
  if (!ok) refuse(coErrors.invalidGenesis, { reason, id });
}

function read(ctx: ReadContext, { state }: CorporationKeeper): GenesisState {
  const corporations = [...state.corporations.entries(ctx)].map(([, corporation]) => corporation);
  const corporationCounter = corporations.at(-1)?.id ?? 0n;
  return GenesisState.create({ corporations, corporationCounter });
}
