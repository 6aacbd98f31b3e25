import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { embeddedChain, type RunningChain } from "../e2e/transfer-engines.js";
import { GOV } from "../support/gov-messages.js";
import { testKey } from "../support/signed-tx.js";
import { command } from "./in-process.js";

const FROM = testKey(1).address;

let home = "";
let chain: RunningChain;

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), "upgrade-commands-"));
  chain = await embeddedChain({ [FROM]: 1_000_000n });
});

afterAll(async () => {
  await chain?.stop();
  rmSync(home, { recursive: true, force: true });
});

/** The messages of a transaction that is not signed. */
async function proposed(...args: readonly string[]) {
  const fixed = ["--offline", "--chain-id", "x", "-a", "1", "-s", "0", "--gas", "300000"];
  const made = ["--from", FROM, "--generate-only", "-o", "json", "--home", home];
  const { code, stdout, stderr } = await command("tx", "upgrade", ...args, ...fixed, ...made);
  expect(code, stderr).toBe(0);
  return JSON.parse(stdout).body.messages;
}

describe("proposals of upgrades", () => {
  it("carry the plan to governance's account", async () => {
    const flags = ["--upgrade-height", "1000", "--upgrade-info", "a link", "--expedited"];
    const words = ["--title", "A title", "--summary", "Why", "--deposit", "5uvna"];
    const plan = { name: "v2", height: "1000", info: "a link" };
    expect(await proposed("software-upgrade", "v2", ...flags, ...words)).toMatchObject([
      {
        "@type": "/cosmos.gov.v1.MsgSubmitProposal",
        proposer: FROM,
        ...{ title: "A title", summary: "Why", expedited: true },
        initial_deposit: [{ denom: "uvna", amount: "5" }],
        messages: [{ "@type": "/cosmos.upgrade.v1beta1.MsgSoftwareUpgrade", authority: GOV, plan }],
      },
    ]);
  });

  it("cancel what waits", async () => {
    expect(await proposed("cancel-software-upgrade", "--authority", FROM)).toMatchObject([
      {
        initial_deposit: [],
        messages: [{ "@type": "/cosmos.upgrade.v1beta1.MsgCancelUpgrade", authority: FROM }],
      },
    ]);
  });

  it("need a height, a whole one", async () => {
    const base = ["tx", "upgrade", "software-upgrade", "v2", "--from", FROM];
    expect((await command(...base, "--upgrade-height", "soon")).code).not.toBe(0);
    expect((await command(...base)).code).not.toBe(0);
  });
});

describe("questions about upgrades", () => {
  const ask = async (...args: readonly string[]) => {
    const where = ["--node", chain.rpcUrl, "-o", "json", "--home", home];
    const { code, stdout, stderr } = await command("query", "upgrade", ...args, ...where);
    expect(code, stderr).toBe(0);
    return JSON.parse(stdout);
  };

  it("have the recorded names", async () => {
    expect(await ask("plan")).toEqual({ plan: null });
    expect(await ask("applied", "v2")).toEqual({ height: "0" });
    expect(await ask("authority")).toEqual({ address: GOV });
    expect(await ask("module-versions", "bank")).toEqual({
      module_versions: [{ name: "bank", version: "4" }],
    });
    expect((await ask("module-versions")).module_versions.length).toBeGreaterThan(20);
  });
});
