import { readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { describe, expect, it } from "vitest";
import { ROOT, sources } from "./source.js";

/** Each may import those before it. `engine`, `gateway` and `client` stand beside each other. */
const LAYERS: readonly (readonly string[])[] = [
  ["wire"],
  ["gen"],
  ["store"],
  ["keeper"],
  ["modules"],
  ["abci"],
  ["metrics"],
  ["engine", "gateway", "client"],
  ["cli"],
];

/** Dependencies that more than one layer or module needs, with the reason. */
const SHARED: Readonly<Record<string, string>> = {
  zod: "the one schema language: parameters, configuration and genesis are written in it",
  "@noble/hashes": "hashes of transactions, blocks and addresses are taken where they belong",
  "@cosmjs/proto-signing": "what programs sign with, offered to them and used by the command line",
  "@cosmjs/stargate": "what programs sign with, offered to them and used by the command line",
  "@noble/curves": "signatures of transactions, of blocks and of keys are three things",
};

/** What makes the command line. */
const COMMANDS = /^src\/cli\/(main|commands\/[^/]+)\.ts$/;

interface Import {
  readonly file: string;
  /** A path from the project's folder, or the name of a package. */
  readonly target: string;
  readonly inside: boolean;
  readonly typesOnly: boolean;
  /** Whether it is loaded only when the program comes there. */
  readonly later: boolean;
}

const FORMS: readonly RegExp[] = [
  /^(?:import|export)\s(?<clause>[^"';]*?)\bfrom\s*"(?<from>[^"]+)"/gm,
  /^import\s*(?<clause>)"(?<from>[^"]+)"/gm,
  /\bimport\s*(?<clause>)\(\s*"(?<from>[^"]+)"/g,
];

function importsOf(file: string, text: string): readonly Import[] {
  return FORMS.flatMap((form) => [...text.matchAll(form)]).map(({ 0: whole, groups }) => {
    const from = groups?.from ?? "";
    const later = /^import\s*\(/.test(whole);
    const inside = from.startsWith(".");
    const target = inside ? posix.join(posix.dirname(file), from).replace(/\.js$/, ".ts") : from;
    return { file, target, inside, typesOnly: isTypesOnly(groups?.clause ?? ""), later };
  });
}

/** `import type {…}` or `import { type A, type B }`. */
function isTypesOnly(clause: string): boolean {
  if (/^type\b/.test(clause.trim())) return true;
  const names = /\{([^}]*)\}/.exec(clause)?.[1]?.split(",") ?? [];
  const used = names.map((name) => name.trim()).filter((name) => name !== "");
  return used.length > 0 && used.every((name) => name.startsWith("type "));
}

const files = sources("src");
const imports = files.flatMap(({ path, text }) => importsOf(path, text));
const layerOf = (path: string): string => path.split("/")[1] ?? "";
const rankOf = (layer: string): number => LAYERS.findIndex((names) => names.includes(layer));
const moduleOf = (path: string): string | undefined => /^src\/modules\/([^/]+)\//.exec(path)?.[1];
const show = ({ file, target }: Import): string => `${file} imports ${target}`;

describe("the import graph", () => {
  it("has a layer for every file and a file behind every import", () => {
    const paths = new Set(files.map(({ path }) => path));
    expect([...paths].filter((path) => rankOf(layerOf(path)) < 0)).toEqual([]);
    const outside = (one: Import) => one.inside && !paths.has(one.target);
    expect(imports.filter(outside).map(show)).toEqual([]);
    expect(imports.length).toBeGreaterThan(200);
  });

  it("points one way", () => {
    const wrong = imports.filter(({ file, target, inside }) => {
      const [from, to] = [layerOf(file), layerOf(target)];
      return inside && from !== to && rankOf(to) >= rankOf(from);
    });
    expect(wrong.map(show)).toEqual([]);
  });

  it("lets modules know each other by types of their index only", () => {
    const wrong = imports.filter(({ file, target, typesOnly }) => {
      const [from, to] = [moduleOf(file), moduleOf(target)];
      if (from === undefined || to === undefined || from === to) return false;
      return !typesOnly || target !== `src/modules/${to}/index.ts`;
    });
    expect(wrong.map(show)).toEqual([]);
  });

  it("makes a command without loading the state machine, which its action does where it needs it", () => {
    const reached = new Set(files.map(({ path }) => path).filter((path) => COMMANDS.test(path)));
    const loaded = imports.filter(({ typesOnly, later }) => !typesOnly && !later);
    for (const file of reached) {
      for (const one of loaded) if (one.file === file && one.inside) reached.add(one.target);
    }
    expect(reached.size).toBeGreaterThan(200);
    expect([...reached].filter((path) => moduleOf(path) !== undefined)).toEqual([]);
  });

  it("enters a module from above by its index only", () => {
    const wrong = imports.filter(({ file, target }) => {
      const to = moduleOf(target);
      return to !== undefined && layerOf(file) !== "modules" && !target.endsWith("/index.ts");
    });
    expect(wrong.map(show)).toEqual([]);
  });
});

describe("dependencies", () => {
  const packageOf = (target: string): string =>
    target
      .split("/")
      .slice(0, target.startsWith("@") ? 2 : 1)
      .join("/");
  const outside = imports.filter(({ inside, target }) => !inside && !target.startsWith("node:"));
  const manifest = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as {
    readonly dependencies: Readonly<Record<string, string>>;
  };

  it("are pinned exactly, and nothing else is imported", () => {
    const pinned = manifest.dependencies;
    const unknown = outside.filter(({ target }) => !Object.hasOwn(pinned, packageOf(target)));
    expect(unknown.map(show)).toEqual([]);
    const loose = Object.entries(pinned).filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version));
    expect(loose).toEqual([]);
  });

  it("are each imported in one layer, or one module, unless a reason stands here", () => {
    const homes = new Map<string, Set<string>>();
    for (const { file, target } of outside) {
      const module = moduleOf(file);
      const home = module === undefined ? layerOf(file) : `modules/${module}`;
      const name = packageOf(target);
      homes.set(name, (homes.get(name) ?? new Set()).add(home));
    }
    const spread = [...homes].filter(([, where]) => where.size > 1).map(([name]) => name);
    expect(spread.sort()).toEqual(
      Object.keys(SHARED)
        .filter((name) => homes.has(name))
        .sort(),
    );
  });
});
