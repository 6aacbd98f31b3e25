import type { ReadContext, WriteContext } from "../../keeper/context.js";
import type { Any } from "../../wire/descriptor.js";

/** What groups ask of accounts. Addresses are lower-case bech32 texts. */
export interface AccountsPort {
  exists(ctx: ReadContext, address: string): boolean;
  /** A new base account with the next number; `publicKey` is the policy's module credential. */
  create(ctx: WriteContext, address: string, publicKey: Any): unknown;
}
