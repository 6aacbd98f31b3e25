import {
  Query,
  type QueryGetEcosystemRequest,
  type QueryGetEcosystemResponse,
} from "../../../gen/verana/ec/v1.js";
import type { ReadContext } from "../../../keeper/context.js";
import { ensure } from "../../../keeper/errors.js";
import { defineQuery } from "../../../keeper/query.js";
import { boolParam, idParam, params, textParam } from "../../../keeper/query-params.js";
import { ecErrors } from "../errors.js";
import type { EcosystemKeeper } from "../keeper.js";
import type { FrameworkPort } from "../ports.js";
import { ecosystemJson } from "../render.js";
import { withVersions } from "./with-versions.js";

interface Deps {
  readonly keeper: EcosystemKeeper;
  readonly frameworks: FrameworkPort;
}

/** [MOD-ES-QRY-1-1] */
const getParams = params({
  id: idParam,
  active_gf_only: boolParam,
  preferred_language: textParam,
});

/** [MOD-ES-QRY-1] Get Ecosystem. */
export const getEcosystem = (deps: Deps) =>
  defineQuery({
    rule: "MOD-ES-QRY-1",
    method: Query.GetEcosystem,
    /** [MOD-ES-QRY-1-2] [MOD-ES-QRY-1-3] */
    run(ctx: ReadContext, request: QueryGetEcosystemRequest): QueryGetEcosystemResponse {
      const { id } = request;
      ensure(id !== 0n, "MOD-ES-QRY-1-2", ecErrors.idMissing);
      const ecosystem = deps.keeper.find(ctx, id);
      ensure(ecosystem !== undefined, "MOD-ES-QRY-1-3", ecErrors.ecosystemNotFound, { id });
      return { ecosystem: withVersions(ctx, deps.frameworks, ecosystem, request) };
    },
    spec: {
      path: "/ec/v1/get",
      aliases: ["/ec/v1/get/{id}"],
      params: getParams,
      toRequest: (given) => ({
        id: given.id,
        activeGfOnly: given.active_gf_only,
        preferredLanguage: given.preferred_language ?? "",
      }),
      render: ({ ecosystem }: QueryGetEcosystemResponse) => ({
        ecosystem: ecosystemJson(ecosystem, deps.frameworks),
      }),
    },
  });
