import type { RuleId } from "../../gen/rules.js";
import type { GovernanceFrameworkVersionWithDocs } from "../../gen/verana/gf/v1.js";
import type { Authorize, DelegableMessage, DelegationPort } from "../../keeper/authority.js";
import type { ReadContext, WriteContext } from "../../keeper/context.js";
import type { FrameworkReader } from "../../keeper/framed-entities.js";
import type { Json } from "../../keeper/query.js";
import type { CreatedGroup, GroupWithPolicyPlan, GroupWithPolicyRequest } from "../group/index.js";

/** Groups and their policy accounts. */
export interface GroupPort {
  /** The policy at this address; undefined when there is none. */
  policy(ctx: ReadContext, address: string): { readonly groupId: bigint } | undefined;
  /** Refuses with the group module's errors: members, weights, metadata, the decision policy. */
  checkGroupWithPolicy(ctx: ReadContext, request: GroupWithPolicyRequest): GroupWithPolicyPlan;
  /** Makes what was checked, with the events of the group module. */
  createPlanned(ctx: WriteContext, plan: GroupWithPolicyPlan): CreatedGroup;
}

/** Authority to register a group, before there is a corporation. */
export interface Registrant {
  readonly groupId: bigint;
  /** The policy that granted, lower-case bech32. */
  readonly policyAddress: string;
  readonly operator: string;
}

/** What delegation offers to corporations and to their registration. */
export interface RegistrationPort extends DelegationPort {
  /** [AUTHZ-CHECK-1] without CHECK-5 (D-AUTHZ-02). */
  registrant(typeUrl: string, rule: RuleId): Authorize<DelegableMessage, Registrant>;
  /** Keeps the grants of the bound policy and drops those of the group's other policies (D-AUTHZ-02). */
  bindPolicy(ctx: WriteContext, groupId: bigint, policyAddress: string): void;
}

/** Governance frameworks of corporations. */
export interface FrameworkPort extends FrameworkReader<{ readonly corporationId: bigint }> {
  /** Version 1 with its document (D-GF-01). */
  seed(
    ctx: WriteContext,
    seed: {
      readonly corporationId: bigint;
      readonly language: string;
      readonly url: string;
      readonly digestSri: string;
    },
  ): void;
  versionJson(version: GovernanceFrameworkVersionWithDocs): Json;
}

/** Who controls entities that carry a DID, for chains with `strict_did_ownership` (D-GEN-18). */
export interface DidControllerPort {
  /** Corporation of the entities with this DID; undefined when none has it. */
  controllerOf(ctx: ReadContext, did: string): bigint | undefined;
}
