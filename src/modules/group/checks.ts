import type { MemberRequest } from "../../gen/cosmos/group/v1.js";
import { parseAddress } from "../../keeper/addresses.js";
import type { ReadContext } from "../../keeper/context.js";
import { refuse } from "../../keeper/errors.js";
import { sdkErrors } from "../../keeper/sdk-errors.js";
import { utf8Bytes } from "../../wire/text.js";
import { groupErrors, mathErrors } from "./errors.js";
import { MAX_METADATA_BYTES } from "./limits.js";
import { addWeights, parseWeight, type Weight, weightText, ZERO } from "./weight.js";

/** An account's address in lower case. Refuses with `sdk` 7, `what` before the reason. */
export function checkAccount(ctx: ReadContext, text: string, what: string): string {
  const parsed = parseAddress(ctx.chain.prefix, text);
  if (typeof parsed === "string") return parsed;
  return refuse(sdkErrors.invalidAddress, { log: `${what}: ${parsed.reason}` });
}

/** Refuses a text of more UTF-8 bytes than `most` with `group` 4. */
export function checkLength(text: string, what: string, most = MAX_METADATA_BYTES): void {
  if (utf8Bytes(text).length > most) refuse(groupErrors.maxLimit, { log: what });
}

/** Refuses the id 0 with `group` 2. */
export function checkId(id: bigint, what: string): void {
  if (id === 0n) refuse(groupErrors.empty, { log: what });
}

/** Addresses in lower case, none twice (`group` 3). */
export function checkAccounts(
  ctx: ReadContext,
  texts: readonly string[],
  what: string,
): readonly string[] {
  const seen = new Set<string>();
  for (const text of texts) {
    const address = checkAccount(ctx, text, `${what} address ${text}`);
    if (seen.has(address)) refuse(groupErrors.duplicate, { log: `address: ${address}` });
    seen.add(address);
  }
  return [...seen];
}

/** Members of a new group: each of them once, with a weight above zero. */
export function checkMembers(
  ctx: ReadContext,
  requests: readonly MemberRequest[],
): { readonly members: readonly MemberRequest[]; readonly totalWeight: string } {
  const addresses = checkAccounts(
    ctx,
    requests.map(({ address }) => address),
    "members: member",
  );
  let total = ZERO;
  const members = requests.map((request, i) => {
    checkLength(request.metadata, "member metadata");
    total = addWeights(total, checkWeight(request.weight));
    return { ...request, address: addresses[i] ?? request.address };
  });
  return { members, totalWeight: weightText(total) };
}

function checkWeight(text: string): Weight {
  const weight = parseWeight(text);
  if (weight !== undefined && weight.digits > 0n) return weight;
  return refuse(mathErrors.invalidDecimal, { log: `expected a positive decimal, got ${text}` });
}
