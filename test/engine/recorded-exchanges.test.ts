import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { MsgSend } from "../../src/gen/cosmos/bank/v1beta1.js";
import { SimulateRequest } from "../../src/gen/cosmos/tx/v1beta1.js";
import { addressBytes } from "../../src/keeper/addresses.js";
import { packed } from "../support/gateway-story.js";
import { type ChainWorld, OTHER, RICH, startChain } from "../support/gateway-world.js";
import { type Recorded, recordedRpc } from "../support/recorded-rpc.js";
import { signedTx, type TxParts } from "../support/signed-tx.js";
import { shapeDifferences } from "../support/skeleton.js";

/** What the recordings speak of, which is replaced by what this chain has. */
const OLD = {
  height: "162",
  blockHash: Buffer.from("kOss6HZPv7bXqX3LAuLHz1p1ke5AqvZc3Zf5/nfOUew=", "base64"),
  txHash: Buffer.from("ABEhyUBQUpcMxgemjWbw5XpRjHPlNhHjA0L4iPcAhiA=", "base64"),
  sender: "verana1cfk04sqjv0lxdkx9j5puz8hae95mx546vs088y",
  recipient: "verana1zspr8m4238a486qk9ejrs7vcfwmv26c85x3ey0",
};

/** Where this node answers otherwise than the recorded one, and why. */
const OTHERWISE: readonly (readonly [note: string | RegExp, why: string])[] = [
  [/JSON number/, "64-bit numbers may be JSON numbers too"],
  ["base64 is refused here", "every method takes hashes in both forms"],
  [/^hex given where base64/, "every method takes hashes in both forms"],
  ["parameter missing", "a missing parameter is the client's mistake"],
  ["batch of one: the answer is NOT an array", "a batch is always answered by a list"],
  [/^batch of 11/, "one hundred requests may come at once"],
  ["block that changed the validator set", "the validators of this chain do not change"],
  [/^after check_tx of the same bytes/, "check_tx leaves the sequences alone"],
  ["subspace read", "one request would read a whole store"],
];

let chain: ChainWorld;
let live: { height: string; blockHash: Buffer; txHash: Buffer };
const sequences = new Map<string, bigint>();

beforeAll(async () => {
  chain = await startChain();
  const { backend } = chain.node;
  // The recorded queries name heights up to 50.
  await reached(52n);
  const { found } = await backend.mempool.addAndWait(transfer());
  if (found === undefined) throw new Error("the transfer was refused");
  await reached(found.height + 2n);
  const blockHash = Buffer.from(backend.chain.block(found.height)?.id.hash ?? []);
  const txHash = createHash("sha256").update(found.tx).digest();
  live = { height: found.height.toString(), blockHash, txHash };
});

afterAll(async () => {
  await chain.stop();
});

async function reached(height: bigint): Promise<void> {
  while (chain.node.backend.chain.height < height) await sleep(20);
}

/** A transfer with the sender's next sequence. */
function transfer(parts: TxParts = {}, amount = 5n): Uint8Array {
  const value = { fromAddress: RICH.address, toAddress: OTHER.address };
  const messages = [packed(MsgSend, { ...value, amount: [{ denom: "uvna", amount }] })];
  const sequence = parts.sequence ?? sequences.get(RICH.address) ?? 0n;
  if (parts.sequence === undefined && parts.signature === undefined) {
    sequences.set(RICH.address, sequence + 1n);
  }
  const fee = { gasLimit: 400_000n };
  return signedTx(RICH, { messages, accountNumber: 8n, fee, ...parts, sequence });
}

/** A recorded request as it is put to this chain. */
function today(text: string): string {
  const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");
  const pairs: readonly (readonly [string, string])[] = [
    [OLD.blockHash.toString("base64"), live.blockHash.toString("base64")],
    [hex(OLD.blockHash).toUpperCase(), hex(live.blockHash).toUpperCase()],
    [OLD.txHash.toString("base64"), live.txHash.toString("base64")],
    [hex(OLD.txHash).toUpperCase(), hex(live.txHash).toUpperCase()],
    [hex(Buffer.from(OLD.sender)), hex(Buffer.from(RICH.address))],
    [hex(addressBytes(OLD.sender)), hex(addressBytes(RICH.address))],
    [OLD.sender, RICH.address],
    [OLD.recipient, OTHER.address],
    [OLD.height, live.height],
  ];
  return pairs.reduce((all, [old, now]) => all.replaceAll(old, now), text);
}

interface Answer {
  readonly error?: { readonly code: number; readonly data?: string };
  readonly result?: { readonly response?: { readonly code: number; readonly codespace: string } };
}

/** Numbers of blocks differ from chain to chain. */
const bare = (text: string | undefined) => text?.replaceAll(/\d+$/g, "#");

/** How an answer differs from the recorded one. Genesis states differ by their modules. */
function differences(recorded: unknown, found: unknown): readonly string[] {
  const shape = shapeDifferences(recorded, found, [/\.app_state/]);
  const [a, b] = [(recorded ?? {}) as Answer, (found ?? {}) as Answer];
  const codes = ({ error, result }: Answer) => [
    error?.code,
    // The wording of malformed input is that of another language.
    error?.code === -32603 ? bare(error.data) : undefined,
    result?.response?.code,
    result?.response?.codespace,
  ];
  const [wanted, is] = [codes(a), codes(b)].map((all) => JSON.stringify(all));
  return wanted === is ? shape : [...shape, `${wanted} wanted, ${is} found`];
}

const isOtherwise = ({ note = "", request }: Recorded) =>
  OTHERWISE.some(([pattern]) =>
    typeof pattern === "string" ? note === pattern : pattern.test(note),
  ) || /"min_?Height":1,/.test(request);

const overHttp = recordedRpc.filter(({ request }) => !request.startsWith("WS "));
const signed = (entry: Recorded) =>
  /"method":"(broadcast_tx|check_tx)|Simulate"|\/app\/simulate/.test(entry.request) &&
  !/"tx":"(AAAA)?"/.test(entry.request);
const asked = ({ request, note = "" }: Recorded) => [request.slice(0, 140), note] as const;

describe("every recorded exchange has the recorded status, names, types, order and codes", () => {
  it.each(
    overHttp
      .filter((entry) => !isOtherwise(entry) && !signed(entry))
      .map((entry) => [...asked(entry), entry] as const),
  )("%s (%s)", async (_request, _note, entry) => {
    const [verb = "", path = ""] = entry.request.split(" ", 2);
    const body = entry.request.slice(verb.length + path.length + 2);
    const response = await fetch(`${chain.rpcUrl.replace("tcp:", "http:")}${today(path)}`, {
      method: verb,
      headers: entry.request_headers ?? {},
      ...(verb === "POST" || verb === "PUT" ? { body: today(body) } : {}),
    });
    const text = await response.text();
    expect(response.status).toBe(entry.status);
    if (entry.response !== undefined) {
      expect(differences(entry.response, JSON.parse(text))).toEqual([]);
    } else if (entry.trimmed === undefined) expect(text).toBe(entry.response_text);
    else expect(text).toContain("<html><body><br>Available endpoints:<br>");
    const changing = /^(x-server-time|content-length)$/;
    for (const [name, value] of Object.entries(entry.headers ?? {})) {
      if (!changing.test(name)) expect([name, response.headers.get(name)]).toEqual([name, value]);
    }
  });

  it("of transactions, which are signed for this chain", async () => {
    const tried = new Set<Recorded>();
    const exchange = async (method: string, note: string, params: object) => {
      const entry = overHttp.find((one) => {
        return one.request.includes(method) && (one.note ?? "") === note && signed(one);
      });
      if (entry === undefined) throw new Error(`no recording of ${method} (${note})`);
      tried.add(entry);
      const name = /"method":"(\w+)"/.exec(entry.request)?.[1];
      const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method: name, params });
      const response = await fetch(chain.rpcUrl.replace("tcp:", "http:"), { method: "POST", body });
      // biome-ignore lint/suspicious/noExplicitAny: JSON of many shapes
      const found: any = await response.json();
      expect([method, note, differences(entry.response, found)]).toEqual([method, note, []]);
      return found.result ?? found.error;
    };
    const tx = (bytes: Uint8Array) => ({ tx: Buffer.from(bytes).toString("base64") });

    const fresh = transfer();
    const checked =
      "runs CheckTx only; it also moves the check state (sequence + 1) until the next block";
    await exchange("check_tx", checked, tx(fresh));
    const accepted = await exchange("broadcast_tx_sync", "accepted", tx(fresh));
    expect(accepted.code).toBe(0);
    await exchange("broadcast_tx_sync", "same bytes again", tx(fresh));
    const wrong = transfer({ sequence: 77n });
    const refused = await exchange("broadcast_tx_sync", "refused by CheckTx", tx(wrong));
    expect(refused).toMatchObject({ code: 32, codespace: "sdk", data: "" });
    expect(refused.log).toMatch(/^account sequence mismatch, expected 2, got 77/);
    await exchange("broadcast_tx_async", "async answers before CheckTx: always code 0", tx(wrong));
    const waited = transfer();
    const { tx_result: result } = await exchange(
      "broadcast_tx_commit",
      "waits for the block",
      tx(waited),
    );
    expect(result).toMatchObject({ code: 0, data: expect.stringMatching(/^[A-Za-z0-9+/=]+$/) });
    const away = "refused by CheckTx: tx_result empty, height 0";
    await exchange("broadcast_tx_commit", away, tx(transfer({ sequence: 78n })));
    const poor = await exchange(
      "broadcast_tx_commit",
      "passes CheckTx, fails in the block",
      tx(transfer({}, 10n ** 30n)),
    );
    expect(poor.tx_result).toMatchObject({ code: 5, codespace: "sdk", data: null });
    const after = "the same bytes after inclusion: still in the cache";
    await exchange("broadcast_tx_sync", after, tx(waited));

    const simulate = (amount: bigint) => {
      const signature = new Uint8Array();
      const txBytes = transfer({ signature, mode: 0, sequence: 4n }, amount);
      return Buffer.from(SimulateRequest.encode(SimulateRequest.create({ txBytes }))).toString(
        "hex",
      );
    };
    const path = "/cosmos.tx.v1beta1.Service/Simulate";
    const valid = "simulate over abci, empty signature and mode 0";
    await exchange("Service/Simulate", valid, { path, data: simulate(5n) });
    const failing = { path, data: simulate(10n ** 30n) };
    await exchange("Service/Simulate", "simulate a message that fails", failing);
    const txBytes = Buffer.from(transfer({ signature: new Uint8Array(), sequence: 4n })).toString(
      "hex",
    );
    const older = { path: "/app/simulate", data: txBytes };
    await exchange("/app/simulate", "the older simulate path: JSON in value", older);
    expect(overHttp.filter((one) => signed(one) && !isOtherwise(one) && !tried.has(one))).toEqual(
      [],
    );
  });

  it("over the WebSocket, in the recorded order", async () => {
    const socket = new WebSocket(`${chain.rpcUrl.replace("tcp:", "ws:")}/websocket`);
    await new Promise((resolve) => socket.on("open", resolve));
    const answers: unknown[] = [];
    let wake: () => void = () => undefined;
    socket.on("message", (data) => {
      const frame = JSON.parse(String(data));
      if (frame.result?.data !== undefined) return;
      answers.push(frame);
      wake();
    });
    for (const { request, frame } of recordedRpc) {
      if (!request.startsWith("WS /websocket ")) continue;
      const next = new Promise<void>((resolve) => {
        wake = resolve;
      });
      socket.send(request.slice("WS /websocket ".length));
      await next;
      expect([request, differences(frame, answers.pop())]).toEqual([request, []]);
    }
    socket.close();
  });

  it("leaves out nothing but what is answered otherwise, and why", () => {
    const left = overHttp.filter(isOtherwise);
    expect(left).toHaveLength(11);
    for (const [pattern, why] of OTHERWISE) {
      const fits = left.some(({ note = "" }) => note.match(pattern));
      expect([why, fits]).toEqual([why, true]);
    }
  });
});
