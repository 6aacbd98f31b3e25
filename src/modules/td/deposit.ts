import { TrustDeposit } from "../../gen/verana/td/v1.js";

/** Store name, module account, key of the genesis section and codespace. */
export const NAME = "td";

/** A deposit of nothing. */
export const emptyDeposit = (corporationId: bigint): TrustDeposit =>
  TrustDeposit.create({ corporationId });
