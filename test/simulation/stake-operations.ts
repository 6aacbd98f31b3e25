import * as bank from "../../src/gen/cosmos/bank/v1beta1.js";
import { PubKey as Ed25519Key } from "../../src/gen/cosmos/crypto/ed25519.js";
import * as distribution from "../../src/gen/cosmos/distribution/v1beta1.js";
import { MsgUnjail } from "../../src/gen/cosmos/slashing/v1beta1.js";
import * as staking from "../../src/gen/cosmos/staking/v1beta1.js";
import type { Any } from "../../src/wire/descriptor.js";
import { message } from "../support/world.js";
import { type Operations, operatorOf, type Scene, units } from "./scene.js";
import { consensusKey } from "./staked-genesis.js";

/** Stakes, rewards, and plain payments. */
export const stakeOperations: Operations = {
  name: "stakes",
  weight: 4,
  never: [staking.MsgUpdateParams.typeUrl],
  make(scene) {
    const by = scene.random.pick(scene.people);
    return { by, message: scene.random.pick(makers)(scene, by) };
  },
};

type Maker = (scene: Scene, by: string) => Any;

const amountOf = ({ random }: Scene) => units(BigInt(1 + random.below(30_000_000)));
/** One of the first people: they validate, or try to. */
const operator = ({ random, people }: Scene): string => operatorOf(random.pick(people.slice(0, 8)));
const pairOf = (scene: Scene, delegatorAddress: string) => ({
  delegatorAddress,
  validatorAddress: operator(scene),
});

const delegate: Maker = (scene, by) =>
  message(staking.MsgDelegate, { ...pairOf(scene, by), amount: amountOf(scene) });

const makers: readonly Maker[] = [
  delegate,
  delegate,
  (scene, by) => message(staking.MsgUndelegate, { ...pairOf(scene, by), amount: amountOf(scene) }),
  (scene, by) =>
    message(staking.MsgBeginRedelegate, {
      delegatorAddress: by,
      validatorSrcAddress: operator(scene),
      validatorDstAddress: operator(scene),
      amount: amountOf(scene),
    }),
  cancelUnbonding,
  (_scene, by) =>
    message(staking.MsgUpdateParams, {
      authority: by,
      params: staking.Params.create({ bondDenom: "uother" }),
    }),
  (scene, by) =>
    message(staking.MsgCreateValidator, {
      description: { moniker: "m", identity: "", website: "", securityContact: "", details: "" },
      commission: { rate: 10n ** 17n, maxRate: 10n ** 18n, maxChangeRate: 10n ** 17n },
      minSelfDelegation: 1n,
      validatorAddress: operatorOf(by),
      pubkey: {
        typeUrl: Ed25519Key.typeUrl,
        value: Ed25519Key.encode({ key: consensusKey(scene.people.indexOf(by)) }),
      },
      value: amountOf(scene),
    }),
  (scene, by) => message(distribution.MsgWithdrawDelegatorReward, pairOf(scene, by)),
  (_scene, by) =>
    message(distribution.MsgWithdrawValidatorCommission, { validatorAddress: operatorOf(by) }),
  (scene, by) =>
    message(distribution.MsgSetWithdrawAddress, {
      delegatorAddress: by,
      withdrawAddress: scene.random.pick(scene.people),
    }),
  (scene, by) =>
    message(distribution.MsgFundCommunityPool, { depositor: by, amount: [amountOf(scene)] }),
  (scene, by) =>
    message(distribution.MsgDepositValidatorRewardsPool, {
      depositor: by,
      validatorAddress: operator(scene),
      amount: [amountOf(scene)],
    }),
  (_scene, by) => message(MsgUnjail, { validatorAddr: operatorOf(by) }),
  (scene, by) =>
    message(bank.MsgSend, {
      fromAddress: by,
      toAddress: scene.random.pick(scene.people),
      amount: [amountOf(scene)],
    }),
];

/** Takes a part of an unbonding back, where the account has one. */
function cancelUnbonding(scene: Scene, by: string): Any {
  const { unbondingResponses } = scene.ask<
    staking.QueryDelegatorUnbondingDelegationsRequest,
    staking.QueryDelegatorUnbondingDelegationsResponse
  >(staking.Query.DelegatorUnbondingDelegations, { delegatorAddr: by });
  const [found] = unbondingResponses;
  if (found === undefined) return delegate(scene, by);
  const { creationHeight = 1n } = scene.random.pick(found.entries);
  return message(staking.MsgCancelUnbondingDelegation, {
    delegatorAddress: by,
    validatorAddress: found.validatorAddress,
    amount: units(BigInt(1 + scene.random.below(1_000_000))),
    creationHeight,
  });
}
