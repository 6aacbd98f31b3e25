const SENT = 0;
const READABLE = 1;
const READING = 2;
const WORDS = 3;
const NOBODY = -1n;
const NOTHING = (1n << 62n) - 1n;

/**
 * Three words that the thread which writes the state and one that reads it have in common. The
 * writer says up to which version nothing can be read any more before it looks which version is
 * being read; the reader says what it reads before it looks whether that can be read. Atomics put
 * the four steps in one order, so that one of the two sees the other.
 */
export class SharedWords {
  readonly #words: BigInt64Array<SharedArrayBuffer>;

  constructor(readonly buffer: SharedArrayBuffer) {
    this.#words = new BigInt64Array(buffer);
  }

  /** New words: nothing was sent, nothing can be read, nobody reads. */
  static make(): SharedWords {
    const words = new SharedWords(new SharedArrayBuffer(WORDS * 8));
    words.allowFrom(NOTHING);
    words.leave();
    return words;
  }

  /** Number of updates that were sent to the reader. */
  get sent(): bigint {
    return Atomics.load(this.#words, SENT);
  }

  /** The writer has sent one more. */
  countSent(): void {
    Atomics.add(this.#words, SENT, 1n);
  }

  /** The writer lets nobody begin to read a version below `oldest`. */
  allowFrom(oldest: bigint): void {
    Atomics.store(this.#words, READABLE, oldest);
  }

  /** The writer lets nobody begin to read. */
  allowNothing(): void {
    this.allowFrom(NOTHING);
  }

  /** Whether a version up to this one is being read. */
  isRead(version: bigint): boolean {
    const reading = Atomics.load(this.#words, READING);
    return reading !== NOBODY && reading <= version;
  }

  /** The reader begins to read a version; false where it must not. */
  enter(version: bigint): boolean {
    Atomics.store(this.#words, READING, version);
    if (Atomics.load(this.#words, READABLE) <= version) return true;
    this.leave();
    return false;
  }

  /** The reader reads nothing any more. */
  leave(): void {
    Atomics.store(this.#words, READING, NOBODY);
  }
}
