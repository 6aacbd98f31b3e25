import { expect } from "vitest";
import { PricingAssetType } from "../../src/gen/verana/cs/v1.js";
import { ParticipantRole } from "../../src/gen/verana/pp/v1.js";
import type { Ledger, Units } from "./participants-ledger.js";
import {
  type Corporation,
  createSchemas,
  EURO,
  type Market,
  MODE,
  type Player,
} from "./participants-market.js";
import { quoted, recordOf, sessionBy } from "./participants-sessions.js";
import { AHEAD, createRoot, start, type Tree, validate } from "./participants-tree.js";
import { FEE } from "./registry-people.js";

const { ISSUER } = ParticipantRole;
const { COIN, FIAT } = PricingAssetType;

/** Euros that who pays in them is given, base units. */
const EUROS = 10_000n;

type Amounts = Readonly<Partial<Record<"ueur" | "uvna", bigint>>>;

const coinsOf = (amounts: Amounts) =>
  Object.entries(amounts).map(([denom, amount]) => ({ denom, amount }));

/** What a service may spend for its corporation. */
const LIMIT = { ueur: 1_000n, uvna: 50_000n };

/** A schema that is not priced in trust units, who offers it, and who issues its credentials. */
interface Case {
  readonly pricing: { readonly pricingAssetType: number; readonly pricingAsset: string };
  readonly owner: Corporation;
  readonly issuer: Corporation;
  readonly service: Player;
  /** What the owner asks for, in the schema's asset. */
  readonly fees: { readonly validationFees: bigint; readonly issuanceFees: bigint };
  /** Which agents take part in its session. */
  readonly agents: readonly ("agent" | "wallet")[];
  /** What the session costs its issuer, by denomination. */
  readonly cost: Amounts;
}

/** A ueur is 1.5 uvna, and a cent 1,000.4; a fifth is deposited, a tenth rewards each agent. All is rounded down. */
const CASES: readonly Case[] = [
  {
    pricing: { pricingAssetType: COIN, pricingAsset: "uvna" },
    ...{ owner: "ig", issuer: "issuer", service: "nativeService" },
    fees: { validationFees: 1_003n, issuanceFees: 1_009n },
    agents: ["agent", "wallet"],
    // The fee, as much once more as is deposited of it, and 100 for each agent.
    cost: { uvna: 1_009n + 201n + 100n + 100n },
  },
  {
    pricing: { pricingAssetType: COIN, pricingAsset: EURO },
    ...{ owner: "vg", issuer: "verifier", service: "coinService" },
    fees: { validationFees: 333n, issuanceFees: 339n },
    agents: ["agent", "wallet"],
    // In euros the fee without its fifth; that fifth is deposited in native coins, twice.
    cost: { ueur: 272n, uvna: 101n + 101n + 50n + 50n },
  },
  {
    pricing: { pricingAssetType: FIAT, pricingAsset: "EUR" },
    ...{ owner: "wallet", issuer: "agent", service: "fiatService" },
    fees: { validationFees: 77n, issuanceFees: 79n },
    agents: ["wallet"],
    // The fee is paid elsewhere.
    cost: { uvna: 15_806n + 15_806n + 7_903n },
  },
];

/** What is priced in other ways than the tree. */
export interface Prices {
  /** Roots of the schemas, in the order of the cases. */
  readonly roots: readonly bigint[];
  /** When all of them are effective, nanoseconds since the Unix epoch. */
  readonly from: bigint;
}

/** A schema for each way of pricing, with its root, by corporations that do so at once. */
export async function plantPrices(market: Market, ledger: Ledger): Promise<Prices> {
  const planted = await Promise.all(
    CASES.map(async ({ owner, pricing, fees }) => {
      const [schemaId = 0n] = await createSchemas(market, owner, [
        { mode: MODE.ecosystem, ...pricing },
      ]);
      const effectiveFrom = (await market.people.now()) + AHEAD;
      const given = { ...fees, effectiveFrom };
      return { root: await createRoot(market, owner, schemaId, given), effectiveFrom };
    }),
  );
  await market.people.send("verifier", "/cosmos.bank.v1beta1.MsgSend", {
    fromAddress: market.people.addressOf("verifier"),
    toAddress: market.party("verifier").policy,
    amount: [{ denom: EURO, amount: EUROS.toString() }],
  });
  ledger.enterUnits({ verifier: { euros: EUROS } });
  const roots = planted.map(({ root }) => root);
  const from = planted.map(({ effectiveFrom }) => effectiveFrom);
  return { roots, from: from.reduce((late, each) => (each > late ? each : late)) };
}

/** Each owner validates an issuer, who lets a service act for it; then each service issues a credential. */
export async function usePrices(
  market: Market,
  ledger: Ledger,
  { roots, from }: Prices,
  { agent, wallet, agentsFrom }: Pick<Tree, "agent" | "wallet" | "agentsFrom">,
): Promise<void> {
  await market.after(from);
  const issuers = await Promise.all(
    CASES.map(({ issuer, service }, n) => {
      const terms = {
        vsOperator: market.people.addressOf(service),
        vsOperatorAuthzMsgTypes: ["CreateOrUpdateParticipantSession"],
        vsOperatorAuthzSpendLimit: coinsOf(LIMIT),
        vsOperatorAuthzWithFeegrant: true,
      };
      return start(market, issuer, roots[n] ?? 0n, ISSUER, terms);
    }),
  );
  ledger.enterUnits(ASKED, { euros: 333n, account: 1_003n });
  await ledger.check("when issuers have asked for other prices");
  await Promise.all(CASES.map(({ owner }, n) => validate(market, owner, issuers[n] ?? 0n)));
  ledger.enterUnits(VALIDATED, { euros: -333n, account: -1_003n });
  await ledger.check("when issuers are validated for other prices");

  await market.after(agentsFrom);
  await Promise.all(
    CASES.map(async (each, n) => {
      const session = {
        issuerParticipantId: issuers[n] ?? 0n,
        ...(each.agents.includes("agent") ? { agentParticipantId: agent } : {}),
        ...(each.agents.includes("wallet") ? { walletAgentParticipantId: wallet } : {}),
      };
      const cost = coinsOf(each.cost);
      expect(await quoted(market, each.issuer, session), each.service).toEqual(cost);
      await sessionBy(market, each.issuer, each.service, session);
      const { ueur, uvna } = each.cost;
      const left = { ueur: LIMIT.ueur - (ueur ?? 0n), uvna: LIMIT.uvna - (uvna ?? 0n) };
      const record = await recordOf(market, issuers[n] ?? 0n);
      expect(record?.remainingSpend, each.service).toEqual(coinsOf(left));
    }),
  );
  ledger.enterUnits(ISSUED);
  await ledger.check("when credentials of other prices are issued");
}

/**
 * A fifth of what the fee is in native coins is deposited: 200.6 of 1,003; 99.8 of 499, which 333 ueur
 * are; 15,406 of 77,030, which 77 cents are. All of it is rounded down.
 */
const ASKED: Units = {
  issuer: { account: -1_003n - 200n, deposit: 200n },
  verifier: { account: -99n, deposit: 99n, euros: -333n },
  agent: { account: -15_406n, deposit: 15_406n },
};

/** The fee is paid from escrow, and as much deposited as by the applicant. */
const VALIDATED: Units = {
  ig: { account: 1_003n - 200n, deposit: 200n },
  vg: { account: -99n, deposit: 99n, euros: 333n },
  wallet: { account: -15_406n, deposit: 15_406n },
};

/**
 * Of 1,009 the owner keeps 808; of 339 ueur, which are 508 uvna, 272 ueur; of the 79 cents, which are
 * 79,031 uvna, nothing. Deposits are 201, 101 and 15,806, once from the fee and once from the issuer. Agents
 * are rewarded with 100, 50 and 7,903 each, and deposit 20, 10 and 1,580 of it.
 */
const ISSUED: Units = {
  ig: { account: 808n, deposit: 201n },
  issuer: { account: -1_410n - FEE, deposit: 201n },
  vg: { euros: 272n, deposit: 101n },
  verifier: { euros: -272n, account: -302n - FEE, deposit: 101n },
  wallet: { account: 80n + 40n + 6_323n, deposit: 20n + 10n + 15_806n + 1_580n },
  agent: { account: 80n + 40n - 39_515n - FEE, deposit: 20n + 10n + 15_806n },
};
