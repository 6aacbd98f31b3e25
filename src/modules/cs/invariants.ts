import type { ReadContext } from "../../keeper/context.js";
import type { Invariant } from "../../keeper/module.js";
import type { SchemaKeeper } from "./keeper.js";
import type { EcosystemPort } from "./ports.js";
import { type SchemaState, standingOf } from "./state.js";

interface Deps {
  readonly schemas: SchemaKeeper;
  readonly ecosystems: EcosystemPort;
}

/** What must hold of credential schemas and their policies. */
export function schemaInvariants({ schemas, ecosystems }: Deps): readonly Invariant[] {
  const { state } = schemas;
  return [
    {
      name: "cs/indexes",
      check: (ctx) => state.schemas.indexFault(ctx) ?? state.policies.indexFault(ctx),
    },
    { name: "cs/schemas", check: (ctx) => schemaFault(ctx, state, ecosystems) },
    { name: "cs/policies", check: (ctx) => policyFault(ctx, state) },
  ];
}

function schemaFault(
  ctx: ReadContext,
  state: SchemaState,
  ecosystems: EcosystemPort,
): string | undefined {
  const last = state.ids.last(ctx);
  for (const [id, { ecosystemId }] of state.schemas.entries(ctx)) {
    if (id > last) return `there is a schema ${id}, the last id given is ${last}`;
    if (ecosystems.find(ctx, ecosystemId) === undefined) {
      return `schema ${id} is of ecosystem ${ecosystemId}, which is not there`;
    }
  }
  return undefined;
}

/** [D-CS-07] A policy without schema, or the second draft or policy in force of a role. */
function policyFault(ctx: ReadContext, state: SchemaState): string | undefined {
  const last = state.policyIds.last(ctx);
  const seen = new Set<string>();
  for (const [id, policy] of state.policies.entries(ctx)) {
    const { schemaId, role } = policy;
    if (id > last) return `there is a policy ${id}, the last id given is ${last}`;
    if (!state.schemas.has(ctx, schemaId)) return `policy ${id} has no schema ${schemaId}`;
    const standing = standingOf(policy);
    if (standing === undefined) continue;
    const place = `${schemaId} ${role} ${standing}`;
    if (seen.has(place)) return `policy ${id} is not the only one`;
    seen.add(place);
  }
  return undefined;
}
