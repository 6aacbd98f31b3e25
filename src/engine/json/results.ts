import type {
  Event,
  ExecTxResult,
  ResponseCheckTx,
  ResponseFinalizeBlock,
  ResponseQuery,
  TxResult,
  ValidatorUpdate,
} from "../../gen/tendermint/abci.js";
import { base64, upperHex } from "../embedded/bytes.js";
import type { MerkleProof } from "../embedded/merkle.js";
import { consensusParamUpdatesJson } from "./blocks.js";

/** Results of the application as CometBFT's RPC prints them. */

/** Empty bytes are `null`. */
export function bytesOrNull(bytes: Uint8Array): string | null {
  return bytes.length === 0 ? null : base64(bytes);
}

/** An event with its attributes in order. */
export function eventJson({ type, attributes }: Event) {
  return { type, attributes: attributes.map(({ key, value, index }) => ({ key, value, index })) };
}

/** The result of a transaction in its block. */
export function execResultJson(result: ExecTxResult) {
  return {
    code: result.code,
    data: bytesOrNull(result.data),
    log: result.log,
    info: result.info,
    gas_wanted: result.gasWanted.toString(),
    gas_used: result.gasUsed.toString(),
    events: result.events.map(eventJson),
    codespace: result.codespace,
  };
}

/** Empty data is `""` in a success and `null` in a refusal. */
export function checkResultJson(result: ResponseCheckTx) {
  return {
    code: result.code,
    data: result.code === 0 ? base64(result.data) : bytesOrNull(result.data),
    log: result.log,
    info: result.info,
    gas_wanted: result.gasWanted.toString(),
    gas_used: result.gasUsed.toString(),
    events: result.events.map(eventJson),
    codespace: result.codespace,
  };
}

/** Without `power` when the validator leaves. */
export function validatorUpdateJson({ pubKey, power }: ValidatorUpdate) {
  const value = { ed25519: base64(pubKey.ed25519 ?? new Uint8Array()) };
  const pub_key = { Sum: { type: "tendermint.crypto.PublicKey_Ed25519", value } };
  return power === 0n ? { pub_key } : { pub_key, power: power.toString() };
}

/** An answer of `block_results`. */
export function blockResultsJson(height: bigint, results: ResponseFinalizeBlock) {
  const { txResults, validatorUpdates } = results;
  return {
    height: height.toString(),
    txs_results: txResults.length === 0 ? null : txResults.map(execResultJson),
    finalize_block_events: results.events.map(eventJson),
    validator_updates:
      validatorUpdates.length === 0 ? null : validatorUpdates.map(validatorUpdateJson),
    consensus_param_updates: consensusParamUpdatesJson(results.consensusParamUpdates),
    app_hash: base64(results.appHash),
  };
}

/** An answer of `tx` and each item of `tx_search`; `proof` where it was asked for. */
export function txJson(hash: Uint8Array, found: TxResult, proof?: object) {
  return {
    hash: upperHex(hash),
    height: found.height.toString(),
    index: found.index,
    tx_result: execResultJson(found.result),
    tx: base64(found.tx),
    ...(proof === undefined ? {} : { proof }),
  };
}

/** Proof that a transaction is under its block's data hash. */
export function txProofJson(rootHash: Uint8Array, tx: Uint8Array, proof: MerkleProof) {
  return {
    root_hash: upperHex(rootHash),
    data: base64(tx),
    proof: {
      total: proof.total.toString(),
      index: proof.index.toString(),
      leaf_hash: base64(proof.leafHash),
      aunts: proof.aunts.map(base64),
    },
  };
}

/** The `response` of `abci_query`. */
export function queryJson(response: ResponseQuery) {
  const { proofOps } = response;
  return {
    code: response.code,
    log: response.log,
    info: response.info,
    index: response.index.toString(),
    key: bytesOrNull(response.key),
    value: bytesOrNull(response.value),
    proofOps: proofOps === undefined ? null : { ops: proofOps.ops.map(proofOpJson) },
    height: response.height.toString(),
    codespace: response.codespace,
  };
}

function proofOpJson(op: {
  readonly type: string;
  readonly key: Uint8Array;
  readonly data: Uint8Array;
}) {
  return { type: op.type, key: bytesOrNull(op.key), data: bytesOrNull(op.data) };
}

/** A result inside a WebSocket event, where zero values are left out. */
export function eventResultJson(result: ExecTxResult) {
  return withoutZeros({
    ...execResultJson(result),
    code: result.code === 0 ? null : result.code,
  });
}

/** Leaves out what Go calls empty: null, "", "0", 0, false and empty lists. */
export function withoutZeros(shape: Readonly<Record<string, unknown>>): object {
  const zero = (value: unknown) =>
    value === null ||
    value === "" ||
    value === "0" ||
    value === 0 ||
    (Array.isArray(value) && value.length === 0);
  return Object.fromEntries(Object.entries(shape).filter(([, value]) => !zero(value)));
}
