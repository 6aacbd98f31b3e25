import { describe, expect, it } from "vitest";
import { decodeTx } from "../../src/abci/decode/decode-tx.js";
import { heldBytes } from "../../src/abci/decode/held-bytes.js";
import { TxDecoder } from "../../src/abci/decode/tx-decoder.js";
import { MsgSend } from "../../src/gen/cosmos/bank/v1beta1.js";
import { ChainError } from "../../src/keeper/errors.js";
import { resolve } from "../support/ante-world.js";
import { signedTx, testKey } from "../support/signed-tx.js";

const tx = (sequence: bigint) => signedTx(testKey(1), { sequence });

describe("decoded transactions", () => {
  it("are given again for the same bytes, and say the same as a fresh one", () => {
    const decoder = new TxDecoder(resolve);
    const [one, two] = [tx(1n), tx(2n)];
    const first = decoder.decode(one);
    expect(decoder.decode(Uint8Array.from(one))).toBe(first);
    expect(first).toEqual(decodeTx(one, resolve));
    expect(decoder.decode(two).authInfo.signerInfos[0]?.sequence).toBe(2n);
  });

  it("keep nothing of the memory that their bytes came in", () => {
    const decoder = new TxDecoder(resolve);
    const frame = new Uint8Array(1_000);
    const bytes = tx(1n);
    frame.set(bytes, 100);
    const decoded = decoder.decode(frame.subarray(100, 100 + bytes.length));
    frame.fill(0);
    expect(decoded).toEqual(decodeTx(bytes, resolve));
  });

  it("are forgotten when others have taken their place", () => {
    const txs = Array.from({ length: 9 }, (_, i) => tx(BigInt(i + 1)));
    const [first = new Uint8Array()] = txs;
    const decoder = new TxDecoder(resolve, 3 * (heldBytes(decodeTx(first, resolve)) + 1_000));
    const kept = decoder.decode(first);
    for (const other of txs.slice(1, 3)) decoder.decode(other);
    expect(decoder.decode(first)).toBe(kept);
    for (const other of txs.slice(3)) decoder.decode(other);
    expect(decoder.decode(first)).not.toBe(kept);
  });

  it("count by the memory that they hold, not by their bytes", () => {
    const coins = Array.from({ length: 2_000 }, () => ({ denom: "", amount: 0n }));
    const value = MsgSend.encode(MsgSend.create({ amount: coins }));
    const ofEmptyCoins = (sequence: bigint) =>
      signedTx(testKey(1), { sequence, messages: [{ typeUrl: MsgSend.typeUrl, value }] });
    const one = ofEmptyCoins(1n);
    expect(heldBytes(decodeTx(one, resolve))).toBeGreaterThan(10 * one.length);
    const decoder = new TxDecoder(resolve, 5 * one.length);
    const first = decoder.decode(one);
    decoder.decode(ofEmptyCoins(2n));
    decoder.decode(ofEmptyCoins(3n));
    expect(decoder.decode(one)).not.toBe(first);
  });

  it("are refused every time where they do not decode", () => {
    const decoder = new TxDecoder(resolve);
    for (let i = 0; i < 2; i++) {
      expect(() => decoder.decode(Uint8Array.of(9, 9))).toThrow(ChainError);
    }
  });
});
