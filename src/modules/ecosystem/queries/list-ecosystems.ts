import {
  Query,
  type QueryListEcosystemsRequest,
  type QueryListEcosystemsResponse,
} from "../../../gen/verana/ec/v1.js";
import type { ReadContext } from "../../../keeper/context.js";
import { ensure } from "../../../keeper/errors.js";
import { behindEntry } from "../../../keeper/list-cursor.js";
import { type ListPage, listPage, pageEntries } from "../../../keeper/list-page.js";
import { take } from "../../../keeper/list-size.js";
import { defineStoredQuery } from "../../../keeper/query.js";
import {
  boolParam,
  cursorParam,
  minIdParam,
  namesCorporationOnce,
  params,
  sizeParam,
  textParam,
  timeParam,
} from "../../../keeper/query-params.js";
import type { Entry } from "../../../store/contract.js";
import { ecErrors } from "../errors.js";
import type { EcosystemKeeper } from "../keeper.js";
import type { CorporationPort, FrameworkPort } from "../ports.js";
import { ecosystemJson } from "../render.js";
import { corporationBound, idBound } from "../state.js";
import { listWithVersions } from "./with-versions.js";

type Request = QueryListEcosystemsRequest;
type Response = QueryListEcosystemsResponse;

interface Deps {
  readonly keeper: EcosystemKeeper;
  readonly corporations: CorporationPort;
  readonly frameworks: FrameworkPort;
}

/** [MOD-ES-QRY-2-1] */
const listParams = params({
  corporation: textParam,
  corporation_id: textParam,
  modified_after: timeParam,
  active_gf_only: boolParam,
  preferred_language: textParam,
  response_max_size: sizeParam,
  min_id: minIdParam,
  cursor: cursorParam,
}).refine(...namesCorporationOnce);

/** [MOD-ES-QRY-2] List Ecosystems. */
export const listEcosystems = (deps: Deps) =>
  defineStoredQuery({
    rule: "MOD-ES-QRY-2",
    method: Query.ListEcosystems,
    encoded(ctx: ReadContext, request: Request) {
      const page = checkRequest(deps, request);
      const found = matching(ctx, deps, request, page);
      return listWithVersions(ctx, deps.frameworks, found, request);
    },
    spec: {
      path: "/ec/v1/list",
      params: listParams,
      toRequest: (given) => ({
        corporationId: 0n,
        corporation: given.corporation ?? given.corporation_id ?? "",
        modifiedAfter: given.modified_after,
        activeGfOnly: given.active_gf_only,
        preferredLanguage: given.preferred_language ?? "",
        responseMaxSize: given.response_max_size ?? 0,
        minId: given.min_id ?? 0n,
        cursor: given.cursor ?? "",
      }),
      render: ({ ecosystems }: Response) => ({
        ecosystems: ecosystems.map((each) => ecosystemJson(each, deps.frameworks)),
      }),
    },
  });

/** [MOD-ES-QRY-2-2] List Ecosystems query checks. */
function checkRequest(deps: Deps, request: Request): ListPage {
  const rule = "MOD-ES-QRY-2-2";
  const { corporation } = request;
  const readable = corporation === "" || deps.corporations.wellFormed(corporation);
  ensure(readable, rule, ecErrors.malformedCorporation, { corporation });
  return listPage(request, rule, ecErrors);
}

/** [MOD-ES-QRY-2-3] [D-GEN-13] A corporation that nobody knows has no ecosystems. */
function matching(
  ctx: ReadContext,
  deps: Deps,
  request: Request,
  page: ListPage,
): readonly Entry[] {
  if (request.corporationId === 0n && request.corporation === "") {
    const { ecosystems, byModified } = deps.keeper.state;
    return pageEntries(ctx, ecosystems, byModified, page);
  }
  const id = request.corporationId || deps.corporations.resolve(ctx, request.corporation)?.id;
  return id === undefined ? [] : ofCorporation(ctx, deps.keeper, id, page);
}

/** Ecosystems of a corporation, in either order. */
function ofCorporation(
  ctx: ReadContext,
  { state }: EcosystemKeeper,
  corporation: bigint,
  { modifiedAfter, minId, after, size }: ListPage,
): readonly Entry[] {
  const { ecosystems, byCorporation, byCorporationModified: latest } = state;
  if (modifiedAfter === undefined) {
    const walk = byCorporation.primaryKeys(ctx, corporation, { gte: idBound(minId) });
    return ecosystems.stored(ctx, take(walk, size));
  }
  const gte =
    after === undefined
      ? corporationBound(corporation)
      : behindEntry(latest.bound([corporation, after.modified]), after.id);
  const walk = latest.walk(ctx, { gte, lt: latest.bound([corporation, modifiedAfter]) });
  return ecosystems.stored(ctx, take(walk, size));
}
