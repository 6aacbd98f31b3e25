import type { DelegationPort } from "../../keeper/authority.js";
import { Schema } from "../../keeper/collections.js";
import type { ChainSettings } from "../../keeper/context.js";
import { bindMessage } from "../../keeper/handler.js";
import type { Module } from "../../keeper/module.js";
import { DIGEST_ALGORITHMS } from "./digest-algorithms.js";
import { schemaGenesis } from "./genesis.js";
import { schemaInvariants } from "./invariants.js";
import { SchemaKeeper } from "./keeper.js";
import { archiveCredentialSchema } from "./msgs/archive-credential-schema.js";
import { createCredentialSchema } from "./msgs/create-credential-schema.js";
import { createSchemaAuthorizationPolicy } from "./msgs/create-schema-authorization-policy.js";
import { increaseActiveSchemaAuthorizationPolicyVersion } from "./msgs/increase-active-schema-authorization-policy-version.js";
import { revokeSchemaAuthorizationPolicy } from "./msgs/revoke-schema-authorization-policy.js";
import { updateCredentialSchema } from "./msgs/update-credential-schema.js";
import { schemaParams } from "./params.js";
import type { CorporationNames, EcosystemPort } from "./ports.js";
import { getCredentialSchema } from "./queries/get-credential-schema.js";
import { getSchemaAuthorizationPolicy } from "./queries/get-schema-authorization-policy.js";
import { listCredentialSchemas } from "./queries/list-credential-schemas.js";
import { listParams } from "./queries/list-params.js";
import { listSchemaAuthorizationPolicies } from "./queries/list-schema-authorization-policies.js";
import { renderJsonSchema } from "./queries/render-json-schema.js";
import { schemaState } from "./state.js";

/** Store name, key of the genesis section and codespace. */
const NAME = "cs";

/** What the credential schema module stands on. */
export interface SchemaModuleDeps {
  readonly settings: ChainSettings;
  readonly corporations: CorporationNames;
  readonly ecosystems: EcosystemPort;
  readonly delegation: DelegationPort;
}

/** The credential schema module. */
export function csModule(deps: SchemaModuleDeps): {
  readonly module: Module;
  readonly keeper: SchemaKeeper;
} {
  const keeper = new SchemaKeeper(schemaState(new Schema(NAME, deps.settings.prefix)));
  const schemas = { schemas: keeper };
  const all = { ...deps, ...schemas };
  const { digestAlgorithms = DIGEST_ALGORITHMS } = deps.settings;
  return {
    keeper,
    module: {
      name: NAME,
      messages: [
        bindMessage(NAME, createCredentialSchema({ ...all, digestAlgorithms })),
        bindMessage(NAME, updateCredentialSchema(all)),
        bindMessage(NAME, archiveCredentialSchema(all)),
        bindMessage(NAME, createSchemaAuthorizationPolicy(all)),
        bindMessage(NAME, increaseActiveSchemaAuthorizationPolicyVersion(all)),
        bindMessage(NAME, revokeSchemaAuthorizationPolicy(all)),
      ],
      queries: [
        listCredentialSchemas(schemas),
        getCredentialSchema(schemas),
        renderJsonSchema(schemas),
        listParams(schemas),
        getSchemaAuthorizationPolicy(schemas),
        listSchemaAuthorizationPolicies(schemas),
      ],
      genesis: schemaGenesis({ state: keeper.state, ecosystems: deps.ecosystems }),
      params: schemaParams(keeper),
      invariants: schemaInvariants(all),
    },
  };
}
