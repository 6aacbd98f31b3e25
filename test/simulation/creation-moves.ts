import * as pp from "../../src/gen/verana/pp/v1.js";
import {
  AHEAD,
  affords,
  controllerOf,
  debtOf,
  isBarred,
  isHindered,
  isPriced,
  isWhole,
  lives,
  onboardedBy,
  oneOf,
  schemaOf,
  those,
  type View,
} from "./participant-view.js";
import type { Corporation } from "./registry-market.js";
import { type Operation, SECOND, signedBy } from "./scene.js";

/** Messages that make participants, as the next block accepts them; undefined where none would be. */

const { ISSUER, VERIFIER, ECOSYSTEM, HOLDER } = pp.ParticipantRole;
const SESSION = "CreateOrUpdateParticipantSession";
const VALIDATE = "SetParticipantOPtoValidated";

const PERMITTED: Readonly<Record<number, readonly string[]>> = {
  [ISSUER]: [SESSION, VALIDATE],
  [VERIFIER]: [SESSION],
  [HOLDER]: ["TriggerResolver"],
};

const both = (amount: bigint) => ["ufoo", "uvna"].map((denom) => ({ denom, amount }));

/** A validator that lives is asked by a corporation that may become what it onboards. */
export function start(view: View): Operation | undefined {
  const { random } = view.scene;
  const validator = oneOf(
    view,
    those(view, (p) => lives(view, p) && offers(view, p).length > 0),
  );
  const schema = schemaOf(view, validator?.schemaId ?? 0n);
  if (validator === undefined || schema === undefined) return undefined;
  const { id, schemaId, validationFees } = validator;
  if (validationFees > 0n && !isPriced(view, schema)) return undefined;
  const role = random.pick(offers(view, validator));
  const who = oneOf(
    view,
    view.ready.filter(
      (one) =>
        debtOf(view, one.id) === 0n &&
        !isBarred(view, one.id, schemaId) &&
        affords(view, one, both(2n * validationFees)) &&
        !isHindered(view, {
          ...{ schemaId, role, validatorParticipantId: id, corporationId: one.id },
        }),
    ),
  );
  if (who === undefined) return undefined;
  const asked = { role, validatorParticipantId: id, did: who.did };
  return signedBy(who, pp.MsgStartParticipantOP, { ...asked, ...services(view, who, role) });
}

const offers = (view: View, p: pp.Participant): readonly number[] => {
  const schema = schemaOf(view, p.schemaId);
  return schema === undefined ? [] : onboardedBy(schema, p);
};

/** A record for the corporation's VS operator: mostly; without limit, with a small one, with one that renews. */
function services({ scene: { random } }: View, who: Corporation, role: number) {
  if (random.chance(100)) return {};
  const limit = random.pick([0n, 2_000n, 40_000_000n]);
  const fees = random.pick([0n, 15_000n, 40_000n]);
  return {
    vsOperator: who.vsOperator,
    vsOperatorAuthzMsgTypes: [...(PERMITTED[role] ?? [VALIDATE])],
    ...(limit === 0n ? {} : { vsOperatorAuthzSpendLimit: both(limit) }),
    ...(random.chance(400)
      ? {}
      : {
          vsOperatorAuthzWithFeegrant: true,
          ...(fees === 0n
            ? {}
            : { vsOperatorAuthzFeeSpendLimit: [{ denom: "uvna", amount: fees }] }),
        }),
    ...(random.chance(400) ? { vsOperatorAuthzPeriod: 60n * SECOND } : {}),
  };
}

/** An issuer or verifier of an open schema, within the time of the root. */
export function selfCreate(view: View): Operation | undefined {
  const { random } = view.scene;
  const root = oneOf(
    view,
    those(view, (p) => p.role === ECOSYSTEM && lives(view, p) && openRoles(view, p).length > 0),
  );
  if (root === undefined) return undefined;
  const role = random.pick(openRoles(view, root));
  const { id: validatorParticipantId, schemaId } = root;
  const context = { schemaId, role, validatorParticipantId };
  const who = oneOf(
    view,
    view.ready.filter(
      ({ id }) =>
        !isBarred(view, id, schemaId) && !isHindered(view, { ...context, corporationId: id }),
    ),
  );
  const from = view.time + AHEAD + SECOND * BigInt(random.below(20));
  const end = endWithin(view, from, root.effectiveUntil);
  if (who === undefined || end === "none") return undefined;
  return signedBy(who, pp.MsgSelfCreateParticipant, {
    ...{ role, validatorParticipantId, did: who.did, effectiveFrom: from },
    ...(end === undefined ? {} : { effectiveUntil: end }),
    ...(role === ISSUER ? { validationFees: BigInt(random.below(1_000_000)) } : {}),
    ...(role === ISSUER ? { verificationFees: BigInt(random.below(5_000)) } : {}),
    ...services(view, who, role),
  });
}

function openRoles(view: View, { schemaId }: pp.Participant): readonly number[] {
  const schema = schemaOf(view, schemaId);
  return [
    ...(schema?.issuerOnboardingMode === 1 ? [ISSUER] : []),
    ...(schema?.verifierOnboardingMode === 1 ? [VERIFIER] : []),
  ];
}

/** Some end after `from` that is no later than `last`; `none` where there is no time for it. */
function endWithin(
  { scene: { random } }: View,
  from: bigint,
  last: bigint | undefined,
): bigint | undefined | "none" {
  const end = from + SECOND * BigInt(200 + random.below(1_500));
  if (last === undefined) return random.chance(500) ? end : undefined;
  return last <= from + SECOND ? "none" : end < last ? end : last;
}

/** The ecosystem's corporation makes a root of a schema that has none, or for when the last one ends. */
export function createRoot(view: View): Operation | undefined {
  const { random } = view.scene;
  const free = view.schemas.flatMap(({ id }) => {
    if (view.rooted.has(id)) return [];
    const who = controllerOf(view, id);
    const from = who === undefined ? undefined : rootFrom(view, id, who.id);
    if (who === undefined || from === undefined || isBarred(view, who.id, id)) return [];
    return [{ id, who, from }];
  });
  const found = oneOf(view, free);
  if (found === undefined) return undefined;
  const { id, who, from } = found;
  view.rooted.add(id);
  return signedBy(who, pp.MsgCreateRootParticipant, {
    ...{ schemaId: id, did: who.did, effectiveFrom: from },
    ...(random.chance(200)
      ? {}
      : { effectiveUntil: from + SECOND * BigInt(900 + random.below(2_100)) }),
    validationFees: BigInt(random.below(200_000_000)),
    issuanceFees: BigInt(random.below(20_000)),
    verificationFees: BigInt(random.below(20_000)),
    ...services(view, who, ECOSYSTEM),
  });
}

/** When the next root may begin; undefined where the last one has no end, or one is to come. */
function rootFrom(view: View, schemaId: bigint, corporationId: bigint): bigint | undefined {
  const soon = view.time + AHEAD;
  const roots = view.participants.filter(
    (p) =>
      p.role === ECOSYSTEM &&
      p.schemaId === schemaId &&
      p.corporationId === corporationId &&
      isWhole(p) &&
      (p.effectiveUntil === undefined || p.effectiveUntil > view.time),
  );
  const [only] = roots;
  if (only === undefined) return soon;
  const end = roots.length > 1 ? undefined : only.effectiveUntil;
  return end === undefined || end > soon ? end : soon;
}
