import { afterEach, expect, it } from "vitest";
import * as distribution from "../../../src/gen/cosmos/distribution/v1beta1.js";
import { StakeChain } from "../../support/stake-chain.js";
import { coin, delegate, undelegate } from "../../support/stake-messages.js";
import { message } from "../../support/world.js";

let chain: StakeChain;
afterEach(async () => {
  expect(chain.faults()).toEqual([]);
  await chain.close();
});

const withdraw = (who: number) =>
  message(distribution.MsgWithdrawDelegatorReward, {
    delegatorAddress: chain.account(who),
    validatorAddress: chain.operator(0),
  });
const gift = (who: number, amount: bigint) =>
  message(distribution.MsgDepositValidatorRewardsPool, {
    depositor: chain.account(who),
    validatorAddress: chain.operator(0),
    amount: [coin(amount)],
  });

it("who undelegates token by token after a slash stops neither the chain nor the rewards of those who stay", async () => {
  chain = await StakeChain.start({
    tokens: [10_000_000n, 10_000_000n],
    params: { slashing: { slash_fraction_double_sign: "0.3" } },
  });
  await chain.block({ doubleSign: { validator: 0, height: chain.height, power: 10n } });
  await chain.deliver(3, delegate(chain.account(3), chain.operator(0), 1_000_000n));
  // Shares round down and tokens to the nearest: each of these leaves the others some part of a step less.
  const one = undelegate(chain.account(3), chain.operator(0), 1n);
  const { code } = await chain.attempt(3, Array(40).fill(one));
  expect(code).toBe(0);
  await chain.deliver(5, gift(5, 1_000n));
  const events = await chain.deliver(0, withdraw(0));
  expect(events.at(-1)?.[0]).toBe("withdraw_rewards");
});

it("stakes that rounding made more than their validator has do not eat its commission", async () => {
  chain = await StakeChain.start({
    tokens: [10_000_000n, 10_000_000n],
    params: { slashing: { slash_fraction_double_sign: "0.7" } },
  });
  const at = chain.operator(0);
  await chain.block({ doubleSign: { validator: 0, height: chain.height, power: 10n } });
  await chain.deliver(0, undelegate(chain.account(0), at, 2_999_984n));
  await chain.deliver(3, delegate(chain.account(3), at, 15n));
  await chain.deliver(4, delegate(chain.account(4), at, 17n));
  const one = undelegate(chain.account(5), at, 1n);
  const leaving = [delegate(chain.account(5), at, 40n), ...Array(40).fill(one)];
  expect((await chain.attempt(5, leaving)).code).toBe(0);
  // Four stakes round to one step more than the 48 tokens: nine thousand million steps of this gift.
  await chain.deliver(5, gift(5, 480_000_000_000n));
  expect(chain.faults()).toEqual([]);
  for (const who of [0, 3, 4, 5]) await chain.deliver(who, withdraw(who));
  const events = await chain.deliver(
    0,
    message(distribution.MsgWithdrawValidatorCommission, { validatorAddress: at }),
  );
  expect(events.at(-1)?.[0]).toBe("withdraw_commission");
});
