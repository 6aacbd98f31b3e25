import fc from "fast-check";
import { expect, it } from "vitest";
import { MsgArchiveEcosystem } from "../../../src/gen/verana/ec/v1.js";
import { MsgArchiveCorporation } from "../../../src/gen/vpr/co/v1.js";
import { BOB, SECOND } from "../../support/registry-world.js";
import { FrameworkWorld, TYPES } from "./gf-world.js";

const LANGUAGES = ["en", "fr", "nl", "de-CH", "pt-BR"];

/** Ecosystems of two corporations in turn, with versions, documents in languages, archived ones. */
function filled(steps: readonly (readonly [number, number])[]): FrameworkWorld {
  const world = new FrameworkWorld();
  const types = [...TYPES, "ArchiveEcosystem", "ArchiveCorporation"];
  const other = world.corporation("did:example:other").policyAddress;
  for (const policy of [world.policy, other]) world.grant(policy, { msgTypes: types });
  for (let n = 0; n < 12; n++) {
    world.ecosystem(n % 3 === 2 ? other : world.policy, `did:example:more-${n}`);
    if (n % 4 === 0) world.pass(SECOND);
  }
  const attempt = (work: () => void) => {
    try {
      work();
    } catch {
      // Random steps are often refused: what is left is looked at.
    }
  };
  for (const [what, which] of steps) {
    const ecosystemId = BigInt(which % 14);
    const of = { ecosystemId, corporation: ecosystemId % 3n === 1n ? other : world.policy };
    const docLanguage = LANGUAGES[what % LANGUAGES.length] ?? "en";
    if (what % 7 < 5) attempt(() => world.add({ ...of, docLanguage, version: 1 + (what % 3) }));
    else if (what % 7 === 5) attempt(() => world.increase(of));
    else if (ecosystemId > 0n) {
      const { corporation } = of;
      const archived = { corporation, operator: BOB, id: ecosystemId, archive: true };
      attempt(() => world.send(MsgArchiveEcosystem, archived, BOB));
    } else {
      const archived = { corporation: other, operator: BOB, archive: true };
      attempt(() => world.send(MsgArchiveCorporation, archived, BOB));
    }
    if (what % 5 === 0) world.pass(SECOND);
  }
  return world;
}

const VIEWS = [
  {},
  { activeGfOnly: true },
  { preferredLanguage: "FR" },
  { preferredLanguage: "it" },
];

it("[D-CO-06] lists show each entity, to the byte, as it is shown by itself", () => {
  const step = fc.tuple(fc.nat(104), fc.nat(27));
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), fc.nat(3), (steps, at) => {
      const world = filled(steps);
      const view = { ...VIEWS[at], responseMaxSize: 9 };
      for (const { list, get, many, one, pages } of KINDS) {
        const [listed, single] = [list, get].map((path) => world.app.queries.get(path));
        if (listed === undefined || single === undefined) throw new Error("no such query");
        const { request, response } = listed.method;
        for (const page of pages) {
          const wanted = request.create({ ...view, ...page });
          const value = listed.encoded?.(world.ctx, wanted) ?? new Uint8Array(0);
          const found = Object(response.decode(value))[many] as readonly { readonly id: bigint }[];
          const alone = found.map(({ id }) => {
            const asked = { ...view, id, corporation: `${id}` };
            const answer = single.run(world.ctx, single.method.request.create(asked));
            return Object(answer)[one];
          });
          expect(found.length).toBeGreaterThan(0);
          expect(Buffer.from(value)).toEqual(Buffer.from(response.encode({ [many]: alone })));
        }
      }
    }),
    { numRuns: 25 },
  );
});

const KINDS = [
  {
    list: "/verana.ec.v1.Query/ListEcosystems",
    get: "/verana.ec.v1.Query/GetEcosystem",
    ...{ many: "ecosystems", one: "ecosystem" },
    pages: [
      {},
      { minId: 4n },
      { modifiedAfter: 0n },
      { corporationId: 1n },
      { corporationId: 2n, modifiedAfter: 0n },
    ],
  },
  {
    list: "/verana.co.v1.Query/ListCorporations",
    get: "/verana.co.v1.Query/GetCorporation",
    ...{ many: "corporations", one: "corporation" },
    pages: [{}, { minId: 2n }, { modifiedAfter: 0n }],
  },
];
