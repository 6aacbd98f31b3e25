import type { MsgUpdateParams } from "../../gen/cosmos/consensus/v1.js";
import type {
  BlockParams,
  ConsensusParams,
  EvidenceParams,
  ValidatorParams,
} from "../../gen/tendermint/types.js";

/** Largest block of CometBFT, bytes. */
const MAX_BLOCK_BYTES = 104_857_600n;

/** Kinds of keys that CometBFT knows. */
const KEY_TYPES: readonly string[] = ["ed25519", "secp256k1"];

/** What is wrong with an update; undefined when nothing is. CometBFT's own rules, so that no engine stops at it. */
export function updateFault(update: MsgUpdateParams): string | undefined {
  const { block, evidence, validator, abci } = update;
  if (block === undefined || evidence === undefined || validator === undefined) {
    return "all parameters must be present";
  }
  if ((abci?.voteExtensionsEnableHeight ?? 0n) !== 0n) return "vote extensions are not supported";
  return blockFault(block) ?? evidenceFault(evidence, block) ?? validatorFault(validator);
}

/** The parameters after an update; members that it left out stay. */
export function updatedParams(now: ConsensusParams, update: MsgUpdateParams): ConsensusParams {
  const { block, evidence, validator, abci = now.abci } = update;
  return { ...now, block, evidence, validator, abci };
}

function blockFault({ maxBytes, maxGas }: BlockParams): string | undefined {
  if (maxBytes === 0n) return "block.MaxBytes cannot be 0";
  if (maxBytes < -1n) return `block.MaxBytes must be -1 or greater than 0. Got ${maxBytes}`;
  if (maxBytes > MAX_BLOCK_BYTES) {
    return `block.MaxBytes is too big. ${maxBytes} > ${MAX_BLOCK_BYTES}`;
  }
  if (maxGas < -1n) return `block.MaxGas must be greater or equal to -1. Got ${maxGas}`;
  return undefined;
}

function evidenceFault(evidence: EvidenceParams, { maxBytes }: BlockParams): string | undefined {
  if (evidence.maxAgeNumBlocks <= 0n) return "evidence.MaxAgeNumBlocks must be greater than 0";
  if (evidence.maxAgeDuration <= 0n) return "evidence.MaxAgeDuration must be greater than 0";
  const most = maxBytes === -1n ? MAX_BLOCK_BYTES : maxBytes;
  if (evidence.maxBytes < 0n) return "evidence.MaxBytes must be non negative";
  if (evidence.maxBytes > most) {
    return `evidence.MaxBytes is greater than upper bound, ${evidence.maxBytes} > ${most}`;
  }
  return undefined;
}

/** Validators of this chain have ed25519 keys: an engine that refused them would stop. */
function validatorFault({ pubKeyTypes }: ValidatorParams): string | undefined {
  const unknown = pubKeyTypes.find((type) => !KEY_TYPES.includes(type));
  if (unknown !== undefined) return `params.Validator.PubKeyTypes has unknown ${unknown}`;
  return pubKeyTypes.includes("ed25519") ? undefined : "validators have ed25519 keys";
}
