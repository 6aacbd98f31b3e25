import { beforeEach, describe, expect, it } from "vitest";
import * as auth from "../../../src/gen/cosmos/auth/v1beta1.js";
import * as bank from "../../../src/gen/cosmos/bank/v1beta1.js";
import * as mint from "../../../src/gen/cosmos/mint/v1beta1.js";
import * as slashing from "../../../src/gen/cosmos/slashing/v1beta1.js";
import * as co from "../../../src/gen/verana/co/v1.js";
import * as cs from "../../../src/gen/verana/cs/v1.js";
import * as de from "../../../src/gen/verana/de/v1.js";
import * as ec from "../../../src/gen/verana/ec/v1.js";
import * as gf from "../../../src/gen/verana/gf/v1.js";
import * as pp from "../../../src/gen/verana/pp/v1.js";
import * as td from "../../../src/gen/verana/td/v1.js";
import { governanceAddress } from "../../../src/keeper/governance.js";
import { sdkErrors } from "../../../src/keeper/sdk-errors.js";
import { csErrors } from "../../../src/modules/cs/index.js";
import { tdErrors } from "../../../src/modules/td/index.js";
import type { MessageType } from "../../../src/wire/descriptor.js";
import { ALICE, RegistryWorld } from "../../support/registry-world.js";

const GOV = governanceAddress("verana");

let world: RegistryWorld;

beforeEach(() => {
  world = new RegistryWorld();
});

/** Any module's message: what is tried is one value of its parameters. */
type Typed = MessageType<{ readonly authority: string; readonly params: object }>;

const params = (path: string) =>
  world.query<{ readonly params: Readonly<Record<string, unknown>> }>(path).params;

const DECIMAL = 10n ** 18n;

describe("MsgUpdateParams of a module", () => {
  it.each([
    [
      "auth",
      auth.MsgUpdateParams,
      "/cosmos.auth.v1beta1.Query/Params",
      { maxMemoCharacters: 300n },
    ],
    [
      "bank",
      bank.MsgUpdateParams,
      "/cosmos.bank.v1beta1.Query/Params",
      { defaultSendEnabled: false },
    ],
    ["mint", mint.MsgUpdateParams, "/cosmos.mint.v1beta1.Query/Params", { blocksPerYear: 5n }],
    [
      "slashing",
      slashing.MsgUpdateParams,
      "/cosmos.slashing.v1beta1.Query/Params",
      { signedBlocksWindow: 9n },
    ],
    ["co", co.MsgUpdateParams, "/verana.co.v1.Query/Params", {}],
    ["ec", ec.MsgUpdateParams, "/verana.ec.v1.Query/Params", { trustUnitPrice: 7n }],
    ["gf", gf.MsgUpdateParams, "/verana.gf.v1.Query/Params", {}],
    ["cs", cs.MsgUpdateParams, "/verana.cs.v1.Query/Params", { credentialSchemaSchemaMaxSize: 9n }],
    [
      "pp",
      pp.MsgUpdateParams,
      "/verana.pp.v1.Query/Params",
      { validationTermRequestedTimeoutDays: 1n },
    ],
    ["td", td.MsgUpdateParams, "/verana.td.v1.Query/Params", { trustDepositRate: DECIMAL / 2n }],
    ["de", de.MsgUpdateParams, "/verana.de.v1.Query/Params", {}],
  ] as const)("of %s replaces them all, by governance alone", (_module, type, path, change) => {
    const typed = type as unknown as Typed;
    const next = { ...params(path), ...change };
    const by = (authority: string, signer: string) =>
      world.refuses(typed, { authority, params: next }, signer);
    for (const error of [by(ALICE, ALICE), by(GOV, ALICE)]) {
      expect([error.kind.codespace, error.kind.code]).toEqual(["gov", 13]);
    }
    world.send(typed, { authority: GOV, params: next }, GOV, "gov");
    expect(params(path)).toEqual(next);
  });

  it.each([
    ["auth", auth.MsgUpdateParams, { txSigLimit: 0n }, sdkErrors.invalidRequest],
    [
      "bank",
      bank.MsgUpdateParams,
      { sendEnabled: [{ denom: "uvna", enabled: true }] },
      sdkErrors.invalidRequest,
    ],
    ["mint", mint.MsgUpdateParams, { mintDenom: "" }, sdkErrors.invalidRequest],
    ["cs", cs.MsgUpdateParams, { credentialSchemaSchemaMaxSize: 0n }, csErrors.invalidParams],
    ["td", td.MsgUpdateParams, { trustDepositRate: DECIMAL + 1n }, tdErrors.invalidParams],
  ] as const)("of %s refuses values that are not valid", (_module, type, change, kind) => {
    const path = `/${type.name.replace("MsgUpdateParams", "Query/Params")}`;
    const message = { authority: GOV, params: { ...params(path), ...change } };
    const error = world.refuses(type as unknown as Typed, message, GOV, "gov");
    expect(error.kind).toBe(kind);
  });

  it("[D-GLO-03] of td keeps the live value of a share whatever it carries", () => {
    const path = "/verana.td.v1.Query/Params";
    const now = params(path) as unknown as td.Params;
    for (const trustDepositShareValue of [0n, 5n * DECIMAL]) {
      const given = { ...now, trustDepositShareValue, trustDepositRate: DECIMAL / 4n };
      world.send(td.MsgUpdateParams, { authority: GOV, params: given }, GOV, "gov");
      expect(params(path)).toEqual({ ...now, trustDepositRate: DECIMAL / 4n });
    }
  });
});

describe("x/bank MsgSetSendEnabled", () => {
  const send = (init: Partial<bank.MsgSetSendEnabled>) =>
    world.send(bank.MsgSetSendEnabled, { authority: GOV, ...init }, GOV, "gov");
  const refusedOf = (init: Partial<bank.MsgSetSendEnabled>) =>
    world.refuses(bank.MsgSetSendEnabled, { authority: GOV, ...init }, GOV, "gov").kind;
  const entriesOf = () =>
    world.query<bank.QuerySendEnabledResponse>("/cosmos.bank.v1beta1.Query/SendEnabled", {
      denoms: ["uvna", "uother"],
    }).sendEnabled;

  it("switches transfers of denominations, and back to the default", () => {
    const off = { denom: "uvna", enabled: false };
    const on = { denom: "uother", enabled: true };
    send({ sendEnabled: [off, on] });
    expect(entriesOf()).toEqual([off, on]);
    send({ useDefaultFor: ["uvna", "unknown"] });
    expect(entriesOf()).toEqual([on]);
  });

  it("refuses denominations that are none or given twice, and everyone but governance", () => {
    const entry = { denom: "uvna", enabled: false };
    expect(refusedOf({ sendEnabled: [entry, entry] })).toBe(sdkErrors.invalidRequest);
    expect(refusedOf({ sendEnabled: [{ denom: "1", enabled: true }] })).toBe(
      sdkErrors.invalidRequest,
    );
    expect(refusedOf({ useDefaultFor: [""] })).toBe(sdkErrors.invalidRequest);
    const error = world.refuses(bank.MsgSetSendEnabled, { authority: ALICE }, ALICE);
    expect([error.kind.codespace, error.kind.code]).toEqual(["gov", 13]);
  });
});
