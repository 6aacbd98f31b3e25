import type { RuleId } from "../gen/rules.js";
import type { Any, MessageType } from "../wire/descriptor.js";
import type { Authorize, Signer } from "./authority.js";
import type { ReadContext, WriteContext } from "./context.js";

/**
 * One message method. `parse` sees the message alone (presence, syntax, ranges) and runs before the
 * fee is taken; `check` reads and refuses, in the order of the specification, and returns what it
 * loaded and proved; `execute` applies. Every refusal is a ChainError.
 */
export interface Handler<M, B, P, R> {
  /** The method in the specification; absent for platform messages. */
  readonly rule?: RuleId;
  readonly type: MessageType<M>;
  readonly response: MessageType<R>;
  parse?(message: M): void;
  readonly authorize: Authorize<M, B>;
  check(ctx: ReadContext, message: M, by: B): P;
  execute(ctx: WriteContext, message: M, by: B, proof: P): R;
}

/** What a message left behind: its response, packed. */
export interface Outcome {
  readonly response: Any;
}

/** A handler whose types are closed: what routers keep. */
export interface MessageBinding {
  readonly typeUrl: string;
  readonly type: MessageType;
  /** Module that answers, for the `message{module}` event. */
  readonly module: string;
  readonly rule?: RuleId;
  parse(message: unknown): void;
  run(ctx: WriteContext, message: unknown, signer: Signer): Outcome;
}

/** Closes a handler: authorize, check and execute in this order, nothing between them. */
export function bindMessage<M, B, P, R>(
  module: string,
  handler: Handler<M, B, P, R>,
): MessageBinding {
  return {
    typeUrl: handler.type.typeUrl,
    type: handler.type,
    module,
    ...(handler.rule === undefined ? {} : { rule: handler.rule }),
    parse: (message) => handler.parse?.(message as M),
    run(ctx, message, signer) {
      const by = handler.authorize(ctx, message as M, signer);
      const proof = handler.check(ctx, message as M, by);
      const reply = handler.execute(ctx, message as M, by, proof);
      return {
        response: { typeUrl: handler.response.typeUrl, value: handler.response.encode(reply) },
      };
    },
  };
}

/** Runs messages that other messages carry (group proposals; later gov and authz). */
export interface MessageRouter {
  /** The binding for a type URL; undefined when no handler is built. */
  find(typeUrl: string): MessageBinding | undefined;
  /** Decodes a packed message by the rules of the door. Refuses what does not decode. */
  unpack(packed: Any): unknown;
  /** Signer accounts that the message names, in order. Refuses malformed addresses. */
  signersOf(packed: Any): readonly string[];
  /** Stateless checks of a registry message (D-CS-06: at submission). */
  parse(packed: Any): void;
  /**
   * Runs a packed message as `signer`; its events are the handler's alone (the `message{action,…}` of
   * a transaction is not repeated). Refuses with `sdk` 6 when no handler is built.
   */
  run(ctx: WriteContext, packed: Any, signer: Signer): Outcome;
}
