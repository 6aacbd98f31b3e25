import { afterEach, expect, it } from "vitest";
import * as bank from "../../../src/gen/cosmos/bank/v1beta1.js";
import * as gov from "../../../src/gen/cosmos/gov/v1.js";
import { addressText, moduleAddress } from "../../../src/keeper/addresses.js";
import { sign } from "../../support/app-chain.js";
import {
  cancel,
  deposit,
  EXPEDITED_DEPOSIT,
  GOV,
  MIN_DEPOSIT,
  NO,
  split,
  submit,
  uvna,
  VETO,
  vote,
  YES,
} from "../../support/gov-messages.js";
import { testKey } from "../../support/signed-tx.js";
import type { StakeChain } from "../../support/stake-chain.js";
import { coin, createValidator } from "../../support/stake-messages.js";
import { message } from "../../support/world.js";
import { endBlock, govChain, proposalOf } from "./gov-world.js";

const {
  PROPOSAL_STATUS_DEPOSIT_PERIOD: IN_DEPOSIT,
  PROPOSAL_STATUS_VOTING_PERIOD: IN_VOTING,
  PROPOSAL_STATUS_PASSED: PASSED,
  PROPOSAL_STATUS_REJECTED: REJECTED,
} = gov.ProposalStatus;

let chain: StakeChain;
afterEach(async () => {
  expect(chain.faults()).toEqual([]);
  await chain.close();
});

const supply = (): bigint => BigInt(chain.section("bank").supply[0].amount);

it("a proposal takes deposits until it has enough, and tells of both as recorded", async () => {
  chain = await govChain();
  const [who, other] = [chain.account(3), chain.account(4)];
  const submitted = await chain.deliver(
    3,
    submit(who, [], { initialDeposit: uvna(1_000_000n), metadata: "ipfs://CID" }),
  );
  expect(submitted).toEqual([
    ["message", ["action", "/cosmos.gov.v1.MsgSubmitProposal"], ["sender", who], ["module", "gov"]],
    [
      "submit_proposal",
      ["proposal_id", "1"],
      ["proposal_proposer", who],
      ["proposal_messages", ""],
    ],
    ["coin_spent", ["spender", who], ["amount", "1000000uvna"]],
    ["coin_received", ["receiver", GOV], ["amount", "1000000uvna"]],
    ["transfer", ["recipient", GOV], ["sender", who], ["amount", "1000000uvna"]],
    ["message", ["sender", who]],
    ["proposal_deposit", ["depositor", who], ["amount", "1000000uvna"], ["proposal_id", "1"]],
  ]);
  expect(await proposalOf(chain, 1n)).toMatchObject({
    status: IN_DEPOSIT,
    depositEndTime: chain.time + 10_000_000_000n,
    votingStartTime: undefined,
    votingEndTime: undefined,
    proposer: who,
    metadata: "ipfs://CID",
  });
  const events = await chain.deliver(4, deposit(other, 1n, 9_000_000n));
  expect(events.slice(-2)).toEqual([
    ["proposal_deposit", ["depositor", other], ["amount", "9000000uvna"], ["proposal_id", "1"]],
    ["proposal_deposit", ["voting_period_start", "1"]],
  ]);
  expect(await proposalOf(chain, 1n)).toMatchObject({
    status: IN_VOTING,
    totalDeposit: uvna(MIN_DEPOSIT),
    votingStartTime: chain.time,
    votingEndTime: chain.time + 10_000_000_000n,
  });
  // More of both is welcome while votes are cast.
  await chain.deliver(4, deposit(other, 1n, 100_000n));
  const { deposits } = await chain.ask<object, gov.QueryDepositsResponse>(gov.Query.Deposits, {
    proposalId: 1n,
  });
  expect(deposits).toHaveLength(2);
  expect(deposits).toContainEqual({ proposalId: 1n, depositor: other, amount: uvna(9_100_000n) });
});

it("a first deposit that is enough starts the vote at once", async () => {
  chain = await govChain();
  const send = message(bank.MsgSend, {
    fromAddress: GOV,
    toAddress: chain.account(5),
    amount: uvna(1n),
  });
  const events = await chain.deliver(3, submit(chain.account(3), [send, send]));
  expect(events[1]?.[3]).toEqual([
    "proposal_messages",
    ",/cosmos.bank.v1beta1.MsgSend,/cosmos.bank.v1beta1.MsgSend",
  ]);
  expect(events.at(-1)).toEqual(["submit_proposal", ["voting_period_start", "1"]]);
});

it("what does not get its deposit in time is dropped, and the deposit goes back", async () => {
  chain = await govChain();
  const who = chain.account(3);
  await chain.deliver(3, submit(who, [], { initialDeposit: uvna(1_000_000n) }));
  const before = chain.balance(who);
  expect(await endBlock(chain, 9n)).toEqual([]);
  const events = await endBlock(chain, 1n);
  expect(events.at(-1)).toEqual([
    "inactive_proposal",
    ["proposal_id", "1"],
    ["proposal_result", "proposal_dropped"],
  ]);
  expect(chain.balance(who) - before).toBe(1_000_000n);
  expect(chain.section("gov")).toMatchObject({
    starting_proposal_id: "2",
    proposals: [],
    deposits: [],
  });
});

it("the deposit of what is dropped is burned where the parameters say so", async () => {
  chain = await govChain({ burn_proposal_deposit_prevote: true });
  await chain.deliver(3, submit(chain.account(3), [], { initialDeposit: uvna(1_000_000n) }));
  const before = supply();
  const events = await endBlock(chain);
  expect(events.map(([type]) => type)).toEqual(["coin_spent", "burn", "inactive_proposal"]);
  expect(before - supply()).toBe(1_000_000n);
});

/** What a vote of the two validators, each for an option or none, comes to. */
async function voted(options: readonly (number | undefined)[]) {
  await chain.deliver(3, submit(chain.account(3), []));
  for (const [n, option] of options.entries()) {
    if (option !== undefined) await chain.deliver(n, vote(chain.account(n), 1n, option));
  }
  const before = { supply: supply(), own: chain.balance(chain.account(3)) };
  const events = await endBlock(chain);
  const { status, failedReason } = await proposalOf(chain, 1n);
  return {
    status,
    failedReason,
    result: events.at(-1)?.[2]?.[1],
    log: events.at(-1)?.[3]?.[1],
    burned: before.supply - supply(),
    refunded: chain.balance(chain.account(3)) - before.own,
  };
}

const REASON = "proposal did not get enough votes to pass";
const rejected = {
  status: REJECTED,
  failedReason: REASON,
  result: "proposal_rejected",
  log: "rejected",
};
const back = { burned: 0n, refunded: MIN_DEPOSIT };
const burned = { burned: MIN_DEPOSIT, refunded: 0n };

it("without quorum a proposal is rejected and the deposit goes back", async () => {
  chain = await govChain();
  expect(await voted([])).toEqual({ ...rejected, ...back });
});

it("without quorum the deposit is burned where the parameters say so", async () => {
  chain = await govChain({ burn_vote_quorum: true });
  expect(await voted([])).toEqual({ ...rejected, ...burned });
});

it("half of yes is not more than half", async () => {
  chain = await govChain();
  expect(await voted([YES, NO])).toEqual({ ...rejected, ...back });
});

it("more than a third of vetoes burns the deposit", async () => {
  chain = await govChain();
  expect(await voted([YES, VETO])).toEqual({ ...rejected, ...burned });
});

it("more than a third of vetoes burns nothing where the parameters say so", async () => {
  chain = await govChain({ burn_vote_veto: false });
  expect(await voted([YES, VETO])).toEqual({ ...rejected, ...back });
});

it("yes alone passes, and the deposit goes back", async () => {
  chain = await govChain();
  expect(await voted([YES, YES])).toEqual({
    ...{ status: PASSED, failedReason: "", result: "proposal_passed", log: "passed" },
    ...back,
  });
});

it("votes and deposits are gone once a vote is over, the tally stays", async () => {
  chain = await govChain();
  await voted([YES, YES]);
  expect(chain.section("gov")).toMatchObject({ deposits: [], votes: [] });
  const { tally } = await chain.ask<object, gov.QueryTallyResultResponse>(gov.Query.TallyResult, {
    proposalId: 1n,
  });
  expect(tally).toEqual({
    yesCount: "20000000",
    abstainCount: "0",
    noCount: "0",
    noWithVetoCount: "0",
  });
});

it("the last vote of an account counts, and a split one in its parts", async () => {
  chain = await govChain();
  await chain.deliver(3, submit(chain.account(3), []));
  const first = await chain.deliver(0, vote(chain.account(0), 1n, NO));
  expect(first.at(-1)).toEqual([
    "proposal_vote",
    ["voter", chain.account(0)],
    ["option", '[{"option":3,"weight":"1.000000000000000000"}]'],
    ["proposal_id", "1"],
  ]);
  const parts = [
    [YES, "0.6"],
    [NO, "0.3"],
    [VETO, "0.1"],
  ] as const;
  await chain.deliver(0, split(chain.account(0), 1n, parts));
  const { tally } = await chain.ask<object, gov.QueryTallyResultResponse>(gov.Query.TallyResult, {
    proposalId: 1n,
  });
  expect(tally).toEqual({
    yesCount: "6000000",
    abstainCount: "0",
    noCount: "3000000",
    noWithVetoCount: "1000000",
  });
});

it("whoever joins consensus with the block that decides takes nobody's place in the count", async () => {
  chain = await govChain({}, { params: { staking: { max_validators: 2 } } });
  await chain.deliver(3, submit(chain.account(3), []));
  for (const n of [0, 1]) await chain.deliver(n, vote(chain.account(n), 1n, YES));
  const stronger = createValidator(chain.account(4), 4, { value: coin(11_000_000n) });
  await chain.block({ seconds: 11n, txs: [sign(chain.person(4), [stronger])] });
  expect(chain.power(4)).toBe(11n);
  const { finalTallyResult } = await proposalOf(chain, 1n);
  expect(finalTallyResult).toMatchObject({ yesCount: "20000000" });
});

it("a validator that is jailed in the block that decides votes no more", async () => {
  chain = await govChain();
  await chain.deliver(3, submit(chain.account(3), []));
  for (const n of [0, 1]) await chain.deliver(n, vote(chain.account(n), 1n, YES));
  const doubleSign = { validator: 0, height: chain.height, power: 10n };
  await chain.block({ seconds: 11n, doubleSign });
  const { finalTallyResult } = await proposalOf(chain, 1n);
  expect(finalTallyResult).toMatchObject({ yesCount: "10000000" });
});

const expedited = (who: string) =>
  submit(who, [], { expedited: true, initialDeposit: uvna(EXPEDITED_DEPOSIT) });

it("an expedited proposal is decided sooner, and needs more", async () => {
  chain = await govChain();
  const start = await chain.deliver(
    3,
    submit(chain.account(3), [], { expedited: true, initialDeposit: uvna(MIN_DEPOSIT) }),
  );
  expect(start.at(-1)?.[0]).toBe("proposal_deposit");
  await chain.deliver(4, expedited(chain.account(4)));
  for (const n of [0, 1]) await chain.deliver(n, vote(chain.account(n), 2n, YES));
  await chain.block({ seconds: 3n });
  expect(await proposalOf(chain, 2n)).toMatchObject({ status: PASSED, expedited: true });
});

it("an expedited proposal that fails is voted on anew as any other", async () => {
  chain = await govChain();
  const who = chain.account(3);
  await chain.deliver(3, expedited(who));
  const start = chain.time;
  // A little more than half is not two thirds.
  await chain.deliver(0, vote(chain.account(0), 1n, YES));
  await chain.deliver(
    1,
    split(chain.account(1), 1n, [
      [YES, "0.1"],
      [NO, "0.9"],
    ]),
  );
  const before = chain.balance(who);
  expect(await endBlock(chain, 3n)).toEqual([
    [
      "active_proposal",
      ["proposal_id", "1"],
      ["proposal_result", "expedited_proposal_rejected"],
      ["proposal_log", "expedited proposal converted to regular"],
    ],
  ]);
  expect(chain.balance(who)).toBe(before);
  expect(await proposalOf(chain, 1n)).toMatchObject({
    status: IN_VOTING,
    expedited: false,
    votingEndTime: start + 10_000_000_000n,
    finalTallyResult: { yesCount: "11000000", noCount: "9000000" },
  });
  expect(chain.section("gov").votes).toEqual([]);
  await chain.deliver(0, vote(chain.account(0), 1n, YES));
  await chain.block({ seconds: 10n });
  expect(await proposalOf(chain, 1n)).toMatchObject({ status: PASSED });
  expect(chain.balance(who) - before).toBe(EXPEDITED_DEPOSIT);
});

it("a vetoed expedited proposal keeps its deposit until its second vote is over", async () => {
  chain = await govChain();
  await chain.deliver(3, expedited(chain.account(3)));
  for (const n of [0, 1]) await chain.deliver(n, vote(chain.account(n), 1n, VETO));
  const before = supply();
  await chain.block({ seconds: 5n });
  expect([await proposalOf(chain, 1n), supply()]).toMatchObject([{ status: IN_VOTING }, before]);
  await chain.deliver(0, vote(chain.account(0), 1n, VETO));
  await chain.block({ seconds: 10n });
  expect(await proposalOf(chain, 1n)).toMatchObject({ status: REJECTED });
  expect(before - supply()).toBe(EXPEDITED_DEPOSIT);
});

it("a proposer gives a proposal up for a part of all deposits, which is burned", async () => {
  chain = await govChain();
  const [who, other] = [chain.account(3), chain.account(4)];
  await chain.deliver(3, submit(who, []));
  await chain.deliver(4, deposit(other, 1n, 300_001n));
  await chain.deliver(0, vote(chain.account(0), 1n, YES));
  const before = [chain.balance(who), chain.balance(other), supply()] as const;
  const events = await chain.deliver(3, cancel(who, 1n));
  expect(events.slice(-3)).toEqual([
    ["coin_spent", ["spender", GOV], ["amount", "5150000uvna"]],
    ["burn", ["burner", GOV], ["amount", "5150000uvna"]],
    ["cancel_proposal", ["sender", who], ["proposal_id", "1"]],
  ]);
  expect(chain.balance(who) - before[0]).toBe(MIN_DEPOSIT / 2n - 5_000n);
  expect(chain.balance(other) - before[1]).toBe(150_001n);
  expect(before[2] - supply()).toBe(5_150_000n);
  expect(chain.section("gov")).toMatchObject({ proposals: [], deposits: [], votes: [] });
});

const DISTRIBUTION = addressText("verana", moduleAddress("distribution"));

const poolOf = (of: StakeChain): bigint => {
  const [coin] = of.section("distribution").fee_pool.community_pool;
  return BigInt((coin?.amount ?? "0").split(".")[0]);
};

it("the part goes to the destination of the parameters, or to the community", async () => {
  chain = await govChain({ proposal_cancel_ratio: "1", proposal_cancel_dest: testKey(6).address });
  const to = chain.account(5);
  const before = chain.balance(to);
  await chain.deliver(3, submit(chain.account(3), []));
  await chain.deliver(3, cancel(chain.account(3), 1n));
  expect(chain.balance(to) - before).toBe(MIN_DEPOSIT);
  await chain.close();

  chain = await govChain({ proposal_cancel_dest: DISTRIBUTION });
  await chain.deliver(3, submit(chain.account(3), []));
  const pool = poolOf(chain);
  await chain.deliver(3, cancel(chain.account(3), 1n));
  expect(poolOf(chain) - pool).toBeGreaterThanOrEqual(MIN_DEPOSIT / 2n);
});

it("the part goes to no account that takes no transfers: the proposal stays", async () => {
  const pool = addressText("verana", moduleAddress("bonded_tokens_pool"));
  chain = await govChain({ proposal_cancel_dest: pool.toUpperCase() });
  await chain.deliver(3, submit(chain.account(3), []));
  const before = chain.section("gov");
  const { codespace, code } = await chain.attempt(3, [cancel(chain.account(3), 1n)]);
  expect([codespace, code]).toEqual(["sdk", 4]);
  expect(chain.section("gov")).toEqual(before);
});
