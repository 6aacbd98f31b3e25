import { Schema } from "../../keeper/collections.js";
import type { ChainSettings } from "../../keeper/context.js";
import { bindMessage, type MessageRouter } from "../../keeper/handler.js";
import type { Module } from "../../keeper/module.js";
import { Execution } from "./execution.js";
import { groupGenesis } from "./genesis.js";
import { Groups } from "./groups.js";
import { groupInvariants } from "./invariants.js";
import { GroupKeeper } from "./keeper.js";
import { createGroup } from "./msgs/create-group.js";
import { createGroupPolicy } from "./msgs/create-group-policy.js";
import { createGroupWithPolicy } from "./msgs/create-group-with-policy.js";
import { exec } from "./msgs/exec.js";
import { leaveGroup } from "./msgs/leave-group.js";
import { submitProposal } from "./msgs/submit-proposal.js";
import { updateGroupAdmin } from "./msgs/update-group-admin.js";
import { updateGroupMembers } from "./msgs/update-group-members.js";
import { updateGroupMetadata } from "./msgs/update-group-metadata.js";
import { updateGroupPolicyAdmin } from "./msgs/update-group-policy-admin.js";
import { updateGroupPolicyDecisionPolicy } from "./msgs/update-group-policy-decision-policy.js";
import { updateGroupPolicyMetadata } from "./msgs/update-group-policy-metadata.js";
import { vote } from "./msgs/vote.js";
import { withdrawProposal } from "./msgs/withdraw-proposal.js";
import type { AccountsPort } from "./ports.js";
import { Proposals } from "./proposals.js";
import { groupQueries } from "./queries/groups.js";
import { policyQueries } from "./queries/policies.js";
import { proposalQueries } from "./queries/proposals.js";
import { voteQueries } from "./queries/votes.js";
import { groupState } from "./state.js";

/** What groups are built from. The router may still be filled after this module is built. */
export interface GroupDeps {
  readonly settings: ChainSettings;
  readonly accounts: AccountsPort;
  readonly router: MessageRouter;
}

/** x/group: groups, policies, proposals, votes. */
export function groupModule(deps: GroupDeps): {
  readonly module: Module;
  readonly keeper: GroupKeeper;
} {
  const state = groupState(new Schema("group", deps.settings.prefix));
  const groups = new Groups(state, deps.accounts);
  const execution = new Execution(deps.router);
  const proposals = new Proposals(state, groups, execution);
  const keeper = new GroupKeeper(state, groups);
  const k = { state, groups, execution, proposals };
  const module: Module = {
    name: "group",
    version: 2n,
    messages: [
      bindMessage("group", createGroup(groups)),
      bindMessage("group", updateGroupMembers(groups)),
      bindMessage("group", updateGroupAdmin(groups)),
      bindMessage("group", updateGroupMetadata(groups)),
      bindMessage("group", leaveGroup(groups)),
      bindMessage("group", createGroupPolicy(groups)),
      bindMessage("group", createGroupWithPolicy(keeper)),
      bindMessage("group", updateGroupPolicyAdmin(groups)),
      bindMessage("group", updateGroupPolicyDecisionPolicy(groups)),
      bindMessage("group", updateGroupPolicyMetadata(groups)),
      bindMessage("group", submitProposal(k)),
      bindMessage("group", withdrawProposal(k)),
      bindMessage("group", vote(k)),
      bindMessage("group", exec(proposals)),
    ],
    queries: [...groupQueries(k), ...policyQueries(k), ...proposalQueries(k), ...voteQueries(k)],
    invariants: groupInvariants(state),
    genesis: groupGenesis(state, deps.accounts),
    endBlock: (ctx) => proposals.endBlock(ctx),
  };
  return { module, keeper };
}
