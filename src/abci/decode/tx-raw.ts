import { Cursor } from "../../wire/cursor.js";
import { WireError } from "../../wire/descriptor.js";

/** The parts of a transaction exactly as they were received: sign documents stand on these bytes. */
export interface RawTx {
  readonly bodyBytes: Uint8Array;
  readonly authInfoBytes: Uint8Array;
  readonly signatures: readonly Uint8Array[];
}

const EMPTY = new Uint8Array();

/**
 * Takes a TxRaw apart. Throws WireError on whatever has a second spelling: a field out of order, a
 * length longer than needed, an unknown field. Overlong tags and a repeated body or auth info pass,
 * as in the reference; of these the last counts.
 */
export function splitTxRaw(bytes: Uint8Array): RawTx {
  const c = new Cursor(bytes);
  const parts: Uint8Array[] = [];
  const signatures: Uint8Array[] = [];
  let previous = 0;
  while (!c.done) {
    c.tag();
    if (c.wire !== 2) throw new WireError(`expected 2 wire type, got ${c.wire}`);
    if (c.field < previous)
      throw new WireError(`TxRaw field ${c.field} stands after field ${previous}`);
    if (c.field > 3) throw new WireError(`unknown field ${c.field} in TxRaw`);
    previous = c.field;
    const start = c.at;
    const end = c.content();
    if (c.at - start !== varintLength(end - c.at))
      throw new WireError("a length is not as short as possible");
    const part = bytes.subarray(c.at, end);
    if (c.field === 3) signatures.push(part);
    else parts[c.field] = part;
    c.at = end;
  }
  return { bodyBytes: parts[1] ?? EMPTY, authInfoBytes: parts[2] ?? EMPTY, signatures };
}

function varintLength(value: number): number {
  let length = 1;
  for (let rest = value; rest >= 0x80; rest = Math.floor(rest / 0x80)) length++;
  return length;
}
