import {
  Exec,
  MsgSubmitProposal,
  MsgSubmitProposalResponse,
  VoteOption,
} from "../../../gen/cosmos/group/v1.js";
import { type AnyAccount, anyAccount } from "../../../keeper/authority.js";
import type { ReadContext } from "../../../keeper/context.js";
import { refuse } from "../../../keeper/errors.js";
import type { Handler } from "../../../keeper/handler.js";
import { checkAccount, checkAccounts, checkLength } from "../checks.js";
import { checkWindows, storedDecisionPolicy } from "../decision-policy.js";
import { groupErrors } from "../errors.js";
import type { Execution } from "../execution.js";
import type { Groups } from "../groups.js";
import { MAX_SUMMARY_BYTES } from "../limits.js";
import { checkMetadataAgrees } from "../proposal-metadata.js";
import type { NewProposal, Proposals } from "../proposals.js";
import { checkVote } from "./vote.js";

interface Keepers {
  readonly groups: Groups;
  readonly proposals: Proposals;
  readonly execution: Execution;
}

type SubmitProposal = Handler<
  MsgSubmitProposal,
  AnyAccount,
  NewProposal,
  MsgSubmitProposalResponse
>;

/** x/group MsgSubmitProposal: members propose messages that their policy account would sign. */
export const submitProposal = (k: Keepers): SubmitProposal => ({
  type: MsgSubmitProposal,
  response: MsgSubmitProposalResponse,
  authorize: anyAccount,

  check(ctx, message) {
    if (message.proposers.length === 0) refuse(groupErrors.empty, { log: "proposers" });
    const proposers = checkAccounts(ctx, message.proposers, "proposer");
    const address = checkAccount(
      ctx,
      message.groupPolicyAddress,
      "request account address of group policy",
    );
    checkTexts(message);
    k.execution.checkMessages(message.messages);
    const policy = k.groups.loadPolicy(ctx, address, `load group policy: ${address}`);
    const group = k.groups.load(ctx, policy.groupId);
    checkMembership(ctx, k.groups, group.id, proposers);
    k.execution.checkSigners(message.messages, address);
    checkWindows(storedDecisionPolicy(policy.decisionPolicy));
    const { metadata, messages, title, summary } = message;
    return { policy, groupVersion: group.version, proposers, metadata, messages, title, summary };
  },

  /** With `EXEC_TRY` the proposers vote yes, and the proposal is executed if that decides it. */
  execute(ctx, message, _by, proposal) {
    const proposalId = k.proposals.submit(ctx, proposal);
    if (message.exec === Exec.EXEC_TRY) {
      for (const voter of proposal.proposers) {
        const option = VoteOption.VOTE_OPTION_YES;
        k.proposals.vote(ctx, checkVote(ctx, k, { proposalId, voter, option, metadata: "" }));
      }
      k.proposals.execute(ctx, proposalId);
    }
    return { proposalId };
  },
});

function checkTexts({ title, summary, metadata }: MsgSubmitProposal): void {
  checkLength(title, "proposal Title");
  checkLength(summary, "proposal summary is too long", MAX_SUMMARY_BYTES);
  checkLength(metadata, "metadata");
  checkMetadataAgrees({ title, summary, metadata });
}

function checkMembership(
  ctx: ReadContext,
  groups: Groups,
  groupId: bigint,
  proposers: readonly string[],
): void {
  for (const proposer of proposers) {
    if (groups.member(ctx, groupId, proposer) === undefined) {
      refuse(groupErrors.unauthorized, { log: `not in group: ${proposer}` });
    }
  }
}
