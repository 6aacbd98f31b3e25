import { MsgUpdateParams, MsgUpdateParamsResponse } from "../../gen/cosmos/gov/v1.js";
import type { ChainSettings } from "../../keeper/context.js";
import { governanceAddress } from "../../keeper/governance.js";
import { bindMessage, type MessageRouter } from "../../keeper/handler.js";
import type { Module } from "../../keeper/module.js";
import { sdkParamsCheck, updateParams } from "../../keeper/module-params.js";
import { Deposits } from "./deposits.js";
import { Execution } from "./execution.js";
import { govGenesis } from "./genesis.js";
import { govInvariants } from "./invariants.js";
import { cancelProposal } from "./msgs/cancel-proposal.js";
import { deposit } from "./msgs/deposit.js";
import { execLegacyContent } from "./msgs/exec-legacy-content.js";
import { legacyMessages } from "./msgs/legacy.js";
import { submitProposal } from "./msgs/submit-proposal.js";
import { vote } from "./msgs/vote.js";
import { voteWeighted } from "./msgs/vote-weighted.js";
import { paramsFault } from "./params.js";
import type {
  GovAccountsPort,
  GovBankPort,
  GovPoolPort,
  GovRecipientsPort,
  GovStakingPort,
} from "./ports.js";
import { Proposals } from "./proposals.js";
import { v1Queries } from "./queries/v1.js";
import { v1beta1Queries } from "./queries/v1beta1.js";
import { govState } from "./state.js";
import { VoteEnds } from "./vote-end.js";
import { Votes } from "./votes.js";

/** What governance is built from. The router may still be filled after this module is built. */
export interface GovDeps {
  readonly settings: ChainSettings;
  readonly bank: GovBankPort;
  readonly accounts: GovAccountsPort;
  readonly staking: GovStakingPort;
  readonly pool: GovPoolPort;
  readonly recipients: GovRecipientsPort;
  readonly router: MessageRouter;
}

/** Proposals that stakes vote on: Cosmos SDK's x/gov. */
export function govModule(deps: GovDeps): { readonly module: Module } {
  const { settings, bank, accounts, staking } = deps;
  const state = govState(settings.prefix);
  const deposits = new Deposits(state, deps);
  const votes = new Votes(state);
  const proposals = new Proposals(state, deposits, votes);
  const execution = new Execution(deps.router, governanceAddress(settings.prefix));
  const voteEnds = new VoteEnds({ state, proposals, deposits, votes, execution, staking });
  const k = { state, proposals, deposits, votes, execution, voteEnds, bank, accounts };
  const module: Module = {
    name: "gov",
    version: 5n,
    messages: [
      bindMessage("gov", submitProposal(k)),
      bindMessage("gov", deposit(proposals)),
      bindMessage("gov", vote(votes)),
      bindMessage("gov", voteWeighted(votes)),
      bindMessage("gov", cancelProposal(proposals)),
      updateParams("gov", {
        type: MsgUpdateParams,
        response: MsgUpdateParamsResponse,
        check: sdkParamsCheck((next) => paramsFault(next, settings.prefix)),
        set: (ctx, next) => state.params.set(ctx, next),
      }),
      bindMessage("gov", execLegacyContent),
      ...legacyMessages(k),
    ],
    queries: [...v1Queries(k), ...v1beta1Queries(k)],
    genesis: govGenesis(k),
    invariants: govInvariants(k),
    endBlock: (ctx) => voteEnds.endBlock(ctx),
  };
  return { module };
}
