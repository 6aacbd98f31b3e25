import {
  type CredentialSchema,
  HolderOnboardingModeEnum,
  IssuerOnboardingModeEnum,
  Query,
  QueryListCredentialSchemasRequest,
  type QueryListCredentialSchemasResponse,
  VerifierOnboardingModeEnum,
} from "../../../gen/verana/cs/v1.js";
import type { ReadContext } from "../../../keeper/context.js";
import { ensure } from "../../../keeper/errors.js";
import { concat, prefixEnd, u8Key, u64Key } from "../../../keeper/keys.js";
import { listSize, take } from "../../../keeper/list-size.js";
import { defineQuery } from "../../../keeper/query.js";
import {
  boolParam,
  enumParam,
  optionalIdParam,
  params,
  sizeParam,
  timeParam,
} from "../../../keeper/query-params.js";
import type { Walk } from "../../../keeper/space.js";
import type { EnumType } from "../../../wire/descriptor.js";
import { csErrors } from "../errors.js";
import type { SchemaKeeper } from "../keeper.js";
import { schemaJson, specNames, WIRE_PREFIX } from "../render.js";
import { latestFirst } from "../state.js";

type Request = QueryListCredentialSchemasRequest;

const CHECKS = "MOD-CS-QRY-1-2";

/** [MOD-CS-QRY-1] List Credential Schemas: latest change first, ties by id [D-GEN-13]. */
export const listCredentialSchemas = (k: { readonly schemas: SchemaKeeper }) =>
  defineQuery({
    rule: "MOD-CS-QRY-1",
    method: Query.ListCredentialSchemas,

    /** [MOD-CS-QRY-1-3] */
    run(ctx, request: Request): QueryListCredentialSchemasResponse {
      const size = listSize(request.responseMaxSize, CHECKS, csErrors.sizeOutOfRange);
      checkModes(request);
      return { schemas: take(matching(ctx, k.schemas, request), size) };
    },

    spec: {
      path: "/cs/v1/list",
      /** [MOD-CS-QRY-1-1] */
      params: params({
        ecosystem_id: optionalIdParam,
        modified_after: timeParam,
        response_max_size: sizeParam,
        only_active: boolParam,
        issuer_onboarding_mode: enumParam(
          specNames(IssuerOnboardingModeEnum, WIRE_PREFIX.issuerMode),
        ),
        verifier_onboarding_mode: enumParam(
          specNames(VerifierOnboardingModeEnum, WIRE_PREFIX.verifierMode),
        ),
        holder_onboarding_mode: enumParam(
          specNames(HolderOnboardingModeEnum, WIRE_PREFIX.holderMode),
        ),
      }),
      toRequest: (given) =>
        QueryListCredentialSchemasRequest.create({
          ecosystemId: given.ecosystem_id ?? 0n,
          modifiedAfter: given.modified_after,
          responseMaxSize: given.response_max_size ?? 0,
          onlyActive: given.only_active,
          issuerOnboardingMode: given.issuer_onboarding_mode ?? 0,
          verifierOnboardingMode: given.verifier_onboarding_mode ?? 0,
          holderOnboardingMode: given.holder_onboarding_mode ?? 0,
        }),
      render: ({ schemas }) => ({ credential_schemas: schemas.map(schemaJson) }),
    },
  });

/** [MOD-CS-QRY-1-2] An unknown mode is refused rather than matched by nothing. */
function checkModes(r: Request): void {
  known(IssuerOnboardingModeEnum, r.issuerOnboardingMode);
  known(VerifierOnboardingModeEnum, r.verifierOnboardingMode);
  known(HolderOnboardingModeEnum, r.holderOnboardingMode);
}

function known(type: EnumType, value: number): void {
  const facts = { filter: type.name, value };
  ensure(Object.hasOwn(type.byNumber, value), CHECKS, csErrors.filterUnknown, facts);
}

function* matching(
  ctx: ReadContext,
  k: SchemaKeeper,
  r: Request,
): IterableIterator<CredentialSchema> {
  for (const schema of source(ctx, k, r)) if (fits(schema, r)) yield schema;
}

/** The walk along the narrowest index that serves a filter of the request. */
function source(ctx: ReadContext, k: SchemaKeeper, r: Request): IterableIterator<CredentialSchema> {
  const { state } = k;
  const { schemas } = state;
  const under = (start: Uint8Array) => walk(start, r.modifiedAfter);
  if (r.ecosystemId !== 0n) {
    return schemas.along(ctx, state.byEcosystem, under(u64Key.encode(r.ecosystemId)));
  }
  for (const [mode, index] of [
    [r.issuerOnboardingMode, state.byIssuerMode],
    [r.verifierOnboardingMode, state.byVerifierMode],
    [r.holderOnboardingMode, state.byHolderMode],
  ] as const) {
    if (mode !== 0) return schemas.along(ctx, index, under(u8Key.encode(mode)));
  }
  const index = r.onlyActive ? state.active : state.byModified;
  return schemas.along(ctx, index, under(new Uint8Array(0)));
}

/** From the latest down to, and without, `modifiedAfter`. */
function walk(start: Uint8Array, modifiedAfter: bigint | undefined): Walk {
  const lt =
    modifiedAfter === undefined
      ? prefixEnd(start)
      : concat([start, latestFirst.encode(modifiedAfter)]);
  return { gte: start, ...(lt === undefined ? {} : { lt }) };
}

function fits(s: CredentialSchema, r: Request): boolean {
  return (
    (r.ecosystemId === 0n || s.ecosystemId === r.ecosystemId) &&
    (!r.onlyActive || s.archived === undefined) &&
    (r.issuerOnboardingMode === 0 || s.issuerOnboardingMode === r.issuerOnboardingMode) &&
    (r.verifierOnboardingMode === 0 || s.verifierOnboardingMode === r.verifierOnboardingMode) &&
    (r.holderOnboardingMode === 0 || s.holderOnboardingMode === r.holderOnboardingMode)
  );
}
