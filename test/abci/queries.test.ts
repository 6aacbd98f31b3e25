import { describe, expect, it } from "vitest";
import * as auth from "../../src/gen/cosmos/auth/v1beta1.js";
import * as bank from "../../src/gen/cosmos/bank/v1beta1.js";
import * as node from "../../src/gen/cosmos/base/node/v1beta1.js";
import { SimulateRequest, SimulateResponse } from "../../src/gen/cosmos/tx/v1beta1.js";
import { addressBytes, addressText } from "../../src/keeper/addresses.js";
import { decodeAny } from "../../src/wire/any.js";
import { emptyApp, message, World, world } from "../support/world.js";

const ACCOUNT = auth.Query.Account.path;
const BALANCE = bank.Query.Balance.path;
const SIMULATE = "/cosmos.tx.v1beta1.Service/Simulate";
const stranger = addressText("verana", new Uint8Array(20).fill(7));
const text = (value: string) => new TextEncoder().encode(value);

const accountRequest = (address: string) => auth.QueryAccountRequest.encode({ address });
const balanceRequest = (address: string, denom = "uvna") =>
  bank.QueryBalanceRequest.encode({ address, denom });

describe("an ABCI query", () => {
  it("answers a gRPC path with the encoded response and its height", async () => {
    const w = await world();
    const answer = w.ask(BALANCE, balanceRequest(w.address(1)));
    expect(answer).toMatchObject({ code: 0, log: "", height: 1n });
    const { balance } = bank.QueryBalanceResponse.decode(answer.value);
    expect(balance).toEqual(w.coin(10n ** 12n));
    expect(w.balance(stranger)).toBe(0n);
  });

  it("says of an unknown account what clients wait for", async () => {
    const w = await world();
    const log = `rpc error: code = NotFound desc = account ${stranger} not found: key not found`;
    const expected = { code: 22, codespace: "sdk", log, height: 1n };
    expect(w.ask(ACCOUNT, accountRequest(stranger))).toMatchObject(expected);
  });

  it.each<readonly [string, string, Uint8Array, bigint, object]>([
    [
      "an unknown service",
      "/cosmos.nonsense.v1.Query/X",
      new Uint8Array(),
      0n,
      { code: 6, codespace: "sdk", log: "unknown query path: unknown request", height: 0n },
    ],
    [
      "an unknown path",
      "/nonsense",
      new Uint8Array(),
      0n,
      { code: 6, codespace: "sdk", log: "unknown query path: unknown request" },
    ],
    [
      "no path",
      "",
      new Uint8Array(),
      0n,
      { code: 6, codespace: "sdk", log: "no query path provided: unknown request" },
    ],
    [
      "a path of JavaScript's own",
      "/__proto__",
      new Uint8Array(),
      0n,
      { code: 6, codespace: "sdk" },
    ],
    [
      "bytes that are no request",
      ACCOUNT,
      Uint8Array.of(0xff, 0xff),
      0n,
      { code: 18, codespace: "sdk", log: expect.stringMatching(/: invalid request$/), height: 1n },
    ],
    ["text that is no address", ACCOUNT, accountRequest("bad"), 0n, { code: 18, codespace: "sdk" }],
    [
      "text that is no UTF-8",
      ACCOUNT,
      Uint8Array.of(0x0a, 2, 0xff, 0xfe),
      0n,
      { code: 18, codespace: "sdk" },
    ],
    [
      "a malformed denomination",
      BALANCE,
      balanceRequest(stranger, "u"),
      0n,
      { code: 18, codespace: "sdk" },
    ],
    [
      "a height in the future",
      BALANCE,
      balanceRequest(stranger),
      99_999_999n,
      {
        code: 26,
        codespace: "sdk",
        log: "cannot query with height in the future; please provide a valid height: invalid height",
        height: 0n,
      },
    ],
    ["a negative height", BALANCE, balanceRequest(stranger), -1n, { code: 26, codespace: "sdk" }],
    [
      "an unknown store",
      "/store/nonsense/key",
      Uint8Array.of(0),
      0n,
      { code: 4, codespace: "store", log: "no such store: nonsense: unknown request" },
    ],
    ["a store without name", "/store//key", Uint8Array.of(0), 0n, { code: 4, codespace: "store" }],
    [
      "a store at a height in the future",
      "/store/bank/key",
      Uint8Array.of(0),
      9n,
      { code: 26, codespace: "sdk" },
    ],
    [
      "a simulation of nothing",
      SIMULATE,
      new Uint8Array(),
      0n,
      { code: 18, codespace: "sdk", log: "empty txBytes is not allowed: invalid request" },
    ],
  ])("of %s is refused with a code", async (_, path, data, height, expected) => {
    const w = await world();
    expect(w.ask(path, data, height)).toMatchObject(expected);
  });

  it("reads the state as it was", async () => {
    const w = await world();
    await w.send(w.transfer(1, 7, 5n));
    await w.send(w.transfer(1, 7, 5n));
    const at = (height: bigint) =>
      bank.QueryBalanceResponse.decode(w.ask(BALANCE, balanceRequest(w.address(7)), height).value)
        .balance?.amount;
    expect([1n, 2n, 3n, 0n].map(at)).toEqual([0n, 5n, 10n, 10n]);
    expect(w.ask(BALANCE, balanceRequest(w.address(7)), 2n).height).toBe(2n);
  });

  it("may use only so much gas as the node allows, and a shorter page goes through", async () => {
    const w = await world({ app: { queryGasLimit: 3_000n } });
    const page = (limit: bigint) => {
      const pagination = { key: text(""), offset: 0n, limit, countTotal: false, reverse: false };
      return w.ask(auth.Query.Accounts.path, auth.QueryAccountsRequest.encode({ pagination }));
    };
    expect(page(100n)).toMatchObject({ code: 11, codespace: "sdk", height: 1n });
    expect(page(100n).log).toContain("a query may use 3000 gas");
    expect(auth.QueryAccountsResponse.decode(page(1n).value).accounts).toHaveLength(1);
    expect(w.ask(BALANCE, balanceRequest(w.address(1))).code).toBe(0);
    await w.send(w.transfer(1, 7, 5n));
    expect(w.balance(7)).toBe(5n);
  });

  it("of a height that is no longer kept says so", async () => {
    const w = await world();
    for (let i = 0; i < 110; i++) await w.block();
    const answer = w.ask(BALANCE, balanceRequest(stranger), 1n);
    expect(answer).toMatchObject({ code: 26, codespace: "sdk" });
    expect(answer.log).toMatch(/height 1 is not kept/);
  });

  it("reads the raw entries of a store", async () => {
    const w = await world();
    const address = addressBytes(w.address(1));
    const balance = w.ask(
      "/store/bank/key",
      Buffer.concat([Uint8Array.of(2, address.length), address, text("uvna")]),
    );
    expect([Buffer.from(balance.value).toString(), balance.height]).toEqual(["1000000000000", 1n]);
    const account = w.ask("/store/acc/key", Buffer.concat([Uint8Array.of(1), address]));
    expect(decodeAny(account.value).typeUrl).toBe(auth.BaseAccount.typeUrl);
    const nothing = w.ask("/store/bank/key", Uint8Array.of(9));
    expect([nothing.code, nothing.value.length]).toEqual([0, 0]);
    expect(w.ask("/store/bank/key").code).toBe(0);
  });

  it("simulates, and says why a message would fail, with the gas", async () => {
    const w = await world();
    const simulate = (amount: bigint) => {
      const txBytes = w.tx(w.transfer(1, 7, amount), { without: ["fee", "signature"] });
      return w.ask(SIMULATE, SimulateRequest.encode(SimulateRequest.create({ txBytes })));
    };
    const { gasInfo, result } = SimulateResponse.decode(simulate(5n).value);
    expect(gasInfo?.gasUsed).toBeGreaterThan(30_000n);
    expect(result?.msgResponses.map(({ typeUrl }) => typeUrl)).toEqual([
      bank.MsgSendResponse.typeUrl,
    ]);
    const failed = simulate(10n ** 13n);
    expect(failed).toMatchObject({ code: 6, codespace: "sdk" });
    expect(failed.log).toMatch(
      /^rpc error: code = Unknown desc = failed to execute message; message index: 0: spendable balance .* with gas used: '\d+': unknown request$/,
    );
  });

  it("tells what the node was started with, of every height that there is", async () => {
    const app = {
      minGasPrices: [
        { denom: "uvna", amount: 250_000_000_000_000_000n },
        { denom: "free", amount: 0n },
        { denom: "ibc/A1", amount: 3_000_000_000_000_000_000n },
      ],
      pruning: { keepRecent: 100, interval: 20 },
      halt: { height: 9_007_199_254_740_993n, time: 0n },
    };
    const w = await world({ app });
    await w.block();
    const config = (height: bigint) => w.ask(node.Service.Config.path, new Uint8Array(), height);
    expect([config(0n).height, config(1n).height]).toEqual([2n, 1n]);
    for (const height of [0n, 1n]) {
      expect(node.ConfigResponse.decode(config(height).value)).toEqual({
        minimumGasPrice: "3.000000000000000000ibc/A1,0.250000000000000000uvna",
        pruningKeepRecent: "100",
        pruningInterval: "20",
        haltHeight: 9_007_199_254_740_993n,
      });
    }
    expect(config(3n)).toMatchObject({ code: 26, codespace: "sdk" });
    expect(w.ask(node.Service.Config.path, Uint8Array.of(0xff)).code).toBe(18);
  });

  it.each([undefined, "default", "nothing", "everything"] as const)(
    "tells no numbers of the pruning %s",
    async (pruning) => {
      const w = await world({ app: { ...(pruning && { pruning }) } });
      const { value } = w.ask(node.Service.Config.path);
      expect(node.ConfigResponse.decode(value)).toEqual({
        minimumGasPrice: "",
        pruningKeepRecent: "0",
        pruningInterval: "0",
        haltHeight: 0n,
      });
    },
  );

  it("before genesis and before the first block is refused, not an accident", async () => {
    const { app, store } = await emptyApp();
    const w = new World(app, store);
    const config = node.Service.Config.path;
    for (const path of [BALANCE, "/store/bank/key", SIMULATE, "/app/simulate", config]) {
      expect(w.ask(path, balanceRequest(stranger)).code, path).toBeGreaterThan(1);
    }
  });

  it("of all holders stands whatever addresses hold", async () => {
    const w = await world();
    const longest = addressText("verana", new Uint8Array(255).fill(255));
    expect((await w.send(w.transfer(1, longest, 5n))).code).toBe(0);
    const owners = w.query<bank.QueryDenomOwnersResponse>(bank.Query.DenomOwners, {
      denom: "uvna",
    });
    expect(owners.denomOwners).toContainEqual({ address: longest, balance: w.coin(5n) });
    expect(w.app.export()).toBeDefined();
  });

  it("pages through accounts whatever key it is given", async () => {
    const w = await world();
    for (const key of [Uint8Array.of(0), new Uint8Array(300).fill(255), text("x")]) {
      for (const reverse of [false, true]) {
        const pagination = { key, offset: 0n, limit: 2n, countTotal: false, reverse };
        const page = w.query<auth.QueryAccountsResponse>(auth.Query.Accounts, { pagination });
        expect(page.accounts.length).toBeLessThanOrEqual(2);
      }
    }
    const pagination = { key: text("x"), offset: 1n, limit: 2n, countTotal: false, reverse: false };
    const data = auth.QueryAccountsRequest.encode({ pagination });
    expect(w.ask(auth.Query.Accounts.path, data)).toMatchObject({ code: 18, codespace: "sdk" });
  });

  it("of a transfer that waits in CheckTx sees committed state only", async () => {
    const w = await world();
    expect(w.check(w.tx(message(bank.MsgSend, { fromAddress: w.address(1) }))).code).toBe(0);
    expect(w.balance(1)).toBe(10n ** 12n);
  });
});
