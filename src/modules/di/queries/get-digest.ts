import {
  Query,
  type QueryGetDigestRequest,
  type QueryGetDigestResponse,
} from "../../../gen/verana/di/v1.js";
import type { ReadContext } from "../../../keeper/context.js";
import { ensure } from "../../../keeper/errors.js";
import { defineQuery } from "../../../keeper/query.js";
import { params, requiredTextParam } from "../../../keeper/query-params.js";
import { timeJson } from "../../../keeper/spec-json.js";
import { diErrors } from "../errors.js";
import type { DigestKeeper } from "../keeper.js";

/** [MOD-DI-QRY-1-1] [D-DI-03] A "+" that was not escaped arrives as a space, which no digest has. */
const getParams = params({ digest: requiredTextParam }).transform(({ digest }) => ({
  digest: digest.replaceAll(" ", "+"),
}));

/** [MOD-DI-QRY-1] Get Digest. */
export const getDigest = ({ keeper }: { readonly keeper: DigestKeeper }) =>
  defineQuery({
    rule: "MOD-DI-QRY-1",
    method: Query.GetDigest,
    /** [MOD-DI-QRY-1-2] [MOD-DI-QRY-1-3] */
    run(ctx: ReadContext, { digest }: QueryGetDigestRequest): QueryGetDigestResponse {
      const missing = { parameter: "digest" };
      ensure(digest !== "", "MOD-DI-QRY-1-2", diErrors.missingParameter, missing);
      const found = keeper.find(ctx, digest);
      ensure(found !== undefined, "MOD-DI-QRY-1-3", diErrors.digestNotFound, { digest });
      return { digest: found };
    },
    spec: {
      path: "/di/v1/get",
      aliases: ["/di/v1/get/{digest}"],
      params: getParams,
      toRequest: (given) => given,
      /** [MOD-DI-QRY-1-4] */
      render: ({ digest }: QueryGetDigestResponse) => ({
        digest: { digest: digest?.digest ?? "", created: timeJson(digest?.created) },
      }),
    },
  });
