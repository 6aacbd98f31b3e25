import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { program } from "../../src/cli/program.js";
import { COMET_VERSION } from "../../src/engine/embedded/protocol.js";
import { testKey } from "../support/signed-tx.js";
import { VPRD } from "../support/vprd.js";
import { cleanAfterEach, newFolder } from "./run.js";

cleanAfterEach();

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const text = (name: string) => readFileSync(join(ROOT, name), "utf8");

const service = z.strictObject({
  image: z.literal("vprd"),
  build: z.literal(".").optional(),
  depends_on: z
    .record(z.string(), z.strictObject({ condition: z.literal("service_completed_successfully") }))
    .optional(),
  entrypoint: z.array(z.string()).optional(),
  command: z.array(z.string()),
  environment: z.record(z.string(), z.string()).optional(),
  healthcheck: z.strictObject({ disable: z.literal(true) }).optional(),
  init: z.literal(true).optional(),
  ports: z.array(z.string()).optional(),
  restart: z.enum(["no", "unless-stopped"]),
  security_opt: z.array(z.string()).optional(),
  stop_grace_period: z.string().optional(),
  volumes: z.array(z.string()),
});

const composed = z.looseObject({
  services: z.record(z.string(), service),
  volumes: z.record(z.string(), z.null()),
});

const FILES = ["docker-compose.yaml", "docker-compose.network.yaml"];
const compose = (name: string) => composed.parse(parse(text(name), { merge: true }));

const root = await program();

/** Throws where a command line is none of vprd's. */
function requireCommand([name, ...rest]: readonly string[]): void {
  const command = root.commands.find((each) => each.name() === name);
  if (command === undefined) throw new Error(`vprd has no command ${name}`);
  for (let at = 0; at < rest.length; at++) {
    const option = [...command.options, ...root.options].find(({ long }) => long === rest[at]);
    if (option === undefined) throw new Error(`vprd ${name} has no ${rest[at]}`);
    if (option.required) at++;
  }
  if (rest.some((word) => word === undefined)) throw new Error("a flag without its value");
}

describe.each(FILES)("%s", (file) => {
  const { services, volumes } = compose(file);
  const nodes = Object.values(services).filter(({ entrypoint }) => entrypoint === undefined);

  it("runs commands of vprd, which come up again and are given time to stop", () => {
    expect(nodes).toHaveLength(file === "docker-compose.yaml" ? 1 : 4);
    for (const { command, restart, stop_grace_period: grace, healthcheck } of nodes) {
      expect(() => requireCommand(command)).not.toThrow();
      expect([restart, grace, healthcheck]).toEqual(["unless-stopped", "60s", undefined]);
    }
  });

  it("makes homes first, by scripts of the image, and once", () => {
    const makers = Object.entries(services).filter(([, { entrypoint }]) => entrypoint);
    expect(makers).toHaveLength(1);
    for (const [name, { entrypoint, restart }] of makers) {
      const [script = ""] = entrypoint ?? [];
      expect(statSync(join(ROOT, "docker", script)).mode & 0o111).not.toBe(0);
      expect(text("Dockerfile")).toContain(`docker/${script}`);
      expect(restart).toBe("no");
      for (const node of nodes) expect(Object.keys(node.depends_on ?? {})).toEqual([name]);
    }
  });

  it("opens ports to this machine alone, each once, and keeps data in volumes that it declares", () => {
    const ports = nodes.flatMap((node) => node.ports ?? []);
    const outside = ports.map((port) => /^127\.0\.0\.1:(\d+):\d+$/.exec(port)?.[1]);
    expect(outside).not.toContain(undefined);
    expect(new Set(outside).size).toBe(ports.length);
    for (const { volumes: mounts } of Object.values(services)) {
      for (const mount of mounts) {
        const [name = "", path = ""] = mount.split(":");
        expect(Object.keys(volumes)).toContain(name);
        expect(text("Dockerfile")).toContain(path);
      }
    }
  });
});

describe("the image", () => {
  const lines = text("Dockerfile").replaceAll("\\\n", " ").split("\n");
  const all = (word: string) => lines.filter((line) => line.startsWith(`${word} `));

  it("stands on images of pinned releases, of which Node's is one that this project runs on", () => {
    const from = all("FROM").map((line) => line.split(" ")[1]);
    for (const image of from) expect(image).toMatch(/^(golang|node):\d+\.\d+\.\d+-bookworm/);
    const [major = 0, minor = 0] =
      /node:(\d+)\.(\d+)/.exec(from.join())?.slice(1).map(Number) ?? [];
    expect(major * 100 + minor).toBeGreaterThanOrEqual(2019);
    expect(lines).toContain(`ARG COMET_VERSION=${COMET_VERSION}`);
    expect(text("scripts/comet.mjs")).toContain(`"${COMET_VERSION}"`);
  });

  it("runs vprd as a user without rights, and is well when the route of health answers", () => {
    expect(all("USER").at(-1)).toBe("USER node");
    const [, command = ""] = (all("CMD").at(-1) ?? "").split(/ (.*)/);
    expect(() => requireCommand(z.array(z.string()).parse(JSON.parse(command)))).not.toThrow();
    expect(all("HEALTHCHECK")[0]).toContain("http://127.0.0.1:1317/health'");
  });

  it("copies what is there and what a build makes", () => {
    for (const line of all("COPY")) {
      const paths = line
        .split(" ")
        .slice(1)
        .filter((word) => !word.startsWith("--"));
      for (const path of paths.slice(0, -1)) {
        if (path.startsWith("/out/") || path === ".") continue;
        const here = path.replace(/^\/src\//, "");
        expect(existsSync(join(ROOT, here)), path).toBe(true);
      }
    }
    for (const kept of ["src", "scripts", "proto", "docker", "package.json"]) {
      expect(text(".dockerignore").split("\n")).not.toContain(kept);
    }
  });
});

describe("the scripts of the image", () => {
  /** Runs a script of the image where `vprd` is the built one. */
  function script(folder: string, name: string, args: readonly string[], env: object): string {
    const bin = join(folder, "bin");
    mkdirSync(bin, { recursive: true });
    const shim = `#!/bin/sh\nexec "${process.execPath}" "${VPRD}" "$@"\n`;
    writeFileSync(join(bin, "vprd"), shim, { mode: 0o755 });
    const PATH = [bin, process.env.PATH].join(delimiter);
    const options = {
      cwd: folder,
      env: { ...process.env, ...env, PATH },
      encoding: "utf8" as const,
    };
    return execFileSync("sh", [join(ROOT, "docker", name), ...args], options);
  }

  const ACCOUNTS = `${testKey(1).address}=1000uvna ${testKey(2).address}=5uvna`;

  it("make a home with its accounts, and leave it as it is the next time", () => {
    const folder = newFolder();
    const env = { VPRD_HOME: join(folder, "data"), CHAIN_ID: "box-1", ACCOUNTS };
    script(folder, "make-home.sh", [], env);
    const genesis = readFileSync(join(folder, "data", "config", "genesis.json"), "utf8");
    const { chain_id, app_state } = JSON.parse(genesis);
    expect([chain_id, app_state.bank.balances.length]).toEqual(["box-1", 2]);
    const again = script(folder, "make-home.sh", [], { ...env, CHAIN_ID: "other-1" });
    expect(again).toContain("left as it is");
    expect(readFileSync(join(folder, "data", "config", "genesis.json"), "utf8")).toBe(genesis);
  });

  it("make the homes that the network's file starts, each with the others' names as peers", () => {
    const folder = newFolder();
    const { services } = compose("docker-compose.network.yaml");
    const [, ...hosts] = services.network?.command ?? [];
    const out = join(folder, "network");
    script(folder, "make-network.sh", [out, ...hosts], { CHAIN_ID: "boxes-1", ACCOUNTS });
    for (const host of hosts) {
      const { command = [] } = services[host] ?? {};
      const home = command[command.indexOf("--home") + 1]?.replace("/network", out) ?? "";
      const config = readFileSync(join(home, "config", "config.toml"), "utf8");
      const peers = /^persistent_peers = "(.*)"$/m.exec(config)?.[1] ?? "";
      const named = peers.split(",").map((peer) => peer.split("@")[1]);
      const others = hosts.filter((other) => other !== host).map((other) => `${other}:26656`);
      expect(named).toEqual(others);
      expect(config).toContain('laddr = "tcp://0.0.0.0:26657"');
      expect(config).toContain('laddr = "tcp://0.0.0.0:26656"');
      const app = readFileSync(join(home, "config", "app.toml"), "utf8");
      expect(app).toContain("tcp://0.0.0.0:1317");
    }
    expect(script(folder, "make-network.sh", [out, ...hosts], {})).toContain("left as it is");
  });
});
