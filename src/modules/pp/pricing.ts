import type { RuleId } from "../../gen/rules.js";
import { PricingAssetType } from "../../gen/verana/cs/v1.js";
import { addCoins, type Coin } from "../../keeper/coins.js";
import type { ReadContext } from "../../keeper/context.js";
import { type Dec, ONE } from "../../keeper/dec.js";
import { ensureBelowLimit } from "./checks.js";
import type { PpDeps } from "./deps.js";
import type { PricePort, SchemaFacts } from "./ports.js";

/** Four ways of a schema to price: native coin, trust unit, another coin, a currency off the chain. */
export type PricingCase = "native" | "trust unit" | "coin" | "fiat";

/** [D-PP-11] */
export function pricingCase(ctx: ReadContext, schema: SchemaFacts): PricingCase {
  if (schema.pricingAssetType === PricingAssetType.TU) return "trust unit";
  if (schema.pricingAssetType === PricingAssetType.FIAT) return "fiat";
  return schema.pricingAsset === ctx.chain.denom ? "native" : "coin";
}

/** [D-PP-13] In which coin the fees of a schema are paid on the chain. */
export const settlementDenom = (ctx: ReadContext, schema: SchemaFacts): string =>
  pricingCase(ctx, schema) === "coin" ? schema.pricingAsset : ctx.chain.denom;

/** [D-PP-11] What an amount in a schema's asset is in native base units. 0 asks for no rate. */
export function nativeValue(
  ctx: ReadContext,
  { prices }: { readonly prices: PricePort },
  schema: SchemaFacts,
  amount: bigint,
): bigint {
  if (amount === 0n || pricingCase(ctx, schema) === "native") return amount;
  const base = { type: schema.pricingAssetType, asset: schema.pricingAsset };
  const quote = { type: PricingAssetType.COIN, asset: ctx.chain.denom };
  return prices.price(ctx, { base, quote }, amount);
}

/** All of a fee, in basis points [D-PP-06]. */
export const WHOLE = 10_000n;

/** A part of an amount, rounded down. */
export const partOf = (amount: bigint, rate: Dec): bigint => (amount * rate) / ONE;

/** What an onboarding costs its applicant. */
export interface OnboardingCost {
  /** Escrowed until the validation ends; its amount may be 0. */
  readonly fee: Coin;
  /** Native base units for the applicant's trust deposit. */
  readonly deposit: bigint;
}

/** [D-PP-11] [D-PP-16] The validator's present fee, and the part of its native value that is deposited. */
export function onboardingCost(
  ctx: ReadContext,
  k: Pick<PpDeps, "prices" | "deposits">,
  schema: SchemaFacts,
  fees: bigint,
  rule: RuleId,
): OnboardingCost {
  const basis = nativeValue(ctx, k, schema, fees);
  const how = pricingCase(ctx, schema);
  const amount = how === "fiat" ? 0n : how === "trust unit" ? basis : fees;
  const deposit = partOf(basis, k.deposits.params(ctx).trustDepositRate);
  ensureBelowLimit(amount, rule);
  ensureBelowLimit(deposit, rule);
  return { fee: { denom: settlementDenom(ctx, schema), amount }, deposit };
}

/** [D-AUTHZ-03] Face value, one entry a denomination. */
export const faceValue = (ctx: ReadContext, { fee, deposit }: OnboardingCost): readonly Coin[] =>
  addCoins(nonZero([fee]), nonZero([{ denom: ctx.chain.denom, amount: deposit }]));

/** Coins without those of 0. */
export const nonZero = (coins: readonly Coin[]): readonly Coin[] =>
  coins.filter(({ amount }) => amount > 0n);
