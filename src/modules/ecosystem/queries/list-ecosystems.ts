import {
  type Ecosystem,
  Query,
  type QueryListEcosystemsRequest,
  type QueryListEcosystemsResponse,
} from "../../../gen/verana/ec/v1.js";
import type { ReadContext } from "../../../keeper/context.js";
import { ensure } from "../../../keeper/errors.js";
import { listSize, take } from "../../../keeper/list-size.js";
import { defineQuery } from "../../../keeper/query.js";
import {
  boolParam,
  namesCorporationOnce,
  params,
  sizeParam,
  textParam,
  timeParam,
} from "../../../keeper/query-params.js";
import { ecErrors } from "../errors.js";
import type { EcosystemKeeper } from "../keeper.js";
import type { CorporationPort, FrameworkPort } from "../ports.js";
import { ecosystemJson } from "../render.js";
import { corporationBound } from "../state.js";
import { withVersions } from "./with-versions.js";

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
}).refine(...namesCorporationOnce);

/** [MOD-ES-QRY-2] List Ecosystems. */
export const listEcosystems = (deps: Deps) =>
  defineQuery({
    rule: "MOD-ES-QRY-2",
    method: Query.ListEcosystems,
    run(ctx: ReadContext, request: Request): Response {
      const size = checkRequest(deps, request);
      const found = take(matching(ctx, deps, request), size);
      return { ecosystems: found.map((each) => withVersions(ctx, deps.frameworks, each, request)) };
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
      }),
      render: ({ ecosystems }: Response) => ({
        ecosystems: ecosystems.map((each) => ecosystemJson(each, deps.frameworks)),
      }),
    },
  });

/** [MOD-ES-QRY-2-2] List Ecosystems query checks. */
function checkRequest(deps: Deps, { corporation, responseMaxSize }: Request): number {
  const rule = "MOD-ES-QRY-2-2";
  const readable = corporation === "" || deps.corporations.wellFormed(corporation);
  ensure(readable, rule, ecErrors.malformedCorporation, { corporation });
  return listSize(responseMaxSize, rule, ecErrors.sizeOutOfRange);
}

/** [MOD-ES-QRY-2-3] [D-GEN-13] A corporation that nobody knows has no ecosystems. */
function matching(ctx: ReadContext, deps: Deps, request: Request): Iterable<Ecosystem> {
  const { state } = deps.keeper;
  if (request.corporationId === 0n && request.corporation === "") {
    return inOrder(ctx, deps.keeper, request.modifiedAfter);
  }
  const id = request.corporationId || deps.corporations.resolve(ctx, request.corporation)?.id;
  if (id === undefined) return [];
  if (request.modifiedAfter === undefined) {
    return state.ecosystems.where(ctx, state.byCorporation, id);
  }
  const gte = corporationBound(id);
  const lt = state.byCorporationModified.bound([id, request.modifiedAfter]);
  return state.ecosystems.along(ctx, state.byCorporationModified, { gte, lt });
}

/** Latest modified first when a time is given, else by id. */
function* inOrder(
  ctx: ReadContext,
  { state }: EcosystemKeeper,
  modifiedAfter: bigint | undefined,
): IterableIterator<Ecosystem> {
  if (modifiedAfter === undefined) {
    for (const [, ecosystem] of state.ecosystems.entries(ctx)) yield ecosystem;
    return;
  }
  const lt = state.byModified.bound(modifiedAfter);
  yield* state.ecosystems.along(ctx, state.byModified, { lt });
}
