import { createRequire } from "node:module";
import { fromBech32 } from "@cosmjs/encoding";
import { QueryClient } from "cosmjs-stargate-032";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type ChainWorld, RICH, startChain } from "../support/gateway-world.js";

type Comet = Parameters<typeof QueryClient.withExtensions>[0];

// The release of the RPC client that this release of the client of the chain stands on.
const nested = createRequire(import.meta.resolve("cosmjs-stargate-032"));
const { Comet38Client } = nested("@cosmjs/tendermint-rpc") as {
  readonly Comet38Client: { connect(url: string): Promise<Comet> };
};

let chain: ChainWorld;
let comet: Comet;

beforeAll(async () => {
  chain = await startChain();
  comet = await Comet38Client.connect(chain.rpcUrl.replace("tcp", "http"));
});

afterAll(async () => {
  comet.disconnect();
  await chain.stop();
});

/** Key under which the bank keeps a balance. */
function balanceKey(address: string): Uint8Array {
  const { data } = fromBech32(address);
  return Uint8Array.of(2, data.length, ...data, ...Buffer.from("uvna"));
}

/** A height whose app hash stands in a header already. */
async function provableHeight(): Promise<number> {
  for (;;) {
    if ((await comet.status()).syncInfo.latestBlockHeight > 2) return 2;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

it("proves a present and an absent key to CosmJS 0.32, which checks them itself", async () => {
  const client = QueryClient.withExtensions(comet);
  const key = balanceKey(RICH.address);
  const height = await provableHeight();
  const present = await client.queryStoreVerified("bank", key, height);
  expect(present.height).toBe(height);
  expect(present.value.length).toBeGreaterThan(0);
  const absent = await client.queryStoreVerified("bank", Uint8Array.of(...key, 1), height);
  expect(absent.value).toHaveLength(0);
});

it("answers a raw proof with the two operations of the SDK", async () => {
  const client = QueryClient.withExtensions(comet);
  const { proof } = await client.queryRawProof(
    "bank",
    balanceKey(RICH.address),
    await provableHeight(),
  );
  expect(proof.ops.map(({ type }) => type)).toEqual(["ics23:iavl", "ics23:simple"]);
});

it("prints proofOps as a list of base64 fields", async () => {
  const data = Buffer.from(balanceKey(RICH.address)).toString("hex");
  const url = `${chain.rpcUrl.replace("tcp", "http")}/abci_query?path="/store/bank/key"&data=0x${data}&prove=true&height=${await provableHeight()}`;
  const { result } = (await (await fetch(url)).json()) as {
    readonly result: { readonly response: { readonly proofOps: unknown } };
  };
  const base64 = expect.stringMatching(/^[A-Za-z0-9+/]+=*$/);
  expect(result.response.proofOps).toEqual({
    ops: [
      { type: "ics23:iavl", key: Buffer.from(data, "hex").toString("base64"), data: base64 },
      { type: "ics23:simple", key: "YmFuaw==", data: base64 },
    ],
  });
});

it("refuses a proof at height 1, as the SDK does", async () => {
  const path = "/store/bank/key";
  const answer = await comet.abciQuery({ path, data: Uint8Array.of(2), height: 1, prove: true });
  expect(answer.code).toBe(18);
  expect(answer.log).toContain("cannot query with proof when height <= 1");
});

it("refuses a proof in a store that is not there", async () => {
  const path = "/store/bnak/key";
  const height = await provableHeight();
  const answer = await comet.abciQuery({ path, data: Uint8Array.of(2), height, prove: true });
  expect(answer.code).not.toBe(0);
  expect(answer.log).toContain("bnak");
});
