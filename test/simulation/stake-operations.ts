import * as bank from "../../src/gen/cosmos/bank/v1beta1.js";
import { PubKey as Ed25519Key } from "../../src/gen/cosmos/crypto/ed25519.js";
import * as distribution from "../../src/gen/cosmos/distribution/v1beta1.js";
import { MsgUnjail } from "../../src/gen/cosmos/slashing/v1beta1.js";
import * as staking from "../../src/gen/cosmos/staking/v1beta1.js";
import { message } from "../support/world.js";
import { type Operation, type Operations, operatorOf, type Scene, SECOND, units } from "./scene.js";
import { delegationsOf, idle, stakesOf, unbondingsOf } from "./stake-view.js";

/** Stakes, rewards, and plain payments. */
export const stakeOperations: Operations = {
  name: "stakes",
  weight: 4,
  never: [staking.MsgUpdateParams.typeUrl],
  make(scene) {
    const by = scene.random.pick(scene.people);
    return scene.random.pick(makers)(scene, by);
  },
};

type Maker = (scene: Scene, by: string) => Operation;

/** The validators that people stake with; later ones have their own stake alone and may go again. */
const LASTING = 8;

const amountOf = ({ random }: Scene) => units(BigInt(1 + random.below(30_000_000)));

/** Mostly one that is there. */
function validator(scene: Scene): string {
  const { random, people } = scene;
  const lasting = people.slice(0, LASTING).map(operatorOf);
  const there = stakesOf(scene)
    .validators.map((one) => one.operatorAddress)
    .filter((one) => lasting.includes(one));
  return random.pick(there.length === 0 || random.chance(100) ? lasting : there);
}

/** One that the account has a stake with, and the whole of it. */
function stakeOf(scene: Scene, by: string): { readonly address: string; readonly amount: bigint } {
  const held = delegationsOf(scene, by);
  if (held.length === 0 || scene.random.chance(100)) {
    return { address: validator(scene), amount: 30_000_000n };
  }
  const { delegation, balance } = scene.random.pick(held);
  return { address: delegation.validatorAddress, amount: balance.amount };
}

/** A part of what there is, or now and then more. */
const partOf = ({ random }: Scene, whole: bigint): bigint =>
  1n + (whole * BigInt(random.below(1_050))) / 1_000n;

const delegate: Maker = (scene, by) => ({
  by,
  message: message(staking.MsgDelegate, {
    ...{ delegatorAddress: by, validatorAddress: validator(scene) },
    amount: amountOf(scene),
  }),
});

const undelegation = (by: string, validatorAddress: string, amount: bigint): Operation => ({
  by,
  message: message(staking.MsgUndelegate, {
    ...{ delegatorAddress: by, validatorAddress },
    amount: units(amount),
  }),
});

const makers: readonly Maker[] = [
  delegate,
  delegate,
  (scene, by) => {
    const { address, amount } = stakeOf(scene, by);
    return undelegation(by, address, partOf(scene, amount / 4n));
  },
  retire,
  (scene, by) => {
    const { address, amount } = stakeOf(scene, by);
    return {
      by,
      message: message(staking.MsgBeginRedelegate, {
        ...{ delegatorAddress: by, validatorSrcAddress: address },
        validatorDstAddress: validator(scene),
        amount: units(partOf(scene, amount / 4n)),
      }),
    };
  },
  cancelUnbonding,
  (_scene, by) => ({
    by,
    message: message(staking.MsgUpdateParams, {
      authority: by,
      params: staking.Params.create({ bondDenom: "uother" }),
    }),
  }),
  createValidator,
  (scene, by) => ({
    by,
    message: message(distribution.MsgWithdrawDelegatorReward, {
      ...{ delegatorAddress: by, validatorAddress: stakeOf(scene, by).address },
    }),
  }),
  (scene) => {
    const validatorAddress = validator(scene);
    const asked = message(distribution.MsgWithdrawValidatorCommission, { validatorAddress });
    return { by: accountOf(scene, validatorAddress), message: asked };
  },
  (scene, by) => ({
    by,
    message: message(distribution.MsgSetWithdrawAddress, {
      delegatorAddress: by,
      withdrawAddress: scene.random.pick(scene.people),
    }),
  }),
  (scene, by) => ({
    by,
    message: message(distribution.MsgFundCommunityPool, {
      ...{ depositor: by, amount: [amountOf(scene)] },
    }),
  }),
  (scene, by) => ({
    by,
    message: message(distribution.MsgDepositValidatorRewardsPool, {
      depositor: by,
      validatorAddress: validator(scene),
      amount: [amountOf(scene)],
    }),
  }),
  unjail,
  (scene, by) => ({
    by,
    message: message(bank.MsgSend, {
      fromAddress: by,
      toAddress: scene.random.pick(scene.people),
      amount: [amountOf(scene)],
    }),
  }),
];

const accountOf = ({ people }: Scene, operator: string): string =>
  people.find((one) => operatorOf(one) === operator) ?? "";

/** With a key of its own each time: a validator that is for ever in jail can go and come again. */
function createValidator(scene: Scene, any: string): Operation {
  const { random } = scene;
  const free = idle(scene);
  const by = free.length === 0 || random.chance(200) ? any : random.pick(free);
  const asked = message(staking.MsgCreateValidator, {
    description: { moniker: "m", identity: "", website: "", securityContact: "", details: "" },
    commission: { rate: 10n ** 17n, maxRate: 10n ** 18n, maxChangeRate: 10n ** 17n },
    minSelfDelegation: 1n,
    validatorAddress: operatorOf(by),
    pubkey: {
      typeUrl: Ed25519Key.typeUrl,
      value: Ed25519Key.encode({ key: random.bytes(32, 32) }),
    },
    value: amountOf(scene),
  });
  return { by, message: asked };
}

/** The whole stake with a validator that nobody needs, which then is gone. */
function retire(scene: Scene, by: string): Operation {
  const lasting = new Set(scene.people.slice(0, LASTING).map(operatorOf));
  const { lost, validators } = stakesOf(scene);
  const needless = validators
    .map(({ operatorAddress }) => operatorAddress)
    .filter((one) => lost.has(one) || !lasting.has(one));
  if (needless.length === 0) return delegate(scene, by);
  const validatorAddress = scene.random.pick(needless);
  const owner = accountOf(scene, validatorAddress);
  const who = [by, owner].find((one) => wholeOf(scene, one, validatorAddress) > 0n);
  if (who === undefined) return delegate(scene, by);
  return undelegation(who, validatorAddress, wholeOf(scene, who, validatorAddress));
}

const wholeOf = (scene: Scene, by: string, validatorAddress: string): bigint =>
  delegationsOf(scene, by).find((one) => one.delegation.validatorAddress === validatorAddress)
    ?.balance.amount ?? 0n;

/** Takes a part of an unbonding back, where the account has one. */
function cancelUnbonding(scene: Scene, by: string): Operation {
  const able = new Set(
    stakesOf(scene).validators.flatMap((one) => (one.jailed ? [] : [one.operatorAddress])),
  );
  const left = unbondingsOf(scene, by).flatMap(({ validatorAddress, entries }) =>
    entries.map((entry) => ({ validatorAddress, ...entry })),
  );
  const lasting = left.filter(
    ({ validatorAddress, completionTime = 0n }) =>
      able.has(validatorAddress) && completionTime > scene.time + 5n * SECOND,
  );
  const from = scene.random.chance(100) ? left : lasting;
  if (from.length === 0) return delegate(scene, by);
  const { validatorAddress, balance, creationHeight } = scene.random.pick(from);
  const asked = message(staking.MsgCancelUnbondingDelegation, {
    ...{ delegatorAddress: by, validatorAddress, creationHeight },
    amount: units(partOf(scene, balance)),
  });
  return { by, message: asked };
}

/** Of a validator that has been in jail for long enough; sometimes of another one. */
function unjail(scene: Scene, any: string): Operation {
  const { random } = scene;
  const free = stakesOf(scene).free.filter(
    (one) => wholeOf(scene, accountOf(scene, one), one) > 0n,
  );
  const careless = random.chance(100);
  if (free.length === 0 && !careless) return delegate(scene, any);
  const by = careless ? any : accountOf(scene, random.pick(free));
  return { by, message: message(MsgUnjail, { validatorAddr: operatorOf(by) }) };
}
