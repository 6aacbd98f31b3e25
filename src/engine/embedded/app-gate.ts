import type { Application } from "../../abci/application.js";
import { StoreFault } from "../../store/contract.js";

/** Lets callers use the application one after another, also while a commit waits for the disk. */
export class AppGate {
  private last: Promise<unknown> = Promise.resolve();

  /** `onFault` hears of a store that fails, whoever met it. */
  constructor(
    private readonly app: Application,
    private readonly onFault: (fault: StoreFault) => void = () => undefined,
  ) {}

  /** Runs `use` when it is its turn; those after it do not wait for what it promises. */
  async aside<T>(use: (app: Application) => T | Promise<T>): Promise<T> {
    const { promised } = await this.run((app) => ({ promised: use(app) }));
    try {
      return await promised;
    } catch (error) {
      if (error instanceof StoreFault) this.onFault(error);
      throw error;
    }
  }

  /** Runs `use` when everything before it is done. */
  run<T>(use: (app: Application) => T | Promise<T>): Promise<T> {
    const result = this.last.then(() => use(this.app));
    this.last = result.catch((error: unknown) => {
      if (error instanceof StoreFault) this.onFault(error);
    });
    return result;
  }
}
