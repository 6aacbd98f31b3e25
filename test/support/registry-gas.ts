import * as co from "../../src/gen/verana/co/v1.js";
import * as cs from "../../src/gen/verana/cs/v1.js";
import * as de from "../../src/gen/verana/de/v1.js";
import * as di from "../../src/gen/verana/di/v1.js";
import * as ec from "../../src/gen/verana/ec/v1.js";
import * as gf from "../../src/gen/verana/gf/v1.js";
import * as vprCo from "../../src/gen/vpr/co/v1.js";
import { pack } from "../../src/wire/any.js";
import type { Any, MessageType } from "../../src/wire/descriptor.js";
import type { Person } from "./app-chain.js";
import type { GasScript } from "./gas-script.js";
import { grant, propose } from "./messages.js";

const DIGEST = "sha384-MzNNbQTWCSUSi0bbz7dbua+RcENv7C6FvlmYJ1Y+I727HsPOHdzwELMYO9Mz68M26";
const URL = "https://example.com/framework-2.pdf";

/** What is changed, by whom for whom. */
export interface RegistryPlace {
  /** Policy address of a corporation that `founder` decides for alone. */
  readonly corporation: string;
  readonly founder: Person;
  /** Gets leave to do all of it. */
  readonly operator: Person;
  readonly ecosystemId: bigint;
  readonly schemaId: bigint;
}

/** Every change of an ecosystem, its framework and a schema of it, and of the corporation. */
export async function runRegistryChanges(script: GasScript, place: RegistryPlace): Promise<void> {
  const { corporation, founder, operator, ecosystemId, schemaId } = place;
  const types = CHANGES.map(({ typeUrl }) => typeUrl);
  const granted = grant(corporation, operator.address, types);
  await script.chain.send(founder, propose(corporation, founder.address, [granted]));
  const actors = { corporation, operator: operator.address };
  const run = (name: string, message: Any) => script.run(name, operator, message);
  const document = (docLanguage: string) => {
    const what = { docLanguage, docUrl: URL, docDigestSri: DIGEST, version: 2 };
    return message(gf.MsgAddGovernanceFrameworkDocument, { ...actors, ecosystemId, ...what });
  };
  const archive = { ...actors, archive: true };
  const policy = { ...actors, schemaId, role: 1 };
  const draft = message(cs.MsgCreateSchemaAuthorizationPolicy, {
    ...{ ...policy, url: URL, digestSri: DIGEST },
  });
  const activation = message(cs.MsgIncreaseActiveSchemaAuthorizationPolicyVersion, policy);
  const did = "did:example:ecosystem-2";
  await run(
    "ecosystem update",
    message(ec.MsgUpdateEcosystem, { ...actors, id: ecosystemId, did }),
  );
  await run("ecosystem archive", message(ec.MsgArchiveEcosystem, { ...archive, id: ecosystemId }));
  await run("framework document of a new version", document("en"));
  await run("framework document in another language", document("fr"));
  await run("framework document replaced", document("FR"));
  const increase = gf.MsgIncreaseActiveGovernanceFrameworkVersion;
  await run("framework version activated", message(increase, { ...actors, ecosystemId }));
  const periods = { issuerValidationValidityPeriod: { value: 365 } };
  const update = { ...actors, id: schemaId, ...periods };
  await run("schema update", message(cs.MsgUpdateCredentialSchema, update));
  await run("schema archive", message(cs.MsgArchiveCredentialSchema, { ...archive, id: schemaId }));
  await run("schema policy drafted", draft);
  await run("schema policy draft changed", draft);
  await run("schema policy activated", activation);
  await run("schema policy drafted, the second", draft);
  await run("schema policy activated in place of another", activation);
  const revoke = message(cs.MsgRevokeSchemaAuthorizationPolicy, { ...policy, version: 1 });
  await run("schema policy revoked", revoke);
  await runOwnChanges(script, place);
}

/** What a corporation changes of itself and of who acts for it, and the digests that it stores. */
async function runOwnChanges(
  script: GasScript,
  { corporation, founder, operator }: RegistryPlace,
): Promise<void> {
  const actors = { corporation, operator: operator.address };
  const types = OWN_CHANGES.map(({ typeUrl }) => typeUrl);
  const grants = [founder, operator].map(({ address }) => grant(corporation, address, types));
  await script.chain.send(founder, propose(corporation, founder.address, grants));
  const run = (name: string, message: Any) => script.run(name, operator, message);
  const stored = { authority: corporation, operator: operator.address, digest: DIGEST };
  const did = "did:example:corporation-2";
  await run("corporation update", message(co.MsgUpdateCorporation, { ...actors, did }));
  const archive = { ...actors, archive: true };
  await run("corporation archive", message(vprCo.MsgArchiveCorporation, archive));
  await run("digest", message(di.MsgStoreDigest, stored));
  await run("digest, once more", message(di.MsgStoreDigest, stored));
  const revoked = { ...actors, grantee: founder.address };
  await run("operator revoked", message(de.MsgRevokeOperatorAuthorization, revoked));
}

const OWN_CHANGES: readonly MessageType[] = [
  co.MsgUpdateCorporation,
  vprCo.MsgArchiveCorporation,
  di.MsgStoreDigest,
  de.MsgRevokeOperatorAuthorization,
];

const CHANGES: readonly MessageType[] = [
  ec.MsgUpdateEcosystem,
  ec.MsgArchiveEcosystem,
  gf.MsgAddGovernanceFrameworkDocument,
  gf.MsgIncreaseActiveGovernanceFrameworkVersion,
  cs.MsgUpdateCredentialSchema,
  cs.MsgArchiveCredentialSchema,
  cs.MsgCreateSchemaAuthorizationPolicy,
  cs.MsgIncreaseActiveSchemaAuthorizationPolicyVersion,
  cs.MsgRevokeSchemaAuthorizationPolicy,
];

const message = <T>(type: MessageType<T>, init: Partial<T>): Any => pack(type, type.create(init));
