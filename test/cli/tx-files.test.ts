import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { vprd } from "./in-process.js";
import { cleanAfterEach, newFolder, startNode } from "./run.js";

cleanAfterEach();

/** A development chain with its accounts, and commands that run in its folder. */
async function chain() {
  const folder = newFolder();
  await startNode(folder, ["dev"]);
  const run = async (args: readonly string[], input?: string) => {
    const ended = await vprd(folder, args, input);
    return { ...ended, json: () => JSON.parse(ended.stdout) };
  };
  const save = async (name: string, args: readonly string[]) => {
    const { code, stdout, stderr } = await run(args);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    writeFileSync(join(folder, name), stdout);
    return JSON.parse(stdout);
  };
  const balance = async (account: string) =>
    (await run(["query", "bank", "balance", account, "uvna", "-o", "json"])).json().balance.amount;
  return { folder, run, save, balance };
}

const FIXED = ["--offline", "--chain-id", "vpr-dev-1", "-a", "7", "-s", "3"];

describe("transactions in files", () => {
  it("are made, signed in both modes, checked, simulated, broadcast", async () => {
    const { run, save, folder } = await chain();
    const send = ["tx", "bank", "send", "alice", "bob", "5uvna", "--gas", "100000"];
    const unsigned = await save("tx.json", [...send, "--generate-only", "-o", "json"]);
    expect(unsigned.signatures).toEqual([]);
    for (const mode of ["direct", "amino-json"]) {
      const name = `${mode}.json`;
      await save(name, ["tx", "sign", "tx.json", "--from", "alice", "--sign-mode", mode]);
      const checked = await run(["tx", "validate-signatures", name]);
      expect(checked.stdout).toMatch(/Signers:\n {2}0: verana1\w+\n\nSignatures:\n {2}0: .*\[OK\]/);
      const gas = (await run(["tx", "simulate", name])).json().gas_info;
      expect(Number(gas.gas_used)).toBeGreaterThan(20_000);
      const sent = await run(["tx", "broadcast", name, "--wait", "-o", "json"]);
      expect(sent.json()).toMatchObject({ code: 0 });
    }
    // The sequence is used: the same signature fits no more.
    expect((await run(["tx", "validate-signatures", "direct.json"])).code).toBe(1);
    const again = await run(["tx", "broadcast", "direct.json", "-o", "json"]);
    expect(again.code).toBe(1);
    expect(readFileSync(join(folder, "tx.json"), "utf8")).toBe(`${JSON.stringify(unsigned)}\n`);
  });

  it("are signed by the members of a multisig account", async () => {
    const { run, save, balance } = await chain();
    const pair = ["--multisig", "alice,bob,carol", "--multisig-threshold", "2"];
    await run(["keys", "add", "both", ...pair]);
    await run(["tx", "bank", "send", "alice", "both", "1000000uvna", "-o", "json"]);
    const send = ["tx", "bank", "send", "both", "dave", "7uvna", "--gas", "120000"];
    await save("tx.json", [...send, "--generate-only", "-o", "json"]);
    for (const name of ["carol", "alice"]) {
      const signed = ["tx", "sign", "tx.json", "--from", name, "--multisig", "both"];
      const { signatures } = await save(`${name}.sig`, signed);
      expect(signatures[0].data.single.mode).toBe("SIGN_MODE_LEGACY_AMINO_JSON");
    }
    const few = await run(["tx", "multi-sign", "tx.json", "both", "alice.sig"]);
    expect(few.stderr).toContain("1 signatures of the 2");
    await save("whole.json", ["tx", "multisign", "tx.json", "both", "carol.sig", "alice.sig"]);
    expect((await run(["tx", "validate-signatures", "whole.json"])).code).toBe(0);
    const before = BigInt(await balance("dave"));
    const sent = await run(["tx", "broadcast", "whole.json", "--wait", "-o", "json"]);
    expect(sent.json()).toMatchObject({ code: 0 });
    expect(BigInt(await balance("dave"))).toBe(before + 7n);
    const stale = await run(["tx", "multi-sign", "tx.json", "both", "carol.sig", "alice.sig"]);
    expect(stale.stderr).toContain("does not fit");
  });

  it("are encoded, decoded and signed without a node", async () => {
    const folder = newFolder();
    const run = (...args: string[]) => vprd(folder, [...args, "--home", folder]);
    const phrase = "test test test test test test test test test test test junk";
    await vprd(folder, ["keys", "add", "alice", "--recover", "--home", folder], phrase);
    const send = ["tx", "bank", "send", "alice", "verana1erxf3sa9q2j4vgseu7jq4a258ckmk7cylkjmlk"];
    const later = ["--timeout-duration", "1h", "--unordered", "--note", "hello"];
    const made = await run(...send, "5uvna", "--generate-only", "--fee-granter", "alice", ...later);
    const tx = JSON.parse(made.stdout);
    expect(tx.body).toMatchObject({ memo: "hello", unordered: true });
    expect(Date.parse(tx.body.timeout_timestamp)).toBeGreaterThan(Date.now() + 3_000_000);
    expect(tx.auth_info.fee.granter).toMatch(/^verana15yk/);
    writeFileSync(join(folder, "tx.json"), made.stdout);
    const base64 = (await run("tx", "encode", join(folder, "tx.json"))).stdout.trim();
    expect(JSON.parse((await run("tx", "decode", base64)).stdout)).toEqual(tx);
    const hex = Buffer.from(base64, "base64").toString("hex");
    expect(JSON.parse((await run("tx", "decode", "-x", hex)).stdout)).toEqual(tx);
    for (const bad of ["zz", Buffer.from("nonsense").toString("base64")]) {
      expect((await run("tx", "decode", bad)).code).toBe(1);
    }
    const signed = await run("tx", "sign", join(folder, "tx.json"), "--from", "alice", ...FIXED);
    expect(JSON.parse(signed.stdout).auth_info.signer_infos[0].sequence).toBe("0");
    const open = await run("tx", "sign", join(folder, "tx.json"), "--from", "alice", "--offline");
    expect(open.stderr).toContain("--offline needs");
  });

  it.each([
    ["a file that is not there", ["sign", "none.json", "--from", "alice"], "none.json"],
    ["a device", ["bank", "send", "alice", "alice", "1uvna", "--ledger"], "no support of devices"],
    ["a tip", ["bank", "send", "alice", "alice", "1uvna", "--tip", "1uvna"], "no tips"],
    ["an auxiliary signer", ["bank", "send", "alice", "alice", "1uvna", "--aux"], "--aux"],
    ["textual signing", ["bank", "send", "a", "b", "1uvna", "--sign-mode", "textual"], "Allowed"],
    [
      "a broadcast without a node",
      ["bank", "send", "alice", "alice", "1uvna", "--offline"],
      "offline",
    ],
    [
      "no order and no end",
      ["bank", "send", "alice", "alice", "1uvna", "--unordered"],
      "needs --timeout",
    ],
  ])("refuse %s", async (_, args, reason) => {
    const folder = newFolder();
    await vprd(folder, ["keys", "add", "alice", "--home", folder]);
    const refused = await vprd(folder, ["tx", ...args, "--home", folder]);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain(reason);
    expect(refused.stdout).toBe("");
  });
});
