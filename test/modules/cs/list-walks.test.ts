import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type CredentialSchema,
  QueryListCredentialSchemasRequest as Request,
  type QueryListCredentialSchemasResponse as Response,
} from "../../../src/gen/verana/cs/v1.js";
import type { ReadContext } from "../../../src/keeper/context.js";
import { cursorText } from "../../../src/keeper/list-cursor.js";
import { merge } from "../../../src/keeper/merge.js";
import { csErrors } from "../../../src/modules/cs/index.js";
import { fitsTraits, TRAITS, traitsOf } from "../../../src/modules/cs/traits.js";
import { ask } from "../../support/registry-ports.js";
import { SchemaWorld } from "./cs-world.js";

const mode = (most: number) => fc.integer({ min: 1, max: most });
const schema = fc.record({
  ecosystemId: fc.constantFrom(3n, 6n, 7n),
  age: fc.bigInt({ min: 0n, max: 3n }),
  archived: fc.boolean(),
  issuerOnboardingMode: mode(3),
  verifierOnboardingMode: mode(3),
  holderOnboardingMode: mode(2),
});
const orNone = (most: number) => fc.integer({ min: 0, max: most });
const filter = fc.record({
  ecosystemId: fc.constantFrom(0n, 3n, 6n, 99n),
  after: fc.option(fc.bigInt({ min: 0n, max: 4n }), { nil: undefined }),
  onlyActive: fc.boolean(),
  issuerOnboardingMode: orNone(3),
  verifierOnboardingMode: orNone(3),
  holderOnboardingMode: orNone(2),
  responseMaxSize: fc.integer({ min: 1, max: 4 }),
});

/** A list by looking at every schema. */
function scanned(all: readonly CredentialSchema[], r: Request): bigint[] {
  const fits = (wanted: number, has: number) => wanted === 0 || wanted === has;
  return all
    .filter(
      (s) =>
        (r.ecosystemId === 0n || s.ecosystemId === r.ecosystemId) &&
        (r.modifiedAfter === undefined || (s.modified ?? 0n) > r.modifiedAfter) &&
        (!r.onlyActive || s.archived === undefined) &&
        fits(r.issuerOnboardingMode, s.issuerOnboardingMode) &&
        fits(r.verifierOnboardingMode, s.verifierOnboardingMode) &&
        fits(r.holderOnboardingMode, s.holderOnboardingMode),
    )
    .sort((a, b) => Number((b.modified ?? 0n) - (a.modified ?? 0n)) || Number(a.id - b.id))
    .map(({ id }) => id);
}

const list = (world: SchemaWorld, given: Partial<Request>) =>
  ask<Request, Response>(
    world.chain,
    world.cs.module,
    "ListCredentialSchemas",
    Request.create(given),
  ).schemas;

describe("lists of credential schemas", () => {
  it("[MOD-CS-QRY-1-3] [D-GEN-13] page by page are what a scan finds, whatever the filters", () => {
    fc.assert(
      fc.property(fc.array(schema, { maxLength: 24 }), filter, (given, { after, ...asked }) => {
        const world = new SchemaWorld();
        const { time } = world.chain;
        for (const [i, { age, archived, ...rest }] of given.entries()) {
          const modified = time + age;
          const times = { modified, archived: archived ? modified : undefined };
          world.put({ id: BigInt(i + 1), ...rest, ...times });
        }
        const modifiedAfter = after === undefined ? undefined : time + after - 1n;
        const request = Request.create({ ...asked, modifiedAfter });
        const all = [...world.keeper.state.schemas.entries(world.chain.ctx)].map(([, s]) => s);
        const seen: bigint[] = [];
        for (let cursor = ""; ; ) {
          const page = list(world, { ...request, cursor });
          expect(page.length).toBeLessThanOrEqual(request.responseMaxSize);
          seen.push(...page.map(({ id }) => id));
          const last = page.at(-1);
          if (last?.modified === undefined) break;
          cursor = cursorText({ modified: last.modified, id: last.id });
        }
        expect(seen).toEqual(scanned(all, request));
        expect(world.keeper.state.schemas.indexFault(world.chain.ctx)).toBeUndefined();
      }),
      { numRuns: 60 },
    );
  });

  it("[D-GEN-13] read no schema that they do not show, however many there are", () => {
    const world = new SchemaWorld();
    for (let n = 1n; n <= 300n; n++) {
      const archived = n === 150n ? undefined : world.chain.time;
      world.put({ id: n, archived, issuerOnboardingMode: n === 7n ? 3 : 1 });
    }
    const reads = (given: Partial<Request>) => {
      const stores = world.chain.ctx.stores;
      let count = 0;
      const counted: ReadContext["stores"] = {
        store: (name) => {
          const store = stores.store(name);
          return {
            ...store,
            get: (key: Uint8Array) => store.get(key),
            has: (key: Uint8Array) => store.has(key),
            *iterate(range: Parameters<typeof store.iterate>[0]) {
              for (const entry of store.iterate(range)) {
                count++;
                yield entry;
              }
            },
          } as typeof store;
        },
      };
      const query = world.cs.module.queries?.find(({ method }) =>
        method.path.endsWith("/ListCredentialSchemas"),
      );
      const found = query?.run({ ...world.chain.ctx, stores: counted }, Request.create(given));
      return [(found as Response).schemas.map(({ id }) => Number(id)), count] as const;
    };
    for (const given of [{}, { ecosystemId: 3n }]) {
      const [active, walked] = reads({ ...given, onlyActive: true });
      expect(active).toEqual([150]);
      expect(walked).toBeLessThan(10);
      const [open, steps] = reads({ ...given, issuerOnboardingMode: 3 });
      expect(open).toEqual([7]);
      expect(steps).toBeLessThan(10);
    }
  });

  it("[MOD-CS-QRY-1-2] refuse a cursor that is none", () => {
    const world = new SchemaWorld();
    const error = world.chain.refused(() => list(world, { cursor: "nonsense" }));
    expect(error.kind).toBe(csErrors.malformedCursor);
    expect(error.rule).toBe("MOD-CS-QRY-1-2");
  });
});

describe("traits of schemas", () => {
  it("[D-GEN-13] are one small number for each combination, which tells what it was made of", () => {
    const seen = new Set<number>();
    for (const archived of [undefined, 1n]) {
      for (const issuer of [1, 2, 3])
        for (const verifier of [1, 2, 3])
          for (const holder of [1, 2]) {
            const modes = {
              issuerOnboardingMode: issuer,
              verifierOnboardingMode: verifier,
              holderOnboardingMode: holder,
            };
            const traits = traitsOf({ archived, ...modes });
            seen.add(traits);
            expect(fitsTraits(traits, { onlyActive: false, ...modes })).toBe(true);
            expect(fitsTraits(traits, { onlyActive: true, ...modes })).toBe(archived === undefined);
            const other = { ...modes, verifierOnboardingMode: (verifier % 3) + 1 };
            expect(fitsTraits(traits, { onlyActive: false, ...other })).toBe(false);
          }
    }
    expect(seen.size).toBe(36);
    expect(Math.max(...seen)).toBeLessThan(TRAITS);
  });
});

describe("sorted walks", () => {
  it("merged are all their values in order", () => {
    const sorted = fc
      .array(fc.integer({ min: 0, max: 50 }))
      .map((values) => [...values].sort((a, b) => a - b));
    fc.assert(
      fc.property(fc.array(sorted, { maxLength: 6 }), (walks) => {
        const merged = merge(
          walks.map((walk) => walk.values()),
          (a, b) => a < b,
        );
        expect([...merged]).toEqual(walks.flat().sort((a, b) => a - b));
      }),
    );
  });
});
