import type { Proposal } from "../../gen/cosmos/group/v1.js";
import type { ReadContext, WriteContext } from "../../keeper/context.js";
import { ChainError, refuse } from "../../keeper/errors.js";
import type { MessageRouter } from "../../keeper/handler.js";
import { sdkErrors } from "../../keeper/sdk-errors.js";
import type { Any } from "../../wire/descriptor.js";
import { timestampText } from "../../wire/time.js";
import type { DecisionPolicy } from "./decision-policy.js";
import { groupErrors } from "./errors.js";
import { MAX_EXECUTION_DEPTH, MAX_EXECUTION_PERIOD, MAX_EXECUTIONS } from "./limits.js";

/** Runs the messages of accepted proposals as their group policy. */
export class Execution {
  /** Executions that are under way, one within the other. */
  #depth = 0;
  /** Executions since the outermost one began. */
  #begun = 0;

  constructor(private readonly router: MessageRouter) {}

  /** [D-GEN-03] Refuses messages that another account than the policy would have to sign. */
  checkSigners(messages: readonly Any[], policyAddress: string): void {
    for (const message of messages) {
      const signers = this.router.signersOf(message);
      const stranger = signers.find((signer) => signer !== policyAddress);
      if (signers.length > 0 && stranger === undefined) continue;
      refuse(sdkErrors.unauthorized, {
        log: `msg does not have group policy authorization; expected ${policyAddress}, got ${stranger ?? "no signer"}`,
      });
    }
  }

  /** [D-CS-06] Stateless checks of the messages, when they are proposed. */
  checkMessages(messages: readonly Any[]): void {
    for (const message of messages) this.router.parse(message);
  }

  /** Runs a proposal's messages in order; the first refusal ends them all. */
  run(ctx: WriteContext, proposal: Proposal, policy: DecisionPolicy): void {
    checkTime(ctx, proposal, policy);
    this.checkSigners(proposal.messages, proposal.groupPolicyAddress);
    if (this.#depth === 0) this.#begun = 0;
    if (this.#depth >= MAX_EXECUTION_DEPTH || this.#begun >= MAX_EXECUTIONS) {
      refuse(groupErrors.maxLimit, { log: "proposals that execute proposals" });
    }
    this.#depth++;
    this.#begun++;
    try {
      for (const [i, message] of proposal.messages.entries())
        this.runOne(ctx, proposal, i, message);
    } finally {
      this.#depth--;
    }
  }

  private runOne(ctx: WriteContext, proposal: Proposal, at: number, message: Any): void {
    try {
      // Once more: a genesis may hold proposals that nobody submitted here (D-CS-06).
      this.router.parse(message);
      this.router.run(ctx, message, { account: proposal.groupPolicyAddress, via: "group" });
    } catch (error) {
      if (!(error instanceof ChainError) || error.kind === sdkErrors.outOfGas) throw error;
      throw new PositionedError(error, `message ${message.typeUrl} at position ${at}`);
    }
  }
}

/** A refusal of one message of a proposal, with the message before its own words. */
class PositionedError extends ChainError {
  constructor(cause: ChainError, position: string) {
    super(cause.kind, cause.facts, cause.rule);
    this.message = `${position}: ${cause.message}`;
  }
}

function checkTime(ctx: ReadContext, proposal: Proposal, policy: DecisionPolicy): void {
  const from = proposal.submitTime + policy.minExecutionPeriod;
  if (ctx.blockTime < from) {
    const log = `must wait until ${timestampText(from)} to execute proposal ${proposal.id}`;
    refuse(groupErrors.invalid, { log });
  }
  const until = proposal.votingPeriodEnd + MAX_EXECUTION_PERIOD;
  if (ctx.blockTime > until) {
    refuse(groupErrors.expired, { log: `proposal expired on ${timestampText(until)}` });
  }
}
