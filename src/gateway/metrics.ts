import type { FastifyInstance, FastifyRequest } from "fastify";
import { Counter, Histogram, type Registry } from "../metrics/client.js";
import { METRICS_TYPE } from "../metrics/node-metrics.js";
import { refused } from "./errors.js";
import { plainDoc } from "./openapi/page.js";
import type { Route } from "./route.js";

/** Requests to routes that nobody mounted, whatever they asked for: labels have to stay few. */
const NO_ROUTE = "unknown";
const METHODS: readonly string[] = ["GET", "POST", "OPTIONS", "HEAD"];

/** Counts requests and their times by the template of their route, never by what was asked for. */
export function meterRequests(server: FastifyInstance, registry: Registry): void {
  const registers = [registry];
  const requests = new Counter({
    name: "vprd_gateway_requests_total",
    help: "Requests that were answered.",
    labelNames: ["method", "route", "status"],
    registers,
  });
  const seconds = new Histogram({
    name: "vprd_gateway_request_seconds",
    help: "Time from a request's head to the end of its answer.",
    labelNames: ["route"],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 2.5],
    registers,
  });
  server.addHook("onResponse", async (request, reply) => {
    const route = routeOf(request);
    requests.inc({ method: methodOf(request), route, status: reply.statusCode });
    seconds.observe({ route }, reply.elapsedTime / 1_000);
  });
}

const routeOf = ({ routeOptions }: FastifyRequest): string => routeOptions.url ?? NO_ROUTE;
const methodOf = ({ method }: FastifyRequest): string =>
  METHODS.includes(method) ? method : "other";

/** Cosmos SDK's route of metrics: only Prometheus' form is there. */
export function metricsRoute(text: () => Promise<string>): Route {
  return {
    verb: "GET",
    path: "/metrics",
    family: "wire",
    describe: () => plainDoc("metrics in Prometheus' text form", "text/plain"),
    async answer() {
      try {
        return { status: 200, contentType: METRICS_TYPE, body: await text() };
      } catch (error) {
        const reason = error instanceof Error ? error.message : "no answer";
        throw refused("Unavailable", `metrics: ${reason}`);
      }
    },
  };
}
