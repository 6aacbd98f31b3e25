import { type ChildProcess, spawn } from "node:child_process";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { NetworkNode } from "../../src/cli/new-network.js";
import { COMET_BIN } from "../support/comet.js";
import { LINES, type Line, type Mode } from "../support/cosmjs-lines.js";
import type { Member, Network } from "../support/network.js";
import { testKey } from "../support/signed-tx.js";
import { makeStakedNetwork } from "../support/staked-network.js";
import { until } from "../support/until.js";
import { nextVersion } from "../support/versions.js";
import { VPRD } from "../support/vprd.js";
import { governance } from "./governance.js";
import { authorizations, feeAllowances } from "./grants.js";
import { groupByPercentage, groupOfThree } from "./group.js";
import { expectUpgraded, scheduleUpgrade, stakeForAll, type UpgradeChain } from "./upgrade.js";

const VALIDATORS = 4;
const [latest, earlier] = LINES as readonly [Line, Line];

/** Everybody has keys of his own, so that all of it happens at once. */
const VOTER = testKey(900);
const proposers = [testKey(901), testKey(902)] as const;
const trio = (n: number) =>
  [testKey(910 + 3 * n), testKey(911 + 3 * n), testKey(912 + 3 * n)] as const;
const pair = (n: number) => [testKey(940 + 2 * n), testKey(941 + 2 * n)] as const;
const stranger = (n: number) => testKey(980 + n).address;
const TRIOS = [0, 1, 2, 3];
const PAIRS = [0, 1, 2, 3, 4];

describe.runIf(COMET_BIN)("a council on a network of four validators, each a CometBFT", () => {
  let network: Network;
  let rpcUrl = "";
  let validators: readonly [string, string];
  const upgraded = new Set<string>();

  /** The version of the program that a validator runs now. */
  const start = (node: NetworkNode): ChildProcess => {
    if (upgraded.has(node.home)) return next(node);
    const args = ["start", "--engine", "comet", "--no-api.enable", "--home", node.home];
    return spawn(process.execPath, [VPRD, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  };
  const next = (node: NetworkNode, strike?: string): ChildProcess => {
    const abciListen = `tcp://127.0.0.1:${node.ports.abci}`;
    const options = { home: node.home, engine: "comet", abciListen } as const;
    return nextVersion(options, strike === undefined ? {} : { strike });
  };
  const chain = (mode: Mode): UpgradeChain => ({ rpcUrl, line: latest, mode, voter: VOTER });

  beforeAll(async () => {
    const people = [VOTER, ...proposers, ...TRIOS.flatMap(trio), ...PAIRS.flatMap(pair)];
    network = await makeStakedNetwork({
      ...{ bin: COMET_BIN ?? "", validators: VALIDATORS, app: start },
      addresses: people.map(({ address }) => address),
      values: { "consensus.timeout_commit": "200ms" },
    });
    await network.start();
    // A block is told of before the application has committed it.
    await network.reached(2);
    rpcUrl = network.member(0).rpc;
    validators = await bonded(rpcUrl);
    await stakeForAll(chain("direct"));
  }, 240_000);

  afterAll(() => network?.end(), 60_000);

  describe.concurrent("CosmJS", () => {
    it("has stakes decide on proposals of every kind, signing direct, then amino", async () => {
      for (const [n, mode] of (["direct", "amino"] as const).entries()) {
        const proposer = proposers[n] ?? proposers[0];
        await governance({
          ...{ rpcUrl, line: latest, mode },
          ...{ proposer, voter: VOTER, stranger: stranger(n) },
        });
      }
    }, 400_000);

    it.each([
      ["0.39", "direct", latest, 0],
      ["0.39", "amino", latest, 1],
      ["0.32", "amino", earlier, 2],
    ] as const)(
      "%s, signing %s, lets two of three decide",
      async (_, mode, line, n) => {
        await groupOfThree({ rpcUrl, line, mode, keys: trio(n), stranger: stranger(10 + n) });
      },
      300_000,
    );

    it("lets a share of the weight decide while members change and leave", async () => {
      const who = { keys: trio(3), stranger: stranger(13) };
      await groupByPercentage({ rpcUrl, line: latest, mode: "direct", ...who });
    }, 300_000);

    it.each([
      ["0.39", "direct", latest, 0],
      ["0.32", "amino", earlier, 1],
    ] as const)(
      "%s, signing %s, uses fee allowances of every kind",
      async (_, mode, line, n) => {
        await feeAllowances({ rpcUrl, line, mode, keys: pair(n), stranger: stranger(20 + n) });
      },
      300_000,
    );

    it.each([
      ["direct", 2],
      ["amino", 3],
    ] as const)(
      "signing %s, executes authorizations of every kind",
      async (mode, n) => {
        const who = { keys: pair(n), stranger: stranger(20 + n), validators };
        await authorizations({ rpcUrl, line: latest, mode, ...who });
      },
      300_000,
    );
  });

  it("halts at all nodes for an upgrade, and goes on with a migration and a new store", async () => {
    const height = await scheduleUpgrade(chain("direct"));
    await Promise.all(network.members.map((member, n) => upgrade(member, n)));
    await network.reached(height + 5);
    for (let at = height - 1; at <= height + 3; at++) {
      const hashes = await Promise.all(network.members.map((member) => member.appHash(at)));
      expect(new Set(hashes).size, `app hashes of block ${at}`).toBe(1);
    }
    await expectUpgraded(chain("direct"), height);
  }, 400_000);

  /** Waits for the halt of a validator and starts the next version; one of them is killed meanwhile. */
  async function upgrade(member: Member, n: number): Promise<void> {
    // Who halts last needs the others' votes for the block of the halt, which come from where they go on.
    await until(async () => member.app?.exitCode !== null);
    expect(member.app?.exitCode, member.tail()).toBe(3);
    await member.kill();
    if (n === 1) {
      const struck = next(member.node, "finalize: staged");
      struck.stdout?.resume();
      struck.stderr?.resume();
      const gone = new Promise((resolve) => struck.once("exit", resolve));
      member.startComet();
      await gone;
      await member.kill();
    }
    upgraded.add(member.node.home);
    member.start();
  }
});

/** Operators of two validators. */
async function bonded(rpcUrl: string): Promise<readonly [string, string]> {
  const comet = await latest.rpc.Comet38Client.connect(rpcUrl);
  const { stargate } = latest;
  const { staking } = stargate.QueryClient.withExtensions(comet, stargate.setupStakingExtension);
  const { validators } = await staking.validators("BOND_STATUS_BONDED");
  const [first, second] = validators.map(({ operatorAddress }) => operatorAddress);
  comet.disconnect();
  if (first === undefined || second === undefined) throw new Error("too few validators");
  return [first, second];
}
