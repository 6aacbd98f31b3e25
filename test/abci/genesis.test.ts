import { describe, expect, it } from "vitest";
import { type AppState, freshAppState, GenesisError } from "../../src/abci/genesis.js";
import { BaseAccount, ModuleAccount } from "../../src/gen/cosmos/auth/v1beta1.js";
import { addressText, moduleAddress } from "../../src/keeper/addresses.js";
import { quietGenesis } from "../support/quiet-genesis.js";
import { testKey } from "../support/signed-tx.js";
import { CHAIN_ID, emptyApp, initChain, World, world } from "../support/world.js";

const fresh = quietGenesis(freshAppState(CHAIN_ID, "uvna"));
const ann = testKey(1).address;
const bob = testKey(2).address;

const account = (parts: object = {}) => ({ "@type": BaseAccount.typeUrl, address: ann, ...parts });
const auth = (...accounts: readonly unknown[]) => ({
  auth: { ...(fresh.auth as object), accounts },
});
const bank = (parts: object) => ({ bank: { ...(fresh.bank as object), ...parts } });
const balance = (address: string, amount: unknown, denom = "uvna") => ({
  address,
  coins: [{ denom, amount }],
});
const balances = (...list: readonly unknown[]) => bank({ balances: list });
const collector = addressText("verana", moduleAddress("fee_collector"));
const most = ((1n << 256n) - 1n).toString();

type Case = readonly [what: string, section: string, parts: object];
const HOSTILE: readonly Case[] = [
  ["a section that is a list", "auth", { auth: [] }],
  ["a section that is null", "auth", { auth: null }],
  ["a section that is a text", "bank", { bank: "x" }],
  ["an unknown field", "auth", { auth: { ...(fresh.auth as object), other: 1 } }],
  ["accounts that are no list", "auth", { auth: { ...(fresh.auth as object), accounts: {} } }],
  ["parameters of zero", "auth", { auth: {} }],
  ["an account twice", "auth", auth(account(), account())],
  [
    "an account twice, once in upper case",
    "auth",
    auth(account(), account({ address: ann.toUpperCase() })),
  ],
  [
    "an account of another chain",
    "auth",
    auth(account({ address: addressText("cosmos", new Uint8Array(20)) })),
  ],
  ["an account without address", "auth", auth({ "@type": BaseAccount.typeUrl })],
  ["a module account without account", "auth", auth({ "@type": ModuleAccount.typeUrl, name: "x" })],
  [
    "an account of unknown type",
    "auth",
    auth(account({ "@type": "/cosmos.bank.v1beta1.MsgSend", address: undefined })),
  ],
  [
    "an account number after which none is left",
    "auth",
    auth(account({ account_number: "18446744073709551615" })),
  ],
  [
    "a sequence after which none is left",
    "auth",
    auth(account({ sequence: "18446744073709551615" })),
  ],
  ["a negative sequence", "auth", auth(account({ sequence: "-1" }))],
  ["a plain account where a module's belongs", "auth", auth(account({ address: collector }))],
  ["a negative balance", "bank", balances(balance(ann, "-5"))],
  ["a balance in hexadecimal", "bank", balances(balance(ann, "0x5"))],
  ["a balance that is a number", "bank", balances(balance(ann, 5))],
  ["a balance of more than 256 bits", "bank", balances(balance(ann, (1n << 256n).toString()))],
  [
    "balances of more than 256 bits together",
    "bank",
    balances(balance(ann, most), balance(bob, "1")),
  ],
  ["a balance of a malformed denomination", "bank", balances(balance(ann, "5", "u"))],
  ["a balance of nobody", "bank", balances(balance("verana1", "5"))],
  ["two balances of one account", "bank", balances(balance(ann, "5"), balance(ann, "6"))],
  [
    "a denomination twice in one balance",
    "bank",
    balances({
      address: ann,
      coins: [
        { denom: "uvna", amount: "1" },
        { denom: "uvna", amount: "2" },
      ],
    }),
  ],
  [
    "a supply that is not the sum",
    "bank",
    bank({ supply: [{ denom: "uvna", amount: "7" }], balances: [balance(ann, "5")] }),
  ],
  [
    "a supply of a denomination that nobody has",
    "bank",
    bank({ supply: [{ denom: "other", amount: "7" }] }),
  ],
  [
    "a switch given twice",
    "bank",
    bank({
      send_enabled: [
        { denom: "uvna", enabled: true },
        { denom: "uvna", enabled: false },
      ],
    }),
  ],
  ["metadata given twice", "bank", bank({ denom_metadata: [{ base: "uvna" }, { base: "uvna" }] })],
  ["settings that are null", "vpr", { vpr: null }],
  ["settings that are a list", "vpr", { vpr: [] }],
  ["an unknown setting", "vpr", { vpr: { other: 1 } }],
  [
    "a setting named __proto__",
    "vpr",
    JSON.parse('{"vpr":{"__proto__":{"denom":"abc"}}}') as object,
  ],
  ["a prefix in upper case", "vpr", { vpr: { bech32_prefix: "VERANA" } }],
  ["a prefix that is too long", "vpr", { vpr: { bech32_prefix: "a".repeat(84) } }],
  ["a denomination that is too short", "vpr", { vpr: { denom: "u" } }],
  ["a negative coin type", "vpr", { vpr: { coin_type: -1 } }],
  ["half a coin type", "vpr", { vpr: { coin_type: 0.5 } }],
];

describe("a genesis", () => {
  it.each(HOSTILE)(
    "with %s is refused by the name of its section %s, and nothing is kept",
    async (_, section, parts) => {
      const { app, store } = await emptyApp();
      const start = () => app.initChain(initChain({ ...fresh, ...parts }));
      expect(start).toThrow(GenesisError);
      expect(start).toThrow(new RegExp(`^app_state\\.${section}: `));
      expect(app.isLive).toBe(false);
      expect(store.version).toBe(0n);
      app.initChain(initChain(fresh));
      await new World(app, store).block();
      const clean = await world({ accounts: [] });
      expect(store.appHash).toEqual(clean.store.appHash);
    },
  );

  it.each(["", "{", "[]", "null", "5", '"x"', "\u0000"])("of %j is refused", async (text) => {
    const { app } = await emptyApp();
    const request = { ...initChain({}), appStateBytes: new TextEncoder().encode(text) };
    expect(() => app.initChain(request)).toThrow(GenesisError);
    const invalid = { ...request, appStateBytes: Uint8Array.of(0x22, 0xff, 0x22) };
    expect(() => app.initChain(invalid)).toThrow(GenesisError);
    expect(app.isLive).toBe(false);
  });

  it("fixes prefix and denomination, and a chain lives with them", async () => {
    const w = await world({ settings: { bech32_prefix: "vpr2", denom: "utest" } });
    expect(w.address(1)).toMatch(/^vpr21/);
    expect((await w.send(w.transfer(1, 7, 5n))).code).toBe(0);
    expect([w.balance(7), w.denom]).toEqual([5n, "utest"]);
    const verana = addressText("verana", new Uint8Array(20).fill(7));
    expect((await w.send(w.transfer(1, verana, 5n))).code).toBe(7);
    expect(w.app.live.settings).toMatchObject({ prefix: "vpr2", denom: "utest" });
  });

  it("takes a prefix of 83 letters", async () => {
    const w = await world({ settings: { bech32_prefix: "v".repeat(83) } });
    expect((await w.send(w.transfer(1, 7, 5n))).code).toBe(0);
    expect(w.balance(7)).toBe(5n);
  });

  it("keeps account numbers; one given twice moves to the lowest that is free", async () => {
    const numbers = ["5", "0", "0"];
    const w = await world({
      genesis: (state) => ({
        ...state,
        auth: {
          ...(state.auth as object),
          accounts: numbers.map((account_number, i) => ({
            ...account({ account_number }),
            address: testKey(i + 1).address,
          })),
        },
      }),
    });
    expect([1, 2, 3].map((n) => w.accountOf(n)?.accountNumber)).toEqual([5n, 0n, 1n]);
    expect(w.accountOf(collector)?.accountNumber).toBe(6n);
  });

  it("makes an account for each balance that has none", async () => {
    const w = await world({ genesis: (state) => ({ ...state, ...auth() }) });
    expect(w.accountOf(1)).toBeDefined();
    expect((await w.send(w.transfer(1, 2, 5n))).code).toBe(0);
  });

  it("that was exported starts a chain with the same state and the same hash", async () => {
    const w = await world({
      accounts: [
        [
          { denom: "aaa", amount: 1n << 200n },
          { denom: "uvna", amount: 10n ** 21n },
        ],
        7_000n,
      ],
    });
    await w.send([w.transfer(1, 7, 5n), w.transfer(1, 8, 6n)]);
    await w.send(w.transfer(2, 1, 2_000n), { by: 2 });
    await w.block();
    const exported: AppState = w.app.export();
    const start = async () => {
      const { app, store } = await emptyApp();
      app.initChain(initChain(exported));
      const copy = new World(app, store);
      await copy.block();
      return copy;
    };
    const [one, two] = [await start(), await start()];
    expect(one.app.export()).toEqual(exported);
    expect(one.store.appHash).toEqual(two.store.appHash);
    expect(one.snapshot()).toEqual(w.snapshot());
  });

  it("of one chain cannot follow on blocks of another", async () => {
    const w = await world();
    expect(() => w.app.initChain(initChain(fresh))).toThrow(/already/);
  });
});
