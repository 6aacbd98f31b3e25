import { type Ecosystem, GenesisState, Params } from "../../gen/verana/ec/v1.js";
import type { ReadContext, WriteContext } from "../../keeper/context.js";
import { refuse } from "../../keeper/errors.js";
import { isDid } from "../../keeper/formats/did.js";
import { isLanguageTag } from "../../keeper/formats/language.js";
import { printSection, readSection } from "../../keeper/genesis-section.js";
import type { ModuleGenesis } from "../../keeper/module.js";
import { ecErrors } from "./errors.js";
import type { EcosystemKeeper } from "./keeper.js";
import { DEFAULT_PARAMS } from "./params.js";
import type { CorporationPort } from "./ports.js";

interface Deps {
  readonly keeper: EcosystemKeeper;
  readonly corporations: CorporationPort;
}

/** Name of the only counter in the section. */
const COUNTER = "ec";

/** The section `ec` of `app_state`. Corporations are there before it. */
export function ecosystemGenesis(deps: Deps): ModuleGenesis {
  return {
    name: "ec",
    fresh: () => printSection(GenesisState, GenesisState.create({ params: DEFAULT_PARAMS })),
    init: (ctx, section) =>
      init(ctx, deps, readSection(GenesisState, section, ecErrors.invalidGenesis)),
    export: (ctx) => printSection(GenesisState, read(ctx, deps.keeper)),
  };
}

function init(ctx: WriteContext, deps: Deps, genesis: GenesisState): void {
  const { state } = deps.keeper;
  state.params.set(ctx, Params.create(genesis.params));
  let last = counterOf(genesis);
  for (const ecosystem of genesis.ecosystems) {
    check(ctx, deps, ecosystem);
    state.ecosystems.set(ctx, ecosystem.id, withArchivingTime(ecosystem));
    if (ecosystem.id > last) last = ecosystem.id;
  }
  if (last > 0n) state.ids.restore(ctx, last);
}

function counterOf({ counters }: GenesisState): bigint {
  const [counter, ...others] = counters;
  const known = others.length === 0 && (counter === undefined || counter.entityType === COUNTER);
  valid(known, "unknown counters", 0n);
  return counter?.value ?? 0n;
}

function check(ctx: ReadContext, { keeper, corporations }: Deps, ecosystem: Ecosystem): void {
  const { id, did, corporationId, created, modified, archived, archivedAt } = ecosystem;
  valid(id > 0n && keeper.find(ctx, id) === undefined, "id missing or given twice", id);
  valid(isDid(did), "malformed did", id);
  valid(corporations.find(ctx, corporationId) !== undefined, "unknown corporation", id);
  const controller = keeper.controllerOf(ctx, did) ?? corporationId;
  valid(controller === corporationId, "did of an ecosystem of another corporation", id);
  valid(created !== undefined && modified !== undefined, "created or modified missing", id);
  valid(created <= modified, "modified before created", id);
  valid(isLanguageTag(ecosystem.language), "malformed language", id);
  valid(ecosystem.activeVersion > 0, "active_version missing", id);
  valid(archived || archivedAt === undefined, "archived_at of one that is not archived", id);
}

/** Exports of other nodes have the flag alone; archiving is a modification, so that its time is known. */
function withArchivingTime(ecosystem: Ecosystem): Ecosystem {
  const { archived, archivedAt, modified } = ecosystem;
  return archived ? { ...ecosystem, archivedAt: archivedAt ?? modified } : ecosystem;
}

function valid(ok: boolean, reason: string, id: bigint): asserts ok {
  if (!ok) refuse(ecErrors.invalidGenesis, { reason, id });
}

function read(ctx: ReadContext, keeper: EcosystemKeeper): GenesisState {
  const last = keeper.state.ids.last(ctx);
  return GenesisState.create({
    params: keeper.params(ctx),
    ecosystems: [...keeper.state.ecosystems.entries(ctx)].map(([, ecosystem]) => ecosystem),
    counters: last === 0n ? [] : [{ entityType: COUNTER, value: last }],
  });
}
