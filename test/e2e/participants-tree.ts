import {
  type MsgCreateRootParticipant,
  MsgCreateRootParticipantResponse,
  MsgSelfCreateParticipantResponse,
  type MsgSetParticipantOPToValidated,
  type MsgStartParticipantOP,
  MsgStartParticipantOPResponse,
  type Participant,
  ParticipantRole,
  Query,
  type QueryGetParticipantResponse,
} from "../../src/gen/verana/pp/v1.js";
import type { Ledger } from "./participants-ledger.js";
import { type Corporation, createSchemas, type Market, MODE, tu } from "./participants-market.js";
import { FEE, SECOND, uvna } from "./registry-people.js";

export const PP = "/verana.pp.v1.Msg";
const { ISSUER, VERIFIER, ISSUER_GRANTOR, VERIFIER_GRANTOR } = ParticipantRole;

/** Ids of what was onboarded. */
export interface Tree {
  readonly schemaId: bigint;
  readonly root: bigint;
  readonly ig: bigint;
  readonly vg: bigint;
  readonly issuer: bigint;
  readonly verifier: bigint;
  readonly agent: bigint;
  readonly wallet: bigint;
  /** Since when both agents are effective, nanoseconds since the Unix epoch. */
  readonly agentsFrom: bigint;
}

/** The answer to a message, decoded. */
function answered<A>(
  { msgResponses: [first] }: { readonly msgResponses: readonly { readonly value: Uint8Array }[] },
  type: { decode(bytes: Uint8Array): A },
): A {
  if (first === undefined) throw new Error("a message without answer");
  return type.decode(first.value);
}

/** A corporation asks a validator to onboard it; the participant's id. */
export async function start(
  market: Market,
  who: Corporation,
  validatorParticipantId: bigint,
  role: number,
  given: Partial<MsgStartParticipantOP> = {},
): Promise<bigint> {
  const { did } = market.party(who);
  const message = { role, validatorParticipantId, did, ...given };
  const answer = await market.act(who, `${PP}StartParticipantOP`, message);
  return answered(answer, MsgStartParticipantOPResponse).participantId;
}

/** The validator's operator agrees. */
export const validate = (
  market: Market,
  who: Corporation,
  id: bigint,
  agreed: Partial<MsgSetParticipantOPToValidated> = {},
) => market.act(who, `${PP}SetParticipantOPToValidated`, { id, ...NO_FEES, ...agreed });

const NO_FEES = {
  validationFees: 0n,
  issuanceFees: 0n,
  verificationFees: 0n,
  opSummaryDigest: "",
  issuanceFeeDiscount: 0n,
  verificationFeeDiscount: 0n,
};

export const participantOf = async ({ people }: Market, id: bigint): Promise<Participant> => {
  const answer = await people.ask<QueryGetParticipantResponse>(Query.GetParticipant, { id });
  if (answer.participant === undefined) throw new Error(`no participant ${id}`);
  return answer.participant;
};

/** What a service may do in the name of the entry: its corporation pays its fees and what it spends, up to limits. */
export const served = (
  market: Market,
  service: "issuerService" | "verifierService",
  most: number,
) => ({
  vsOperator: market.people.addressOf(service),
  vsOperatorAuthzMsgTypes: ["CreateOrUpdateParticipantSession"],
  vsOperatorAuthzSpendLimit: uvna(tu(most)),
  vsOperatorAuthzWithFeegrant: true,
  vsOperatorAuthzFeeSpendLimit: uvna(10n * FEE),
});

/** What issuers get through their sessions: two, and not a third. */
export const ISSUER_LIMIT = 45;

/** How long before its time an entry is sent: enough for some blocks of a busy machine. */
export const AHEAD = 10n * SECOND;

/**
 * An ecosystem with a schema that grantors onboard for, and one that anybody may issue, below which two
 * agents are from `agentsFrom` on. The roots are effective from `rootsFrom` on.
 */
export async function plantTree(market: Market): Promise<
  Pick<Tree, "schemaId" | "root" | "agent" | "wallet" | "agentsFrom"> & {
    readonly rootsFrom: bigint;
  }
> {
  const [schemaId = 0n, openId = 0n] = await createSchemas(market, "eco", [
    { mode: MODE.grantor },
    { mode: MODE.open },
  ]);
  const soon = async () => ({ effectiveFrom: (await market.people.now()) + AHEAD });
  const fees = { validationFees: 100n, issuanceFees: 10n, verificationFees: 20n };
  const root = await createRoot(market, "eco", schemaId, { ...(await soon()), ...fees });
  const { effectiveFrom } = await soon();
  const open = await createRoot(market, "eco", openId, { effectiveFrom });
  const agentsFrom = effectiveFrom + AHEAD;
  const [agent, wallet] = await Promise.all([
    selfCreate(market, "agent", open, agentsFrom),
    selfCreate(market, "wallet", open, agentsFrom),
  ]);
  return { schemaId, root, agent, wallet, agentsFrom, rootsFrom: effectiveFrom };
}

/** A corporation's root of a schema of its own; the participant's id. */
export async function createRoot(
  market: Market,
  who: Corporation,
  schemaId: bigint,
  given: Partial<MsgCreateRootParticipant>,
): Promise<bigint> {
  const message = { ...NO_FEES, schemaId, did: market.party(who).did, ...given };
  const answer = await market.act(who, `${PP}CreateRootParticipant`, message);
  return answered(answer, MsgCreateRootParticipantResponse).id;
}

async function selfCreate(
  market: Market,
  who: Corporation,
  validatorParticipantId: bigint,
  effectiveFrom: bigint,
): Promise<bigint> {
  const { did } = market.party(who);
  const message = { role: ISSUER, validatorParticipantId, did, effectiveFrom };
  const answer = await market.act(who, `${PP}SelfCreateParticipant`, message);
  return answered(answer, MsgSelfCreateParticipantResponse).id;
}

/** The root validates both grantors, each for 100. */
export async function onboardGrantors(
  market: Market,
  ledger: Ledger,
  root: bigint,
): Promise<Pick<Tree, "ig" | "vg">> {
  const [ig, vg] = await Promise.all([
    start(market, "ig", root, ISSUER_GRANTOR),
    start(market, "vg", root, VERIFIER_GRANTOR),
  ]);
  // 100 for the ecosystem wait in escrow; a fifth of it, 20, is the applicant's deposit at once.
  ledger.enter({ ig: [-120, 20], vg: [-120, 20] }, 200);
  await ledger.check("when both grantors have asked");
  await validate(market, "eco", ig, {
    validationFees: 50n,
    issuanceFees: 5n,
    verificationFees: 5n,
  });
  await validate(market, "eco", vg, { validationFees: 50n, verificationFees: 2n });
  // Of each 100 the ecosystem deposits 20.
  ledger.enter({ eco: [160, 40] }, -200);
  await ledger.check("when both grantors are validated");
  return { ig, vg };
}

/** Each grantor validates an executor for 50; the corporations of those let services act for them. */
export async function onboardExecutors(
  market: Market,
  ledger: Ledger,
  { ig, vg }: Pick<Tree, "ig" | "vg">,
): Promise<Pick<Tree, "issuer" | "verifier">> {
  const [issuer, verifier] = await Promise.all([
    start(market, "issuer", ig, ISSUER, served(market, "issuerService", ISSUER_LIMIT)),
    start(market, "verifier", vg, VERIFIER, served(market, "verifierService", 500)),
  ]);
  await Promise.all([
    validate(market, "ig", issuer, { verificationFees: 30n }),
    validate(market, "vg", verifier),
  ]);
  // 50 for the grantor and 10 as deposit; the grantor keeps 40 and deposits 10.
  ledger.enter({ issuer: [-60, 10], ig: [40, 10], verifier: [-60, 10], vg: [40, 10] });
  await ledger.check("when issuer and verifier are validated");
  return { issuer, verifier };
}
