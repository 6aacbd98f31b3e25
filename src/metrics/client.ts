/** Where the metrics library comes in: the rest of the node knows it by this file. */
export { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
