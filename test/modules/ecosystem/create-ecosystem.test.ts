import { beforeEach, describe, expect, it } from "vitest";
import { MsgCreateEcosystem, MsgCreateEcosystemResponse } from "../../../src/gen/verana/ec/v1.js";
import { deErrors } from "../../../src/modules/de/index.js";
import { ecErrors } from "../../../src/modules/ecosystem/index.js";
import { BOB, CAROL, DIGEST, described, RegistryWorld } from "../../support/registry-world.js";

type Message = Partial<MsgCreateEcosystem>;

/** A corporation whose operator BOB may create ecosystems. */
function prepared(world: RegistryWorld, did = "did:example:corporation"): string {
  const { policyAddress } = world.corporation(did);
  world.grant(policyAddress, { msgTypes: ["CreateEcosystem"] });
  return policyAddress;
}

describe("MsgCreateEcosystem", () => {
  let world: RegistryWorld;
  let policy: string;

  beforeEach(() => {
    world = new RegistryWorld();
    policy = prepared(world);
  });

  const message = (init: Message = {}): Message => ({
    corporation: policy,
    operator: BOB,
    ...described(),
    ...init,
  });
  const refused = (init: Message = {}, signer = BOB) =>
    world.refuses(MsgCreateEcosystem, message(init), signer);

  it("[MOD-ES-MSG-1] [MOD-ES-MSG-1-3] stores the ecosystem with framework version 1", () => {
    world.pass(7n);
    const answer = world.send(MsgCreateEcosystem, message(), BOB);
    expect(MsgCreateEcosystemResponse.decode(answer.value)).toEqual({ ecosystemId: 1n });
    const now = "2026-01-01T00:00:00.000000007Z";
    expect(world.spec("/ec/v1/get", { id: "1" })).toEqual({
      ecosystem: {
        id: "1",
        did: "did:example:one",
        corporation: "1",
        created: now,
        modified: now,
        archived: null,
        language: "en",
        active_version: 1,
        versions: [
          {
            id: "2",
            ecosystem_id: "1",
            corporation: null,
            created: now,
            version: 1,
            active_since: now,
            documents: [
              {
                id: "2",
                gfv_id: "2",
                created: now,
                language: "en",
                url: "https://example.com/framework",
                digest_sri: DIGEST,
              },
            ],
          },
        ],
      },
    });
  });

  it("[MOD-ES-MSG-1-3] emits what indexers read, the document first", () => {
    world.taken("");
    world.ecosystem(policy, "did:example:one");
    expect(world.events.map(({ type }) => type)).toEqual(["add_gf_document", "create_ecosystem"]);
    expect(world.taken("create_ecosystem")).toEqual([
      {
        ecosystem_id: "1",
        corporation_id: "1",
        operator: BOB,
        did: "did:example:one",
        language: "en",
      },
    ]);
  });

  it("[MOD-ES-MSG-1-1] refuses a message that lacks any parameter", () => {
    for (const name of ["corporation", "operator", "did", "language", "docUrl", "docDigestSri"]) {
      const error = refused({ [name]: "" });
      expect(error.kind).toBe(ecErrors.missingParameter);
      expect(error.rule).toBe("MOD-ES-MSG-1-2-1");
    }
  });

  it.each<readonly [keyof typeof ecErrors, Message]>([
    ["malformedCorporation", { corporation: "0" }],
    ["malformedOperator", { operator: "nonsense" }],
    ["malformedDid", { did: "did:Example:one" }],
    ["malformedLanguage", { language: "english language" }],
    ["malformedLanguage", { language: "sl-Latn-IT-rozaj-nedis" }],
    ["malformedUrl", { docUrl: "https://" }],
    ["malformedDigest", { docDigestSri: "sha384" }],
  ])("[MOD-ES-MSG-1-2-1] refuses with %s: %j", (kind, init) => {
    const error = refused(init);
    expect(error.kind).toBe(ecErrors[kind]);
    expect(error.rule).toBe("MOD-ES-MSG-1-2-1");
  });

  it("[MOD-ES-MSG-1-2] checks what it is told, then authority, then the state", () => {
    const other = prepared(world, "did:example:other");
    world.ecosystem(other, "did:example:theirs");
    const init = { operator: CAROL, did: "did:example:theirs" };
    expect(refused({ ...init, language: "!" }, CAROL).kind).toBe(ecErrors.malformedLanguage);
    expect(refused(init, CAROL).kind).toBe(deErrors.authorizationNotFound);
    expect(refused({ did: init.did }).kind).toBe(ecErrors.didOfAnother);
  });

  it("[D-ES-03] [MOD-ES-MSG-1-2-1] lets one corporation use a DID twice, and no other after it", () => {
    world.ecosystem(policy, "did:example:shared");
    world.ecosystem(policy, "did:example:shared");
    const other = prepared(world, "did:example:other");
    const error = refused({ corporation: other, did: "did:example:shared" });
    expect(error.kind).toBe(ecErrors.didOfAnother);
    expect(error.rule).toBe("MOD-ES-MSG-1-2-1");
  });

  it("[D-ES-03] lets an archived corporation create ecosystems", () => {
    const corporations = world.export("co") as { readonly corporations: readonly object[] };
    const archived = corporations.corporations.map((each) => ({
      ...each,
      archived: "2026-01-01T00:00:00Z",
    }));
    const chain = new RegistryWorld();
    chain.group();
    chain.import("co", { corporations: archived } as never);
    chain.grant(policy, { msgTypes: ["CreateEcosystem"] });
    chain.ecosystem(policy);
    expect(chain.spec("/ec/v1/list")).toMatchObject({ ecosystems: [{ corporation: "1" }] });
  });

  it("[D-GEN-18] lets a DID be another corporation's own, unless the chain is strict", () => {
    const did = "did:example:theirs";
    world.corporation(did);
    world.ecosystem(policy, did);
    const strict = new RegistryWorld({ settings: { strictDidOwnership: true } });
    const own = prepared(strict);
    strict.corporation(did);
    const init = { corporation: own, operator: BOB, ...described(did) };
    const error = strict.refuses(MsgCreateEcosystem, init, BOB);
    expect(error.kind).toBe(ecErrors.didOfOtherEntity);
    expect(error.rule).toBe("D-GEN-18");
    strict.ecosystem(own, "did:example:corporation");
  });

  it("[D-GEN-09] gives ids from 1 up, none for what is refused", () => {
    refused({ did: "nonsense" });
    world.ecosystem(policy);
    world.ecosystem(policy);
    expect(world.spec("/ec/v1/list")).toMatchObject({ ecosystems: [{ id: "1" }, { id: "2" }] });
  });

  it("[MOD-ES-MSG-1-2-2] takes no fee itself", () => {
    world.ecosystem(policy);
    expect(world.dump()).not.toMatch(/^bank /m);
  });
});
