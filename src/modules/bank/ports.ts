import type { ReadContext, WriteContext } from "../../keeper/context.js";

/** What the bank needs of accounts. */
export interface AccountsPort {
  exists(ctx: ReadContext, address: string): boolean;
  /** Makes a plain account unless there is one. */
  ensure(ctx: WriteContext, address: string): void;
  moduleAddress(name: string): string;
}
