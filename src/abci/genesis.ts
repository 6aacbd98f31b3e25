import type { ConsensusParams } from "../gen/tendermint/types.js";
import type { ChainSettings, ReadContext, WriteContext } from "../keeper/context.js";
import { freeGas } from "../keeper/gas.js";
import type { ValidatorPower } from "../keeper/module.js";
import type { Json } from "../keeper/query.js";
import { CONSENSUS_STORE, writeConsensusParams } from "../modules/consensus/index.js";
import { branchOver } from "../store/branch.js";
import type { StoreBranch, StoreReader } from "../store/contract.js";
import type { BlockHead } from "./blocks.js";
import { type Composition, compose } from "./compose.js";
import { deliverGenTxs, GENUTIL, NO_GEN_TXS } from "./gen-txs.js";
import type { Release } from "./release.js";
import {
  freshSettings,
  parseSettings,
  SETTINGS_STORE,
  settingsJson,
  writeSettings,
} from "./settings.js";

/** `app_state`: a section for each module. */
export type AppState = { readonly [module: string]: Json };

/** What a chain starts from. */
export interface GenesisInput {
  readonly chainId: string;
  readonly time: bigint;
  readonly initialHeight: bigint;
  readonly consensusParams?: ConsensusParams | undefined;
  readonly appState: AppState;
}

/** A genesis that cannot start a chain: which section, and why. */
export class GenesisError extends Error {
  override readonly name = "GenesisError";
}

/** Reads `app_state`. Throws GenesisError. */
export function parseAppState(bytes: Uint8Array): AppState {
  let parsed: unknown;
  try {
    parsed = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (error) {
    throw new GenesisError(`app_state is no JSON: ${reason(error)}`);
  }
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed)) {
    throw new GenesisError("app_state must be an object with a section for each module");
  }
  return parsed as AppState;
}

/** What a genesis came to. */
export interface GenesisOutcome {
  readonly settings: ChainSettings;
  readonly composition: Composition;
  /** Whom it stakes for; empty where its document alone names validators. */
  readonly validators: readonly ValidatorPower[];
}

/** Writes the state that the first block builds on. Throws GenesisError. */
export function initGenesis(
  stores: StoreBranch,
  input: GenesisInput,
  release?: Release,
): GenesisOutcome {
  const { settings, composition } = inSection("vpr", () => {
    const settings = parseSettings(input.chainId, section(input.appState, "vpr"));
    return { settings, composition: compose(settings, release) };
  });
  writeSettings(stores.store(SETTINGS_STORE), settings);
  if (input.consensusParams !== undefined) {
    writeConsensusParams(stores.store(CONSENSUS_STORE), input.consensusParams);
  }
  // Cosmos SDK's genesis is before block 1, or at a later first block.
  const height = input.initialHeight > 1n ? input.initialHeight : 0n;
  const ctx: WriteContext = {
    stores,
    chain: settings,
    height,
    blockTime: input.time,
    gas: freeGas,
    emit() {},
  };
  for (const { genesis } of composition.modules) {
    if (genesis === undefined) continue;
    const given = section(input.appState, genesis.name);
    const json = given === undefined ? genesis.fresh(settings) : given;
    inSection(genesis.name, () => genesis.init(ctx, json));
  }
  const genTxs = section(input.appState, GENUTIL);
  if (genTxs !== undefined) inSection(GENUTIL, () => deliverGenTxs(ctx, composition, genTxs));
  const validators = composition.modules.flatMap((module) => module.firstValidators?.(ctx) ?? []);
  checkInvariants(ctx, composition);
  return { settings, composition, validators };
}

/** Sections that fit each for itself may contradict one another: no block should find that out. */
function checkInvariants(ctx: ReadContext, composition: Composition): void {
  for (const { name, check } of composition.modules.flatMap(({ invariants = [] }) => invariants)) {
    inSection(name, () => {
      const wrong = check(ctx);
      if (wrong !== undefined) throw new Error(wrong);
    });
  }
}

/** `app_state` of a chain that starts with nothing but its settings: sections may name accounts of its prefix. */
export function freshAppState(chainId: string, denom: string, prefix?: string): AppState {
  const vpr = freshSettings(denom, prefix);
  const { modules } = compose(parseSettings(chainId, vpr));
  const sections = modules.flatMap(({ genesis }) =>
    genesis === undefined ? [] : [[genesis.name, genesis.fresh({ denom })] as const],
  );
  return { ...Object.fromEntries(sections), [GENUTIL]: NO_GEN_TXS, vpr };
}

/** `app_state` of committed state. */
export function exportGenesis(
  stores: StoreReader,
  composition: Composition,
  settings: ChainSettings,
  head: BlockHead,
): AppState {
  const ctx: ReadContext = {
    stores,
    chain: settings,
    height: head.height,
    blockTime: head.time,
    gas: freeGas,
  };
  const sections = composition.modules.flatMap(({ genesis }) =>
    genesis === undefined ? [] : [[genesis.name, genesis.export(ctx)] as const],
  );
  return {
    ...Object.fromEntries(sections),
    [GENUTIL]: NO_GEN_TXS,
    vpr: settingsJson(settings),
  };
}

/** The state as a chain that begins at block 1 may start with it; the given one stays as it is. */
export function forgetHeights(
  stores: StoreReader,
  { modules }: Composition,
  settings: ChainSettings,
  { height, time }: BlockHead,
): StoreReader {
  const branch = branchOver(stores);
  const ctx: WriteContext = {
    ...{ stores: branch, chain: settings, height, blockTime: time, gas: freeGas },
    emit() {},
  };
  for (const { forgetHeights: forget } of modules) forget?.(ctx);
  return branch;
}

/** A section that is left out is undefined; one that is `null` is not. */
function section(appState: AppState, name: string): Json | undefined {
  return Object.hasOwn(appState, name) ? appState[name] : undefined;
}

function inSection<T>(name: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw new GenesisError(`app_state.${name}: ${reason(error)}`);
  }
}

const reason = (error: unknown): string => (error instanceof Error ? error.message : String(error));
