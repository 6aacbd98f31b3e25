import type { ResponseFinalizeBlock } from "../../gen/tendermint/abci.js";
import { blockIdJson, blockJson, consensusParamUpdatesJson, headerJson } from "../json/blocks.js";
import {
  eventJson,
  eventResultJson,
  execResultJson,
  validatorUpdateJson,
  withoutZeros,
} from "../json/results.js";
import type { Happening } from "../rpc/websocket.js";
import { base64, txHash } from "./bytes.js";
import type { CommittedBlock } from "./chain.js";
import { indexedPairs, txEventPairs } from "./event-index.js";

/** What subscribers hear of a block: the block, its header, its events, then each transaction. */
export function happeningsOf({ block, results }: CommittedBlock): readonly Happening[] {
  const blockPairs = indexedPairs(results.events);
  const height = block.header.height.toString();
  return [
    happening("NewBlock", blockPairs, {
      block: blockJson(block),
      block_id: blockIdJson(block.id),
      result_finalize_block: finalizeJson(results),
    }),
    happening("NewBlockHeader", [], { header: headerJson(block.header) }),
    happening("NewBlockEvents", blockPairs, {
      height,
      events: results.events.map(eventJson),
      num_txs: block.txs.length.toString(),
    }),
    ...txHappenings({ block, results }),
  ];
}

function txHappenings({ block, results }: CommittedBlock): Happening[] {
  const { height } = block.header;
  return results.txResults.map((result, index) => {
    const tx = block.txs[index] ?? new Uint8Array();
    const pairs = txEventPairs({ height, index, hash: txHash(tx), result });
    const zeroless = withoutZeros({ height: height.toString(), index, tx: base64(tx) });
    return happening("Tx", pairs, { TxResult: { ...zeroless, result: eventResultJson(result) } });
  });
}

function happening(kind: string, pairs: readonly (readonly [string, string])[], value: object) {
  const events = new Map<string, string[]>([["tm.event", [kind]]]);
  for (const [key, text] of pairs) {
    const values = events.get(key);
    if (values === undefined) events.set(key, [text]);
    else values.push(text);
  }
  return { data: { type: `tendermint/event/${kind}`, value }, events };
}

/** Without what is zero, but with an empty list of validators, as recorded. */
function finalizeJson(results: ResponseFinalizeBlock) {
  const shape = withoutZeros({
    events: results.events.map(eventJson),
    tx_results: results.txResults.map(execResultJson),
    consensus_param_updates: consensusParamUpdatesJson(results.consensusParamUpdates),
    app_hash: base64(results.appHash),
  });
  return { ...shape, validator_updates: results.validatorUpdates.map(validatorUpdateJson) };
}
