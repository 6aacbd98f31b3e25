import type { QueryHelp } from "./help.js";

/** What the help of the registry's own queries says, by their paths. */
export const REGISTRY_HELP: Readonly<Record<string, QueryHelp>> = {
  "/verana.co.v1.Query/GetCorporation": [
    "a corporation with its governance framework, by group id or policy address",
    "1 --active-gf-only --preferred-language fr",
  ],
  "/verana.co.v1.Query/ListCorporations": [
    "corporations, by id or the latest modified first",
    "--modified-after 2026-01-31T12:00:00Z --response-max-size 10",
  ],
  "/verana.co.v1.Query/Params": ["parameters of corporations: there are none", ""],
  "/verana.ec.v1.Query/GetEcosystem": [
    "an ecosystem with its governance framework",
    "1 --active-gf-only --preferred-language fr",
  ],
  "/verana.ec.v1.Query/ListEcosystems": [
    "ecosystems, of a corporation or all, by id or the latest modified first",
    "--corporation 1 --min-id 65",
  ],
  "/verana.ec.v1.Query/Params": ["parameters of ecosystems", ""],
  "/verana.gf.v1.Query/GetGovernanceFrameworkVersion": [
    "a version of a governance framework with its documents",
    "1 --preferred-language fr",
  ],
  "/verana.gf.v1.Query/ListGovernanceFrameworkVersions": [
    "versions of the governance framework of an ecosystem or a corporation",
    "--ecosystem-id 1 --active-only",
  ],
  "/verana.gf.v1.Query/Params": ["parameters of governance frameworks: there are none", ""],
  "/verana.cs.v1.Query/ListCredentialSchemas": [
    "credential schemas, the latest modified first",
    "--ecosystem-id 1 --only-active --issuer-onboarding-mode open",
  ],
  "/verana.cs.v1.Query/GetCredentialSchema": ["a credential schema", "1"],
  "/verana.cs.v1.Query/RenderJsonSchema": ["the JSON schema of a credential schema", "1"],
  "/verana.cs.v1.Query/Params": ["parameters of credential schemas: most size and periods", ""],
  "/verana.cs.v1.Query/GetSchemaAuthorizationPolicy": ["a schema authorization policy", "1"],
  "/verana.cs.v1.Query/ListSchemaAuthorizationPolicies": [
    "all versions of the policy of a schema for issuers or verifiers",
    "--schema-id 1 --role issuer",
  ],
  "/verana.pp.v1.Query/ListParticipants": [
    "participants, as they are or were at a time, the earliest modified first",
    "--schema-id 1 --role issuer --only-valid",
  ],
  "/verana.pp.v1.Query/GetParticipant": ["a participant", "1"],
  "/verana.pp.v1.Query/FindBeneficiaries": [
    "whom a session of an issuer, a verifier or both would pay",
    "--issuer-participant-id 4",
  ],
  "/verana.pp.v1.Query/GetParticipantSession": [
    "a session with its records",
    "6f9619ff-8b86-4011-b42d-00c04fc964ff",
  ],
  "/verana.pp.v1.Query/ListParticipantSessions": ["sessions", "--response-max-size 10"],
  "/vpr.pp.v1.Query/Authorized": [
    "whether a DID has a role for a schema, now or at a time",
    "--did did:example:badges --role ecosystem --schema-id 1",
  ],
  "/vpr.pp.v1.Query/SessionQuote": [
    "what a session would cost, and whom it would pay",
    "--issuer-participant-id 4 --agent-participant-id 4",
  ],
  "/verana.pp.v1.Query/Params": ["parameters of participants", ""],
  "/verana.td.v1.Query/GetTrustDeposit": ["the trust deposit of a corporation", "1"],
  "/verana.td.v1.Query/Params": ["parameters of trust deposits: rates and the share's value", ""],
  "/verana.de.v1.Query/ListOperatorAuthorizations": [
    "operators and what they may do, by corporation or operator",
    "--corporation 1 --operator bob",
  ],
  "/verana.de.v1.Query/ListVSOperatorAuthorizations": [
    "VS operators and what they may do, by corporation or account",
    "--corporation 1 --response-max-size 10",
  ],
  "/verana.de.v1.Query/GetOperatorAuthorization": ["an operator's authorization", "1"],
  "/verana.de.v1.Query/GetVSOperatorAuthorization": [
    "a VS operator's authorization with its records",
    "1",
  ],
  "/verana.de.v1.Query/Params": ["parameters of delegation: there are none", ""],
  "/verana.di.v1.Query/GetDigest": [
    "when a digest was stored",
    "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
  ],
  "/verana.di.v1.Query/Params": ["parameters of digests: there are none", ""],
  "/verana.xr.v1.Query/GetExchangeRate": [
    "an exchange rate with who may update it, by id or by its pair",
    "--base-asset-type fiat --base-asset EUR --quote-asset-type coin --quote-asset uvna",
  ],
  "/verana.xr.v1.Query/ListExchangeRates": [
    "exchange rates",
    "--base-asset-type fiat --quote-asset-type coin",
  ],
  "/verana.xr.v1.Query/GetPrice": [
    "what an amount of one asset is in another, in base units",
    "--base-asset-type fiat --base-asset EUR --quote-asset-type coin --quote-asset uvna --amount 100",
  ],
  "/verana.xr.v1.Query/Params": ["parameters of exchange rates", ""],
};
