import type { RuleId } from "../../gen/rules.js";
import { ensure } from "../../keeper/errors.js";
import { deErrors } from "./errors.js";

/** The delegable methods by their names in the specification, and the type URLs they are stored as. */
const DELEGABLE: Readonly<Record<string, string>> = {
  CreateCorporation: "/vpr.co.v1.MsgRegisterCorporation",
  UpdateCorporation: "/verana.co.v1.MsgUpdateCorporation",
  ArchiveCorporation: "/vpr.co.v1.MsgArchiveCorporation",
  CreateEcosystem: "/verana.ec.v1.MsgCreateEcosystem",
  UpdateEcosystem: "/verana.ec.v1.MsgUpdateEcosystem",
  ArchiveEcosystem: "/verana.ec.v1.MsgArchiveEcosystem",
  AddGovernanceFrameworkDocument: "/verana.gf.v1.MsgAddGovernanceFrameworkDocument",
  IncreaseActiveGovernanceFrameworkVersion:
    "/verana.gf.v1.MsgIncreaseActiveGovernanceFrameworkVersion",
  CreateCredentialSchema: "/verana.cs.v1.MsgCreateCredentialSchema",
  UpdateCredentialSchema: "/verana.cs.v1.MsgUpdateCredentialSchema",
  ArchiveCredentialSchema: "/verana.cs.v1.MsgArchiveCredentialSchema",
  CreateSchemaAuthorizationPolicy: "/verana.cs.v1.MsgCreateSchemaAuthorizationPolicy",
  IncreaseActiveSchemaAuthorizationPolicyVersion:
    "/verana.cs.v1.MsgIncreaseActiveSchemaAuthorizationPolicyVersion",
  RevokeSchemaAuthorizationPolicy: "/verana.cs.v1.MsgRevokeSchemaAuthorizationPolicy",
  StartParticipantOP: "/verana.pp.v1.MsgStartParticipantOP",
  RenewParticipantOP: "/verana.pp.v1.MsgRenewParticipantOP",
  SetParticipantOPtoValidated: "/verana.pp.v1.MsgSetParticipantOPToValidated",
  CancelParticipantOPLastRequest: "/verana.pp.v1.MsgCancelParticipantOPLastRequest",
  CreateRootParticipant: "/verana.pp.v1.MsgCreateRootParticipant",
  SetParticipantEffectiveUntil: "/verana.pp.v1.MsgSetParticipantEffectiveUntil",
  RevokeParticipant: "/verana.pp.v1.MsgRevokeParticipant",
  CreateOrUpdateParticipantSession: "/verana.pp.v1.MsgCreateOrUpdateParticipantSession",
  SlashParticipantTrustDeposit: "/verana.pp.v1.MsgSlashParticipantTrustDeposit",
  RepayParticipantSlashedTrustDeposit: "/verana.pp.v1.MsgRepayParticipantSlashedTrustDeposit",
  SelfCreateParticipant: "/verana.pp.v1.MsgSelfCreateParticipant",
  TriggerResolver: "/verana.pp.v1.MsgTriggerResolver",
  ReclaimTrustDepositYield: "/verana.td.v1.MsgReclaimTrustDepositYield",
  RepaySlashedTrustDeposit: "/verana.td.v1.MsgRepaySlashedTrustDeposit",
  GrantOperatorAuthorization: "/verana.de.v1.MsgGrantOperatorAuthorization",
  RevokeOperatorAuthorization: "/verana.de.v1.MsgRevokeOperatorAuthorization",
  StoreDigest: "/verana.di.v1.MsgStoreDigest",
};

/** The only delegable type that no operator authorization may hold (D-DE-04). */
export const SESSION_TYPE = "/verana.pp.v1.MsgCreateOrUpdateParticipantSession";

const URLS: ReadonlySet<string> = new Set(Object.values(DELEGABLE));

const BY_SHORT_NAME: ReadonlyMap<string, string> = new Map(
  Object.entries(DELEGABLE).map(([name, url]) => [name.toLowerCase(), url]),
);

/** Every type URL that can be delegated. */
export const delegableTypes: readonly string[] = Object.values(DELEGABLE);

/**
 * [D-GEN-19] Type URLs of a list of message types: short names are known in any case, repetitions go.
 * Refuses an empty list and what is not delegable.
 */
export function normalizedMsgTypes(given: readonly string[], rule: RuleId): readonly string[] {
  ensure(given.length > 0, rule, deErrors.missingParameter, { parameter: "msg_types" });
  const types = new Set<string>();
  for (const text of given) {
    const type = URLS.has(text) ? text : byShortName(text);
    ensure(type !== undefined, rule, deErrors.notDelegable, { msg_type: text });
    types.add(type);
  }
  return [...types];
}

/** Letters of ASCII only: other characters that become one of them in lower case are none. */
const byShortName = (text: string): string | undefined =>
  /^[A-Za-z]+$/.test(text) ? BY_SHORT_NAME.get(text.toLowerCase()) : undefined;
