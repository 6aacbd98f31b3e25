import {
  Query,
  type QueryGetGovernanceFrameworkVersionRequest,
  type QueryGetGovernanceFrameworkVersionResponse,
} from "../../../gen/verana/gf/v1.js";
import type { ReadContext } from "../../../keeper/context.js";
import { ensure } from "../../../keeper/errors.js";
import { defineQuery } from "../../../keeper/query.js";
import { idParam, params, textParam } from "../../../keeper/query-params.js";
import { gfErrors } from "../errors.js";
import type { FrameworkKeeper } from "../keeper.js";
import { frameworkVersionJson } from "../render.js";
import type { FrameworkSubjects } from "../subjects.js";

interface Deps {
  readonly keeper: FrameworkKeeper;
  readonly subjects: FrameworkSubjects;
}

/** [MOD-GF-QRY-1] Get Governance Framework Version. */
export const getVersion = (deps: Deps) =>
  defineQuery({
    rule: "MOD-GF-QRY-1",
    method: Query.GetGovernanceFrameworkVersion,
    run: (ctx: ReadContext, request: QueryGetGovernanceFrameworkVersionRequest) =>
      run(ctx, deps, request),
    spec: {
      path: "/gf/v1/get",
      aliases: ["/gf/v1/get/{id}"],
      /** [MOD-GF-QRY-1-1] */
      params: params({ id: idParam, preferred_language: textParam }),
      toRequest: ({ id, preferred_language }) => ({
        id,
        preferredLanguage: preferred_language ?? "",
      }),
      render: (response: QueryGetGovernanceFrameworkVersionResponse) => ({
        governance_framework_version: frameworkVersionJson(response.version),
      }),
    },
  });

/** [MOD-GF-QRY-1-3] */
function run(
  ctx: ReadContext,
  { keeper, subjects }: Deps,
  { id, preferredLanguage }: QueryGetGovernanceFrameworkVersionRequest,
): QueryGetGovernanceFrameworkVersionResponse {
  ensure(id !== 0n, "MOD-GF-QRY-1-2", gfErrors.idMissing);
  const version = keeper.state.versions.get(ctx, id);
  ensure(version !== undefined, "MOD-GF-QRY-1-3", gfErrors.versionNotFound, { id });
  const own = subjects.ofVersion(ctx, version)?.language ?? "";
  return { version: keeper.withDocuments(ctx, version, preferredLanguage, own) };
}
