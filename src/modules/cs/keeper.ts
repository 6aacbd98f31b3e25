import type { RuleId } from "../../gen/rules.js";
import type { CredentialSchema, Params } from "../../gen/verana/cs/v1.js";
import type { ReadContext } from "../../keeper/context.js";
import { ensure } from "../../keeper/errors.js";
import { csErrors } from "./errors.js";
import { DEFAULT_PARAMS } from "./params.js";
import type { SchemaState } from "./state.js";

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

  params(ctx: ReadContext): Params {
    return this.state.params.get(ctx) ?? DEFAULT_PARAMS;
  }
}
