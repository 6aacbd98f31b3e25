/** Texts in ascending order that costs nothing until somebody asks for it. */
export class SortedTexts {
  #sorted: string[] = [];
  #added: string[] = [];

  /** Adds a text that must not be present. */
  add(text: string): void {
    this.#added.push(text);
  }

  /** Forgets every text. */
  clear(): void {
    this.#sorted = [];
    this.#added = [];
  }

  /** All texts in ascending order. Callers do not change the array. */
  all(): readonly string[] {
    this.#settle();
    return this.#sorted;
  }

  /** Index of the first text that is not below `text`. */
  lowerBound(text: string): number {
    const sorted = this.all();
    let low = 0;
    let high = sorted.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((sorted[middle] ?? "") < text) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #settle(): void {
    const added = this.#added;
    if (added.length === 0) return;
    this.#added = [];
    // A handful of new texts among many is moved in place; anything else is sorted anew.
    if (added.length * 32 > this.#sorted.length) {
      for (const text of added) this.#sorted.push(text);
      this.#sorted.sort(byCodeUnit);
      return;
    }
    for (const text of added) this.#sorted.splice(this.lowerBound(text), 0, text);
  }
}

function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
