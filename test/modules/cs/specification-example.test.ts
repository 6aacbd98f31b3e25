import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { MsgCreateCredentialSchema } from "../../../src/gen/verana/cs/v1.js";
import { BOB, described, RegistryWorld } from "../../support/registry-world.js";

const text = (minLength: number, maxLength: number) => ({ type: "string", minLength, maxLength });

/** The schema that the specification shows, in its order, without its comment. */
const EXAMPLE = {
  $id: "vpr:verana:mainnet/cs/v1/js/VPR_CREDENTIAL_SCHEMA_ID",
  $schema: "https://json-schema.org/draft/2020-12/schema",
  title: "ExampleCredential",
  description: "ExampleCredential using JsonSchema",
  type: "object",
  properties: {
    credentialSubject: {
      type: "object",
      properties: {
        id: { type: "string", format: "uri" },
        firstName: text(0, 256),
        lastName: text(1, 256),
        expirationDate: { type: "string", format: "date" },
        countryOfResidence: text(2, 2),
      },
      required: ["id", "lastName", "birthDate", "expirationDate", "countryOfResidence"],
    },
  },
};

/** Its RFC 8785 form as schema 1, written by hand: members by name, no space. */
const CANONICAL =
  '{"$id":"vpr:verana:mainnet/cs/v1/js/1",' +
  '"$schema":"https://json-schema.org/draft/2020-12/schema",' +
  '"description":"ExampleCredential using JsonSchema",' +
  '"properties":{"credentialSubject":{"properties":{' +
  '"countryOfResidence":{"maxLength":2,"minLength":2,"type":"string"},' +
  '"expirationDate":{"format":"date","type":"string"},' +
  '"firstName":{"maxLength":256,"minLength":0,"type":"string"},' +
  '"id":{"format":"uri","type":"string"},' +
  '"lastName":{"maxLength":256,"minLength":1,"type":"string"}},' +
  '"required":["id","lastName","birthDate","expirationDate","countryOfResidence"],' +
  '"type":"object"}},' +
  '"title":"ExampleCredential","type":"object"}';

/** Its digest, which anyone can work out with `openssl dgst -sha384 -binary | base64`. */
const DIGEST = "05wz7tAy/G3rCWcVlTYnrT9DTx9Oe/dgUJDEswSG8EFMYo86W+BLroybGXqcVjsb";

describe("the example of the specification", () => {
  const world = new RegistryWorld();
  const { policyAddress: corporation } = world.corporation("did:example:corporation");
  world.grant(corporation, { msgTypes: ["CreateEcosystem", "CreateCredentialSchema"] });
  world.ecosystem(corporation, "did:example:ecosystem");
  world.send(
    MsgCreateCredentialSchema,
    {
      ...{ corporation, operator: BOB, ecosystemId: 1n, digestAlgorithm: "sha384" },
      jsonSchema: JSON.stringify(EXAMPLE, null, 2),
      ...{ issuerOnboardingMode: 3, verifierOnboardingMode: 1, holderOnboardingMode: 2 },
      ...{ pricingAssetType: 1, pricingAsset: "tu" },
    },
    BOB,
  );

  it("[MOD-CS-MSG-1-3] [MOD-CS-QRY-3-3] [D-CS-02] [D-CS-11] is rendered in RFC 8785 form, byte for byte, under its path", () => {
    const rendered = world.spec("/cs/v1/js/{id}", { id: "1" });
    expect(rendered).toEqual({ contentType: "application/schema+json", body: CANONICAL });
    const digest = createHash("sha384").update(CANONICAL).digest("base64");
    expect(digest).toBe(DIGEST);
  });

  it("[MOD-CS-QRY-2-3] [D-GEN-11] stands in the stored entry as it is rendered", () => {
    expect(world.spec("/cs/v1/get", { id: "1" })).toMatchObject({
      credential_schema: { id: "1", json_schema: CANONICAL },
    });
  });

  it("[D-GEN-10] [D-GEN-11] an ecosystem has the names that it shows, nested, and no deposit", () => {
    const names = (value: unknown) => Object.keys(value as object).sort();
    const one = world.spec("/ec/v1/get", { id: "1" }) as { readonly ecosystem: never };
    const many = world.spec("/ec/v1/list") as { readonly ecosystems: readonly never[] };
    expect(names(one)).toEqual(["ecosystem"]);
    expect(names(many)).toEqual(["ecosystems"]);
    expect(many.ecosystems).toEqual([one.ecosystem]);
    const shown = one.ecosystem as {
      readonly versions: readonly [{ readonly documents: readonly [object] }];
    };
    const [version] = shown.versions;
    // `archived` and `corporation` are of the data model, not of the example.
    expect(names(shown)).toEqual([
      ...["active_version", "archived", "corporation", "created", "did", "id", "language"],
      ...["modified", "versions"],
    ]);
    expect(names(version)).toEqual([
      ...["active_since", "corporation", "created", "documents", "ecosystem_id", "id", "version"],
    ]);
    expect(names(version.documents[0])).toEqual([
      ...["created", "digest_sri", "gfv_id", "id", "language", "url"],
    ]);
    const [document] = version.documents;
    expect(document).toMatchObject({ digest_sri: described().docDigestSri });
  });
});
