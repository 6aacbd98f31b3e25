import { MsgExecLegacyContent, type Proposal } from "../../gen/cosmos/gov/v1.js";
import { attempt, type WriteContext } from "../../keeper/context.js";
import { ChainError, refuse } from "../../keeper/errors.js";
import type { MessageRouter } from "../../keeper/handler.js";
import { sdkErrors, undefinedErrors } from "../../keeper/sdk-errors.js";
import { StoreFault } from "../../store/contract.js";
import type { Any } from "../../wire/descriptor.js";
import { checkHandled } from "./content.js";
import { govErrors } from "./errors.js";

/** Why a proposal's messages were not carried out: the first that failed, and its refusal's words. */
export interface Failure {
  readonly at: number;
  readonly typeUrl: string;
  readonly reason: string;
}

/** Messages of proposals, which governance's account signs by passing them. */
export class Execution {
  constructor(
    private readonly router: MessageRouter,
    /** Bech32 address of the account that carries them out. */
    private readonly account: string,
  ) {}

  /**
   * Refuses a message that could never be carried out: malformed (`gov` 12), of another signer than
   * governance alone (`gov` 13), without a handler (`gov` 10, of a v1beta1 content `gov` 9).
   */
  check(message: Any): void {
    // [D-CS-06] Stateless checks of the messages, when they are proposed.
    rewrapped(() => this.router.parse(message));
    this.checkSigner(message);
    if (this.router.find(message.typeUrl) === undefined) {
      refuse(govErrors.unroutableMessage, { log: message.typeUrl });
    }
    if (message.typeUrl === MsgExecLegacyContent.typeUrl) {
      checkHandled(MsgExecLegacyContent.decode(message.value).content);
    }
  }

  /** Runs a passed proposal's messages in order: all of them happen, or none. */
  run(ctx: WriteContext, { messages }: Proposal): Failure | undefined {
    let at = 0;
    const done = attempt(ctx, (inner) => {
      for (const message of messages) {
        this.runOne(inner, message);
        at += 1;
      }
    });
    if (done.ok) return undefined;
    return { at, typeUrl: messages[at]?.typeUrl ?? "", reason: done.error.message };
  }

  private runOne(ctx: WriteContext, message: Any): void {
    try {
      // Once more: a genesis may hold proposals that nobody submitted here.
      this.router.parse(message);
      this.checkSigner(message);
      this.router.run(ctx, message, { account: this.account, via: "gov" });
    } catch (error) {
      if (error instanceof StoreFault) throw error;
      const isRefusal = error instanceof ChainError && error.kind !== sdkErrors.outOfGas;
      // What nobody registered fails this proposal as it would fail a transaction, and no block.
      throw isRefusal ? error : new ChainError(undefinedErrors.internal);
    }
  }

  /** [D-GEN-03] Governance passes its own messages alone. */
  private checkSigner(message: Any): void {
    const [signer, ...more] = this.router.signersOf(message);
    if (signer === undefined || more.length > 0) refuse(govErrors.invalidSigner);
    if (signer !== this.account) refuse(govErrors.invalidSigner, { log: signer });
  }
}

function rewrapped(work: () => void): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof ChainError)) throw error;
    refuse(govErrors.invalidMessage, { log: error.message });
  }
}
