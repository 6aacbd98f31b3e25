import { describe, expect, it } from "vitest";
import {
  MsgRenewParticipantOP,
  MsgRevokeParticipant,
  MsgSetParticipantEffectiveUntil,
  MsgTriggerResolver,
  ParticipantRole,
} from "../../../src/gen/verana/pp/v1.js";
import { deErrors } from "../../../src/modules/de/index.js";
import { ppErrors } from "../../../src/modules/pp/index.js";
import { DAY, SECOND } from "../../support/registry-world.js";
import type { MarketWorld, Party } from "./market-world.js";
import { open, tree } from "./tree-worlds.js";

const { ISSUER, HOLDER } = ParticipantRole;

describe("Set Participant Effective Until", () => {
  const setter = (world: MarketWorld) => ({
    set: (by: Party, id: bigint, effectiveUntil: bigint) =>
      world.send(
        MsgSetParticipantEffectiveUntil,
        { ...world.by(by), id, effectiveUntil },
        by.operator,
      ),
    refuses: (by: Party, id: bigint, effectiveUntil: bigint | undefined) =>
      world.refuses(
        MsgSetParticipantEffectiveUntil,
        { ...world.by(by), id, effectiveUntil },
        by.operator,
      ),
  });

  it("[MOD-PP-MSG-8] [MOD-PP-MSG-8-1] [MOD-PP-MSG-8-3] [D-PP-29] shortens, extends and repeats, and moves the record's end", () => {
    const { world, grantor, middle } = tree();
    const { set } = setter(world);
    const vs = world.party("vs");
    const leaf = world.onboard(vs, { party: grantor, id: middle }, ISSUER, {
      start: {
        vsOperator: vs.vsOperator,
        vsOperatorAuthzMsgTypes: ["CreateOrUpdateParticipantSession"],
      },
    });
    world.pass(SECOND);
    world.events.splice(0);
    for (const days of [9n, 3n, 3n, 20n]) {
      const until = world.time + days * DAY;
      set(grantor, leaf, until);
      expect(world.participant(leaf)).toMatchObject({
        effectiveUntil: until,
        adjusted: world.time,
        modified: world.time,
      });
      expect(world.delegation.vsRecord(world.ctx, leaf)?.record.expiration).toBe(until);
    }
    expect(world.taken("set_participant_effective_until").at(-1)).toMatchObject({
      participant_id: `${leaf}`,
      corporation: grantor.policyAddress,
      corporation_id: `${grantor.id}`,
      operator: grantor.operator,
      new_effective_until: "2026-01-21T00:00:05Z",
      timestamp: "2026-01-01T00:00:05Z",
    });
    expect(world.faults()).toEqual([]);
  });

  it("[MOD-PP-MSG-8-2] [MOD-PP-MSG-8-2-1] [MOD-PP-MSG-8-2-3] refuses what is missing, past, unknown or not active", () => {
    const { world, eco, grantor, leaf } = tree();
    const { refuses } = setter(world);
    const rule = "MOD-PP-MSG-8-2-1";
    expect(refuses(grantor, leaf, undefined)).toMatchObject({
      kind: ppErrors.missingParameter,
      rule,
    });
    expect(refuses(grantor, leaf, world.time)).toMatchObject({
      kind: ppErrors.untilNotInFuture,
      rule,
    });
    expect(refuses(grantor, 99n, world.time + 1n).kind).toBe(ppErrors.participantNotFound);
    const late = 253_402_300_800n * SECOND;
    expect(() => refuses(grantor, leaf, late)).toThrow();
    world.send(MsgRevokeParticipant, { ...world.by(eco), id: leaf }, eco.operator);
    expect(refuses(grantor, leaf, world.time + 1n)).toMatchObject({
      kind: ppErrors.participantNotActive,
      rule,
    });
  });

  it("[MOD-PP-MSG-8-2-2] [D-PP-30] by the owner of a root or a self-created entry, by the validator of an onboarded one", () => {
    const { world, eco, grantor, issuer, root, middle, leaf } = tree({
      issuerValidationValidityPeriod: { value: 10 },
    });
    const { set, refuses } = setter(world);
    const soon = world.time + DAY;
    const rule = "MOD-PP-MSG-8-2-2";
    expect(refuses(grantor, root, soon)).toMatchObject({ kind: ppErrors.notOwner, rule });
    expect(refuses(issuer, leaf, soon)).toMatchObject({ kind: ppErrors.notValidator, rule });
    expect(refuses(eco, leaf, soon).kind).toBe(ppErrors.notValidator);
    const end = world.participant(leaf).opExp ?? 0n;
    expect(refuses(grantor, leaf, end + 1n)).toMatchObject({
      kind: ppErrors.untilAfterProcess,
      rule,
    });
    set(grantor, leaf, end);
    set(eco, root, soon);
    set(eco, middle, soon);
    const self = open();
    const own = self.world.selfCreate(self.own, self.root);
    self.world.pass(SECOND);
    const other = setter(self.world);
    const when = self.world.time + DAY;
    expect(other.refuses(self.eco, own, when)).toMatchObject({ kind: ppErrors.notOwner, rule });
    other.set(self.own, own, when);
    self.world.send(
      MsgRevokeParticipant,
      { ...self.world.by(self.eco), id: self.root },
      self.eco.operator,
    );
    expect(other.refuses(self.own, own, when)).toMatchObject({
      kind: ppErrors.validatorNotActive,
      rule,
    });
  });

  it("[MOD-PP-MSG-8-2-4] [D-PP-21] not into the time of a sibling; ends may touch", () => {
    const { world, eco, schemaId, root } = tree();
    const { set, refuses } = setter(world);
    set(eco, root, world.time + DAY);
    world.root(eco, schemaId, { effectiveFrom: world.time + 2n * DAY });
    expect(refuses(eco, root, world.time + 2n * DAY + 1n)).toMatchObject({
      kind: ppErrors.overlap,
      rule: "MOD-PP-MSG-8-2-4",
    });
    set(eco, root, world.time + 2n * DAY);
    expect(world.faults()).toEqual([]);
  });
});

describe("Revoke Participant", () => {
  const revoke = (world: MarketWorld, by: Party, id: bigint) =>
    world.send(MsgRevokeParticipant, { ...world.by(by), id }, by.operator);
  const refuses = (world: MarketWorld, by: Party, id: bigint) =>
    world.refuses(MsgRevokeParticipant, { ...world.by(by), id }, by.operator);

  it("[MOD-PP-MSG-9] [MOD-PP-MSG-9-1] [MOD-PP-MSG-9-3] [D-PP-05] ends an entry and its record, not its deposit nor what is below it", () => {
    const { world, eco, grantor, middle, leaf } = tree();
    const before = world.participant(middle);
    revoke(world, eco, middle);
    expect(world.participant(middle)).toEqual({
      ...before,
      revoked: world.time,
      modified: world.time,
    });
    expect(world.participant(leaf).revoked).toBeUndefined();
    expect(world.taken("revoke_participant")).toEqual([
      {
        participant_id: `${middle}`,
        corporation: eco.policyAddress,
        operator: eco.operator,
        revoked_at: "2026-01-01T00:00:03Z",
        timestamp: "2026-01-01T00:00:03Z",
      },
    ]);
    expect(grantor.id).toBe(before.corporationId);
    expect(world.faults()).toEqual([]);
  });

  it("[MOD-PP-MSG-9-2] [MOD-PP-MSG-9-2-2] [D-PP-31] by any active ancestor, the ecosystem's controller or the owner", () => {
    for (const who of ["eco", "grantor", "issuer"]) {
      const { world, leaf } = tree();
      revoke(world, world.party(who), leaf);
    }
    const { world, eco, grantor, issuer, root, middle, leaf } = tree();
    const stranger = world.party("stranger");
    expect(refuses(world, stranger, leaf)).toMatchObject({
      kind: ppErrors.notAuthorized,
      rule: "MOD-PP-MSG-9-2-2",
    });
    expect(refuses(world, issuer, middle).kind).toBe(ppErrors.notAuthorized);
    revoke(world, eco, middle);
    expect(refuses(world, grantor, leaf).kind).toBe(ppErrors.notAuthorized);
    revoke(world, eco, root);
    revoke(world, eco, leaf);
  });

  it("[MOD-PP-MSG-9-2-1] [MOD-PP-MSG-9-2-3] [D-PP-31] not what is unknown, future, expired, revoked or never validated", () => {
    const { world, eco, grantor, schemaId, middle, leaf } = tree({
      issuerValidationValidityPeriod: { value: 1 },
    });
    const rule = "MOD-PP-MSG-9-2-1";
    expect(refuses(world, eco, 99n)).toMatchObject({ kind: ppErrors.participantNotFound, rule });
    const asked = world.start(world.party("new"), middle, ISSUER);
    expect(refuses(world, grantor, asked).kind).toBe(ppErrors.participantNotActive);
    world.send(
      MsgSetParticipantEffectiveUntil,
      { ...world.by(eco), id: 1n, effectiveUntil: world.time + DAY },
      eco.operator,
    );
    const future = world.root(eco, schemaId, { effectiveFrom: world.time + 2n * DAY });
    expect(refuses(world, eco, future).kind).toBe(ppErrors.participantNotYetEffective);
    world.pass(DAY);
    expect(refuses(world, grantor, leaf).kind).toBe(ppErrors.participantNotActive);
    revoke(world, eco, middle);
    expect(refuses(world, eco, middle)).toMatchObject({
      kind: ppErrors.participantNotActive,
      rule,
    });
  });
});

describe("Trigger Resolver", () => {
  const trigger = (world: MarketWorld, by: Party, id: bigint, operator = by.operator) =>
    world.send(MsgTriggerResolver, { corporation: by.policyAddress, operator, id }, operator);
  const refuses = (world: MarketWorld, by: Party, id: bigint, operator = by.operator) =>
    world.refuses(MsgTriggerResolver, { corporation: by.policyAddress, operator, id }, operator);

  it("[MOD-PP-MSG-15] [MOD-PP-MSG-15-1] [MOD-PP-MSG-15-3] [D-PP-54] tells, and changes nothing", () => {
    const { world, eco, leaf } = tree();
    const before = world.dump();
    trigger(world, eco, leaf);
    expect(world.dump()).toBe(before);
    expect(world.taken("trigger_resolver")).toEqual([
      {
        participant_id: `${leaf}`,
        corporation: eco.policyAddress,
        operator: eco.operator,
        timestamp: "2026-01-01T00:00:03Z",
      },
    ]);
  });

  it("[MOD-PP-MSG-15-2] [MOD-PP-MSG-15-2-2] [MOD-PP-MSG-15-2-3] [D-PP-53] by operators of active ancestors, or the holder's own VS operator", () => {
    const { world, eco, grantor, issuer, root, middle, leaf } = tree();
    const holder = world.party("holder");
    const held = world.onboard(holder, { party: issuer, id: leaf }, HOLDER, {
      start: { vsOperator: holder.vsOperator, vsOperatorAuthzMsgTypes: ["TriggerResolver"] },
    });
    for (const by of [eco, grantor, issuer]) trigger(world, by, held);
    trigger(world, holder, held, holder.vsOperator);
    const rule = "MOD-PP-MSG-15-2-2";
    expect(refuses(world, holder, held)).toMatchObject({ kind: ppErrors.notAncestor, rule });
    expect(refuses(world, eco, root)).toMatchObject({ kind: ppErrors.notAncestor, rule });
    expect(refuses(world, issuer, held, holder.vsOperator).kind.codespace).toBe("de");
    world.send(MsgRevokeParticipant, { ...world.by(eco), id: middle }, eco.operator);
    expect(refuses(world, grantor, held).kind).toBe(ppErrors.notAncestor);
  });

  it("[MOD-PP-MSG-15-2-1] [D-PP-02] not of what is unknown or not active, nor without a did", () => {
    const { world, eco, grantor, leaf } = tree();
    const rule = "MOD-PP-MSG-15-2-1";
    expect(refuses(world, eco, 0n)).toMatchObject({ kind: ppErrors.missingParameter, rule });
    expect(refuses(world, eco, 99n)).toMatchObject({ kind: ppErrors.participantNotFound, rule });
    const p = world.participant(leaf);
    world.run((ctx) => world.participants.state.participants.set(ctx, leaf, { ...p, did: "" }));
    expect(refuses(world, eco, leaf)).toMatchObject({ kind: ppErrors.didMissing, rule });
    world.run((ctx) => world.participants.state.participants.set(ctx, leaf, p));
    world.send(MsgRevokeParticipant, { ...world.by(grantor), id: leaf }, grantor.operator);
    expect(refuses(world, eco, leaf)).toMatchObject({
      kind: ppErrors.participantNotActive,
      rule,
    });
    expect(refuses(world, world.party("stranger"), leaf, eco.operator).kind).toBe(
      deErrors.authorizationNotFound,
    );
  });
});

it("[D-PP-31] a renewal that waits is its applicant's to cancel after a revocation", () => {
  const { world, eco, grantor, middle } = tree();
  world.send(MsgRenewParticipantOP, { ...world.by(grantor), id: middle }, grantor.operator);
  world.send(MsgRevokeParticipant, { ...world.by(eco), id: middle }, eco.operator);
  expect(world.participant(middle).opState).toBe(1);
  expect(world.faults()).toEqual([]);
});
