import * as bank from "../../src/gen/cosmos/bank/v1beta1.js";
import { MsgCommunityPoolSpend } from "../../src/gen/cosmos/distribution/v1beta1.js";
import * as gov from "../../src/gen/cosmos/gov/v1.js";
import * as v1beta1 from "../../src/gen/cosmos/gov/v1beta1.js";
import * as mint from "../../src/gen/cosmos/mint/v1beta1.js";
import { MsgDelegate } from "../../src/gen/cosmos/staking/v1beta1.js";
import {
  MsgCancelUpgrade,
  MsgSoftwareUpgrade,
  Plan,
} from "../../src/gen/cosmos/upgrade/v1beta1.js";
import { MsgUpdateModuleParameters } from "../../src/gen/vpr/params/v1.js";
import { addressText, moduleAddress } from "../../src/keeper/addresses.js";
import type { Any } from "../../src/wire/descriptor.js";
import { cancel, deposit, GOV, split, submit, uvna, vote } from "../support/gov-messages.js";
import { message } from "../support/world.js";
import { type Operations, operatorOf, type Scene, units, withParams } from "./scene.js";

const DEPOSIT = 1_000_000;

/** Proposals of every kind, deposits, votes; what passes changes the chain. */
export const govOperations: Operations = {
  name: "gov",
  weight: 3,
  events: ["proposal_deposit", "proposal_vote", "inactive_proposal", "active_proposal"],
  genesis: (appState) =>
    withParams(appState, "gov", {
      min_deposit: [{ denom: "uvna", amount: String(DEPOSIT) }],
      expedited_min_deposit: [{ denom: "uvna", amount: String(2 * DEPOSIT) }],
      max_deposit_period: "15s",
      voting_period: "25s",
      expedited_voting_period: "10s",
      quorum: "0.1",
    }),
  make(scene) {
    const { random } = scene;
    const by = random.pick(scene.people);
    const proposals = proposalsOf(scene);
    const proposal = proposals.length === 0 ? undefined : random.pick(proposals);
    if (proposal === undefined || random.chance(200)) return { by, message: proposing(scene, by) };
    // Its proposer alone may cancel it.
    const owns = random.chance(80) && scene.people.includes(proposal.proposer);
    if (owns) return { by: proposal.proposer, message: cancel(proposal.proposer, proposal.id) };
    return { by, message: random.pick(ACTS)(scene, by, proposal) };
  },
};

type Act = (scene: Scene, by: string, proposal: gov.Proposal) => Any;

const ballot: Act = ({ random }, by, { id }) =>
  vote(by, id, random.chance(700) ? 1 : 1 + random.below(4));

const ACTS: readonly Act[] = [
  ballot,
  ballot,
  ballot,
  ballot,
  (_scene, by, { id }) =>
    split(by, id, [
      [1, "0.6"],
      [2, "0.4"],
    ]),
  ({ random }, by, { id }) => deposit(by, id, BigInt(1 + random.below(DEPOSIT))),
  (_scene, by, { id }) => cancel(by, id),
  (_scene, voter, { id: proposalId }) => message(v1beta1.MsgVote, { proposalId, voter, option: 1 }),
  // Governance's account has what people send to it.
  ({ random }, by) =>
    message(bank.MsgSend, {
      fromAddress: by,
      toAddress: GOV,
      amount: uvna(BigInt(1 + random.below(DEPOSIT))),
    }),
];

function proposing(scene: Scene, by: string): Any {
  const { random } = scene;
  const amount = random.chance(700) ? 2 * DEPOSIT : random.below(DEPOSIT);
  const messages = Array.from({ length: random.below(3) }, () => random.pick(MESSAGES)(scene));
  return submit(by, messages, {
    initialDeposit: amount === 0 ? [] : uvna(BigInt(amount)),
    expedited: random.chance(250),
    metadata: messages.length === 0 ? "about nothing" : "",
  });
}

/** What governance's account may be asked to do; some of it fails. */
const MESSAGES: readonly ((scene: Scene) => Any)[] = [
  ({ random, people }) =>
    message(MsgCommunityPoolSpend, {
      authority: GOV,
      recipient: random.pick(people),
      amount: [units(BigInt(1 + random.below(5_000_000)))],
    }),
  ({ random, people }) =>
    message(bank.MsgSend, {
      fromAddress: GOV,
      toAddress: random.pick(people),
      amount: [units(10n ** 15n)],
    }),
  ({ random, ask }) => {
    const { params } = ask<object, mint.QueryParamsResponse>(mint.Query.Params, {});
    const blocksPerYear = BigInt(1_000_000 + random.below(5_000_000));
    return message(mint.MsgUpdateParams, { authority: GOV, params: { ...params, blocksPerYear } });
  },
  ({ random }) =>
    message(bank.MsgUpdateParams, {
      authority: GOV,
      params: { sendEnabled: [], defaultSendEnabled: !random.chance(100) },
    }),
  ({ random }) =>
    message(MsgUpdateModuleParameters, {
      authority: GOV,
      module: random.chance(800) ? "td" : "cs",
      params: [{ key: "trust_deposit_rate", value: `0.${1 + random.below(9)}` }],
    }),
  ({ random, height }) =>
    message(MsgSoftwareUpgrade, {
      authority: GOV,
      // Far enough that nobody needs another program within a history.
      plan: Plan.create({ name: `v${random.below(1_000)}`, height: height + 1_000_000n }),
    }),
  () => message(MsgCancelUpgrade, { authority: GOV }),
  ({ random, ask }) => {
    const { params } = ask<object, gov.QueryParamsResponse>(gov.Query.Params, {});
    const changed = {
      ...(params ?? gov.Params.create()),
      burnVoteQuorum: random.chance(500),
      burnProposalDepositPrevote: random.chance(500),
      proposalCancelRatio: random.pick(["0", "0.333333333333333333", "1"]),
      proposalCancelDest: random.pick(["", DISTRIBUTION, GOV]),
    };
    return message(gov.MsgUpdateParams, { authority: GOV, params: changed });
  },
  // Governance may back proposals of its own, and stake or lend what is not others' deposits.
  () => submit(GOV, [], { initialDeposit: uvna(BigInt(DEPOSIT)) }),
  ({ random, people }) =>
    message(MsgDelegate, {
      delegatorAddress: GOV,
      validatorAddress: operatorOf(people[random.below(4)] ?? ""),
      amount: units(BigInt(1 + random.below(DEPOSIT))),
    }),
];

const DISTRIBUTION = addressText("verana", moduleAddress("distribution"));

/** The newest: what was decided long ago would crowd out what is open. */
function proposalsOf({ ask }: Scene): readonly gov.Proposal[] {
  return ask<gov.QueryProposalsRequest, gov.QueryProposalsResponse>(gov.Query.Proposals, {
    pagination: { key: new Uint8Array(0), offset: 0n, limit: 8n, countTotal: false, reverse: true },
  }).proposals;
}
