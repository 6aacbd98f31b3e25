import type {
  BlockID,
  Commit,
  CommitSig,
  ConsensusParams,
  Header,
} from "../../gen/tendermint/types.js";
import { rfc3339 } from "../../wire/rfc3339.js";
import type { SealedBlock } from "../embedded/blocks.js";
import { base64, upperHex } from "../embedded/bytes.js";
import type { Validator } from "../embedded/validators.js";

/** Blocks and what belongs to them as CometBFT's RPC prints them: 64-bit numbers are texts. */

/** A block id; of nothing, empty texts and a total of 0. */
export function blockIdJson({ hash, partSetHeader }: BlockID) {
  return {
    hash: upperHex(hash),
    parts: { total: partSetHeader.total, hash: upperHex(partSetHeader.hash) },
  };
}

/** A version field of zero is left out. */
export function headerJson(header: Header) {
  const { block, app } = header.version;
  return {
    version: { block: block.toString(), ...(app === 0n ? {} : { app: app.toString() }) },
    chain_id: header.chainId,
    height: header.height.toString(),
    time: rfc3339(header.time),
    last_block_id: blockIdJson(header.lastBlockId),
    last_commit_hash: upperHex(header.lastCommitHash),
    data_hash: upperHex(header.dataHash),
    validators_hash: upperHex(header.validatorsHash),
    next_validators_hash: upperHex(header.nextValidatorsHash),
    consensus_hash: upperHex(header.consensusHash),
    app_hash: upperHex(header.appHash),
    last_results_hash: upperHex(header.lastResultsHash),
    evidence_hash: upperHex(header.evidenceHash),
    proposer_address: upperHex(header.proposerAddress),
  };
}

/** A commit with the signatures in the order of the validator set. */
export function commitJson({ height, round, blockId, signatures }: Commit) {
  return {
    height: height.toString(),
    round,
    block_id: blockIdJson(blockId),
    signatures: signatures.map(signatureJson),
  };
}

/** A block whole, transactions in base64. */
export function blockJson({ header, txs, lastCommit }: SealedBlock) {
  return {
    header: headerJson(header),
    data: { txs: txs.map(base64) },
    evidence: { evidence: [] },
    last_commit: commitJson(lastCommit),
  };
}

/** An answer of `block`, `block_by_hash` and each item of `block_search`. */
export function blockAnswerJson(block: SealedBlock | undefined) {
  if (block === undefined) {
    return { block_id: { hash: "", parts: { total: 0, hash: "" } }, block: null };
  }
  return { block_id: blockIdJson(block.id), block: blockJson(block) };
}

/** An item of `blockchain`. */
export function blockMetaJson(block: SealedBlock) {
  return {
    block_id: blockIdJson(block.id),
    block_size: block.bytes.length.toString(),
    header: headerJson(block.header),
    num_txs: block.txs.length.toString(),
  };
}

/** An ed25519 public key. */
export function publicKeyJson(publicKey: Uint8Array) {
  return { type: "tendermint/PubKeyEd25519", value: base64(publicKey) };
}

/** A validator; a node alone never needs priorities of proposers. */
export function validatorJson({ address, publicKey, power }: Validator) {
  return {
    address: upperHex(address),
    pub_key: publicKeyJson(publicKey),
    voting_power: power.toString(),
    proposer_priority: "0",
  };
}

/** Complete consensus parameters. */
export function consensusParamsJson(params: ConsensusParams) {
  return {
    block: blockParamsJson(params.block),
    evidence: evidenceParamsJson(params.evidence),
    validator: { pub_key_types: params.validator?.pubKeyTypes ?? [] },
    version: { app: (params.version?.app ?? 0n).toString() },
    abci: {
      vote_extensions_enable_height: (params.abci?.voteExtensionsEnableHeight ?? 0n).toString(),
    },
  };
}

/** Changed consensus parameters as `block_results` prints them: zero values are left out. */
export function consensusParamUpdatesJson(params: ConsensusParams | undefined) {
  if (params === undefined) return null;
  const app = params.version?.app ?? 0n;
  const height = params.abci?.voteExtensionsEnableHeight ?? 0n;
  return {
    block: blockParamsJson(params.block),
    evidence: evidenceParamsJson(params.evidence),
    validator: { pub_key_types: params.validator?.pubKeyTypes ?? [] },
    version: app === 0n ? {} : { app: app.toString() },
    abci: height === 0n ? {} : { vote_extensions_enable_height: height.toString() },
  };
}

function blockParamsJson(block: ConsensusParams["block"]) {
  return {
    max_bytes: (block?.maxBytes ?? 0n).toString(),
    max_gas: (block?.maxGas ?? 0n).toString(),
  };
}

function evidenceParamsJson(evidence: ConsensusParams["evidence"]) {
  return {
    max_age_num_blocks: (evidence?.maxAgeNumBlocks ?? 0n).toString(),
    max_age_duration: (evidence?.maxAgeDuration ?? 0n).toString(),
    max_bytes: (evidence?.maxBytes ?? 0n).toString(),
  };
}

function signatureJson({ blockIdFlag, validatorAddress, timestamp, signature }: CommitSig) {
  return {
    block_id_flag: blockIdFlag,
    validator_address: upperHex(validatorAddress),
    timestamp: rfc3339(timestamp),
    signature: signature.length === 0 ? null : base64(signature),
  };
}
