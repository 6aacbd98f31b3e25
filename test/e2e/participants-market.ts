import type { DeliverTxResponse } from "@cosmjs/stargate";
import * as co from "../../src/gen/verana/co/v1.js";
import { PricingAssetType } from "../../src/gen/verana/cs/v1.js";
import { MsgGrantOperatorAuthorization } from "../../src/gen/verana/de/v1.js";
import * as xr from "../../src/gen/verana/xr/v1.js";
import type { ErrorKind } from "../../src/keeper/errors.js";
import { delegableTypes, SESSION_TYPE } from "../../src/modules/de/index.js";
import { pack } from "../../src/wire/any.js";
import { GOV } from "../support/gov-messages.js";
import { until } from "../support/until.js";
import { restOf } from "./participants-rest.js";
import { passed, propose } from "./registry-governance.js";
import { decide, formGroup } from "./registry-groups.js";
import { type Gathering, gather, type People, SECOND, told } from "./registry-people.js";

/** Each is a group of one, whose member is its operator as well. */
export const CORPORATIONS = ["eco", "ig", "vg", "issuer", "verifier", "agent", "wallet"] as const;
export type Corporation = (typeof CORPORATIONS)[number];

/** Keys of the journey: operators, accounts of services, and who decides for governance. */
export const PLAYERS = [
  ...CORPORATIONS,
  ...(["issuerService", "verifierService", "nativeService", "coinService", "fiatService"] as const),
  "voter",
] as const;
export type Player = (typeof PLAYERS)[number];

/** A chain whose REST answers too. */
export interface ParticipantsChain extends Gathering<Player> {
  readonly restUrl: string;
}

/** Base units of so many trust units: one is a million of them on this chain. */
export const tu = (amount: number): bigint => BigInt(Math.round(amount * 1_000_000));

/** Another coin of the chain: base units of a euro that is one. */
export const EURO = "ueur";

/** What every corporation's account begins with. */
export const FUNDS = tu(10_000);

/** A corporation that was registered. */
export interface Party {
  readonly policy: string;
  readonly id: bigint;
  readonly did: string;
}

const OPERATED = delegableTypes.filter((type) => type !== SESSION_TYPE);
const DIGEST = "sha384-MzNNbQTWCSUSi0bbz7dbua+RcENv7C6FvlmYJ1Y+I727HsPOHdzwELMYO9Mz68M26";

/** Seven registered corporations, and prices of a trust unit, of the other coin and of euros off the chain. */
export async function openMarket(chain: ParticipantsChain) {
  const people = await gather(chain);
  const priced = setPrices(people);
  const founded = CORPORATIONS.map(async (name) => [name, await found(people, name)] as const);
  const parties = Object.fromEntries(await Promise.all(founded)) as Record<Corporation, Party>;
  await priced;

  const by = (name: Corporation) => ({
    corporation: parties[name].policy,
    operator: people.addressOf(name),
  });
  return {
    people,
    by,
    party: (name: Corporation): Party => parties[name],
    /** A message that a corporation's operator sends. */
    act: (name: Corporation, typeUrl: string, value: object): Promise<DeliverTxResponse> =>
      people.send(name, typeUrl, { ...by(name), ...value }),
    /** The same, refused by its block. */
    refused: (name: Corporation, typeUrl: string, value: object, kind: ErrorKind): Promise<void> =>
      people.refused(name, typeUrl, { ...by(name), ...value }, kind),
    /** The group grants its operator anew, on these terms. */
    grant: (name: Corporation, terms: Partial<MsgGrantOperatorAuthorization>) =>
      decide(people, [name], parties[name].policy, grantOf(people, name, parties[name], terms)),
    rest: restOf(chain.restUrl),
    /** Resolves when this time has come in a block that was committed: the latest that is told of may not be. */
    after: (time: bigint): Promise<void> =>
      until(async () => (await people.timeOf((await people.height()) - 1)) >= time),
  };
}

export type Market = Awaited<ReturnType<typeof openMarket>>;

/** A trust unit is a million uvna, a ueur 1.5, and a cent 1,000.4. */
const RATES = [
  { baseAssetType: PricingAssetType.TU, baseAsset: "tu", rate: "1000000", rateScale: 0 },
  { baseAssetType: PricingAssetType.COIN, baseAsset: EURO, rate: "15", rateScale: 1 },
  { baseAssetType: PricingAssetType.FIAT, baseAsset: "EUR", rate: "10004", rateScale: 1 },
] as const;

async function setPrices(people: People<Player>): Promise<void> {
  const messages = RATES.flatMap((rate, n) => {
    const create = xr.MsgCreateExchangeRate.create({
      ...rate,
      authority: GOV,
      quoteAssetType: PricingAssetType.COIN,
      quoteAsset: "uvna",
      validityDuration: 86_400n * SECOND,
    });
    const enable = { authority: GOV, id: BigInt(n) + 1n, state: true };
    return [pack(xr.MsgCreateExchangeRate, create), pack(xr.MsgSetExchangeRateState, enable)];
  });
  await passed(people, await propose(people, messages, "What things cost"));
}

/** The group lets its member operate it, who registers it. */
async function found(people: People<Player>, name: Corporation): Promise<Party> {
  const policy = await formGroup(people, name, [name], 1, FUNDS);
  await decide(people, [name], policy, grantOf(people, name, { policy }));
  const operator = people.addressOf(name);
  const did = `did:example:${name}`;
  const register = { corporation: policy, operator, ...described(`${did}-corporation`) };
  await people.send(name, "/vpr.co.v1.MsgRegisterCorporation", register);
  const { corporation } = await people.ask<co.QueryGetCorporationResponse>(
    co.Query.GetCorporation,
    { corporation: policy },
  );
  return { policy, id: corporation.id, did };
}

const grantOf = (
  people: People<Player>,
  name: Corporation,
  { policy }: Pick<Party, "policy">,
  terms: Partial<MsgGrantOperatorAuthorization> = {},
) =>
  pack(
    MsgGrantOperatorAuthorization,
    MsgGrantOperatorAuthorization.create({
      corporation: policy,
      grantee: people.addressOf(name),
      msgTypes: OPERATED,
      ...terms,
    }),
  );

const described = (did: string) => ({
  did,
  language: "en",
  docUrl: "https://example.com/framework.pdf",
  docDigestSri: DIGEST,
});

/** Who onboards executors of a schema. */
export const MODE = { open: 1, ecosystem: 2, grantor: 3 } as const;

/** A schema to be: who onboards for it, and what fees are in; trust units unless told. */
export interface Wish {
  readonly mode: number;
  readonly pricingAssetType?: number;
  readonly pricingAsset?: string;
}

/** An ecosystem of a corporation with one schema for each wish; the schemas' ids. */
export async function createSchemas(
  market: Market,
  owner: Corporation,
  wishes: readonly Wish[],
): Promise<readonly bigint[]> {
  const eco = described(`${market.party(owner).did}-ecosystem`);
  const created = await market.act(owner, "/verana.ec.v1.MsgCreateEcosystem", eco);
  const ecosystemId = BigInt(told(created, "create_ecosystem", "ecosystem_id"));
  const ids: bigint[] = [];
  for (const wish of wishes) {
    const schema = { ...schemaOf(wish), ecosystemId };
    const made = await market.act(owner, "/verana.cs.v1.MsgCreateCredentialSchema", schema);
    ids.push(BigInt(told(made, "create_credential_schema", "credential_schema_id")));
  }
  return ids;
}

/** Days for which issuers are validated; everybody else is without end. */
export const ISSUER_DAYS = 365;

const schemaOf = ({ mode, ...pricing }: Wish) => ({
  jsonSchema: JSON.stringify({
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "Example",
    type: "object",
  }),
  issuerGrantorValidationValidityPeriod: { value: 0 },
  verifierGrantorValidationValidityPeriod: { value: 0 },
  issuerValidationValidityPeriod: { value: ISSUER_DAYS },
  verifierValidationValidityPeriod: { value: 0 },
  holderValidationValidityPeriod: { value: 0 },
  issuerOnboardingMode: mode,
  verifierOnboardingMode: mode,
  holderOnboardingMode: 2,
  pricingAssetType: PricingAssetType.TU,
  pricingAsset: "tu",
  ...pricing,
  digestAlgorithm: "sha384",
});
