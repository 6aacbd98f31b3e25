import {
  MsgCreateOrUpdateParticipantSession,
  ParticipantRole,
} from "../../../src/gen/verana/pp/v1.js";
import { SECOND } from "../../support/registry-world.js";
import { MarketWorld, MODE, type Party, TU } from "./market-world.js";

const { ISSUER, VERIFIER, ISSUER_GRANTOR, VERIFIER_GRANTOR } = ParticipantRole;

export const UUID = "00000000-0000-4000-8000-000000000001";

/** Fees of the specification's example, in the schema's asset. */
export interface Fees {
  readonly unit?: bigint;
  readonly issuanceFeeDiscount?: bigint;
  readonly verificationFeeDiscount?: bigint;
}

/**
 * The specification's tree: an ecosystem, an issuer grantor with an issuer, a verifier grantor with a
 * verifier, and two agents of another schema; each of its own corporation.
 */
export class SessionWorld extends MarketWorld {
  readonly ids: Readonly<
    Record<"eco" | "ig" | "issuer" | "vg" | "verifier" | "agent" | "wallet", bigint>
  >;

  constructor(
    pricing: { readonly pricingAssetType: number; readonly pricingAsset: string } = TU,
    { unit = 1n, issuanceFeeDiscount = 0n, verificationFeeDiscount = 0n }: Fees = {},
  ) {
    super();
    const party = (name: string) => this.party(name);
    const record = (who: Party) => ({
      vsOperator: who.vsOperator,
      vsOperatorAuthzMsgTypes: ["CreateOrUpdateParticipantSession"],
    });
    const schemaId = this.schema(party("eco"), pricing);
    const eco = this.root(party("eco"), schemaId, {
      issuanceFees: 10n * unit,
      verificationFees: 20n * unit,
    });
    const root = { party: party("eco"), id: eco };
    const ig = this.onboard(party("ig"), root, ISSUER_GRANTOR, {
      agreed: { issuanceFees: 5n * unit, verificationFees: 5n * unit, issuanceFeeDiscount },
    });
    const vg = this.onboard(party("vg"), root, VERIFIER_GRANTOR, {
      agreed: { verificationFees: 2n * unit, verificationFeeDiscount },
    });
    const issuer = this.onboard(party("issuer"), { party: party("ig"), id: ig }, ISSUER, {
      start: record(party("issuer")),
      agreed: { verificationFees: 30n * unit, issuanceFeeDiscount },
    });
    const verifier = this.onboard(party("verifier"), { party: party("vg"), id: vg }, VERIFIER, {
      start: record(party("verifier")),
      agreed: { verificationFeeDiscount },
    });
    const open = this.schema(party("agents"), { issuerOnboardingMode: MODE.open });
    const agents = this.root(party("agents"), open);
    const agent = this.selfCreate(party("agent"), agents);
    const wallet = this.selfCreate(party("wallet"), agents);
    this.pass(SECOND);
    this.events.splice(0);
    this.ids = { eco, ig, issuer, vg, verifier, agent, wallet };
  }

  /** A session by the VS operator of `payer`; what its message is. */
  session(
    payer: "issuer" | "verifier",
    given: Partial<MsgCreateOrUpdateParticipantSession> = {},
  ): Partial<MsgCreateOrUpdateParticipantSession> {
    const who = this.party(payer);
    return {
      corporation: who.policyAddress,
      operator: who.vsOperator,
      id: UUID,
      issuerParticipantId: this.ids.issuer,
      verifierParticipantId: payer === "verifier" ? this.ids.verifier : 0n,
      agentParticipantId: this.ids.agent,
      walletAgentParticipantId: this.ids.wallet,
      ...given,
    };
  }

  pay(
    payer: "issuer" | "verifier",
    given: Partial<MsgCreateOrUpdateParticipantSession> = {},
  ): void {
    const message = this.session(payer, given);
    this.send(MsgCreateOrUpdateParticipantSession, message, this.party(payer).vsOperator);
  }

  refusesSession(
    payer: "issuer" | "verifier",
    given: Partial<MsgCreateOrUpdateParticipantSession> = {},
  ) {
    const message = this.session(payer, given);
    const signer = message.operator === "" ? undefined : message.operator;
    return this.refuses(
      MsgCreateOrUpdateParticipantSession,
      message,
      signer ?? this.party(payer).vsOperator,
    );
  }

  /** Accounts and deposits of everyone, in the coin given. */
  everyone(denom = this.settings.denom) {
    const names = ["eco", "ig", "issuer", "vg", "verifier", "agent", "wallet"] as const;
    return Object.fromEntries(
      names.map((name) => {
        const { account } = this.holdings(this.party(name), denom);
        return [name, [account, this.holdings(this.party(name)).deposit] as const];
      }),
    );
  }

  /** What `work` changed of accounts and deposits; who kept both is left out. */
  deltas(work: () => void, denom = this.settings.denom): Record<string, readonly [bigint, bigint]> {
    const before = this.everyone(denom);
    work();
    const after = this.everyone(denom);
    const changed = Object.entries(after).map(([name, [account, deposit]]) => {
      const [a = 0n, d = 0n] = before[name] ?? [];
      return [name, [account - a, deposit - d] as const] as const;
    });
    return Object.fromEntries(changed.filter(([, [a, d]]) => a !== 0n || d !== 0n));
  }
}

/** A trust unit is 100 native base units. */
export const priced = (...given: ConstructorParameters<typeof SessionWorld>) => {
  const world = new SessionWorld(...given);
  const [pricing = TU] = given;
  if (pricing.pricingAsset !== "uvna") world.rate(pricing, "100");
  return world;
};
