import type { MemberRequest } from "../../gen/cosmos/group/v1.js";
import { checkAddress } from "../../keeper/check-address.js";
import type { ReadContext } from "../../keeper/context.js";
import { refuse } from "../../keeper/errors.js";
import { utf8Bytes } from "../../wire/text.js";
import { groupErrors, mathErrors } from "./errors.js";
import { MAX_METADATA_BYTES } from "./limits.js";
import { addWeights, parseWeight, type Weight, weightText, ZERO } from "./weight.js";

/** An account's address in lower case. Refuses with `sdk` 7, `what` before the reason. */
export const checkAccount = (ctx: ReadContext, text: string, what: string): string =>
  checkAddress(ctx.chain.prefix, text, what);

/** Refuses a text of more UTF-8 bytes than `most` with `group` 4. */
export function checkLength(text: string, what: string, most = MAX_METADATA_BYTES): void {
  if (utf8Bytes(text).length > most) refuse(groupErrors.maxLimit, { log: what });
}

/** Refuses the id 0 with `group` 2. */
export function checkId(id: bigint, what: string): void {
  if (id === 0n) refuse(groupErrors.empty, { log: what });
}

/** Refuses a new admin that is the old one with `group` 6. */
export function checkOtherAdmin(message: {
  readonly admin: string;
  readonly newAdmin: string;
}): void {
  if (message.admin.toLowerCase() !== message.newAdmin.toLowerCase()) return;
  refuse(groupErrors.invalid, { log: "new and old admin are the same" });
}

/** Addresses in lower case, none twice (`group` 3). */
export function checkAccounts(
  ctx: ReadContext,
  texts: readonly string[],
  what: string,
): readonly string[] {
  const seen = new Set<string>();
  for (const text of texts) seen.add(unseen(ctx, seen, text, what));
  return [...seen];
}

/**
 * Members with their addresses in lower case, none twice (`group` 3), none with a weight below zero
 * (`math` 10). A weight of zero stands for a member to be removed.
 */
export function checkMemberRequests(
  ctx: ReadContext,
  requests: readonly MemberRequest[],
): readonly MemberRequest[] {
  const seen = new Set<string>();
  return requests.map((request) => {
    const address = unseen(ctx, seen, request.address, "members: member");
    seen.add(address);
    checkWeight(request.weight);
    return { ...request, address };
  });
}

/** The sum of a new group's members, each of which has a weight above zero. */
export function checkNewMembers(members: readonly MemberRequest[]): string {
  let total = ZERO;
  for (const { metadata, weight } of members) {
    checkLength(metadata, "member metadata");
    total = addWeights(total, checkPositive(weight));
  }
  return weightText(total);
}

/** A weight of zero or more. Refuses with `math` 10. */
export function checkWeight(text: string): Weight {
  const weight = parseWeight(text);
  if (weight !== undefined) return weight;
  return refuse(mathErrors.invalidDecimal, { log: `expected a non-negative decimal, got ${text}` });
}

function checkPositive(text: string): Weight {
  const weight = parseWeight(text);
  if (weight !== undefined && weight.digits > 0n) return weight;
  return refuse(mathErrors.invalidDecimal, { log: `expected a positive decimal, got ${text}` });
}

function unseen(ctx: ReadContext, seen: ReadonlySet<string>, text: string, what: string): string {
  const address = checkAccount(ctx, text, `${what} address ${text}`);
  if (seen.has(address)) refuse(groupErrors.duplicate, { log: `address: ${address}` });
  return address;
}
