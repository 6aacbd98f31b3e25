import type { ResponseFinalizeBlock } from "../../gen/tendermint/abci.js";
import {
  blockIdJson,
  blockJson,
  consensusParamUpdatesJson,
  headerJson,
  validatorJson,
} from "../json/blocks.js";
import {
  eventJson,
  eventResultJson,
  execResultJson,
  validatorUpdateJson,
  withoutZeros,
} from "../json/results.js";
import type { Happening } from "../rpc/subscription-hub.js";
import { base64, txHash } from "./bytes.js";
import type { CommittedBlock } from "./chain.js";
import { allPairs, txPlace } from "./event-index.js";
import { validator } from "./validators.js";

/** What subscribers hear of a block: the block, its header, its events, then each transaction. */
export function happeningsOf({ block, results }: CommittedBlock): readonly Happening[] {
  const blockPairs = allPairs(results.events);
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
    ...validatorHappenings(results),
  ];
}

/** A change of the validators, where the block has one. */
function validatorHappenings({ validatorUpdates }: ResponseFinalizeBlock): Happening[] {
  if (validatorUpdates.length === 0) return [];
  const validator_updates = validatorUpdates.map(({ pubKey, power }) =>
    validatorJson(validator(pubKey.ed25519 ?? new Uint8Array(), power)),
  );
  return [happening("ValidatorSetUpdates", [], { validator_updates })];
}

function txHappenings({ block, results }: CommittedBlock): Happening[] {
  const { height } = block.header;
  return results.txResults.map((result, index) => {
    const tx = block.txs[index] ?? new Uint8Array();
    const place = txPlace({ height, index, hash: txHash(tx), result });
    const zeroless = withoutZeros({ height: height.toString(), index, tx: base64(tx) });
    return happening("Tx", [...place, ...allPairs(result.events)], {
      TxResult: { ...zeroless, result: eventResultJson(result) },
    });
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
  return {
    ...withoutZeros({
      events: results.events.map(eventJson),
      tx_results: results.txResults.map(execResultJson),
    }),
    validator_updates: results.validatorUpdates.map(validatorUpdateJson),
    ...withoutZeros({
      consensus_param_updates: consensusParamUpdatesJson(results.consensusParamUpdates),
      app_hash: base64(results.appHash),
    }),
  };
}
