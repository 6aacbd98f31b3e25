import { registry } from "../gen/registry.js";
import type { Signer } from "../keeper/authority.js";
import type { WriteContext } from "../keeper/context.js";
import { refuse } from "../keeper/errors.js";
import type { MessageBinding, MessageRouter, Outcome } from "../keeper/handler.js";
import { sdkErrors } from "../keeper/sdk-errors.js";
import { type Any, type MessageType, WireError } from "../wire/descriptor.js";
import { messageSigners, refuseInvalidText } from "./decode/signers.js";

/** Message bindings by type URL, and the way in for messages that other messages carry. */
export class Router implements MessageRouter {
  readonly #bindings = new Map<string, MessageBinding>();

  /** `prefix`: bech32 prefix of accounts. */
  constructor(private readonly prefix: string) {}

  /** Throws when a message is bound twice: a mistake of the composition. */
  add(binding: MessageBinding): void {
    if (this.#bindings.has(binding.typeUrl)) throw new TypeError(`${binding.typeUrl} bound twice`);
    this.#bindings.set(binding.typeUrl, binding);
  }

  find(typeUrl: string): MessageBinding | undefined {
    return this.#bindings.get(typeUrl);
  }

  unpack(packed: Any): unknown {
    return unpackMessage(packed).value;
  }

  signersOf(packed: Any): readonly string[] {
    return messageSigners(unpackMessage(packed), this.prefix);
  }

  parse(packed: Any): void {
    this.find(packed.typeUrl)?.parse(this.unpack(packed));
  }

  run(ctx: WriteContext, packed: Any, signer: Signer): Outcome {
    return this.bindingOf(packed.typeUrl).run(ctx, this.unpack(packed), signer);
  }

  /** The binding, or the refusal of a message that has no handler (D-TX-06). */
  bindingOf(typeUrl: string): MessageBinding {
    const binding = this.find(typeUrl);
    if (binding !== undefined) return binding;
    return refuse(sdkErrors.unknownRequest, { log: `no message handler for ${typeUrl}` });
  }
}

/** Decodes a packed message of a registered type. Refuses with `sdk` 2, or as a transaction's own messages are. */
function unpackMessage(packed: Any): { readonly type: MessageType; readonly value: unknown } {
  const type = registry.byUrl(packed.typeUrl);
  if (type === undefined || type.signers.length === 0) {
    return refuse(sdkErrors.txDecode, { log: `unable to resolve type URL ${packed.typeUrl}` });
  }
  try {
    const message = { type, value: type.decode(packed.value) };
    refuseInvalidText(message);
    return message;
  } catch (error) {
    if (error instanceof WireError) return refuse(sdkErrors.txDecode, { log: error.message });
    throw error;
  }
}
