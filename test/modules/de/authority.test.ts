import { beforeEach, describe, expect, it } from "vitest";
import {
  MsgGrantOperatorAuthorization,
  type OperatorAuthorization,
  type QueryListOperatorAuthorizationsResponse,
} from "../../../src/gen/verana/de/v1.js";
import { MsgCreateEcosystem } from "../../../src/gen/verana/ec/v1.js";
import type { CorporationOperator } from "../../../src/keeper/authority.js";
import { corporationKeeper } from "../../../src/modules/corporation/index.js";
import { deErrors, delegationModule } from "../../../src/modules/de/index.js";
import { feegrantKeeper } from "../../support/registry-ports.js";
import { ALICE, BOB, CAROL, DAY, described, RegistryWorld } from "../../support/registry-world.js";

const LIST = "/verana.de.v1.Query/ListOperatorAuthorizations";

describe("authority of operators", () => {
  let world: RegistryWorld;
  let policy: string;
  let id: bigint;

  beforeEach(() => {
    world = new RegistryWorld();
    const made = world.corporation();
    policy = made.policyAddress;
    id = made.corporationId;
    world.grant(policy, { msgTypes: ["CreateEcosystem"] });
  });

  const create = (init: Partial<MsgCreateEcosystem> = {}, signer = BOB) =>
    world.refuses(
      MsgCreateEcosystem,
      { corporation: policy, operator: BOB, ...described(), ...init },
      signer,
    );
  const grantOf = (operator: string): OperatorAuthorization | undefined =>
    world
      .query<QueryListOperatorAuthorizationsResponse>(LIST, { operator })
      .operatorAuthorizations.at(0);

  it("[AUTHZ-CHECK] lets an operator act whose corporation granted the message type", () => {
    world.ecosystem(policy);
    expect(world.spec("/ec/v1/list")).toMatchObject({ ecosystems: [{ corporation: "1" }] });
  });

  it("[AUTHZ-CHECK-5] refuses a group that is not registered before it looks for grants", () => {
    const group = world.group(CAROL);
    const error = create({ corporation: group });
    expect(error.kind).toBe(deErrors.corporationNotRegistered);
    expect(error.rule).toBe("AUTHZ-CHECK-5");
    expect(create({ corporation: "2" }).kind).toBe(deErrors.corporationNotRegistered);
    expect(create({ corporation: CAROL }).kind).toBe(deErrors.corporationNotRegistered);
  });

  it("[D-AUTHZ-01] asks for the registration before the authorization, and for both of every operator", () => {
    const group = world.group(CAROL);
    const before = create({ corporation: group, operator: CAROL }, CAROL);
    expect([before.kind, before.rule]).toEqual([
      deErrors.corporationNotRegistered,
      "AUTHZ-CHECK-5",
    ]);
    world.grant(group, { grantee: CAROL, msgTypes: ["CreateCorporation"] });
    world.register(group, "did:example:carol", CAROL);
    const after = create({ corporation: group, operator: CAROL }, CAROL);
    expect([after.kind, after.rule]).toEqual([deErrors.messageTypeNotGranted, "AUTHZ-CHECK-1"]);
  });

  it("[AUTHZ-CHECK-1] refuses operators without a grant and types that were not granted", () => {
    const error = create({ operator: CAROL }, CAROL);
    expect(error.kind).toBe(deErrors.authorizationNotFound);
    expect(error.rule).toBe("AUTHZ-CHECK-1");
    world.grant(policy, { msgTypes: ["UpdateEcosystem"] });
    expect(create().kind).toBe(deErrors.messageTypeNotGranted);
  });

  it("[AUTHZ-CHECK-1] refuses a dead grant from its expiration on", () => {
    world.grant(policy, { msgTypes: ["CreateEcosystem"], expiration: world.time + DAY });
    world.pass(DAY - 1n);
    world.ecosystem(policy);
    world.pass(1n);
    expect(create().kind).toBe(deErrors.authorizationExpired);
  });

  it("[D-AUTHZ-04] starts an ended cycle again from now, with the whole limit", () => {
    const limit = [{ denom: "uvna", amount: 9n }];
    world.grant(policy, {
      msgTypes: ["CreateEcosystem"],
      authzSpendLimit: limit,
      authzSpendLimitPeriod: DAY,
      expiration: world.time + DAY,
    });
    world.pass(3n * DAY + 7n);
    world.taken("");
    world.ecosystem(policy);
    expect(grantOf(BOB)).toMatchObject({ expiration: world.time + DAY, remainingSpend: limit });
    expect(world.taken("operator_authorization_updated")).toEqual([{ authz_id: "1" }]);
  });

  it("[D-AUTHZ-04] forgets a renewal when the message is refused", () => {
    const limit = [{ denom: "uvna", amount: 9n }];
    const expiration = world.time + DAY;
    world.grant(policy, {
      msgTypes: ["CreateEcosystem"],
      authzSpendLimit: limit,
      authzSpendLimitPeriod: DAY,
      expiration,
    });
    world.corporation("did:example:two", CAROL);
    world.grant(grantPolicy(2n), { grantee: CAROL, msgTypes: ["CreateEcosystem"] });
    world.ecosystem(grantPolicy(2n), "did:example:taken", CAROL);
    world.pass(2n * DAY);
    const message = { corporation: policy, operator: BOB, ...described("did:example:taken") };
    expect(() => world.send(MsgCreateEcosystem, message, BOB)).toThrow();
    expect(grantOf(BOB)?.expiration).toBe(expiration);
  });

  const grantPolicy = (corporationId: bigint): string => {
    const { corporation } = world.spec("/co/v1/get", {
      corporation: corporationId.toString(),
    }) as { readonly corporation: { readonly policy_address: string } };
    return corporation.policy_address;
  };

  it("[D-GEN-01] refuses the corporation's other policies", () => {
    const error = create({ corporation: world.secondPolicy(id, policy) });
    expect(error.kind).toBe(deErrors.policyNotBound);
    expect(error.rule).toBe("D-GEN-01");
  });

  it("[D-GEN-02] takes a policy address in either case and a decimal group id", () => {
    world.ecosystem(policy.toUpperCase());
    world.ecosystem(id.toString());
    expect(world.spec("/ec/v1/list", { corporation: policy })).toMatchObject({
      ecosystems: [{ id: "1" }, { id: "2" }],
    });
  });

  it("[D-GEN-03] refuses a named operator that is not the authenticated signer", () => {
    const error = create({}, CAROL);
    expect(error.kind).toBe(deErrors.signerMismatch);
    expect(error.rule).toBe("MOD-ES-MSG-1-2-1");
  });

  it("[D-GEN-04] lets a corporation act alone by a grant to its own policy", () => {
    const message = { corporation: policy, operator: policy, ...described() };
    const error = world.refuses(MsgCreateEcosystem, message, policy, "group");
    expect(error.kind).toBe(deErrors.authorizationNotFound);
    world.grant(policy, { grantee: policy, msgTypes: ["CreateEcosystem"] });
    world.send(MsgCreateEcosystem, message, policy, "group");
    expect(grantOf(policy)?.operator).toBe(policy);
  });

  it("[D-DE-07] keeps dead grants listed until they are replaced", () => {
    world.grant(policy, { expiration: world.time + 1n });
    world.pass(DAY);
    expect(grantOf(BOB)?.id).toBe(1n);
  });

  describe("spending", () => {
    const uvna = (amount: bigint) => [{ denom: "uvna", amount }];
    const by = (): CorporationOperator => ({
      corporation: { id, policyAddress: policy },
      operator: BOB,
    });
    const keeper = () => {
      const { settings } = world;
      const corporations = corporationKeeper(settings);
      const groups = { policy: () => undefined };
      const feegrants = feegrantKeeper(settings);
      return delegationModule({ settings, corporations, groups, feegrants }).keeper;
    };
    const limited = (amount: bigint) =>
      world.grant(policy, { msgTypes: ["CreateEcosystem"], authzSpendLimit: uvna(amount) });

    it("[D-AUTHZ-03] takes what is spent off the balance and says so", () => {
      limited(10n);
      world.taken("");
      world.run((ctx) => keeper().debit(ctx, by(), uvna(4n)));
      expect(grantOf(BOB)).toMatchObject({ spendLimit: uvna(10n), remainingSpend: uvna(6n) });
      expect(world.taken("operator_authorization_updated")).toEqual([{ authz_id: "1" }]);
    });

    it("[D-WIRE-03] keeps a denomination that is used up", () => {
      limited(10n);
      world.run((ctx) => keeper().debit(ctx, by(), uvna(10n)));
      expect(grantOf(BOB)?.remainingSpend).toEqual(uvna(0n));
    });

    it("[D-AUTHZ-03] refuses more than is left, and denominations without a limit", () => {
      limited(10n);
      for (const amounts of [uvna(11n), [{ denom: "ufoo", amount: 1n }]]) {
        const error = world.refused((ctx) => keeper().ensureCanSpend(ctx, by(), amounts));
        expect(error.kind).toBe(deErrors.spendLimitExceeded);
        expect(error.rule).toBe("AUTHZ-CHECK-1");
        expect(world.refused((ctx) => keeper().debit(ctx, by(), amounts)).kind).toBe(error.kind);
      }
    });

    it("[D-AUTHZ-03] lets nothing be spent anywhere, and everything without a limit", () => {
      limited(10n);
      const before = world.dump();
      world.run((ctx) => keeper().debit(ctx, by(), [{ denom: "ufoo", amount: 0n }]));
      expect(world.dump()).toBe(before);
      world.grant(policy, { msgTypes: ["CreateEcosystem"] });
      world.run((ctx) => keeper().debit(ctx, by(), uvna(1n << 62n)));
      expect(grantOf(BOB)?.remainingSpend).toEqual([]);
    });
  });

  it("[AUTHZ-CHECK-1] does not let a grant of one corporation count for another", () => {
    const other = world.corporation("did:example:two", ALICE);
    expect(create({ corporation: other.policyAddress }).kind).toBe(deErrors.authorizationNotFound);
    const message = { corporation: other.policyAddress, grantee: CAROL, operator: BOB };
    const init = { ...message, msgTypes: ["StoreDigest"] };
    expect(world.refuses(MsgGrantOperatorAuthorization, init, BOB).kind).toBe(
      deErrors.authorizationNotFound,
    );
  });
});
