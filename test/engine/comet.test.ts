import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { App } from "../../src/abci/app.js";
import { STORES } from "../../src/abci/compose.js";
import { silent } from "../../src/abci/logger.js";
import { replayBlocks, rpcBlocks, rpcGenesis } from "../../src/engine/embedded/replay.js";
import { openMultiStore } from "../../src/store/multistore.js";
import { COMET_BIN, CometChain } from "../support/comet.js";
import { connectSender, type Sender } from "../support/comet-clients.js";
import { signedTx, type TxParts, testKey } from "../support/signed-tx.js";

const FUNDS = 1_000_000_000n;
const keys = [1, 2, 3, 4, 5, 6, 7, 8].map(testKey);
const [refused, traveller, striker] = [keyAt(4), keyAt(5), keyAt(6)];

function keyAt(index: number) {
  const key = keys[index];
  if (key === undefined) throw new Error(`no key ${index}`);
  return key;
}

/** An address that nothing was ever sent to. */
const fresh = (seed: number) => testKey(100 + seed).address;

describe.runIf(COMET_BIN !== undefined)("the real CometBFT in front of the application", () => {
  let chain: CometChain;

  beforeAll(async () => {
    chain = await CometChain.make(Object.fromEntries(keys.map((k) => [k.address, FUNDS])));
    await chain.startApp();
    chain.startComet(COMET_BIN ?? "");
    await chain.reached(2);
  });

  afterAll(async () => {
    await chain.end();
  });

  it.each<[string, TxParts, number]>([
    ["a signature of another chain's account", { accountNumber: 999n }, 4],
    ["a sequence from the future", { sequence: 7n }, 32],
    ["a fee that the sender does not own", { fee: { amount: [coin(FUNDS * 2n)] } }, 5],
    ["too little gas", { fee: { gasLimit: 10n } }, 11],
    ["gas beyond an int64", { fee: { gasLimit: (1n << 64n) - 1n } }, 18],
  ])("refuses %s with the SDK's code", async (_, parts, code) => {
    const accountNumber = parts.accountNumber ?? (await accountNumberOf(refused.address));
    const tx = signedTx(refused, { ...parts, accountNumber });
    expect(await broadcast(tx)).toMatchObject({ code, codespace: "sdk" });
    expect(await balanceOf(refused.address)).toBe(FUNDS);
  });

  it("refuses bytes that are no transaction, and goes on", async () => {
    expect(await broadcast(Buffer.from("garbage"))).toMatchObject({ code: 2, codespace: "sdk" });
    const { height } = await heightNow();
    await chain.reached(height + 1);
  });

  it("loses nothing when the application is killed", async () => {
    await surviveKill(fresh(10), async () => {
      await chain.killApp();
      await chain.startApp();
    });
  });

  it("loses nothing when CometBFT is killed", async () => {
    await surviveKill(fresh(11), async () => chain.killComet());
  });

  it("loses nothing when both are killed", async () => {
    await surviveKill(fresh(12), async () => {
      chain.killComet();
      await chain.killApp();
      await chain.startApp();
    });
  });

  it("has blocks whose replay gives the same app hash at every height", async () => {
    const store = await openMultiStore({ stores: [...STORES] });
    const app = new App({ store, logger: silent, version: "replay" });
    const genesis = await rpcGenesis(chain.rpc);
    const replayed = await replayBlocks(app, genesis, rpcBlocks(chain.rpc));
    const last = replayed.at(-1);
    const next = await chain.reached(Number(last?.height) + 1);
    expect(next).toBeGreaterThan(10);
    const { header } = (await chain.ask(`header?height=${Number(last?.height) + 1}`)) ?? {};
    expect(
      Buffer.from(last?.appHash ?? [])
        .toString("hex")
        .toUpperCase(),
    ).toBe(header?.app_hash);
    await store.close();
  });

  /** Strikes while transfers go on; whatever was acknowledged is there when the chain goes on. */
  async function surviveKill(to: string, strike: () => Promise<void>): Promise<void> {
    const client = await connectSender(chain.rpc, "0.39 direct", striker);
    const told: string[] = [];
    const sending = sendUntilItFails(client, to, told);
    await until(() => told.length >= 3);
    const { height } = await heightNow();
    await strike();
    await sending;
    await chain.reached(height + 2);
    for (const hash of told) {
      const { tx_result: result } = await chain.ask(`tx?hash=0x${hash}`);
      expect(result?.code, hash).toBe(0);
    }
    const arrived = await balanceOf(to);
    expect([told.length, told.length + 1]).toContain(Number(arrived));
    const after = await connectSender(chain.rpc, "0.39 direct", traveller);
    expect((await after.send(to, 5n)).code).toBe(0);
    after.close();
    client.close();
  }

  async function sendUntilItFails(client: Sender, to: string, told: string[]): Promise<void> {
    try {
      for (;;) {
        const { transactionHash } = await client.send(to, 1n);
        told.push(transactionHash);
      }
    } catch {
      // The node was struck.
    }
  }

  async function heightNow() {
    return { height: await chain.reached(1) };
  }

  async function broadcast(tx: Uint8Array) {
    return chain.ask(`broadcast_tx_sync?tx=0x${Buffer.from(tx).toString("hex")}`);
  }

  async function balanceOf(address: string): Promise<bigint> {
    const client = await connectSender(chain.rpc, "0.39 direct", refused);
    const balance = await client.balance(address);
    client.close();
    return balance;
  }

  async function accountNumberOf(address: string): Promise<bigint> {
    const { StargateClient } = await import("@cosmjs/stargate");
    const client = await StargateClient.connect(chain.rpc);
    const account = await client.getAccount(address);
    client.disconnect();
    return BigInt(account?.accountNumber ?? -1);
  }
});

function coin(amount: bigint) {
  return { denom: "uvna", amount };
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 20));
}
