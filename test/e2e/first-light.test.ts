import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { App } from "../../src/abci/app.js";
import { STORES } from "../../src/abci/compose.js";
import { silent } from "../../src/abci/logger.js";
import { type CometProcess, superviseComet } from "../../src/engine/comet/supervisor.js";
import {
  replayBlocks,
  rpcBlocks,
  rpcGenesis,
  storedBlocks,
} from "../../src/engine/embedded/replay.js";
import { readGenesisFile } from "../../src/engine/home/genesis-doc.js";
import { openMultiStore } from "../../src/store/multistore.js";
import { command } from "../cli/in-process.js";
import { COMET_BIN } from "../support/comet.js";
import { DEV_PHRASE, NodeProcess } from "../support/vprd.js";
import { firstLight } from "./first-light.js";

let node: NodeProcess | undefined;
let comet: CometProcess | undefined;

afterEach(async () => {
  await comet?.stop();
  await node?.remove();
  comet = undefined;
  node = undefined;
});

const journey = (at: NodeProcess, mode: "direct" | "amino", tag: string) =>
  firstLight({ rpcUrl: at.rpcUrl, restUrl: at.restUrl, mode, mnemonic: DEV_PHRASE, tag });

async function freshApp(): Promise<App> {
  const store = await openMultiStore({ stores: [...STORES] });
  return new App({ store, logger: silent, version: "test" });
}

describe("first light on the embedded engine", () => {
  it("runs the journey, direct and amino, through a kill, and replays to the same app hashes", async () => {
    node = await NodeProcess.make();
    await node.startDev();
    const first = await journey(node, "direct", "one");
    await node.end("SIGKILL");
    await node.startDev();
    const kept = await fetch(`${node.restUrl}/pp/v1/get?id=${first.participantId}`);
    expect(kept.status).toBe(200);
    const second = await journey(node, "amino", "two");
    expect(BigInt(second.participantId)).toBe(BigInt(first.participantId) + 1n);
    await node.end("SIGTERM");

    const genesis = readGenesisFile(join(node.home, "config", "genesis.json"));
    const blocks = storedBlocks(join(node.home, "data", "engine.db"));
    const replayed = await replayBlocks(await freshApp(), genesis, blocks);
    expect(replayed.length).toBeGreaterThanOrEqual(12);
  });
});

describe.runIf(COMET_BIN)("first light on CometBFT", () => {
  it("runs the same journey, direct and amino, through a kill of both, and replays", async () => {
    node = await NodeProcess.make();
    await makeHome(node);
    await startBoth(node);
    const first = await journey(node, "direct", "one");
    if (comet?.pid !== undefined) process.kill(comet.pid, "SIGKILL");
    await node.end("SIGKILL");
    await comet?.stop();
    await startBoth(node);
    const kept = await fetch(`${node.restUrl}/pp/v1/get?id=${first.participantId}`);
    expect(kept.status).toBe(200);
    await journey(node, "amino", "two");

    const genesis = await rpcGenesis(node.rpcUrl);
    const replayed = await replayBlocks(await freshApp(), genesis, rpcBlocks(node.rpcUrl));
    expect(replayed.length).toBeGreaterThanOrEqual(12);
  }, 180_000);
});

/** A home as an operator makes it, with the development accounts funded. */
async function makeHome({ home }: NodeProcess): Promise<void> {
  const vprd = async (...args: readonly string[]) => {
    const { code, stderr } = await command(...args, "--home", home);
    expect(code, stderr).toBe(0);
  };
  await vprd("init", "test", "--chain-id", "first-light-1");
  const { Secp256k1HdWallet } = await import("@cosmjs/amino");
  const { stringToPath } = await import("@cosmjs/crypto");
  const hdPaths = [0, 1, 2, 3].map((i) => stringToPath(`m/44'/118'/0'/0/${i}`));
  const wallet = await Secp256k1HdWallet.fromMnemonic(DEV_PHRASE, { prefix: "verana", hdPaths });
  for (const { address } of await wallet.getAccounts()) {
    await vprd("genesis", "add-genesis-account", address, "1000000000uvna");
  }
  await vprd("genesis", "validate");
  const config = join(home, "config", "config.toml");
  const text = readFileSync(config, "utf8");
  writeFileSync(config, text.replace(/^timeout_commit = .*$/m, 'timeout_commit = "200ms"'));
}

async function startBoth(at: NodeProcess): Promise<void> {
  await at.startForComet();
  comet = superviseComet({
    bin: COMET_BIN ?? "",
    home: at.home,
    proxyApp: `tcp://127.0.0.1:${at.abciPort}`,
    rpcListen: `tcp://127.0.0.1:${at.rpcPort}`,
    p2pListen: "tcp://127.0.0.1:0",
    logger: silent,
  });
  await at.answers();
}
