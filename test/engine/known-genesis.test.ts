import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { assert, expect, it, onTestFinished } from "vitest";
import { ChainStore } from "../../src/engine/embedded/chain-store.js";
import { embeddedPaths } from "../../src/engine/embedded/node.js";
import { newHome, removeHome, startNode } from "../support/embedded.js";
import { KvApp } from "../support/kv-app.js";

const homeForTest = () => {
  const home = newHome();
  onTestFinished(() => removeHome(home));
  return home;
};

it("the genesis of a chain that runs already is printed as before, from the file", async () => {
  const home = homeForTest();
  const { genesis: file } = embeddedPaths(home);
  const app = new KvApp();
  const document = async () => {
    const node = await startNode({ home, app });
    const { result } = await answer(`${node.url}/genesis`);
    await node.stop();
    return result?.genesis;
  };
  const first = await document();
  expect(first?.chain_id).toBe(JSON.parse(readFileSync(file, "utf8")).chain_id);
  expect(await document()).toEqual(first);
});

it("a genesis of another chain is refused although the chain's own was known", async () => {
  const home = homeForTest();
  const { genesis: file } = embeddedPaths(home);
  const app = new KvApp();
  await (await startNode({ home, app })).stop();
  const own = readFileSync(file, "utf8");
  writeFileSync(file, JSON.stringify({ ...JSON.parse(own), chain_id: "other-1" }));
  await expect(startNode({ home, app })).rejects.toThrow(/the genesis says other-1/);
  writeFileSync(file, "{");
  await expect(startNode({ home, app })).rejects.toThrow(/genesis .*genesis\.json/);
  // The same one in other words is taken, and known from then on.
  writeFileSync(file, JSON.stringify(JSON.parse(own), null, 2));
  const before = await sumIn(home);
  await (await startNode({ home, app })).stop();
  const after = await sumIn(home);
  assert.isDefined(before);
  expect(after).not.toBe(before);
});

it("a genesis that changes while the node runs is not printed", async () => {
  const home = homeForTest();
  const { genesis: file } = embeddedPaths(home);
  const node = await startNode({ home });
  onTestFinished(() => node.stop());
  writeFileSync(file, readFileSync(file, "utf8").replace("{", '{"added":1,'));
  const { error } = await answer(`${node.url}/genesis`);
  expect(error?.code).toBe(-32603);
  expect((await fetch(`${node.url}/status`)).status).toBe(200);
});

it("a bad genesis leaves no database behind", async () => {
  const home = homeForTest();
  writeFileSync(embeddedPaths(home).genesis, "{");
  await expect(startNode({ home })).rejects.toThrow(/genesis .*genesis\.json/);
  assert.isFalse(existsSync(join(home, "data", "engine.db")));
});

interface Answer {
  readonly result?: { readonly genesis: { readonly chain_id: string } };
  readonly error?: { readonly code: number };
}

async function answer(url: string): Promise<Answer> {
  return (await (await fetch(url)).json()) as Answer;
}

async function sumIn(home: string): Promise<string | undefined> {
  const store = await ChainStore.open(embeddedPaths(home).data);
  const { genesisSum } = store;
  await store.close();
  return genesisSum;
}
