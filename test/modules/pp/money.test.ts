import fc from "fast-check";
import { expect, it } from "vitest";
import {
  MsgCancelParticipantOPLastRequest,
  MsgCreateOrUpdateParticipantSession,
  MsgCreateRootParticipant,
  MsgRenewParticipantOP,
  MsgRepayParticipantSlashedTrustDeposit,
  MsgRevokeParticipant,
  MsgSelfCreateParticipant,
  MsgSetParticipantEffectiveUntil,
  MsgSetParticipantOPToValidated,
  MsgSlashParticipantTrustDeposit,
  MsgStartParticipantOP,
  type Participant,
} from "../../../src/gen/verana/pp/v1.js";
import {
  MsgReclaimTrustDepositYield,
  MsgRepaySlashedTrustDeposit,
  MsgSlashTrustDeposit,
} from "../../../src/gen/verana/td/v1.js";
import { MsgSetExchangeRateState } from "../../../src/gen/verana/xr/v1.js";
import { ChainError } from "../../../src/keeper/errors.js";
import type { MessageType } from "../../../src/wire/descriptor.js";
import { DAY, SECOND } from "../../support/registry-world.js";
import { coinOf, MarketWorld, MODE, type Party, TU } from "./market-world.js";

const NAMES = ["a", "b", "c", "d"] as const;
const DENOMS = ["uvna", "ufoo"] as const;
const SESSION = ["CreateOrUpdateParticipantSession"];
const VALIDATE = ["SetParticipantOPtoValidated"];

/** Three schemas of two ecosystems: native coin with grantors, trust units, another coin and open. */
function market(): MarketWorld {
  const world = new MarketWorld();
  for (const name of NAMES) {
    const party = world.party(name, 10n ** 6n);
    world.fund(party.policyAddress, 10n ** 6n, "ufoo");
  }
  const [a, b] = [world.party("a"), world.party("b")];
  world.schema(a, { ...coinOf("uvna"), issuerValidationValidityPeriod: { value: 30 } });
  world.schema(a, { ...TU, issuerOnboardingMode: MODE.ecosystem });
  const open = { issuerOnboardingMode: MODE.open, verifierOnboardingMode: MODE.open };
  world.schema(b, { ...coinOf("ufoo"), ...open });
  world.rate(TU, "7", 1);
  world.rate(coinOf("ufoo"), "13", 1);
  for (const schemaId of [1n, 2n, 3n]) {
    const fees = { validationFees: 1_003n, issuanceFees: 107n, verificationFees: 211n };
    world.root(schemaId === 3n ? b : a, schemaId, fees);
  }
  return world;
}

const small = fc.bigInt({ min: 0n, max: 4_000n });
const id = fc.bigInt({ min: 1n, max: 12n });
const step = fc.record({
  what: fc.constantFrom(
    ...["start", "start", "start", "validate", "validate", "validate", "renew", "cancel", "self"],
    ...["until", "revoke", "session", "session", "session", "slash", "repay", "root"],
    ...["govern", "repay td", "claim", "yield", "rate", "pass", "send"],
  ),
  who: fc.constantFrom(...NAMES),
  role: fc.constantFrom(1, 2, 3, 4, 6),
  id,
  other: id,
  amount: small,
  discount: fc.constantFrom(0n, 0n, 2_500n),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** The operator that may validate the participant. */
const validatorOf = (world: MarketWorld, participantId: bigint): Party | undefined => {
  const p = world.participants.find(world.ctx, participantId);
  const validator = world.participants.find(world.ctx, p?.validatorParticipantId ?? 0n);
  return NAMES.map((name) => world.party(name)).find((one) => one.id === validator?.corporationId);
};

const ownerOf = (world: MarketWorld, participantId: bigint): Party | undefined => {
  const p = world.participants.find(world.ctx, participantId);
  return NAMES.map((name) => world.party(name)).find((one) => one.id === p?.corporationId);
};

/** What a step is about: one that the message may fit, if there is any. */
const FITS: Readonly<Record<string, (p: Participant) => boolean>> = {
  start: (p) => p.role === 5 || p.role === 3 || p.role === 4,
  validate: (p) => p.opState === 1,
  cancel: (p) => p.opState === 1,
  renew: (p) => p.opState === 2,
  session: (p) => p.vsOperator !== "" && (p.role === 1 || p.role === 2),
  slash: (p) => p.deposit > 0n,
  repay: (p) => p.slashedDeposit > p.repaidDeposit,
  until: (p) => p.effectiveFrom !== undefined,
};

function target(world: MarketWorld, s: Step): bigint {
  const fits = FITS[s.what] ?? (() => true);
  const all = [...world.participants.state.participants.entries(world.ctx)].map(([, p]) => p);
  const found = all.filter(fits);
  return found[Number(s.id) % Math.max(found.length, 1)]?.id ?? s.id;
}

/** One message, or one thing that happens; what it burns when it is not refused. */
function act(world: MarketWorld, chosen: Step): bigint {
  const s = { ...chosen, id: target(world, chosen) };
  const who = world.party(s.who);
  const send = <T>(type: MessageType<T>, init: object, by: Party = who) =>
    world.send(type, { ...world.by(by), ...init } as unknown as Partial<T>, by.operator);
  const authz = (types: string[]) => ({
    vsOperator: who.vsOperator,
    vsOperatorAuthzMsgTypes: types,
    vsOperatorAuthzSpendLimit: [
      { denom: "uvna", amount: 3_000n },
      { denom: "ufoo", amount: 900n },
    ],
  });
  switch (s.what) {
    case "start": {
      const types = s.role < 3 ? SESSION : s.role === 6 ? ["TriggerResolver"] : VALIDATE;
      const asked = { role: s.role, validatorParticipantId: s.id, did: who.did };
      send(MsgStartParticipantOP, { ...asked, ...(s.amount % 3n === 0n ? {} : authz(types)) });
      return 0n;
    }
    case "validate": {
      const fees = { validationFees: s.amount, issuanceFees: 31n, verificationFees: 17n };
      const known = world.participants.find(world.ctx, s.id);
      const agreed = known?.effectiveFrom === undefined ? fees : known;
      const discount = known?.effectiveFrom === undefined ? s.discount : known.issuanceFeeDiscount;
      send(
        MsgSetParticipantOPToValidated,
        {
          id: s.id,
          validationFees: agreed.validationFees,
          issuanceFees: agreed.issuanceFees,
          verificationFees: agreed.verificationFees,
          issuanceFeeDiscount: discount,
        },
        validatorOf(world, s.id) ?? who,
      );
      return 0n;
    }
    case "renew":
      send(MsgRenewParticipantOP, { id: s.id }, ownerOf(world, s.id) ?? who);
      return 0n;
    case "cancel":
      send(MsgCancelParticipantOPLastRequest, { id: s.id }, ownerOf(world, s.id) ?? who);
      return 0n;
    case "self":
      send(MsgSelfCreateParticipant, {
        role: s.role,
        validatorParticipantId: 3n,
        did: who.did,
        effectiveFrom: world.time + SECOND,
        ...authz(SESSION),
      });
      return 0n;
    case "root":
      send(MsgCreateRootParticipant, {
        schemaId: 1n + (s.id % 3n),
        did: who.did,
        effectiveFrom: world.time + s.amount * SECOND,
      });
      return 0n;
    case "until":
      send(
        MsgSetParticipantEffectiveUntil,
        { id: s.id, effectiveUntil: world.time + s.amount * 900n * SECOND },
        validatorOf(world, s.id) ?? who,
      );
      return 0n;
    case "revoke":
      if (s.amount % 8n > 0n) return 0n;
      send(MsgRevokeParticipant, { id: s.id });
      return 0n;
    case "session": {
      const p = world.participants.find(world.ctx, s.id);
      const owner = ownerOf(world, s.id) ?? who;
      const message = {
        corporation: owner.policyAddress,
        operator: owner.vsOperator,
        id: `00000000-0000-4000-8000-${s.id.toString().padStart(12, "0")}`,
        issuerParticipantId: p?.role === 2 ? 0n : s.id,
        verifierParticipantId: p?.role === 2 ? s.id : 0n,
        agentParticipantId: s.other > 8n ? s.other : 0n,
      };
      world.send(MsgCreateOrUpdateParticipantSession, message, owner.vsOperator);
      return 0n;
    }
    case "slash": {
      const amount = (s.amount % 150n) + 1n;
      send(MsgSlashParticipantTrustDeposit, { id: s.id, amount }, world.party("a"));
      return amount;
    }
    case "repay":
      send(MsgRepayParticipantSlashedTrustDeposit, { id: s.id }, ownerOf(world, s.id) ?? who);
      return 0n;
    case "govern":
      if (s.amount % 8n > 0n) return 0n;
      world.govern(MsgSlashTrustDeposit, { corporationId: who.id, deposit: s.amount });
      return s.amount;
    case "repay td": {
      const td = world.deposits.find(world.ctx, who.id);
      const deposit = (td?.slashedDeposit ?? 0n) - (td?.repaidDeposit ?? 0n);
      send(MsgRepaySlashedTrustDeposit, { deposit });
      return 0n;
    }
    case "claim":
      send(MsgReclaimTrustDepositYield, {});
      return 0n;
    case "yield":
      world.fundModule("fee_collector", s.amount);
      world.pass(DAY);
      world.run((ctx) => world.deposits.distributeYield(ctx, world.time - DAY));
      return 0n;
    case "rate":
      world.govern(MsgSetExchangeRateState, { id: 1n + (s.id % 2n), state: s.amount % 4n !== 0n });
      return 0n;
    case "pass":
      world.pass((s.amount % 500n) * 900n * SECOND);
      return 0n;
    default: {
      const to = world.party(NAMES[Number(s.id % 4n)] ?? "a");
      const coins = [{ denom: "uvna", amount: s.amount + 1n }];
      world.run((ctx) => world.bank.send(ctx, who.policyAddress, to.policyAddress, coins));
      return 0n;
    }
  }
}

it("[D-PP-13] [D-TD-13] [D-PP-21] [D-DE-01] whatever happens, no coin appears or vanishes, the escrow is what is pending, deposits are covered, records belong to the living", () => {
  const worked = new Map<string, number>();
  const property = fc.property(fc.array(step, { minLength: 40, maxLength: 60 }), (steps) => {
    const world = market();
    for (const s of steps) {
      const before = DENOMS.map((denom) => world.supply(denom));
      world.pass(SECOND);
      let burnt = 0n;
      try {
        burnt = act(world, s);
        worked.set(s.what, (worked.get(s.what) ?? 0) + 1);
      } catch (error) {
        if (!(error instanceof ChainError)) throw error;
      }
      const [native = 0n, other] = before;
      expect(DENOMS.map((denom) => world.supply(denom))).toEqual([native - burnt, other]);
      expect(world.faults(), s.what).toEqual([]);
    }
  });
  fc.assert(property, { numRuns: 25, seed: 20260104 });
  // A history in which nothing succeeds would hold anything.
  const often = ["start", "validate", "renew", "cancel", "self", "session", "slash", "until"];
  expect(often.filter((what) => (worked.get(what) ?? 0) < 5)).toEqual([]);
}, 240_000);
