import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { AppState } from "../../src/abci/genesis.js";
import { sdkErrors } from "../../src/keeper/sdk-errors.js";
import { AppChain, sign } from "../support/app-chain.js";
import { transfer } from "../support/messages.js";
import { testKey } from "../support/signed-tx.js";
import { frozen } from "../support/vectors.js";

const FILE = join(import.meta.dirname, "..", "vectors", "module-accounts.json");

/** An account of an exported genesis: a plain one, or a module's. */
interface AccountJson {
  readonly address?: string;
  readonly account_number?: string;
  readonly name?: string;
  readonly permissions?: readonly string[];
  readonly base_account?: { readonly address: string; readonly account_number: string };
}

interface Row {
  readonly address: string;
  readonly number: number;
  readonly module?: string;
  readonly permissions?: readonly string[];
}

/** Numbers that genesis gives to its accounts, in the order of the file. */
const CASES: Readonly<Record<string, readonly number[]>> = {
  "no accounts": [],
  "three accounts, numbers given": [5, 0, 9],
  "three accounts, all with number 0": [0, 0, 0],
  "five accounts, some numbers given twice": [2, 0, 2, 7, 0],
};

const withAccounts =
  (numbers: readonly number[]) =>
  (fresh: AppState): AppState => {
    const accounts = numbers.map((number, i) => ({
      "@type": "/cosmos.auth.v1beta1.BaseAccount",
      address: testKey(i + 1).address,
      pub_key: null,
      account_number: String(number),
      sequence: "0",
    }));
    return { ...fresh, auth: { ...(fresh.auth as object), accounts } };
  };

async function rowsAfter(numbers: readonly number[]): Promise<readonly Row[]> {
  const chain = await AppChain.start({ people: 0, genesis: withAccounts(numbers) });
  const { auth } = chain.app.export() as unknown as { auth: { accounts: AccountJson[] } };
  await chain.close();
  return auth.accounts.map((account) => {
    const { address = "", account_number = "" } = account.base_account ?? account;
    const plain = { address, number: Number(account_number) };
    const { name, permissions } = account;
    return name === undefined ? plain : { ...plain, module: name, permissions: permissions ?? [] };
  });
}

const found = Object.fromEntries(
  await Promise.all(
    Object.entries(CASES).map(async ([name, numbers]) => [name, await rowsAfter(numbers)] as const),
  ),
);
if (process.env.VPR_WRITE_VECTORS === "1") {
  writeFileSync(FILE, `${JSON.stringify(found, null, 2)}\n`);
}

/** In the order of their creation, with the addresses that the reference has for these names. */
const KNOWN = {
  fee_collector: "verana17xpfvakm2amg962yls6f84z3kell8c5lq3tsnf",
  distribution: "verana1jv65s3grqf6v6jl3dp4t6c9t9rk99cd8hhvv3t",
  bonded_tokens_pool: "verana1fl48vsnmsdzcv85q5d2q4z5ajdha8yu39nplpr",
  not_bonded_tokens_pool: "verana1tygms3xhhs3yv487phx3dw4a95jn7t7l3nawhh",
  gov: "verana10d07y265gmmuvt4z0w9aw880jnsr700j22m4w8",
  mint: "verana1m3h30wlvsf8llruxtpukdvsy0km2kum8ce0gl5",
  pp: "verana165e3t04q3nk9p5jerl908vedchfgnnwxg0tycn",
  td: "verana1xr7fuv6kcgfzw9mct8lj3v2y2fkehjhesgfj9w",
};

const ORDER = Object.keys(KNOWN);

describe("module accounts", () => {
  it("[D-TX-11] have the names, addresses, numbers and permissions of the vector", () => {
    expect(found).toEqual(frozen("module-accounts"));
  });

  it.each(Object.keys(CASES))(
    "[D-TX-11] follow the accounts of genesis in one order: %s",
    (name) => {
      const rows = found[name] ?? [];
      const numbers = CASES[name] ?? [];
      const modules = rows.filter(({ module }) => module !== undefined);
      expect(modules.map(({ module }) => module)).toEqual(ORDER);
      const others = rows.filter(({ module }) => module === undefined).map(({ number }) => number);
      expect(others).toHaveLength(numbers.length);
      expect(others).toEqual(expect.arrayContaining([...numbers]));
      const next = Math.max(-1, ...others) + 1;
      expect(modules.map(({ number }) => number)).toEqual(ORDER.map((_, i) => next + i));
      expect(new Set(rows.map(({ number }) => number)).size).toBe(rows.length);
    },
  );

  it("have the addresses of the reference", () => {
    const rows = found["no accounts"] ?? [];
    for (const [name, address] of Object.entries(KNOWN)) {
      expect(rows.find(({ module }) => module === name)?.address).toBe(address);
    }
  });

  it("[D-TX-11] refuse plain transfers, all but gov, and nothing but the fee moves", async () => {
    const chain = await AppChain.start({ people: 1 });
    const alice = chain.person(0);
    for (const { module = "", address } of found["no accounts"] ?? []) {
      const before = balancesBut(chain, [alice.address, COLLECTOR, KNOWN.distribution]);
      const { txResults } = chain.finalize([sign(alice, [transfer(alice.address, address)])]);
      await chain.commit();
      const [result] = txResults;
      const { code, codespace } = module === "gov" ? { code: 0, codespace: "" } : REFUSED;
      expect({ module, code: result?.code, codespace: result?.codespace }).toEqual({
        module,
        code,
        codespace,
      });
      const after = balancesBut(chain, [alice.address, COLLECTOR, KNOWN.distribution]);
      expect(after.get(address)).toBe(module === "gov" ? "1" : undefined);
      if (module !== "gov") expect(after).toEqual(before);
    }
    await chain.close();
  });
});

const REFUSED = sdkErrors.unauthorized;
const COLLECTOR = KNOWN.fee_collector;

/** First balance of each account but these. */
function balancesBut(chain: AppChain, skipped: readonly string[]): ReadonlyMap<string, string> {
  const { bank } = chain.app.export() as unknown as {
    readonly bank: {
      readonly balances: readonly {
        readonly address: string;
        readonly coins: readonly { readonly amount: string }[];
      }[];
    };
  };
  const others = bank.balances.filter(({ address }) => !skipped.includes(address));
  return new Map(others.map(({ address, coins }) => [address, coins[0]?.amount ?? "0"]));
}
