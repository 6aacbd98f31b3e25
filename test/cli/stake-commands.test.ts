import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DEV_NAMES } from "../../src/cli/dev-accounts.js";
import { deriveKey, newPhrase, pathText } from "../../src/cli/keyring/derive.js";
import { createKey } from "../../src/engine/embedded/keys.js";
import { addressBytes, addressText } from "../../src/keeper/addresses.js";
import { until } from "../support/until.js";
import { DevHome } from "./dev-home.js";
import { command } from "./in-process.js";

const UNBONDING_SECONDS = 12;
const NEW_ACCOUNTS = ["slowly", "portions", "locked"] as const;

let chain: DevHome;
/** Account addresses by name. */
const accounts = new Map<string, string>();

/** A development chain with a short window of signatures; everything mints nothing. */
beforeAll(async () => {
  chain = await DevHome.start("stakes", async ({ app_state: state, ...document }, keyring) => {
    const path = pathText({ coinType: 118, account: 0, index: 0 });
    for (const name of NEW_ACCOUNTS) await keyring.add(name, await deriveKey(newPhrase(), path));
    for (const name of [...DEV_NAMES, ...NEW_ACCOUNTS]) {
      accounts.set(name, (await keyring.signing(name)).address);
    }
    const withParams = (name: string, changed: object) => ({
      ...Object(state[name]),
      params: { ...Object(state[name]).params, ...changed },
    });
    const staking = withParams("staking", { unbonding_time: `${UNBONDING_SECONDS}s` });
    const short = { signed_blocks_window: "20", downtime_jail_duration: "1s" };
    const slashing = withParams("slashing", short);
    return { ...document, app_state: { ...state, staking, slashing } };
  });
}, 120_000);

afterAll(() => chain?.stop());

const account = (name: string): string => accounts.get(name) ?? "";

/** Runs a command; what it printed, and whether it ended well. */
async function run(...line: readonly string[]) {
  const at = ["--home", chain.home, "--node", chain.rpc, "-o", "json"];
  const ended = await command(...line, ...at);
  process.exitCode = 0;
  return ended;
}

/** Sends a transaction and waits for its block. */
async function attempt(from: string, ...line: readonly string[]) {
  const cost = ["--gas", "500000", "--fees", "50000uvna", "-y", "--wait"];
  const keyring = ["--keyring-backend", "test"];
  const { stdout, stderr } = await run("tx", ...line, "--from", from, ...cost, ...keyring);
  if (stdout === "") throw new Error(stderr);
  return JSON.parse(stdout);
}

/** The same, which must be carried out. */
async function send(from: string, ...line: readonly string[]) {
  const answer = await attempt(from, ...line);
  expect(answer.code, answer.raw_log).toBe(0);
  return answer;
}

async function ask(...line: readonly string[]) {
  const { stdout, stderr } = await run("query", ...line);
  if (stdout === "") throw new Error(stderr);
  return JSON.parse(stdout);
}

async function balance(name: string): Promise<bigint> {
  const { balance: held } = await ask("bank", "balance", account(name), "uvna");
  return BigInt(held.amount);
}

const operator = (name: string): string =>
  addressText("veranavaloper", addressBytes(account(name)));

async function validator(name: string) {
  return (await ask("staking", "validator", operator(name))).validator;
}

async function staked(name: string, at: string): Promise<string> {
  const found = await ask("staking", "delegation", account(name), operator(at));
  return found.delegation_response.balance.amount;
}

describe("tx staking", () => {
  it("makes a validator from a file, and another from flags", async () => {
    const file = join(chain.folder, "validator.json");
    const key = Buffer.from(createKey().publicKey).toString("base64");
    const said = {
      pubkey: { "@type": "/cosmos.crypto.ed25519.PubKey", key },
      ...{ amount: "5000000uvna", moniker: "carol's", identity: "", website: "https://c.example" },
      ...{ security: "c@example.com", details: "from a file" },
      ...{ "commission-rate": "0.1", "commission-max-rate": "0.2" },
      ...{ "commission-max-change-rate": "0.01", "min-self-delegation": "2" },
    };
    writeFileSync(file, JSON.stringify(said));
    await send("carol", "staking", "create-validator", file);
    const made = await validator("carol");
    expect(made).toMatchObject({
      ...{ tokens: "5000000", status: "BOND_STATUS_BONDED", min_self_delegation: "2" },
      description: { moniker: "carol's", security_contact: "c@example.com" },
      commission: { commission_rates: { rate: "0.100000000000000000" } },
    });
    const other = { ...said.pubkey, key: Buffer.from(createKey().publicKey).toString("base64") };
    const flags = ["--moniker", "dave's", "--amount", "3000000uvna"];
    await send("dave", "staking", "create-validator", ...flags, "--pubkey", JSON.stringify(other));
    expect((await validator("dave")).description.moniker).toBe("dave's");
    const again = await attempt("carol", "staking", "create-validator", file);
    expect([again.codespace, again.code]).toEqual(["staking", 4]);
  }, 120_000);

  it("changes what is said of a validator", async () => {
    const change = ["--new-moniker", "carol", "--min-self-delegation", "3"];
    await send("carol", "staking", "edit-validator", ...change);
    expect(await validator("carol")).toMatchObject({
      ...{ min_self_delegation: "3", description: { moniker: "carol", details: "from a file" } },
    });
    const soon = await attempt("carol", "staking", "edit-validator", "--commission-rate", "0.11");
    expect([soon.codespace, soon.code]).toEqual(["staking", 12]);
  }, 120_000);

  it("stakes, moves a stake, takes it back and takes that back", async () => {
    const half = "500000000000uvna";
    await send("bob", "staking", "delegate", "alice", half);
    expect(await staked("bob", "alice")).toBe("500000000000");
    await send("bob", "staking", "redelegate", "alice", "dave", "1000000uvna");
    expect(await staked("bob", "dave")).toBe("1000000");
    const begun = await send("bob", "staking", "unbond", operator("alice"), "2000000uvna");
    const taken = ["alice", "500000uvna", String(begun.height)];
    await send("bob", "staking", "cancel-unbond", ...taken);
    const at = [account("bob"), operator("alice")];
    const { unbond } = await ask("staking", "unbonding-delegation", ...at);
    expect(unbond.entries).toMatchObject([{ initial_balance: "1500000", balance: "1500000" }]);
    expect(await staked("bob", "alice")).toBe("499997500000");
    const held = await balance("bob");
    await until(async () => (await balance("bob")) === held + 1_500_000n);
  }, 120_000);

  it.each([
    ["an amount of no coin", ["delegate", "alice", "many"], /many/],
    ["two coins", ["delegate", "alice", "1uvna,2ufoo"], /1uvna,2ufoo/],
    ["nobody", ["delegate", "nobody", "1uvna"], /nobody/],
    ["another account than an operator", ["unbond", "verana1xyz", "1uvna"], /verana1xyz/],
    ["a height that is none", ["cancel-unbond", "alice", "1uvna", "0x10"], /0x10/],
    ["a file that is none", ["create-validator", "/none.json"], /none\.json/],
    ["no name", ["create-validator", "--amount", "1uvna"], /--moniker/],
  ])("sends nothing that names %s", async (_, line, reason) => {
    const before = await balance("erin");
    await expect(attempt("erin", "staking", ...line)).rejects.toThrow(reason);
    expect(await balance("erin")).toBe(before);
  });
});

describe("tx distribution", () => {
  it("pays rewards, of one stake and of all, and a commission", async () => {
    const before = await balance("erin");
    await send("bob", "distribution", "set-withdraw-addr", "erin");
    const found = await ask("distribution", "delegator-withdraw-address", account("bob"));
    expect(found.withdraw_address).toBe(account("erin"));
    await send("bob", "distribution", "withdraw-rewards", "alice");
    const once = await balance("erin");
    expect(once).toBeGreaterThan(before);
    const all = await send("bob", "distribution", "withdraw-all-rewards");
    expect(all.msg_responses).toHaveLength(2);
    expect(await balance("erin")).toBeGreaterThan(once);
    const own = await send("alice", "distribution", "withdraw-rewards", "alice", "--commission");
    expect(own.msg_responses).toHaveLength(2);
    const alone = await send("alice", "distribution", "withdraw-validator-commission", "alice");
    expect(BigInt(alone.msg_responses[0].amount[0].amount)).toBeGreaterThan(0n);
    const stranger = await attempt("erin", "distribution", "withdraw-rewards", "alice");
    expect([stranger.codespace, stranger.code]).toEqual(["distribution", 5]);
  }, 120_000);

  it("gives to the community, and to those who stake for a validator", async () => {
    const pool = async () => {
      const { pool: coins } = await ask("distribution", "community-pool");
      return Number(coins[0]?.amount ?? 0);
    };
    const before = await pool();
    await send("alice", "distribution", "fund-community-pool", "7000000uvna");
    expect((await pool()) - before).toBeGreaterThanOrEqual(7_000_000);
    const outstanding = async () => {
      const path = ["distribution", "validator-outstanding-rewards", operator("dave")];
      const { rewards } = await ask(...path);
      return Number(rewards.rewards[0]?.amount ?? 0);
    };
    const owed = await outstanding();
    const given = ["fund-validator-rewards-pool", "dave", "900000uvna"];
    await send("alice", "distribution", ...given);
    expect((await outstanding()) - owed).toBeGreaterThanOrEqual(900_000);
  }, 120_000);
});

describe("tx slashing", () => {
  it("brings a validator back that nobody signs for", async () => {
    await until(async () => (await validator("carol")).jailed === true);
    await until(async () => (await attempt("carol", "slashing", "unjail")).code === 0);
    const never = await attempt("erin", "slashing", "unjail");
    expect([never.codespace, never.code]).toEqual(["slashing", 2]);
  }, 120_000);
});

describe("tx vesting", () => {
  it("makes accounts whose coins vest, which spend what has vested", async () => {
    const now = Math.floor(Date.now() / 1000);
    const slowly = [account("slowly"), "1000000000uvna", String(now + 1_000)];
    await send("alice", "vesting", "create-vesting-account", ...slowly);
    const file = join(chain.folder, "periods.json");
    const periods = [
      { coins: "3000000uvna", length_seconds: 1 },
      { coins: "5000000uvna", length_seconds: 100_000 },
    ];
    writeFileSync(file, JSON.stringify({ start_time: now - 100, periods }));
    const portions = [account("portions"), file];
    await send("alice", "vesting", "create-periodic-vesting-account", ...portions);
    const locked = [account("locked"), "4000000uvna"];
    await send("alice", "vesting", "create-permanent-locked-account", ...locked);
    // Fees are free coins.
    await send("alice", "bank", "send", "alice", "locked", "1000000uvna");
    const type = async (name: string) =>
      (await ask("auth", "account", account(name))).account["@type"];
    expect(await type("slowly")).toBe("/cosmos.vesting.v1beta1.ContinuousVestingAccount");
    expect(await type("portions")).toBe("/cosmos.vesting.v1beta1.PeriodicVestingAccount");
    expect(await type("locked")).toBe("/cosmos.vesting.v1beta1.PermanentLockedAccount");
    const pay = async (from: string, coins: string) =>
      (await attempt(from, "bank", "send", from, "erin", coins)).code;
    expect(await pay("portions", "1000000uvna")).toBe(0);
    expect(await pay("portions", "3000000uvna")).toBe(5);
    expect(await pay("locked", "1000000uvna")).toBe(5);
    await send("locked", "staking", "delegate", "alice", "4000000uvna");
    expect(await staked("locked", "alice")).toBe("4000000");
    await until(async () => (await pay("slowly", "1000000uvna").catch(() => 5)) === 0);
    expect(await pay("slowly", "900000000uvna")).toBe(5);
  }, 120_000);

  it.each([
    ["a file without periods", { start_time: 1, periods: [] }],
    ["a length below one", { start_time: 1, periods: [{ coins: "1uvna", length_seconds: 0 }] }],
    ["coins that are none", { start_time: 1, periods: [{ coins: "x", length_seconds: 1 }] }],
  ])("sends nothing for %s", async (_, periods) => {
    const file = join(chain.folder, "bad.json");
    writeFileSync(file, JSON.stringify(periods));
    const line = ["create-periodic-vesting-account", account("erin"), file];
    await expect(attempt("alice", "vesting", ...line)).rejects.toThrow();
  });
});
