import { afterAll, beforeAll, describe, it } from "vitest";
import { startFast } from "../cli/in-process.js";
import { COMET_BIN } from "../support/comet.js";
import { LINES, type Line, type Mode } from "../support/cosmjs-lines.js";
import type { Network } from "../support/network.js";
import { testKey } from "../support/signed-tx.js";
import { makeStakedNetwork } from "../support/staked-network.js";
import { registryJourney } from "./registry.js";

const keys = {
  ...{ alice: testKey(800), bob: testKey(801), carol: testKey(802), dave: testKey(803) },
  ...{ oracle: testKey(804), voter: testKey(805) },
};
const ADDRESSES = Object.values(keys).map(({ address }) => address);

const [line] = LINES as readonly [Line, Line];
const journey = (rpcUrl: string, mode: Mode) =>
  registryJourney({ rpcUrl, line, mode, keys, currency: "EUR" });

describe("the registry on the embedded engine", () => {
  let network: Network;
  let running: Awaited<ReturnType<typeof startFast>>;

  beforeAll(async () => {
    network = await makeStakedNetwork({ bin: "", validators: 1, addresses: ADDRESSES });
    running = await startFast(network.member(0).node.home, {
      ...{ blockTimeMs: 200, instant: true, snapshots: { interval: 0, keepRecent: 0 } },
    });
  }, 120_000);

  afterAll(async () => {
    await running?.stop();
    await network?.end();
  });

  it("[D-AUTHZ-02] [D-XR-06] [D-XR-07] takes three people from a group to archived schemas, and an oracle through its breaker, signing direct", async () => {
    const rpcUrl = running.rpcAddress.replace("tcp:", "http:");
    await journey(rpcUrl, "direct");
  }, 600_000);
});

describe.runIf(COMET_BIN)("the registry on CometBFT", () => {
  let network: Network;

  beforeAll(async () => {
    network = await makeStakedNetwork({
      ...{ bin: COMET_BIN ?? "", validators: 1, addresses: ADDRESSES },
      values: { "consensus.timeout_commit": "200ms" },
    });
    await network.start();
  }, 120_000);

  afterAll(() => network?.end());

  it("[D-AUTHZ-02] [D-XR-06] [D-XR-07] takes the same journey, signing amino", async () => {
    await journey(network.member(0).rpc, "amino");
  }, 600_000);
});
