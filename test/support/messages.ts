import { MsgMultiSend, MsgSend } from "../../src/gen/cosmos/bank/v1beta1.js";
import * as group from "../../src/gen/cosmos/group/v1.js";
import { MsgCreateCorporation } from "../../src/gen/verana/co/v1.js";
import { MsgCreateCredentialSchema } from "../../src/gen/verana/cs/v1.js";
import { MsgGrantOperatorAuthorization } from "../../src/gen/verana/de/v1.js";
import { MsgCreateEcosystem } from "../../src/gen/verana/ec/v1.js";
import { MsgCreateRootParticipant } from "../../src/gen/verana/pp/v1.js";
import { MsgRegisterCorporation } from "../../src/gen/vpr/co/v1.js";
import { pack } from "../../src/wire/any.js";
import type { Any } from "../../src/wire/descriptor.js";

const SECOND = 1_000_000_000n;
const DIGEST = "sha384-MzNNbQTWCSUSi0bbz7dbua+RcENv7C6FvlmYJ1Y+I727HsPOHdzwELMYO9Mz68M26";
const described = (did: string) => ({
  did,
  language: "en",
  docUrl: "https://example.com/framework.pdf",
  docDigestSri: DIGEST,
});
const coins = (amount: bigint) => [{ denom: "uvna", amount }];

/** One vote is enough, at once; votes count for a day. */
export const ONE_VOTE: Any = pack(
  group.ThresholdDecisionPolicy,
  group.ThresholdDecisionPolicy.create({
    threshold: "1",
    windows: { votingPeriod: 86_400n * SECOND, minExecutionPeriod: 0n },
  }),
);

/** What operators of these messages are granted. */
export const OPERATOR_TYPES: readonly string[] = [
  MsgCreateEcosystem.typeUrl,
  MsgCreateCredentialSchema.typeUrl,
  MsgCreateRootParticipant.typeUrl,
];

/** Who acts for whom. */
export interface Actors {
  readonly corporation: string;
  readonly operator: string;
}

export const transfer = (fromAddress: string, toAddress: string, amount = 1n): Any =>
  pack(MsgSend, MsgSend.create({ fromAddress, toAddress, amount: coins(amount) }));

export const transfers = (from: string, recipients: readonly string[]): Any =>
  pack(
    MsgMultiSend,
    MsgMultiSend.create({
      inputs: [{ address: from, coins: coins(BigInt(recipients.length)) }],
      outputs: recipients.map((address) => ({ address, coins: coins(1n) })),
    }),
  );

const members = (addresses: readonly string[]) =>
  addresses.map((address) => ({ address, weight: "1", metadata: "" }));

export const createGroup = (admin: string, people: readonly string[]): Any =>
  pack(group.MsgCreateGroup, group.MsgCreateGroup.create({ admin, members: members(people) }));

export const createGroupPolicy = (admin: string, groupId: bigint): Any =>
  pack(
    group.MsgCreateGroupPolicy,
    group.MsgCreateGroupPolicy.create({ admin, groupId, decisionPolicy: ONE_VOTE }),
  );

export const createGroupWithPolicy = (
  admin: string,
  people: readonly string[],
  groupPolicyAsAdmin = true,
): Any =>
  pack(
    group.MsgCreateGroupWithPolicy,
    group.MsgCreateGroupWithPolicy.create({
      admin,
      members: members(people),
      groupPolicyAsAdmin,
      decisionPolicy: ONE_VOTE,
    }),
  );

/** `exec` 1 tries to execute at once, with the proposer's own vote. */
export const propose = (
  groupPolicyAddress: string,
  proposer: string,
  messages: readonly Any[],
  exec: 0 | 1 = 1,
): Any =>
  pack(
    group.MsgSubmitProposal,
    group.MsgSubmitProposal.create({
      groupPolicyAddress,
      proposers: [proposer],
      messages,
      exec,
      title: "A proposal",
      summary: "What it is for",
    }),
  );

export const vote = (proposalId: bigint, voter: string, exec: 0 | 1 = 0): Any =>
  pack(group.MsgVote, group.MsgVote.create({ proposalId, voter, option: 1, exec }));

export const execute = (proposalId: bigint, executor: string): Any =>
  pack(group.MsgExec, group.MsgExec.create({ proposalId, executor }));

/** Changes of a group and a policy that `admin` administers, and what its members may do. */
export const updateMembers = (
  admin: string,
  groupId: bigint,
  weights: Readonly<Record<string, string>>,
): Any =>
  pack(
    group.MsgUpdateGroupMembers,
    group.MsgUpdateGroupMembers.create({
      admin,
      groupId,
      memberUpdates: Object.entries(weights).map(([address, weight]) => ({
        address,
        weight,
        metadata: "",
      })),
    }),
  );

export const updateGroupAdmin = (admin: string, groupId: bigint, newAdmin: string): Any =>
  pack(group.MsgUpdateGroupAdmin, group.MsgUpdateGroupAdmin.create({ admin, groupId, newAdmin }));

export const updateGroupMetadata = (admin: string, groupId: bigint, metadata: string): Any =>
  pack(
    group.MsgUpdateGroupMetadata,
    group.MsgUpdateGroupMetadata.create({ admin, groupId, metadata }),
  );

export const leaveGroup = (address: string, groupId: bigint): Any =>
  pack(group.MsgLeaveGroup, group.MsgLeaveGroup.create({ address, groupId }));

export const updatePolicyAdmin = (admin: string, policy: string, newAdmin: string): Any =>
  pack(
    group.MsgUpdateGroupPolicyAdmin,
    group.MsgUpdateGroupPolicyAdmin.create({ admin, groupPolicyAddress: policy, newAdmin }),
  );

export const updatePolicyRules = (admin: string, policy: string, decisionPolicy = ONE_VOTE): Any =>
  pack(
    group.MsgUpdateGroupPolicyDecisionPolicy,
    group.MsgUpdateGroupPolicyDecisionPolicy.create({
      admin,
      groupPolicyAddress: policy,
      decisionPolicy,
    }),
  );

export const updatePolicyMetadata = (admin: string, policy: string, metadata: string): Any =>
  pack(
    group.MsgUpdateGroupPolicyMetadata,
    group.MsgUpdateGroupPolicyMetadata.create({ admin, groupPolicyAddress: policy, metadata }),
  );

export const withdrawProposal = (proposalId: bigint, address: string): Any =>
  pack(group.MsgWithdrawProposal, group.MsgWithdrawProposal.create({ proposalId, address }));

export const createCorporation = (signer: string, people: readonly string[], did: string): Any =>
  pack(
    MsgCreateCorporation,
    MsgCreateCorporation.create({
      signer,
      members: members(people),
      decisionPolicy: ONE_VOTE,
      ...described(did),
    }),
  );

export const registerCorporation = (actors: Actors, did: string): Any =>
  pack(MsgRegisterCorporation, MsgRegisterCorporation.create({ ...actors, ...described(did) }));

/** A grant that the corporation's policy makes by itself. */
export const grant = (
  corporation: string,
  grantee: string,
  msgTypes: readonly string[] = OPERATOR_TYPES,
  terms: Partial<MsgGrantOperatorAuthorization> = {},
): Any =>
  pack(
    MsgGrantOperatorAuthorization,
    MsgGrantOperatorAuthorization.create({ corporation, grantee, msgTypes, ...terms }),
  );

/** A grant that an operator makes for the corporation. */
export const grantByOperator = (
  actors: Actors,
  grantee: string,
  msgTypes: readonly string[] = OPERATOR_TYPES,
): Any =>
  pack(
    MsgGrantOperatorAuthorization,
    MsgGrantOperatorAuthorization.create({ ...actors, grantee, msgTypes }),
  );

export const createEcosystem = (actors: Actors, did: string): Any =>
  pack(MsgCreateEcosystem, MsgCreateEcosystem.create({ ...actors, ...described(did) }));

const JSON_SCHEMA = JSON.stringify({
  $schema: "https://json-schema.org/draft/2020-12/schema",
  $id: "vpr:verana:VPR_CHAIN_ID/cs/v1/js/VPR_CREDENTIAL_SCHEMA_ID",
  title: "ExampleCredential",
  description: "An example",
  type: "object",
  properties: { credentialSubject: { type: "object" } },
});

export const createSchema = (actors: Actors, ecosystemId: bigint): Any =>
  pack(
    MsgCreateCredentialSchema,
    MsgCreateCredentialSchema.create({
      ...actors,
      ecosystemId,
      jsonSchema: JSON_SCHEMA,
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
    }),
  );

/** `effectiveFrom`: nanoseconds since the epoch, above the block's time. */
export const createRoot = (
  actors: Actors,
  schemaId: bigint,
  did: string,
  effectiveFrom: bigint,
): Any =>
  pack(
    MsgCreateRootParticipant,
    MsgCreateRootParticipant.create({
      ...actors,
      schemaId,
      did,
      effectiveFrom,
      validationFees: 5n,
    }),
  );
