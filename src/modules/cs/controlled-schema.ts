import type { RuleId } from "../../gen/rules.js";
import type { CredentialSchema } from "../../gen/verana/cs/v1.js";
import type { CorporationOperator } from "../../keeper/authority.js";
import type { ReadContext } from "../../keeper/context.js";
import { ensure } from "../../keeper/errors.js";
import { csErrors } from "./errors.js";
import type { SchemaKeeper } from "./keeper.js";
import type { EcosystemPort } from "./ports.js";

interface Deps {
  readonly schemas: SchemaKeeper;
  readonly ecosystems: EcosystemPort;
}

interface Asked {
  readonly id: bigint;
  readonly by: CorporationOperator;
}

/** The ecosystem is there and the signing corporation controls it. Refuses with `cs` 6 and 7. */
export function ensureController(
  ctx: ReadContext,
  ecosystems: EcosystemPort,
  { id, by }: Asked,
  rule: RuleId,
): void {
  const ecosystem = ecosystems.find(ctx, id);
  ensure(ecosystem !== undefined, rule, csErrors.ecosystemNotFound, { id });
  const controls = ecosystem.corporationId === by.corporation.id;
  ensure(controls, rule, csErrors.notEcosystemController, { id });
}

/** A schema whose ecosystem the signing corporation controls. Refuses with `cs` 2 and 7. */
export function controlledSchema(
  ctx: ReadContext,
  { schemas, ecosystems }: Deps,
  { id, by }: Asked,
  rule: RuleId,
): CredentialSchema {
  const schema = schemas.load(ctx, id, rule);
  ensureController(ctx, ecosystems, { id: schema.ecosystemId, by }, rule);
  return schema;
}
