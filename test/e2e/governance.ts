import type { StdFee } from "@cosmjs/amino";
import type { EncodeObject } from "@cosmjs/proto-signing";
import type { DeliverTxResponse } from "@cosmjs/stargate";
import { expect } from "vitest";
import { clientRegistry } from "../../src/client/cosmjs.js";
import * as bank from "../../src/gen/cosmos/bank/v1beta1.js";
import * as distribution from "../../src/gen/cosmos/distribution/v1beta1.js";
import * as gov from "../../src/gen/cosmos/gov/v1.js";
import { TextProposal } from "../../src/gen/cosmos/gov/v1beta1.js";
import * as staking from "../../src/gen/cosmos/staking/v1beta1.js";
import { pack } from "../../src/wire/any.js";
import type { Any, MethodDescriptor } from "../../src/wire/descriptor.js";
import {
  aminoTypesWith,
  askOver,
  type Line,
  type Mode,
  PATIENT,
  rpcClient,
  walletOf,
} from "../support/cosmjs-lines.js";
import { GOV } from "../support/gov-messages.js";
import type { TestKey } from "../support/signed-tx.js";
import { until } from "../support/until.js";

/** Where a chain answers, who takes part, and how they sign. */
export interface GovernanceChain {
  readonly rpcUrl: string;
  readonly line: Line;
  readonly mode: Mode;
  /** Owns at least 200,000,000uvna and signs nothing else meanwhile. */
  readonly proposer: TestKey;
  /**
   * Owns far more than all validators stake together, nine tenths of which it delegates at first; may
   * be the same in several calls, one after the other.
   */
  readonly voter: TestKey;
  /** An address that owns nothing yet. */
  readonly stranger: string;
}

const FEE: StdFee = { amount: [{ denom: "uvna", amount: "100000" }], gas: "4000000" };
const DEPOSIT = 10_000_000n;
const EXPEDITED_DEPOSIT = 50_000_000n;
const SPENT = 700_000n;
const coins = (amount: bigint) => [{ denom: "uvna", amount: amount.toString() }];
const V1 = "/cosmos.gov.v1.";
const BETA = "/cosmos.gov.v1beta1.";
const { VOTE_OPTION_YES: YES, VOTE_OPTION_ABSTAIN: ABSTAIN } = gov.VoteOption;
const { VOTE_OPTION_NO_WITH_VETO: VETO } = gov.VoteOption;
const {
  PROPOSAL_STATUS_VOTING_PERIOD: IN_VOTING,
  PROPOSAL_STATUS_PASSED: PASSED,
  PROPOSAL_STATUS_REJECTED: REJECTED,
  PROPOSAL_STATUS_FAILED: FAILED,
} = gov.ProposalStatus;

/** Messages for which CosmJS has no amino converters; v1beta1 is signed by its own. */
const OURS = ["MsgSubmitProposal", "MsgVote", "MsgVoteWeighted", "MsgCancelProposal"].map(
  (name) => `${V1}${name}`,
);

/** Clients of the two, and what they ask. */
async function assembly({ rpcUrl, line, mode, proposer, voter }: GovernanceChain) {
  const { stargate } = line;
  const clientOf = async (key: TestKey) =>
    stargate.SigningStargateClient.connectWithSigner(rpcUrl, await walletOf(line, mode, key), {
      ...PATIENT,
      registry: clientRegistry(),
      aminoTypes: aminoTypesWith(line, OURS),
    });
  const clients = { proposer: await clientOf(proposer), voter: await clientOf(voter) };
  const people = { proposer: proposer.address, voter: voter.address };
  const comet = await rpcClient(line, rpcUrl);
  const query = stargate.QueryClient.withExtensions(
    comet,
    stargate.setupGovExtension,
    stargate.setupStakingExtension,
  );
  return {
    people,
    query,
    /** Messages in one transaction, which must succeed. */
    async send(
      who: keyof typeof clients,
      ...messages: readonly EncodeObject[]
    ): Promise<DeliverTxResponse> {
      const answer = await clients[who].signAndBroadcast(people[who], [...messages], FEE);
      expect(answer.code, answer.rawLog).toBe(0);
      return answer;
    },
    async balance(of: string): Promise<bigint> {
      return BigInt((await clients.voter.getBalance(of, "uvna")).amount);
    },
    /** A query that CosmJS has no words for. */
    ask: <A>(method: MethodDescriptor, request?: object) => askOver<A>(comet, method, request),
    end(): void {
      for (const client of Object.values(clients)) client.disconnect();
      comet.disconnect();
    },
  };
}

type Assembly = Awaited<ReturnType<typeof assembly>>;

/** The voter stakes so much that nobody else decides, unless it did before. */
async function stake(a: Assembly): Promise<void> {
  const { delegationResponses } = await a.query.staking
    .delegatorDelegations(a.people.voter)
    .catch(() => ({ delegationResponses: [] }));
  if (delegationResponses.length > 0) return;
  const [validator] = (await a.query.staking.validators("BOND_STATUS_BONDED")).validators;
  const amount = ((await a.balance(a.people.voter)) * 9n) / 10n;
  const value = {
    delegatorAddress: a.people.voter,
    validatorAddress: validator?.operatorAddress,
    amount: coins(amount)[0],
  };
  await a.send("voter", { typeUrl: "/cosmos.staking.v1beta1.MsgDelegate", value });
}

/** The proposals of one history, by what becomes of them. */
interface Proposals {
  readonly changes: bigint;
  readonly spends: bigint;
  readonly vetoed: bigint;
  readonly expedited: bigint;
  readonly fails: bigint;
  readonly cancelled: bigint;
}

/** One of v1, with the words that all of them have. */
const proposal = (
  a: Assembly,
  messages: readonly Any[],
  changes: { readonly expedited?: boolean; readonly deposit?: bigint } = {},
): EncodeObject => ({
  typeUrl: `${V1}MsgSubmitProposal`,
  value: {
    messages,
    initialDeposit: coins(changes.deposit ?? DEPOSIT),
    proposer: a.people.proposer,
    metadata: "ipfs://about",
    title: "A title",
    summary: "What <somebody> & others should want",
    expedited: changes.expedited ?? false,
  },
});

/** Everything is proposed in one transaction, with coins for the community pool before it. */
async function propose(a: Assembly, params: staking.Params, stranger: string): Promise<Proposals> {
  const update = pack(staking.MsgUpdateParams, { authority: GOV, params });
  const spend = pack(distribution.MsgCommunityPoolSpend, {
    authority: GOV,
    recipient: stranger,
    amount: [{ denom: "uvna", amount: SPENT }],
  });
  const tooMuch = pack(bank.MsgSend, {
    fromAddress: GOV,
    toAddress: stranger,
    amount: [{ denom: "uvna", amount: 999_999_999_999n }],
  });
  const text = { title: "A text", description: "That nobody should want" };
  const fund = { depositor: a.people.proposer, amount: coins(SPENT) };
  const { msgResponses } = await a.send(
    "proposer",
    { typeUrl: "/cosmos.distribution.v1beta1.MsgFundCommunityPool", value: fund },
    proposal(a, [update]),
    proposal(a, [spend]),
    {
      typeUrl: `${BETA}MsgSubmitProposal`,
      value: {
        content: { typeUrl: TextProposal.typeUrl, value: TextProposal.encode(text) },
        initialDeposit: coins(DEPOSIT - 1_000_000n),
        proposer: a.people.proposer,
      },
    },
    proposal(a, [], { expedited: true, deposit: EXPEDITED_DEPOSIT }),
    // All or nothing: the first of them could be carried out.
    proposal(a, [update, tooMuch]),
    proposal(a, [], { deposit: 1_000_000n }),
  );
  const [, ...answers] = msgResponses;
  const ids = answers.map(({ value }) => gov.MsgSubmitProposalResponse.decode(value).proposalId);
  const [changes, spends, vetoed, expedited, fails, cancelled] = ids as [bigint, ...bigint[]];
  return { changes, spends, vetoed, expedited, fails, cancelled } as Proposals;
}

/** The vetoed one gets what its vote still needs; the cancelled one is given up. */
async function finishDeposits(a: Assembly, p: Proposals): Promise<void> {
  const { proposer } = a.people;
  const deposit = { proposalId: p.vetoed, depositor: proposer, amount: coins(1_000_000n) };
  await a.send(
    "proposer",
    { typeUrl: `${BETA}MsgDeposit`, value: deposit },
    { typeUrl: `${V1}MsgCancelProposal`, value: { proposalId: p.cancelled, proposer } },
  );
  await expect(a.query.gov.proposal(p.cancelled.toString())).rejects.toThrow("doesn't exist");
  const { deposits } = await a.query.gov.deposits(p.vetoed.toString());
  expect(deposits).toEqual([{ proposalId: p.vetoed, depositor: proposer, amount: coins(DEPOSIT) }]);
}

/** The voter votes on everything in one transaction, in each way that there is. */
async function castVotes(a: Assembly, p: Proposals): Promise<void> {
  const { voter } = a.people;
  const options = [
    { option: YES, weight: "0.900000000000000000" },
    { option: ABSTAIN, weight: "0.100000000000000000" },
  ];
  const yes = (proposalId: bigint): EncodeObject => ({
    typeUrl: `${V1}MsgVote`,
    value: { proposalId, voter, option: YES, metadata: "for it" },
  });
  const split = { proposalId: p.spends, voter, options, metadata: "" };
  const veto = { proposalId: p.vetoed, voter, option: VETO };
  await a.send(
    "voter",
    yes(p.changes),
    { typeUrl: `${V1}MsgVoteWeighted`, value: split },
    { typeUrl: `${BETA}MsgVote`, value: veto },
    yes(p.expedited),
    yes(p.fails),
  );
  const { vote } = await a.query.gov.vote(p.spends.toString(), voter);
  expect(vote.options.map(({ option }) => option)).toEqual([YES, ABSTAIN]);
  const { tally } = await a.query.gov.tally(p.vetoed.toString());
  expect(BigInt(tally?.noWithVeto ?? 0)).toBeGreaterThan(BigInt(tally?.yes ?? 0));
}

/**
 * Proposals of each kind, from their deposits to their ends: one changes a parameter, one spends the
 * pool, one is vetoed and burns its deposit, an expedited one passes sooner, one fails when it is
 * carried out, one is cancelled.
 */
export async function governance(chain: GovernanceChain): Promise<void> {
  const a = await assembly(chain);
  await stake(a);
  const paramsNow = async (): Promise<staking.Params> =>
    (await a.ask<staking.QueryParamsResponse>(staking.Query.Params)).params;
  const before = await paramsNow();
  const params = { ...before, maxEntries: before.maxEntries + 1 };
  const p = await propose(a, params, chain.stranger);
  await finishDeposits(a, p);
  const own = await a.balance(a.people.proposer);
  await castVotes(a, p);

  const found = async (id: bigint): Promise<gov.Proposal> => {
    const answer = await a.ask<gov.QueryProposalResponse>(gov.Query.Proposal, { proposalId: id });
    return answer.proposal ?? gov.Proposal.create();
  };
  const isOver = (id: bigint) => async () => (await found(id)).status !== IN_VOTING;
  const lasted = ({ votingStartTime = 0n, votingEndTime = 0n }: gov.Proposal) =>
    votingEndTime - votingStartTime;
  const sooner = await found(p.expedited);
  expect(lasted(sooner)).toBeLessThan(lasted(await found(p.changes)));
  await until(isOver(p.expedited));
  expect(await found(p.expedited)).toMatchObject({ status: PASSED, expedited: true });

  // The last of all votes to begin is that of the vetoed one.
  await until(isOver(p.vetoed));
  const status = async (id: bigint) => (await a.query.gov.proposal(id.toString())).proposal?.status;
  const ends = [p.changes, p.spends, p.vetoed, p.fails].map(status);
  expect(await Promise.all(ends)).toEqual([PASSED, PASSED, REJECTED, FAILED]);
  expect((await paramsNow()).maxEntries).toBe(params.maxEntries);
  // That of the pool, and nothing of the one that failed.
  expect(await a.balance(chain.stranger)).toBe(SPENT);
  const failed = await found(p.fails);
  expect(failed.failedReason).toContain("insufficient funds");
  // All deposits came back but that of the vetoed one.
  const back = (await a.balance(a.people.proposer)) - own;
  expect(back).toBe(3n * DEPOSIT + EXPEDITED_DEPOSIT);
  const { content } = (await a.query.gov.proposal(p.vetoed.toString())).proposal ?? {};
  expect(content?.typeUrl).toBe(TextProposal.typeUrl);
  a.end();
}
