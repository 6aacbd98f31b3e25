import { type ChildProcess, spawn } from "node:child_process";
import { cp, rm, writeFile } from "node:fs/promises";
import { Bundle } from "../child.js";

/** What the child answers for a folder. */
export interface Tried {
  /** `refused: …` or `recovered`. */
  readonly told?: string;
  readonly failed?: string;
}

/** Opens damaged folders in a process of its own: damage may end a process rather than be told. */
export class Trier {
  #child: ChildProcess | undefined;
  #errors = "";

  private constructor(
    private readonly bundle: Bundle,
    private readonly kind: string,
    private readonly folder: string,
  ) {}

  /** `facts`: what the undamaged folder says; `folder`: where damaged copies are put. */
  static async start(kind: string, facts: object, folder: string): Promise<Trier> {
    await writeFile(`${folder}.json`, JSON.stringify(facts));
    return new Trier(await Bundle.of("torture/torn/try-folders.ts"), kind, folder);
  }

  /** Damages a copy of `whole` and tries it. Throws where it is neither refused nor right. */
  async try(whole: string, damage: (folder: string) => Promise<string>): Promise<string> {
    await cp(whole, this.folder, { recursive: true });
    const what = await damage(this.folder);
    try {
      const { told, failed } = await this.#ask();
      if (told !== undefined) return told;
      throw new Error(`${what}: ${failed}`);
    } finally {
      await rm(this.folder, { recursive: true, force: true, maxRetries: 5 });
    }
  }

  async end(): Promise<void> {
    this.#child?.kill("SIGKILL");
    await this.bundle.remove();
  }

  async #ask(): Promise<Tried> {
    const child = this.#child ?? this.#spawn();
    this.#child = child;
    this.#errors = "";
    return new Promise((resolve) => {
      const over = (code: number | null, signal: string | null) => {
        child.off("message", answered);
        this.#child = undefined;
        resolve({ failed: `the process ended with ${signal ?? code}: ${this.#errors}` });
      };
      const answered = (answer: unknown) => {
        child.off("close", over);
        resolve(answer as Tried);
      };
      child.once("close", over);
      child.once("message", answered);
      child.send({ folder: this.folder });
    });
  }

  #spawn(): ChildProcess {
    const args = [this.bundle.script, this.kind, `${this.folder}.json`];
    const child = spawn(process.execPath, args, { stdio: ["ignore", "ignore", "pipe", "ipc"] });
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      this.#errors = (this.#errors + text).slice(-4_000);
    });
    return child;
  }
}
