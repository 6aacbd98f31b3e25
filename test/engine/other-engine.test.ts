import { existsSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { silent } from "../../src/abci/logger.js";
import { startComet } from "../../src/engine/comet/node.js";
import { createKey, validatorKeyJson, writeKeyFile } from "../../src/engine/embedded/keys.js";
import { newHome, nodeForTest, removeHome, startNode } from "../support/embedded.js";
import { KvApp } from "../support/kv-app.js";

/** A home that is removed at the end of the test. */
function homeForTest(genesis: object = {}): string {
  const home = newHome(genesis);
  onTestFinished(() => removeHome(home));
  return home;
}

it("does not begin the chain anew over the blocks of CometBFT, and leaves the home as it was", async () => {
  const home = homeForTest();
  mkdirSync(join(home, "data", "blockstore.db"), { recursive: true });
  await expect(startNode({ home })).rejects.toThrow("those of CometBFT");
  expect(existsSync(join(home, "data", "engine.db"))).toBe(false);
});

it("does not let CometBFT begin the chain anew over the blocks of the embedded engine", async () => {
  const node = await startNode();
  onTestFinished(() => removeHome(node.home));
  await node.stop();
  const started = startComet({ home: node.home, app: new KvApp(), logger: silent, bin: "unused" });
  await expect(started).rejects.toThrow("those of the embedded engine");
  expect(existsSync(join(node.home, "data", "priv_validator_state.json"))).toBe(false);
});

it("makes no block with another key than the one that made those before", async () => {
  const home = homeForTest();
  const app = new KvApp();
  await (await startNode({ home, app })).stop();
  const file = join(home, "config", "priv_validator_key.json");
  rmSync(file);
  writeKeyFile(file, validatorKeyJson(createKey()));
  await expect(startNode({ home, app })).rejects.toThrow("bring that key back");
});

it("makes no block where the genesis names validators and none of them is this node's", async () => {
  const value = Buffer.from(createKey().publicKey).toString("base64");
  const pub_key = { type: "tendermint/PubKeyEd25519", value };
  const home = homeForTest({ validators: [{ pub_key, power: "5" }] });
  await expect(startNode({ home })).rejects.toThrow("is not among the 1 validators of block 1");
  await nodeForTest({ home: homeForTest() });
});
