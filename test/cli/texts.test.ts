import fc from "fast-check";
import { parse } from "smol-toml";
import { describe, expect, it } from "vitest";
import { appToml, clientToml } from "../../src/cli/config/templates.js";
import { fieldsJson } from "../../src/cli/fields.js";
import { queryNames } from "../../src/cli/query/names.js";
import { readDuration, readMilliseconds } from "../../src/cli/text/durations.js";
import { feesFor, readGasPrices } from "../../src/cli/text/gas.js";
import { readPeriod, readTime } from "../../src/cli/text/times.js";
import { yamlText } from "../../src/cli/text/yaml.js";
import { digestSri } from "../../src/cli/tx/documents.js";
import { registry } from "../../src/gen/registry.js";
import { MsgGrantOperatorAuthorization } from "../../src/gen/verana/de/v1.js";
import { MsgArchiveEcosystem } from "../../src/gen/verana/ec/v1.js";
import { QueryListParticipantsRequest } from "../../src/gen/verana/pp/v1.js";
import type { FieldDescriptor, MessageType } from "../../src/wire/descriptor.js";

describe("durations", () => {
  it.each([
    ["500ms", 500_000_000n],
    ["1h30m", 5_400_000_000_000n],
    ["7d", 604_800_000_000_000n],
    ["0s", 0n],
  ])("reads %s", (text, nanos) => {
    expect(readDuration(text)).toBe(nanos);
  });

  it.each(["", "1", "s", "1.5h", "-1s", "1 s", "1y"])("refuses %j", (text) => {
    expect(() => readDuration(text)).toThrow("is no duration");
  });

  it("refuses a time between blocks of nothing", () => {
    expect(() => readMilliseconds("0s")).toThrow("too short");
  });
});

describe("times", () => {
  const now = async () => 1_000_000_000n;

  it.each([
    ["2030-01-01T00:00:00Z", 1_893_456_000_000_000_000n],
    ["1893456000", 1_893_456_000_000_000_000n],
    ["+1m", 61_000_000_000n],
  ])("reads %s", async (text, nanos) => {
    expect(await readTime(text, now)).toBe(nanos);
  });

  it.each(["soon", "-5", "1.5", "999999999999", ""])("refuses %j", async (text) => {
    await expect(readTime(text, now)).rejects.toThrow("is no time");
  });

  it("takes a period as a duration or in seconds", () => {
    expect([readPeriod("90"), readPeriod("1m30s")]).toEqual([90_000_000_000n, 90_000_000_000n]);
  });
});

describe("gas prices", () => {
  it("rounds fees up, for every amount of gas", () => {
    fc.assert(
      fc.property(fc.bigInt(1n, 10n ** 12n), (gas) => {
        const [fee] = feesFor(gas, readGasPrices("0.025uvna"));
        expect(fee).toEqual({ denom: "uvna", amount: (gas + 39n) / 40n });
      }),
    );
  });

  it("asks for nothing where the price is nothing", () => {
    expect(feesFor(100n, readGasPrices("0uvna"))).toEqual([]);
    expect(readGasPrices("")).toEqual([]);
  });

  it.each(["uvna", "1", "-1uvna", "1 uvna,"])("refuses %s", (text) => {
    expect(() => readGasPrices(text)).toThrow("is no gas price");
  });
});

describe("YAML", () => {
  it("sorts keys, quotes what would be read as something else, and nests lists", () => {
    const value = {
      z: [{ b: "1", a: "x y" }, []],
      a: { nil: null, t: "true", e: {} },
      m: 5,
      l: ["did:a", "plain"],
    };
    expect(yamlText(value)).toBe(
      [
        "a:",
        "  e: {}",
        "  nil: null",
        '  t: "true"',
        "l:",
        '- "did:a"',
        "- plain",
        "m: 5",
        "z:",
        '- a: "x y"',
        '  b: "1"',
        "- []",
        "",
      ].join("\n"),
    );
  });

  it("prints what stands alone", () => {
    expect([yamlText({}), yamlText([]), yamlText("no"), yamlText(null)]).toEqual([
      ...["{}\n", "[]\n", '"no"\n', "null\n"],
    ]);
  });
});

describe("configuration templates", () => {
  const choices = {
    chainId: 'a"b',
    denom: "uvna",
    rpc: "tcp://127.0.0.1:1",
    api: "tcp://127.0.0.1:2",
    development: true,
  };

  it("read back as what was chosen", () => {
    expect(parse(clientToml(choices))).toMatchObject({ "chain-id": 'a"b', node: choices.rpc });
    expect(parse(appToml(choices))).toMatchObject({ api: { address: choices.api } });
  });
});

describe("fields by flags", () => {
  const read = (type: MessageType, given: Readonly<Record<string, unknown>>) => {
    const fields: readonly FieldDescriptor[] = type.fields.filter(
      (field: FieldDescriptor) => given[field.name] !== undefined,
    );
    return fieldsJson(fields, (field) => given[field.name], {
      now: async () => 1_000_000_000n,
      address: async (text) => (text === "dave" ? "verana1dave" : text),
      operator: async (text) => (text === "dave" ? "veranavaloper1dave" : text),
      consensus: (text) => text,
    });
  };

  it("reads coins, times, durations, addresses, enums and flags", async () => {
    const grant = await read(MsgGrantOperatorAuthorization, {
      grantee: "dave",
      msg_types: ["CreateEcosystem", "StoreDigest"],
      expiration: "+1m",
      authz_spend_limit: "5uvna,1abc",
      authz_spend_limit_period: "1d",
      with_feegrant: true,
    });
    expect(grant).toEqual({
      grantee: "verana1dave",
      msg_types: ["CreateEcosystem", "StoreDigest"],
      expiration: "1970-01-01T00:01:01Z",
      authz_spend_limit: [
        { denom: "abc", amount: "1" },
        { denom: "uvna", amount: "5" },
      ],
      authz_spend_limit_period: "86400s",
      with_feegrant: true,
    });
    const list = await read(QueryListParticipantsRequest, {
      role: "issuer-grantor",
      schema_id: "3",
    });
    expect(list.schema_id).toBe("3");
    expect(list.role).toBeGreaterThan(0);
  });

  it.each([
    [{ role: "king" }, "none of"],
    [{ when: "tomorrow" }, "is no time"],
    [{ when: "1893456000" }, "is no time"],
    [{ when: "+x" }, "is no duration"],
  ])("refuses %j", async (given, reason) => {
    await expect(read(QueryListParticipantsRequest, given)).rejects.toThrow(reason);
  });
});

describe("an argument that says yes or no", () => {
  const archive = (text: string) => {
    const fields = MsgArchiveEcosystem.fields.filter(({ name }) => name === "archive");
    return fieldsJson(fields, () => text, {
      now: async () => 0n,
      ...{ address: async (one) => one, operator: async (one) => one, consensus: (one) => one },
    });
  };

  it("is true or false", async () => {
    expect(await archive("true")).toEqual({ archive: true });
    expect(await archive("false")).toEqual({ archive: false });
  });

  it.each(["yes", "True", "0", ""])("refuses %j", async (text) => {
    await expect(archive(text)).rejects.toThrow("true or false");
  });
});

describe("names of queries", () => {
  it.each([
    ["/cosmos.bank.v1beta1.Query/AllBalances", "bank", "balances", ["address"]],
    ["/cosmos.bank.v1beta1.Query/Balance", "bank", "balance", ["address", "denom"]],
    ["/cosmos.group.v1.Query/GroupInfo", "group", "group-info", ["group_id"]],
    ["/cosmos.auth.v1beta1.Query/ModuleAccountByName", "auth", "module-account", ["name"]],
    ["/verana.co.v1.Query/GetCorporation", "co", "get-corporation", ["corporation_id"]],
    ["/verana.cs.v1.Query/ListSchemaAuthorizationPolicies", "cs", "list-sap", []],
    [
      "/verana.de.v1.Query/GetVSOperatorAuthorization",
      "de",
      "get-vs-operator-authorization",
      ["id"],
    ],
    ["/verana.pp.v1.Query/ListParticipants", "pp", "list-participants", []],
  ])("calls %s as recorded", (path, module, command, args) => {
    const method = registry.method(path);
    expect(method && queryNames(method)).toMatchObject({ module, command, args });
  });
});

it("works out digests in the form of subresource integrity", () => {
  expect(digestSri(new Uint8Array(0))).toBe(
    "sha384-OLBgp1GsljhM2TJ+sbHjaiH9txEUvgdDTAzHv2P24donTt6/529l+9Ua0vFImLlb",
  );
});
