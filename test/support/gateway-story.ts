import { TxMsgData } from "../../src/gen/cosmos/base/abci/v1beta1.js";
import {
  MsgCreateGroupWithPolicy,
  MsgSubmitProposal,
  MsgVote,
  ThresholdDecisionPolicy,
} from "../../src/gen/cosmos/group/v1.js";
import { MsgCreateCorporation, MsgCreateCorporationResponse } from "../../src/gen/verana/co/v1.js";
import {
  MsgCreateCredentialSchema,
  MsgCreateSchemaAuthorizationPolicy,
  MsgIncreaseActiveSchemaAuthorizationPolicyVersion,
  MsgRevokeSchemaAuthorizationPolicy,
} from "../../src/gen/verana/cs/v1.js";
import { MsgGrantOperatorAuthorization } from "../../src/gen/verana/de/v1.js";
import { MsgCreateEcosystem } from "../../src/gen/verana/ec/v1.js";
import { MsgCreateRootParticipant } from "../../src/gen/verana/pp/v1.js";
import type { Any, MessageType } from "../../src/wire/descriptor.js";
import {
  type Answered,
  faults,
  type GatewayWorld,
  included,
  OTHER,
  RICH,
} from "./gateway-world.js";
import { signedTx, type TestKey } from "./signed-tx.js";

const SECOND = 1_000_000_000n;
const DIGEST = "sha384-MzNNbQTWCSUSi0bbz7dbua+RcENv7C6FvlmYJ1Y+I727HsPOHdzwELMYO9Mz68M26";

const described = (did: string) => ({
  did,
  language: "en",
  docUrl: "https://example.com/framework",
  docDigestSri: DIGEST,
});

/** A message in its envelope. */
export const packed = <T>(type: MessageType<T>, value: Partial<T>): Any => ({
  typeUrl: type.typeUrl,
  value: type.encode(type.create(value)),
});

type Rest = Pick<GatewayWorld, "get" | "post">;

/** Bytes of a transaction that is signed for the account's present number and sequence. */
export async function signNow(
  rest: Rest,
  signer: TestKey,
  messages: readonly Any[],
): Promise<Uint8Array> {
  const { json } = await rest.get(`/cosmos/auth/v1beta1/account_info/${signer.address}`);
  return signedTx(signer, {
    messages,
    accountNumber: BigInt(json.info.account_number),
    sequence: BigInt(json.info.sequence),
    fee: { amount: [{ denom: "uvna", amount: 500_000n }], gasLimit: 2_000_000n },
  });
}

/** Broadcasts over REST. */
export const broadcast = (
  rest: Rest,
  tx: Uint8Array,
  mode = "BROADCAST_MODE_SYNC",
): Promise<Answered> =>
  rest.post("/cosmos/tx/v1beta1/txs", { tx_bytes: Buffer.from(tx).toString("base64"), mode });

/** Signs, broadcasts and waits for the block; the REST answer of the transaction, which succeeded. */
export async function deliver(
  rest: Rest,
  signer: TestKey,
  ...messages: readonly Any[]
): Promise<Answered> {
  const sent = await broadcast(rest, await signNow(rest, signer, messages));
  const { txhash, raw_log: refused } = sent.json.tx_response;
  if (refused !== "") throw new Error(refused);
  const found = await included(rest, txhash);
  const { code, raw_log: failed } = found.json.tx_response;
  if (code !== 0) throw new Error(failed, { cause: faults });
  return found;
}

/** What the story leaves behind. */
export interface Story {
  /** Address of the corporation's policy. */
  readonly policy: string;
  readonly hashes: readonly string[];
}

/**
 * One corporation of one member, an operator with a grant by proposal, an ecosystem, a schema and its
 * root participant; beside them a group of two with a proposal that waits for its second vote.
 */
export async function tellStory(rest: Rest): Promise<Story> {
  const answers = [await deliver(rest, RICH, newCorporation())];
  const [first] = answers;
  const policy = policyOf(first?.json.tx_response.data);
  const operator = OTHER.address;
  const by = { corporation: policy, operator };
  const msgTypes = ["CreateEcosystem", "CreateCredentialSchema", "CreateRootParticipant"];
  const grant = packed(MsgGrantOperatorAuthorization, {
    corporation: policy,
    grantee: operator,
    msgTypes,
  });
  answers.push(await deliver(rest, RICH, proposal(policy, [grant], 1)));
  answers.push(
    await deliver(
      rest,
      OTHER,
      packed(MsgCreateEcosystem, { ...by, ...described("did:example:eco") }),
    ),
  );
  answers.push(await deliver(rest, OTHER, newSchema(by)));
  answers.push(await deliver(rest, OTHER, newRoot(by)));
  answers.push(await deliver(rest, RICH, pairOfTwo()));
  const second = await groupPolicy(rest);
  answers.push(await deliver(rest, RICH, proposal(second, [], 0)));
  answers.push(
    await deliver(
      rest,
      RICH,
      packed(MsgVote, { proposalId: 2n, voter: RICH.address, option: 1, metadata: "vm" }),
    ),
  );
  return { policy, hashes: answers.map(({ json }) => json.tx_response.txhash) };
}

/** Two policies of the story's schema for issuers: one that was in force and is revoked, and a draft. */
export async function publishPolicies(rest: Rest, policy: string): Promise<void> {
  const changes = [
    MsgCreateSchemaAuthorizationPolicy,
    MsgIncreaseActiveSchemaAuthorizationPolicyVersion,
    MsgRevokeSchemaAuthorizationPolicy,
  ];
  const grant = packed(MsgGrantOperatorAuthorization, {
    corporation: policy,
    grantee: OTHER.address,
    msgTypes: changes.map(({ typeUrl }) => typeUrl),
  });
  await deliver(rest, RICH, proposal(policy, [grant], 1));
  const issuers = { corporation: policy, operator: OTHER.address, schemaId: 1n, role: 1 };
  const draft = { ...issuers, url: "https://example.com/issuers.pdf", digestSri: DIGEST };
  await deliver(
    rest,
    OTHER,
    packed(MsgCreateSchemaAuthorizationPolicy, draft),
    packed(MsgIncreaseActiveSchemaAuthorizationPolicyVersion, issuers),
    packed(MsgRevokeSchemaAuthorizationPolicy, { ...issuers, version: 1 }),
    packed(MsgCreateSchemaAuthorizationPolicy, draft),
  );
}

const threshold = (votes: string): Any =>
  packed(ThresholdDecisionPolicy, {
    threshold: votes,
    windows: { votingPeriod: 600n * SECOND, minExecutionPeriod: 0n },
  });

function newCorporation(): Any {
  return packed(MsgCreateCorporation, {
    signer: RICH.address,
    members: [{ address: RICH.address, weight: "1", metadata: "" }],
    decisionPolicy: threshold("1"),
    ...described("did:example:corp"),
  });
}

function pairOfTwo(): Any {
  const members = [RICH, OTHER].map(({ address }) => ({ address, weight: "1", metadata: "m" }));
  return packed(MsgCreateGroupWithPolicy, {
    admin: RICH.address,
    members,
    groupMetadata: "gm",
    groupPolicyMetadata: "pm",
    decisionPolicy: threshold("2"),
  });
}

function proposal(policy: string, messages: readonly Any[], exec: number): Any {
  const proposers = [RICH.address];
  const told = { title: "A grant", summary: "Lets someone act", metadata: "" };
  return packed(MsgSubmitProposal, {
    groupPolicyAddress: policy,
    proposers,
    messages,
    exec,
    ...told,
  });
}

interface By {
  readonly corporation: string;
  readonly operator: string;
}

const newSchema = (by: By): Any =>
  packed(MsgCreateCredentialSchema, {
    ...by,
    ecosystemId: 1n,
    jsonSchema: '{"type":"object","title":"A <b>&</b>","$id":"vpr:VPR_CREDENTIAL_SCHEMA_ID"}',
    issuerOnboardingMode: 1,
    verifierOnboardingMode: 1,
    holderOnboardingMode: 1,
    pricingAssetType: 1,
    pricingAsset: "tu",
    digestAlgorithm: "sha384",
  });

const newRoot = (by: By): Any =>
  packed(MsgCreateRootParticipant, {
    ...by,
    schemaId: 1n,
    did: "did:example:root",
    effectiveFrom: BigInt(Date.now() + 3_600_000) * 1_000_000n,
  });

/** The policy's address in the response of the corporation's creation. */
function policyOf(data: string): string {
  const { msgResponses } = TxMsgData.decode(Buffer.from(data, "hex"));
  const [response] = msgResponses;
  if (response === undefined) throw new Error("the transaction has no response");
  return MsgCreateCorporationResponse.decode(response.value).policyAddress;
}

async function groupPolicy(rest: Rest): Promise<string> {
  const { json } = await rest.get("/cosmos/group/v1/group_policies_by_group/2");
  return json.group_policies[0].address;
}
