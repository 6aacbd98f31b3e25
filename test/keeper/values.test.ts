import { describe, expect, it } from "vitest";
import { Params } from "../../src/gen/cosmos/bank/v1beta1.js";
import { Params as DepositParams } from "../../src/gen/verana/td/v1.js";
import { protoValue } from "../../src/keeper/values.js";

describe("values that are messages", () => {
  it("[D-TX-02] are never empty: of zeros alone one is written out, and read back", () => {
    const value = protoValue(Params);
    const off = { sendEnabled: [], defaultSendEnabled: false };
    expect(Params.encode(off).length).toBe(0);
    expect([...value.encode(off)]).toEqual([0x10, 0]);
    expect(value.decode(value.encode(off))).toEqual(off);
  });

  it("are their canonical encoding otherwise", () => {
    const on = { sendEnabled: [], defaultSendEnabled: true };
    expect(protoValue(Params).encode(on)).toEqual(Params.encode(on));
    const deposits = DepositParams.create();
    expect(protoValue(DepositParams).encode(deposits)).toEqual(DepositParams.encode(deposits));
  });
});
