import { copyFileSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { beforeEach, describe, expect, it } from "vitest";
import { ensureCometHome } from "../../src/engine/comet/home.js";
import { nodeId, readKeyFile } from "../../src/engine/embedded/keys.js";
import { vprd } from "../cli/in-process.js";
import { begin, cleanAfterEach, newFolder } from "../cli/run.js";
import { COMET_BIN, freePort } from "../support/comet.js";
import { connectSender } from "../support/comet-clients.js";
import { testKey } from "../support/signed-tx.js";

cleanAfterEach();

const [payer, payee] = [testKey(1), testKey(2)];
const FUNDS = 1_000_000_000n;

/** A node of the command line with its own CometBFT. */
class Node {
  readonly home = newFolder();
  #running: ReturnType<typeof begin> | undefined;

  private constructor(
    readonly rpcPort: number,
    readonly p2pPort: number,
    readonly abciPort: number,
  ) {}

  static async make(): Promise<Node> {
    return new Node(await freePort(), await freePort(), await freePort());
  }

  get rpc(): string {
    return `http://127.0.0.1:${this.rpcPort}`;
  }

  get genesis(): string {
    return join(this.home, "config", "genesis.json");
  }

  get address(): string {
    const key = readKeyFile(join(this.home, "config", "node_key.json"));
    return `${nodeId(key)}@127.0.0.1:${this.p2pPort}`;
  }

  /** Rewrites `config.toml`. */
  configure(values: Readonly<Record<string, string | number | boolean>>): void {
    rmSync(join(this.home, "config", "config.toml"), { force: true });
    const fast = { "consensus.timeout_commit": "200ms", "p2p.addr_book_strict": false };
    ensureCometHome(this.home, {
      moniker: "test",
      values: { ...fast, "p2p.allow_duplicate_ip": true, ...values },
    });
  }

  start(...more: readonly string[]): void {
    this.#running = begin(this.home, [
      ...["start", "--with-comet", "--comet.bin", COMET_BIN ?? "", "--no-api.enable"],
      ...["--rpc.laddr", `tcp://127.0.0.1:${this.rpcPort}`],
      ...["--p2p.laddr", `tcp://127.0.0.1:${this.p2pPort}`],
      ...["--abci.laddr", `tcp://127.0.0.1:${this.abciPort}`, "--home", this.home, ...more],
    ]);
  }

  async stop(): Promise<void> {
    this.#running?.child.kill("SIGTERM");
    const ended = await this.#running?.ended;
    expect(ended?.code, ended?.stdout.slice(-2_000)).toBe(0);
  }

  async ask<T>(path: string): Promise<T> {
    const response = await fetch(`${this.rpc}/${path}`);
    return ((await response.json()) as { result: T }).result;
  }

  async sync(): Promise<{ readonly height: number; readonly earliest: number } | undefined> {
    try {
      const { sync_info } = await this.ask<{ sync_info: Record<string, string> }>("status");
      return {
        height: Number(sync_info.latest_block_height),
        earliest: Number(sync_info.earliest_block_height),
      };
    } catch {
      return undefined;
    }
  }

  async reached(height: number): Promise<void> {
    const end = Date.now() + 90_000;
    while (Date.now() < end && this.#running?.child.exitCode === null) {
      const found = await this.sync();
      if (found !== undefined && found.height >= height) return;
      await sleep(100);
    }
    this.#running?.child.kill("SIGKILL");
    const { stdout = "", stderr = "" } = (await this.#running?.ended) ?? {};
    throw new Error(`height ${height} was not reached:\n${stdout.slice(-6_000)}${stderr}`);
  }

  async hashOf(height: number): Promise<{ readonly block: string; readonly app: string }> {
    const { signed_header } = await this.ask<{
      signed_header: { header: { app_hash: string }; commit: { block_id: { hash: string } } };
    }>(`commit?height=${height}`);
    const { header, commit } = signed_header;
    return { block: commit.block_id.hash, app: header.app_hash };
  }
}

describe.runIf(COMET_BIN !== undefined)("a fresh node behind a real CometBFT", () => {
  let validator: Node;
  beforeEach(async () => {
    validator = await Node.make();
    const { home } = validator;
    await vprd(home, ["init", "validator", "--chain-id", "vpr-test-1", "--home", home]);
    const funds = `${FUNDS}uvna`;
    await vprd(home, ["add-genesis-account", payer.address, funds, "--home", home]);
    validator.configure({});
    // Blocks come fast: snapshots must outlive the time that a peer takes to fetch one.
    const rule = ["--state-sync.snapshot-interval", "10", "--state-sync.snapshot-keep-recent", "0"];
    validator.start(...rule);
    await validator.reached(2);
  });

  it("restores the snapshot of its peer and goes on with the same app hashes, also after a restart", async () => {
    const client = await connectSender(validator.rpc, "0.39 direct", payer);
    expect((await client.send(payee.address, 1_234n)).code).toBe(0);
    client.close();
    const sent = (await validator.sync())?.height ?? 0;
    await validator.reached(sent + 14);
    const trusted = sent + 1;
    const { block } = await validator.hashOf(trusted);

    const joining = await Node.make();
    joining.configure({
      "p2p.persistent_peers": validator.address,
      "statesync.enable": true,
      "statesync.rpc_servers": `${validator.rpc},${validator.rpc}`,
      "statesync.trust_height": trusted,
      "statesync.trust_hash": block,
      "statesync.discovery_time": "5s",
    });
    copyFileSync(validator.genesis, joining.genesis);
    joining.start();
    await joining.reached(trusted + 10);

    const { earliest = 0, height = 0 } = (await joining.sync()) ?? {};
    expect(earliest).toBeGreaterThan(trusted);
    await validator.reached(height);
    expect(await joining.hashOf(height)).toEqual(await validator.hashOf(height));
    const reader = await connectSender(joining.rpc, "0.39 direct", payer);
    expect(await reader.balance(payee.address)).toBe(1_234n);
    // A transaction of the new node reaches the validator.
    expect((await reader.send(payee.address, 1n)).code).toBe(0);
    reader.close();

    await joining.stop();
    joining.start();
    await joining.reached(height + 5);
    expect(await joining.hashOf(height + 5)).toEqual(await validator.hashOf(height + 5));
    await joining.stop();
    await validator.stop();
    expect(readFileSync(validator.genesis, "utf8")).toBe(readFileSync(joining.genesis, "utf8"));
  });
});
