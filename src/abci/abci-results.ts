import {
  type Event as AbciEvent,
  type ExecTxResult,
  ResponseCheckTx,
} from "../gen/tendermint/abci.js";
import type { Event } from "../keeper/events.js";
import type { TxResult } from "./run-tx.js";

/** Attributes that engines index, as `type.key`; undefined: all of them. */
export type IndexedEvents = ReadonlySet<string> | undefined;

/** Events as ABCI carries them: only attributes that are indexed may be searched for. */
export function abciEvents(
  events: readonly Event[],
  indexed?: IndexedEvents,
): readonly AbciEvent[] {
  return events.map(({ type, attributes }) => ({
    type,
    attributes: attributes.map(([key, value]) => {
      const index = indexed === undefined || indexed.has(`${type}.${key}`);
      return { key, value, index };
    }),
  }));
}

/** A transaction's result as the block carries it. */
export function execTxResult(result: TxResult, indexed?: IndexedEvents): ExecTxResult {
  return {
    code: result.code,
    codespace: result.codespace,
    data: result.data,
    log: result.log,
    info: "",
    gasWanted: signed64(result.gasWanted),
    gasUsed: result.gasUsed,
    events: abciEvents(result.events, indexed),
  };
}

/** What CheckTx says of a transaction. */
export function checkResponse(result: TxResult): ResponseCheckTx {
  return ResponseCheckTx.create({
    code: result.code,
    codespace: result.codespace,
    log: result.log,
    gasWanted: signed64(result.gasWanted),
    gasUsed: result.gasUsed,
    events: abciEvents(result.events),
  });
}

/** A refused transaction may want gas beyond an int64, which Cosmos SDK lets turn negative. */
const signed64 = (gas: bigint): bigint => BigInt.asIntN(64, gas);
