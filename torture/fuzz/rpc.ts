import { once } from "node:events";
import { WebSocket } from "ws";
import type { Random } from "../../test/store/random.js";
import { startChain } from "../../test/support/gateway-world.js";
import { type Check, Counts, eachCase, must, type Plan } from "../check.js";
import { Memory } from "../memory.js";
import { say } from "./http.js";
import { KNOWN, mustBeWell, NAMES, queryOf } from "./parameters.js";
import { ACCIDENT, anyValue, changedText } from "./values.js";

/** Requests of one case. */
const ROUND = 250;

const METHODS: readonly string[] = [
  ...[
    "health",
    "status",
    "net_info",
    "genesis",
    "genesis_chunked",
    "blockchain",
    "block",
    "header",
  ],
  ...[
    "block_by_hash",
    "header_by_hash",
    "block_results",
    "commit",
    "validators",
    "consensus_params",
  ],
  ...["dump_consensus_state", "consensus_state", "unconfirmed_txs", "num_unconfirmed_txs", "tx"],
  ...["tx_search", "block_search", "abci_info", "abci_query", "check_tx", "broadcast_tx_sync"],
  ...["broadcast_tx_async", "broadcast_evidence", "subscribe", "unsubscribe", "unsubscribe_all"],
  ...["nothing", "__proto__", "constructor", "", "toString"],
];

/** A request object, or what somebody takes for one. */
function rpcRequest(random: Random): unknown {
  const given = () => [random.pick(NAMES), anyValue(random, KNOWN)] as const;
  const params = [
    () => Object.fromEntries(Array.from({ length: random.below(5) }, given)),
    () => Array.from({ length: random.below(6) }, () => anyValue(random, KNOWN)),
    () => anyValue(random, KNOWN),
    () => undefined,
  ];
  const id = random.below(4) === 0 ? anyValue(random, KNOWN) : random.below(1_000);
  const method = random.below(30) === 0 ? anyValue(random, []) : random.pick(METHODS);
  return { jsonrpc: "2.0", id, method, params: random.pick(params)() };
}

/** What `POST /` is sent: requests, batches, and broken JSON. */
function rpcBody(random: Random): string {
  const kind = random.below(10);
  const one = JSON.stringify(rpcRequest(random));
  if (kind === 0) return changedText(random, one);
  if (kind === 1) return JSON.stringify(anyValue(random, KNOWN));
  if (kind > 2) return one;
  const count = random.below(12) === 0 ? 101 : random.below(9);
  return JSON.stringify(Array.from({ length: count }, () => rpcRequest(random)));
}

const CODES: ReadonlySet<unknown> = new Set([-32700, -32600, -32601, -32602, -32603]);

/** Whether text is an answer, or a list of answers, in the contract's form. */
function isAnswer(text: string): boolean {
  if (text === "") return true;
  const parsed: unknown = JSON.parse(text);
  return [parsed].flat().every((one) => {
    if (typeof one !== "object" || one === null) return false;
    if ("result" in one) return true;
    const error: unknown = "error" in one ? one.error : undefined;
    return typeof error === "object" && error !== null && "code" in error && CODES.has(error.code);
  });
}

function mustAnswer(what: string, text: string): void {
  let holds = false;
  try {
    holds = isAnswer(text) && !ACCIDENT.test(text);
  } catch {
    // Not even JSON.
  }
  must(holds, () => `${what.slice(0, 1_000)} is answered ${text.slice(0, 600)}`);
}

/** Requests to the engine's RPC, in bodies and addresses. */
export const fuzzRpc: Check = {
  part: "fuzz",
  name: "fuzz.rpc",
  unit: "requests",
  full: 10_000,
  least: ROUND,
  async run(plan: Plan) {
    const chain = await startChain();
    const url = chain.rpcUrl.replace("tcp:", "http:");
    const counts = new Counts();
    const memory = new Memory();
    let tried = 0;
    const failures = await eachCase(plan, Math.ceil(plan.count / ROUND), async (random) => {
      for (let number = 0; number < ROUND; number += 1) {
        tried += 1;
        const isByUrl = random.below(3) === 0;
        const path = `/${random.pick(METHODS)}${queryOf(random)}`;
        const body = rpcBody(random);
        const heard = isByUrl ? await say(url, "GET", path) : await say(url, "POST", "/", body);
        if (heard === undefined) continue;
        counts.add(String(heard.status));
        const { status } = heard;
        const what = isByUrl ? `GET ${path}` : `POST ${body}`;
        must(
          [200, 400, 404, 414, 431, 500].includes(status),
          () => `${what} is answered ${status}`,
        );
        if (status === 200 && isByUrl && path.startsWith("/?")) continue;
        if (isByUrl && path === "/") continue;
        // Nothing at all is answered with the list of methods, as CometBFT does.
        if (!isByUrl && body.length === 0) continue;
        if (status === 404) continue;
        mustAnswer(what, heard.body);
      }
      await mustBeWell(chain, "the RPC");
      memory.sample();
    });
    await chain.stop();
    return { tried, told: `${counts.told()}; ${memory.told()}`, failures };
  },
};

/** Frames of one WebSocket. */
const FRAMES = 50;

/** Frames at the engine's WebSocket, whole and broken ones. */
export const fuzzWebSocket: Check = {
  part: "fuzz",
  name: "fuzz.websocket",
  unit: "frames",
  full: 5_000,
  least: FRAMES,
  async run(plan: Plan) {
    const chain = await startChain();
    const url = `${chain.rpcUrl.replace("tcp:", "ws:")}/websocket`;
    const counts = new Counts();
    const memory = new Memory();
    let tried = 0;
    const failures = await eachCase(plan, Math.ceil(plan.count / FRAMES), async (random) => {
      const socket = new WebSocket(url);
      const bad: string[] = [];
      socket.on("message", (data) => {
        const text = String(data);
        counts.add("answers and events");
        try {
          mustAnswer("a frame", text);
        } catch (error) {
          bad.push(String(error));
        }
      });
      socket.on("error", () => undefined);
      await once(socket, "open");
      for (let number = 0; number < FRAMES && socket.readyState === socket.OPEN; number += 1) {
        tried += 1;
        if (random.below(12) === 0) socket.send(random.bytes(0, 200), { binary: true });
        else if (random.below(40) === 0) socket.ping();
        else socket.send(rpcBody(random));
      }
      await mustBeWell(chain, "the WebSocket");
      socket.terminate();
      must(bad.length === 0, () => bad.join("\n"));
      memory.sample();
    });
    await chain.stop();
    return { tried, told: `${counts.told()}; ${memory.told()}`, failures };
  },
};
