import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { ConfigResponse, Service } from "../../src/gen/cosmos/base/node/v1beta1.js";
import { freePort } from "../support/comet.js";
import { readMetrics } from "../support/prometheus.js";
import { vprd as here } from "./in-process.js";
import { begin, cleanAfterEach, newFolder, startNode, vprd } from "./run.js";

cleanAfterEach();

/** A home whose files say what `edits` puts in the place of other words. */
async function homeWith(edits: Readonly<Record<string, readonly (readonly [string, string])[]>>) {
  const folder = newFolder();
  const home = join(folder, "home");
  await here(folder, ["init", "m1", "--chain-id", "test-1", "--home", home]);
  for (const [file, words] of Object.entries(edits)) {
    const path = join(home, "config", file);
    let text = readFileSync(path, "utf8");
    for (const [before, after] of words) {
      expect(text).toContain(before);
      text = text.replace(before, after);
    }
    writeFileSync(path, text);
  }
  const args = ["start", "--home", home, "--block-time", "100ms"];
  const start = (...more: readonly string[]) => startNode(folder, [...args, ...more]);
  return { folder, home, args, start };
}

const scrape = async (url: string) => readMetrics(await (await fetch(url)).text());

describe("the configuration that a node tells", () => {
  const chosen = {
    "app.toml": [
      ['pruning = "default"', 'pruning = "custom"'],
      ['pruning-keep-recent = "0"', 'pruning-keep-recent = "500"'],
      ['pruning-interval = "0"', 'pruning-interval = "15"'],
      ["halt-height = 0", "halt-height = 1000000"],
      ['minimum-gas-prices = ""', 'minimum-gas-prices = "0.25uvna"'],
    ],
  } as const;

  it.each([
    [[], ["0.250000000000000000uvna", "500", "15", "1000000"]],
    [
      ["--pruning-keep-recent", "7", "--halt-height", "90", "--minimum-gas-prices", "1a1a,2b2b"],
      ["1.000000000000000000a1a,2.000000000000000000b2b", "7", "15", "90"],
    ],
  ])("is that of its files and of the flags %j, over REST and ABCI", async (flags, expected) => {
    const [price, keepRecent, interval, haltHeight] = expected;
    const { start } = await homeWith(chosen);
    const node = await start(...flags);
    const told = await fetch(`${node.api}/cosmos/base/node/v1beta1/config`);
    expect([told.status, await told.json()]).toEqual([
      200,
      {
        minimum_gas_price: price,
        pruning_keep_recent: keepRecent,
        pruning_interval: interval,
        halt_height: haltHeight,
      },
    ]);
    const path = encodeURIComponent(`"${Service.Config.path}"`);
    const { result } = Object(await (await fetch(`${node.rpc}/abci_query?path=${path}`)).json());
    const { minimumGasPrice, ...rest } = ConfigResponse.decode(
      Buffer.from(result.response.value, "base64"),
    );
    expect([minimumGasPrice, ...Object.values(rest).map(String)]).toEqual(expected);
    expect((await node.stop()).code).toBe(0);
  });
});

describe("metrics of a node that makes its blocks", () => {
  it("are served at CometBFT's address and at the API, of both threads", async () => {
    const port = await freePort();
    const { start } = await homeWith({
      "config.toml": [
        ["prometheus = false", "prometheus = true"],
        ['prometheus_listen_addr = ":26660"', `prometheus_listen_addr = "127.0.0.1:${port}"`],
      ],
      "app.toml": [
        ["enabled = false", "enabled = true"],
        ["prometheus-retention-time = 0", "prometheus-retention-time = 60"],
      ],
    });
    const node = await start();
    await fetch(`${node.api}/pp/v1/get?id=1`);
    await fetch(`${node.api}/pp/v1/get/77`);
    await fetch(`${node.api}/nonsense/77`);
    const own = await scrape(`http://127.0.0.1:${port}/metrics`);
    const api = await scrape(`${node.api}/metrics?format=prometheus`);
    expect([...api.types.keys()].sort()).toEqual([...own.types.keys()].sort());
    const chain = '{chain_id="test-1"}';
    expect(own.series.get(`cometbft_consensus_latest_block_height${chain}`)).toBeGreaterThan(0);
    expect(own.series.get(`cometbft_consensus_validators${chain}`)).toBe(1);
    expect(own.series.get(`cometbft_mempool_size${chain}`)).toBe(0);
    expect(own.series.get("vprd_commit_seconds_count")).toBeGreaterThan(0);
    expect(own.series.get('vprd_store_keys{store="bank"}')).toBeGreaterThan(0);
    const requests = (route: string, status: number) =>
      api.series.get(
        `vprd_gateway_requests_total{method="GET",route="${route}",status="${status}"}`,
      );
    expect(requests("/pp/v1/get", 404)).toBe(1);
    expect(requests("/pp/v1/get/:id", 404)).toBe(1);
    expect(requests("unknown", 501)).toBe(1);
    expect((await node.stop()).code).toBe(0);
  });

  it("are not there unless somebody asked for them", async () => {
    const { start } = await homeWith({});
    const node = await start();
    expect((await fetch(`${node.api}/metrics`)).status).toBe(501);
    expect((await node.stop()).code).toBe(0);
  });

  it("stop the start where their port is taken", async () => {
    const other = createServer();
    const port = await freePort();
    await new Promise<void>((resolve) => other.listen(port, "127.0.0.1", () => resolve()));
    const { folder, args } = await homeWith({
      "config.toml": [
        ["prometheus = false", "prometheus = true"],
        ['prometheus_listen_addr = ":26660"', `prometheus_listen_addr = "127.0.0.1:${port}"`],
      ],
    });
    const free = ["--rpc.laddr", "tcp://127.0.0.1:0", "--api.address", "tcp://127.0.0.1:0"];
    const { code, stderr } = await vprd(folder, [...args, ...free]);
    expect([code, stderr]).toEqual([
      1,
      `Error: metrics: prometheus_listen_addr: cannot listen on 127.0.0.1:${port}: the port is taken\n`,
    ]);
    other.close();
  });

  it("refuse names that Prometheus could not read", async () => {
    const { folder, args } = await homeWith({
      "config.toml": [
        ["prometheus = false", "prometheus = true"],
        ['namespace = "cometbft"', 'namespace = "my chain"'],
      ],
    });
    const { code, stderr } = await vprd(folder, args);
    expect([code, stderr]).toEqual([1, expect.stringContaining("instrumentation.namespace")]);
  });
});

describe("the gas of a query", () => {
  it("is bounded by app.toml, over REST and RPC, or by the flag before it", async () => {
    const { folder, args, start } = await homeWith({
      "app.toml": [['query-gas-limit = "0"', 'query-gas-limit = "100"']],
    });
    const asked = async (node: { readonly api: string; readonly rpc: string }) => {
      const rest = await fetch(`${node.api}/cosmos/auth/v1beta1/accounts`);
      const path = encodeURIComponent('"/cosmos.auth.v1beta1.Query/Accounts"');
      const answer = await (await fetch(`${node.rpc}/abci_query?path=${path}`)).json();
      return [rest.status, Object(answer).result.response.code];
    };
    const node = await start();
    expect(await asked(node)).toEqual([429, 11]);
    expect((await node.stop()).code).toBe(0);
    const free = await startNode(folder, [...args, "--query-gas-limit", "0"]);
    expect(await asked(free)).toEqual([200, 0]);
    expect((await free.stop()).code).toBe(0);
  });
});

describe("a node that waits for CometBFT's genesis", () => {
  it("is alive and not ready, says why, and stops when it is asked to", async () => {
    const { folder, args } = await homeWith({});
    const [api, abci, rpc] = [await freePort(), await freePort(), await freePort()];
    const { child, ended } = begin(folder, [
      ...[...args, "--engine", "comet", "--abci.laddr", `tcp://127.0.0.1:${abci}`],
      ...["--comet.rpc", `tcp://127.0.0.1:${rpc}`, "--api.address", `tcp://127.0.0.1:${api}`],
    ]);
    const url = `http://127.0.0.1:${api}`;
    while ((await fetch(`${url}/health`).catch(() => undefined))?.status !== 200) await sleep(50);
    const ready = await fetch(`${url}/ready`);
    expect([ready.status, await ready.json()]).toEqual([
      503,
      { ready: false, reason: "no_genesis", message: expect.any(String) },
    ]);
    const asked = await fetch(`${url}/pp/v1/list`);
    expect([asked.status, await asked.json()]).toMatchObject([503, { code: 14 }]);
    child.kill("SIGTERM");
    expect((await ended).code).toBe(0);
  });
});

describe("attributes of events", () => {
  it("can be searched for where `index-events` names them", async () => {
    const { start } = await homeWith({
      "app.toml": [["index-events = []", 'index-events = ["mint.inflation"]']],
    });
    const node = await start();
    const found = async (attribute: string) => {
      const query = encodeURIComponent(`"${attribute} EXISTS"`);
      const answer = await (await fetch(`${node.rpc}/block_search?query=${query}`)).json();
      return Number(Object(answer).result.total_count);
    };
    while ((await found("mint.inflation")) === 0) await sleep(100);
    expect(await found("mint.amount")).toBe(0);
    const { result } = Object(await (await fetch(`${node.rpc}/block_results?height=2`)).json());
    const mint = result.finalize_block_events.find(({ type }: { type: string }) => type === "mint");
    const indexed = mint.attributes.filter(({ index }: { index: boolean }) => index);
    expect(indexed).toEqual([{ key: "inflation", value: expect.any(String), index: true }]);
    expect((await node.stop()).code).toBe(0);
  });

  it("are refused where they name none", async () => {
    const { folder, args } = await homeWith({
      "app.toml": [["index-events = []", 'index-events = ["message"]']],
    });
    const { code, stderr } = await here(folder, args);
    expect(code).not.toBe(0);
    expect(stderr).toContain('index-events: "message" is no type.attribute');
  });
});
