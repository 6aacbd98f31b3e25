/** A binary heap: what stands before all others comes out first. */
export class Heap<T> {
  readonly #items: T[] = [];

  /** `before` is a strict order. */
  constructor(private readonly before: (a: T, b: T) => boolean) {}

  push(item: T): void {
    const items = this.#items;
    let at = items.length;
    items.push(item);
    while (at > 0) {
      const up = (at - 1) >> 1;
      const parent = items[up];
      if (parent === undefined || !this.before(item, parent)) break;
      items[at] = parent;
      at = up;
    }
    items[at] = item;
  }

  /** The first one, taken out; undefined when there is none. */
  pop(): T | undefined {
    const items = this.#items;
    const [first] = items;
    const last = items.pop();
    if (last !== undefined && items.length > 0) this.#sink(last);
    return first;
  }

  #sink(item: T): void {
    const items = this.#items;
    let at = 0;
    for (;;) {
      let down = 2 * at + 1;
      let child = items[down];
      if (child === undefined) break;
      const other = items[down + 1];
      if (other !== undefined && this.before(other, child)) {
        child = other;
        down += 1;
      }
      if (!this.before(child, item)) break;
      items[at] = child;
      at = down;
    }
    items[at] = item;
  }
}
