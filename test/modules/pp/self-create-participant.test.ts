import { describe, expect, it } from "vitest";
import {
  MsgRevokeParticipant,
  MsgSelfCreateParticipant,
  MsgSetParticipantEffectiveUntil,
  ParticipantRole,
} from "../../../src/gen/verana/pp/v1.js";
import { ppErrors } from "../../../src/modules/pp/index.js";
import { DAY, SECOND } from "../../support/registry-world.js";
import { MarketWorld } from "./market-world.js";
import { open, tree } from "./tree-worlds.js";

const { ISSUER, VERIFIER, HOLDER } = ParticipantRole;

describe("Self Create Participant", () => {
  const refusing =
    ({ world, own, root }: ReturnType<typeof open>) =>
    (init: object) =>
      world.refuses(
        MsgSelfCreateParticipant,
        {
          ...world.by(own),
          role: ISSUER,
          validatorParticipantId: root,
          did: own.did,
          effectiveFrom: world.time + SECOND,
          ...init,
        },
        own.operator,
      );

  it("[MOD-PP-MSG-14] [MOD-PP-MSG-14-1] [MOD-PP-MSG-14-3] [D-PP-03] makes an issuer or verifier of an open schema", () => {
    const { world, own, schemaId, root } = open();
    const effectiveUntil = world.time + DAY;
    const id = world.selfCreate(own, root, ISSUER, {
      effectiveUntil,
      validationFees: 5n,
      verificationFees: 6n,
      vsOperator: own.vsOperator,
      vsOperatorAuthzMsgTypes: ["CreateOrUpdateParticipantSession"],
    });
    expect(world.participant(id)).toMatchObject({
      validatorParticipantId: root,
      schemaId,
      role: ISSUER,
      did: own.did,
      corporationId: own.id,
      effectiveFrom: world.time + SECOND,
      effectiveUntil,
      validationFees: 5n,
      issuanceFees: 0n,
      verificationFees: 6n,
      deposit: 0n,
      opState: 0,
    });
    expect(world.delegation.vsRecord(world.ctx, id)?.record.expiration).toBe(effectiveUntil);
    expect(world.taken("create_participant")).toEqual([
      {
        participant_id: `${id}`,
        schema_id: `${schemaId}`,
        corporation: own.policyAddress,
        corporation_id: `${own.id}`,
        operator: own.operator,
        role: "ISSUER",
        effective_from: "2026-01-01T00:00:02Z",
        effective_until: "2026-01-02T00:00:01Z",
        timestamp: "2026-01-01T00:00:01Z",
      },
    ]);
    world.selfCreate(own, root, VERIFIER);
    expect(world.faults()).toEqual([]);
  });

  it("[MOD-PP-MSG-14-2] [MOD-PP-MSG-14-2-1] [D-PP-51] refuses what is missing, malformed or outside of the validator's time", () => {
    const chain = open(new MarketWorld().time + 10n * DAY);
    const { world, own } = chain;
    const refuses = refusing(chain);
    const end = world.participant(chain.root).effectiveUntil ?? 0n;
    const effectiveUntil = end;
    const other = world.party("other");
    const cases = [
      [{ role: 0 }, ppErrors.missingParameter],
      [{ did: "" }, ppErrors.missingParameter],
      [{ effectiveFrom: undefined }, ppErrors.missingParameter],
      [{ validatorParticipantId: 0n }, ppErrors.missingParameter],
      [{ role: HOLDER }, ppErrors.malformedRole],
      [{ did: "did" }, ppErrors.malformedDid],
      [{ vsOperator: "me" }, ppErrors.malformedVsOperator],
      [{ effectiveUntil: world.time + SECOND }, ppErrors.untilNotAfterFrom],
      [{ verificationFees: 1n << 63n }, ppErrors.verificationFeesOutOfRange],
      [{ vsOperatorAuthzMsgTypes: ["TriggerResolver"] }, ppErrors.vsAuthorizationIncomplete],
      [{ validatorParticipantId: 99n }, ppErrors.validatorNotFound],
      [{ effectiveFrom: world.time, effectiveUntil }, ppErrors.fromNotInFuture],
      [{ effectiveFrom: end }, ppErrors.fromOutsideValidator],
      [{}, ppErrors.untilOutsideValidator],
      [{ effectiveUntil: end + 1n }, ppErrors.untilOutsideValidator],
    ] as const;
    for (const [init, kind] of cases) {
      expect(refuses(init)).toMatchObject({ kind, rule: "MOD-PP-MSG-14-2-1" });
    }
    world.selfCreate(other, chain.root, ISSUER, { effectiveUntil });
    expect(refuses({ did: other.did, effectiveUntil }).kind).toBe(ppErrors.didOfAnother);
    expect(own.id).not.toBe(other.id);
  });

  it("[MOD-PP-MSG-14-2-2] [D-PP-52] of a schema that is open for the role; a verifier asks for no fees", () => {
    const { eco, world, middle, root } = tree();
    const rule = "MOD-PP-MSG-14-2-2";
    const base = {
      ...world.by(eco),
      role: ISSUER,
      did: eco.did,
      effectiveFrom: world.time + SECOND,
    };
    const refuses = (init: object) =>
      world.refuses(MsgSelfCreateParticipant, { ...base, ...init }, eco.operator);
    expect(refuses({ validatorParticipantId: root })).toMatchObject({
      kind: ppErrors.schemaNotOpen,
      rule,
    });
    expect(refuses({ validatorParticipantId: middle }).kind).toBe(ppErrors.validatorNotEcosystem);
    for (const fees of [{ validationFees: 1n }, { verificationFees: 1n }]) {
      const error = refuses({ validatorParticipantId: root, role: VERIFIER, ...fees });
      expect(error).toMatchObject({ kind: ppErrors.verifierFees, rule });
    }
  });

  it("[MOD-PP-MSG-14-2-4] [MOD-PP-MSG-14-2-3] [D-PP-21] below a root that is active or will be, never twice at a time", () => {
    const chain = open();
    const { world, eco, own, schemaId, root } = chain;
    const refuses = refusing(chain);
    const first = world.time + SECOND;
    world.selfCreate(own, root, ISSUER, { effectiveFrom: first, effectiveUntil: first + DAY });
    expect(refuses({ effectiveFrom: first + DAY - 1n })).toMatchObject({
      kind: ppErrors.overlap,
      rule: "MOD-PP-MSG-14-2-4",
    });
    world.selfCreate(own, root, ISSUER, { effectiveFrom: first + DAY });
    world.send(
      MsgSetParticipantEffectiveUntil,
      { ...world.by(eco), id: root, effectiveUntil: world.time + DAY },
      eco.operator,
    );
    const later = world.root(eco, schemaId, { effectiveFrom: world.time + 5n * DAY });
    const effectiveFrom = world.time + 5n * DAY;
    const early = { validatorParticipantId: later, effectiveFrom: effectiveFrom - 1n };
    expect(refuses(early).kind).toBe(ppErrors.fromOutsideValidator);
    world.selfCreate(own, later, VERIFIER, { effectiveFrom });
    world.send(MsgRevokeParticipant, { ...world.by(eco), id: root }, eco.operator);
    expect(refuses({ role: VERIFIER })).toMatchObject({
      kind: ppErrors.validatorNotActive,
      rule: "MOD-PP-MSG-14-2-1",
    });
    expect(world.faults()).toEqual([]);
  });
});
