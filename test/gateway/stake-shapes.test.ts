import {
  QueryClient,
  setupDistributionExtension,
  setupMintExtension,
  setupSlashingExtension,
  setupStakingExtension,
} from "@cosmjs/stargate";
import { connectComet } from "@cosmjs/tendermint-rpc";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as distribution from "../../src/gen/cosmos/distribution/v1beta1.js";
import { deliver } from "../support/gateway-story.js";
import {
  type ChainWorld,
  type GatewayWorld,
  OTHER,
  RICH,
  serveGateway,
  startChain,
  THIRD,
} from "../support/gateway-world.js";
import { recordedStakes, skeletonDifferences } from "../support/rest-skeleton.js";
import { operatorOf } from "../support/stake-genesis.js";
import {
  cancel,
  coin,
  createValidator,
  delegate,
  redelegate,
  undelegate,
} from "../support/stake-messages.js";
import { message } from "../support/world.js";

let chain: ChainWorld;
let rest: GatewayWorld;

const [FROM, TO] = [operatorOf(RICH.address), operatorOf(OTHER.address)];
const WHO = THIRD.address;

beforeAll(async () => {
  chain = await startChain();
  rest = await serveGateway(chain, {});
  // Too little for a unit of power: the engine's own validator goes on alone.
  const value = coin(400_000n);
  await deliver(rest, RICH, createValidator(RICH.address, 1, { value }));
  await deliver(rest, OTHER, createValidator(OTHER.address, 2, { value }));
  await deliver(rest, THIRD, delegate(WHO, FROM, 100_000n));
  const { json } = await deliver(rest, THIRD, undelegate(WHO, FROM, 10_000n));
  await deliver(rest, THIRD, cancel(WHO, FROM, 1n, BigInt(json.tx_response.height)));
  await deliver(rest, THIRD, redelegate(WHO, FROM, TO, 1_000n));
  const gift = { depositor: WHO, validatorAddress: FROM, amount: [coin(1_001n)] };
  await deliver(rest, THIRD, message(distribution.MsgDepositValidatorRewardsPool, gift));
  const to = { delegatorAddress: WHO, withdrawAddress: RICH.address };
  await deliver(rest, THIRD, message(distribution.MsgSetWithdrawAddress, to));
});

afterAll(async () => {
  await rest.close();
  await chain.stop();
});

/** A recorded path with what this chain has in place of what the recorded one had. */
const today = (path: string): string =>
  path
    .replace(/veranavaloper1[a-z0-9]+/g, FROM)
    .replace(/verana1[a-z0-9]+/g, WHO)
    .replace(/historical_info\/\d+/, "historical_info/2");

describe("stakes over REST", () => {
  it.each(recordedStakes())("%s has the recorded shape", async (request, recorded) => {
    const found = await rest.get(today(request.replace("GET ", "")));
    expect([found.status, found.text.slice(0, 200)]).toEqual([200, expect.any(String)]);
    expect(skeletonDifferences(recorded, found.json)).toEqual([]);
  });

  it.each([
    ["staking/v1beta1/validators/veranavaloper1bad", 400, 3],
    ["staking/v1beta1/validators?status=nonsense", 400, 3],
    [`staking/v1beta1/validators/${operatorOf(THIRD.address)}`, 404, 5],
    [`staking/v1beta1/validators/${FROM}/delegations/${OTHER.address}`, 404, 5],
    ["slashing/v1beta1/signing_infos/veranavalcons1bad", 400, 3],
    ["evidence/v1beta1/evidence/00", 404, 5],
  ])("%s is answered %i, code %i", async (path, status, code) => {
    const found = await rest.get(`/cosmos/${path}`);
    expect([found.status, found.json.code]).toEqual([status, code]);
  });
});

describe("CosmJS", () => {
  it("decodes every answer of its extensions for stakes", async () => {
    const comet = await connectComet(chain.rpcUrl.replace("tcp://", "http://"));
    const client = QueryClient.withExtensions(
      comet,
      setupStakingExtension,
      setupDistributionExtension,
      setupSlashingExtension,
      setupMintExtension,
    );
    const { staking, distribution: rewards, slashing, mint } = client;
    const { validators } = await staking.validators("");
    expect(validators.map(({ operatorAddress }) => operatorAddress).sort()).toEqual(
      [FROM, TO].sort(),
    );
    expect((await staking.validators("BOND_STATUS_BONDED")).validators).toEqual([]);
    expect((await staking.validator(FROM)).validator.tokens).toBe("489001");
    expect((await staking.validatorDelegations(FROM)).delegationResponses).toHaveLength(2);
    expect((await staking.validatorUnbondingDelegations(FROM)).unbondingResponses).toHaveLength(1);
    const { delegationResponse } = await staking.delegation(WHO, FROM);
    expect(delegationResponse?.balance).toEqual({ denom: "uvna", amount: "89001" });
    const { unbond } = await staking.unbondingDelegation(WHO, FROM);
    expect(unbond?.entries[0]?.balance).toBe("9999");
    expect((await staking.delegatorDelegations(WHO)).delegationResponses).toHaveLength(2);
    expect((await staking.delegatorUnbondingDelegations(WHO)).unbondingResponses).toHaveLength(1);
    expect((await staking.delegatorValidators(WHO)).validators).toHaveLength(2);
    expect((await staking.delegatorValidator(WHO, TO)).validator?.operatorAddress).toBe(TO);
    // Stake of a validator that was never bonded moves for good at once.
    await expect(staking.redelegations(WHO, FROM, TO)).rejects.toThrow("not found");
    expect((await staking.historicalInfo(2)).hist?.header?.height).toBe(2n);
    expect((await staking.pool()).pool?.notBondedTokens).toBe("900000");
    expect((await staking.params()).params?.bondDenom).toBe("uvna");
    expect((await rewards.communityPool()).pool).toHaveLength(1);
    expect((await rewards.delegationRewards(WHO, FROM)).rewards).toHaveLength(1);
    expect((await rewards.delegationTotalRewards(WHO)).rewards).toHaveLength(2);
    expect((await rewards.delegatorValidators(WHO)).validators).toHaveLength(2);
    expect((await rewards.delegatorWithdrawAddress(WHO)).withdrawAddress).toBe(RICH.address);
    expect((await rewards.params()).params?.communityTax).toBe("20000000000000000");
    expect((await rewards.validatorCommission(FROM)).commission?.commission).toHaveLength(1);
    expect((await rewards.validatorOutstandingRewards(FROM)).rewards?.rewards).toHaveLength(1);
    expect((await rewards.validatorSlashes(FROM, 0, 100)).slashes).toEqual([]);
    expect((await slashing.params()).params?.signedBlocksWindow).toBe(100n);
    expect((await slashing.signingInfos()).info).toEqual([]);
    expect((await mint.inflation()).toString()).toMatch(/^0\.13/);
    expect((await mint.params()).mintDenom).toBe("uvna");
    expect(Number((await mint.annualProvisions()).toString())).toBeGreaterThan(0);
    comet.disconnect();
  });
});
