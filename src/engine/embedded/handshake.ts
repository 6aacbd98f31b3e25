import type { Application } from "../../abci/application.js";
import { RequestInitChain, ValidatorUpdate } from "../../gen/tendermint/abci.js";
import { BlockID } from "../../gen/tendermint/types.js";
import { StoreFault } from "../../store/contract.js";
import type { Strike } from "../../store/fault-points.js";
import type { SealedBlock } from "./blocks.js";
import { equalBytes, upperHex } from "./bytes.js";
import type { ChainStore } from "./chain-store.js";
import { changedParams, finalize, stateAfter } from "./execute.js";
import type { Genesis } from "./genesis.js";
import { resultsHash } from "./hashes.js";
import type { NodeKey } from "./keys.js";
import { ENGINE_INFO } from "./protocol.js";
import { type ChainState, nextHeight } from "./state.js";
import { LONE_POWER, updated, type Validator, validator } from "./validators.js";

interface Parts {
  readonly app: Application;
  readonly store: ChainStore;
  readonly genesis: Genesis;
  /** Of this node's validator. */
  readonly key: Pick<NodeKey, "publicKey" | "address">;
  /** For tests: told of each fault point as it is passed. */
  readonly strike?: Strike;
}

/**
 * Brings application and engine to the same height, as CometBFT does at start: starts the chain
 * when the application has no block, runs the blocks that it lacks, and finishes a block that a
 * kill cut short. Throws when the application knows more blocks than the engine, and when this node's
 * key is not the one that makes the blocks.
 */
export async function handshake(parts: Parts): Promise<ChainState> {
  const { app, store, genesis } = parts;
  const info = app.info(ENGINE_INFO);
  const appHeight = info.lastBlockHeight;
  let state = store.state();
  if (state !== undefined && state.chainId !== genesis.chainId) {
    throw new Error(`the stored chain is ${state.chainId}, the genesis says ${genesis.chainId}`);
  }
  if (appHeight > store.height) {
    throw new Error(
      `the application is at block ${appHeight}, ahead of the engine's ${store.height}`,
    );
  }
  if (appHeight === 0n || state === undefined) {
    const first = startChain(parts);
    if (state === undefined || state.height < genesis.initialHeight) {
      state = first;
      await store.saveGenesisState(state);
      parts.strike?.("engine: genesis state saved");
    }
  }
  requireSameKey(parts);
  await replayUpTo(parts, state, appHeight);
  return finishLastBlocks(parts, state, appHeight);
}

/** Another key than that of the blocks so far would sign as another validator, or as none. */
function requireSameKey({ key, store }: Parts): void {
  const last = store.block(store.height)?.header.proposerAddress;
  if (last === undefined || equalBytes(last, key.address)) return;
  throw new Error(
    `the validator key of this home is ${upperHex(key.address)}, but blocks are made by ` +
      `${upperHex(last)}: bring that key back`,
  );
}

/** InitChain, and the state before the first block that follows from it. */
function startChain({ app, genesis, key: { publicKey } }: Parts): ChainState {
  const response = app.initChain(initChainRequest(genesis));
  const named =
    response.validators.length > 0 ? updated([], response.validators) : genesis.validators;
  const validators: readonly Validator[] =
    named.length > 0 ? named : [validator(publicKey, LONE_POWER)];
  return {
    chainId: genesis.chainId,
    initialHeight: genesis.initialHeight,
    height: genesis.initialHeight - 1n,
    time: genesis.time,
    lastBlockId: BlockID.create(),
    lastValidators: [],
    validators,
    nextValidators: validators,
    params: changedParams(genesis.params, response.consensusParams),
    appHash: response.appHash.length > 0 ? response.appHash : genesis.appHash,
    lastResultsHash: resultsHash([]),
  };
}

/** The InitChain request of a genesis. */
export function initChainRequest(genesis: Genesis): RequestInitChain {
  return RequestInitChain.create({
    time: genesis.time,
    chainId: genesis.chainId,
    consensusParams: genesis.params,
    validators: genesis.validators.map(({ publicKey: ed25519, power }) =>
      ValidatorUpdate.create({ pubKey: { ed25519 }, power }),
    ),
    appStateBytes: Buffer.from(JSON.stringify(genesis.appState ?? {}), "utf8"),
    initialHeight: genesis.initialHeight,
  });
}

/** Runs the blocks that the engine has finished and the application lacks. */
async function replayUpTo(parts: Parts, state: ChainState, appHeight: bigint): Promise<void> {
  const { app, store, genesis } = parts;
  const from = appHeight === 0n ? genesis.initialHeight : appHeight + 1n;
  for (let height = from; height <= state.height; height += 1n) {
    const block = storedBlock(store, height);
    const signers = height === genesis.initialHeight ? [] : await store.validatorsAt(height - 1n);
    const { appHash } = finalize(app, block, signers);
    await app.commit();
    const expected =
      height === state.height ? state.appHash : storedBlock(store, height + 1n).header.appHash;
    if (!equalBytes(appHash, expected)) {
      throw new StoreFault(
        `block ${height} gives the app hash ${upperHex(appHash)} instead of ${upperHex(expected)}`,
      );
    }
  }
}

/** Blocks above the state were saved but perhaps not run, or run but their state is not stored. */
async function finishLastBlocks(
  parts: Parts,
  state: ChainState,
  appHeight: bigint,
): Promise<ChainState> {
  let next = state;
  while (next.height < parts.store.height) next = await finishBlock(parts, next, appHeight);
  return next;
}

async function finishBlock(
  { app, store }: Parts,
  state: ChainState,
  appHeight: bigint,
): Promise<ChainState> {
  const height = nextHeight(state);
  const block = storedBlock(store, height);
  requireSuccessor(state, block);
  const done = appHeight >= height ? store.results(height) : undefined;
  if (done === undefined && appHeight >= height) {
    throw new StoreFault(`block ${height} was committed but its results are not stored`);
  }
  const results = done ?? finalize(app, block, state.lastValidators);
  const next = stateAfter(state, block, results);
  if (done === undefined) {
    await store.saveResults(height, results);
    await app.commit();
  }
  await store.saveState(next, block, results);
  return next;
}

/** A block that a kill left behind was made on the state that is stored. */
function requireSuccessor({ lastBlockId, appHash }: ChainState, { header }: SealedBlock): void {
  const follows =
    equalBytes(header.lastBlockId.hash, lastBlockId.hash) && equalBytes(header.appHash, appHash);
  if (!follows) {
    throw new StoreFault(`the stored block ${header.height} does not follow the stored state`);
  }
}

function storedBlock(store: ChainStore, height: bigint): SealedBlock {
  const block = store.block(height);
  if (block === undefined) throw new StoreFault(`block ${height} is not stored`);
  return block;
}
