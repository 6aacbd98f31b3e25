import {
  Query,
  type QueryListGovernanceFrameworkVersionsRequest,
  type QueryListGovernanceFrameworkVersionsResponse,
} from "../../../gen/verana/gf/v1.js";
import type { ReadContext } from "../../../keeper/context.js";
import { ensure } from "../../../keeper/errors.js";
import { listSize } from "../../../keeper/list-size.js";
import { defineQuery } from "../../../keeper/query.js";
import {
  boolParam,
  namesCorporationOnce,
  optionalIdParam,
  optionalNumberParam,
  params,
  sizeParam,
  textParam,
} from "../../../keeper/query-params.js";
import { gfErrors } from "../errors.js";
import type { FrameworkKeeper } from "../keeper.js";
import { frameworkVersionJson } from "../render.js";
import type { FrameworkSubjects } from "../subjects.js";
import type { Subject } from "../types.js";

type Request = QueryListGovernanceFrameworkVersionsRequest;
type Response = QueryListGovernanceFrameworkVersionsResponse;

interface Deps {
  readonly keeper: FrameworkKeeper;
  readonly subjects: FrameworkSubjects;
}

/** [MOD-GF-QRY-2-1] */
const listParams = params({
  ecosystem_id: optionalIdParam,
  corporation: textParam,
  corporation_id: textParam,
  active_only: boolParam,
  preferred_language: textParam,
  response_max_size: sizeParam,
  min_version: optionalNumberParam,
}).refine(...namesCorporationOnce);

/** [MOD-GF-QRY-2] List Governance Framework Versions. */
export const listVersions = (deps: Deps) =>
  defineQuery({
    rule: "MOD-GF-QRY-2",
    method: Query.ListGovernanceFrameworkVersions,
    run: (ctx: ReadContext, request: Request) => run(ctx, deps, request),
    spec: {
      path: "/gf/v1/list",
      params: listParams,
      toRequest: (given) => ({
        ecosystemId: given.ecosystem_id ?? 0n,
        corporationId: 0n,
        corporation: given.corporation ?? given.corporation_id ?? "",
        activeOnly: given.active_only,
        preferredLanguage: given.preferred_language ?? "",
        responseMaxSize: given.response_max_size ?? 0,
        minVersion: given.min_version ?? 0,
      }),
      render: (response: Response) => ({
        governance_framework_versions: response.versions.map(frameworkVersionJson),
      }),
    },
  });

/** [MOD-GF-QRY-2-3] In ascending version; a subject that nobody knows has none (D-GF-05). */
function run(ctx: ReadContext, deps: Deps, request: Request): Response {
  const size = checkRequest(deps, request);
  const subject = subjectOf(ctx, deps.subjects, request);
  if (subject === undefined) return { versions: [] };
  return {
    versions: deps.keeper.versionsOf(ctx, subject, {
      activeOnly: request.activeOnly,
      preferredLanguage: request.preferredLanguage,
      least: request.minVersion,
      size,
    }),
  };
}

/** [MOD-GF-QRY-2-2] [D-GF-05] List Governance Framework Versions query checks. */
function checkRequest(deps: Deps, request: Request): number {
  const rule = "MOD-GF-QRY-2-2";
  const byCorporation = request.corporationId !== 0n || request.corporation !== "";
  ensure(byCorporation !== (request.ecosystemId !== 0n), rule, gfErrors.subjectAmbiguous);
  const text = request.corporation;
  const readable = text === "" || deps.subjects.corporations.wellFormed(text);
  ensure(readable, rule, gfErrors.corporationMalformed, { corporation: text });
  return listSize(request.responseMaxSize, rule, gfErrors.sizeOutOfRange);
}

function subjectOf(
  ctx: ReadContext,
  subjects: FrameworkSubjects,
  request: Request,
): Subject | undefined {
  return request.ecosystemId === 0n
    ? subjects.corporation(ctx, request.corporationId, request.corporation)
    : subjects.ecosystem(ctx, request.ecosystemId);
}
