import type { Command } from "commander";
import {
  HolderOnboardingModeEnum,
  IssuerOnboardingModeEnum,
  MsgArchiveCredentialSchema,
  MsgCreateCredentialSchema,
  MsgCreateSchemaAuthorizationPolicy,
  MsgIncreaseActiveSchemaAuthorizationPolicyVersion,
  MsgRevokeSchemaAuthorizationPolicy,
  MsgUpdateCredentialSchema,
  PricingAssetTypeEnum,
  VerifierOnboardingModeEnum,
} from "../../gen/verana/cs/v1.js";
import {
  MsgArchiveEcosystem,
  MsgCreateEcosystem,
  MsgUpdateEcosystem,
} from "../../gen/verana/ec/v1.js";
import {
  MsgAddGovernanceFrameworkDocument,
  MsgIncreaseActiveGovernanceFrameworkVersion,
} from "../../gen/verana/gf/v1.js";
import { messageCommand } from "../tx/message-command.js";

/** A digest for examples. */
const DIGEST = "sha384-MzNNbQTWCSUSi0bbz7dbua+RcENv7C6FvlmYJ1Y+I727HsPOHdzwELMYO9Mz68M26";

/** `tx ec …` */
export function txEcosystemCommands(): readonly Command[] {
  return [
    messageCommand({
      name: "create-ecosystem",
      summary: "create an ecosystem with its governance framework",
      type: MsgCreateEcosystem,
      defaults: { language: "en" },
      example: `create-ecosystem --did did:example:badges --doc-url https://example.com/badges.pdf --doc-digest-sri ${DIGEST} --from dave`,
    }),
    messageCommand({
      name: "update-ecosystem",
      summary: "give an ecosystem another DID",
      type: MsgUpdateEcosystem,
      args: ["id"],
      example: "update-ecosystem 1 --did did:example:medals --from dave",
    }),
    messageCommand({
      name: "archive-ecosystem",
      summary: "archive an ecosystem (true), or take that back (false)",
      note: "It is information alone: an archived ecosystem goes on working",
      type: MsgArchiveEcosystem,
      args: ["id", "archive"],
      example: "archive-ecosystem 1 true --from dave",
    }),
  ];
}

/** `tx gf …` */
export function txFrameworkCommands(): readonly Command[] {
  const whose = "Without --ecosystem-id it is the corporation's own framework";
  return [
    messageCommand({
      name: "add-governance-framework-document",
      summary: "add a document to a version that is not active yet, or to the next one",
      note: `A document in the same language is replaced. ${whose}`,
      type: MsgAddGovernanceFrameworkDocument,
      args: ["version"],
      defaults: { doc_language: "en" },
      example: `add-governance-framework-document 2 --ecosystem-id 1 --doc-language fr --doc-url https://example.com/badges-2-fr.pdf --doc-digest-sri ${DIGEST} --from dave`,
    }),
    messageCommand({
      name: "increase-active-gf-version",
      summary: "make the next version of a governance framework the active one",
      note: whose,
      type: MsgIncreaseActiveGovernanceFrameworkVersion,
      example: "increase-active-gf-version --ecosystem-id 1 --from dave",
    }),
  ];
}

/** `tx cs …` */
export function txSchemaCommands(): readonly Command[] {
  return [
    messageCommand({
      name: "create-credential-schema",
      note: "Fees of its participants are in its pricing asset: trust units need an exchange rate to the base denomination, --pricing-asset-type coin --pricing-asset uvna needs none",
      summary: "create a credential schema, from a file or from its text",
      type: MsgCreateCredentialSchema,
      args: ["json_schema"],
      files: ["json_schema"],
      enums: {
        issuer_onboarding_mode: IssuerOnboardingModeEnum,
        verifier_onboarding_mode: VerifierOnboardingModeEnum,
        holder_onboarding_mode: HolderOnboardingModeEnum,
        pricing_asset_type: PricingAssetTypeEnum,
      },
      defaults: {
        issuer_onboarding_mode: "open",
        verifier_onboarding_mode: "open",
        holder_onboarding_mode: "permissionless",
        pricing_asset_type: "tu",
        pricing_asset: "tu",
        digest_algorithm: "sha384",
      },
      example: "create-credential-schema badge.json --ecosystem-id 1 --from dave",
    }),
    messageCommand({
      name: "update",
      summary: "set the five validity periods of a credential schema, in days",
      note: "A period that is left out becomes 0, which never expires: give all that shall stay",
      type: MsgUpdateCredentialSchema,
      args: ["id"],
      example:
        "update 1 --issuer-validation-validity-period 365 --holder-validation-validity-period 90 --from dave",
    }),
    messageCommand({
      name: "archive",
      summary: "archive a credential schema (true), or take that back (false)",
      note: "It is information alone: an archived schema goes on working",
      type: MsgArchiveCredentialSchema,
      args: ["id", "archive"],
      example: "archive 1 true --from dave",
    }),
    ...txPolicyCommands(),
  ];
}

function txPolicyCommands(): readonly Command[] {
  return [
    messageCommand({
      name: "create-schema-authorization-policy",
      summary: "draft the next policy of a schema for issuers or verifiers, or change the draft",
      type: MsgCreateSchemaAuthorizationPolicy,
      args: ["schema_id", "role"],
      example: `create-schema-authorization-policy 1 issuer --url https://example.com/issuers.pdf --digest-sri ${DIGEST} --from dave`,
    }),
    messageCommand({
      name: "increase-active-schema-authorization-policy-version",
      summary: "put the draft of a policy into force; the one before it ends",
      type: MsgIncreaseActiveSchemaAuthorizationPolicyVersion,
      args: ["schema_id", "role"],
      example: "increase-active-schema-authorization-policy-version 1 issuer --from dave",
    }),
    messageCommand({
      name: "revoke-schema-authorization-policy",
      summary: "revoke a policy that is or was in force, for good",
      type: MsgRevokeSchemaAuthorizationPolicy,
      args: ["schema_id", "role", "version"],
      example: "revoke-schema-authorization-policy 1 issuer 1 --from dave",
    }),
  ];
}
