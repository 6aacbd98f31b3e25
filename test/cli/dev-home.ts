import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "vitest";
import { devGenesis } from "../../src/cli/dev-accounts.js";
import { type GenesisDocument, readDocument, writeDocument } from "../../src/cli/genesis/file.js";
import type { Keyring } from "../../src/cli/keyring/keyring.js";
import { openKeyring } from "../../src/cli/keyring/open.js";
import { makeHome } from "../../src/cli/new-home.js";
import { readKeyFile } from "../../src/engine/embedded/keys.js";
import { homePaths } from "../../src/engine/home/paths.js";
import { startFast, vprd } from "./in-process.js";
import type { Ended } from "./run.js";

/** What a test changes in the genesis of a development chain before the chain starts. */
export type Change = (
  document: GenesisDocument,
  keyring: Keyring,
) => GenesisDocument | Promise<GenesisDocument>;

/** A development chain that runs in this process, and the command line in its folder. */
export class DevHome {
  private constructor(
    readonly folder: string,
    readonly home: string,
    private readonly node: Awaited<ReturnType<typeof startFast>>,
  ) {}

  static async start(name: string, change: Change = (document) => document): Promise<DevHome> {
    const folder = mkdtempSync(join(tmpdir(), `${name}-`));
    const home = join(folder, "home");
    const loopback = "tcp://127.0.0.1:0";
    const { nodeId } = makeHome({
      ...{ home, moniker: "dev", chainId: `${name}-1`, denom: "uvna", overwrite: false },
      ...{ development: true, rpc: loopback, api: loopback },
    });
    const { genesis, validatorKey } = homePaths(home);
    const made = { denom: "uvna", nodeId, validatorKey: readKeyFile(validatorKey).publicKey };
    const keyring = openKeyring("test", home, "verana");
    const document = await devGenesis(readDocument(genesis), made, keyring);
    writeDocument(genesis, await change(document, keyring));
    const node = await startFast(home, {
      ...{ blockTimeMs: 100, instant: true, snapshots: { interval: 0, keepRecent: 0 } },
    });
    return new DevHome(folder, home, node);
  }

  /** Address of its RPC. */
  get rpc(): string {
    return this.node.rpcAddress.replace("tcp:", "http:");
  }

  /** Writes a file beside the home, in the folder in which commands run. */
  file(name: string, value: object): void {
    writeFileSync(join(this.folder, name), JSON.stringify(value));
  }

  /** Runs a command as it stands; only the home is added. */
  async raw(line: string): Promise<Ended> {
    return vprd(this.folder, [...line.split(" "), "--home", this.home]);
  }

  /** Runs a transaction that must succeed; what it answers by name. */
  async tx(line: string): Promise<Record<string, string>> {
    const flags = `--node ${this.rpc} --keyring-backend test -y --wait -o brief`;
    const ended = await this.raw(`tx ${line} ${flags}`);
    expect([ended.code, ended.stderr.includes("refused")], ended.stderr).toEqual([0, false]);
    const pairs = ended.stdout
      .trim()
      .split("\n")
      .map((said) => said.split(": "));
    return Object.fromEntries(pairs);
  }

  /** The answer of a query that must succeed. */
  async ask(line: string) {
    const { code, stdout, stderr } = await this.raw(`q ${line} --node ${this.rpc} -o json`);
    expect(code, stderr).toBe(0);
    return JSON.parse(stdout);
  }

  async addressOf(name: string): Promise<string> {
    return (await this.raw(`keys show ${name} -a --keyring-backend test`)).stdout.trim();
  }

  async stop(): Promise<void> {
    await this.node.stop();
    rmSync(this.folder, { recursive: true });
  }
}
