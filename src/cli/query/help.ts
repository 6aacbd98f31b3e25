import type { MethodDescriptor } from "../../wire/descriptor.js";
import { PLATFORM_HELP } from "./platform-help.js";
import { REGISTRY_HELP } from "./registry-help.js";

/** What a query's help says: what it tells, and what stands behind its command in the example. */
export type QueryHelp = readonly [summary: string, example: string];

/**
 * Paths of the queries that have a command, in the order of help. The chain answers those of earlier
 * versions of a package too, for clients that know no other.
 */
export const QUERY_PATHS: readonly string[] = [REGISTRY_HELP, PLATFORM_HELP].flatMap(Object.keys);

/** The words of a query's help; the path alone for a query that has none. */
export function queryHelp(method: MethodDescriptor): QueryHelp {
  const { path } = method;
  return REGISTRY_HELP[path] ?? PLATFORM_HELP[path] ?? [path, ""];
}
