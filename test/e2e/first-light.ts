import assert from "node:assert/strict";
import { type OfflineAminoSigner, Secp256k1HdWallet } from "@cosmjs/amino";
import { stringToPath } from "@cosmjs/crypto";
import { DirectSecp256k1HdWallet, type OfflineSigner } from "@cosmjs/proto-signing";
import { type DeliverTxResponse, SigningStargateClient } from "@cosmjs/stargate";
import { clientAminoTypes, clientRegistry } from "../../src/client/cosmjs.js";
import { ThresholdDecisionPolicy } from "../../src/gen/cosmos/group/v1.js";
import { MsgGrantOperatorAuthorization } from "../../src/gen/verana/de/v1.js";
import { pack } from "../../src/wire/any.js";

/** Where a node answers, and how the people sign. */
export interface Journey {
  readonly rpcUrl: string;
  readonly restUrl: string;
  readonly mode: "direct" | "amino";
  /** Phrase whose first accounts are funded. */
  readonly mnemonic: string;
  /** Distinguishes this run's DIDs from those of another run on the same chain. */
  readonly tag: string;
}

/** What the journey made. */
export interface Made {
  readonly policyAddress: string;
  readonly corporationId: string;
  readonly ecosystemId: string;
  readonly schemaId: string;
  readonly participantId: string;
}

const FEE = { amount: [{ denom: "uvna", amount: "20000" }], gas: "400000" };
const DIGEST = "sha384-MzNNbQTWCSUSi0bbz7dbua+RcENv7C6FvlmYJ1Y+I727HsPOHdzwELMYO9Mz68M26";
const SECOND = 1_000_000_000n;
const DELEGATED = [
  "/verana.ec.v1.MsgCreateEcosystem",
  "/verana.cs.v1.MsgCreateCredentialSchema",
  "/verana.pp.v1.MsgCreateRootParticipant",
];

/**
 * Three people create a corporation (two of three), let an operator act for it by proposal and vote,
 * and the operator creates ecosystem, schema and root participant, which both REST families show.
 */
export async function firstLight(journey: Journey): Promise<Made> {
  const people = await walletOf(journey, 4);
  const [alice, bob, carol, dave] = (await people.getAccounts()).map(({ address }) => address);
  assert(alice && bob && carol && dave);
  const client = await SigningStargateClient.connectWithSigner(journey.rpcUrl, people, {
    registry: clientRegistry(),
    aminoTypes: clientAminoTypes(),
    broadcastPollIntervalMs: 250,
  });
  const send = async (
    from: string,
    typeUrl: string,
    value: unknown,
  ): Promise<DeliverTxResponse> => {
    const result = await client.signAndBroadcast(from, [{ typeUrl, value }], FEE);
    assert.equal(result.code, 0, `${typeUrl}: ${result.rawLog}`);
    return result;
  };
  const did = (name: string) => `did:example:${name}-${journey.tag}`;

  const created = await send(alice, "/verana.co.v1.MsgCreateCorporation", {
    signer: alice,
    members: [alice, bob, carol].map((address) => ({ address, weight: "1", metadata: "" })),
    decisionPolicy: pack(
      ThresholdDecisionPolicy,
      ThresholdDecisionPolicy.create({
        threshold: "2",
        windows: { votingPeriod: 86_400n * SECOND, minExecutionPeriod: 0n },
      }),
    ),
    did: did("corporation"),
    language: "en",
    docUrl: "https://example.com/cgf.pdf",
    docDigestSri: DIGEST,
  });
  const corporationId = attribute(created, "create_corporation", "corporation_id");
  const policyAddress = attribute(created, "create_corporation", "policy_address");

  const grant = pack(
    MsgGrantOperatorAuthorization,
    MsgGrantOperatorAuthorization.create({
      corporation: policyAddress,
      grantee: dave,
      msgTypes: DELEGATED,
    }),
  );
  const submitted = await send(alice, "/cosmos.group.v1.MsgSubmitProposal", {
    groupPolicyAddress: policyAddress,
    proposers: [alice],
    metadata: "",
    messages: [grant],
    exec: 1,
    title: "An operator",
    summary: "Let an account act for the corporation",
  });
  const proposal = attribute(submitted, "cosmos.group.v1.EventSubmitProposal", "proposal_id");
  const voted = await send(bob, "/cosmos.group.v1.MsgVote", {
    proposalId: BigInt(JSON.parse(proposal)),
    voter: bob,
    option: 1,
    metadata: "",
    exec: 1,
  });
  const outcome = attribute(voted, "cosmos.group.v1.EventExec", "result");
  assert.equal(JSON.parse(outcome), "PROPOSAL_EXECUTOR_RESULT_SUCCESS");

  const signer = { corporation: policyAddress, operator: dave };
  const ecosystem = await send(dave, "/verana.ec.v1.MsgCreateEcosystem", {
    ...signer,
    did: did("ecosystem"),
    language: "en",
    docUrl: "https://example.com/egf.pdf",
    docDigestSri: DIGEST,
  });
  const ecosystemId = attribute(ecosystem, "create_ecosystem", "ecosystem_id");

  const schema = await send(dave, "/verana.cs.v1.MsgCreateCredentialSchema", {
    ...signer,
    ecosystemId: BigInt(ecosystemId),
    jsonSchema: JSON.stringify({
      $schema: "https://json-schema.org/draft/2020-12/schema",
      $id: "vpr:verana:VPR_CHAIN_ID/cs/v1/js/VPR_CREDENTIAL_SCHEMA_ID",
      title: "ExampleCredential",
      description: "An example",
      type: "object",
      properties: { credentialSubject: { type: "object" } },
    }),
    issuerGrantorValidationValidityPeriod: { value: 0 },
    verifierGrantorValidationValidityPeriod: { value: 0 },
    issuerValidationValidityPeriod: { value: 0 },
    verifierValidationValidityPeriod: { value: 0 },
    holderValidationValidityPeriod: { value: 0 },
    issuerOnboardingMode: 2,
    verifierOnboardingMode: 1,
    holderOnboardingMode: 2,
    pricingAssetType: 1,
    pricingAsset: "tu",
    digestAlgorithm: "sha384",
  });
  const schemaId = attribute(schema, "create_credential_schema", "credential_schema_id");

  const { header } = await client.getBlock();
  const now = BigInt(new Date(header.time).getTime()) * 1_000_000n;
  const root = await send(dave, "/verana.pp.v1.MsgCreateRootParticipant", {
    ...signer,
    schemaId: BigInt(schemaId),
    did: did("root"),
    effectiveFrom: now + 3600n * SECOND,
    validationFees: 5n,
  });
  const participantId = attribute(root, "create_root_participant", "root_participant_id");

  const made = { policyAddress, corporationId, ecosystemId, schemaId, participantId };
  await checkLists(journey, made, did("root"));
  client.disconnect();
  return made;
}

async function checkLists({ restUrl }: Journey, made: Made, did: string): Promise<void> {
  const { schemaId, participantId, corporationId } = made;
  const spec = await getJson(`${restUrl}/pp/v1/list?schema_id=${schemaId}`);
  const found = spec.participants.find((p: { id: string }) => p.id === participantId);
  assert.equal(found.did, did);
  assert.equal(found.role, "ECOSYSTEM");
  assert.equal(found.corporation, corporationId);
  const wire = await getJson(`${restUrl}/verana/pp/v1/list?schema_id=${schemaId}`);
  const same = wire.participants.find((p: { id: string }) => p.id === participantId);
  assert.equal(same.did, did);
  assert.equal(same.corporation_id, corporationId);
}

// biome-ignore lint/suspicious/noExplicitAny: the assertions above say what the answer holds
async function getJson(url: string): Promise<any> {
  const response = await fetch(url);
  const text = await response.text();
  assert.equal(response.status, 200, `${url}: ${text}`);
  return JSON.parse(text);
}

/** Value of the first attribute of that name in the first event of that type. */
function attribute(result: DeliverTxResponse, type: string, key: string): string {
  const value = result.events
    .find((event) => event.type === type)
    ?.attributes.find((a) => a.key === key)?.value;
  assert(value !== undefined, `${type}.${key} in ${JSON.stringify(result.events)}`);
  return value;
}

async function walletOf(
  journey: Journey,
  count: number,
): Promise<OfflineSigner | OfflineAminoSigner> {
  const hdPaths = Array.from({ length: count }, (_, i) => stringToPath(`m/44'/118'/0'/0/${i}`));
  const options = { prefix: "verana", hdPaths };
  return journey.mode === "direct"
    ? DirectSecp256k1HdWallet.fromMnemonic(journey.mnemonic, options)
    : Secp256k1HdWallet.fromMnemonic(journey.mnemonic, options);
}
