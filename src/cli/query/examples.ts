import type { MethodDescriptor } from "../../wire/descriptor.js";

/** What stands behind the command of a query in the example of its help, by the query's path. */
const EXAMPLES: Readonly<Record<string, string>> = {
  "/verana.ec.v1.Query/Params": "",
  "/verana.ec.v1.Query/GetEcosystem": "1 --active-gf-only --preferred-language fr",
  "/verana.ec.v1.Query/ListEcosystems": "--corporation 1 --min-id 65",
  "/verana.gf.v1.Query/Params": "",
  "/verana.gf.v1.Query/GetGovernanceFrameworkVersion": "1 --preferred-language fr",
  "/verana.gf.v1.Query/ListGovernanceFrameworkVersions": "--ecosystem-id 1 --active-only",
  "/verana.cs.v1.Query/Params": "",
  "/verana.cs.v1.Query/GetCredentialSchema": "1",
  "/verana.cs.v1.Query/ListCredentialSchemas":
    "--ecosystem-id 1 --only-active --issuer-onboarding-mode open",
  "/verana.cs.v1.Query/RenderJsonSchema": "1",
  "/verana.cs.v1.Query/GetSchemaAuthorizationPolicy": "1",
  "/verana.cs.v1.Query/ListSchemaAuthorizationPolicies": "--schema-id 1 --role issuer",
};

/** The example of a query's help from its own name on; undefined where none is written. */
export function queryExample(method: MethodDescriptor, command: string): string | undefined {
  const args = EXAMPLES[method.path];
  return args === undefined ? undefined : `${command} ${args}`.trimEnd();
}
