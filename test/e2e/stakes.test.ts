import { describe, expect, it } from "vitest";
import { createKey } from "../../src/engine/embedded/keys.js";
import { LINES } from "../support/cosmjs-lines.js";
import { stakeClient } from "../support/stake-client.js";
import { until } from "../support/until.js";
import { stakedChain } from "./staked-engine.js";
import { operatorAddress, operatorKey, STAKERS, stakingSuite } from "./staking.js";

describe("stakes on the embedded engine", () => {
  let rpcUrl = "";
  stakingSuite(async () => {
    const chain = await stakedChain(STAKERS);
    ({ rpcUrl } = chain);
    return { ...chain, firstKey: createKey().publicKey };
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
