/*
 * A whole node, as `vprd start` runs it, that kills itself at a fault point. Argument: the options of
 * the node as JSON, beside those that are filled in here. VPR_STRIKE names the point, VPR_STRIKE_AT
 * which passing of it (1 unless told); without them the node just runs. VPR_NEXT names an upgrade: then
 * it is the next version of the program, which knows that. It tells `ready ADDRESSES` on
 * standard output when it runs, and logs on standard error.
 */
import { writeSync } from "node:fs";
import { RELEASE } from "../../src/abci/release.js";
import { readLogLevels } from "../../src/cli/log-levels.js";
import { lineLogger } from "../../src/cli/logger.js";
import { runUntilSignal } from "../../src/cli/node/signals.js";
import { type NodeOptions, startNode } from "../../src/cli/node/start-node.js";
import { nextRelease } from "./next-release.js";
import { selfKiller } from "./strike.js";

const given: Partial<NodeOptions> & Pick<NodeOptions, "home"> = JSON.parse(process.argv[3] ?? "{}");
const logger = lineLogger({
  format: "plain",
  levels: readLogLevels("info"),
  write: (line) => writeSync(2, line),
});
const next = process.env.VPR_NEXT;
const options: NodeOptions = {
  engine: "embedded",
  rpcListen: "tcp://127.0.0.1:0",
  abciListen: "tcp://127.0.0.1:0",
  cometRpc: "http://127.0.0.1:26657",
  apiListen: undefined,
  cors: false,
  minGasPrices: [],
  blockTimeMs: 50,
  instant: false,
  moniker: "struck",
  // Dumps and prunings often, so that their points are passed within seconds.
  dump: { versions: 5, writes: 1_000_000 },
  pruning: { keepRecent: 10, interval: 10 },
  logger,
  strike: selfKiller(process.env.VPR_STRIKE, process.env.VPR_STRIKE_AT),
  ...(next === undefined ? {} : { release: nextRelease(RELEASE, next) }),
  ...given,
};

await runUntilSignal(logger, async (abort) => {
  const node = await startNode({ ...options, abort });
  const { rpcAddress, abciAddress, apiAddress } = node;
  writeSync(1, `ready ${JSON.stringify({ rpcAddress, abciAddress, apiAddress })}\n`);
  return node;
});
