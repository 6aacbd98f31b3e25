import type { RuleId } from "../../gen/rules.js";
import type { CredentialSchema } from "../../gen/verana/cs/v1.js";
import type { ParticipantAuthorizationRecord } from "../../gen/verana/de/v1.js";
import type {
  Authorize,
  CorporationOperator,
  DelegableMessage,
  DelegationPort,
  SigningCorporation,
} from "../../keeper/authority.js";
import type { Coin } from "../../keeper/coins.js";
import type { ReadContext, WriteContext } from "../../keeper/context.js";
import type { Dec } from "../../keeper/dec.js";

/** A credential schema as participants know it: its ecosystem, modes, prices and validity periods. */
export type SchemaFacts = CredentialSchema;

/** Credential schemas, in which participants have their roles. */
export interface SchemaPort {
  find(ctx: ReadContext, id: bigint): SchemaFacts | undefined;
}

/** An ecosystem as participants know it. */
export interface EcosystemFacts {
  readonly id: bigint;
  /** Group id of the corporation that controls it. */
  readonly corporationId: bigint;
}

/** Ecosystems, whose controllers create root participants. */
export interface EcosystemPort {
  find(ctx: ReadContext, id: bigint): EcosystemFacts | undefined;
  /** Corporation of the ecosystems with this DID; undefined when there are none. */
  controllerOf(ctx: ReadContext, did: string): bigint | undefined;
}

/** Corporations, as owners of participants and as filters. */
export interface CorporationPort {
  find(ctx: ReadContext, id: bigint): SigningCorporation | undefined;
  /** By policy address or decimal group id; undefined when none is registered (D-GEN-02). */
  resolve(ctx: ReadContext, text: string): { readonly id: bigint } | undefined;
  /** The corporation with this DID; undefined when there is none. */
  byDid(ctx: ReadContext, did: string): { readonly id: bigint } | undefined;
  /** True when the text could name a corporation (D-GEN-02). */
  wellFormed(text: string): boolean;
}

/** The participant in whose name a VS operator acts. */
export interface Primary {
  readonly id: bigint;
  readonly active: boolean;
}

/** Who acts for a corporation, what it may spend, and the records of VS operators. */
export interface AuthorityPort extends DelegationPort {
  /** AUTHZ-CHECK-5 and then -3. */
  vsOperator<M extends DelegableMessage>(
    typeUrl: string,
    rule: RuleId,
    use: { primary(ctx: ReadContext, message: M): Primary },
  ): Authorize<M, CorporationOperator>;
  /** AUTHZ-CHECK-5 and then -1, or else -3 (D-AUTHZ-11). */
  operatorOrVsOperator<M extends DelegableMessage>(
    typeUrl: string,
    rule: RuleId,
    use: {
      primary(ctx: ReadContext, message: M): Primary;
      amounts(ctx: ReadContext, message: M): readonly Coin[];
    },
  ): Authorize<M, CorporationOperator>;
  /** [D-AUTHZ-03] Refuses what is not left of the limit that let `by` in. */
  ensureCanSpend(ctx: ReadContext, by: CorporationOperator, amounts: readonly Coin[]): void;
  debit(ctx: WriteContext, by: CorporationOperator, amounts: readonly Coin[]): void;
  /** Refuses limits that no record can have; needs no state. */
  ensureRecordTerms(
    terms: Pick<ParticipantAuthorizationRecord, "spendLimit" | "feeSpendLimit" | "period">,
  ): void;
  /** MOD-DE-MSG-5. */
  grantVsOperator(
    ctx: WriteContext,
    grant: {
      readonly corporation: SigningCorporation;
      readonly vsOperator: string;
      readonly record: Omit<ParticipantAuthorizationRecord, "remainingSpend" | "remainingFeeSpend">;
    },
  ): void;
  /** All records, by the ids of their participants. */
  vsRecords(
    ctx: ReadContext,
  ): Iterable<readonly [bigint, { readonly corporationId: bigint; readonly vsOperator: string }]>;
  /** MOD-DE-MSG-6. */
  revokeVsOperator(ctx: WriteContext, participantId: bigint): void;
  /** MOD-DE-MSG-9. */
  updateVsOperatorExpiration(
    ctx: WriteContext,
    participantId: bigint,
    expiration: bigint | undefined,
  ): void;
}

/** Balances. The escrow is the account of this module. */
export interface BankPort {
  balances(ctx: ReadContext, address: string): Iterable<Coin>;
  /** The balance without what still vests. */
  spendable(ctx: ReadContext, address: string, denom: string): bigint;
  send(ctx: WriteContext, from: string, to: string, coins: readonly Coin[]): void;
  toModule(ctx: WriteContext, from: string, module: string, coins: readonly Coin[]): void;
  fromModule(ctx: WriteContext, module: string, to: string, coins: readonly Coin[]): void;
}

export interface AccountsPort {
  moduleAddress(name: string): string;
}

/** Trust deposits of corporations. Amounts are native base units. */
export interface DepositPort {
  params(ctx: ReadContext): {
    readonly trustDepositRate: Dec;
    readonly userAgentRewardRate: Dec;
    readonly walletUserAgentRewardRate: Dec;
  };
  /** What an increase takes from the account, credit apart (D-PP-12). */
  needed(ctx: ReadContext, corporationId: bigint, amount: bigint): bigint;
  /** Refuses while a slash by governance is not repaid. */
  ensureRepaid(ctx: ReadContext, corporationId: bigint): void;
  /** Refuses what `adjust` would; `incoming`: what the account will have got before. */
  ensureAdjustable(
    ctx: ReadContext,
    holder: SigningCorporation,
    augend: bigint,
    incoming?: bigint,
  ): void;
  /** MOD-TD-MSG-1. */
  adjust(ctx: WriteContext, holder: SigningCorporation, augend: bigint): void;
  /** Refuses what `burnSlashed` would. */
  ensureBurnable(ctx: ReadContext, corporationId: bigint, amount: bigint): void;
  /** MOD-TD-MSG-7. */
  burnSlashed(ctx: WriteContext, holder: SigningCorporation, amount: bigint): void;
}

/** What is priced: a type of `PricingAssetType` and the asset. */
export interface Asset {
  readonly type: number;
  readonly asset: string;
}

/** Exchange rates: MOD-XR-QRY-3. */
export interface PricePort {
  /** `amount` of the base in the quote, rounded down. Refuses without a usable rate. */
  price(
    ctx: ReadContext,
    pair: { readonly base: Asset; readonly quote: Asset },
    amount: bigint,
  ): bigint;
}

/** Digests: MOD-DI-MSG-1 as a module calls it. */
export interface DigestPort {
  store(
    ctx: WriteContext,
    digest: string,
    by: {
      readonly corporation: string;
      readonly operator: string;
      readonly source: "msg" | "module_call";
    },
  ): void;
}
