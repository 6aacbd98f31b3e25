/** Texts of a run; a longer one is halved, so that an addition moves few. */
const RUN = 512;

/**
 * Texts in ascending order that costs nothing until somebody asks for it, and then little for each
 * addition however many there are: they lie in runs that follow each other.
 */
export class SortedTexts {
  #runs: string[][] = [];
  #count = 0;
  #added: string[] = [];

  /** Adds a text that must not be present. */
  add(text: string): void {
    this.#added.push(text);
  }

  /** Forgets every text. */
  clear(): void {
    this.#runs = [];
    this.#count = 0;
    this.#added = [];
  }

  /** Texts in ascending order, those not below `from` and below `to`. Nothing is added meanwhile. */
  *between(from?: string, to?: string): IterableIterator<string> {
    this.#settle();
    let [run, at] = this.#place(from ?? "");
    for (; run < this.#runs.length; run++, at = 0) {
      const texts = this.#runs[run] ?? [];
      for (; at < texts.length; at++) {
        const text = texts[at] ?? "";
        if (to !== undefined && text >= to) return;
        yield text;
      }
    }
  }

  /** The same texts in descending order. */
  *betweenReversed(from = "", to?: string): IterableIterator<string> {
    this.#settle();
    let [run, end] = to === undefined ? [this.#runs.length, 0] : this.#place(to);
    for (; run >= 0; run--, end = this.#runs[run]?.length ?? 0) {
      const texts = this.#runs[run] ?? [];
      for (let at = end - 1; at >= 0; at--) {
        const text = texts[at] ?? "";
        if (text < from) return;
        yield text;
      }
    }
  }

  /** Run and place in it of the first text that is not below `text`; behind all, one run too far. */
  #place(text: string): [number, number] {
    const run = firstThat(this.#runs.length, (i) => (this.#runs[i]?.at(-1) ?? "") >= text);
    const texts = this.#runs[run] ?? [];
    return [run, firstThat(texts.length, (i) => (texts[i] ?? "") >= text)];
  }

  #settle(): void {
    const added = this.#added;
    if (added.length === 0) return;
    this.#added = [];
    // A handful of new texts among many is put in place; anything else is sorted anew.
    if (added.length * 32 > this.#count) this.#sort(added);
    else for (const text of added) this.#insert(text);
  }

  #sort(added: readonly string[]): void {
    const all = [...this.#runs.flat(), ...added].sort(byCodeUnit);
    this.#runs = [];
    for (let at = 0; at < all.length; at += RUN / 2) this.#runs.push(all.slice(at, at + RUN / 2));
    this.#count = all.length;
  }

  #insert(text: string): void {
    const [run, at] = this.#place(text);
    const index = Math.min(run, this.#runs.length - 1);
    const texts = this.#runs[index];
    if (texts === undefined) throw new RangeError("there is no run to put a text into");
    texts.splice(run === index ? at : texts.length, 0, text);
    if (texts.length > RUN) this.#runs.splice(index + 1, 0, texts.splice(RUN / 2));
    this.#count += 1;
  }
}

/** The first of so many numbers of which something is true that stays true behind it; else their count. */
function firstThat(count: number, holds: (index: number) => boolean): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
