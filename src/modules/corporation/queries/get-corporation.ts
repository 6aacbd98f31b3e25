import {
  type Corporation,
  Query,
  type QueryGetCorporationRequest,
  type QueryGetCorporationResponse,
} from "../../../gen/verana/co/v1.js";
import type { ReadContext } from "../../../keeper/context.js";
import { ensure } from "../../../keeper/errors.js";
import { defineQuery } from "../../../keeper/query.js";
import {
  boolParam,
  namesCorporationOnce,
  params,
  textParam,
} from "../../../keeper/query-params.js";
import { coErrors } from "../errors.js";
import type { CorporationKeeper } from "../keeper.js";
import type { FrameworkPort } from "../ports.js";
import { corporationJson } from "../render.js";
import { withVersions } from "./with-versions.js";

interface Deps {
  readonly keeper: CorporationKeeper;
  readonly frameworks: FrameworkPort;
}

/** [MOD-CO-QRY-1-1] */
const getParams = params({
  corporation: textParam,
  corporation_id: textParam,
  active_gf_only: boolParam,
  preferred_language: textParam,
}).refine(...namesCorporationOnce);

/** [MOD-CO-QRY-1] Get Corporation. */
export const getCorporation = (deps: Deps) =>
  defineQuery({
    rule: "MOD-CO-QRY-1",
    method: Query.GetCorporation,
    /** [MOD-CO-QRY-1-3] */
    run(ctx: ReadContext, request: QueryGetCorporationRequest): QueryGetCorporationResponse {
      const corporation = load(ctx, deps.keeper, request);
      return { corporation: withVersions(ctx, deps.frameworks, corporation, request) };
    },
    spec: {
      path: "/co/v1/get",
      aliases: ["/co/v1/get/{corporation}"],
      params: getParams,
      toRequest: (given) => ({
        corporationId: 0n,
        corporation: given.corporation ?? given.corporation_id ?? "",
        activeGfOnly: given.active_gf_only,
        preferredLanguage: given.preferred_language ?? "",
      }),
      render: ({ corporation }: QueryGetCorporationResponse) => ({
        corporation: corporationJson(corporation, deps.frameworks),
      }),
    },
  });

/** [MOD-CO-QRY-1-2] [D-CO-01] Refuses text that names no group, and groups that are not registered. */
function load(
  ctx: ReadContext,
  keeper: CorporationKeeper,
  { corporationId, corporation }: QueryGetCorporationRequest,
): Corporation {
  const text = corporationId === 0n ? corporation : corporationId.toString();
  const readable = keeper.wellFormed(text);
  ensure(readable, "MOD-CO-QRY-1-2", coErrors.malformedCorporation, { corporation: text });
  const found = keeper.resolve(ctx, text);
  const registered = found !== undefined;
  ensure(registered, "MOD-CO-QRY-1-3", coErrors.corporationNotFound, { corporation: text });
  return found;
}
