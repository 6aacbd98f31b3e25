/**
 * Several sorted walks as one sorted walk. Each is begun at once and goes on only as far as the
 * result is taken. `before` is true where the first belongs before the second.
 */
export function* merge<T>(
  walks: readonly Iterator<T>[],
  before: (a: T, b: T) => boolean,
): IterableIterator<T> {
  const heads = walks.flatMap((walk) => {
    const { done, value } = walk.next();
    return done === true ? [] : [{ walk, value }];
  });
  for (;;) {
    let least = 0;
    for (let i = 1; i < heads.length; i++) {
      const [a, b] = [heads[i], heads[least]];
      if (a !== undefined && b !== undefined && before(a.value, b.value)) least = i;
    }
    const head = heads[least];
    if (head === undefined) return;
    yield head.value;
    const { done, value } = head.walk.next();
    if (done === true) heads.splice(least, 1);
    else heads[least] = { walk: head.walk, value };
  }
}
