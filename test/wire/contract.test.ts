import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { registry } from "../../src/gen/registry.js";

const MSG = "cosmos.base.v1beta1.Msg";

function shapeOf(name: string): string[] {
  const type = registry.byName(name);
  return type === undefined ? [] : type.fields.map((f) => `${f.no} ${f.name} ${f.kind}`);
}

describe("the wire contract", () => {
  it("stands in generated code as proto/ says", () => {
    const script = new URL("../../scripts/gen.mjs", import.meta.url).pathname;
    expect(execFileSync("node", [script, "--check"], { encoding: "utf8" })).toBe("");
  });

  it("[D-WIRE-01] numbers the messages of our own in the order in which they are named", () => {
    expect(shapeOf("vpr.co.v1.MsgRegisterCorporation")).toEqual([
      "1 corporation string",
      "2 operator string",
      "3 did string",
      "4 language string",
      "5 doc_url string",
      "6 doc_digest_sri string",
    ]);
    expect(shapeOf("vpr.co.v1.MsgArchiveCorporation")).toEqual([
      "1 corporation string",
      "2 operator string",
      "3 archive bool",
    ]);
    expect(shapeOf("vpr.params.v1.MsgUpdateModuleParameters")).toEqual([
      "1 authority string",
      "2 module string",
      "3 params message",
    ]);
    expect(shapeOf("vpr.params.v1.ParamEntry")).toEqual(["1 key string", "2 value string"]);
    expect(shapeOf("vpr.co.v1.MsgRegisterCorporationResponse")).toEqual([
      "1 corporation_id uint64",
    ]);
    expect(registry.byName("vpr.co.v1.MsgRegisterCorporation")?.aminoName).toBe(
      "vpr/x/co/MsgRegisterCorporation",
    );
  });

  it("keeps fields that the shared wire lacks at numbers from 101", () => {
    expect(shapeOf("verana.co.v1.Corporation")).toContain("101 archived timestamp");
    expect(shapeOf("verana.ec.v1.Ecosystem")).toContain("101 archived_at timestamp");
    expect(shapeOf("verana.ec.v1.Ecosystem")).toContain("6 archived bool");
  });

  it("gives each transaction message a signer field, and marks it as one", () => {
    const requests = registry.methods.filter((m) => m.path.includes(".Msg/")).map((m) => m.request);
    expect(requests.length).toBeGreaterThan(100);
    for (const type of requests) {
      expect(type.implements, type.name).toContain(MSG);
      expect(type.signers, type.name).toHaveLength(1);
      expect(
        type.fields.map((f) => f.key),
        type.name,
      ).toEqual(expect.arrayContaining([...type.signers]));
    }
    expect(registry.byName("cosmos.bank.v1beta1.Input")?.implements).toEqual([]);
  });

  it("finds types by URL with exactly one slash, and methods by path", () => {
    expect(registry.byUrl("/cosmos.bank.v1beta1.MsgSend")?.name).toBe(
      "cosmos.bank.v1beta1.MsgSend",
    );
    expect(registry.byUrl("cosmos.bank.v1beta1.MsgSend")).toBeUndefined();
    expect(registry.byUrl("//cosmos.bank.v1beta1.MsgSend")).toBeUndefined();
    expect(registry.byUrl("/constructor")).toBeUndefined();
    expect(registry.method("/verana.pp.v1.Query/GetParticipant")?.http).toEqual([
      "GET /verana/pp/v1/get/{id}",
    ]);
  });
});
