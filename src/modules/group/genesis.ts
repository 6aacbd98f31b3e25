import { GenesisState } from "../../gen/cosmos/group/v1.js";
import { registry } from "../../gen/registry.js";
import type { ReadContext, WriteContext } from "../../keeper/context.js";
import { refuse } from "../../keeper/errors.js";
import type { ModuleGenesis } from "../../keeper/module.js";
import type { Json } from "../../keeper/query.js";
import { toJson } from "../../wire/proto-json.js";
import { fromJson, JsonError } from "../../wire/proto-json-read.js";
import { groupErrors } from "./errors.js";
import { checkGenesis } from "./genesis-checks.js";
import type { AccountsPort } from "./ports.js";
import type { GroupState } from "./state.js";

/** Section `group` of `app_state`, in Cosmos SDK's shape. Accounts are there before it. */
export const groupGenesis = (state: GroupState, accounts: AccountsPort): ModuleGenesis => ({
  name: "group",
  fresh: () => print(GenesisState.create()),
  init(ctx, section) {
    restore(ctx, state, checkGenesis(ctx, read(section), accounts));
  },
  export: (ctx) => print(collect(ctx, state)),
});

const print = (genesis: GenesisState): Json => toJson(GenesisState, genesis, { registry });

function read(section: Json): GenesisState {
  try {
    return fromJson(GenesisState, section, registry);
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    return refuse(groupErrors.invalid, { log: `group genesis: ${error.message}` });
  }
}

function restore(ctx: WriteContext, state: GroupState, genesis: GenesisState): void {
  state.groupIds.restore(ctx, genesis.groupSeq);
  state.policyNumbers.restore(ctx, genesis.groupPolicySeq);
  state.proposalIds.restore(ctx, genesis.proposalSeq);
  for (const group of genesis.groups) state.groups.set(ctx, group.id, group);
  for (const member of genesis.groupMembers) {
    state.members.set(ctx, [member.groupId, member.member?.address ?? ""], member);
  }
  for (const policy of genesis.groupPolicies) state.policies.set(ctx, policy.address, policy);
  for (const proposal of genesis.proposals) state.proposals.set(ctx, proposal.id, proposal);
  for (const vote of genesis.votes) state.votes.set(ctx, [vote.proposalId, vote.voter], vote);
}

function collect(ctx: ReadContext, state: GroupState): GenesisState {
  return {
    groupSeq: state.groupIds.last(ctx),
    groups: values(state.groups.entries(ctx)),
    groupMembers: values(state.members.entries(ctx)),
    groupPolicySeq: state.policyNumbers.last(ctx),
    groupPolicies: values(state.policies.entries(ctx)),
    proposalSeq: state.proposalIds.last(ctx),
    proposals: values(state.proposals.entries(ctx)),
    votes: values(state.votes.entries(ctx)),
  };
}

const values = <V>(entries: Iterable<readonly [unknown, V]>): readonly V[] =>
  [...entries].map(([, value]) => value);
