import { MessageChannel } from "node:worker_threads";
import { expect, it } from "vitest";
import { NodeMetrics } from "../../src/metrics/node-metrics.js";
import { textPort } from "../../src/metrics/text-port.js";
import { threadRegistry } from "../../src/metrics/thread.js";
import { readMetrics } from "../support/prometheus.js";

const names = {
  namespace: "cometbft",
  serviceName: "",
  globalLabels: {},
  makesBlocks: true,
};

const ran = (code: number) => ({ code, gasWanted: 200n, gasUsed: 150n });

it("counts transactions and gas under Cosmos SDK's names", async () => {
  const metrics = new NodeMetrics(names);
  metrics.application.ran([ran(0), ran(5), ran(0)]);
  metrics.application.ran([]);
  const { series } = readMetrics(await metrics.text());
  const told = ["tx_count", "tx_successful", "tx_failed", "tx_gas_used", "tx_gas_wanted"];
  expect(told.map((name) => series.get(name))).toEqual([3, 2, 1, 150, 200]);
});

it("times calls in milliseconds for the SDK's names and in seconds for CometBFT's", async () => {
  const metrics = new NodeMetrics(names);
  metrics.chain("c-1", { mempool: { size: 0, bytes: 0 }, powers: async () => [] });
  metrics.application.calls.took("check_tx", 0.25);
  metrics.application.calls.took("check_tx", 0.5);
  const { series } = readMetrics(await metrics.text());
  expect(series.get("abci_check_tx_sum")).toBe(750);
  expect(series.get("abci_check_tx_count")).toBe(2);
  const labels = 'chain_id="c-1",method="check_tx",type="sync"';
  const comet = "cometbft_abci_connection_method_timing_seconds";
  expect(series.get(`${comet}_count{${labels}}`)).toBe(2);
  expect(series.get(`${comet}_sum{${labels}}`)).toBe(0.75);
});

it("tells of blocks and of the mempool as CometBFT does, with the chain's id", async () => {
  const metrics = new NodeMetrics(names);
  const mempool = { size: 0, bytes: 0 };
  const chain = metrics.chain("c-1", { mempool, powers: async () => [7n, 3n] });
  chain.committed({ height: 4n, time: 1_000_000_000n, txBytes: [100, 200], bytes: 900 });
  chain.committed({ height: 5n, time: 1_500_000_000n, txBytes: [50], bytes: 700 });
  Object.assign(mempool, { size: 6, bytes: 1_234 });
  metrics.application.checked(5, false);
  metrics.application.checked(0, false);
  metrics.application.checked(5, true);
  const { series, types } = readMetrics(await metrics.text());
  const at = (name: string) => series.get(`cometbft_${name}{chain_id="c-1"}`);
  const told = {
    consensus_height: 6,
    consensus_latest_block_height: 5,
    consensus_validators: 2,
    consensus_validators_power: 10,
    consensus_num_txs: 1,
    consensus_total_txs: 3,
    consensus_block_size_bytes: 700,
    consensus_chain_size_bytes: 1_600,
    consensus_block_interval_seconds_count: 1,
    consensus_block_interval_seconds_sum: 0.5,
    mempool_size: 6,
    mempool_size_bytes: 1_234,
    mempool_failed_txs: 1,
    mempool_recheck_times: 1,
    mempool_tx_size_bytes_count: 3,
  };
  expect(Object.fromEntries(Object.keys(told).map((name) => [name, at(name)]))).toEqual(told);
  expect(types.get("cometbft_mempool_failed_txs")).toBe("counter");
  expect(types.get("cometbft_consensus_height")).toBe("gauge");
});

it("leaves CometBFT's names to CometBFT where that makes the blocks", async () => {
  const metrics = new NodeMetrics({ ...names, makesBlocks: false });
  metrics.application.calls.took("commit", 0.001);
  const { types } = readMetrics(await metrics.text());
  expect([...types.keys()].filter((name) => name.startsWith("cometbft"))).toEqual([]);
  expect(types.get("vprd_abci_method_timing_seconds")).toBe("histogram");
});

it("tells the size of the state when it is asked", async () => {
  const metrics = new NodeMetrics(names);
  const keys = new Map([["bank", 7]]);
  metrics.state({ keys: () => keys, version: 9n, earliest: 4n, snapshots: () => 2 });
  keys.set("auth", 3);
  const { series } = readMetrics(await metrics.text());
  expect(series.get('vprd_store_keys{store="bank"}')).toBe(7);
  expect(series.get('vprd_store_keys{store="auth"}')).toBe(3);
  const told = ["vprd_store_version", "vprd_store_earliest_version", "vprd_snapshots"];
  expect(told.map((name) => series.get(name))).toEqual([9, 4, 2]);
});

it("takes names and labels from the operator", async () => {
  const chosen = { namespace: "mine", serviceName: "reg", globalLabels: { zone: "a" } };
  const metrics = new NodeMetrics({ ...names, ...chosen });
  metrics.application.ran([ran(0)]);
  metrics.chain("c-1", { mempool: { size: 0, bytes: 0 }, powers: async () => [] });
  const { series } = readMetrics(await metrics.text());
  expect(series.get('reg_tx_count{zone="a"}')).toBe(1);
  expect(series.get('mine_mempool_size{chain_id="c-1",zone="a"}')).toBe(0);
});

it("tells of the process in one thread only, and of every thread's loop, heap and pauses", async () => {
  const main = readMetrics(await threadRegistry("").metrics()).types;
  const other = readMetrics(await threadRegistry("vprd_gateway_").metrics()).types;
  expect(main.has("process_resident_memory_bytes")).toBe(true);
  expect([...other.keys()].filter((name) => name.includes("process_"))).toEqual([]);
  for (const name of ["eventloop_lag_p99_seconds", "gc_duration_seconds", "heap_size_used_bytes"]) {
    expect(main.has(`nodejs_${name}`)).toBe(true);
    expect(other.has(`vprd_gateway_nodejs_${name}`)).toBe(true);
  }
  expect([...main.keys()].filter((name) => other.has(name))).toEqual([]);
});

it("carries texts both ways, and gives up on a thread that is silent or gone", async () => {
  const { port1, port2 } = new MessageChannel();
  const a = textPort(port1, async () => "a");
  const b = textPort(port2, async () => "b");
  expect(await Promise.all([a.ask(), b.ask(), a.ask()])).toEqual(["b", "a", "b"]);
  const { port1: near, port2: silent } = new MessageChannel();
  const lonely = textPort(near, async () => "", 20);
  await expect(lonely.ask()).rejects.toThrow("did not answer");
  const patient = textPort(new MessageChannel().port1, async () => "", 60_000);
  const asked = Array.from({ length: 8 }, () => patient.ask());
  await expect(patient.ask()).rejects.toThrow("asked too often");
  for (const one of asked) one.catch(() => undefined);
  const closing = textPort(near, async () => "", 60_000).ask();
  silent.close();
  await expect(closing).rejects.toThrow("did not answer");
  port1.close();
});
