import { beforeEach, describe, expect, it } from "vitest";
import type { QueryListOperatorAuthorizationsResponse } from "../../../src/gen/verana/de/v1.js";
import { MsgCreateEcosystem } from "../../../src/gen/verana/ec/v1.js";
import {
  MsgRegisterCorporation,
  MsgRegisterCorporationResponse,
} from "../../../src/gen/vpr/co/v1.js";
import { coErrors } from "../../../src/modules/corporation/index.js";
import { deErrors } from "../../../src/modules/de/index.js";
import {
  ALICE,
  BOB,
  CAROL,
  DIGEST,
  described,
  RegistryWorld,
} from "../../support/registry-world.js";

type Message = Partial<MsgRegisterCorporation>;

describe("MsgRegisterCorporation", () => {
  let world: RegistryWorld;
  let policy: string;

  beforeEach(() => {
    world = new RegistryWorld();
    policy = world.group();
    world.grant(policy);
  });

  const message = (init: Message = {}): Message => ({
    corporation: policy,
    operator: BOB,
    ...described(),
    ...init,
  });
  const refused = (init: Message = {}, signer = BOB) =>
    world.refuses(MsgRegisterCorporation, message(init), signer);

  it("[D-AUTHZ-02] lets the operator that a group proposal granted register the group, and not act before", () => {
    const early = { corporation: policy, operator: BOB, ...described() };
    world.grant(policy, { msgTypes: ["CreateCorporation", "CreateEcosystem"] });
    expect(world.refuses(MsgCreateEcosystem, early, BOB).kind).toBe(
      deErrors.corporationNotRegistered,
    );
    world.register(policy);
    world.send(MsgCreateEcosystem, early, BOB);
    expect(world.spec("/ec/v1/get", { id: "1" })).toMatchObject({
      ecosystem: { corporation: "1" },
    });
  });

  it("[MOD-CO-MSG-1] [MOD-CO-MSG-1-3] stores the corporation under its group's id, with framework version 1", () => {
    const answer = world.send(MsgRegisterCorporation, message(), BOB);
    expect(MsgRegisterCorporationResponse.decode(answer.value)).toEqual({ corporationId: 1n });
    const now = "2026-01-01T00:00:00.000Z";
    expect(world.spec("/co/v1/get", { corporation: policy })).toEqual({
      corporation: {
        corporation: "1",
        policy_address: policy,
        did: "did:example:one",
        created: now,
        modified: now,
        archived: null,
        language: "en",
        active_version: 1,
        versions: [
          {
            id: "1",
            ecosystem_id: null,
            corporation: "1",
            created: now,
            version: 1,
            active_since: now,
            documents: [
              {
                id: "1",
                gfv_id: "1",
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

  it("[MOD-CO-MSG-1-3] emits what indexers read, the document first", () => {
    world.taken("");
    world.register(policy);
    const types = world.events.map(({ type }) => type);
    expect(types).toEqual(["add_gf_document", "create_corporation"]);
    expect(world.taken("create_corporation")).toEqual([
      { corporation_id: "1", policy_address: policy, did: "did:example:one" },
    ]);
  });

  it("[MOD-CO-MSG-1-1] refuses a message that lacks any parameter", () => {
    for (const name of ["corporation", "operator", "did", "language", "docUrl", "docDigestSri"]) {
      const error = refused({ [name]: "" });
      expect(error.kind).toBe(coErrors.missingParameter);
      expect(error.rule).toBe("MOD-CO-MSG-1-2-1");
    }
  });

  it.each<readonly [keyof typeof coErrors, Message]>([
    ["malformedCorporation", { corporation: "verana1nonsense" }],
    ["malformedOperator", { operator: "nonsense" }],
    ["malformedDid", { did: "nonsense" }],
    ["malformedLanguage", { language: "e" }],
    ["malformedLanguage", { language: "de-Latn-DE-1996-x" }],
    ["malformedLanguage", { language: "sl-Latn-IT-rozaj-nedis" }],
    ["malformedUrl", { docUrl: "ftp://example.com" }],
    ["malformedDigest", { docDigestSri: "md5-abc" }],
  ])("[MOD-CO-MSG-1-2-1] refuses with %s: %j", (kind, init) => {
    const error = refused(init);
    expect(error.kind).toBe(coErrors[kind]);
    expect(error.rule).toBe("MOD-CO-MSG-1-2-1");
  });

  it("[MOD-CO-MSG-1-2] checks what it is told before it looks at the state", () => {
    expect(refused({ did: "nonsense", operator: CAROL }, CAROL).kind).toBe(coErrors.malformedDid);
  });

  it("[D-GEN-03] refuses an operator that did not sign, and one that was not granted", () => {
    expect(refused({}, CAROL).kind).toBe(deErrors.signerMismatch);
    expect(refused({ operator: CAROL }, CAROL).kind).toBe(deErrors.authorizationNotFound);
    world.grant(policy, { msgTypes: ["UpdateCorporation"] });
    expect(refused().kind).toBe(deErrors.messageTypeNotGranted);
  });

  it("[D-AUTHZ-02] refuses any name but that of the policy that granted", () => {
    const other = world.secondPolicy(1n, policy);
    for (const corporation of [other, "1", ALICE]) {
      const error = refused({ corporation });
      expect(error.kind).toBe(deErrors.notGrantingPolicy);
      expect(error.rule).toBe("D-AUTHZ-02");
    }
  });

  it("[MOD-CO-MSG-1-2-1] refuses a group that is registered", () => {
    world.register(policy);
    expect(refused({ did: "did:example:two" }).kind).toBe(coErrors.alreadyRegistered);
  });

  it("[D-CO-03] refuses a DID that a corporation has", () => {
    world.corporation("did:example:one", CAROL);
    const error = refused();
    expect(error.kind).toBe(coErrors.didTaken);
    expect(error.rule).toBe("MOD-CO-MSG-1-2-1");
  });

  it("[D-GEN-01] binds the policy that granted for good and drops the grants of the others", () => {
    const other = world.secondPolicy(1n, policy);
    world.grant(other, { grantee: CAROL, msgTypes: ["CreateEcosystem"] });
    world.grant(policy, { grantee: ALICE, msgTypes: ["CreateEcosystem"] });
    world.register(policy);
    const { operatorAuthorizations } = world.query<QueryListOperatorAuthorizationsResponse>(
      "/verana.de.v1.Query/ListOperatorAuthorizations",
    );
    expect(operatorAuthorizations.map(({ operator }) => operator)).toEqual([ALICE, BOB]);
    expect(world.spec("/co/v1/get", { corporation: "1" })).toMatchObject({
      corporation: { policy_address: policy },
    });
  });

  it("[D-GEN-18] lets a DID serve an ecosystem of another corporation, unless the chain is strict", () => {
    const taken = (strict: boolean) => {
      const chain = new RegistryWorld({ settings: { strictDidOwnership: strict } });
      const first = chain.corporation("did:example:first").policyAddress;
      chain.grant(first, { msgTypes: ["CreateEcosystem"] });
      chain.ecosystem(first, "did:example:shared");
      const second = chain.group(CAROL);
      chain.grant(second);
      return { chain, second };
    };
    const { chain, second } = taken(false);
    chain.register(second, "did:example:shared");
    const strict = taken(true);
    const error = strict.chain.refuses(
      MsgRegisterCorporation,
      { corporation: strict.second, operator: BOB, ...described("did:example:shared") },
      BOB,
    );
    expect(error.kind).toBe(coErrors.didOfAnother);
    expect(error.rule).toBe("D-GEN-18");
  });

  it("[MOD-CO-MSG-1-2-2] takes no fee itself", () => {
    world.register(policy);
    expect(world.dump()).not.toMatch(/^bank /m);
  });
});
