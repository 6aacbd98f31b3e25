import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CliError, messageOf } from "../../src/cli/failure.js";
import { program } from "../../src/cli/program.js";
import { COMET_BIN, type Funds } from "../support/comet.js";
import { LINES, signingClient } from "../support/cosmjs-lines.js";
import { testKey } from "../support/signed-tx.js";
import { cometChain, embeddedChain, type RunningChain } from "./transfer-engines.js";

const [FROM, TO] = [testKey(1), testKey(2)];

/** Runs a command in this process; what it printed. A process for each would take minutes. */
async function vprd(...args: readonly string[]): Promise<string> {
  const { write } = process.stdout;
  let printed = "";
  process.stdout.write = (text) => {
    printed += String(text);
    return true;
  };
  try {
    await (await program(args)).parseAsync(args, { from: "user" });
  } finally {
    process.stdout.write = write;
  }
  return printed;
}

/** What the commands about blocks and transactions print, whoever makes the blocks. */
function commandSuite(start: (funds: Funds) => Promise<RunningChain>): void {
  let chain: RunningChain;
  let hash: string;
  let height: string;

  beforeAll(async () => {
    chain = await start({ [FROM.address]: 1_000_000n });
    const [line] = LINES;
    if (line === undefined) throw new Error("there is no client");
    const client = await signingClient(line, "direct", chain.rpcUrl, FROM);
    const coins = [{ denom: "uvna", amount: "5" }];
    const sent = await client.sendTokens(FROM.address, TO.address, coins, "auto", "found");
    [hash, height] = [sent.transactionHash, String(sent.height)];
    while ((await client.getHeight()) <= sent.height + 1) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    client.disconnect();
  });

  afterAll(() => chain.stop());

  const at = () => ["--node", chain.rpcUrl.replace("http:", "tcp:")];
  const json = async (...args: readonly string[]) =>
    JSON.parse(await vprd(...args, ...at(), "-o", "json"));
  const refused = async (...args: readonly string[]): Promise<string> => {
    const error: unknown = await vprd(...args, ...at()).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(CliError);
    return messageOf(error);
  };

  it("status prints the RPC's answer on one line", async () => {
    const text = await vprd("status", ...at());
    expect(text.trim().split("\n")).toHaveLength(1);
    const found = JSON.parse(text);
    expect(Object.keys(found)).toEqual(["node_info", "sync_info", "validator_info"]);
    expect(found.node_info.version).toMatch(/^0\.38\./);
  });

  it("tx finds a transaction by hash, by account and sequence, and by signature", async () => {
    const byHash = await json("query", "tx", hash);
    expect(byHash).toMatchObject({ height, txhash: hash, code: 0, logs: [] });
    expect(byHash.tx.body.memo).toBe("found");
    expect(byHash.timestamp).toMatch(/^20\d\d-.*Z$/);
    expect(await json("query", "tx", `0x${hash.toLowerCase()}`)).toEqual(byHash);
    expect(await json("query", "tx", "--type=acc_seq", `${FROM.address}/0`)).toEqual(byHash);
    const [signature] = byHash.tx.signatures;
    expect(await json("query", "tx", "--type=signature", signature)).toEqual(byHash);
    expect(await json("query", "wait-tx", hash, "--timeout", "5s")).toEqual(byHash);
    expect(await vprd("query", "tx", hash, ...at())).toMatch(new RegExp(`^txhash: "?${hash}`, "m"));
  });

  it("txs pages through what a search finds", async () => {
    const query = `transfer.recipient='${TO.address}'`;
    const found = await json("query", "txs", "--query", query, "--limit", "1");
    const { txs, ...counts } = found;
    expect(Object.keys(found).at(-1)).toBe("txs");
    expect(counts).toEqual({
      total_count: "1",
      count: "1",
      page_number: "1",
      page_total: "1",
      limit: "1",
    });
    expect(txs.map((one: { txhash: string }) => one.txhash)).toEqual([hash]);
    const none = await json("query", "txs", "--query", "transfer.recipient='nobody'");
    expect(none).toMatchObject({ total_count: "0", txs: [] });
    expect(await refused("query", "txs", "--query", query, "--page", "2")).toContain("page");
    expect(await refused("query", "txs", "--query", "nonsense")).toContain("offset 8");
  });

  it("block, blocks and block-results print what the RPC answers", async () => {
    const { block, block_id } = await json("query", "block", height);
    expect([block.header.height, block.data.txs.length]).toEqual([height, 1]);
    expect((await json("query", "block", "--type=height", height)).block).toEqual(block);
    expect((await json("query", "block", "--type=hash", block_id.hash)).block).toEqual(block);
    const latest = await json("query", "block");
    expect(Number(latest.block.header.height)).toBeGreaterThan(Number(height));
    const results = await json("query", "block-results", height);
    expect(results).toMatchObject({ height, txs_results: [{ code: 0 }] });
    const query = `block.height<=${height}`;
    const page = ["--page", "1", "--limit", "2", "--order_by", "desc"];
    const found = await json("query", "blocks", "--query", query, ...page);
    expect(found).toMatchObject({ total_count: height, count: "2", limit: "2" });
    expect(found.blocks[0].block).toEqual(block);
    const { validators } = await json("query", "comet-validator-set", height);
    expect(validators.map((one: { address: string }) => one.address)).toEqual([
      block.header.proposer_address,
    ]);
  });

  it("say what is wrong with what they are asked", async () => {
    expect(await refused("query", "tx", "zz")).toContain("zz is no hash");
    expect(await refused("query", "tx", "0".repeat(64))).toContain("not found");
    expect(await refused("query", "tx", "--type=acc_seq", "zz")).toContain("no address");
    expect(await refused("query", "tx", "--type=acc_seq", `${TO.address}/0`)).toContain(
      "not found",
    );
    expect(await refused("query", "tx", "--type=signature", "*")).toContain(
      "no list of signatures",
    );
    expect(await refused("query", "block", "99999999")).toContain("99999999");
    expect(await refused("query", "block", "x")).toContain("x is no height");
    expect(await refused("query", "block-results", "0")).toContain("height");
    expect(await refused("query", "wait-tx", "0".repeat(64), "--timeout", "300ms")).toContain(
      "in no block",
    );
    const nobody = vprd("status", "--node", "tcp://127.0.0.1:1");
    await expect(nobody).rejects.toThrow(CliError);
  });
}

describe("commands about blocks on the embedded engine", () => commandSuite(embeddedChain));

describe.runIf(COMET_BIN)("commands about blocks on CometBFT", () => commandSuite(cometChain));
