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
import {
  type Operation,
  type Operations,
  operatorOf,
  type Scene,
  SECOND,
  units,
  withParams,
} from "./scene.js";

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
    if (proposals.length === 0 || random.chance(200)) return { by, message: proposing(scene, by) };
    return random.pick(ACTS)(scene, by, proposals);
  },
};

type Act = (scene: Scene, by: string, proposals: readonly gov.Proposal[]) => Operation;
type OfOne = (scene: Scene, by: string, proposal: gov.Proposal) => Any;

const { PROPOSAL_STATUS_DEPOSIT_PERIOD: BACKED, PROPOSAL_STATUS_VOTING_PERIOD: VOTED } =
  gov.ProposalStatus;
/** The next block is mostly not later than that. */
const SOON = 5n * SECOND;

const isVoted = ({ time }: Scene, { status, votingEndTime = 0n }: gov.Proposal): boolean =>
  status === VOTED && votingEndTime > time + SOON;
const isBacked = ({ time }: Scene, { status, depositEndTime = 0n }: gov.Proposal): boolean =>
  status === BACKED && depositEndTime > time + SOON;

/** Something about a proposal that is voted on, or for one time in ten about any. */
const voting =
  (made: OfOne): Act =>
  (scene, by, proposals) => {
    const open = proposals.filter((one) => isVoted(scene, one));
    const any = open.length === 0 || scene.random.chance(100);
    return { by, message: made(scene, by, scene.random.pick(any ? proposals : open)) };
  };

const ballot = voting(({ random }, by, { id }) =>
  vote(by, id, random.chance(700) ? 1 : 1 + random.below(4)),
);

const ACTS: readonly Act[] = [
  ballot,
  ballot,
  ballot,
  ballot,
  voting((_scene, by, { id }) =>
    split(by, id, [
      [1, "0.6"],
      [2, "0.4"],
    ]),
  ),
  voting((_scene, voter, { id: proposalId }) =>
    message(v1beta1.MsgVote, { proposalId, voter, option: 1 }),
  ),
  (scene, by, proposals) => {
    const open = proposals.filter((one) => isVoted(scene, one) || isBacked(scene, one));
    const { id } = scene.random.pick(open.length === 0 ? proposals : open);
    return { by, message: deposit(by, id, BigInt(1 + scene.random.below(DEPOSIT))) };
  },
  cancelling,
  // Governance's account has what people send to it.
  ({ random }, by) => ({
    by,
    message: message(bank.MsgSend, {
      fromAddress: by,
      toAddress: GOV,
      amount: uvna(BigInt(1 + random.below(DEPOSIT))),
    }),
  }),
];

/** Mostly by its proposer, who alone may. */
function cancelling(scene: Scene, by: string, proposals: readonly gov.Proposal[]): Operation {
  const { random, people } = scene;
  const open = proposals.filter(
    (one) => people.includes(one.proposer) && (isVoted(scene, one) || isBacked(scene, one)),
  );
  if (open.length === 0 || random.chance(150)) {
    return { by, message: cancel(by, random.pick(proposals).id) };
  }
  const { proposer, id } = random.pick(open);
  return { by: proposer, message: cancel(proposer, id) };
}

function proposing(scene: Scene, by: string): Any {
  const { random } = scene;
  const amount = random.chance(700) ? 2 * DEPOSIT : random.below(DEPOSIT);
  const messages = Array.from({ length: random.below(3) }, () => random.pick(MESSAGES)(scene));
  if (sendsAreOff(scene) && random.chance(700)) messages.push(payments(true));
  return submit(by, messages, {
    initialDeposit: amount === 0 ? [] : uvna(BigInt(amount)),
    expedited: random.chance(250),
    metadata: messages.length === 0 ? "about nothing" : "",
  });
}

const payments = (defaultSendEnabled: boolean): Any =>
  message(bank.MsgUpdateParams, {
    authority: GOV,
    params: { sendEnabled: [], defaultSendEnabled },
  });

const sendsAreOff = ({ ask }: Scene): boolean =>
  !ask<object, bank.QueryParamsResponse>(bank.Query.Params, {}).params.defaultSendEnabled;

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
  // What is off comes back soon, or nobody would be paid any more.
  (scene) => payments(sendsAreOff(scene) || !scene.random.chance(100)),
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
