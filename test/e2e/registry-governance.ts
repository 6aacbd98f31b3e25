import * as gov from "../../src/gen/cosmos/gov/v1.js";
import * as staking from "../../src/gen/cosmos/staking/v1beta1.js";
import type { Any } from "../../src/wire/descriptor.js";
import { until } from "../support/until.js";
import type { People } from "./registry-people.js";

const STAKE = 900_000_000_000n;
const { PROPOSAL_STATUS_PASSED: PASSED } = gov.ProposalStatus;

/** The voter, who stakes more than the validators themselves do, proposes and votes; time does the rest. The proposal's id. */
export async function propose(
  people: People<"voter">,
  messages: readonly Any[],
  title: string,
): Promise<bigint> {
  await stake(people);
  const proposer = people.addressOf("voter");
  const submitted = await people.send("voter", "/cosmos.gov.v1.MsgSubmitProposal", {
    messages,
    initialDeposit: [{ denom: "uvna", amount: "10000000" }],
    proposer,
    metadata: "",
    title,
    summary: "What the registry needs",
    expedited: false,
  });
  const [response] = submitted.msgResponses;
  if (response === undefined) throw new Error("a proposal without answer");
  const { proposalId } = gov.MsgSubmitProposalResponse.decode(response.value);
  const vote = {
    proposalId,
    voter: proposer,
    option: gov.VoteOption.VOTE_OPTION_YES,
    metadata: "",
  };
  await people.send("voter", "/cosmos.gov.v1.MsgVote", vote);
  return proposalId;
}

/** Resolves when a proposal has passed and was carried out. */
export const passed = (people: People<"voter">, proposalId: bigint): Promise<void> =>
  until(async () => {
    const { proposal } = await people.ask<gov.QueryProposalResponse>(gov.Query.Proposal, {
      proposalId,
    });
    return proposal?.status === PASSED;
  });

/** Stakes with all validators alike: none of them may have the chain in its hand, for one may be killed. */
async function stake(people: People<"voter">): Promise<void> {
  const delegatorAddress = people.addressOf("voter");
  const { delegationResponses } = await people
    .ask<staking.QueryDelegatorDelegationsResponse>(staking.Query.DelegatorDelegations, {
      delegatorAddr: delegatorAddress,
    })
    .catch(() => ({ delegationResponses: [] }));
  if (delegationResponses.length > 0) return;
  const { validators } = await people.ask<staking.QueryValidatorsResponse>(
    staking.Query.Validators,
  );
  const amount = { denom: "uvna", amount: (STAKE / BigInt(validators.length)).toString() };
  for (const { operatorAddress: validatorAddress } of validators) {
    const delegation = { delegatorAddress, validatorAddress, amount };
    await people.send("voter", "/cosmos.staking.v1beta1.MsgDelegate", delegation);
  }
}
