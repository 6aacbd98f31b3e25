import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Secp256k1HdWallet } from "@cosmjs/amino";
import { stringToPath } from "@cosmjs/crypto";
import { DirectSecp256k1HdWallet, type EncodeObject, encodePubkey } from "@cosmjs/proto-signing";
import {
  QueryClient,
  SigningStargateClient,
  setupDistributionExtension,
  setupSlashingExtension,
  setupStakingExtension,
} from "@cosmjs/stargate";
import { connectComet } from "@cosmjs/tendermint-rpc";
import { expect, it, onTestFinished } from "vitest";
import { DEV_BALANCE, DEV_NAMES, devGenesis } from "../../src/cli/dev-accounts.js";
import { readDocument, writeDocument } from "../../src/cli/genesis/file.js";
import { openKeyring } from "../../src/cli/keyring/open.js";
import { makeHome } from "../../src/cli/new-home.js";
import { createKey, readKeyFile } from "../../src/engine/embedded/keys.js";
import { homePaths } from "../../src/engine/home/paths.js";
import { addressBytes, addressText } from "../../src/keeper/addresses.js";
import { command, startFast } from "../cli/in-process.js";
import { testKey } from "../support/signed-tx.js";
import { DEV_PHRASE } from "../support/vprd.js";

const FEE = { amount: [{ denom: "uvna", amount: "50000" }], gas: "500000" };
const coin = (amount: bigint) => ({ denom: "uvna", amount: amount.toString() });
const FLAGS = ["--gas", "400000", "--fees", "50000uvna", "-y", "--wait"];
const POLL = { broadcastPollIntervalMs: 50, broadcastTimeoutMs: 60_000 };

type Name = (typeof DEV_NAMES)[number];

/** A development chain with short times: an unbonding takes four seconds, a window twenty blocks. */
async function shortChain(): Promise<{ readonly rpc: string; readonly home: string }> {
  const home = mkdtempSync(join(tmpdir(), "stakes-"));
  const loopback = "tcp://127.0.0.1:0";
  const { nodeId } = makeHome({
    ...{ home, moniker: "dev", chainId: "stakes-1", denom: "uvna", overwrite: false },
    ...{ development: true, rpc: loopback, api: loopback },
  });
  const { genesis, validatorKey } = homePaths(home);
  const node = { denom: "uvna", nodeId, validatorKey: readKeyFile(validatorKey).publicKey };
  const keyring = openKeyring("test", home, "verana");
  const { app_state: state, ...document } = await devGenesis(readDocument(genesis), node, keyring);
  const withParams = (name: string, changed: object) => ({
    ...Object(state[name]),
    params: { ...Object(state[name]).params, ...changed },
  });
  const staking = withParams("staking", { unbonding_time: "4s" });
  const slashing = withParams("slashing", { signed_blocks_window: "20" });
  writeDocument(genesis, { ...document, app_state: { ...state, staking, slashing } });
  const running = await startFast(home, {
    ...{ blockTimeMs: 100, instant: true, snapshots: { interval: 0, keepRecent: 0 } },
  });
  onTestFinished(async () => {
    await running.stop();
    rmSync(home, { recursive: true });
  });
  return { rpc: running.rpcAddress.replace("tcp:", "http:"), home };
}

async function people(rpc: string, mode: "direct" | "amino") {
  const paths = DEV_NAMES.map((_, index) => stringToPath(`m/44'/118'/0'/0/${index}`));
  const options = { prefix: "verana", hdPaths: paths };
  const wallet =
    mode === "amino"
      ? await Secp256k1HdWallet.fromMnemonic(DEV_PHRASE, options)
      : await DirectSecp256k1HdWallet.fromMnemonic(DEV_PHRASE, options);
  const accounts = await wallet.getAccounts();
  const client = await SigningStargateClient.connectWithSigner(rpc, wallet, POLL);
  const address = (name: Name) => accounts[DEV_NAMES.indexOf(name)]?.address ?? "";
  const operator = (name: Name) => addressText("veranavaloper", addressBytes(address(name)));
  /** Code and height of a message in its block. */
  const send = async (name: Name, typeUrl: string, value: object) => {
    const message: EncodeObject = { typeUrl, value };
    const { code, height } = await client.signAndBroadcast(address(name), [message], FEE);
    return { code, height };
  };
  const balance = async (who: string) => BigInt((await client.getBalance(who, "uvna")).amount);
  const comet = await connectComet(rpc);
  const query = QueryClient.withExtensions(
    comet,
    setupStakingExtension,
    setupDistributionExtension,
    setupSlashingExtension,
  );
  onTestFinished(() => {
    client.disconnect();
    comet.disconnect();
  });
  return { address, operator, send, balance, query, comet };
}

const STAKING = "/cosmos.staking.v1beta1";
const DISTRIBUTION = "/cosmos.distribution.v1beta1";

it.each(["direct", "amino"] as const)(
  "CosmJS stakes, moves, takes back and earns, signing in %s mode",
  async (mode) => {
    const { rpc, home } = await shortChain();
    const { address, operator, send, balance, query } = await people(rpc, mode);
    const [bob, carol] = [address("bob"), address("carol")];

    const key = Buffer.from(createKey().publicKey).toString("base64");
    const created = await send("bob", `${STAKING}.MsgCreateValidator`, {
      // CosmJS's amino document prints empty texts, which Cosmos SDK's leaves out: none is empty.
      description: {
        ...{ moniker: "bob", identity: "6A0D65E29A4CBC8E", website: "https://example.com" },
        ...{ securityContact: "bob@example.com", details: "a validator that nobody runs" },
      },
      // CosmJS's messages have decimals as whole numbers of 10^-18.
      commission: {
        rate: "100000000000000000",
        maxRate: "200000000000000000",
        maxChangeRate: "10000000000000000",
      },
      minSelfDelegation: "1",
      delegatorAddress: mode === "amino" ? bob : "",
      validatorAddress: operator("bob"),
      pubkey: encodePubkey({ type: "tendermint/PubKeyEd25519", value: key }),
      value: coin(5_000_000n),
    });
    expect(created.code).toBe(0);
    const validator = async () => (await query.staking.validator(operator("bob"))).validator;
    expect(await validator()).toMatchObject({ status: 3, jailed: false, tokens: "5000000" });

    const pair = { delegatorAddress: carol, validatorAddress: operator("alice") };
    const amount = coin(1_000_000n);
    expect((await send("carol", `${STAKING}.MsgDelegate`, { ...pair, amount })).code).toBe(0);
    const moved = await send("carol", `${STAKING}.MsgBeginRedelegate`, {
      delegatorAddress: carol,
      validatorSrcAddress: operator("alice"),
      validatorDstAddress: operator("bob"),
      amount: coin(400_000n),
    });
    expect(moved.code).toBe(0);
    const held = await balance(carol);
    const taken = { ...pair, amount: coin(300_000n) };
    const begun = await send("carol", `${STAKING}.MsgUndelegate`, taken);
    const cancelled = await send("carol", `${STAKING}.MsgCancelUnbondingDelegation`, {
      ...pair,
      amount: coin(100_000n),
      creationHeight: BigInt(begun.height),
    });
    expect([begun.code, cancelled.code]).toEqual([0, 0]);
    const { delegationResponse } = await query.staking.delegation(carol, operator("alice"));
    expect(delegationResponse?.balance).toEqual(coin(400_000n));

    const unbonding = () =>
      query.staking.unbondingDelegation(carol, operator("alice")).catch(() => undefined);
    expect((await unbonding())?.unbond?.entries).toMatchObject([{ balance: "200000" }]);
    while ((await unbonding()) !== undefined) await sleep(100);
    // Fees of the two messages went; what remains is the unbonded and the rewards paid on the way.
    expect((await balance(carol)) - held).toBeGreaterThanOrEqual(200_000n - 100_000n);

    const { rewards } = await query.distribution.delegationRewards(carol, operator("alice"));
    expect(rewards).toHaveLength(1);
    const claim = await send("carol", `${DISTRIBUTION}.MsgWithdrawDelegatorReward`, pair);
    expect(claim.code).toBe(0);
    // CosmJS's own amino name of the commission's message is not Cosmos SDK's: the command line signs.
    const run = async (...line: readonly string[]) => {
      const flags = ["--home", home, "--node", rpc, "--keyring-backend", "test", "-o", "json"];
      const { stdout } = await command("tx", ...line, ...FLAGS, ...flags);
      process.exitCode = 0;
      return JSON.parse(stdout);
    };
    const signed = ["--from", "alice", "--sign-mode", mode === "amino" ? "amino-json" : mode];
    const both = ["distribution", "withdraw-rewards", "alice", "--commission", ...signed];
    const { code, msg_responses: paid } = await run(...both);
    expect(code).toBe(0);
    for (const { amount } of paid) expect(BigInt(amount[0].amount)).toBeGreaterThan(0n);

    // Nobody signs for bob's validator: it is jailed, and the chain goes on.
    while (!(await validator()).jailed) await sleep(100);
    expect((await query.staking.validators("BOND_STATUS_BONDED")).validators).toHaveLength(1);
    const early = await run("slashing", "unjail", "--from", "bob");
    expect(early).toMatchObject({ codespace: "slashing", code: 4 });
  },
  120_000,
);

it("a vesting account spends what has vested, and no more", async () => {
  const { rpc } = await shortChain();
  const { address, send, balance, comet } = await people(rpc, "direct");
  const key = testKey(77);
  const latest = async () => (await comet.status()).syncInfo.latestBlockTime.getTime() / 1000;
  const start = Math.floor(await latest());
  const locked = await send("alice", "/cosmos.vesting.v1beta1.MsgCreateVestingAccount", {
    fromAddress: address("alice"),
    toAddress: key.address,
    amount: [coin(1_000_000_000n)],
    endTime: BigInt(start + 1_000),
    delayed: false,
  });
  expect(locked.code).toBe(0);
  // A thousandth vests each second.
  while ((await latest()) < start + 5) await sleep(100);
  const { DirectSecp256k1Wallet } = await import("@cosmjs/proto-signing");
  const wallet = await DirectSecp256k1Wallet.fromKey(key.secret, "verana");
  const client = await SigningStargateClient.connectWithSigner(rpc, wallet, POLL);
  const to = address("erin");
  const much = await client.sendTokens(key.address, to, [coin(500_000_000n)], FEE);
  expect(much.code).toBe(5);
  const little = await client.sendTokens(key.address, to, [coin(1_000_000n)], FEE);
  expect(little.code).toBe(0);
  expect(await balance(to)).toBe(DEV_BALANCE + 1_000_000n);
  client.disconnect();
}, 120_000);
