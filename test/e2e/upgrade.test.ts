import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, it } from "vitest";
import { cliPaths } from "../../src/cli/home.js";
import { LINES, type Line } from "../support/cosmjs-lines.js";
import type { Network } from "../support/network.js";
import { freePorts } from "../support/network.js";
import { NEXT } from "../support/next-release.js";
import { testKey } from "../support/signed-tx.js";
import { makeStakedNetwork } from "../support/staked-network.js";
import { until } from "../support/until.js";
import { nextVersion } from "../support/versions.js";
import { VPRD } from "../support/vprd.js";
import { expectUpgraded, scheduleUpgrade, stakeForAll, type UpgradeChain } from "./upgrade.js";

const VOTER = testKey(800);
const [latest] = LINES as readonly [Line, Line];

let network: Network;
let home = "";
let chain: UpgradeChain;
let rpc = "";
let running: ChildProcess | undefined;

beforeAll(async () => {
  network = await makeStakedNetwork({ bin: "", validators: 1, addresses: [VOTER.address] });
  home = network.member(0).node.home;
  const [port = 0] = await freePorts(1);
  rpc = `tcp://127.0.0.1:${port}`;
  const rpcUrl = `http://127.0.0.1:${port}`;
  chain = { rpcUrl, line: latest, mode: "amino", voter: VOTER };
}, 60_000);

afterAll(async () => {
  running?.kill("SIGKILL");
  await network?.end();
});

it("an embedded chain halts for an upgrade that amino-signed votes chose, and goes on with the next version", async () => {
  const args = ["start", "--rpc.laddr", rpc, "--no-api.enable", "--block-time", "200ms"];
  const old = spawn(process.execPath, [VPRD, ...args, "--home", home]);
  const said = heard(old);
  await answers();
  await stakeForAll(chain);
  const height = await scheduleUpgrade(chain);
  expect(await ended(old)).toBe(3);
  expect(said()).toContain(`UPGRADE "${NEXT}" NEEDED at height: ${height}`);
  const told: unknown = JSON.parse(readFileSync(cliPaths(home).upgradeInfo, "utf8"));
  expect(told).toEqual({
    ...{ name: NEXT, height, info: "the next version" },
    time: "0001-01-01T00:00:00Z",
  });
  // The same version stops again, before its engine answers anybody.
  expect(await ended(spawn(process.execPath, [VPRD, ...args, "--home", home]))).toBe(3);

  // Killed in the middle of the upgrade's commit.
  const options = { home, engine: "embedded", rpcListen: rpc, blockTimeMs: 200 } as const;
  const struck = nextVersion(options, { strike: "commit: batch written" });
  expect(await ended(struck)).not.toBe(0);
  running = nextVersion(options);
  await answers();
  await expectUpgraded(chain, height);
}, 400_000);

async function answers(): Promise<void> {
  await until(async () => {
    const body = await fetch(`${chain.rpcUrl}/status`).then(
      (response) => response.text(),
      () => "",
    );
    return /"latest_block_height":"[1-9]/.test(body);
  });
}

function heard(child: ChildProcess): () => string {
  let text = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (chunk) => {
      text += String(chunk);
    });
  }
  return () => text;
}

/** The status that a process ends with; null where a signal ended it. */
function ended(child: ChildProcess): Promise<number | null> {
  child.stdout?.resume();
  child.stderr?.resume();
  return new Promise((resolve) => child.once("exit", (code) => resolve(code)));
}
