import type { FieldDescriptor, MethodDescriptor } from "../../wire/descriptor.js";

/** Commands whose names are not the method's own words. */
const NAMES: Readonly<Record<string, string>> = {
  "cosmos.auth.v1beta1/AccountAddressByID": "address-by-acc-num",
  "cosmos.auth.v1beta1/ModuleAccountByName": "module-account",
  "cosmos.authz.v1beta1/GranteeGrants": "grants-by-grantee",
  "cosmos.authz.v1beta1/GranterGrants": "grants-by-granter",
  "cosmos.bank.v1beta1/AllBalances": "balances",
  "cosmos.bank.v1beta1/SpendableBalanceByDenom": "spendable-balance",
  "cosmos.bank.v1beta1/SupplyOf": "total-supply-of",
  "cosmos.distribution.v1beta1/ValidatorCommission": "commission",
  "cosmos.distribution.v1beta1/ValidatorSlashes": "slashes",
  "cosmos.distribution.v1beta1/DelegationRewards": "rewards-by-validator",
  "cosmos.distribution.v1beta1/DelegationTotalRewards": "rewards",
  "cosmos.evidence.v1beta1/AllEvidence": "list",
  "cosmos.feegrant.v1beta1/Allowance": "grant",
  "cosmos.feegrant.v1beta1/Allowances": "grants-by-grantee",
  "cosmos.feegrant.v1beta1/AllowancesByGranter": "grants-by-granter",
  "cosmos.gov.v1/TallyResult": "tally",
  "cosmos.group.v1/VoteByProposalVoter": "vote",
  "cosmos.staking.v1beta1/DelegatorDelegations": "delegations",
  "cosmos.staking.v1beta1/DelegatorUnbondingDelegations": "unbonding-delegations",
  "cosmos.staking.v1beta1/Redelegations": "redelegation",
  "cosmos.staking.v1beta1/ValidatorDelegations": "delegations-to",
  "cosmos.staking.v1beta1/ValidatorUnbondingDelegations": "unbonding-delegations-from",
  "cosmos.upgrade.v1beta1/AppliedPlan": "applied",
  "cosmos.upgrade.v1beta1/CurrentPlan": "plan",
  "verana.cs.v1/GetCredentialSchema": "get-schema",
  "verana.cs.v1/ListCredentialSchemas": "list-schemas",
  "verana.cs.v1/GetSchemaAuthorizationPolicy": "get-sap",
  "verana.cs.v1/ListSchemaAuthorizationPolicies": "list-sap",
};

/** Arguments that no route tells, or not in their order; one with `?` may be left out. */
const ARGUMENTS: Readonly<Record<string, readonly string[]>> = {
  "cosmos.authz.v1beta1/Grants": ["granter", "grantee", "msg_type_url?"],
  "cosmos.bank.v1beta1/Balance": ["address", "denom"],
  "cosmos.bank.v1beta1/SpendableBalanceByDenom": ["address", "denom"],
  "cosmos.bank.v1beta1/SupplyOf": ["denom"],
  "cosmos.bank.v1beta1/DenomMetadataByQueryString": ["denom"],
  "cosmos.bank.v1beta1/DenomOwnersByQuery": ["denom"],
  "cosmos.distribution.v1beta1/ValidatorSlashes": [
    "validator_address",
    "starting_height?",
    "ending_height?",
  ],
  "cosmos.gov.v1/Params": ["params_type?"],
  "cosmos.staking.v1beta1/Delegation": ["delegator_addr", "validator_addr"],
  "cosmos.staking.v1beta1/UnbondingDelegation": ["delegator_addr", "validator_addr"],
  "cosmos.staking.v1beta1/Redelegations": [
    "delegator_addr",
    "src_validator_addr?",
    "dst_validator_addr?",
  ],
  "cosmos.upgrade.v1beta1/ModuleVersions": ["module_name?"],
  "verana.di.v1/GetDigest": ["digest"],
};

/** Packages whose queries a later version of them answers too. */
const OLDER: ReadonlySet<string> = new Set(["cosmos.gov.v1beta1"]);

/** Module, command and arguments of a query. */
export interface QueryNames {
  readonly module: string;
  /** Whether a later version of the package has it too. */
  readonly older: boolean;
  readonly command: string;
  /** Names of the fields that are given as arguments, in order. */
  readonly args: readonly string[];
  /** Those of them that may be left out. */
  readonly optional: ReadonlySet<string>;
}

/** How the command line calls a query of the wire contract. */
export function queryNames(method: MethodDescriptor): QueryNames {
  const [, service = "", rpc = ""] = method.path.split("/");
  const pkg = service.replace(/\.Query$/, "");
  const key = `${pkg}/${rpc}`;
  const [, module = pkg] = pkg.split(".");
  const args = ARGUMENTS[key] ?? routeArgs(method) ?? idArg(method, rpc);
  const named = args.map((arg) => ({ name: arg.replace(/\?$/, ""), optional: arg.endsWith("?") }));
  return {
    module,
    older: OLDER.has(pkg),
    command: NAMES[key] ?? kebab(rpc),
    args: named.map(({ name }) => name),
    optional: new Set(named.flatMap(({ name, optional }) => (optional ? [name] : []))),
  };
}

/** `GetVSOperatorAuthorization` as `get-vs-operator-authorization`. */
function kebab(name: string): string {
  return name.replace(/(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/g, "-").toLowerCase();
}

/** The parts of the route that stand for fields; undefined when it has none. */
function routeArgs({ http, request }: MethodDescriptor): readonly string[] | undefined {
  const names = [...(http[0] ?? "").matchAll(/\{(\w+)/g)].flatMap(([, name]) => name ?? []);
  const fields: readonly FieldDescriptor[] = request.fields;
  const known = names.filter((name) => fields.some((field) => field.name === name));
  return known.length === 0 ? undefined : known;
}

/** What is got by its id is asked for by it. */
function idArg({ request }: MethodDescriptor, rpc: string): readonly string[] {
  if (!/^(Get|Render)/.test(rpc)) return [];
  const fields: readonly FieldDescriptor[] = request.fields;
  const field = fields.find(({ name }) => name === "id" || name.endsWith("_id"));
  return field === undefined ? [] : [field.name];
}
