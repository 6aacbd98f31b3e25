/** A value, or a promise of it where an older state must be made again first. */
export type Soon<T> = T | Promise<T>;

/** Goes on with a value, at once where it is there. */
export function soon<T, U>(value: Soon<T>, then: (value: T) => U): Soon<U> {
  return value instanceof Promise ? value.then(then) : then(value);
}

/** Runs `work`; `refuse` makes an answer of what it throws, now or later. */
export function attempt<T>(work: () => Soon<T>, refuse: (error: unknown) => T): Soon<T> {
  try {
    const value = work();
    return value instanceof Promise ? value.catch(refuse) : value;
  } catch (error) {
    return refuse(error);
  }
}
