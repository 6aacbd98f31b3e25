import type { TrustDeposit } from "../../gen/verana/td/v1.js";
import { format } from "../../keeper/dec.js";
import type { Json } from "../../keeper/query.js";
import { idJson, numberJson, timeJson } from "../../keeper/spec-json.js";

/** A trust deposit as the specification's REST family prints it [D-GEN-10] [D-WIRE-04]. */
export const trustDepositJson = (td: TrustDeposit): Json => ({
  corporation: idJson(td.corporationId),
  share: format(td.share),
  deposit: numberJson(td.deposit),
  refunded: numberJson(td.refunded),
  slashed_deposit: numberJson(td.slashedDeposit),
  repaid_deposit: numberJson(td.repaidDeposit),
  last_slashed: timeJson(td.lastSlashed),
  last_repaid: timeJson(td.lastRepaid),
  slash_count: Number(td.slashCount),
});
