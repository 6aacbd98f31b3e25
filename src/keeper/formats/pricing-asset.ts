import { PricingAssetType } from "../../gen/verana/cs/v1.js";
import { isDenom } from "../coins.js";
import { CURRENCIES } from "./currencies.js";

/** The one name of the trust unit in state [D-XR-01]. */
export const TRUST_UNIT = "tu";

/**
 * [D-CS-04] The asset as it is stored; undefined when it does not fit its type. A trust unit may be
 * left out or written in capitals [D-XR-01], a coin needs the syntax of a denomination and not its
 * existence, a currency is a code of ISO 4217.
 */
export function storedPricingAsset(type: number, asset: string): string | undefined {
  if (type === PricingAssetType.TU) {
    return asset === "" || asset === TRUST_UNIT || asset === "TU" ? TRUST_UNIT : undefined;
  }
  if (type === PricingAssetType.COIN) return isDenom(asset) ? asset : undefined;
  if (type === PricingAssetType.FIAT) return CURRENCIES.has(asset) ? asset : undefined;
  return undefined;
}
