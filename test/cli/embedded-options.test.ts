import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { embeddedChoices } from "../../src/cli/config/embedded-options.js";
import { readEngineConfig } from "../../src/cli/config/files.js";
import { nodeForTest, utf8 } from "../support/embedded.js";

function choices(toml: string) {
  const home = mkdtempSync(join(tmpdir(), "vprd-engine-"));
  onTestFinished(() => rmSync(home, { recursive: true }));
  mkdirSync(join(home, "config"));
  writeFileSync(join(home, "config", "config.toml"), toml);
  return embeddedChoices(readEngineConfig(home));
}

it("the embedded engine has CometBFT's bounds where config.toml says nothing", () => {
  expect(choices("")).toEqual({
    rpc: {
      corsOrigins: [],
      maxConnections: 900,
      maxClients: 100,
      maxSubscriptions: 5,
      maxBatch: 100,
      maxBodyBytes: 1_000_000,
      maxHeaderBytes: 131_072,
    },
    mempool: {
      size: 5_000,
      maxBytes: 1_073_741_824,
      maxTxBytes: 1_048_576,
      cacheSize: 10_000,
      keepInvalid: false,
      recheck: true,
    },
    commitTimeoutMs: 10_000,
    emptyBlocksMs: 0,
  });
});

it("the embedded engine follows config.toml", async () => {
  const found = choices(`
    [rpc]
    cors_allowed_origins = ["https://app.example.com"]
    max_request_batch_size = 2
    max_body_bytes = 0
    timeout_broadcast_tx_commit = "1500ms"
    [mempool]
    size = 1
    [consensus]
    create_empty_blocks = false`);
  expect(found.commitTimeoutMs).toBe(1_500);
  expect(found.emptyBlocksMs).toBeUndefined();
  const node = await nodeForTest({ ...found, blockTimeMs: 100_000 });
  const origin = "https://app.example.com";
  const { headers } = await fetch(`${node.url}/health`, { headers: { origin } });
  expect(headers.get("access-control-allow-origin")).toBe(origin);
  const post = async (body: string) => (await fetch(node.url, { method: "POST", body })).json();
  expect(
    await post(JSON.stringify([1, 2, 3].map((id) => ({ id, method: "health" })))),
  ).toMatchObject({ error: { code: -32600 } });
  expect(await post(`{"id":1,"method":"health"}${" ".repeat(1_500_000)}`)).toMatchObject({ id: 1 });
  await node.backend.mempool.add(utf8("a=1"));
  await expect(node.backend.mempool.add(utf8("b=1"))).rejects.toThrow(/mempool is full/);
});
