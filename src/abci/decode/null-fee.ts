import { Cursor } from "../../wire/cursor.js";

const AUTH_INFO_FEE = 2;
const FEE_AMOUNT = 1;
const COIN_AMOUNT = 2;

/**
 * Whether a coin of the fee comes without an amount. Decoded coins cannot tell that from zero, and
 * the reference refuses the one and takes the other. The bytes have passed the strict walk.
 */
export function feeHasNullAmount(authInfoBytes: Uint8Array): boolean {
  return contents(new Cursor(authInfoBytes), AUTH_INFO_FEE).some((fee) =>
    contents(fee, FEE_AMOUNT).some((coin) => {
      const amount = contents(coin, COIN_AMOUNT).at(-1);
      return amount === undefined || amount.done;
    }),
  );
}

function contents(c: Cursor, field: number): readonly Cursor[] {
  const found: Cursor[] = [];
  while (!c.done) {
    c.tag();
    if (c.wire !== 2) {
      c.skip();
      continue;
    }
    const end = c.content();
    if (c.field === field) found.push(new Cursor(c.bytes, c.at, end));
    c.at = end;
  }
  return found;
}
