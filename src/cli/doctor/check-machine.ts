import { statfsSync } from "node:fs";
import { createServer } from "node:net";
import { z } from "zod";
import { chooseVerifier } from "../../abci/sign/verifier.js";
import { chosenComet } from "../comet-program.js";
import { messageOf } from "../failure.js";
import { type Finding, fault, note, ok, warning } from "./finding.js";

/** Oldest Node.js that this program runs on. */
const OLDEST_NODE = [20, 19] as const;
const GIB = 1024 ** 3;
const LEAST_SPACE = 1 * GIB;
const GOOD_SPACE = 10 * GIB;
/** Connections, tables and sockets of a busy node. */
const LEAST_FILES = 4096;

/** Node.js, its crypto, CometBFT's program, the disk and the limits of the process. */
export function checkMachine(home: string, usesComet: boolean): readonly Finding[] {
  return [nodeVersion(), crypto(), comet(usesComet), disk(home), files()];
}

function nodeVersion(): Finding {
  const check = "node";
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const [least, leastMinor] = OLDEST_NODE;
  return major > least || (major === least && minor >= leastMinor)
    ? ok(check, `Node.js ${process.versions.node}`)
    : fault(
        check,
        `Node.js ${process.versions.node} is too old`,
        `install ${least}.${leastMinor} or later`,
      );
}

function crypto(): Finding {
  return chooseVerifier().name === "native"
    ? ok("secp256k1", "the native binding checks signatures")
    : warning(
        "secp256k1",
        "the native binding is missing: signatures are checked about twenty times slower",
        "npm install secp256k1, with its build for this machine",
      );
}

function comet(needed: boolean): Finding {
  try {
    return ok("cometbft", chosenComet());
  } catch (error) {
    const [what = "", mend] = messageOf(error).split("; ");
    return needed ? warning("cometbft", what, mend) : note("cometbft", what);
  }
}

function disk(home: string): Finding {
  const { bavail, bsize } = statfsSync(home);
  const free = bavail * bsize;
  const text = `${(free / GIB).toFixed(1)} GiB free`;
  if (free < LEAST_SPACE) return fault("disk", text, "make room: a full disk stops the node");
  return free < GOOD_SPACE
    ? warning("disk", text, "make room before it is full")
    : ok("disk", text);
}

const reportSchema = z.object({
  userLimits: z.object({ open_files: z.object({ soft: z.union([z.string(), z.number()]) }) }),
});

function files(): Finding {
  const report = reportSchema.safeParse(process.report.getReport());
  if (!report.success) return note("open files", "the system does not tell its limit");
  const { soft } = report.data.userLimits.open_files;
  if (typeof soft === "string" || soft >= LEAST_FILES) return ok("open files", `limit ${soft}`);
  return warning("open files", `limit ${soft}`, `ulimit -n ${LEAST_FILES}, or more`);
}

/** Whether the addresses of a node are free. */
export async function checkPorts(
  addresses: Readonly<Record<string, string>>,
  running: boolean,
): Promise<readonly Finding[]> {
  if (running) return [];
  const findings: Finding[] = [];
  for (const [key, address] of Object.entries(addresses)) {
    const place = /^(?:tcp:\/\/)?(\[[^\]]+\]|[^:]*):(\d+)$/.exec(address);
    if (place?.[2] === undefined || place[2] === "0") continue;
    const host = (place[1] ?? "").replace(/^\[|\]$/g, "") || "0.0.0.0";
    const code = await listenFault(host, Number(place[2]));
    if (code === undefined) findings.push(ok("ports", `${key} ${address} is free`));
    else findings.push(portFinding(key, address, code));
  }
  return findings;
}

function portFinding(key: string, address: string, code: string): Finding {
  if (code === "EADDRINUSE") {
    return fault(
      "ports",
      `${key} ${address} is taken by another program`,
      "stop it, or choose another port",
    );
  }
  return fault(
    "ports",
    `${key} ${address} cannot be listened at: ${code}`,
    "choose an address of this machine",
  );
}

function listenFault(host: string, port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    server.listen(port, host, () => server.close(() => resolve(undefined)));
  });
}
