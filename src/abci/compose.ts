import type { ChainSettings, ReadContext } from "../keeper/context.js";
import type { MessageBinding } from "../keeper/handler.js";
import type { Module } from "../keeper/module.js";
import type { QueryBinding } from "../keeper/query.js";
import {
  type AuthKeeper,
  authModule,
  MODULE_ACCOUNTS,
  OPEN_MODULE_ACCOUNTS,
} from "../modules/auth/index.js";
import { authzModule } from "../modules/authz/index.js";
import { type BankKeeper, bankModule } from "../modules/bank/index.js";
import {
  CONSENSUS_STORE,
  consensusModule,
  maxEvidenceAge,
  readConsensusParams,
} from "../modules/consensus/index.js";
import { corporationKeeper, corporationModule } from "../modules/corporation/index.js";
import { csModule } from "../modules/cs/index.js";
import { type DelegationKeeper, delegationModule } from "../modules/de/index.js";
import { diModule } from "../modules/di/index.js";
import { type DistributionKeeper, distributionModule } from "../modules/distribution/index.js";
import { ecosystemKeeper, ecosystemModule } from "../modules/ecosystem/index.js";
import { evidenceModule } from "../modules/evidence/index.js";
import { type FeegrantKeeper, feegrantModule } from "../modules/feegrant/index.js";
import { frameworkKeeper, gfModule } from "../modules/gf/index.js";
import { govModule } from "../modules/gov/index.js";
import { groupModule } from "../modules/group/index.js";
import { mintModule } from "../modules/mint/index.js";
import { paramsModule } from "../modules/params/index.js";
import { ppModule } from "../modules/pp/index.js";
import { slashingModule } from "../modules/slashing/index.js";
import { consensusAddress, type StakingKeeper, stakingModule } from "../modules/staking/index.js";
import { type TrustDepositKeeper, tdModule } from "../modules/td/index.js";
import { type Upgrades, upgradeModule } from "../modules/upgrade/index.js";
import { vestingModule } from "../modules/vesting/index.js";
import { xrModule } from "../modules/xr/index.js";
import type { AntePorts } from "./ante/index.js";
import { antePorts } from "./ante-ports.js";
import { RELEASE, type Release } from "./release.js";
import { Router } from "./router.js";

export { STORES } from "./release.js";

/** The modules of a chain and the ways into them. */
export interface Composition {
  /** In the order of genesis, begin and end steps. */
  readonly modules: readonly Module[];
  readonly router: Router;
  /** Queries by gRPC path. */
  readonly queries: ReadonlyMap<string, QueryBinding>;
  readonly antePorts: AntePorts;
  /** Time of a block, in nanoseconds since the Unix epoch, where staking remembers its header. */
  readonly timeOf: (ctx: ReadContext, height: bigint) => bigint | undefined;
  /** What is done before each block. */
  readonly upgrades: Upgrades;
}

/** Builds every module of a release in dependency order. No state is read. */
export function compose(settings: ChainSettings, release: Release = RELEASE): Composition {
  const router = new Router(settings.prefix);
  const auth = authModule(settings);
  const blocked = new Set(
    MODULE_ACCOUNTS.filter(({ name }) => !OPEN_MODULE_ACCOUNTS.includes(name)).map(({ name }) =>
      auth.keeper.moduleAddress(name),
    ),
  );
  const bank = bankModule({ settings, accounts: auth.keeper, blocked });
  const parties = { settings, accounts: auth.keeper, recipients: bank.rules };
  const authz = authzModule({ ...parties, router });
  const feegrant = feegrantModule(parties);
  const group = groupModule({ settings, accounts: auth.keeper, router });
  const money = { accounts: auth.keeper, bank: bank.keeper };
  const registry = registryModules(settings, group.keeper, {
    ...money,
    feegrants: feegrant.keeper,
  });
  const stake = stakeModules(settings, { ...money, blocked });
  const { staking, distribution: pool } = stake;
  const gov = govModule({ ...money, settings, staking, pool, recipients: bank.rules, router });
  stake.distribution.share((ctx, { previousTime }) => {
    registry.deposits.distributeYield(ctx, previousTime);
  });
  const vesting = vestingModule({ accounts: auth.keeper, bank: bank.keeper, rules: bank.rules });
  const consensus = consensusModule();
  const basic = [auth, bank, consensus, vesting].map(({ module }) => module);
  // Votes are counted before the stakes of the block's end move, as Cosmos SDK does.
  const stakes = [gov.module, ...stake.modules];
  const platform = [...basic, ...stakes, authz.module, feegrant.module, group.module];
  const built = [...platform, ...registry.modules, paramsModule(registry.modules).module];
  const others = release.adapt?.(built) ?? built;
  const { upgrades } = release;
  const upgrade = upgradeModule({ settings, modules: others, upgrades });
  const modules = [upgrade.module, ...others];
  for (const binding of modules.flatMap(messagesOf)) router.add(binding);
  const queries = new Map(
    modules.flatMap((module) => (module.queries ?? []).map((q) => [q.method.path, q] as const)),
  );
  const ports = antePorts({
    auth: auth.keeper,
    bank: bank.keeper,
    feegrants: feegrant.keeper,
    delegation: registry.delegation,
  });
  const timeOf = (ctx: ReadContext, height: bigint) =>
    staking.history.find(ctx, height)?.header?.time;
  return { modules, router, queries, antePorts: ports, timeOf, upgrades: upgrade.upgrades };
}

const messagesOf = ({ messages = [], params }: Module): readonly MessageBinding[] =>
  params === undefined ? messages : [...messages, params.typed];

/**
 * The modules of validators, in the order of their steps: coins are minted, then distributed with the
 * fees, then signatures of the block before are judged, then stakes move.
 */
function stakeModules(
  settings: ChainSettings,
  deps: {
    readonly accounts: AuthKeeper;
    readonly bank: BankKeeper;
    readonly blocked: ReadonlySet<string>;
  },
): {
  readonly modules: readonly Module[];
  readonly staking: StakingKeeper;
  readonly distribution: DistributionKeeper;
} {
  const { accounts, bank, blocked } = deps;
  const { module, keeper: staking } = stakingModule({ settings, bank, accounts });
  const distribution = distributionModule({ settings, bank, accounts, staking, blocked });
  const consensusOf = consensusAddress;
  const slashing = slashingModule({ settings, staking, consensusOf });
  staking.listen(distribution.hooks);
  staking.listen({
    afterValidatorBonded: (ctx, _operator, consensus) =>
      slashing.keeper.afterValidatorBonded(ctx, consensus),
  });
  const mint = mintModule({ bank, accounts, staking, prefix: settings.prefix });
  const evidence = evidenceModule(settings, {
    staking,
    slashing: slashing.keeper,
    maxAge: (ctx) => maxEvidenceAge(readConsensusParams(ctx.stores.store(CONSENSUS_STORE))),
  });
  const modules = [mint.module, distribution.module, slashing.module, evidence.module, module];
  return { modules, staking, distribution: distribution.keeper };
}

/** The registry's own modules. Keepers that know each other are made before their modules. */
function registryModules(
  settings: ChainSettings,
  groups: Parameters<typeof corporationModule>[0]["groups"],
  {
    feegrants,
    ...money
  }: {
    readonly accounts: AuthKeeper;
    readonly bank: BankKeeper;
    readonly feegrants: FeegrantKeeper;
  },
): {
  readonly modules: readonly Module[];
  readonly deposits: TrustDepositKeeper;
  readonly delegation: DelegationKeeper;
} {
  const corporations = corporationKeeper(settings);
  const ecosystems = ecosystemKeeper(settings);
  const frameworks = frameworkKeeper(settings);
  const de = delegationModule({ settings, corporations, groups, feegrants });
  const delegation = de.keeper;
  const td = tdModule({ settings, ...money, corporations, delegation });
  const gf = gfModule({ settings, keeper: frameworks, corporations, ecosystems, delegation });
  const cs = csModule({ settings, corporations, ecosystems, delegation });
  const di = diModule({ settings, corporations, delegation });
  const xr = xrModule({ settings, coins: money.bank });
  const pp = ppModule({
    settings,
    schemas: cs.keeper,
    ecosystems,
    corporations,
    delegation,
    ...money,
    deposits: td.keeper,
    prices: xr.keeper,
    digests: di.keeper,
  });
  const co = corporationModule({
    settings,
    keeper: corporations,
    groups,
    delegation,
    frameworks,
    didControllers: [ecosystems, pp.keeper],
  });
  const ec = ecosystemModule({
    settings,
    keeper: ecosystems,
    corporations,
    delegation,
    frameworks,
    didControllers: [pp.keeper],
  });
  const modules = [co, ec, gf, cs, pp, td, de, di, xr].map(({ module }) => module);
  return { modules, deposits: td.keeper, delegation };
}
