/** When blocks are made. */
export interface Pace {
  /** Milliseconds from the start of one block to the start of the next. */
  readonly blockTimeMs: number;
  /** A transaction that arrives is put into a block at once. */
  readonly instant: boolean;
}

/** One turn: makes a block and says whether another is wanted at once. */
export type Turn = () => Promise<boolean>;

/** Calls `turn` at the given pace until it is stopped or a turn fails. */
export class Pacemaker {
  /** Settles when the last turn is over; rejects with the failure of a turn. */
  readonly done: Promise<void>;
  private stopping = false;
  private wanted = false;
  private failure: Error | undefined;
  private wake: () => void = () => undefined;

  constructor(
    private readonly pace: Pace,
    private readonly turn: Turn,
  ) {
    this.done = this.run();
  }

  /** Says that a transaction waits. */
  arrived(): void {
    if (!this.pace.instant) return;
    this.wanted = true;
    this.wake();
  }

  /** Ends after the turn in progress. */
  stop(): Promise<void> {
    this.stopping = true;
    this.wake();
    return this.done.catch(() => undefined);
  }

  /** Ends after the turn in progress, as if that had failed. */
  fail(failure: Error): void {
    this.failure ??= failure;
    this.wake();
  }

  private async run(): Promise<void> {
    while (!this.stopping) {
      if (this.failure !== undefined) throw this.failure;
      const started = Date.now();
      this.wanted = false;
      if (await this.turn()) this.arrived();
      await this.pause(started + this.pace.blockTimeMs - Date.now());
    }
  }

  private pause(ms: number): Promise<void> {
    // A turn that came late still lets others run before the next.
    if (this.stopping || this.failure || this.wanted || ms <= 0)
      return new Promise((done) => setImmediate(done));
    return new Promise((done) => {
      const timer = setTimeout(done, ms);
      this.wake = () => {
        clearTimeout(timer);
        done();
      };
    });
  }
}
