import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { App } from "../../src/abci/app.js";
import { STORES } from "../../src/abci/compose.js";
import { freshAppState } from "../../src/abci/genesis.js";
import { silent } from "../../src/abci/logger.js";
import { addressBytes } from "../../src/keeper/addresses.js";
import { openMultiStore } from "../../src/store/multistore.js";
import { opsVerify } from "../store/proof-checks.js";
import { CHAIN } from "../support/ante-world.js";
import { peopleOf, withFunds } from "../support/app-chain.js";
import { COMET_BIN, CometChain } from "../support/comet.js";
import { newHome, startNode } from "../support/embedded.js";
import { serveGateway } from "../support/gateway-world.js";
import { transfer } from "../support/messages.js";
import { signedTx } from "../support/signed-tx.js";

const FUNDS = 1_000_000_000_000n;
const IN_MEMORY = 2;
const [sender, receiver] = peopleOf(2);
if (sender === undefined || receiver === undefined) throw new Error("nobody is there");

interface AbciAnswer {
  readonly response: {
    readonly code: number;
    readonly codespace: string;
    readonly height: string;
    readonly value: string | null;
    readonly proofOps?: {
      readonly ops: readonly {
        readonly type: string;
        readonly key: string;
        readonly data: string;
      }[];
    };
  };
}

/** A method of an engine's RPC by GET. */
type Rpc = <T>(path: string) => Promise<T>;

const rpcAt =
  (url: string): Rpc =>
  async <T>(path: string) => {
    const { result, error } = (await (await fetch(`${url}/${path}`)).json()) as {
      readonly result: T;
      readonly error?: object;
    };
    if (error !== undefined) throw new Error(JSON.stringify(error));
    return result;
  };

const bytes = (text: string | null) => Buffer.from(text ?? "", "base64");

const balanceKey = (() => {
  const address = addressBytes(receiver.address);
  return Buffer.concat([Uint8Array.of(2, address.length), address, Buffer.from("uvna")]);
})();

/** Sends one unit more each time, a block for each; what the receiver owns from each height on. */
async function sendMoney(rpc: Rpc): Promise<ReadonlyMap<bigint, bigint>> {
  const owned = new Map([[0n, FUNDS]]);
  let total = FUNDS;
  for (let n = 0n; n < 5n; n += 1n) {
    const { key, accountNumber } = sender ?? {};
    if (key === undefined || accountNumber === undefined) throw new Error("nobody sends");
    const messages = [transfer(key.address, receiver?.address ?? "", n + 1n)];
    const fee = { amount: [{ denom: "uvna", amount: 5_000n }], gasLimit: 200_000n };
    const tx = signedTx(key, { messages, accountNumber, sequence: n, fee });
    const hex = Buffer.from(tx).toString("hex");
    const { height } = await rpc<{ readonly height: string }>(`broadcast_tx_commit?tx=0x${hex}`);
    total += n + 1n;
    owned.set(BigInt(height), total);
  }
  return owned;
}

/** Waits until the chain has so many blocks more; the last height. */
async function blocksLater(rpc: Rpc, more: bigint): Promise<bigint> {
  const last = async () => {
    const status = await rpc<{ sync_info: { latest_block_height: string } }>("status");
    return BigInt(status.sync_info.latest_block_height);
  };
  const wanted = (await last()) + more;
  while ((await last()) < wanted) await new Promise((resolve) => setTimeout(resolve, 50));
  return last();
}

/** Every height proves what the receiver had then, and that another key was not there. */
async function provesEveryHeight(rpc: Rpc, owned: ReadonlyMap<bigint, bigint>, last: bigint) {
  for (let height = 2n; height < last; height += 1n) {
    const { header } = await rpc<{ header: { app_hash: string } }>(`header?height=${height + 1n}`);
    const root = Buffer.from(header.app_hash, "hex");
    for (const key of [balanceKey, Buffer.concat([balanceKey, Uint8Array.of(7)])]) {
      const data = key.toString("hex");
      const asked = `abci_query?path="/store/bank/key"&data=0x${data}&height=${height}&prove=true`;
      const { response } = await rpc<AbciAnswer>(asked);
      expect([response.code, response.height]).toEqual([0, height.toString()]);
      const value =
        response.value === null || response.value === "" ? undefined : bytes(response.value);
      expect(value?.toString()).toBe(key === balanceKey ? `${ownedAt(owned, height)}` : undefined);
      const ops = (response.proofOps?.ops ?? []).map(({ type, key: k, data: d }) => ({
        type,
        key: bytes(k),
        data: bytes(d),
      }));
      expect(opsVerify(ops, "bank", { root, key, value }), `height ${height}`).toBe(true);
    }
  }
}

function ownedAt(owned: ReadonlyMap<bigint, bigint>, height: bigint): bigint | undefined {
  return [...owned].filter(([from]) => from <= height).at(-1)?.[1];
}

describe("any retained height", () => {
  it("is proved over the embedded engine's RPC and read over REST, while blocks go on", async () => {
    const path = mkdtempSync(join(tmpdir(), "any-height-"));
    const store = await openMultiStore({ path, stores: [...STORES], retain: IN_MEMORY });
    const app = new App({ store, logger: silent, version: "0.0.0-test" });
    const fresh = freshAppState(CHAIN.chainId, "uvna");
    const app_state = withFunds(fresh, [sender.address, receiver.address]);
    const node = await startNode({ app, home: newHome({ chain_id: CHAIN.chainId, app_state }) });
    onTestFinished(async () => {
      await node.stop();
      await store.close();
      rmSync(path, { recursive: true });
    });
    const rpc = rpcAt(node.url);
    const owned = await sendMoney(rpc);
    const last = await blocksLater(rpc, 6n);
    await provesEveryHeight(rpc, owned, last);
    const gateway = await serveGateway({ app, node, rpcUrl: node.url, stop: async () => {} });
    const rest = `/cosmos/bank/v1beta1/balances/${receiver.address}/by_denom?denom=uvna`;
    for (let height = 1n; height <= last; height += 1n) {
      const alias = await gateway.get(`${rest}&height=${height}`);
      expect([alias.status, alias.headers.get("x-cosmos-block-height")]).toEqual([
        200,
        `${height}`,
      ]);
      expect(alias.json.balance.amount).toBe(`${ownedAt(owned, height)}`);
      const header = await gateway.get(rest, { "x-cosmos-block-height": `${height}` });
      expect(header.text).toBe(alias.text);
    }
    const future = await gateway.get(`${rest}&height=99999999`);
    expect([future.status, future.json.code]).toEqual([400, 3]);
    const ahead = await rpc<AbciAnswer>('abci_query?path="/store/bank/key"&data=0x02&height=99999');
    expect([ahead.response.codespace, ahead.response.code]).toEqual(["sdk", 26]);
    await gateway.close();
  });

  it.runIf(COMET_BIN !== undefined)("is proved over the real CometBFT", async () => {
    const chain = await CometChain.make({ [sender.address]: FUNDS, [receiver.address]: FUNDS });
    onTestFinished(() => chain.end());
    await chain.startApp(IN_MEMORY);
    chain.startComet(COMET_BIN ?? "");
    await chain.reached(2);
    const rpc = rpcAt(chain.rpc);
    const owned = await sendMoney(rpc);
    const last = await blocksLater(rpc, 5n);
    await provesEveryHeight(rpc, owned, last);
    const future = await rpc<AbciAnswer>(
      `abci_query?path="/store/bank/key"&data=0x02&height=99999`,
    );
    expect([future.response.codespace, future.response.code]).toEqual(["sdk", 26]);
  });
});
