import {
  type MsgSetParticipantOPToValidated,
  ParticipantRole,
} from "../../../src/gen/verana/pp/v1.js";
import { MsgUpdateParams } from "../../../src/gen/verana/td/v1.js";
import type { Pricing, Terms } from "./books.js";
import { coinOf, EURO, MarketWorld, MODE, type Party, TU } from "./market-world.js";

export const NAMES = ["a", "b", "c"] as const;
export const DENOMS = ["uvna", "ufoo"] as const;
export const ONE = 10n ** 18n;
/** Base units; more than any message of this market takes. */
export const PLENTY = 1n << 16n;
const { ISSUER, VERIFIER, ISSUER_GRANTOR, VERIFIER_GRANTOR } = ParticipantRole;

/** One schema of each case of pricing, with rates that round. */
export const SCHEMAS = [
  { ...coinOf("uvna"), issuer: MODE.grantor, verifier: MODE.grantor, rate: 1n, scale: 0 },
  { ...TU, issuer: MODE.ecosystem, verifier: MODE.grantor, rate: 7n, scale: 1 },
  { ...coinOf("ufoo"), issuer: MODE.grantor, verifier: MODE.ecosystem, rate: 13n, scale: 1 },
  { ...EURO, issuer: MODE.open, verifier: MODE.open, rate: 333n, scale: 2 },
] as const;

const PRICINGS = new Map<bigint, Pricing>(
  SCHEMAS.map(({ pricingAssetType, pricingAsset, rate, scale }, i) => [
    BigInt(i + 1),
    {
      denom: pricingAssetType === 2 ? pricingAsset : "uvna",
      isFiat: pricingAssetType === 3,
      price: (amount) => (amount * rate) / 10n ** BigInt(scale),
    },
  ]),
);

export const partiesOf = (world: MarketWorld): readonly Party[] =>
  NAMES.map((name) => world.party(name, PLENTY));

/** Days for which a validation holds. */
export const DAYS = { issuer: 1, verifierGrantor: 3 } as const;

/** What a market starts with. */
interface Start {
  /** Scaled by 10^18. */
  readonly depositRate: bigint;
  /** Basis points, of everyone who may have one. */
  readonly discount: bigint;
  /** Fees and owners, one after the other and over again. */
  readonly drawn: readonly bigint[];
}

/** Three corporations and a tree of each schema, each schema of an ecosystem of its own, so that much of a branch belongs to whoever pays it. */
export function market(start: Start): { readonly world: MarketWorld; readonly terms: Terms } {
  const world = new MarketWorld();
  const { depositRate } = start;
  const rates = { agentRate: ONE / 3n, walletRate: ONE / 7n };
  const params = {
    ...world.deposits.params(world.ctx),
    trustDepositRate: depositRate,
    userAgentRewardRate: rates.agentRate,
    walletUserAgentRewardRate: rates.walletRate,
  };
  world.govern(MsgUpdateParams, { params });
  for (const one of partiesOf(world)) world.fund(one.policyAddress, PLENTY, "ufoo");
  const a = world.party("a");
  let n = 0;
  const draw = (): bigint => start.drawn[n++ % start.drawn.length] ?? 0n;
  for (const { issuer, verifier, rate, scale, ...asset } of SCHEMAS) {
    const id = world.schema(a, {
      ...asset,
      issuerOnboardingMode: issuer,
      verifierOnboardingMode: verifier,
      issuerValidationValidityPeriod: { value: DAYS.issuer },
      verifierGrantorValidationValidityPeriod: { value: DAYS.verifierGrantor },
    });
    if (asset.pricingAsset !== "uvna") world.rate(asset, `${rate}`, scale);
    const root = { party: a, id: world.root(a, id, feesOf(draw)) };
    const issuance = { issuanceFeeDiscount: start.discount };
    plant(world, root, { mode: issuer, roles: [ISSUER_GRANTOR, ISSUER], agreed: issuance, draw });
    const verification = { verificationFeeDiscount: start.discount };
    const roles = [VERIFIER_GRANTOR, VERIFIER] as const;
    plant(world, root, { mode: verifier, roles, agreed: verification, draw });
  }
  return { world, terms: { native: "uvna", depositRate, ...rates, pricings: PRICINGS } };
}

const feesOf = (draw: () => bigint) => ({
  validationFees: draw(),
  issuanceFees: draw(),
  verificationFees: draw(),
});

/** A branch below a root: a grantor where the mode has one, and who works for sessions. */
function plant(
  world: MarketWorld,
  root: { readonly party: Party; readonly id: bigint },
  given: {
    readonly mode: number;
    readonly roles: readonly [grantor: number, worker: number];
    readonly agreed: Partial<MsgSetParticipantOPToValidated>;
    readonly draw: () => bigint;
  },
): void {
  const { mode, draw } = given;
  const [grantor, worker] = given.roles;
  const next = () => world.party(NAMES[Number(draw() % 3n)] ?? "a");
  const agreed = () => ({ ...feesOf(draw), ...given.agreed });
  const party = next();
  const vsOperatorAuthzMsgTypes = ["CreateOrUpdateParticipantSession"];
  const record = { vsOperator: party.vsOperator, vsOperatorAuthzMsgTypes };
  if (mode === MODE.open) {
    world.selfCreate(party, root.id, worker, record);
    return;
  }
  const between = next();
  const above =
    mode === MODE.grantor
      ? { party: between, id: world.onboard(between, root, grantor, { agreed: agreed() }) }
      : root;
  world.onboard(party, above, worker, { start: record, agreed: agreed() });
}
