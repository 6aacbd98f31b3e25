import { beforeEach, expect, it } from "vitest";
import { Schema } from "../../src/keeper/collections.js";
import { freeGas, TxGasMeter } from "../../src/keeper/gas.js";
import { u64Key } from "../../src/keeper/keys.js";
import { textValue, type ValueCodec } from "../../src/keeper/values.js";
import { ModuleContext } from "../support/module-context.js";

let decoded: number;
let world: ModuleContext;

const counted: ValueCodec<string> = {
  encode: (text) => textValue.encode(text),
  decode(bytes) {
    decoded++;
    return textValue.decode(bytes);
  },
};

const schema = new Schema("co", "verana");
const byLength = schema.index(2, "by_length", u64Key, (text: string) => BigInt(text.length));
const texts = schema.map(1, "texts", { key: u64Key, value: counted, indexes: [byLength] });

const LARGE = "x".repeat(5000);

beforeEach(() => {
  world = new ModuleContext();
  world.run((ctx) => {
    texts.set(ctx, 1n, LARGE);
    texts.set(ctx, 2n, "small");
  });
  decoded = 0;
});

it("[D-TX-08] a large value is worked out once a transaction, however it is come by, as it is charged once", () => {
  world.gas = new TxGasMeter(undefined);
  world.run((ctx) => {
    for (let i = 0; i < 10; i++) {
      expect(texts.get(ctx, 1n)).toBe(LARGE);
      expect([...texts.where(ctx, byLength, 5000n)]).toEqual([LARGE]);
    }
  });
  expect(decoded).toBe(1);
  world.gas = new TxGasMeter(undefined);
  world.run((ctx) => texts.get(ctx, 1n));
  expect(decoded).toBe(2);
});

it("a value that changed is the one that is read", () => {
  world.gas = new TxGasMeter(undefined);
  const other = "y".repeat(5000);
  world.run((ctx) => {
    texts.get(ctx, 1n);
    texts.set(ctx, 1n, other);
    expect(texts.get(ctx, 1n)).toBe(other);
    texts.set(ctx, 3n, LARGE);
    expect(texts.get(ctx, 3n)).toBe(LARGE);
    expect(texts.get(ctx, 1n)).toBe(other);
    texts.delete(ctx, 1n);
    expect(texts.get(ctx, 1n)).toBeUndefined();
  });
});

it("small values are kept as long as they are not written, large ones of queries and genesis are not", () => {
  world.gas = new TxGasMeter(undefined);
  world.run((ctx) => [1, 2, 3].map(() => texts.get(ctx, 2n)));
  world.gas = new TxGasMeter(undefined);
  world.run((ctx) => [1, 2, 3].map(() => texts.get(ctx, 2n)));
  expect(decoded).toBe(1);
  world.run((ctx) => texts.set(ctx, 2n, "other"));
  world.run((ctx) => expect(texts.get(ctx, 2n)).toBe("other"));
  expect(decoded).toBe(2);
  world.gas = freeGas;
  world.run((ctx) => [1, 2, 3].map(() => texts.get(ctx, 1n)));
  expect(decoded).toBe(5);
});
