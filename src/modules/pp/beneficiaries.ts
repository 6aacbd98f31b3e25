import type { Participant } from "../../gen/verana/pp/v1.js";
import type { ReadContext } from "../../keeper/context.js";
import type { ParticipantKeeper } from "./keeper.js";

/**
 * [MOD-PP-QRY-4-3] [D-PP-42] Who earns when a credential is issued, or verified: the issuer's ancestors
 * from its parent to the root, in a verification the issuer too, then the verifier's ancestors. Revoked
 * and slashed ones are left out, expired ones are not; each stands once.
 */
export function beneficiariesOf(
  ctx: ReadContext,
  participants: ParticipantKeeper,
  branches: {
    readonly issuer: Participant | undefined;
    readonly verifier: Participant | undefined;
  },
): readonly Participant[] {
  const { issuer, verifier } = branches;
  const found = new Map<bigint, Participant>();
  const add = (p: Participant): void => {
    if (p.revoked === undefined && p.slashed === undefined) found.set(p.id, p);
  };
  if (issuer !== undefined) for (const each of participants.ancestors(ctx, issuer)) add(each);
  if (verifier !== undefined) {
    if (issuer !== undefined) add(issuer);
    for (const each of participants.ancestors(ctx, verifier)) add(each);
  }
  return [...found.values()];
}
