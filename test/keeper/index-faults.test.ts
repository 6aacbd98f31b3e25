import { beforeEach, describe, expect, it } from "vitest";
import { Schema, textValue } from "../../src/keeper/collections.js";
import { restBytesKey, stringKey, u64Key } from "../../src/keeper/keys.js";
import { type ModuleContext, moduleContext } from "../support/module-context.js";

const NAMES = { store: "ec", unique: 0x12, multi: 0x11, keys: 0x13 } as const;

/** Words by number: by their letters, by themselves, and their keys once more. */
function words() {
  const schema = new Schema(NAMES.store, "verana");
  const byLetter = schema.multiIndex(NAMES.multi, "by_letter", stringKey, (word: string) => [
    ...new Set(word),
  ]);
  const byWord = schema.uniqueIndex(NAMES.unique, "by_word", stringKey, (word: string) =>
    word === "" ? undefined : word,
  );
  const keys = schema.keyIndex<Uint8Array, string>(NAMES.keys, "keys", restBytesKey, (key) => key);
  const indexes = [byLetter, byWord, keys];
  return schema.map(0x10, "words", { key: u64Key, value: textValue, indexes });
}

describe("indexes are compared with the values", () => {
  const map = words();
  let chain: ModuleContext;

  beforeEach(() => {
    chain = moduleContext();
    chain.run((ctx) => {
      map.set(ctx, 1n, "ab");
      map.set(ctx, 2n, "b");
      map.set(ctx, 2n, "bc");
      map.set(ctx, 3n, "d");
      map.delete(ctx, 3n);
    });
  });

  const fault = () => map.indexFault(chain.ctx);
  const change = (work: "set" | "delete", at: Uint8Array, value: Uint8Array = Uint8Array.of(0)) =>
    chain.run((ctx) => {
      const store = ctx.stores.store(NAMES.store);
      if (work === "set") store.set(at, value);
      else store.delete(at);
    });
  const entry = (prefix: number, ...rest: readonly Uint8Array[]) =>
    Buffer.concat([Uint8Array.of(prefix), ...rest]);

  it("[D-GEN-13] and fit, whatever was set, moved and deleted", () => {
    expect(fault()).toBeUndefined();
  });

  it.each([
    ["by_letter", entry(NAMES.multi, stringKey.encode("c"), u64Key.encode(2n))],
    ["by_word", entry(NAMES.unique, stringKey.encode("ab"))],
    ["keys", entry(NAMES.keys, u64Key.encode(1n))],
  ])("a missing entry of %s is found", (name, at) => {
    change("delete", at);
    expect(fault()).toMatch(new RegExp(`^${name} lacks 0000`));
  });

  it.each([
    ["by_letter", entry(NAMES.multi, stringKey.encode("z"), u64Key.encode(2n))],
    ["by_word", entry(NAMES.unique, stringKey.encode("z"))],
    ["keys", entry(NAMES.keys, u64Key.encode(9n))],
  ])("an entry of %s too many is found", (name, at) => {
    change("set", at, u64Key.encode(1n));
    expect(fault()).toMatch(new RegExp(`^${name} has [0-9] entries, not [0-9]$`));
  });

  it("an entry in the place of another one is found", () => {
    change("delete", entry(NAMES.multi, stringKey.encode("c"), u64Key.encode(2n)));
    change("set", entry(NAMES.multi, stringKey.encode("z"), u64Key.encode(2n)));
    expect(fault()).toMatch(/^by_letter lacks 0000/);
  });

  it("an entry of a unique index that holds another key is found", () => {
    change("set", entry(NAMES.unique, stringKey.encode("ab")), u64Key.encode(2n));
    expect(fault()).toBe("by_word lacks 0000000000000001");
  });
});
