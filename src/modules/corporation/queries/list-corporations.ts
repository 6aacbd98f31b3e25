import {
  Query,
  type QueryListCorporationsRequest,
  type QueryListCorporationsResponse,
} from "../../../gen/verana/co/v1.js";
import type { ReadContext } from "../../../keeper/context.js";
import { listPage, pageEntries } from "../../../keeper/list-page.js";
import { defineStoredQuery } from "../../../keeper/query.js";
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
import { listWithVersions } from "./with-versions.js";

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

const CHECKS = "MOD-CO-QRY-2-2";

/** [MOD-CO-QRY-2] List Corporations. */
export const listCorporations = (deps: Deps) =>
  defineStoredQuery({
    rule: "MOD-CO-QRY-2",
    method: Query.ListCorporations,
    /** [MOD-CO-QRY-2-2] [MOD-CO-QRY-2-3] [D-GEN-13] Latest modified first when a time is given, else by id. */
    encoded(ctx: ReadContext, request: QueryListCorporationsRequest) {
      const page = listPage(request, CHECKS, coErrors);
      const { corporations, byModified } = deps.keeper.state;
      const found = pageEntries(ctx, corporations, byModified, page);
      return listWithVersions(ctx, deps.frameworks, found, request);
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
