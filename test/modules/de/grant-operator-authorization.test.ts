import { beforeEach, describe, expect, it } from "vitest";
import {
  MsgGrantOperatorAuthorization,
  type QueryListOperatorAuthorizationsResponse,
} from "../../../src/gen/verana/de/v1.js";
import { deErrors } from "../../../src/modules/de/index.js";
import { ALICE, account, BOB, CAROL, DAY, RegistryWorld } from "../../support/registry-world.js";

type Grant = Partial<MsgGrantOperatorAuthorization>;

const LIST = "/verana.de.v1.Query/ListOperatorAuthorizations";
const SESSION = "/verana.pp.v1.MsgCreateOrUpdateParticipantSession";

describe("MsgGrantOperatorAuthorization", () => {
  let world: RegistryWorld;
  let policy: string;

  beforeEach(() => {
    world = new RegistryWorld();
    policy = world.group();
  });

  const message = (init: Grant = {}): Grant => ({
    corporation: policy,
    grantee: BOB,
    msgTypes: ["CreateEcosystem"],
    ...init,
  });
  const refused = (init: Grant, signer = policy) =>
    world.refuses(MsgGrantOperatorAuthorization, message(init), signer, "group");
  const stored = () => world.query<QueryListOperatorAuthorizationsResponse>(LIST);
  const one = () => stored().operatorAuthorizations[0];

  /** A registered corporation with BOB as an operator who may grant. */
  const corporation = () => {
    const made = world.corporation();
    world.grant(made.policyAddress, { msgTypes: ["GrantOperatorAuthorization"] });
    return made;
  };

  it("[MOD-DE-MSG-3] lets a group policy grant on its own, before registration too", () => {
    world.grant(policy, { msgTypes: ["CreateCorporation"] });
    expect(one()).toMatchObject({ id: 1n, corporationId: 1n, operator: BOB });
    expect(one()).toMatchObject({ grantingPolicy: policy, spendLimit: [], expiration: undefined });
  });

  it("[MOD-DE-MSG-3-1] takes the policy itself as operator for the group's own mode", () => {
    world.send(MsgGrantOperatorAuthorization, message({ operator: policy }), policy, "group");
    expect(one()?.operator).toBe(BOB);
  });

  it("[MOD-DE-MSG-3-1] refuses a grant without corporation, grantee or message types", () => {
    expect(refused({ corporation: "" }).kind).toBe(deErrors.missingParameter);
    expect(refused({ grantee: "" }).kind).toBe(deErrors.missingParameter);
    expect(refused({ msgTypes: [] }).kind).toBe(deErrors.missingParameter);
  });

  it("[MOD-DE-MSG-3-2] refuses malformed accounts", () => {
    expect(refused({ corporation: "verana1nonsense" }).kind).toBe(deErrors.malformedCorporation);
    expect(refused({ corporation: "0" }).kind).toBe(deErrors.malformedCorporation);
    expect(refused({ operator: "nonsense" }).kind).toBe(deErrors.malformedOperator);
    expect(refused({ grantee: "cosmos1nonsense" }).kind).toBe(deErrors.malformedGrantee);
  });

  it("[D-DE-02] refuses a policy that is not the authenticated signer", () => {
    const error = refused({}, ALICE);
    expect(error.kind).toBe(deErrors.signerMismatch);
    expect(error.rule).toBe("MOD-DE-MSG-3-2");
  });

  it("[MOD-DE-MSG-3-2] refuses message types that cannot be delegated", () => {
    expect(refused({ msgTypes: ["/cosmos.bank.v1beta1.MsgSend"] }).kind).toBe(
      deErrors.notDelegable,
    );
    expect(refused({ msgTypes: ["/verana.co.v1.MsgCreateCorporation"] }).kind).toBe(
      deErrors.notDelegable,
    );
    // The last one has a Kelvin sign, which is a k in lower case.
    for (const text of ["toString", "", " CreateEcosystem", "Revo\u212aeParticipant"]) {
      expect(refused({ msgTypes: [text] }).kind).toBe(deErrors.notDelegable);
    }
  });

  it("[D-DE-04] refuses session messages under both of their names", () => {
    for (const type of [SESSION, "createorupdateparticipantsession"]) {
      const error = refused({ msgTypes: ["CreateEcosystem", type] });
      expect(error.kind).toBe(deErrors.sessionNotGrantable);
    }
  });

  it("[D-GEN-19] stores type URLs, each once, whatever the case of the short names", () => {
    world.grant(policy, {
      msgTypes: [
        "createcorporation",
        "CREATECORPORATION",
        "/verana.ec.v1.MsgCreateEcosystem",
        "SetParticipantOPToValidated",
        "ArchiveCorporation",
      ],
    });
    expect(one()?.msgTypes).toEqual([
      "/vpr.co.v1.MsgRegisterCorporation",
      "/verana.ec.v1.MsgCreateEcosystem",
      "/verana.pp.v1.MsgSetParticipantOPToValidated",
      "/vpr.co.v1.MsgArchiveCorporation",
    ]);
  });

  it("[MOD-DE-MSG-3-2] refuses an expiration that is not in the future", () => {
    expect(refused({ expiration: world.time }).kind).toBe(deErrors.expirationNotInFuture);
    world.grant(policy, { expiration: world.time + 1n });
    expect(one()?.expiration).toBe(world.time + 1n);
  });

  it("[D-GEN-20] refuses limits with a zero, a repeated denomination or too large an amount", () => {
    const uvna = (amount: bigint) => ({ denom: "uvna", amount });
    for (const limit of [[uvna(0n)], [uvna(1n), uvna(2n)], [uvna(1n << 63n)], [uvna(-1n)]]) {
      expect(refused({ authzSpendLimit: limit }).kind).toBe(deErrors.malformedSpendLimit);
    }
    world.grant(policy, { authzSpendLimit: [uvna(5n), { denom: "ufoo", amount: 3n }] });
    const sorted = [{ denom: "ufoo", amount: 3n }, uvna(5n)];
    expect(one()).toMatchObject({ spendLimit: sorted, remainingSpend: sorted });
  });

  it("[MOD-DE-MSG-3-2] refuses a period of nothing and a period without an expiration", () => {
    const authzSpendLimit = [{ denom: "uvna", amount: 5n }];
    const expiration = world.time + DAY;
    expect(refused({ authzSpendLimit, expiration, authzSpendLimitPeriod: 0n }).kind).toBe(
      deErrors.malformedPeriod,
    );
    expect(refused({ authzSpendLimit, authzSpendLimitPeriod: DAY }).kind).toBe(
      deErrors.expirationMissing,
    );
  });

  it("[D-DE-03] drops ignored values first: they are neither checked nor stored", () => {
    world.grant(policy, {
      authzSpendLimitPeriod: -1n,
      feegrantSpendLimit: [{ denom: "uvna", amount: 0n }],
      feegrantSpendLimitPeriod: 0n,
    });
    expect(one()).toMatchObject({ period: undefined, expiration: undefined });
  });

  it("[MOD-DE-MSG-3-2] refuses a fee allowance with a malformed limit or period", () => {
    const feegrantSpendLimit = [{ denom: "uvna", amount: 5n }];
    const fee = { withFeegrant: true, feegrantSpendLimit };
    const malformed = { withFeegrant: true, feegrantSpendLimit: [{ denom: "uvna", amount: 0n }] };
    expect(refused(malformed).kind).toBe(deErrors.malformedFeeLimit);
    expect(refused({ ...fee, feegrantSpendLimitPeriod: 0n }).kind).toBe(
      deErrors.malformedFeePeriod,
    );
    // Before the fee, and not only when the allowance is made.
    const endless = refused({ ...fee, feegrantSpendLimitPeriod: DAY });
    expect([endless.kind, endless.rule]).toEqual([deErrors.expirationMissing, "MOD-DE-MSG-3-2"]);
  });

  it("[D-DE-05] refuses a grantee that is a VS operator of the corporation, dead records included", () => {
    const { policyAddress } = world.corporation();
    const section = world.export("de") as Record<string, never>;
    const record = {
      participant_id: "1",
      msg_types: [SESSION],
      expiration: "2020-01-01T00:00:00Z",
    };
    world.import("de", {
      ...section,
      vs_operator_authorizations: [
        { id: "1", corporation_id: "2", vs_operator: CAROL, records: [record] },
      ],
    });
    const init = { corporation: policyAddress, grantee: CAROL };
    expect(refused(init, policyAddress).kind).toBe(deErrors.vsOperatorExists);
    world.grant(policyAddress, { grantee: BOB });
  });

  it("[MOD-DE-MSG-3-3] asks nothing of balances: fees are taken before messages run", () => {
    world.grant(policy);
    expect(world.dump()).not.toContain("bank ");
  });

  it("[MOD-DE-MSG-3-4] emits what indexers read", () => {
    world.taken("");
    world.grant(policy);
    expect(world.taken("grant_operator_authorization")).toEqual([
      {
        authz_id: "1",
        corporation_id: "1",
        grantee: BOB,
        with_feegrant: "false",
        timestamp: "2026-01-01T00:00:00Z",
      },
    ]);
  });

  it("[D-DE-03] replaces a grant whole and keeps its id", () => {
    const limit = [{ denom: "uvna", amount: 5n }];
    world.grant(policy, { authzSpendLimit: limit, expiration: world.time + DAY });
    world.grant(policy, { grantee: CAROL });
    world.grant(policy, { msgTypes: ["StoreDigest"] });
    expect(stored().operatorAuthorizations).toHaveLength(2);
    expect(one()).toMatchObject({ id: 1n, spendLimit: [], expiration: undefined });
    expect(one()?.msgTypes).toEqual(["/verana.di.v1.MsgStoreDigest"]);
  });

  it("[D-AUTHZ-02] refuses accounts that are no group policy", () => {
    const error = refused({ corporation: ALICE }, ALICE);
    expect(error.kind).toBe(deErrors.notAGroupPolicy);
    expect(error.rule).toBe("D-AUTHZ-02");
  });

  it("[D-AUTHZ-02] refuses a decimal id in group mode, registered or not", () => {
    expect(refused({ corporation: "1" }).kind).toBe(deErrors.notAGroupPolicy);
    const { policyAddress, corporationId } = world.corporation();
    const init = { corporation: corporationId.toString(), operator: policyAddress };
    expect(refused(init, policyAddress).kind).toBe(deErrors.notAGroupPolicy);
  });

  it("[D-AUTHZ-02] refuses the other policies of a registered group", () => {
    const { policyAddress, corporationId } = world.corporation();
    const weaker = world.secondPolicy(corporationId, policyAddress);
    const error = refused({ corporation: weaker }, weaker);
    expect(error.kind).toBe(deErrors.policyNotBound);
    expect(error.rule).toBe("D-GEN-01");
  });

  it("[D-AUTHZ-02] lets a later grant of another policy replace the earlier one before registration", () => {
    const other = world.secondPolicy(1n, policy);
    world.grant(policy);
    world.grant(other);
    expect(stored().operatorAuthorizations).toMatchObject([{ id: 1n, grantingPolicy: other }]);
  });

  it("[D-AUTHZ-12] lets an operator grant to others, by policy address or group id, never to itself", () => {
    const { policyAddress, corporationId } = corporation();
    for (const name of [policyAddress, corporationId.toString(), policyAddress.toUpperCase()]) {
      const init = message({ corporation: name, operator: BOB, grantee: CAROL });
      world.send(MsgGrantOperatorAuthorization, init, BOB);
      const self = { ...init, grantee: BOB };
      const error = world.refuses(MsgGrantOperatorAuthorization, self, BOB);
      expect(error.kind).toBe(deErrors.grantToSelf);
    }
    const granted = stored().operatorAuthorizations.find(({ operator }) => operator === CAROL);
    expect(granted).toMatchObject({ corporationId: 2n, grantingPolicy: policyAddress });
  });

  it("[MOD-DE-MSG-3-2] asks AUTHZ-CHECK of operators: registration, then the authorization", () => {
    const init = message({ operator: BOB, grantee: CAROL });
    world.grant(policy, { msgTypes: ["GrantOperatorAuthorization"] });
    expect(world.refuses(MsgGrantOperatorAuthorization, init, BOB).kind).toBe(
      deErrors.corporationNotRegistered,
    );
    const { policyAddress } = world.corporation();
    const other = { ...init, corporation: policyAddress, operator: account(9) };
    expect(world.refuses(MsgGrantOperatorAuthorization, other, account(9)).kind).toBe(
      deErrors.authorizationNotFound,
    );
  });
});
