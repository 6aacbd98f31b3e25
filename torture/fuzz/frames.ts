import { setTimeout as sleep } from "node:timers/promises";
import { silent } from "../../src/abci/logger.js";
import { startAbciServer } from "../../src/abci/socket-server.js";
import {
  Request,
  RequestCheckTx,
  RequestEcho,
  RequestFlush,
  RequestInfo,
  RequestQuery,
} from "../../src/gen/tendermint/abci.js";
import type { Random } from "../../test/store/random.js";
import { AbciClient, requestFrame } from "../../test/support/abci-client.js";
import { BusyChain } from "../busy.js";
import { type Check, Counts, eachCase, must, type Plan } from "../check.js";
import { Memory } from "../memory.js";
import { mutatedMessage, varint } from "./wire-mutations.js";

/** Frames of one case, over several connections. */
const ROUND = 500;
/** Frames that a connection is sent at most. */
const PIPELINE = 6;
const MAX_FRAME = 1 << 20;
const PATIENCE_MS = 20_000;

/** What a good client may ask; methods of consensus would move the chain, or rightly stop the node. */
function goodRequest(random: Random, chain: BusyChain): Partial<Request> {
  const { busy, app } = chain;
  const ways: readonly (() => Partial<Request>)[] = [
    () => ({ echo: RequestEcho.create({ message: "x".repeat(random.below(300)) }) }),
    () => ({ flush: RequestFlush.create({}) }),
    () => ({ info: RequestInfo.create({ version: "0.38.17" }) }),
    () => ({ checkTx: RequestCheckTx.create({ tx: busy.next(random) }) }),
    () => ({ checkTx: RequestCheckTx.create({ tx: random.bytes(0, 60), type: random.below(3) }) }),
    () => {
      const path = random.pick([...app.live.composition.queries.keys()]);
      const height = random.pick([0n, 1n, 5n, 99n, -1n, (1n << 63n) - 1n]);
      return { query: RequestQuery.create({ path, data: random.bytes(0, 9), height }) };
    },
    () => {
      const path = random.pick([
        "/store/bank/key",
        "/store/x/key",
        "",
        "/",
        "/app/version",
        "/p2p/",
      ]);
      const data = random.bytes(0, 9);
      return { query: RequestQuery.create({ path, data, prove: random.below(2) === 0 }) };
    },
  ];
  return random.pick(ways)();
}

/** Requests of methods that a fuzzed frame must not reach: they belong to the engine alone. */
const CONSENSUS = [
  ...(["initChain", "prepareProposal", "processProposal", "finalizeBlock", "extendVote"] as const),
  ...(["verifyVoteExtension", "commit"] as const),
  ...(["offerSnapshot", "applySnapshotChunk", "loadSnapshotChunk", "listSnapshots"] as const),
];

function isConsensus(body: Uint8Array): boolean {
  try {
    const request = Request.decode(body);
    return CONSENSUS.some((method) => request[method] !== undefined);
  } catch {
    return false;
  }
}

/** Bytes that may be a frame. */
function hostileFrame(random: Random, chain: BusyChain): Uint8Array {
  const good = requestFrame(goodRequest(random, chain));
  const body = Request.encode(Request.create(goodRequest(random, chain)));
  const ways: readonly (() => Uint8Array)[] = [
    () => random.mutated(good),
    () => random.bytes(0, 40),
    () => Buffer.concat([varint(body.length + 1 + random.below(5)), body]),
    () => Buffer.concat([varint(Math.max(0, body.length - 1)), body]),
    () => Buffer.concat([varint(MAX_FRAME + 1 + random.below(2 ** 31)), body]),
    () => Buffer.concat([Uint8Array.of(...Array<number>(9).fill(0xff), 1), body]),
    () => Buffer.concat([Uint8Array.of(...Array<number>(11).fill(0x80)), body]),
    () => Uint8Array.of(0),
  ];
  if (random.below(2) === 0) return random.pick(ways)();
  const changed = mutatedMessage(random, body, random.bytes(0, 20));
  return Buffer.concat([varint(changed.length), isConsensus(changed) ? body : changed].slice(0, 2));
}

/** One hostile connection: good frames and a hostile one, pipelined, in pieces, then its end. */
async function converse(random: Random, chain: BusyChain, address: string): Promise<number> {
  const client = await AbciClient.connect(address);
  const count = 1 + random.below(PIPELINE);
  const good = Array.from({ length: count - 1 }, () => requestFrame(goodRequest(random, chain)));
  const hostile = safe(random, chain);
  const frames = random.below(4) === 0 ? [hostile, ...good] : [...good, hostile];
  const bytes = Buffer.concat(frames);
  let at = 0;
  while (at < bytes.length && !client.closed) {
    const next = random.below(3) === 0 ? at + 1 + random.below(40) : bytes.length;
    client.write(bytes.subarray(at, next));
    at = next;
    if (random.below(8) === 0) await sleep(0);
  }
  client.socket.end();
  const deadline = Date.now() + PATIENCE_MS;
  while (!client.closed) {
    must(Date.now() < deadline, () => `a connection stays open after ${bytes.toString("hex")}`);
    await Promise.race([client.ended(), sleep(1_000)]);
  }
  return count;
}

/** A frame that is not by accident one of the engine's own. */
function safe(random: Random, chain: BusyChain): Uint8Array {
  for (;;) {
    const made = hostileFrame(random, chain);
    // Bytes may be cut anywhere: only the plain reading is looked at.
    if (!isConsensus(made.subarray(1)) && !isConsensus(made.subarray(2))) return made;
  }
}

async function round(random: Random, frames: number, counts: Counts): Promise<number> {
  const warnings: string[] = [];
  const warn = (message: string) => void warnings.push(message);
  const fatal: Error[] = [];
  const chain = await BusyChain.start();
  const server = await startAbciServer({
    app: chain.app,
    listen: "tcp://127.0.0.1:0",
    logger: { ...silent, warn, error: warn },
    onFatal: (error) => void fatal.push(error),
    maxFrameBytes: MAX_FRAME,
  });
  const good = await AbciClient.connect(server.address);
  let sent = 0;
  while (sent < frames) {
    const before = warnings.length;
    sent += await converse(random, chain, server.address);
    counts.add(warnings.length > before ? "closed with a log line" : "served to the end");
    const answer = await good.ask({ echo: RequestEcho.create({ message: `after ${sent}` }) });
    must(answer.echo?.message === `after ${sent}`, () => "another connection gets no answer");
    must(fatal.length === 0, () => `the node stops: ${fatal[0]?.stack}`);
  }
  const info = await good.ask({ info: RequestInfo.create({}) });
  must(info.info?.lastBlockHeight === chain.height, () => "the chain was moved");
  await chain.block([]);
  await server.close();
  await chain.close();
  return sent;
}

/** Hostile frames at the ABCI socket, beside a connection that goes on. */
export const fuzzFrames: Check = {
  part: "fuzz",
  name: "fuzz.frames",
  unit: "frames",
  full: 100_000,
  least: ROUND,
  async run(plan: Plan) {
    const counts = new Counts();
    const memory = new Memory();
    let tried = 0;
    const failures = await eachCase(plan, Math.ceil(plan.count / ROUND), async (random) => {
      tried += await round(random, ROUND, counts);
      memory.sample();
    });
    return { tried, told: `connections: ${counts.told()}; ${memory.told()}`, failures };
  },
};
