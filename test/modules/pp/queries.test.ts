import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  OnboardingState,
  type Participant,
  ParticipantRole,
  QueryListParticipantsRequest,
  type QueryListParticipantsResponse,
} from "../../../src/gen/verana/pp/v1.js";
import { ChainError, type ErrorKind } from "../../../src/keeper/errors.js";
import { TxGasMeter } from "../../../src/keeper/gas.js";
import { cursorText } from "../../../src/keeper/list-cursor.js";
import { ppErrors } from "../../../src/modules/pp/index.js";
import { AGENT, ask, askSpec, OTHER_POLICY, POLICY } from "../../support/registry-ports.js";
import { ParticipantWorld } from "./pp-world.js";

function list(
  world: ParticipantWorld,
  given: Partial<QueryListParticipantsRequest>,
): readonly Participant[] {
  return ask<QueryListParticipantsRequest, QueryListParticipantsResponse>(
    world.chain,
    world.pp.module,
    "ListParticipants",
    QueryListParticipantsRequest.create(given),
  ).participants;
}

const ids = (world: ParticipantWorld, given: Partial<QueryListParticipantsRequest>): string =>
  list(world, given)
    .map((p) => p.id)
    .join(" ");

function expectRefused(work: () => unknown, kind: ErrorKind, rule: string): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof ChainError)) throw error;
    expect([error.kind, error.rule]).toEqual([kind, rule]);
    return;
  }
  throw new Error("nothing was refused");
}

/** Times in nanoseconds around the block's. */
function several(): ParticipantWorld {
  const world = new ParticipantWorld();
  const now = world.chain.time;
  const open = { effectiveFrom: now - 50n, created: now - 90n };
  world.put({ id: 1n, ...open, modified: now - 5n });
  world.put({
    id: 2n,
    ...open,
    modified: now - 9n,
    schemaId: 4n,
    corporationId: 5n,
    did: "did:e:5",
  });
  world.put({
    id: 3n,
    ...open,
    modified: now - 5n,
    role: ParticipantRole.ISSUER,
    validatorParticipantId: 1n,
    opState: OnboardingState.VALIDATED,
    did: "did:example:issuer",
  });
  world.put({
    id: 4n,
    created: now - 20n,
    modified: now - 3n,
    role: ParticipantRole.ISSUER,
    validatorParticipantId: 1n,
    opState: OnboardingState.PENDING,
  });
  world.put({ id: 5n, ...open, modified: now - 2n, schemaId: 2n, slashed: now - 10n });
  const repaid = { slashed: now - 30n, repaid: now - 10n };
  world.put({ id: 6n, ...open, modified: now - 1n, schemaId: 2n, ...repaid });
  world.put({ id: 7n, ...open, modified: now, effectiveUntil: now, schemaId: 3n });
  world.put({ id: 8n, ...open, modified: now, effectiveFrom: now + 1n, schemaId: 3n });
  return world;
}

describe("listing participants", () => {
  it("[MOD-PP-QRY-1] lists all participants, and none when there are none", () => {
    expect(ids(several(), {})).toBe("2 1 3 4 5 6 7 8");
    expect(ids(new ParticipantWorld(), {})).toBe("");
  });

  it("[MOD-PP-QRY-1-3] orders by ascending change, ties by id, and cuts after sorting", () => {
    const world = several();
    world.put({ ...world.participant(1n), modified: world.chain.time + 5n });
    expect(ids(world, {})).toBe("2 3 4 5 6 7 8 1");
    expect(ids(world, { responseMaxSize: 2 })).toBe("2 3");
  });

  it("[MOD-PP-QRY-1-1] filters by each parameter", () => {
    const world = several();
    const now = world.chain.time;
    expect(ids(world, { schemaId: 2n })).toBe("5 6");
    expect(ids(world, { did: "did:example:issuer" })).toBe("3");
    expect(ids(world, { did: "did:example:issue" })).toBe("");
    expect(ids(world, { participantId: 1n })).toBe("3 4");
    expect(ids(world, { role: ParticipantRole.ISSUER })).toBe("3 4");
    expect(ids(world, { onlyValid: true })).toBe("2 1 3");
    expect(ids(world, { onlySlashed: true })).toBe("5 6");
    expect(ids(world, { onlyRepaid: true })).toBe("6");
    expect(ids(world, { modifiedAfter: now - 2n })).toBe("5 6 7 8");
    expect(ids(world, { modifiedAfter: now + 1n })).toBe("");
    expect(ids(world, { opState: OnboardingState.VALIDATED })).toBe("3");
    const both = { role: ParticipantRole.ISSUER, onlyValid: true, modifiedAfter: now - 5n };
    expect(ids(world, both)).toBe("3");
  });

  it("[D-PP-56] takes the grantee as group id or policy address of the owner", () => {
    const world = several();
    expect(ids(world, { grantee: "5" })).toBe("2");
    expect(ids(world, { grantee: OTHER_POLICY })).toBe("2");
    expect(ids(world, { grantee: POLICY, schemaId: 2n })).toBe("5 6");
    expect(ids(world, { grantee: "99" })).toBe("");
    expect(ids(world, { grantee: AGENT })).toBe("");
  });

  it("[MOD-PP-QRY-1-2] refuses a grantee that could name no corporation", () => {
    const world = several();
    for (const grantee of ["nobody", "0", "-5", "05", "5 ", "cosmos1xyz"]) {
      const asked = () => list(world, { grantee });
      expectRefused(asked, ppErrors.malformedCorporation, "MOD-PP-QRY-1-2");
    }
    expect(ppErrors.malformedCorporation.grpc).toBe("InvalidArgument");
  });

  it("[MOD-PP-QRY-1-2] [D-GEN-17] refuses a did that is none, as nobody could have it", () => {
    const world = several();
    for (const did of [
      "x",
      "did:",
      "did:e",
      "did:e:",
      "DID:e:a",
      "did:e:a b",
      " did:e:5",
      "did:e:a#b",
    ]) {
      expectRefused(() => list(world, { did }), ppErrors.malformedDid, "MOD-PP-QRY-1-2");
    }
    expect(ppErrors.malformedDid.grpc).toBe("InvalidArgument");
  });

  it("[D-GEN-08] one way of asking answers as another when an end is set ahead of time", () => {
    const world = several();
    const now = world.chain.time;
    world.put({ ...world.participant(1n), revoked: now + 2n });
    world.put({ ...world.participant(3n), slashed: now + 2n });
    expect(ids(world, { onlyValid: true })).toBe("2");
    expect(ids(world, { onlyValid: true, schemaId: 1n })).toBe("");
    expect(ids(world, { onlyValid: true, schemaId: 1n, when: now + 1n })).toBe("");
  });

  it("[D-PP-57] finds slashed and repaid by their times and never a null state", () => {
    const world = several();
    expect(ids(world, { onlySlashed: true, onlyRepaid: true })).toBe("6");
    const now = world.chain.time;
    world.put({ ...world.participant(6n), slashed: now, repaid: now });
    expect(ids(world, { onlySlashed: true, onlyRepaid: true, when: now })).toBe("6");
    expect(ids(world, { opState: OnboardingState.TERMINATED })).toBe("");
    expect(ids(world, { onlyValid: false, onlySlashed: false, onlyRepaid: false })).toBe(
      "2 1 3 4 5 6 7 8",
    );
  });

  it("[D-GEN-08] is active from its beginning on and not any more at its end", () => {
    const world = several();
    const now = world.chain.time;
    const schemaId = 3n;
    world.put({ id: 9n, schemaId, effectiveFrom: now, effectiveUntil: now + 1n });
    expect(ids(world, { schemaId, onlyValid: true })).toBe("9");
    expect(ids(world, { schemaId, onlyValid: true, when: now + 1n })).toBe("8");
  });

  it("[D-GEN-08] is not active once revoked or slashed, repaid or not", () => {
    const world = several();
    expect(ids(world, { schemaId: 2n, onlyValid: true })).toBe("");
    world.put({ ...world.participant(1n), revoked: world.chain.time });
    expect(ids(world, { onlyValid: true })).toBe("2 3");
  });

  it("[D-PP-55] evaluates the current entries at a `when` to come", () => {
    const world = several();
    expect(ids(world, { when: world.chain.time + 5n, onlyValid: true })).toBe("2 1 3 8");
  });

  it("[MOD-PP-QRY-1-2] keeps the size from 1 to 1024, 64 when absent", () => {
    const world = new ParticipantWorld();
    for (let n = 1n; n <= 70n; n++) world.put({ id: n });
    expect(list(world, {})).toHaveLength(64);
    expect(list(world, { responseMaxSize: 1024 })).toHaveLength(70);
    const tooMany = () => list(world, { responseMaxSize: 1025 });
    expectRefused(tooMany, ppErrors.sizeOutOfRange, "MOD-PP-QRY-1-2");
  });

  it("[MOD-PP-QRY-1-2] refuses unknown roles and states", () => {
    const world = several();
    const rule = "MOD-PP-QRY-1-2";
    expectRefused(() => list(world, { role: 7 }), ppErrors.filterUnknown, rule);
    expectRefused(() => list(world, { opState: -1 }), ppErrors.filterUnknown, rule);
  });

  it("[D-GEN-13] answers as a scan of all entries does, whatever the filters", () => {
    const near = (now: bigint) => fc.bigInt({ min: now - 4n, max: now + 4n });
    const chain = new ParticipantWorld().chain.time;
    const time = near(chain);
    const maybe = fc.option(time, { nil: undefined });
    const entry = fc.record({
      schemaId: fc.constantFrom(1n, 2n),
      role: fc.constantFrom(1, 2, 5),
      did: fc.constantFrom("", "did:e:a", "did:e:ab"),
      corporationId: fc.constantFrom(4n, 5n),
      validatorParticipantId: fc.constantFrom(0n, 1n, 2n),
      opState: fc.constantFrom(0, 1, 2),
      created: time,
      modified: time,
      effectiveFrom: maybe,
      effectiveUntil: maybe,
      revoked: maybe,
      slashed: maybe,
      repaid: maybe,
    });
    const filters = fc.record(
      {
        schemaId: fc.constantFrom(1n, 2n),
        grantee: fc.constantFrom("4", "5"),
        did: fc.constantFrom("did:e:a", "did:e:ab"),
        participantId: fc.constantFrom(1n, 2n),
        role: fc.constantFrom(1, 2, 5),
        opState: fc.constantFrom(1, 2),
        onlyValid: fc.boolean(),
        onlySlashed: fc.boolean(),
        onlyRepaid: fc.boolean(),
        modifiedAfter: time,
        when: fc.bigInt({ min: chain, max: chain + 4n }),
        responseMaxSize: fc.constantFrom(1, 3, 64),
      },
      { requiredKeys: [] },
    );
    const property = fc.property(fc.array(entry, { maxLength: 12 }), filters, (entries, r) => {
      const world = new ParticipantWorld();
      const stored = entries.map((e, i) => world.put({ id: BigInt(i + 1), ...e }));
      const at = r.when ?? world.chain.time;
      const by = (x: bigint | undefined) => x !== undefined && x <= at;
      const active = (p: Participant) =>
        by(p.effectiveFrom) && !by(p.effectiveUntil) && p.revoked === undefined && !p.slashed;
      const expected = stored
        .filter((p) => by(p.created))
        .filter((p) => r.schemaId === undefined || p.schemaId === r.schemaId)
        .filter((p) => r.grantee === undefined || `${p.corporationId}` === r.grantee)
        .filter((p) => r.did === undefined || p.did === r.did)
        .filter(
          (p) => r.participantId === undefined || p.validatorParticipantId === r.participantId,
        )
        .filter((p) => r.role === undefined || p.role === r.role)
        .filter((p) => r.opState === undefined || p.opState === r.opState)
        .filter((p) => r.onlyValid !== true || active(p))
        .filter((p) => r.onlySlashed !== true || by(p.slashed))
        .filter((p) => r.onlyRepaid !== true || by(p.repaid))
        .filter((p) => r.modifiedAfter === undefined || (p.modified ?? 0n) >= r.modifiedAfter)
        .sort((a, b) => Number((a.modified ?? 0n) - (b.modified ?? 0n)) || Number(a.id - b.id))
        .slice(0, r.responseMaxSize ?? 64);
      expect(list(world, r)).toEqual(expected);
    });
    fc.assert(property, { numRuns: 300 });
  });

  it("[D-GEN-13] two filters read what the rarer one has, wherever it stands among the others", () => {
    const world = new ParticipantWorld();
    const now = world.chain.time;
    const { ISSUER, ISSUER_GRANTOR } = ParticipantRole;
    for (let n = 1n; n <= 900n; n++) {
      const rare = n % 300n === 0n;
      const role = rare ? ISSUER_GRANTOR : ISSUER;
      world.put({ id: n, role, effectiveFrom: now - 1n, modified: now + n });
    }
    const request = { schemaId: 1n, role: ISSUER_GRANTOR, onlyValid: true };
    const meter = new TxGasMeter(undefined);
    world.chain.gas = meter;
    expect(ids(world, request)).toBe("300 600 900");
    const used = meter.used;
    for (let n = 901n; n <= 2_000n; n++) {
      world.put({ id: n, role: ISSUER, effectiveFrom: now - 1n, modified: now - n });
    }
    const more = new TxGasMeter(undefined);
    world.chain.gas = more;
    expect(ids(world, request)).toBe("300 600 900");
    expect(more.used).toBeLessThan((used * 11n) / 10n);
    expect(ids(world, { ...request, modifiedAfter: now + 301n })).toBe("600 900");
    const cursor = cursorText({ modified: now + 600n, id: 600n });
    expect(ids(world, { ...request, cursor })).toBe("900");
  });

  it("[D-GEN-13] [D-PP-55] two filters do so as of a moment that is past, too", () => {
    const gasAmong = (many: bigint): bigint => {
      const world = new ParticipantWorld();
      const when = world.chain.time;
      const { ISSUER, ISSUER_GRANTOR } = ParticipantRole;
      for (let n = 1n; n <= many; n++) world.put({ id: n, role: ISSUER });
      world.put({ id: many + 1n, role: ISSUER_GRANTOR });
      world.chain.pass(10n);
      for (let n = 1n; n <= many + 1n; n++) {
        const change = { modified: world.chain.time };
        world.chain.run((ctx) => world.keeper.change(ctx, world.participant(n), change));
      }
      const meter = new TxGasMeter(undefined);
      world.chain.gas = meter;
      expect(ids(world, { schemaId: 1n, role: ISSUER_GRANTOR, when })).toBe(`${many + 1n}`);
      return meter.used;
    };
    expect(gasAmong(400n)).toBeLessThan((gasAmong(100n) * 11n) / 10n);
  });

  it("[D-GEN-12] takes the specification's names and refuses others", () => {
    const world = several();
    const asked = (given: Record<string, string>) => () =>
      askSpec(world.chain, world.pp.module, "ListParticipants", given);
    const found = (given: Record<string, string>) =>
      (asked(given)() as { participants: { id: string }[] }).participants.map((p) => p.id);
    const all = {
      schema_id: "1",
      grantee: "4",
      did: "did:example:issuer",
      participant_id: "1",
      role: "ISSUER",
      only_valid: "true",
      only_slashed: "false",
      only_repaid: "false",
      modified_after: "2025-01-01T00:00:00Z",
      op_state: "VALIDATED",
      response_max_size: "1",
      when: "2026-01-01T00:00:00Z",
    };
    expect(found(all)).toEqual(["3"]);
    expect(asked({ schema: "1" })).toThrow();
    expect(asked({ schema_id: "0" })).toThrow();
    expect(asked({ role: "NONSENSE" })).toThrow();
    expect(asked({ op_state: "ONBOARDING_STATE_UNSPECIFIED" })).toThrow();
    expect(asked({ response_max_size: "0" })).toThrow();
    expect(asked({ response_max_size: "1025" })).toThrow();
    expect(asked({ when: "nonsense" })).toThrow();
    expect(asked({ only_valid: "maybe" })).toThrow();
  });

  it("[D-GEN-02] takes corporation and corporation_id for grantee, one of them at a time", () => {
    const world = several();
    const found = (given: Record<string, string>) =>
      askSpec(world.chain, world.pp.module, "ListParticipants", given);
    expect(found({ corporation: OTHER_POLICY })).toEqual(found({ grantee: "5" }));
    expect(found({ corporation_id: "5" })).toEqual(found({ grantee: "5" }));
    expect(() => found({ corporation_id: "5", grantee: "5" })).toThrow();
  });
});
