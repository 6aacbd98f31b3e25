import { beforeEach, describe, expect, it } from "vitest";
import type { Params as SchemaParams } from "../../../src/gen/verana/cs/v1.js";
import { MsgUpdateModuleParameters, type ParamEntry } from "../../../src/gen/vpr/params/v1.js";
import type { ChainError } from "../../../src/keeper/errors.js";
import { governanceAddress } from "../../../src/keeper/governance.js";
import { csErrors } from "../../../src/modules/cs/index.js";
import { paramsErrors } from "../../../src/modules/params/index.js";
import { tdErrors } from "../../../src/modules/td/index.js";
import { ALICE, RegistryWorld } from "../../support/registry-world.js";

const GOV = governanceAddress("verana");
const SIZE = "credential_schema_schema_max_size";
const DAYS = "credential_schema_issuer_validation_validity_period_max_days";
const HALF = 500_000_000_000_000_000n;

let world: RegistryWorld;

beforeEach(() => {
  world = new RegistryWorld();
});

const entries = (params: Readonly<Record<string, string>>): readonly ParamEntry[] =>
  Object.entries(params).map(([key, value]) => ({ key, value }));

function update(module: string, params: Readonly<Record<string, string>>): void {
  const message = { authority: GOV, module, params: entries(params) };
  world.send(MsgUpdateModuleParameters, message, GOV, "gov");
}

function refused(module: string, params: readonly ParamEntry[]): ChainError {
  const message = { authority: GOV, module, params };
  return world.refuses(MsgUpdateModuleParameters, message, GOV, "gov");
}

const schemaParams = () =>
  world.query<{ readonly params: SchemaParams }>("/verana.cs.v1.Query/Params").params;

const depositParams = () =>
  world.query<{ readonly params: Readonly<Record<string, bigint>> }>("/verana.td.v1.Query/Params")
    .params;

const MODULES = [
  ["co", "MOD-CO-MSG-4-2-1"],
  ["ec", "MOD-ES-MSG-4-2-1"],
  ["cs", "MOD-CS-MSG-4-2-1"],
  ["pp", "MOD-PP-MSG-11-2-1"],
  ["td", "MOD-TD-MSG-4-2-1"],
] as const;

describe("parameters given by their keys", () => {
  it("[MOD-CS-MSG-4] [MOD-CS-MSG-4-1] [MOD-CS-MSG-4-3] change, and the others stay", () => {
    const before = schemaParams();
    update("cs", { [SIZE]: "4096", [DAYS]: "30" });
    expect(schemaParams()).toEqual({
      ...before,
      credentialSchemaSchemaMaxSize: 4096n,
      credentialSchemaIssuerValidationValidityPeriodMaxDays: 30,
    });
    expect(world.taken("update_params")).toEqual([{ authority: GOV, module: "cs" }]);
  });

  it("[MOD-TD-MSG-4] [MOD-TD-MSG-4-1] [MOD-TD-MSG-4-3] [D-GLO-02] change as fractions", () => {
    update("td", {
      trust_deposit_rate: "0.5",
      trust_deposit_max_yield_rate: "0",
      trust_deposit_block_reward_share: "1",
      wallet_user_agent_reward_rate: "0.000000000000000001",
      user_agent_reward_rate: "0.50",
      trust_deposit_share_value: "1.5",
    });
    expect(depositParams()).toMatchObject({
      trustDepositRate: HALF,
      trustDepositMaxYieldRate: 0n,
      trustDepositBlockRewardShare: 2n * HALF,
      walletUserAgentRewardRate: 1n,
      userAgentRewardRate: HALF,
      trustDepositShareValue: 3n * HALF,
    });
  });

  it.each(MODULES)(
    "[MOD-CO-MSG-4-2-1] [MOD-ES-MSG-4-2-1] [MOD-CS-MSG-4-2-1] [MOD-PP-MSG-11-2-1] [MOD-TD-MSG-4-2-1] of %s are one at the least, and known",
    (module, rule) => {
      const nothing = refused(module, []);
      expect([nothing.kind, nothing.rule]).toEqual([paramsErrors.nothingGiven, rule]);
      for (const key of ["", "owner", "constructor", "__proto__", "toString"]) {
        const unknown = refused(module, [{ key, value: "1" }]);
        expect([unknown.kind, unknown.rule], key).toEqual([paramsErrors.unknownKey, rule]);
      }
    },
  );

  it("[MOD-CO-MSG-4] [MOD-CO-MSG-4-1] [MOD-CO-MSG-4-3] [MOD-ES-MSG-4] [MOD-ES-MSG-4-1] [MOD-ES-MSG-4-3] [MOD-PP-MSG-11] [MOD-PP-MSG-11-1] [MOD-PP-MSG-11-3] [D-CO-05] are none where the specification defines none", () => {
    for (const [module, key] of [
      ["co", "did"],
      ["ec", "trust_unit_price"],
      ["pp", "validation_term_requested_timeout_days"],
    ] as const) {
      expect(refused(module, [{ key, value: "1" }]).kind, key).toBe(paramsErrors.unknownKey);
    }
    expect(refused("td", entries({ trust_deposit_reclaim_burn_rate: "0" })).kind).toBe(
      paramsErrors.unknownKey,
    );
  });

  it("[MOD-CO-MSG-4-2] [MOD-ES-MSG-4-2] [MOD-CS-MSG-4-2] [MOD-PP-MSG-11-2] [MOD-TD-MSG-4-2] [D-CO-05] change all together or not at all", () => {
    const wrong = [...entries({ [DAYS]: "30" }), { key: "owner", value: "1" }];
    expect(refused("cs", wrong).kind).toBe(paramsErrors.unknownKey);
    const outOfRange = entries({ [DAYS]: "30", [SIZE]: "0" });
    expect(refused("cs", outOfRange).kind).toBe(csErrors.invalidParams);
    const rates = entries({ trust_deposit_rate: "0.3", user_agent_reward_rate: "1.1" });
    expect(refused("td", rates).kind).toBe(tdErrors.invalidParams);
  });

  it("[D-WIRE-01] name a key once, of co, ec, cs, pp or td", () => {
    const twice = [
      { key: SIZE, value: "1" },
      { key: SIZE, value: "1" },
    ];
    expect(refused("cs", twice).kind).toBe(paramsErrors.keyTwice);
    for (const module of ["", "bank", "gf", "CS", "verana.cs.v1"]) {
      expect(refused(module, entries({ [SIZE]: "1" })).kind).toBe(paramsErrors.unknownModule);
    }
  });

  it.each([
    ["cs", SIZE, ["", "-1", "+1", "01", "1.0", "0x10", "1e3", " 1", "18446744073709551616"]],
    ["cs", DAYS, ["4294967296", "-0", "1_000", "٣"]],
    ["td", "trust_deposit_rate", ["", "-0", ".5", "1.", "0,5", "0.0000000000000000001", "half"]],
  ])("[D-CO-05] of %s are refused as texts that %s does not take", (module, key, texts) => {
    for (const value of texts) {
      expect(refused(module, [{ key, value }]).kind, value).toBe(paramsErrors.malformedValue);
    }
  });

  it("[D-GLO-03] never lower the live value of a share", () => {
    update("td", { trust_deposit_share_value: "1.5" });
    const lower = refused("td", entries({ trust_deposit_share_value: "1.4" }));
    expect([lower.kind, lower.rule]).toEqual([tdErrors.invalidParams, "D-GLO-03"]);
    update("td", { trust_deposit_share_value: "1.5" });
  });

  it("[MOD-CO-MSG-4-2-2] [MOD-ES-MSG-4-2-2] [MOD-CS-MSG-4-2-2] [MOD-PP-MSG-11-2-2] [MOD-TD-MSG-4-2-2] cost nothing themselves", () => {
    update("cs", { [SIZE]: "4096" });
    update("td", { trust_deposit_rate: "0.5" });
    expect(world.dump()).not.toMatch(/^bank /m);
  });

  it("are changed by nobody but governance", () => {
    const params = entries({ [SIZE]: "1" });
    for (const authority of [ALICE, GOV]) {
      const message = { authority, module: "cs", params };
      const error = world.refuses(MsgUpdateModuleParameters, message, ALICE);
      expect([error.kind.codespace, error.kind.code]).toEqual(["gov", 13]);
    }
  });
});
