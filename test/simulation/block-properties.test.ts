import { describe, expect, it } from "vitest";
import { CredentialSchema } from "../../src/gen/verana/cs/v1.js";
import { OnboardingState, Participant, ParticipantRole } from "../../src/gen/verana/pp/v1.js";
import { TrustDeposit } from "../../src/gen/verana/td/v1.js";
import {
  type Limit,
  roleFault,
  spendingFault,
  stakeFault,
  supplyFault,
} from "./block-properties.js";

const { ECOSYSTEM, ISSUER_GRANTOR, ISSUER, VERIFIER, HOLDER } = ParticipantRole;
const of = (amount: bigint, denom = "uvna") => new Map([[denom, amount]]);

describe("the supply", () => {
  const told = (type: string, amount: string) => ({
    type,
    attributes: [{ key: "amount", value: amount }],
  });

  it("follows what was minted and burnt", () => {
    const events = [told("coinbase", "7uvna"), told("burn", "2uvna"), told("coinbase", "1uvna")];
    expect(supplyFault({ before: of(10n), after: of(16n) }, events)).toBeUndefined();
    expect(supplyFault({ before: of(10n), after: of(17n) }, events)).toBeDefined();
    expect(supplyFault({ before: of(10n), after: of(16n) }, [])).toBeDefined();
  });

  it("has no coins of a sudden, and loses none", () => {
    expect(supplyFault({ before: of(1n), after: new Map() }, [])).toBeDefined();
    expect(supplyFault({ before: new Map(), after: of(1n) }, [])).toBeDefined();
    expect(
      supplyFault({ before: new Map(), after: of(0n) }, [told("coinbase", "1ufoo")]),
    ).toBeDefined();
  });
});

describe("[D-AUTHZ-03] what operators spend", () => {
  const limited = (left: bigint, cycle = "1"): Limit => ({ limit: of(10n), left: of(left), cycle });
  const fault = (was: Limit, is: Limit, amount: bigint, denom = "uvna") =>
    spendingFault(
      { before: new Map([["one", was]]), after: new Map([["one", is]]) },
      new Map([["one", of(amount, denom)]]),
    );

  it("is taken off their limits, or more where credit pays", () => {
    expect(fault(limited(9n), limited(4n), 5n)).toBeUndefined();
    expect(fault(limited(9n), limited(3n), 5n)).toBeUndefined();
    expect(fault(limited(9n), limited(5n), 5n)).toBeDefined();
    expect(fault(limited(9n), limited(9n), 1n, "ufoo")).toBeDefined();
  });

  it("is free without a limit, and cannot be told in a block in which the limit begins anew", () => {
    const free: Limit = { limit: new Map(), left: new Map(), cycle: "1" };
    expect(fault(free, free, 5n)).toBeUndefined();
    expect(fault(limited(1n), limited(5n, "2"), 5n)).toBeUndefined();
  });
});

describe("[D-PP-10] roles", () => {
  const schema = (issuers: number, verifiers: number) =>
    CredentialSchema.create({
      ...{ id: 1n, issuerOnboardingMode: issuers, verifierOnboardingMode: verifiers },
      holderOnboardingMode: 1,
    });
  const below = (id: bigint, role: number, validatorParticipantId: bigint, opState = 0) =>
    Participant.create({ ...{ id, schemaId: 1n, role, validatorParticipantId, opState } });
  const { VALIDATED } = OnboardingState;
  const root = below(1n, ECOSYSTEM, 0n);
  const grantor = below(2n, ISSUER_GRANTOR, 1n, VALIDATED);

  it("are those that their validators onboard", () => {
    const issuer = below(3n, ISSUER, 2n, VALIDATED);
    const holder = below(4n, HOLDER, 3n, VALIDATED);
    const verifier = below(5n, VERIFIER, 1n);
    const all = [root, grantor, issuer, holder, verifier];
    expect(roleFault(all, [schema(3, 1)])).toBeUndefined();
  });

  it.each([
    ["an issuer below the root of a schema with grantors", below(3n, ISSUER, 1n, VALIDATED)],
    ["a holder below a grantor", below(3n, HOLDER, 2n, VALIDATED)],
    ["a verifier of a closed schema that made itself", below(3n, VERIFIER, 1n)],
    ["an issuer below nobody", below(3n, ISSUER, 9n, VALIDATED)],
  ])("are not those of %s", (_what, wrong) => {
    expect(roleFault([root, grantor, wrong], [schema(3, 3)])).toBeDefined();
  });
});

describe("[D-TD-13] stakes", () => {
  const p = Participant.create({ id: 2n, corporationId: 7n, deposit: 100n });
  const held = (deposit: bigint, more: Partial<TrustDeposit> = {}) =>
    new Map([[7n, TrustDeposit.create({ corporationId: 7n, deposit, ...more })]]);

  it("are in the deposit of the corporation, its credit apart", () => {
    expect(stakeFault([p], held(100n))).toBeUndefined();
    expect(stakeFault([p], held(99n))).toBeDefined();
    expect(stakeFault([p], held(100n, { refunded: 1n }))).toBeDefined();
    expect(stakeFault([p], new Map())).toBeDefined();
  });

  it("are less after a slash, which governance's are not", () => {
    expect(stakeFault([{ ...p, slashedDeposit: 30n }], held(70n))).toBeUndefined();
    expect(stakeFault([p], held(70n, { slashedDeposit: 30n }))).toBeUndefined();
    const repaid = { slashedDeposit: 30n, repaidDeposit: 30n };
    expect(stakeFault([p], held(70n, repaid))).toBeDefined();
  });

  it("are those of validators too", () => {
    const applicant = Participant.create({
      ...{ id: 3n, corporationId: 8n, validatorParticipantId: 2n, opValidatorDeposit: 5n },
    });
    expect(stakeFault([p, applicant], held(105n))).toBeUndefined();
    expect(stakeFault([p, applicant], held(104n))).toBeDefined();
  });
});
