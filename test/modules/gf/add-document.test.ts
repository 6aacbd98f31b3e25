import { beforeEach, describe, expect, it } from "vitest";
import type { MsgAddGovernanceFrameworkDocument } from "../../../src/gen/verana/gf/v1.js";
import { deErrors } from "../../../src/modules/de/index.js";
import { gfErrors } from "../../../src/modules/gf/index.js";
import { FrameworkSubjects } from "../../../src/modules/gf/subjects.js";
import { BOB, CAROL, DIGEST, RegistryWorld, SECOND } from "../../support/registry-world.js";
import { FrameworkWorld } from "./gf-world.js";

const RULE = "MOD-GF-MSG-1-2-1";
const LATER = "2026-01-01T00:00:01.000Z";

describe("MsgAddGovernanceFrameworkDocument", () => {
  let world: FrameworkWorld;

  beforeEach(() => {
    world = new FrameworkWorld();
  });

  it("[MOD-GF-MSG-1] [MOD-GF-MSG-1-3] opens the next version with its first document", () => {
    world.add();
    const [, opened] = world.versions();
    expect(opened).toEqual({
      id: "3",
      ecosystem_id: null,
      corporation: "1",
      created: LATER,
      version: 2,
      active_since: null,
      documents: [
        {
          id: "3",
          gfv_id: "3",
          created: LATER,
          language: "en",
          url: "https://example.com/v2",
          digest_sri: DIGEST,
        },
      ],
    });
    expect(world.faults()).toEqual([]);
  });

  it("[D-GF-02] does so for an ecosystem that is named, and leaves the corporation's own", () => {
    world.add({ ecosystemId: 1n });
    expect(world.versions({ ecosystem_id: "1" })).toMatchObject([
      { version: 1 },
      { id: "3", ecosystem_id: "1", corporation: null, version: 2, active_since: null },
    ]);
    expect(world.versions()).toHaveLength(1);
  });

  it("[MOD-GF-MSG-1-3] adds a language to a version that is there", () => {
    world.add();
    world.pass(SECOND);
    world.add({ docLanguage: "fr", docUrl: "https://example.com/v2-fr" });
    expect(world.versions()[1]).toMatchObject({
      id: "3",
      created: LATER,
      documents: [
        { id: "3", language: "en" },
        { id: "4", language: "fr", created: "2026-01-01T00:00:02.000Z" },
      ],
    });
  });

  it("[D-GF-03] replaces the document in the same language, whatever its case, and keeps its id and time", () => {
    world.add({ docLanguage: "en-GB" });
    world.pass(SECOND);
    const digest = DIGEST.replace("sha384", "sha512");
    world.add({
      docLanguage: "EN-gb",
      docUrl: "https://example.com/new",
      docDigestSri: digest,
    });
    expect(world.versions()[1]).toMatchObject({
      documents: [
        {
          id: "3",
          language: "en-GB",
          created: LATER,
          url: "https://example.com/new",
          digest_sri: digest,
        },
      ],
    });
    world.add({ docLanguage: "en" });
    expect(world.versions()[1]).toMatchObject({ documents: [{ id: "3" }, { id: "4" }] });
    expect(world.faults()).toEqual([]);
  });

  it("[D-GF-03] lets several versions be open at once, and changes any of them", () => {
    world.add();
    world.add({ version: 3 });
    world.add({ version: 4 });
    world.add({ version: 2, docLanguage: "de" });
    expect(world.versions()).toMatchObject([
      { version: 1 },
      { version: 2, documents: [{ language: "en" }, { language: "de" }] },
      { version: 3 },
      { version: 4 },
    ]);
  });

  it("[D-GF-03] does not modify the subject", () => {
    const show = () => [
      world.spec("/co/v1/get", { corporation: "1", active_gf_only: "true" }),
      world.spec("/ec/v1/get", { id: "1", active_gf_only: "true" }),
    ];
    const before = show();
    world.add();
    world.add({ ecosystemId: 1n });
    expect(show()).toEqual(before);
  });

  it("[MOD-GF-MSG-1-3] emits what indexers read, 0 for the corporation's own framework", () => {
    world.add();
    world.add({ ecosystemId: 1n, docLanguage: "de" });
    expect(world.events).toHaveLength(2);
    const said = { corporation: world.policy, operator: BOB, version: "2" };
    const given = { doc_url: "https://example.com/v2", doc_digest_sri: DIGEST };
    expect(world.taken("add_gf_document")).toEqual([
      { ...said, ...given, ecosystem_id: "0", gfv_id: "3", gfd_id: "3", language: "en" },
      { ...said, ...given, ecosystem_id: "1", gfv_id: "4", gfd_id: "4", language: "de" },
    ]);
  });

  it("[MOD-GF-MSG-1-1] refuses a message that lacks any parameter but the ecosystem", () => {
    const lacking: readonly (readonly [string, Partial<MsgAddGovernanceFrameworkDocument>])[] = [
      ["corporation", { corporation: "" }],
      ["operator", { operator: "" }],
      ["doc_language", { docLanguage: "" }],
      ["doc_url", { docUrl: "" }],
      ["doc_digest_sri", { docDigestSri: "" }],
      ["version", { version: 0 }],
    ];
    for (const [parameter, init] of lacking) {
      const error = world.refusedDocument(init);
      expect(error.kind).toBe(gfErrors.missingParameter);
      expect(error.facts.parameter).toBe(parameter);
      expect(error.rule).toBe(RULE);
    }
  });

  it.each<readonly [keyof typeof gfErrors, Partial<MsgAddGovernanceFrameworkDocument>]>([
    ["corporationMalformed", { corporation: "0" }],
    ["malformedOperator", { operator: "nonsense" }],
    ["malformedLanguage", { docLanguage: "english language" }],
    ["malformedUrl", { docUrl: "https://" }],
    ["malformedUrl", { docUrl: "ftp://example.com" }],
    ["malformedDigest", { docDigestSri: "sha384" }],
    ["ecosystemNotFound", { ecosystemId: 99n }],
    ["versionNotAboveActive", { version: 1 }],
    ["versionNotNext", { version: 3 }],
    ["versionNotNext", { version: 0xffff_ffff }],
  ])("[MOD-GF-MSG-1-2-1] refuses with %s: %o", (kind, init) => {
    const error = world.refusedDocument(init);
    expect(error.kind).toBe(gfErrors[kind]);
    expect(error.rule).toBe(RULE);
  });

  it("[D-GF-03] refuses a version that became active", () => {
    world.add();
    world.increase();
    const error = world.refusedDocument();
    expect(error.kind).toBe(gfErrors.versionNotAboveActive);
    expect(error.facts).toMatchObject({ version: 2, active: 2 });
  });

  it("[D-GEN-17] takes a language of more than 17 characters", () => {
    world.add({ docLanguage: "sl-Latn-IT-rozaj-nedis" });
    expect(world.versions()[1]).toMatchObject({
      documents: [{ language: "sl-Latn-IT-rozaj-nedis" }],
    });
  });

  it("[D-GF-02] refuses another corporation's ecosystem", () => {
    const other = world.other();
    const error = world.refusedDocument({ corporation: other, ecosystemId: 1n });
    expect(error.kind).toBe(gfErrors.notController);
    expect(error.rule).toBe(RULE);
  });

  it("[MOD-GF-MSG-1-2] checks what it is told, then authority, then the state", () => {
    const init = { operator: CAROL, ecosystemId: 99n, version: 9 };
    const refused = (more: Partial<MsgAddGovernanceFrameworkDocument>, signer = BOB) =>
      world.refusedDocument({ ...init, ...more }, signer).kind;
    expect(refused({ docUrl: "!" }, CAROL)).toBe(gfErrors.malformedUrl);
    expect(refused({}, CAROL)).toBe(deErrors.authorizationNotFound);
    expect(refused({ operator: BOB })).toBe(gfErrors.ecosystemNotFound);
  });

  it("[MOD-GF-MSG-1-2-2] takes no fee itself", () => {
    world.add();
    expect(world.dump()).not.toMatch(/^bank /m);
  });

  it("[MOD-GF-MSG-1-2-1] refuses a corporation that is not registered", () => {
    const corporations = { find: () => undefined, resolve: () => undefined } as never;
    const subjects = new FrameworkSubjects(corporations, {} as never);
    const by = { corporation: { id: 7n, policyAddress: world.policy }, operator: BOB };
    const error = world.refused((ctx) => subjects.signed(ctx, 0n, by, RULE));
    expect(error.kind).toBe(gfErrors.corporationNotFound);
    expect(error.facts).toEqual({ id: 7n });
  });

  it("[D-GEN-09] comes out of genesis as it went in", () => {
    world.add({ docLanguage: "fr" });
    world.add({ docLanguage: "de" });
    world.add({ ecosystemId: 1n });
    world.increase({ ecosystemId: 1n });
    const fresh = new RegistryWorld();
    fresh.group();
    for (const name of ["co", "ec", "gf"]) fresh.import(name, world.export(name));
    expect(fresh.export("gf")).toEqual(world.export("gf"));
    expect(fresh.faults()).toEqual([]);
  });
});
