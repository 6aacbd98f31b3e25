import * as co from "../src/gen/verana/co/v1.js";
import * as cs from "../src/gen/verana/cs/v1.js";
import * as de from "../src/gen/verana/de/v1.js";
import * as di from "../src/gen/verana/di/v1.js";
import * as ec from "../src/gen/verana/ec/v1.js";
import * as gf from "../src/gen/verana/gf/v1.js";
import { addressText } from "../src/keeper/addresses.js";
import { pack } from "../src/wire/any.js";
import type { Any, MessageType } from "../src/wire/descriptor.js";
import { type Actors, createEcosystem, createSchema } from "../test/support/messages.js";
import type { Question } from "./chain.js";

/** A kind of transaction of the registry: `n` counts them from 0 over all rounds. */
export interface RegistryTx {
  readonly name: string;
  message(actors: Actors, n: number, place: RegistrySize): Any;
}

/** What there is to ask for: ecosystems 1 to `entities`, each with a schema of the same id. */
export interface RegistrySize {
  readonly entities: number;
}

const DIGEST = "sha384-MzNNbQTWCSUSi0bbz7dbua+RcENv7C6FvlmYJ1Y+I727HsPOHdzwELMYO9Mz68M26";
const URL = "https://example.com/framework-2.pdf";

/** An id somewhere in the state; all of them in turn, none twice before. */
const somewhere = (n: number, { entities }: RegistrySize): bigint =>
  BigInt(1 + ((n * 48_271) % entities));

const message = <T>(type: MessageType<T>, init: Partial<T>): Any => pack(type, type.create(init));

const issuers = (actors: Actors, n: number, place: RegistrySize) => ({
  ...actors,
  schemaId: somewhere(n, place),
  role: 1,
});

/** In an order in which each finds what it needs. */
export const TRANSACTIONS: readonly RegistryTx[] = [
  {
    name: "ecosystem create",
    message: (actors, n) => createEcosystem(actors, `did:example:more-${n}`),
  },
  {
    name: "ecosystem update",
    message: (actors, n, place) =>
      message(ec.MsgUpdateEcosystem, {
        ...actors,
        id: somewhere(n, place),
        did: `did:example:renamed-${n}`,
      }),
  },
  {
    name: "ecosystem archive",
    message: (actors, n, place) =>
      message(ec.MsgArchiveEcosystem, { ...actors, id: somewhere(n, place), archive: true }),
  },
  {
    name: "framework document",
    message: (actors, n, place) =>
      message(gf.MsgAddGovernanceFrameworkDocument, {
        ...{ ...actors, ecosystemId: somewhere(n, place), version: 2 },
        ...{ docLanguage: "en", docUrl: URL, docDigestSri: DIGEST },
      }),
  },
  {
    name: "framework activation",
    message: (actors, n, place) =>
      message(gf.MsgIncreaseActiveGovernanceFrameworkVersion, {
        ...actors,
        ecosystemId: somewhere(n, place),
      }),
  },
  {
    name: "schema create",
    message: (actors, n, place) => createSchema(actors, somewhere(n, place)),
  },
  {
    name: "schema update",
    message: (actors, n, place) =>
      message(cs.MsgUpdateCredentialSchema, {
        ...{ ...actors, id: somewhere(n, place) },
        issuerValidationValidityPeriod: { value: 365 },
      }),
  },
  {
    name: "schema archive",
    message: (actors, n, place) =>
      message(cs.MsgArchiveCredentialSchema, { ...actors, id: somewhere(n, place), archive: true }),
  },
  {
    name: "policy draft",
    message: (actors, n, place) =>
      message(cs.MsgCreateSchemaAuthorizationPolicy, {
        ...issuers(actors, n, place),
        ...{ url: URL, digestSri: DIGEST },
      }),
  },
  {
    name: "policy activation",
    message: (actors, n, place) =>
      message(cs.MsgIncreaseActiveSchemaAuthorizationPolicyVersion, issuers(actors, n, place)),
  },
  {
    name: "policy revocation",
    message: (actors, n, place) =>
      message(cs.MsgRevokeSchemaAuthorizationPolicy, { ...issuers(actors, n, place), version: 1 }),
  },
  {
    name: "digest",
    message: ({ corporation: authority, operator }, n) =>
      message(di.MsgStoreDigest, { authority, operator, digest: `sha384-more-${n}` }),
  },
  {
    name: "operator grant",
    message: (actors, n) =>
      message(de.MsgGrantOperatorAuthorization, {
        ...actors,
        grantee: newcomer(n),
        msgTypes: [di.MsgStoreDigest.typeUrl],
      }),
  },
  {
    name: "operator revocation",
    message: (actors, n) =>
      message(de.MsgRevokeOperatorAuthorization, { ...actors, grantee: newcomer(n) }),
  },
];

/** An account that nobody has a key for. */
function newcomer(n: number): string {
  const bytes = new Uint8Array(20).fill(77);
  new DataView(bytes.buffer).setUint32(0, n);
  return addressText("verana", bytes);
}

const FULL_PAGE = 1_024;
const id = (n: number, place: RegistrySize) => ({ id: somewhere(n, place) });

/** Gets, and lists by each filter and order. */
export const QUESTIONS: readonly Question<RegistrySize>[] = [
  { name: "ecosystem", method: ec.Query.GetEcosystem, request: id },
  { name: "ecosystems by id", method: ec.Query.ListEcosystems, request: () => ({}) },
  {
    name: "ecosystems by id, a full page from the middle",
    method: ec.Query.ListEcosystems,
    request: (n, place) => ({ responseMaxSize: FULL_PAGE, minId: somewhere(n, place) }),
  },
  {
    name: "ecosystems of a corporation",
    method: ec.Query.ListEcosystems,
    request: () => ({ corporationId: 1n }),
  },
  {
    name: "ecosystems by change",
    method: ec.Query.ListEcosystems,
    request: () => ({ modifiedAfter: 0n }),
  },
  {
    name: "ecosystems of a corporation by change",
    method: ec.Query.ListEcosystems,
    request: () => ({ modifiedAfter: 0n, corporationId: 1n }),
  },
  { name: "framework version", method: gf.Query.GetGovernanceFrameworkVersion, request: id },
  {
    name: "framework versions",
    method: gf.Query.ListGovernanceFrameworkVersions,
    request: (n, place) => ({ ecosystemId: somewhere(n, place) }),
  },
  { name: "corporations", method: co.Query.ListCorporations, request: () => ({}) },
  {
    name: "corporations by change",
    method: co.Query.ListCorporations,
    request: () => ({ modifiedAfter: 0n }),
  },
  {
    name: "operators of a corporation",
    method: de.Query.ListOperatorAuthorizations,
    request: () => ({ corporationId: 1n }),
  },
  { name: "schema", method: cs.Query.GetCredentialSchema, request: id },
  { name: "schema, rendered", method: cs.Query.RenderJsonSchema, request: id },
  { name: "schemas by change", method: cs.Query.ListCredentialSchemas, request: () => ({}) },
  {
    name: "schemas by change, a full page",
    method: cs.Query.ListCredentialSchemas,
    request: () => ({ responseMaxSize: FULL_PAGE }),
  },
  {
    name: "schemas of an ecosystem",
    method: cs.Query.ListCredentialSchemas,
    request: (n, place) => ({ ecosystemId: somewhere(n, place) }),
  },
  {
    name: "schemas that are active",
    method: cs.Query.ListCredentialSchemas,
    request: () => ({ onlyActive: true }),
  },
  {
    name: "schemas by three modes, none",
    method: cs.Query.ListCredentialSchemas,
    request: () => ({
      issuerOnboardingMode: 3,
      verifierOnboardingMode: 3,
      holderOnboardingMode: 1,
    }),
  },
  {
    name: "policies of a schema",
    method: cs.Query.ListSchemaAuthorizationPolicies,
    request: (n, place) => ({ schemaId: somewhere(n, place), role: 1 }),
  },
];
