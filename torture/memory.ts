import { must } from "./check.js";

const MEGABYTE = 1 << 20;

/** What a check may keep in memory beyond what it had after its first sample. */
const MOST_GROWTH = 256 * MEGABYTE;

/** Watches that memory stays bounded: bytes alive after a collection, where one can be asked for. */
export class Memory {
  #first: number | undefined;
  #most = 0;

  /** Takes a sample. Throws when too much has stayed since the first one. */
  sample(): void {
    if (globalThis.gc === undefined) return;
    globalThis.gc();
    const { heapUsed, external } = process.memoryUsage();
    const used = heapUsed + external;
    this.#first ??= used;
    this.#most = Math.max(this.#most, used - this.#first);
    must(
      used - this.#first < MOST_GROWTH,
      () => `memory grew by ${Math.round((used - (this.#first ?? 0)) / MEGABYTE)} MB`,
    );
  }

  /** `memory +12 MB`; empty where nothing was measured. */
  told(): string {
    if (this.#first === undefined) return "";
    return `memory +${Math.round(this.#most / MEGABYTE)} MB`;
  }
}
