import { afterAll, beforeAll, describe, it } from "vitest";
import type { NetworkNode } from "../../src/cli/new-network.js";
import { COMET_BIN } from "../support/comet.js";
import { LINES, type Line, type Mode } from "../support/cosmjs-lines.js";
import type { Network } from "../support/network.js";
import { until } from "../support/until.js";
import { participantsJourney } from "./participants.js";
import type { Player } from "./participants-market.js";
import { KEYS, participantsNetwork, restUrlOf, startWithRest } from "./participants-network.js";

const [line, earlier] = LINES as readonly [Line, Line];

/** Who uses the earlier CosmJS: one corporation's operator, and a service. */
const EARLIER: readonly Player[] = ["verifier", "verifierService"];

const journey = (network: Network, mode: Mode) => {
  const node = network.member(0);
  const urls = { rpcUrl: node.rpc, restUrl: restUrlOf(node) };
  const lineOf = (name: Player) => (EARLIER.includes(name) ? earlier : line);
  return participantsJourney({ ...urls, line, lineOf, mode, keys: KEYS });
};

describe("participants on the embedded engine", () => {
  let network: Network;

  beforeAll(async () => {
    const app = (node: NetworkNode) => startWithRest("embedded", node);
    network = await participantsNetwork({ bin: "", validators: 1, app });
    const node = network.member(0);
    node.startNode();
    await until(async () => ((await node.height()) ?? 0) >= 2);
  }, 120_000);

  afterAll(() => network?.end());

  it("[D-PP-11] [D-PP-33] [D-PP-36] [D-PP-55] [D-TD-05] onboards seven corporations, whose accounts and deposits are what was worked out by hand, signing direct by CosmJS 0.39 and 0.32", async () => {
    await journey(network, "direct");
  }, 600_000);
});

describe.runIf(COMET_BIN)("participants on CometBFT", () => {
  let network: Network;

  beforeAll(async () => {
    const app = (node: NetworkNode) => startWithRest("comet", node);
    network = await participantsNetwork({ bin: COMET_BIN ?? "", validators: 1, app });
    await network.start();
    await network.reached(2);
  }, 120_000);

  afterAll(() => network?.end());

  it("[D-PP-11] [D-PP-33] [D-PP-36] [D-PP-55] [D-TD-05] takes the same journey, signing amino", async () => {
    await journey(network, "amino");
  }, 600_000);
});
