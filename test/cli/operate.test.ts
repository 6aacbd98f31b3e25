import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { assert, describe, it } from "vitest";
import { COMET_BIN, freePort } from "../support/comet.js";
import { command, startFast } from "./in-process.js";
import { begin, cleanAfterEach, newFolder } from "./run.js";

cleanAfterEach();

/** A home whose node has run for some blocks, with snapshots of some. */
async function usedHome(): Promise<string> {
  const home = newFolder();
  await done(home, "init", "x", "--chain-id", "vpr-ops-1");
  const node = await startFast(home);
  // A busy machine passes a snapshot over that falls due while another one is written.
  while ((node.app.head?.height ?? 0n) < 32n || snapshotOf(home) === undefined) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await node.stop();
  return home;
}

/** The oldest height of which a home holds a whole snapshot. */
function snapshotOf(home: string): number | undefined {
  const folder = join(home, "data", "snapshots");
  const heights = existsSync(folder) ? readdirSync(folder).map(Number) : [];
  return heights
    .sort((a, b) => a - b)
    .find((height) => existsSync(join(folder, String(height), "1", "metadata")));
}

async function reached(rpc: string, height: number): Promise<void> {
  for (let latest = 0; latest < height; ) {
    const answer = await fetch(`${rpc}/status`).catch(() => undefined);
    const body = (await answer?.json()) as StatusAnswer | undefined;
    latest = Number(body?.result?.sync_info.latest_block_height ?? 0);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

interface StatusAnswer {
  readonly result?: { readonly sync_info: { readonly latest_block_height: string } };
}

/** What a command wrote that must succeed. */
async function done(home: string, ...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await command(...args, "--home", home);
  assert.equal(code, 0, stderr);
  return stdout;
}

/** What a command said that must be refused. */
async function refused(home: string, ...args: readonly string[]): Promise<string> {
  const { code, stderr } = await command(...args, "--home", home);
  assert.equal(code, 1);
  assert.match(stderr, /^Error: [^\n]*\n$/m);
  return stderr;
}

const heightOf = (line: string) => Number(/height (\d+)/.exec(line)?.[1]);

describe("operator commands", () => {
  it("export a state that a chain goes on from, take it back, prune it and keep snapshots", async () => {
    const home = await usedHome();
    const file = join(home, "exported.json");
    await done(home, "export", "--output-document", file);
    const document = JSON.parse(readFileSync(file, "utf8"));
    assert.equal(document.chain_id, "vpr-ops-1");
    assert.lengthOf(document.validators, 1);
    assert.property(document, "app_hash");
    assert.property(document.consensus_params, "block");
    const last = Number(document.initial_height) - 1;
    assert.isAtLeast(last, 32);
    const older = JSON.parse(
      await done(home, ...["export", "--height", "5", "--modules-to-export", "bank,vpr"]),
    );
    assert.equal(older.initial_height, "6");
    assert.deepEqual(Object.keys(older.app_state), ["bank", "vpr"]);
    const zero = JSON.parse(await done(home, "export", "--for-zero-height"));
    assert.equal(zero.initial_height, "1");
    await done(home, "genesis", "validate", file);

    await done(home, "snapshots", "export");
    assert.match(await done(home, "snapshots", "list"), new RegExp(`^height: ${last} `));
    assert.equal(heightOf(await done(home, "rollback")), last - 1);
    assert.notMatch(await done(home, "snapshots", "list"), new RegExp(`^height: ${last} `, "m"));
    assert.equal(heightOf(await done(home, "rollback", "--hard")), last - 1);
    assert.equal(heightOf(await done(home, "rollback", "--hard")), last - 2);

    // A node that runs may be writing one.
    const unfinished = join(home, "data", "snapshots", "999", "1");
    mkdirSync(unfinished, { recursive: true });
    const list = await done(home, "snapshots", "list");
    assert.isTrue(existsSync(unfinished));
    assert.match(list, /^height: \d+ format: 1 chunks: \d+\n/m);
    const taken = await done(home, "snapshots", "export", "--height", "12");
    assert.match(taken, /^Snapshot created at height 12, format 1, chunks \d+\n$/);
    const archive = join(home, "12.tar.gz");
    await done(home, "snapshots", "dump", "12", "1", "-o", archive);
    await done(home, "snapshots", "delete", "12", "1");
    assert.notMatch(await done(home, "snapshots", "list"), /height: 12 /);
    await done(home, "snapshots", "load", archive);
    assert.match(await done(home, "snapshots", "list"), /height: 12 /);

    assert.match(await done(home, "prune", "everything"), /successfully pruned/);
    assert.match(await refused(home, "export", "--height", "5"), /not retained/);
    await done(home, "export", "--height", String(last - 3));
    const node = await startFast(home);
    await reached(node.rpcAddress.replace("tcp:", "http:"), last + 2);
    await node.stop();
  });

  it("restore a snapshot of an archive into an empty home", async () => {
    const home = await usedHome();
    const height = snapshotOf(home) ?? 0;
    const archive = join(home, "snapshot.tar.gz");
    await done(home, "snapshots", "dump", `${height}`, "1", "-o", archive);
    const empty = newFolder();
    await done(empty, "snapshots", "load", archive);
    assert.match(await refused(empty, "snapshots", "restore", `${height + 1}`, "1"), /no snapshot/);
    const restore = ["snapshots", "restore", `${height}`, "1"];
    assert.include(await done(empty, ...restore), `Restored height ${height} with`);
    assert.include(await refused(empty, ...restore), `holds block ${height}`);
    const theirs = JSON.parse(await done(empty, "export"));
    const ours = JSON.parse(await done(home, "export", "--height", `${height}`));
    assert.deepEqual(theirs.app_state, ours.app_state);
    assert.equal(theirs.genesis_time, ours.genesis_time);
  });

  it("are refused by name on a database that is in use, missing, damaged or too new", async () => {
    const home = await usedHome();
    const node = await startFast(home);
    for (const args of [["export"], ["rollback"], ["prune"], ["snapshots", "export"]]) {
      assert.match(await refused(home, ...args), /in use/);
    }
    await node.stop();
    const empty = newFolder();
    for (const args of [["export"], ["rollback"], ["prune"], ["snapshots", "export"]]) {
      assert.match(await refused(empty, ...args), /there is no database .*application\.db/);
    }
    assert.isFalse(existsSync(join(empty, "data")));
    rmSync(join(home, "data", "application.db", "CURRENT"));
    assert.match(await refused(home, "export"), /CURRENT/);
    writeFileSync(join(home, "bad.tar.gz"), "no archive");
    assert.match(
      await refused(home, "snapshots", "load", join(home, "bad.tar.gz")),
      /bad\.tar\.gz/,
    );
    await refused(home, "snapshots", "delete", "7", "1");
    await refused(home, "prune", "nothing");
  });

  it("stop a node before the block at which it halts, with the reason", async () => {
    const home = newFolder();
    await done(home, "init", "x", "--chain-id", "vpr-ops-1");
    const flags = ["--block-time", "40ms", "--halt-height", "6", "--no-api.enable"];
    const rpc = `tcp://127.0.0.1:${await freePort()}`;
    const node = begin(home, ["start", "--home", home, ...flags, "--rpc.laddr", rpc]);
    const { code, stderr } = await node.ended;
    assert.equal(code, 1);
    assert.match(stderr, /halt per configuration height 6 time 0/);
    assert.equal(JSON.parse(await done(home, "export")).initial_height, "6");
  });
});

describe.runIf(COMET_BIN !== undefined)("the export of a chain of the embedded engine", () => {
  it("is a genesis that the real CometBFT accepts and goes on from", async () => {
    const home = await usedHome();
    const next = newFolder();
    mkdirSync(join(next, "config"));
    for (const key of ["priv_validator_key.json", "node_key.json"]) {
      cpSync(join(home, "config", key), join(next, "config", key));
    }
    const genesis = join(next, "config", "genesis.json");
    await done(home, "export", "--output-document", genesis);
    const document = JSON.parse(readFileSync(genesis, "utf8"));
    const first = Number(document.initial_height);
    const [rpc, p2p, abci] = [await freePort(), await freePort(), await freePort()];
    const node = begin(next, [
      ...["start", "--with-comet", "--comet.bin", COMET_BIN ?? "", "--no-api.enable"],
      ...["--rpc.laddr", `tcp://127.0.0.1:${rpc}`, "--p2p.laddr", `tcp://127.0.0.1:${p2p}`],
      ...["--abci.laddr", `tcp://127.0.0.1:${abci}`, "--home", next],
    ]);
    await reached(`http://127.0.0.1:${rpc}`, first + 1);
    node.child.kill("SIGTERM");
    assert.equal((await node.ended).code, 0);
    const again = JSON.parse(await done(next, "export"));
    // Inflation goes on with every block.
    assert.deepEqual({ ...again.app_state, mint: 0 }, { ...document.app_state, mint: 0 });
    assert.deepEqual(again.validators, document.validators);
    assert.isAbove(Number(again.initial_height), first);
  });
});
