import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  OnboardingState,
  Participant,
  ParticipantRole,
  type QueryListParticipantsRequest,
  type QueryListParticipantsResponse,
} from "../../../src/gen/verana/pp/v1.js";
import type { ReadContext } from "../../../src/keeper/context.js";
import { QueryGasMeter } from "../../../src/keeper/gas.js";
import type { Json } from "../../../src/keeper/query.js";
import { sdkErrors } from "../../../src/keeper/sdk-errors.js";
import { ppErrors } from "../../../src/modules/pp/index.js";
import { storedUntil } from "../../../src/modules/pp/state.js";
import { onTrees } from "../../support/on-trees.js";
import { ask } from "../../support/registry-ports.js";
import { DAY, SECOND } from "../../support/registry-world.js";
import { coinOf, MarketWorld } from "./market-world.js";
import { ParticipantWorld } from "./pp-world.js";

type Request = Partial<QueryListParticipantsRequest>;

/** A world of participants whose every block is remembered by the test as well. */
class Remembered extends ParticipantWorld {
  readonly blocks: { readonly time: bigint; readonly all: readonly Participant[] }[] = [];

  list(given: Request, ctx = this.chain.ctx as ReadContext): readonly Participant[] {
    return ask<object, QueryListParticipantsResponse>({ ctx }, this.pp.module, "ListParticipants", {
      modifiedAfter: undefined,
      responseMaxSize: 1024,
      schemaId: 0n,
      grantee: "",
      did: "",
      participantId: 0n,
      role: 0,
      onlyValid: false,
      onlySlashed: false,
      onlyRepaid: false,
      opState: 0,
      when: undefined,
      cursor: "",
      ...given,
    }).participants;
  }

  /** Ends a block: what stands now was in force until the next one. */
  endBlock(nanoseconds: bigint): void {
    const all = [...this.keeper.state.participants.entries(this.chain.ctx)].map(([, p]) => p);
    this.blocks.push({ time: this.chain.time, all });
    this.chain.pass(nanoseconds);
  }

  make(given: Partial<Participant>): void {
    const now = this.chain.time;
    this.chain.run((ctx) =>
      this.keeper.create(ctx, {
        ...this.template,
        created: now,
        modified: now,
        ...given,
      }),
    );
  }

  change(id: bigint, changes: Partial<Participant>): void {
    this.chain.run((ctx) => {
      const before = this.keeper.find(ctx, id);
      if (before !== undefined) this.keeper.change(ctx, before, changes);
    });
  }

  private get template(): Participant {
    return this.blank;
  }

  readonly blank: Participant = {
    id: 0n,
    schemaId: 1n,
    role: ParticipantRole.ISSUER,
    did: "did:e:a",
    validationFees: 0n,
    issuanceFees: 0n,
    verificationFees: 0n,
    deposit: 0n,
    slashedDeposit: 0n,
    repaidDeposit: 0n,
    validatorParticipantId: 0n,
    opState: 0,
    opValidatorDeposit: 0n,
    opCurrentFees: 0n,
    opCurrentDeposit: 0n,
    opSummaryDigest: "",
    issuanceFeeDiscount: 0n,
    verificationFeeDiscount: 0n,
    vsOperator: "",
    corporationId: 4n,
  };
}

const by = (x: bigint | undefined, at: bigint): boolean => x !== undefined && x <= at;

/** What a list must be: the filters over all that stood at the end of the last block until `when`. */
function expected(world: Remembered, r: Request): readonly Participant[] {
  const when = r.when ?? world.chain.time;
  const block = world.blocks.filter(({ time }) => time <= when).at(-1);
  const active = (p: Participant) =>
    by(p.effectiveFrom, when) &&
    !by(p.effectiveUntil, when) &&
    p.revoked === undefined &&
    p.slashed === undefined;
  return (block?.all ?? [])
    .filter((p) => r.schemaId === undefined || p.schemaId === r.schemaId)
    .filter((p) => r.grantee === undefined || `${p.corporationId}` === r.grantee)
    .filter((p) => r.did === undefined || p.did === r.did)
    .filter((p) => r.participantId === undefined || p.validatorParticipantId === r.participantId)
    .filter((p) => r.role === undefined || p.role === r.role)
    .filter((p) => r.opState === undefined || p.opState === r.opState)
    .filter((p) => r.onlyValid !== true || active(p))
    .filter((p) => r.onlySlashed !== true || p.slashed !== undefined)
    .filter((p) => r.onlyRepaid !== true || p.repaid !== undefined)
    .filter((p) => r.modifiedAfter === undefined || (p.modified ?? 0n) >= r.modifiedAfter)
    .sort((a, b) => Number((a.modified ?? 0n) - (b.modified ?? 0n)) || Number(a.id - b.id));
}

const step = fc.oneof(
  fc.record({
    what: fc.constant("make" as const),
    schemaId: fc.constantFrom(1n, 2n),
    role: fc.constantFrom(1, 2),
    did: fc.constantFrom("", "did:e:a", "did:e:b"),
    corporationId: fc.constantFrom(4n, 5n),
    validatorParticipantId: fc.constantFrom(0n, 1n),
    opState: fc.constantFrom(0, 1),
  }),
  fc.record({
    what: fc.constant("touch" as const),
    id: fc.bigInt({ min: 1n, max: 6n }),
    how: fc.constantFrom("until", "revoke", "slash", "repay", "validate", "deposit"),
  }),
  fc.record({
    what: fc.constant("block" as const),
    nanoseconds: fc.constantFrom(1n, SECOND / 2n, SECOND, 7n * SECOND, DAY, 400n * DAY),
  }),
);

const filters = fc.record(
  {
    schemaId: fc.constantFrom(1n, 2n),
    grantee: fc.constantFrom("4", "5"),
    did: fc.constantFrom("did:e:a", "did:e:b"),
    participantId: fc.constant(1n),
    role: fc.constantFrom(1, 2),
    opState: fc.constantFrom(1, 2),
    onlyValid: fc.boolean(),
    onlySlashed: fc.boolean(),
    onlyRepaid: fc.boolean(),
  },
  { requiredKeys: [] },
);

function apply(world: Remembered, id: bigint, how: string): void {
  const now = world.chain.time;
  const changes: Readonly<Record<string, Partial<Participant>>> = {
    until: { effectiveUntil: now + DAY, adjusted: now, modified: now },
    revoke: { revoked: now, modified: now },
    slash: { slashed: now, modified: now },
    repay: { repaid: now, modified: now },
    touch: { modified: now },
    validate: { opState: OnboardingState.VALIDATED, effectiveFrom: now, modified: now },
  };
  const deposit = (world.keeper.find(world.chain.ctx, id)?.deposit ?? 0n) + 1n;
  world.change(id, changes[how] ?? { deposit });
}

describe("participants as they were", () => {
  it("[D-PP-55] any list as of any moment is what a scan of that block would give", () => {
    const property = fc.property(
      fc.array(step, { maxLength: 40 }),
      fc.array(fc.tuple(filters, fc.nat(), fc.nat({ max: 2 })), { minLength: 3, maxLength: 6 }),
      (steps, asked) => {
        const world = new Remembered();
        for (const one of steps) {
          if (one.what === "make") world.make({ ...one, effectiveFrom: world.chain.time });
          if (one.what === "touch") apply(world, one.id, one.how);
          if (one.what === "block") world.endBlock(one.nanoseconds);
        }
        world.endBlock(SECOND);
        const tree = onTrees(world.chain.ctx);
        expect(world.keeper.state.versions.indexFault(world.chain.ctx)).toBeUndefined();
        for (const [given, at, off] of asked) {
          const time = world.blocks[at % world.blocks.length]?.time ?? 0n;
          const when = time + BigInt(off - 1);
          const r = { ...given, when };
          expect(world.list(r)).toEqual(expected(world, r));
          // A tree can tell how long a listing is, and a list goes another way for it.
          expect(world.list(r, tree)).toEqual(expected(world, r));
          expect(world.list(given, tree)).toEqual(expected(world, given));
          const later = { ...r, modifiedAfter: time - BigInt(off) * SECOND };
          expect(world.list(later)).toEqual(expected(world, later));
          expect(world.list(later, tree)).toEqual(expected(world, later));
        }
      },
    );
    fc.assert(property, { numRuns: 150, seed: 20260103 });
  });

  it("[D-PP-55] [D-PP-57] so is any list among many, most of whom are over", () => {
    const world = new Remembered();
    for (let i = 0; i < 1_000; i++) {
      const now = world.chain.time;
      const ends = i % 333 === 0 ? {} : { effectiveUntil: now + BigInt(90 + (i % 7)) * SECOND };
      const kind = { schemaId: BigInt(1 + (i % 2)), role: 1 + (i % 5 === 0 ? 1 : 0) };
      if (i < 600) world.make({ ...kind, did: `did:e:${i % 3}`, effectiveFrom: now, ...ends });
      // All have stood for 66 seconds when they are changed.
      if (i > 330) apply(world, BigInt(i - 330), i % 100 === 0 ? "until" : "touch");
      if (i % 10 === 9) world.endBlock(2n * SECOND);
    }
    for (let n = 0; n < 5; n++) world.endBlock(5n * SECOND);
    const tree = onTrees(world.chain.ctx);
    const [begun = world.blocks[0]] = world.blocks.slice(20);
    let found = 0;
    for (let n = 0; n < 120; n++) {
      const block = world.blocks[(n * 37) % world.blocks.length] ?? begun;
      const given: Request = {
        ...(n % 3 === 0 ? {} : { onlyValid: true }),
        ...(n % 4 === 0 ? { schemaId: 1n } : {}),
        ...(n % 5 === 0 ? { role: 2 } : {}),
        ...(n % 7 === 0 ? { did: "did:e:1" } : {}),
        ...(n % 2 === 0 ? { when: block?.time } : {}),
        ...(n % 11 === 0 ? { modifiedAfter: begun?.time } : {}),
      };
      const due = expected(world, given);
      expect(world.list(given, tree)).toEqual(due);
      found += due.length;
    }
    expect(found).toBeGreaterThan(5_000);
  });

  it("[D-PP-55] [D-GEN-13] goes on behind a cursor, of a past moment too", () => {
    const world = new Remembered();
    for (let i = 0; i < 9; i++) {
      world.make({ did: "", effectiveFrom: world.chain.time });
      if (i % 3 === 2) world.endBlock(SECOND);
    }
    const when = world.chain.time;
    for (const id of [2n, 5n, 7n]) apply(world, id, "until");
    world.endBlock(DAY);
    const pages = (given: Request, ctx: ReadContext): bigint[] => {
      const seen: bigint[] = [];
      for (let cursor = ""; ; ) {
        const page = world.list({ ...given, responseMaxSize: 2, cursor }, ctx);
        const last = page.at(-1);
        if (last === undefined) return seen;
        seen.push(...page.map(({ id }) => id));
        cursor = `${new Date(Number((last.modified ?? 0n) / 1_000_000n)).toISOString()},${last.id}`;
      }
    };
    const valid = { schemaId: 1n, role: ParticipantRole.ISSUER, onlyValid: true };
    const { ctx } = world.chain;
    for (const stores of [ctx, onTrees(ctx)]) {
      for (const given of [{}, valid, { schemaId: 1n, grantee: "4" }]) {
        const then = pages({ ...given, when: when - 1n }, stores);
        expect(then).toEqual([1n, 2n, 3n, 4n, 5n, 6n, 7n, 8n, 9n]);
      }
      expect(pages({}, stores)).toEqual([1n, 3n, 4n, 6n, 8n, 9n, 2n, 5n, 7n]);
      // Those whose end came have not changed since.
      expect(pages(valid, stores)).toEqual([1n, 3n, 4n, 6n, 8n, 9n]);
    }
    const bad = () => world.list({ cursor: "x" });
    expect(world.chain.refused(bad).kind).toBe(ppErrors.malformedCursor);
  });

  it("[D-PP-55] a history comes back from its export, and a moment before what a genesis tells is refused", () => {
    const world = new MarketWorld();
    const eco = world.party("eco");
    world.root(eco, world.schema(eco, coinOf("uvna")), { validationFees: 7n });
    const before = world.time;
    world.pass(DAY);
    const p = world.participant(1n);
    world.run((ctx) =>
      world.participants.change(ctx, p, { modified: world.time, effectiveUntil: world.time + DAY }),
    );
    world.pass(DAY);
    const section = world.export("pp") as { participant_versions: object[] };
    expect(section.participant_versions).toHaveLength(1);
    const again = new MarketWorld({ time: world.time });
    again.fund(eco.policyAddress, 1n);
    for (const name of ["group", "co", "ec", "gf", "cs"]) again.import(name, world.export(name));
    again.import("pp", section as unknown as Json);
    expect(again.export("pp")).toEqual(section);
    const path = "/verana.pp.v1.Query/ListParticipants";
    const at = (of: MarketWorld, when: bigint) =>
      of.query<QueryListParticipantsResponse>(path, { when }).participants[0]?.effectiveUntil;
    expect(at(again, before)).toBeUndefined();
    expect(at(again, world.time - DAY)).toBe(p.created === undefined ? 0n : world.time);
    const bare = new MarketWorld({ time: world.time });
    bare.fund(eco.policyAddress, 1n);
    for (const name of ["group", "co", "ec", "gf", "cs"]) bare.import(name, world.export(name));
    bare.import("pp", { ...section, participant_versions: [] } as unknown as Json);
    expect(bare.refused(() => at(bare, before))).toMatchObject({
      kind: ppErrors.historyUnknown,
      rule: "D-PP-55",
    });
    const asked = { did: eco.did, role: ParticipantRole.ECOSYSTEM, schemaId: 1n, when: before };
    const may = () => bare.query("/vpr.pp.v1.Query/Authorized", asked);
    expect(bare.refused(may).kind).toBe(ppErrors.historyUnknown);
    expect(at(bare, world.time - DAY)).toBe(world.time);
  });

  it("charges for what is passed over when it is measured, and remembers that where a limit ends the list", () => {
    const world = new Remembered();
    const now = world.chain.time;
    for (let i = 0; i < 800; i++) {
      const ends = i === 799 ? {} : { effectiveUntil: now + SECOND };
      world.make({ did: "", effectiveFrom: now, ...ends });
    }
    world.endBlock(DAY);
    const tree = onTrees(world.chain.ctx);
    const list = (limit: bigint) => {
      const gas = new QueryGasMeter(limit);
      const found = world.list({ onlyValid: true }, { ...tree, gas });
      return { ids: found.map(({ id }) => id), used: gas.used };
    };
    let refused = 0;
    for (let isDone = false; !isDone && refused < 100; ) {
      try {
        isDone = list(400_000n).ids.length === 1;
      } catch (error) {
        expect(error).toMatchObject({ kind: sdkErrors.outOfGas });
        refused++;
      }
    }
    // Each time it comes a little further.
    expect(refused).toBeGreaterThan(1);
    expect(refused).toBeLessThan(100);
    expect(list(400_000n).ids).toEqual([800n]);
    expect(list(400_000n).used).toBeLessThan(200_000n);
  });

  it("reads the end of a stored participant as decoding all of it would", () => {
    const time = fc.option(fc.bigInt({ min: 0n, max: 1n << 60n }), { nil: undefined });
    const property = fc.property(time, time, time, (slashed, effectiveUntil, modified) => {
      const p = Participant.create({ slashed, effectiveUntil, modified, did: "did:e:a" });
      expect(storedUntil(Participant.encode(p))).toBe(effectiveUntil);
    });
    fc.assert(property, { numRuns: 200, seed: 20260107 });
  });
});
