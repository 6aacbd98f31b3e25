import {
  Query,
  type QueryGetTrustDepositRequest,
  type QueryGetTrustDepositResponse,
} from "../../../gen/verana/td/v1.js";
import { ensure } from "../../../keeper/errors.js";
import { defineQuery } from "../../../keeper/query.js";
import { params, textParam } from "../../../keeper/query-params.js";
import { tdErrors } from "../errors.js";
import type { TrustDepositKeeper } from "../keeper.js";
import { trustDepositJson } from "../render.js";

/** [MOD-TD-QRY-1] Get Trust Deposit. */
export const getTrustDeposit = (k: { readonly deposits: TrustDepositKeeper }) =>
  defineQuery({
    rule: "MOD-TD-QRY-1",
    method: Query.GetTrustDeposit,

    /** [MOD-TD-QRY-1-3] [D-TD-12] */
    run(ctx, request: QueryGetTrustDepositRequest): QueryGetTrustDepositResponse {
      const { corporationId, account } = request;
      const text = corporationId === 0n ? account : corporationId.toString();
      const { corporations } = k.deposits.ports;
      const readable = corporations.wellFormed(text);
      ensure(readable, "MOD-TD-QRY-1-2", tdErrors.malformedCorporation, { account: text });
      const id = corporations.resolve(ctx, text)?.id;
      const trustDeposit = id === undefined ? undefined : k.deposits.find(ctx, id);
      const found = trustDeposit !== undefined;
      ensure(found, "MOD-TD-QRY-1-3", tdErrors.depositNotFound, { account: text });
      return { trustDeposit };
    },

    spec: {
      path: "/td/v1/get",
      aliases: ["/td/v1/get/{account}"],
      /** [MOD-TD-QRY-1-1] [D-GEN-02] */
      params: params({
        account: textParam,
        corporation: textParam,
        corporation_id: textParam,
      }).refine(
        (given) => Object.values(given).filter((name) => name !== undefined).length <= 1,
        "account, corporation and corporation_id are one parameter: give one of them",
      ),
      toRequest: (given) => ({
        corporationId: 0n,
        account: given.account ?? given.corporation ?? given.corporation_id ?? "",
      }),
      render: ({ trustDeposit }) => ({
        trust_deposit: trustDeposit === undefined ? null : trustDepositJson(trustDeposit),
      }),
    },
  });
