import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { until } from "../support/until.js";
import { NodeProcess } from "../support/vprd.js";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

const README = readFileSync(new URL("../../README.md", import.meta.url), "utf8");

/** Lines of the README's one `sh` block. */
function commands(): readonly string[] {
  const block = /```sh\n([\s\S]*?)```/.exec(README)?.[1] ?? "";
  return block.trim().split("\n");
}

/** The question that the README asks when the root is effective. */
const QUESTION = /^curl -s '.*\/authorized\?.*'$/m.exec(README)?.[0] ?? "";

describe("the README", () => {
  let node: NodeProcess;

  beforeAll(async () => {
    node = await NodeProcess.make();
    await node.startDev();
  });

  afterAll(() => node.remove());

  it("leads to a root participant in fewer than ten commands, typed as they stand", async () => {
    expect(commands().length).toBeGreaterThan(5);
    expect(commands().length).toBeLessThan(10);
    const answers: string[] = [];
    for (const command of commands()) answers.push(await shell(command, node));
    expect(answers[0]).toContain("corporation_id: 1");
    expect(answers[2]).toContain("execution: success");
    const [spec, wire] = answers.slice(-2).map((answer) => JSON.parse(answer));
    expect(spec.participants).toMatchObject([{ id: "1", role: "ECOSYSTEM", corporation: "1" }]);
    expect(wire.participants).toMatchObject([{ id: "1", role: "ECOSYSTEM", corporation_id: "1" }]);

    const authorized = async () => JSON.parse(await shell(QUESTION, node)).authorized;
    await until(async () => (await authorized()) === true);
  }, 480_000);
});

/** Runs a line as a person would in the project's folder; only home and port are the test's own. */
async function shell(line: string, node: NodeProcess): Promise<string> {
  const here = line.replaceAll("localhost:1317", `127.0.0.1:${node.restPort}`);
  const child = spawn("sh", ["-c", here], {
    cwd: ROOT,
    env: { ...process.env, VPRD_HOME: node.home },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let out = "";
  let err = "";
  child.stdout.on("data", (chunk) => {
    out += chunk;
  });
  child.stderr.on("data", (chunk) => {
    err += chunk;
  });
  const code = await new Promise((resolve) => child.once("close", resolve));
  if (code !== 0) throw new Error(`${line}\nexit ${code}\n${out}${err}`);
  return out;
}
