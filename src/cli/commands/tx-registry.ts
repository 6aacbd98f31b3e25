import type { Command } from "commander";
import {
  HolderOnboardingModeEnum,
  IssuerOnboardingModeEnum,
  MsgCreateCredentialSchema,
  PricingAssetTypeEnum,
  VerifierOnboardingModeEnum,
} from "../../gen/verana/cs/v1.js";
import { MsgCreateEcosystem } from "../../gen/verana/ec/v1.js";
import { MsgCreateRootParticipant } from "../../gen/verana/pp/v1.js";
import { messageCommand } from "../tx/message-command.js";

/** `tx ec …` */
export function txEcosystemCommands(): readonly Command[] {
  return [
    messageCommand({
      name: "create-ecosystem",
      summary: "create an ecosystem with its governance framework",
      type: MsgCreateEcosystem,
      defaults: { language: "en" },
    }),
  ];
}

/** `tx cs …` */
export function txSchemaCommands(): readonly Command[] {
  return [
    messageCommand({
      name: "create-credential-schema",
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
    }),
  ];
}

/** `tx pp …` */
export function txParticipantCommands(): readonly Command[] {
  return [
    messageCommand({
      name: "create-root-participant",
      summary: "create the root participant of a schema, which stands for its ecosystem",
      type: MsgCreateRootParticipant,
      defaults: { effective_from: "+10s" },
    }),
  ];
}
