import type { Logger } from "../../abci/logger.js";
import { messageOf } from "../failure.js";

/** One running part of a node. */
export interface Part {
  readonly name: string;
  /** Rejects when the part failed while it ran; absent where that cannot happen. */
  readonly done?: Promise<void>;
  stop(): Promise<void>;
}

/** A part that failed, by its name. */
export class PartFailure extends Error {
  override readonly name = "PartFailure";

  constructor(part: string, cause: unknown) {
    super(`${part}: ${messageOf(cause)}`, { cause });
  }
}

/** The parts of a node: started one after the other, stopped the other way round. */
export class Parts {
  readonly #running: Part[] = [];
  #starting: Promise<unknown> = Promise.resolve();
  #stopping: Promise<void> | undefined;
  /** The first failure, for which the node stops. */
  #failure: PartFailure | undefined;
  #settle: (failure?: PartFailure) => void = () => undefined;
  /** Resolves after {@link stop}; rejects with a PartFailure after a part failed and all others ended. */
  readonly done: Promise<void>;

  /** `boundMs`: time that a part has to stop before the next one is stopped. */
  constructor(
    private readonly logger: Logger,
    private readonly boundMs = 30_000,
  ) {
    this.done = new Promise((resolve, reject) => {
      this.#settle = (failure) => (failure === undefined ? resolve() : reject(failure));
    });
    // Whoever cares looks at `done`; a failure that nobody awaits must not end the process.
    this.done.catch(() => undefined);
  }

  /**
   * Starts a part. When it fails all others are stopped; rejects with a PartFailure, also when the
   * node is being stopped already: then with the one that it stops for.
   */
  async start<P extends object>(name: string, begin: () => Promise<P & Omit<Part, "name">>) {
    if (this.#stopping !== undefined) {
      await this.#stopping;
      throw this.#failure ?? new PartFailure(name, new Error("the node is stopping"));
    }
    try {
      const starting = begin();
      this.#starting = starting.catch(() => undefined);
      const part = await starting;
      const stop = () => part.stop();
      this.#running.push({ name, stop });
      part.done?.catch((error: unknown) => this.fail(name, error));
      return part;
    } catch (error) {
      const failure = new PartFailure(name, error);
      await this.#end(failure);
      throw failure;
    }
  }

  /** Stops the node because a part failed. */
  fail(name: string, error: unknown): void {
    if (this.#stopping !== undefined) return;
    const failure = new PartFailure(name, error);
    this.logger.error("the node stops: a part failed", { part: name, reason: messageOf(error) });
    void this.#end(failure);
  }

  /** Stops every part in the reverse order of their start. */
  stop(): Promise<void> {
    return this.#end(undefined);
  }

  #end(failure: PartFailure | undefined): Promise<void> {
    if (this.#stopping === undefined) this.#failure = failure;
    this.#stopping ??= this.#stopAll().then(() => this.#settle(failure));
    return this.#stopping;
  }

  async #stopAll(): Promise<void> {
    await this.#starting;
    for (const { name, stop } of this.#running.reverse()) {
      try {
        await within(this.boundMs, stop());
        this.logger.debug("stopped", { part: name });
      } catch (error) {
        this.logger.error("a part did not stop cleanly", { part: name, reason: messageOf(error) });
      }
    }
  }
}

/** Rejects when a promise takes longer; what it stands for goes on. */
async function within(ms: number, promise: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not stopped within ${ms} ms`)), ms);
  });
  try {
    await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
