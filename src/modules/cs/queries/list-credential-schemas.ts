import {
  HolderOnboardingModeEnum,
  IssuerOnboardingModeEnum,
  Query,
  QueryListCredentialSchemasRequest,
  type QueryListCredentialSchemasResponse,
  VerifierOnboardingModeEnum,
} from "../../../gen/verana/cs/v1.js";
import { encodedList } from "../../../keeper/encoded-list.js";
import { ensure } from "../../../keeper/errors.js";
import { listCursor } from "../../../keeper/list-cursor.js";
import { listSize, take } from "../../../keeper/list-size.js";
import { defineStoredQuery } from "../../../keeper/query.js";
import {
  boolParam,
  cursorParam,
  enumParam,
  optionalIdParam,
  params,
  sizeParam,
  timeParam,
} from "../../../keeper/query-params.js";
import type { EnumType } from "../../../wire/descriptor.js";
import { csErrors } from "../errors.js";
import type { SchemaKeeper } from "../keeper.js";
import { schemaJson, specNames, WIRE_PREFIX } from "../render.js";
import { schemasFor } from "../schema-walks.js";

type Request = QueryListCredentialSchemasRequest;

const CHECKS = "MOD-CS-QRY-1-2";

/** [MOD-CS-QRY-1] List Credential Schemas: latest change first, ties by id [D-GEN-13]. */
export const listCredentialSchemas = (k: { readonly schemas: SchemaKeeper }) =>
  defineStoredQuery({
    rule: "MOD-CS-QRY-1",
    method: Query.ListCredentialSchemas,

    /** [MOD-CS-QRY-1-3] */
    encoded(ctx, request: Request) {
      const { responseMaxSize, cursor } = request;
      const size = listSize(responseMaxSize, CHECKS, csErrors.sizeOutOfRange);
      checkModes(request);
      const after = listCursor(cursor, CHECKS, csErrors.malformedCursor);
      const keys = take(schemasFor(ctx, k.schemas.state, request, after), size);
      return encodedList(k.schemas.state.schemas.stored(ctx, keys).map(([, schema]) => schema));
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
        cursor: cursorParam,
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
          cursor: given.cursor ?? "",
        }),
      render: ({ schemas }: QueryListCredentialSchemasResponse) => ({
        credential_schemas: schemas.map(schemaJson),
      }),
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
