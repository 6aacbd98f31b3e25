import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ParticipantRole } from "../../../src/gen/verana/pp/v1.js";
import { ppErrors } from "../../../src/modules/pp/index.js";
import { hindering } from "../../../src/modules/pp/overlap.js";
import { at, DAY, ParticipantWorld } from "./pp-world.js";

describe("entries of one context", () => {
  it("[MOD-PP-MSG-7-2-4] refuses a root while another is effective", () => {
    const world = new ParticipantWorld();
    world.create();
    const error = world.refused({ effectiveFrom: world.chain.time + 9n * DAY });
    expect(error.kind).toBe(ppErrors.overlap);
    expect(error.rule).toBe("MOD-PP-MSG-7-2-4");
    expect(error.facts.participant_id).toBe(1n);
  });

  it("[D-PP-27] lets roots follow each other, ends touching", () => {
    const world = new ParticipantWorld();
    const day = (n: bigint) => world.chain.time + n * DAY;
    world.create({ effectiveFrom: day(5n), effectiveUntil: day(9n) });
    world.create({ effectiveFrom: day(9n), effectiveUntil: day(12n) });
    world.create({ effectiveFrom: day(2n), effectiveUntil: day(5n) });
    world.create({ effectiveFrom: day(20n) });
    world.create({ effectiveFrom: day(12n), effectiveUntil: day(20n) });
    expect(world.refused({ effectiveFrom: day(25n) }).kind).toBe(ppErrors.overlap);
    const across = { effectiveFrom: day(1n), effectiveUntil: day(30n) };
    expect(world.refused(across).kind).toBe(ppErrors.overlap);
  });

  it("[D-PP-21] tells entries apart by a nanosecond, up to the end of all times", () => {
    const last = at("9999-12-31T23:59:59.999999999Z");
    const world = new ParticipantWorld();
    const from = world.chain.time + DAY;
    world.create({ effectiveFrom: from, effectiveUntil: last });
    expect(world.refused({ effectiveFrom: last - 1n }).kind).toBe(ppErrors.overlap);
    const before = { effectiveFrom: from - 1n, effectiveUntil: from + 1n };
    expect(world.refused(before).kind).toBe(ppErrors.overlap);
    expect(world.create({ effectiveFrom: last })).toBe(2n);
    expect(world.refused({ effectiveFrom: last }).facts.participant_id).toBe(2n);
    expect(world.create({ effectiveFrom: from - 1n, effectiveUntil: from })).toBe(3n);
  });

  it("[D-PP-21] other schemas, roles and corporations do not hinder", () => {
    const world = new ParticipantWorld();
    const effective = { effectiveFrom: world.chain.time };
    world.put({ id: 50n, ...effective, schemaId: 2n });
    world.put({ id: 51n, ...effective, role: ParticipantRole.ISSUER });
    world.put({ id: 52n, ...effective, corporationId: 5n, did: "did:example:x" });
    world.put({ id: 53n, ...effective, validatorParticipantId: 50n });
    expect(world.create()).toBe(1n);
  });

  it("[D-PP-21] revoked, slashed, expired and undated entries do not hinder", () => {
    const world = new ParticipantWorld();
    const now = world.chain.time;
    world.put({ id: 50n, effectiveFrom: now, revoked: now });
    world.put({ id: 51n, effectiveFrom: now, slashed: now, repaid: now });
    world.put({ id: 52n, effectiveFrom: now - 5n, effectiveUntil: now });
    world.put({ id: 53n });
    expect(world.create()).toBe(1n);
  });

  it("[D-PP-21] answers as the definition does, whatever the entries", () => {
    const time = fc.bigInt({ min: -20n, max: 20n });
    const entry = fc.record({
      from: fc.option(time, { nil: undefined }),
      until: fc.option(time, { nil: undefined }),
      revoked: fc.boolean(),
      slashed: fc.boolean(),
      schemaId: fc.constantFrom(1n, 2n),
    });
    const property = fc.property(
      fc.array(entry, { maxLength: 8 }),
      time,
      fc.option(time, { nil: undefined }),
      (entries, from, until) => {
        const world = new ParticipantWorld();
        const now = world.chain.time;
        const stored = entries.map((e, i) =>
          world.put({
            id: BigInt(i + 1),
            schemaId: e.schemaId,
            effectiveFrom: e.from === undefined ? undefined : now + e.from,
            effectiveUntil: e.until === undefined ? undefined : now + e.until,
            revoked: e.revoked ? now : undefined,
            slashed: e.slashed ? now : undefined,
          }),
        );
        const span = { from: now + from, until: until === undefined ? undefined : now + until };
        const self = 1n;
        const expected = stored.some(
          (p) =>
            p.id !== self &&
            p.schemaId === 1n &&
            p.revoked === undefined &&
            p.slashed === undefined &&
            p.effectiveFrom !== undefined &&
            (p.effectiveUntil === undefined || p.effectiveUntil > now) &&
            (p.effectiveUntil === undefined || span.from < p.effectiveUntil) &&
            (span.until === undefined || p.effectiveFrom < span.until),
        );
        const key = {
          schemaId: 1n,
          role: ParticipantRole.ECOSYSTEM,
          validatorParticipantId: 0n,
          corporationId: 4n,
        };
        const found = hindering(world.chain.ctx, world.keeper.state, key, span, self);
        expect(found !== undefined).toBe(expected);
      },
    );
    fc.assert(property, { numRuns: 150 });
  });
});
