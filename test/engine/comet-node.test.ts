import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { silent } from "../../src/abci/logger.js";
import { ensureCometHome } from "../../src/engine/comet/home.js";
import { type CometNode, startComet } from "../../src/engine/comet/node.js";
import { writeGenesisFile } from "../../src/engine/home/genesis-doc.js";
import { RequestFinalizeBlock } from "../../src/gen/tendermint/abci.js";
import { AbciClient, requestFrame } from "../support/abci-client.js";
import { COMET_BIN, freePort } from "../support/comet.js";
import { KvApp } from "../support/kv-app.js";

let home: string;
let app: KvApp;
let node: CometNode | undefined;

beforeEach(() => {
  [home, app, node] = [mkdtempSync(join(tmpdir(), "comet-node-")), new KvApp(), undefined];
  const fast = { "consensus.timeout_commit": "100ms" };
  // The SDK's form, without a validator.
  writeGenesisFile(ensureCometHome(home, { moniker: "test", values: fast }).genesis, {
    genesis_time: "2026-01-01T00:00:00Z",
    chain_id: "node-1",
    initial_height: 1,
    consensus: { params: { block: { max_bytes: "22020096", max_gas: "-1" } } },
    app_state: { kv: {} },
  });
});

afterEach(async () => {
  await node?.stop();
  rmSync(home, { recursive: true, force: true });
});

async function start(bin: string | undefined, abciListen = "tcp://127.0.0.1:0") {
  const port = await freePort();
  node = await startComet({
    home,
    app,
    logger: silent,
    bin,
    abciListen,
    rpcListen: `tcp://127.0.0.1:${port}`,
    rpcUrl: `http://127.0.0.1:${port}`,
    p2pListen: "tcp://127.0.0.1:0",
    restart: { pauseMs: 50 },
  });
  return node;
}

describe("the application behind an engine that the operator runs", () => {
  it("is served until it is stopped", async () => {
    const { abciAddress, stop, done } = await start(undefined);
    const client = await AbciClient.connect(abciAddress);
    client.write(requestFrame({ echo: { message: "x" } }));
    expect((await client.received(1))[0]?.echo?.message).toBe("x");
    await stop();
    await done;
    await expect(AbciClient.connect(abciAddress)).rejects.toThrow();
  });

  it("ends the node when it fails in a block", async () => {
    const { abciAddress, done, started } = await start(undefined);
    app.finalizeBlock = () => {
      throw new Error("a bug");
    };
    const client = await AbciClient.connect(abciAddress);
    const block = RequestFinalizeBlock.create({ height: 1n });
    client.write(requestFrame({ finalizeBlock: block }));
    await expect(done).rejects.toThrow("finalizeBlock: a bug");
    await expect(started()).rejects.toThrow("finalizeBlock: a bug");
  });
});

describe.runIf(COMET_BIN !== undefined)("the application with a CometBFT of its own", () => {
  it("makes blocks from a genesis of the SDK's form over a unix socket, and stops both", async () => {
    const {
      rpcUrl: rpc,
      started,
      stop,
    } = await start(COMET_BIN, `unix://${join(home, "abci.sock")}`);
    await started();
    expect(app.initChains[0]).toMatchObject({ chainId: "node-1", initialHeight: 1n });
    expect(app.initChains[0]?.validators).toHaveLength(1);
    const sent = await fetch(`${rpc}/broadcast_tx_commit?tx="color=red"`);
    expect(await sent.json()).toMatchObject({ result: { tx_result: { code: 0 } } });
    await stop();
    await expect(fetch(`${rpc}/status`)).rejects.toThrow();
  });

  it("ends both when the application fails in a block", async () => {
    app.strike = (where, height) => {
      if (where === "finalized" && height === 3n) throw new Error("a bug");
    };
    const { done, rpcUrl } = await start(COMET_BIN);
    await expect(done).rejects.toThrow("finalizeBlock: a bug");
    await expect(fetch(`${rpcUrl}/status`)).rejects.toThrow();
  });

  it("loses nothing when the whole node is killed: its CometBFT ends and the next one goes on", async () => {
    const rpcListen = `tcp://127.0.0.1:${await freePort()}`;
    const rpc = rpcListen.replace("tcp:", "http:");
    const first = await nodeProcess(rpcListen);
    const sent = await fetch(`${rpc}/broadcast_tx_commit?tx="color=red"`);
    const { result } = Object(await sent.json());
    expect(result.tx_result.code).toBe(0);
    await killed(first);
    const second = await nodeProcess(rpcListen);
    const found = await fetch(`${rpc}/abci_query?path="/kv"&data="color"`);
    const answer = Object(await found.json()).result.response;
    expect(Buffer.from(answer.value, "base64").toString()).toBe("red");
    expect(Number(answer.height)).toBeGreaterThanOrEqual(Number(result.height));
    const after = await fetch(`${rpc}/broadcast_tx_commit?tx="color=blue"`);
    expect(Number(Object(await after.json()).result.height)).toBeGreaterThan(Number(result.height));
    await killed(second);
    while (await isUp(rpc)) await new Promise((resolve) => setTimeout(resolve, 50));
  });

  /** Starts a node in a process of its own; resolves when it has a block. */
  async function nodeProcess(rpcListen: string): Promise<ChildProcess> {
    const file = (name: string) => fileURLToPath(new URL(`../support/${name}`, import.meta.url));
    const args = [file("run-ts.mjs"), file("comet-node-process.ts"), home, COMET_BIN ?? ""];
    const child = spawn(process.execPath, [...args, rpcListen], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    await new Promise<void>((resolve, reject) => {
      child.stdout.once("data", () => resolve());
      child.once("exit", (code) => reject(new Error(`the node ended with ${code}`)));
    });
    return child;
  }

  async function killed(child: ChildProcess): Promise<void> {
    const gone = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGKILL");
    await gone;
  }

  async function isUp(rpc: string): Promise<boolean> {
    return fetch(`${rpc}/status`).then(
      () => true,
      () => false,
    );
  }
});
