import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { silent } from "../../src/abci/logger.js";
import { findComet } from "../../src/engine/comet/binary.js";
import { forwardLine } from "../../src/engine/comet/log-line.js";
import {
  type CometProcess,
  type RestartRules,
  superviseComet,
} from "../../src/engine/comet/supervisor.js";

let folder: string;
let supervised: CometProcess | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "supervisor-"));
});

afterEach(async () => {
  await supervised?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** An executable in place of cometbft. */
function script(text: string, name = "cometbft"): string {
  const path = join(folder, name);
  writeFileSync(path, `#!/bin/sh\n${text}\n`);
  chmodSync(path, 0o755);
  return path;
}

const SHORT = { stopMs: 300, sickMs: 300 };

const runs = () => readFileSync(join(folder, "runs"), "utf8").split("\n").slice(0, -1);

function supervise(bin: string, more: Partial<RestartRules> = {}): CometProcess {
  supervised = superviseComet({
    bin,
    home: folder,
    proxyApp: "tcp://127.0.0.1:1",
    rpcListen: "tcp://127.0.0.1:2",
    logger: silent,
    restart: { pauseMs: 10, longestPauseMs: 30, crashes: 4, firstCrashes: 4, ...SHORT, ...more },
  });
  return supervised;
}

describe("the supervisor of CometBFT", () => {
  it("gives up after too many crashes in a row and tells how it ended", async () => {
    const comet = supervise(script(`echo "$@" >> ${folder}/runs; echo the last words; exit 7`));
    await expect(comet.done).rejects.toThrow("cometbft ended 4 times in a row");
    await expect(comet.done).rejects.toThrow("status 7: the last words");
    expect(runs()).toHaveLength(4);
    expect(runs()[0]).toContain(`start --home ${folder} --proxy_app tcp://127.0.0.1:1`);
    expect(runs()[0]).toContain("--rpc.laddr tcp://127.0.0.1:2");
  });

  it("gives up sooner on one that never ran for a while, and tells its last lines", async () => {
    const words = `for i in 1 2 3 4 5 6 7 8 9; do echo word $i; done; exit 1`;
    const comet = supervise(script(`echo >> ${folder}/runs; ${words}`), { firstCrashes: 2 });
    await expect(comet.done).rejects.toThrow(/status 1: word 2 \| word 3 .* word 9$/);
    expect(runs()).toHaveLength(2);
  });

  it("tells why it ended rather than the end of a trace", async () => {
    const trace = "for i in 1 2 3 4 5 6 7 8 9; do echo frame $i; done";
    const comet = supervise(script(`echo before; echo 'panic: a bug'; ${trace}; exit 2`));
    await expect(comet.done).rejects.toThrow(/status 2: panic: a bug \| frame 1 .* frame 7$/);
  });

  it("takes the end of one that was asked to stop as a wish, not as a crash", async () => {
    const comet = supervise(script(`echo >> ${folder}/runs; exit 0`));
    await expect(comet.done).resolves.toBeUndefined();
    expect(runs()).toHaveLength(1);
  });

  it("starts one again that stopped because it lost the application", async () => {
    const lost = "consensus connection terminated. Did the application crash? Please restart";
    const comet = supervise(script(`echo '{"_msg":"${lost}"}'; exit 0`), { firstCrashes: 2 });
    await expect(comet.done).rejects.toThrow("2 times in a row");
  });

  it("ends one whose consensus failed while it goes on answering", async () => {
    const failure = '{"_msg":"CONSENSUS FAILURE!!!","err":"odd"}';
    const comet = supervise(script(`echo '${failure}'; exec sleep 60`), { firstCrashes: 2 });
    await expect(comet.done).rejects.toThrow("the last time with CONSENSUS FAILURE!!!");
  });

  it("kills one that lost the application and waits for ever to stop", async () => {
    const lost = "consensus connection terminated. Did the application crash? Please restart";
    const hang = `trap "" TERM; echo '{"_msg":"${lost}"}'; while :; do sleep 0.05; done`;
    const comet = supervise(script(hang), { firstCrashes: 2 });
    await expect(comet.done).rejects.toThrow(
      "the last time with the application's connection lost",
    );
  });

  it("goes on with one whose peers say such words", async () => {
    const peer = '{"_msg":"peer","moniker":"CONSENSUS FAILURE!!!"}';
    const comet = supervise(script(`echo '${peer}'; exit 0`));
    await expect(comet.done).resolves.toBeUndefined();
  });

  it("hands on what flags say above the configuration, and no others", async () => {
    const comet = superviseComet({
      bin: script(`echo "$@" >> ${folder}/runs`),
      home: folder,
      proxyApp: "unix:///x",
      p2pListen: "tcp://127.0.0.1:3",
      persistentPeers: "a@h:1,b@h:2",
      seeds: "c@h:3",
      logger: silent,
    });
    await comet.done;
    expect(runs()[0]).toMatch(
      /--p2p.laddr tcp:\/\/127.0.0.1:3 --p2p.persistent_peers a@h:1,b@h:2 --p2p.seeds c@h:3$/,
    );
    expect(runs()[0]).not.toContain("--rpc.laddr");
  });

  it("gives up on a binary that is not there", async () => {
    await expect(supervise(join(folder, "none")).done).rejects.toThrow("ENOENT");
  });

  it("starts it again after a kill", async () => {
    const comet = supervise(script(`echo $$ >> ${folder}/runs; exec sleep 60`));
    const first = await pidOf(comet, undefined);
    process.kill(first, "SIGKILL");
    expect(await pidOf(comet, first)).not.toBe(first);
  });

  it("stops it when it is asked, also one that does not listen", async () => {
    const comet = supervise(
      script(`trap "" TERM; echo up >> ${folder}/runs; while :; do sleep 0.05; done`),
    );
    const pid = await pidOf(comet, undefined);
    await comet.stop();
    await comet.done;
    expect(() => process.kill(pid, 0)).toThrow("ESRCH");
  });

  it("stops at once while it waits to start it again", async () => {
    const comet = superviseComet({
      bin: script("exit 1"),
      home: folder,
      proxyApp: "tcp://127.0.0.1:1",
      logger: silent,
      restart: { pauseMs: 60_000, longestPauseMs: 60_000 },
    });
    await new Promise((resolve) => setTimeout(resolve, 100));
    await comet.stop();
    await expect(comet.done).resolves.toBeUndefined();
  });

  async function pidOf(comet: CometProcess, not: number | undefined): Promise<number> {
    for (;;) {
      const { pid } = comet;
      // The script has begun: its traps are set.
      if (pid !== undefined && pid !== not && started()) return pid;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  function started(): boolean {
    try {
      return runs().length > 0;
    } catch {
      return false;
    }
  }
});

describe("CometBFT's log", () => {
  it("is handed on with its level and facts, and as it is where it is no JSON", () => {
    const lines: unknown[] = [];
    const to = (level: string) => (message: string, facts?: unknown) => {
      lines.push([level, message, facts]);
    };
    const logger = { debug: to("debug"), info: to("info"), warn: to("warn"), error: to("error") };
    forwardLine(logger, '{"_msg":"executed block","height":2,"level":"error","ts":"now"}');
    forwardLine(logger, '{"_msg":"odd","level":"toString"}');
    forwardLine(logger, "panic: x");
    forwardLine(logger, "{half");
    expect(lines).toEqual([
      ["error", "cometbft: executed block", { height: 2 }],
      ["info", "cometbft: odd", {}],
      ["info", "cometbft: panic: x", undefined],
      ["info", "cometbft: {half", undefined],
    ]);
  });
});

describe("the binary of CometBFT", () => {
  it("is found on the search path or taken as given", () => {
    const path = script("echo 0.38.17");
    expect(findComet(undefined, `/none:${folder}`)).toBe(path);
    expect(findComet(path, "")).toBe(path);
    const elsewhere = mkdtempSync(join(folder, "other-"));
    writeFileSync(join(elsewhere, "cometbft"), "#!/bin/sh\necho 1.0.1\n", { mode: 0o755 });
    expect(findComet(undefined, `${elsewhere}:${folder}`)).toBe(path);
    expect(() => findComet(undefined, elsewhere)).toThrow("is version 1.0.1");
  });

  it("is an error that tells what to do when it is missing, other or broken", () => {
    expect(() => findComet(undefined, "/none")).toThrow("was not found; install it with");
    const other = script("echo v1.0.1", "other");
    expect(() => findComet(other, "")).toThrow(`${other} is version v1.0.1; this node needs 0.38`);
    expect(() => findComet(script("exit 1", "broken"), "")).toThrow("does not run");
  });
});
