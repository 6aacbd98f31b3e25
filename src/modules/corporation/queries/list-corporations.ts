import {
  type Corporation,
  Query,
  type QueryListCorporationsRequest,
  type QueryListCorporationsResponse,
} from "../../../gen/verana/co/v1.js";
import type { ReadContext } from "../../../keeper/context.js";
import { ensure } from "../../../keeper/errors.js";
import { behindEntry, type ModifiedCursor, parseCursor } from "../../../keeper/list-cursor.js";
import { listSize, take } from "../../../keeper/list-size.js";
import { defineQuery } from "../../../keeper/query.js";
import {
  boolParam,
  cursorParam,
  minIdParam,
  params,
  sizeParam,
  textParam,
  timeParam,
} from "../../../keeper/query-params.js";
import { coErrors } from "../errors.js";
import type { CorporationKeeper } from "../keeper.js";
import type { FrameworkPort } from "../ports.js";
import { corporationJson } from "../render.js";
import { idBound } from "../state.js";
import { withFrameworks } from "./with-frameworks.js";

interface Deps {
  readonly keeper: CorporationKeeper;
  readonly frameworks: FrameworkPort;
}

/** [MOD-CO-QRY-2-1] */
const listParams = params({
  modified_after: timeParam,
  active_gf_only: boolParam,
  preferred_language: textParam,
  response_max_size: sizeParam,
  min_id: minIdParam,
  cursor: cursorParam,
});

/** [MOD-CO-QRY-2] List Corporations. */
export const listCorporations = (deps: Deps) =>
  defineQuery({
    rule: "MOD-CO-QRY-2",
    method: Query.ListCorporations,
    run(ctx: ReadContext, request: QueryListCorporationsRequest): QueryListCorporationsResponse {
      const { size, ...page } = checkRequest(request);
      const found = take(inOrder(ctx, deps.keeper, page), size);
      return {
        corporations: found.map((each) => withFrameworks(ctx, deps.frameworks, each, request)),
      };
    },
    spec: {
      path: "/co/v1/list",
      params: listParams,
      toRequest: (given) => ({
        modifiedAfter: given.modified_after,
        activeGfOnly: given.active_gf_only,
        preferredLanguage: given.preferred_language ?? "",
        responseMaxSize: given.response_max_size ?? 0,
        minId: given.min_id ?? 0n,
        cursor: given.cursor ?? "",
      }),
      render: ({ corporations }: QueryListCorporationsResponse) => ({
        corporations: corporations.map((each) => corporationJson(each, deps.frameworks)),
      }),
    },
  });

/** Which order the list is in, and where in it the page begins. */
interface Page {
  /** Nanoseconds since the Unix epoch: latest modified first; undefined for the order of ids. */
  readonly modifiedAfter: bigint | undefined;
  readonly minId: bigint;
  readonly after: ModifiedCursor | undefined;
}

/** [MOD-CO-QRY-2-2] List Corporations query checks. */
function checkRequest(request: QueryListCorporationsRequest): Page & { readonly size: number } {
  const rule = "MOD-CO-QRY-2-2";
  const { responseMaxSize, minId, cursor, modifiedAfter } = request;
  const byId = modifiedAfter === undefined;
  ensure(byId ? cursor === "" : minId === 0n, rule, coErrors.otherOrder, { cursor, min_id: minId });
  const after = parseCursor(cursor);
  ensure(cursor === "" || after !== undefined, rule, coErrors.malformedCursor, { cursor });
  return {
    modifiedAfter,
    minId,
    after,
    size: listSize(responseMaxSize, rule, coErrors.sizeOutOfRange),
  };
}

/** [MOD-CO-QRY-2-3] [D-GEN-13] Latest modified first when a time is given, else by id. */
function* inOrder(
  ctx: ReadContext,
  { state: { corporations, byModified } }: CorporationKeeper,
  { modifiedAfter, minId, after }: Page,
): IterableIterator<Corporation> {
  if (modifiedAfter === undefined) {
    for (const [, each] of corporations.entries(ctx, { gte: idBound(minId) })) yield each;
    return;
  }
  const lt = byModified.bound(modifiedAfter);
  const from =
    after === undefined ? {} : { gte: behindEntry(byModified.bound(after.modified), after.id) };
  yield* corporations.along(ctx, byModified, { lt, ...from });
}
