import { addressText, moduleAddress } from "./addresses.js";
import type { Authorize } from "./authority.js";
import { defineErrors, refuse } from "./errors.js";

/**
 * Cosmos SDK x/gov's refusal of messages that only governance may send. It stands here, since every
 * module refuses with it, and the others know none of gov's values; its table takes it up.
 */
export const authorityErrors = defineErrors("gov", {
  invalidSigner: [
    13,
    "expected gov account as only signer for proposal message",
    "PermissionDenied",
  ],
});

/** Authority of governance: nothing more is to be known of it. */
export interface Governance {
  readonly authority: string;
}

/** Address of the account that carries out what governance decides. */
export const governanceAddress = (prefix: string): string =>
  addressText(prefix, moduleAddress("gov"));

/** Refuses everyone but governance with `gov` 13. */
export const governance: Authorize<{ readonly authority: string }, Governance> = (
  ctx,
  { authority },
  signer,
) => {
  const expected = governanceAddress(ctx.chain.prefix);
  if (authority !== expected || signer.account !== expected) {
    const log = `invalid authority; expected ${expected}, got ${authority}`;
    refuse(authorityErrors.invalidSigner, { log });
  }
  return { authority };
};
