import { collectDefaultMetrics, Registry } from "./client.js";

/** Metrics of the whole process, which only one of its threads tells. */
const OF_THE_PROCESS = /(?:process_|nodejs_version_info|nodejs_external_memory_bytes)/;

/**
 * A registry with the runtime's own metrics of the calling thread: lag of the event loop, pauses of
 * the collector, heap. `prefix` keeps a second thread's names apart from the first one's, which has
 * "" and tells of the process too.
 */
export function threadRegistry(prefix: string): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix });
  if (prefix === "") return registry;
  for (const { name } of registry.getMetricsAsArray()) {
    if (OF_THE_PROCESS.test(name)) registry.removeSingleMetric(name);
  }
  return registry;
}
