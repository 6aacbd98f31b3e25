import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { cp, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

/** A program made of one file, which any Node runs without a compiler: children start quickly. */
export class Bundle {
  private constructor(
    /** Path of its script. */
    readonly script: string,
    readonly folder: string,
  ) {}

  /** Bundles a TypeScript module; `entry` is its path in the project. Packages stay outside. */
  static async of(entry: string): Promise<Bundle> {
    // Below the project, so that packages are found; as deep as dist/ has it, for the package's version.
    const folder = join(ROOT, "node_modules", ".cache", "torture", randomUUID());
    await build({
      configFile: false,
      logLevel: "error",
      root: ROOT,
      build: {
        ssr: join(ROOT, entry),
        outDir: join(folder, "dist", "cli"),
        emptyOutDir: true,
        minify: false,
        target: "node20",
        rolldownOptions: { output: { entryFileNames: "main.mjs" } },
      },
    });
    await cp(join(ROOT, "package.json"), join(folder, "package.json"));
    return new Bundle(join(folder, "dist", "cli", "main.mjs"), folder);
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** How a child is started, beside its program. */
export interface ChildOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** The node binary; this process's own unless told. */
  readonly node?: string;
  /** Flags of node itself. */
  readonly flags?: readonly string[];
}

/** A process with what it wrote. */
export class Child {
  output = "";
  errors = "";
  readonly #changed = new Set<() => void>();
  readonly process: ChildProcess;
  /** Resolves when it is gone, with its code or signal. */
  readonly ended: Promise<number | NodeJS.Signals>;

  constructor({ script }: Bundle, args: readonly string[], options: ChildOptions = {}) {
    const { env = {}, node = process.execPath, flags = [] } = options;
    // Arguments stand where a runner would leave them: behind the script's own name.
    this.process = spawn(node, [...flags, script, script, ...args], {
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, ...env },
    });
    this.process.stdout?.setEncoding("utf8").on("data", (text: string) => {
      this.output += text;
      this.#tell();
    });
    this.process.stderr?.setEncoding("utf8").on("data", (text: string) => {
      this.errors = (this.errors + text).slice(-20_000);
    });
    this.ended = new Promise((resolve) => {
      this.process.once("close", (code, signal) => {
        resolve(signal ?? code ?? -1);
        this.#tell();
      });
      this.process.once("error", () => resolve(-1));
    });
  }

  get isOver(): boolean {
    return this.process.exitCode !== null || this.process.signalCode !== null;
  }

  /** Kills it at once; resolves when it is gone. */
  async kill(signal: NodeJS.Signals = "SIGKILL"): Promise<void> {
    if (!this.isOver) this.process.kill(signal);
    await this.ended;
  }

  /** The first match in its output. Rejects when it ends, or the time is over, without one. */
  async says(pattern: RegExp, withinMs = 60_000): Promise<RegExpExecArray> {
    const deadline = Date.now() + withinMs;
    for (;;) {
      const found = pattern.exec(this.output);
      if (found !== null) return found;
      if (this.isOver) await this.ended;
      if (this.isOver || Date.now() > deadline) {
        const last = pattern.exec(this.output);
        if (last !== null) return last;
        throw new Error(`the process does not say ${pattern}:\n${this.output}\n${this.errors}`);
      }
      await this.#change(Math.min(250, Math.max(1, deadline - Date.now())));
    }
  }

  #tell(): void {
    for (const changed of this.#changed) changed();
    this.#changed.clear();
  }

  #change(withinMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, withinMs);
      this.#changed.add(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }
}

/** Runs a program that kills itself. Rejects when it ends otherwise. */
export async function runUntilKilled(
  bundle: Bundle,
  args: readonly string[],
): Promise<{ readonly output: string }> {
  const child = new Child(bundle, args);
  const end = await child.ended;
  if (end === "SIGKILL") return child;
  throw new Error(`${args.join(" ")}: not killed but ended with ${end}\n${child.errors}`);
}
