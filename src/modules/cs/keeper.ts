import type { RuleId } from "../../gen/rules.js";
import type {
  CredentialSchema,
  Params,
  SchemaAuthorizationPolicy,
} from "../../gen/verana/cs/v1.js";
import type { ReadContext } from "../../keeper/context.js";
import { ensure } from "../../keeper/errors.js";
import { csErrors } from "./errors.js";
import { DEFAULT_PARAMS } from "./params.js";
import { policiesOf, type SchemaState, STANDING } from "./state.js";

/** Credential schemas, as other modules ask for them. */
export class SchemaKeeper {
  constructor(readonly state: SchemaState) {}

  find(ctx: ReadContext, id: bigint): CredentialSchema | undefined {
    return this.state.schemas.get(ctx, id);
  }

  /** The schema; refuses with `cs` 2 when there is none. */
  load(ctx: ReadContext, id: bigint, rule: RuleId): CredentialSchema {
    const found = this.find(ctx, id);
    ensure(found !== undefined, rule, csErrors.schemaNotFound, { id });
    return found;
  }

  /** A policy by schema, role and version. */
  policyAt(
    ctx: ReadContext,
    schemaId: bigint,
    role: number,
    version: number,
  ): SchemaAuthorizationPolicy | undefined {
    const { policies, byVersion } = this.state;
    const [found] = policies.where(ctx, byVersion, [schemaId, role, version]);
    return found;
  }

  /** The highest version of a schema's policies for a role; 0 when there are none. */
  lastVersion(ctx: ReadContext, schemaId: bigint, role: number): number {
    const walk = { ...policiesOf(schemaId, role), reverse: true };
    const [last] = this.state.policies.along(ctx, this.state.byVersion, walk);
    return last?.version ?? 0;
  }

  /** [D-CS-07] Drafts of a schema for a role, or policies in force without an end. */
  policiesIn(
    ctx: ReadContext,
    schemaId: bigint,
    role: number,
    standing: keyof typeof STANDING,
  ): readonly SchemaAuthorizationPolicy[] {
    const { policies, byStanding } = this.state;
    return [...policies.where(ctx, byStanding, [schemaId, role, STANDING[standing]])];
  }

  params(ctx: ReadContext): Params {
    return this.state.params.get(ctx) ?? DEFAULT_PARAMS;
  }
}
