import type { IncomingMessage, ServerResponse } from "node:http";

const METHODS = ["HEAD", "GET", "POST"];
const ALLOWED_HEADERS = new Set([
  "origin",
  "accept",
  "content-type",
  "x-requested-with",
  "x-server-time",
]);
const PREFLIGHT_VARY = "Origin, Access-Control-Request-Method, Access-Control-Request-Headers";

/**
 * Lets web pages of the given origins use the RPC: `*`, whole origins, or origins with one `*` in
 * them. Answers preflight requests itself and says so by `true`. Without origins it does nothing.
 */
export function applyCors(
  origins: readonly string[],
  request: IncomingMessage,
  response: ServerResponse,
): boolean {
  if (origins.length === 0) return false;
  const wanted = request.headers["access-control-request-method"];
  const preflight = request.method === "OPTIONS" && wanted !== undefined;
  response.setHeader("vary", preflight ? PREFLIGHT_VARY : "Origin");
  const { origin } = request.headers;
  const allowed = origin !== undefined && origins.some((pattern) => fits(pattern, origin));
  if (allowed) response.setHeader("access-control-allow-origin", openTo(origins, origin));
  if (!preflight) return false;
  const headers = request.headers["access-control-request-headers"];
  const known = (headers ?? "")
    .split(",")
    .every((name) => name.trim() === "" || ALLOWED_HEADERS.has(name.trim().toLowerCase()));
  if (allowed && METHODS.includes(wanted) && known) {
    response.setHeader("access-control-allow-methods", wanted);
    if (headers !== undefined) response.setHeader("access-control-allow-headers", headers);
  }
  response.writeHead(204).end();
  return true;
}

function openTo(origins: readonly string[], origin: string): string {
  return origins.includes("*") ? "*" : origin;
}

function fits(pattern: string, origin: string): boolean {
  const [start = "", end] = pattern.split("*", 2);
  if (end === undefined) return origin === pattern;
  const long = origin.length >= start.length + end.length;
  return long && origin.startsWith(start) && origin.endsWith(end);
}
