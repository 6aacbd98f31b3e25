import type { Application } from "../../abci/application.js";
import {
  CommitInfo,
  RequestFinalizeBlock,
  type ResponseFinalizeBlock,
} from "../../gen/tendermint/abci.js";
import { ConsensusParams } from "../../gen/tendermint/types.js";
import type { SealedBlock } from "./blocks.js";
import { requireParams } from "./genesis.js";
import { consensusHash, resultsHash, validatorsHash } from "./hashes.js";
import type { ChainState } from "./state.js";
import { updated, type Validator } from "./validators.js";

/** The FinalizeBlock request of a block whose `last_commit` the given set signed. */
export function finalizeRequest(
  block: SealedBlock,
  lastValidators: readonly Validator[],
): RequestFinalizeBlock {
  const { header, txs, id } = block;
  return RequestFinalizeBlock.create({
    txs,
    decidedLastCommit: commitInfo(block, lastValidators),
    hash: id.hash,
    height: header.height,
    time: header.time,
    nextValidatorsHash: header.nextValidatorsHash,
    proposerAddress: header.proposerAddress,
  });
}

/** Who signed the block before, as the application sees it. */
export function commitInfo(
  { lastCommit }: Pick<SealedBlock, "lastCommit">,
  lastValidators: readonly Validator[],
): CommitInfo {
  const votes = lastCommit.signatures.map(({ blockIdFlag }, index) => {
    const { address = new Uint8Array(), power = 0n } = lastValidators[index] ?? {};
    return { validator: { address, power }, blockIdFlag };
  });
  return CommitInfo.create({ round: lastCommit.round, votes });
}

/** Runs a block in the application. Throws when there are not as many results as transactions. */
export function finalize(
  app: Application,
  block: SealedBlock,
  lastValidators: readonly Validator[],
): ResponseFinalizeBlock {
  const results = app.finalizeBlock(finalizeRequest(block, lastValidators));
  if (results.txResults.length !== block.txs.length) {
    throw new Error(
      `block ${block.header.height} has ${block.txs.length} transactions ` +
        `but the application gave ${results.txResults.length} results`,
    );
  }
  return results;
}

/** The state after a block with these results. Throws on updates that no chain can follow. */
export function stateAfter(
  state: ChainState,
  block: SealedBlock,
  results: ResponseFinalizeBlock,
): ChainState {
  return {
    ...state,
    height: block.header.height,
    time: block.header.time,
    lastBlockId: block.id,
    lastValidators: state.validators,
    validators: state.nextValidators,
    nextValidators: updated(state.nextValidators, results.validatorUpdates),
    params: changedParams(state.params, results.consensusParamUpdates),
    appHash: results.appHash,
    lastResultsHash: resultsHash(results.txResults),
  };
}

/** Parameters after an application's changes; members that it left out stay. */
export function changedParams(
  params: ConsensusParams,
  changes: ConsensusParams | undefined,
): ConsensusParams {
  if (changes === undefined) return params;
  const next = ConsensusParams.create({
    block: changes.block ?? params.block,
    evidence: changes.evidence ?? params.evidence,
    validator: changes.validator ?? params.validator,
    version: changes.version ?? params.version,
    abci: changes.abci ?? params.abci,
  });
  requireParams(next);
  return next;
}

/** The hashes of a header that follow from the state before its block. */
export function stateHashes(state: ChainState) {
  const { maxBytes = 0n, maxGas = 0n } = state.params.block ?? {};
  return {
    validatorsHash: validatorsHash(state.validators),
    nextValidatorsHash: validatorsHash(state.nextValidators),
    consensusHash: consensusHash(maxBytes, maxGas),
    appHash: state.appHash,
    lastResultsHash: state.lastResultsHash,
  };
}
