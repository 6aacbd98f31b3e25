/**
 * Differences between the shapes of two JSON values: missing and additional keys, keys in another
 * order, other types, null where a value should be. Lists are compared by their first items; `path`
 * patterns that match are passed over.
 */
export function shapeDifferences(
  wanted: unknown,
  found: unknown,
  ignore: readonly RegExp[] = [],
  path = "",
): string[] {
  if (ignore.some((pattern) => pattern.test(path))) return [];
  const [a, b] = [kind(wanted), kind(found)];
  if (a !== b) return [`${path}: ${a} wanted, ${b} found`];
  if (Array.isArray(wanted) && Array.isArray(found)) {
    if (wanted.length === 0 || found.length === 0) return [];
    return shapeDifferences(wanted[0], found[0], ignore, `${path}[]`);
  }
  if (a !== "object") return [];
  const [left, right] = [fields(wanted), fields(found)];
  const kept = (name: string) => !ignore.some((pattern) => pattern.test(`${path}.${name}`));
  const [wantedNames, foundNames] = [[...left.keys()].filter(kept), [...right.keys()].filter(kept)];
  const names = [...new Set([...wantedNames, ...foundNames])];
  const differences = names.flatMap((name) => {
    const at = `${path}.${name}`;
    if (!left.has(name)) return [`${at}: not wanted`];
    if (!right.has(name)) return [`${at}: missing`];
    return shapeDifferences(left.get(name), right.get(name), ignore, at);
  });
  const sameNames = wantedNames.length === foundNames.length && names.length === foundNames.length;
  if (!sameNames || wantedNames.join() === foundNames.join()) return differences;
  return [...differences, `${path}: ${wantedNames} wanted in this order, ${foundNames} found`];
}

function kind(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "list" : typeof value;
}

function fields(value: unknown): ReadonlyMap<string, unknown> {
  return new Map(Object.entries(value ?? {}));
}
