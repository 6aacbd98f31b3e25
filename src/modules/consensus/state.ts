import { ConsensusParams } from "../../gen/tendermint/types.js";
import { remembered } from "../../keeper/remembered.js";
import { protoValue } from "../../keeper/values.js";
import type { ReadStore, WriteStore } from "../../store/contract.js";

/** Name of the store of consensus parameters. */
export const CONSENSUS_STORE = "consensus";

const KEY = Uint8Array.of(0);

/** Every transaction asks for the block's gas limit. */
const codec = remembered(protoValue(ConsensusParams));

/** Keeps what genesis or the engine set. */
export function writeConsensusParams(store: WriteStore, params: ConsensusParams): void {
  store.set(KEY, ConsensusParams.encode(params));
}

/** Undefined before genesis, or when genesis had none. */
export function readConsensusParams(store: ReadStore): ConsensusParams | undefined {
  const bytes = store.get(KEY);
  return bytes === undefined ? undefined : codec.decode(bytes);
}

/** Most gas of one block; undefined when nothing limits it (-1, 0, or no parameters), as in Cosmos SDK. */
export function blockGasLimit(params: ConsensusParams | undefined): bigint | undefined {
  const limit = params?.block?.maxGas ?? -1n;
  return limit <= 0n ? undefined : limit;
}

/** How old evidence of a double signature may be: blocks, and nanoseconds. */
export function maxEvidenceAge(params: ConsensusParams | undefined) {
  const evidence = params?.evidence;
  if (evidence === undefined) return undefined;
  return { blocks: evidence.maxAgeNumBlocks, duration: evidence.maxAgeDuration };
}
