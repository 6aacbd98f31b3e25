import {
  MsgCreateCredentialSchema,
  MsgCreateCredentialSchemaResponse,
} from "../../../src/gen/verana/cs/v1.js";
import type { MsgGrantOperatorAuthorization } from "../../../src/gen/verana/de/v1.js";
import { MsgCreateEcosystem, MsgCreateEcosystemResponse } from "../../../src/gen/verana/ec/v1.js";
import {
  MsgCreateRootParticipant,
  MsgCreateRootParticipantResponse,
  MsgSelfCreateParticipant,
  MsgSelfCreateParticipantResponse,
  MsgSetParticipantOPToValidated,
  MsgStartParticipantOP,
  MsgStartParticipantOPResponse,
  type Participant,
  ParticipantRole,
} from "../../../src/gen/verana/pp/v1.js";
import { MsgCreateExchangeRate, MsgSetExchangeRateState } from "../../../src/gen/verana/xr/v1.js";
import { Schema } from "../../../src/keeper/collections.js";
import { delegableTypes, SESSION_TYPE } from "../../../src/modules/de/index.js";
import { ParticipantKeeper } from "../../../src/modules/pp/index.js";
import { participantState } from "../../../src/modules/pp/state.js";
import { MoneyWorld } from "../../support/money-world.js";
import type { Market } from "../../support/participant-steps.js";
import { account, DAY, described, SECOND } from "../../support/registry-world.js";

/** A corporation of the tests, its operator and the account of its services. */
export interface Party {
  readonly name: string;
  readonly id: bigint;
  readonly policyAddress: string;
  readonly operator: string;
  readonly vsOperator: string;
  readonly did: string;
}

const OPERATED = delegableTypes.filter((type) => type !== SESSION_TYPE);

export const FUNDS = 10n ** 15n;

type SchemaGiven = Partial<MsgCreateCredentialSchema>;

/** A schema that says nothing of its subject. */
export const JSON_SCHEMA = JSON.stringify({
  $schema: "https://json-schema.org/draft/2020-12/schema",
  title: "Example",
  description: "An example",
  type: "object",
  properties: { credentialSubject: { type: "object" } },
});

/** Modes and prices by the names that tests use. */
export const MODE = { open: 1, ecosystem: 2, grantor: 3 } as const;
export const HOLDERS = { issuer: 1, anyone: 2 } as const;
export const TU = { pricingAssetType: 1, pricingAsset: "tu" } as const;
export const coinOf = (denom: string) => ({ pricingAssetType: 2, pricingAsset: denom }) as const;
export const EURO = { pricingAssetType: 3, pricingAsset: "EUR" } as const;

/** The whole registry with corporations that onboard each other, at 2026-01-01. */
export class MarketWorld extends MoneyWorld {
  readonly participants = new ParticipantKeeper(
    participantState(new Schema("pp", this.settings.prefix)),
  );
  readonly #parties = new Map<string, Party>();
  #last = 100;

  /** A corporation by its name, made and funded when it is first asked for. */
  party(name: string, funds = FUNDS): Party {
    const known = this.#parties.get(name);
    if (known !== undefined) return known;
    const operator = account(++this.#last);
    const vsOperator = account(++this.#last);
    const did = `did:example:${name}`;
    const { id, policyAddress } = this.rich(
      `did:example:corporation:${name}`,
      OPERATED,
      funds,
      operator,
    );
    const made = { name, id, policyAddress, operator, vsOperator, did };
    this.#parties.set(name, made);
    return made;
  }

  by({ policyAddress: corporation, operator }: Party) {
    return { corporation, operator };
  }

  /** Limits what a corporation's operator may do or spend. */
  limit(who: Party, grant: Partial<MsgGrantOperatorAuthorization>): void {
    this.grant(who.policyAddress, { grantee: who.operator, msgTypes: OPERATED, ...grant });
  }

  /** A schema of an ecosystem that `owner` controls. */
  schema(owner: Party, given: SchemaGiven = {}): bigint {
    const eco = { ...this.by(owner), ...described(`did:example:ecosystem:${owner.name}`) };
    const { value } = this.send(MsgCreateEcosystem, eco, owner.operator);
    const { ecosystemId } = MsgCreateEcosystemResponse.decode(value);
    const message: SchemaGiven = {
      ...this.by(owner),
      ecosystemId,
      jsonSchema: JSON_SCHEMA,
      issuerOnboardingMode: MODE.grantor,
      verifierOnboardingMode: MODE.grantor,
      holderOnboardingMode: HOLDERS.issuer,
      ...coinOf("uvna"),
      digestAlgorithm: "sha384",
      ...given,
    };
    const reply = this.send(MsgCreateCredentialSchema, message, owner.operator);
    return MsgCreateCredentialSchemaResponse.decode(reply.value).id;
  }

  /** A root participant of `owner`, effective a second later, to which the clock is put. */
  root(owner: Party, schemaId: bigint, given: Partial<MsgCreateRootParticipant> = {}): bigint {
    const message = {
      ...this.by(owner),
      schemaId,
      did: owner.did,
      effectiveFrom: this.time + SECOND,
      ...given,
    };
    const { value } = this.send(MsgCreateRootParticipant, message, owner.operator);
    if (given.effectiveFrom === undefined) this.pass(SECOND);
    return MsgCreateRootParticipantResponse.decode(value).id;
  }

  start(
    applicant: Party,
    validatorParticipantId: bigint,
    role: number,
    given: Partial<MsgStartParticipantOP> = {},
  ): bigint {
    const message = {
      ...this.by(applicant),
      role,
      validatorParticipantId,
      did: applicant.did,
      ...given,
    };
    const { value } = this.send(MsgStartParticipantOP, message, applicant.operator);
    return MsgStartParticipantOPResponse.decode(value).participantId;
  }

  validate(
    validator: Party,
    id: bigint,
    given: Partial<MsgSetParticipantOPToValidated> = {},
  ): void {
    const message = { ...this.by(validator), id, ...given };
    this.send(MsgSetParticipantOPToValidated, message, validator.operator);
  }

  /** An onboarded participant, in one go. */
  onboard(
    applicant: Party,
    validator: { readonly party: Party; readonly id: bigint },
    role: number,
    given: {
      readonly start?: Partial<MsgStartParticipantOP>;
      readonly agreed?: Partial<MsgSetParticipantOPToValidated>;
    } = {},
  ): bigint {
    const id = this.start(applicant, validator.id, role, given.start);
    this.pass(SECOND);
    this.validate(validator.party, id, given.agreed);
    return id;
  }

  selfCreate(
    who: Party,
    validatorParticipantId: bigint,
    role: number = ParticipantRole.ISSUER,
    given: Partial<MsgSelfCreateParticipant> = {},
  ): bigint {
    const message = {
      ...this.by(who),
      role,
      validatorParticipantId,
      did: who.did,
      effectiveFrom: this.time + SECOND,
      ...given,
    };
    const { value } = this.send(MsgSelfCreateParticipant, message, who.operator);
    return MsgSelfCreateParticipantResponse.decode(value).id;
  }

  /** A rate of an asset to the native coin, on. */
  rate(
    base: { readonly pricingAssetType: number; readonly pricingAsset: string },
    rate: string,
    rateScale = 0,
  ): bigint {
    const message = {
      baseAssetType: base.pricingAssetType,
      baseAsset: base.pricingAsset,
      quoteAssetType: 2,
      quoteAsset: "uvna",
      rate,
      rateScale,
      validityDuration: 1_000n * DAY,
    };
    this.govern(MsgCreateExchangeRate, message);
    const id = this.#rates + 1n;
    this.#rates = id;
    this.govern(MsgSetExchangeRateState, { id, state: true });
    return id;
  }

  #rates = 0n;

  participant(id: bigint): Participant {
    const found = this.participants.find(this.ctx, id);
    if (found === undefined) throw new Error(`no participant ${id}`);
    return found;
  }

  /** What random steps are chosen from; the schemas as they were made, from id 1 on. */
  market(
    parties: readonly Party[],
    schemas: readonly { readonly of: Party; readonly issuer: number; readonly verifier: number }[],
  ): Market {
    return {
      parties,
      participants: [...this.participants.state.participants.entries(this.ctx)].map(([, p]) => p),
      schemas: schemas.map(({ of, issuer, verifier }, i) => ({
        id: BigInt(i + 1),
        corporationId: of.id,
        issuerOnboardingMode: issuer,
        verifierOnboardingMode: verifier,
      })),
      time: this.time,
    };
  }

  /** What a corporation holds, and what it deposited. */
  holdings({ policyAddress, id }: Party, denom = this.settings.denom) {
    const td = this.deposits.find(this.ctx, id);
    return {
      account: this.balance(policyAddress, denom),
      deposit: td?.deposit ?? 0n,
      refunded: td?.refunded ?? 0n,
    };
  }
}
