import type { Application } from "../../abci/application.js";

/** Lets callers use the application one after another, also while a commit waits for the disk. */
export class AppGate {
  private last: Promise<unknown> = Promise.resolve();

  constructor(private readonly app: Application) {}

  /** Runs `use` when everything before it is done. */
  run<T>(use: (app: Application) => T | Promise<T>): Promise<T> {
    const result = this.last.then(() => use(this.app));
    this.last = result.catch(() => undefined);
    return result;
  }
}
