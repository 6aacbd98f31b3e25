import { describe, expect, it } from "vitest";
import {
  encodedSize,
  MEMPOOL_LIMITS,
  Mempool,
  MempoolRefusal,
} from "../../src/engine/embedded/mempool.js";
import { ExecTxResult } from "../../src/gen/tendermint/abci.js";
import { utf8 } from "../support/embedded.js";
import { KvApp } from "../support/kv-app.js";

function filled(app: KvApp, mempool: Mempool, ...texts: readonly string[]): void {
  for (const text of texts) {
    mempool.admit(utf8(text));
    mempool.check(app, utf8(text));
  }
}

const texts = (txs: readonly Uint8Array[]) => txs.map((tx) => Buffer.from(tx).toString());

describe("the mempool", () => {
  it("gives transactions in the order in which they came", () => {
    const mempool = new Mempool();
    filled(new KvApp(), mempool, "c=1", "a=1", "b=1");
    expect(texts(mempool.reap())).toEqual(["c=1", "a=1", "b=1"]);
    expect(texts(mempool.list(2))).toEqual(["c=1", "a=1"]);
    expect(mempool.bytes).toBe(9);
  });

  it("refuses what it has seen, also after its block, but not what failed", () => {
    const [app, mempool] = [new KvApp(), new Mempool()];
    filled(app, mempool, "a=1", "b=1");
    expect(() => mempool.admit(utf8("a=1"))).toThrow("tx already exists in cache");
    const good = ExecTxResult.create();
    const bad = ExecTxResult.create({ code: 1 });
    mempool.update(app, [utf8("a=1"), utf8("b=1")], [good, bad]);
    expect(mempool.size).toBe(0);
    expect(() => mempool.admit(utf8("a=1"))).toThrow("tx already exists in cache");
    expect(() => mempool.admit(utf8("b=1"))).not.toThrow();
  });

  it("does not keep what the application refuses, which may come again", () => {
    const [app, mempool] = [new KvApp(), new Mempool()];
    filled(app, mempool, "nonsense");
    expect(mempool.size).toBe(0);
    expect(() => mempool.admit(utf8("nonsense"))).not.toThrow();
  });

  it("checks what waits again after a block", () => {
    const [app, mempool] = [new KvApp(), new Mempool()];
    filled(app, mempool, "once=1", "a=1");
    const other = app.dryCheckTx.bind(app);
    app.dryCheckTx = (request) =>
      Buffer.from(request.tx).toString() === "once=1"
        ? { ...other(request), code: 3 }
        : other(request);
    mempool.update(app, [], []);
    expect(app.rechecks).toBe(2);
    expect(texts(mempool.reap())).toEqual(["a=1"]);
    expect(mempool.bytes).toBe(3);
  });

  it("takes no more than its limits", () => {
    const app = new KvApp();
    const few = new Mempool({ ...MEMPOOL_LIMITS, size: 1 });
    filled(app, few, "a=1");
    expect(() => few.admit(utf8("b=1"))).toThrow(/mempool is full: number of txs 1 \(max: 1\)/);
    const small = new Mempool({ ...MEMPOOL_LIMITS, maxBytes: 4 });
    filled(app, small, "a=1");
    expect(() => small.admit(utf8("b=1"))).toThrow(MempoolRefusal);
    const short = new Mempool({ ...MEMPOOL_LIMITS, maxTxBytes: 4 });
    expect(() => short.admit(utf8("a=111"))).toThrow("Tx too large. Max size is 4, but got 5");
  });

  it("counts what is not yet checked as if it waited", () => {
    const app = new KvApp();
    const mempool = new Mempool({ ...MEMPOOL_LIMITS, size: 2, maxBytes: 8 });
    mempool.admit(utf8("a=1"));
    expect(() => mempool.admit(utf8("long=1"))).toThrow(/mempool is full/);
    mempool.admit(utf8("nonsense".slice(0, 5)));
    expect(() => mempool.admit(utf8("c=1"))).toThrow(/mempool is full/);
    mempool.check(app, utf8("nonse"));
    filled(app, mempool, "c=1");
    mempool.check(app, utf8("a=1"));
    expect([mempool.size, mempool.bytes]).toEqual([2, 6]);
    expect(() => mempool.admit(utf8("d=1"))).toThrow(/mempool is full/);
  });

  it("remembers what the application refused where it is told to", () => {
    const app = new KvApp();
    const mempool = new Mempool({ ...MEMPOOL_LIMITS, keepInvalid: true });
    filled(app, mempool, "nonsense", "b=1");
    mempool.update(app, [utf8("b=1")], [ExecTxResult.create({ code: 1 })]);
    for (const text of ["nonsense", "b=1"]) {
      expect(() => mempool.admit(utf8(text))).toThrow("tx already exists in cache");
    }
  });

  it("checks nothing again where it is told not to", () => {
    const app = new KvApp();
    const mempool = new Mempool({ ...MEMPOOL_LIMITS, recheck: false });
    filled(app, mempool, "a=1");
    mempool.update(app, [], []);
    expect([app.rechecks, mempool.size]).toEqual([0, 1]);
  });

  it("reaps no more than a block holds", () => {
    const mempool = new Mempool();
    filled(new KvApp(), mempool, "a=1", "b=1", "c=1");
    mempool.bound({ bytes: 10n, gas: -1n });
    expect(texts(mempool.reap())).toEqual(["a=1", "b=1"]);
    mempool.bound({ bytes: -1n, gas: 19n });
    expect(texts(mempool.reap())).toEqual(["a=1"]);
  });

  it("refuses what no block could hold, so that nothing waits for ever", () => {
    const [app, mempool] = [new KvApp(), new Mempool()];
    mempool.bound({ bytes: 6n, gas: 9n });
    expect(() => mempool.admit(utf8("a=111"))).toThrow("tx size is too big: 7, max: 6");
    mempool.admit(utf8("a=1"));
    expect(() => mempool.check(app, utf8("a=1"))).toThrow(
      "gas wanted 10 is greater than max gas 9",
    );
    expect(mempool.size).toBe(0);
  });

  it("forgets the oldest hashes beyond its cache", () => {
    const [app, mempool] = [new KvApp(), new Mempool({ ...MEMPOOL_LIMITS, cacheSize: 2 })];
    filled(app, mempool, "a=1", "b=1", "c=1");
    expect(() => mempool.admit(utf8("c=1"))).toThrow(MempoolRefusal);
    expect(() => mempool.admit(utf8("a=1"))).not.toThrow();
  });

  it("counts a transaction with its tag and length", () => {
    expect(encodedSize(new Uint8Array(127))).toBe(129n);
    expect(encodedSize(new Uint8Array(128))).toBe(131n);
    expect(encodedSize(new Uint8Array(16_384))).toBe(16_388n);
  });
});
