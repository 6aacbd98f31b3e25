import type { ReadContext, WriteContext } from "../../keeper/context.js";
import { ChainError, refuse } from "../../keeper/errors.js";
import type { Event } from "../../keeper/events.js";
import type { MessageRouter } from "../../keeper/handler.js";
import { sdkErrors } from "../../keeper/sdk-errors.js";
import type { Any } from "../../wire/descriptor.js";
import { accept } from "./acceptance.js";
import { authzErrors } from "./errors.js";
import { granted, revoked } from "./events.js";
import type { AccountsPort, RecipientPort } from "./ports.js";
import type { AuthzState, GrantKey, StoredGrant } from "./state.js";

/** Ended grants that the begin of a block removes at most. Cosmos SDK's number. */
export const PRUNED_A_BLOCK = 200;

/** Authorizations to send messages as another account. Addresses are lower-case bech32 texts. */
export class AuthzKeeper {
  constructor(
    readonly state: AuthzState,
    readonly router: MessageRouter,
    private readonly accounts: AccountsPort,
    readonly recipients: RecipientPort,
  ) {}

  /** Refuses a grant for a module's account that does not exist with `sdk` 4. */
  checkGrantee(ctx: ReadContext, grantee: string): void {
    if (!this.accounts.exists(ctx, grantee)) this.recipients.checkRecipient(grantee);
  }

  /** Stores a grant in place of an earlier one for the same messages, and makes the grantee's account. */
  set(ctx: WriteContext, key: GrantKey, grant: StoredGrant): void {
    this.accounts.ensure(ctx, key[1]);
    this.state.grants.set(ctx, key, grant);
    ctx.emit(granted(key));
  }

  /** Refuses with `authz` 2 where there is none. */
  checkExists(ctx: ReadContext, key: GrantKey): void {
    if (!this.state.grants.has(ctx, key)) refuseMissing("delete", key);
  }

  /** Takes back a grant that exists. */
  revoke(ctx: WriteContext, key: GrantKey): void {
    this.state.grants.delete(ctx, key);
    ctx.emit(revoked(key));
  }

  /**
   * [D-GEN-03] Runs messages one after the other, each as the one account that would have to sign it:
   * the grantee's own, and those of granters who authorized him; the response of each. One refusal ends
   * them all. x/authz DispatchActions.
   */
  dispatch(ctx: WriteContext, grantee: string, messages: readonly Any[]): readonly Uint8Array[] {
    return messages.map((message, i) => {
      const [granter, ...others] = this.router.signersOf(message);
      if (granter === undefined || others.length > 0) return refuse(authzErrors.severalSigners);
      if (granter !== grantee) this.use(ctx, [granter, grantee, message.typeUrl], message);
      const at = ["authz_msg_index", String(i)] as const;
      const emit = ({ type, attributes }: Event) =>
        ctx.emit({ type, attributes: [...attributes, at] });
      return this.run({ ...ctx, emit }, granter, message);
    });
  }

  private run(ctx: WriteContext, account: string, message: Any): Uint8Array {
    try {
      return this.router.run(ctx, message, { account, via: "authz" }).response.value;
    } catch (error) {
      if (!(error instanceof ChainError) || error.kind === sdkErrors.outOfGas) throw error;
      throw new NestedError(error, `failed to execute message; message ${message.typeUrl}`);
    }
  }

  /** Spends a grant on a message. Refuses with `authz` 2 and 6, and what the authorization refuses. */
  private use(ctx: WriteContext, key: GrantKey, message: Any): void {
    const grant = this.state.grants.get(ctx, key);
    if (grant === undefined) refuseMissing("get", key);
    const { authorization, expiration } = grant;
    if (expiration !== undefined && expiration < ctx.blockTime) refuse(authzErrors.expired);
    const left = accept(authorization, message);
    if (left === undefined) this.revoke(ctx, key);
    else if (left !== authorization) {
      this.state.grants.set(ctx, key, { authorization: left, expiration });
    }
  }

  /** Whether a grant that has ended is still stored. */
  hasEnded(ctx: ReadContext): boolean {
    return this.ended(ctx).next().done !== true;
  }

  /** Removes what has ended, the oldest first; a block that cannot remove all of it says so. */
  beginBlock(ctx: WriteContext): void {
    const { grants, behind } = this.state;
    const keys: Uint8Array[] = [];
    let more = false;
    for (const key of this.ended(ctx)) {
      more = keys.length === PRUNED_A_BLOCK;
      if (more) break;
      keys.push(key);
    }
    for (const key of keys) grants.delete(ctx, grants.entryAt(ctx, key)[0]);
    if (more) behind.set(ctx, ctx.height);
  }

  private ended(ctx: ReadContext): IterableIterator<Uint8Array> {
    const { byExpiration } = this.state;
    return byExpiration.walk(ctx, { lt: byExpiration.bound(ctx.blockTime) });
  }
}

/** A refusal of a message inside another, with its place before its own words. */
class NestedError extends ChainError {
  constructor(cause: ChainError, place: string) {
    super(cause.kind, cause.facts, cause.rule);
    this.message = `${place}: ${cause.message}`;
  }
}

function refuseMissing(action: string, [granter, grantee, typeUrl]: GrantKey): never {
  const parties = `granter: ${granter}, grantee: ${grantee} & msgType: ${typeUrl}`;
  return refuse(authzErrors.notFound, { log: `failed to ${action} grant with given ${parties}` });
}
