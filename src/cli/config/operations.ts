import type { IndexedEvents } from "../../abci/abci-results.js";
import type { GatewayLimits } from "../../gateway/limits.js";
import { CliError } from "../failure.js";
import { readDuration } from "../text/durations.js";
import type { AppConfig, EngineConfig } from "./files.js";

/** How a node is watched and what it takes. */
export interface Operations {
  readonly limits: GatewayLimits;
  /** Whether the gateway has a page about its routes. */
  readonly swagger: boolean;
  /** Age of the last block above which the node is not ready, milliseconds; 0: any age will do. */
  readonly maxBlockAgeMs: number;
  /** Attributes of events that the engine is to index; undefined: all. */
  readonly indexEvents: IndexedEvents;
  /** Undefined where nobody wants metrics. */
  readonly metrics: MetricsChoice | undefined;
}

/** Where metrics are served and how they are named. */
export interface MetricsChoice {
  /** Whether the gateway serves them at `/metrics`. */
  readonly atGateway: boolean;
  /** An address of their own, where there is one. */
  readonly listen: string | undefined;
  readonly maxConnections: number;
  readonly namespace: string;
  readonly serviceName: string;
  readonly globalLabels: Readonly<Record<string, string>>;
}

/** Reads what the files of a home say of operations. Throws CliError for what cannot be. */
export function readOperations(files: {
  readonly app: AppConfig;
  readonly engine: EngineConfig;
}): Operations {
  const { api, gateway, telemetry } = files.app;
  return {
    swagger: api.swagger,
    maxBlockAgeMs: milliseconds(gateway["ready-max-block-age"]),
    indexEvents: indexed(files.app["index-events"]),
    metrics: metricsChoice(telemetry, files.engine.instrumentation),
    limits: {
      maxConnections: unbounded(api["max-open-connections"]),
      readTimeoutMs: api["rpc-read-timeout"] * 1_000,
      writeTimeoutMs: api["rpc-write-timeout"] * 1_000,
      maxBodyBytes: unbounded(api["rpc-max-body-bytes"]),
      rate: rateOf(gateway["rate-limit"], gateway["rate-burst"]),
      trustedProxies: gateway["trusted-proxies"],
      stopGraceMs: milliseconds(gateway["stop-grace"]),
    },
  };
}

function indexed(names: readonly string[]): IndexedEvents {
  const odd = names.find((name) => !/^[^.].*\.[^.]+$/.test(name));
  if (odd !== undefined) {
    throw new CliError(`index-events: ${JSON.stringify(odd)} is no type.attribute`);
  }
  return names.length === 0 ? undefined : new Set(names);
}

const milliseconds = (text: string): number => Number(readDuration(text) / 1_000_000n);

/** 0 means no bound in these files; a body still has to fit into memory. */
const unbounded = (value: number): number => (value === 0 ? NO_BOUND : value);
const NO_BOUND = 2 ** 30;

function rateOf(perSecond: number, burst: number): GatewayLimits["rate"] {
  if (perSecond === 0) return undefined;
  return { perSecond, burst: burst === 0 ? perSecond * 2 : burst };
}

function metricsChoice(
  telemetry: AppConfig["telemetry"],
  instrumentation: EngineConfig["instrumentation"],
): MetricsChoice | undefined {
  const atGateway = telemetry.enabled && telemetry["prometheus-retention-time"] > 0;
  if (!atGateway && !instrumentation.prometheus) return undefined;
  const { prometheus_listen_addr: listen, namespace, max_open_connections } = instrumentation;
  const serviceName = telemetry["service-name"];
  return {
    atGateway,
    listen: instrumentation.prometheus && listen !== "" ? listen : undefined,
    maxConnections: unbounded(max_open_connections),
    namespace: metricName("instrumentation.namespace", namespace),
    serviceName: serviceName === "" ? "" : metricName("telemetry.service-name", serviceName),
    globalLabels: labelsOf(telemetry["global-labels"]),
  };
}

const NAME = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

function metricName(key: string, name: string): string {
  if (NAME.test(name)) return name;
  throw new CliError(`${key}: ${JSON.stringify(name)} cannot begin the name of a metric`);
}

/** Pairs of name and value, each read as one text with a comma. */
function labelsOf(pairs: readonly string[]): Readonly<Record<string, string>> {
  const labels = pairs.map((pair) => {
    const [, name = "", value = ""] = /^([^,]*),(.*)$/.exec(pair) ?? [];
    if (NAME.test(name)) return [name, value] as const;
    throw new CliError(`telemetry.global-labels: ${JSON.stringify(pair)} names no label`);
  });
  return Object.fromEntries(labels);
}
