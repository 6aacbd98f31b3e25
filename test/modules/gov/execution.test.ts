import { afterEach, expect, it } from "vitest";
import * as bank from "../../../src/gen/cosmos/bank/v1beta1.js";
import * as gov from "../../../src/gen/cosmos/gov/v1.js";
import * as staking from "../../../src/gen/cosmos/staking/v1beta1.js";
import type { Any } from "../../../src/wire/descriptor.js";
import {
  cancel,
  deposit,
  EXPEDITED_DEPOSIT,
  GOV,
  MIN_DEPOSIT,
  submit,
  uvna,
  vote,
  YES,
} from "../../support/gov-messages.js";
import type { StakeChain } from "../../support/stake-chain.js";
import { message } from "../../support/world.js";
import { endBlock, govChain, passed, proposalOf } from "./gov-world.js";

const { PROPOSAL_STATUS_PASSED: PASSED, PROPOSAL_STATUS_FAILED: FAILED } = gov.ProposalStatus;

let chain: StakeChain;
afterEach(async () => {
  expect(chain.faults()).toEqual([]);
  await chain.close();
});

const send = (toAddress: string, amount: bigint) =>
  message(bank.MsgSend, { fromAddress: GOV, toAddress, amount: uvna(amount) });

it("a proposal that passes changes parameters and pays from governance's account", async () => {
  chain = await govChain();
  const to = chain.account(5);
  await chain.deliver(4, message(bank.MsgSend, { ...plain(4, GOV), amount: uvna(1_000n) }));
  const before = chain.balance(to);
  const params = { ...(await stakingParams()), maxEntries: 9 };
  const update = message(staking.MsgUpdateParams, { authority: GOV, params });
  const proposal = await passed(chain, [update, send(to, 700n)]);
  expect(proposal).toMatchObject({ status: PASSED, failedReason: "" });
  expect(proposal.finalTallyResult).toMatchObject({ yesCount: "20000000", noCount: "0" });
  expect((await stakingParams()).maxEntries).toBe(9);
  expect(chain.balance(to) - before).toBe(700n);
  expect(chain.balance(GOV)).toBe(300n);
});

const plain = (from: number, toAddress: string) => ({
  fromAddress: chain.account(from),
  toAddress,
});

const stakingParams = async () => {
  const { params } = await chain.ask<object, staking.QueryParamsResponse>(staking.Query.Params, {});
  return params;
};

it("a proposal of which one message fails changes nothing but its own status", async () => {
  chain = await govChain();
  const to = chain.account(5);
  await chain.deliver(4, message(bank.MsgSend, { ...plain(4, GOV), amount: uvna(1_000n) }));
  const before = chain.balance(to);
  await chain.deliver(3, submit(chain.account(3), [send(to, 600n), send(to, 600n)]));
  for (const n of [0, 1]) await chain.deliver(n, vote(chain.account(n), 1n, YES));
  const reason = "spendable balance 400uvna is smaller than 600uvna: insufficient funds";
  const events = await endBlock(chain);
  expect(events.map(([type]) => type)).toEqual([
    ...["coin_spent", "coin_received", "transfer", "message"],
    "active_proposal",
  ]);
  expect(events.at(-1)).toEqual([
    "active_proposal",
    ["proposal_id", "1"],
    ["proposal_result", "proposal_failed"],
    [
      "proposal_log",
      `passed, but msg 1 (/cosmos.bank.v1beta1.MsgSend) failed on execution: ${reason}`,
    ],
  ]);
  expect(await proposalOf(chain, 1n)).toMatchObject({ status: FAILED, failedReason: reason });
  expect([chain.balance(to) - before, chain.balance(GOV)]).toEqual([0n, 1_000n]);
});

it("what other proposals are backed with is not governance's to spend", async () => {
  chain = await govChain();
  await chain.deliver(2, submit(chain.account(2), [], { initialDeposit: uvna(2_000_000n) }));
  const { balances } = await chain.ask<object, bank.QuerySpendableBalancesResponse>(
    bank.Query.SpendableBalances,
    { address: GOV },
  );
  expect([chain.balance(GOV), balances]).toEqual([2_000_000n, uvna(0n)]);
  const { status, failedReason } = await passed(chain, [send(chain.account(5), 1n)]);
  expect([status, failedReason]).toEqual([
    FAILED,
    "spendable balance 0uvna is smaller than 1uvna: insufficient funds",
  ]);
  expect(chain.balance(GOV)).toBe(0n);
});

it("events of messages stand between those of the refund and the proposal's own", async () => {
  chain = await govChain();
  await chain.deliver(4, message(bank.MsgSend, { ...plain(4, GOV), amount: uvna(5n) }));
  await chain.deliver(3, submit(chain.account(3), [send(chain.account(5), 5n)]));
  for (const n of [0, 1]) await chain.deliver(n, vote(chain.account(n), 1n, YES));
  const events = await endBlock(chain);
  const spent = events.filter(([type]) => type === "coin_spent");
  expect(spent.map(([, , amount]) => amount)).toEqual([
    ["amount", `${MIN_DEPOSIT}uvna`],
    ["amount", "5uvna"],
  ]);
  expect(events.at(-1)).toEqual([
    "active_proposal",
    ["proposal_id", "1"],
    ["proposal_result", "proposal_passed"],
    ["proposal_log", "passed"],
  ]);
});

/** Governance proposes by itself: what person 3 proposes first is a proposal of governance's account. */
async function proposesItself(messages: (id: bigint) => readonly Any[]): Promise<bigint> {
  const coins = uvna(MIN_DEPOSIT);
  await chain.deliver(4, message(bank.MsgSend, { ...plain(4, GOV), amount: coins }));
  const inner = submit(GOV, messages(2n));
  const { status } = await passed(chain, [inner]);
  expect(status).toBe(PASSED);
  expect((await proposalOf(chain, 2n)).proposer).toBe(GOV);
  return 2n;
}

it.each<readonly [string, (id: bigint) => Any, string]>([
  ["deposit on itself", (id) => deposit(GOV, id, 100_000n), "inactive proposal"],
  ["cancel itself", (id) => cancel(GOV, id), "invalid proposal"],
  ["vote on itself", (id) => vote(GOV, id, YES), "inactive proposal"],
])("a proposal that would %s is over before it could", async (_, made, reason) => {
  chain = await govChain();
  const id = await proposesItself((own) => [made(own)]);
  for (const n of [0, 1]) await chain.deliver(n, vote(chain.account(n), id, YES));
  await chain.block({ seconds: 11n });
  const proposal = await proposalOf(chain, id);
  expect(proposal.status).toBe(FAILED);
  expect(proposal.failedReason).toContain(reason);
});

it("one proposal may cancel another that ends in the same block", async () => {
  chain = await govChain();
  const id = await proposesItself(() => []);
  // The later one is decided sooner: its end comes first, in the same block.
  const sooner = { expedited: true, initialDeposit: uvna(EXPEDITED_DEPOSIT) };
  await chain.deliver(3, submit(chain.account(3), [cancel(GOV, id)], sooner));
  for (const n of [0, 1]) {
    const account = chain.account(n);
    await chain.deliver(n, vote(account, id, YES), vote(account, id + 1n, YES));
  }
  const { votingEndTime = 0n } = await proposalOf(chain, id);
  const events = await endBlock(chain, (votingEndTime - chain.time) / 1_000_000_000n);
  const ended = events.filter(([type]) => type === "active_proposal").map(([, id]) => id?.[1]);
  expect(ended).toEqual(["3"]);
  expect(chain.section("gov")).toMatchObject({ proposals: [{ id: "1" }, { id: "3" }], votes: [] });
});

it("messages of two proposals that end together are carried out in the order of their ends", async () => {
  chain = await govChain();
  await chain.deliver(4, message(bank.MsgSend, { ...plain(4, GOV), amount: uvna(5n) }));
  const [first, second] = [send(chain.account(4), 5n), send(chain.account(5), 5n)];
  await chain.deliver(3, submit(chain.account(3), [first]), submit(chain.account(3), [second]));
  for (const n of [0, 1]) {
    const account = chain.account(n);
    await chain.deliver(n, vote(account, 1n, YES), vote(account, 2n, YES));
  }
  await chain.block({ seconds: 11n });
  const ends = [(await proposalOf(chain, 1n)).status, (await proposalOf(chain, 2n)).status];
  expect(ends).toEqual([PASSED, FAILED]);
});

it("deposits that governance's account holds are not its to stake", async () => {
  chain = await govChain();
  const stake = message(staking.MsgDelegate, {
    delegatorAddress: GOV,
    validatorAddress: chain.operator(0),
    amount: { denom: "uvna", amount: 1_000_000n },
  });
  await chain.deliver(2, submit(chain.account(2), [], { initialDeposit: uvna(2_000_000n) }));
  expect((await passed(chain, [stake])).failedReason).toContain(
    "0uvna is smaller than 1000000uvna",
  );
});

it("parameters of governance change what is submitted later", async () => {
  chain = await govChain();
  const { params } = await chain.ask<object, gov.QueryParamsResponse>(gov.Query.Params, {});
  const changed = { ...params, minDeposit: uvna(20_000_000n), quorum: "0.1" } as gov.Params;
  const wrong = { ...changed, quorum: "2" };
  const update = (to: gov.Params) => message(gov.MsgUpdateParams, { authority: GOV, params: to });
  expect((await passed(chain, [update(wrong)])).failedReason).toContain("quorum too large");
  expect(await passed(chain, [update(changed)])).toMatchObject({ status: PASSED });
  await chain.deliver(3, submit(chain.account(3), []));
  const { status } = await proposalOf(chain, 3n);
  expect(status).toBe(gov.ProposalStatus.PROPOSAL_STATUS_DEPOSIT_PERIOD);
});
