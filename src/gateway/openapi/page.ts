import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { refused } from "../errors.js";
import { JSON_TYPE, jsonReply, type Reply, type Route } from "../route.js";
import type { NodeVersion } from "../services/tendermint.js";
import type { RouteDoc } from "./describe.js";
import { openApi } from "./document.js";

/** Where the document and its page are. */
const DOCUMENT_PATH = "/openapi.json";
const PAGE_PATH = "/swagger/";

/** The route of the document about `routes` and itself. It is made when somebody first asks for it. */
export function documentRoute(routes: readonly Route[], version: NodeVersion): Route {
  let text: string | undefined;
  const route: Route = {
    verb: "GET",
    path: DOCUMENT_PATH,
    family: "wire",
    describe: () => plainDoc("this document"),
    async answer() {
      text ??= jsonReply(openApi([...routes, route], version)).body;
      return { status: 200, contentType: JSON_TYPE, body: text };
    },
  };
  return route;
}

/** Scripts and data come from this server alone. The viewer styles its parts in place. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>vprd REST</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="swagger-ui.css">
</head>
<body>
<div id="page"></div>
<script src="swagger-ui-bundle.js"></script>
<script src="start.js"></script>
</body>
</html>
`;

const START = `SwaggerUIBundle({
  url: "../openapi.json",
  dom_id: "#page",
  deepLinking: true,
  docExpansion: "none",
  defaultModelsExpandDepth: -1,
  validatorUrl: null,
});
`;

/** Files of the viewer's package that the page loads, and their types. */
const ASSETS: Readonly<Record<string, string>> = {
  "swagger-ui-bundle.js": "text/javascript; charset=utf-8",
  "swagger-ui.css": "text/css; charset=utf-8",
};

/** A page that shows the document and tries its routes; it needs nothing beyond this server. */
export function pageRoutes(): readonly Route[] {
  const html = "text/html; charset=utf-8";
  const script = "text/javascript; charset=utf-8";
  return [
    // Without its slash the page's own links would lead beside it.
    pageRoute(PAGE_PATH.slice(0, -1), () => ({
      ...page(html, ""),
      status: 308,
      headers: { location: PAGE_PATH },
    })),
    pageRoute(PAGE_PATH, () => page(html, PAGE)),
    pageRoute(`${PAGE_PATH}start.js`, () => page(script, START)),
    ...Object.entries(ASSETS).map(([name, contentType]) => {
      let text: string | undefined;
      return pageRoute(PAGE_PATH + name, () => {
        text ??= asset(name);
        return page(contentType, text);
      });
    }),
  ];
}

function page(contentType: string, body: string): Reply {
  const headers = { "content-security-policy": POLICY, "x-content-type-options": "nosniff" };
  return { status: 200, contentType, body, headers };
}

/** A text file of the viewer's package. Refuses where the package is not installed. */
function asset(name: string): string {
  try {
    const manifest = createRequire(import.meta.url).resolve("swagger-ui-dist/package.json");
    return readFileSync(join(dirname(manifest), name), "utf8");
  } catch {
    throw refused("Unavailable", "the page's viewer is not installed");
  }
}

function pageRoute(path: string, answer: () => Reply): Route {
  return {
    verb: "GET",
    path,
    family: "wire",
    describe: () => plainDoc("a page about these routes"),
    async answer() {
      return answer();
    },
  };
}

/** What a route without parameters tells of itself. */
export function plainDoc(summary: string, contentType = JSON_TYPE): RouteDoc {
  const answer = { contentType, schema: {} };
  return { tag: "node", summary, parameters: [], answer, atHeight: false };
}
