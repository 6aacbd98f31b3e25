import { describe, expect, it } from "vitest";
import { createKey } from "../../src/engine/embedded/keys.js";
import { startFast } from "../cli/in-process.js";
import { LINES } from "../support/cosmjs-lines.js";
import { stakeClient } from "../support/stake-client.js";
import { makeStakedNetwork } from "../support/staked-network.js";
import { until } from "../support/until.js";
import {
  operatorAddress,
  operatorKey,
  STAKERS,
  type StakingChain,
  stakingSuite,
} from "./staking.js";

/** One home as of a network of validators, whose blocks the embedded engine makes. */
async function embeddedChain(): Promise<StakingChain> {
  const network = await makeStakedNetwork({ bin: "", validators: 1, addresses: STAKERS });
  const running = await startFast(network.member(0).node.home, {
    ...{ blockTimeMs: 200, instant: true, snapshots: { interval: 0, keepRecent: 0 } },
  });
  return {
    rpcUrl: running.rpcAddress.replace("tcp:", "http:"),
    firstKey: createKey().publicKey,
    async stop() {
      await running.stop();
      await network.end();
    },
  };
}

describe("stakes on the embedded engine", () => {
  let rpcUrl = "";
  stakingSuite(async () => {
    const chain = await embeddedChain();
    ({ rpcUrl } = chain);
    return chain;
  });

  it("a validator whose key the engine does not hold is jailed, and may come back", async () => {
    const [line] = LINES;
    if (line === undefined) throw new Error("there is no client");
    const operator = await stakeClient(line, "amino", rpcUrl, operatorKey(0));
    const validatorAddr = operatorAddress(operator.address);
    const found = async () => (await operator.query.staking.validator(validatorAddr)).validator;
    await until(async () => (await found()).jailed);
    const { validators } = await operator.query.staking.validators("BOND_STATUS_BONDED");
    expect(validators.map(({ operatorAddress: of }) => of)).not.toContain(validatorAddr);
    const unjail = () => operator.send("/cosmos.slashing.v1beta1.MsgUnjail", { validatorAddr });
    await until(async () => (await unjail()).code === 0);
    expect(await found()).toMatchObject({ jailed: false, status: 3 });
    operator.end();
  }, 120_000);
});
