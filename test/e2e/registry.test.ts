import { afterAll, beforeAll, describe, it } from "vitest";
import { COMET_BIN } from "../support/comet.js";
import { LINES, type Line, type Mode } from "../support/cosmjs-lines.js";
import type { Network } from "../support/network.js";
import { testKey } from "../support/signed-tx.js";
import { makeStakedNetwork } from "../support/staked-network.js";
import { registryJourney } from "./registry.js";
import { stakedChain } from "./staked-engine.js";

const keys = {
  ...{ alice: testKey(800), bob: testKey(801), carol: testKey(802), dave: testKey(803) },
  ...{ oracle: testKey(804), voter: testKey(805) },
};
const ADDRESSES = Object.values(keys).map(({ address }) => address);

const [line] = LINES as readonly [Line, Line];
const journey = (rpcUrl: string, mode: Mode) =>
  registryJourney({ rpcUrl, line, mode, keys, currency: "EUR" });

// A rate is valid for a minute at least, and each journey waits for its end: the two wait together.
describe("the registry on the embedded engine", { concurrent: true }, () => {
  let chain: Awaited<ReturnType<typeof stakedChain>>;

  beforeAll(async () => {
    chain = await stakedChain(ADDRESSES);
  }, 120_000);

  afterAll(() => chain?.stop());

  it("[D-AUTHZ-02] [D-XR-06] [D-XR-07] takes three people from a group to archived schemas, and an oracle through its breaker, signing direct", async () => {
    await journey(chain.rpcUrl, "direct");
  }, 600_000);
});

describe.runIf(COMET_BIN)("the registry on CometBFT", { concurrent: true }, () => {
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
