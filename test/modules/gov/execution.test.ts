import { afterEach, expect, it } from "vitest";
import * as bank from "../../../src/gen/cosmos/bank/v1beta1.js";
import * as gov from "../../../src/gen/cosmos/gov/v1.js";
import * as staking from "../../../src/gen/cosmos/staking/v1beta1.js";
import { GOV, MIN_DEPOSIT, submit, uvna, vote, YES } from "../../support/gov-messages.js";
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
