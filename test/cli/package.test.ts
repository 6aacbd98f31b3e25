import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { z } from "zod";
import { cleanAfterEach, newFolder } from "./run.js";

cleanAfterEach();

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const manifest = z.object({
  dependencies: z.record(z.string(), z.string()),
  bin: z.object({ vprd: z.string() }),
});

it("the package runs with nothing but what it says it depends on", () => {
  const folder = newFolder();
  const pack = ["pack", "--ignore-scripts", "--offline", "--pack-destination", folder];
  execFileSync("npm", pack, { cwd: ROOT, stdio: "pipe" });
  const [tarball = ""] = readdirSync(folder);
  execFileSync("tar", ["xzf", tarball], { cwd: folder });
  const home = join(folder, "package");
  const { dependencies, bin } = manifest.parse(
    JSON.parse(readFileSync(join(home, "package.json"), "utf8")),
  );
  for (const name of Object.keys(dependencies)) {
    const place = join(home, "node_modules", name);
    mkdirSync(dirname(place), { recursive: true });
    symlinkSync(join(ROOT, "node_modules", name), place);
  }
  const run = (...args: string[]) =>
    execFileSync(process.execPath, [join(home, bin.vprd), ...args], {
      cwd: folder,
      encoding: "utf8",
      stdio: "pipe",
    });
  expect(run("version")).toMatch(/^\d+\.\d+\.\d+\n$/);
  run("init", "m", "--chain-id", "test-1", "--home", join(folder, "home"));
  run("genesis", "validate", "--home", join(folder, "home"));
  expect(JSON.parse(run("doctor", "-o", "json", "--home", join(folder, "home"))).home).toBe(
    join(folder, "home"),
  );
});
