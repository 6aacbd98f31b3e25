import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { registry } from "../../src/gen/registry.js";
import type { MethodDescriptor } from "../../src/wire/descriptor.js";
import { type Json, toJson } from "../../src/wire/proto-json.js";
import { fromJson } from "../../src/wire/proto-json-read.js";

const file = new URL("../recorded/rest-answers.json", import.meta.url);
const answers = JSON.parse(readFileSync(file, "utf8")) as [request: string, answer: Json][];

interface Route {
  readonly verb: string;
  readonly pattern: RegExp;
  readonly parameters: number;
  readonly method: MethodDescriptor;
}

const routes: Route[] = registry.methods
  .flatMap((method) => method.http.map((route) => routeOf(method, route)))
  .sort((a, b) => a.parameters - b.parameters);

function routeOf(method: MethodDescriptor, route: string): Route {
  const [verb = "", path = ""] = route.split(" ");
  const pattern = path.replace(/\{[^}]+=\*\*\}/g, ".+").replace(/\{[^}]+\}/g, "[^/]+");
  return { verb, pattern: new RegExp(`^${pattern}$`), parameters: path.split("{").length, method };
}

describe("answers of the reference's REST gateway", () => {
  it.each(answers)("%s has the JSON of its route's response type", (request, answer) => {
    const [verb, path = ""] = request.split(" ");
    const method = routes.find((r) => r.verb === verb && r.pattern.test(path))?.method;
    if (method === undefined) throw new Error(`no route for ${request}`);
    const options = path.startsWith("/cosmos/") ? { registry } : { registry, maxFieldNumber: 100 };
    const value = fromJson(method.response, answer, registry);
    expect(JSON.stringify(toJson(method.response, value, options))).toBe(JSON.stringify(answer));
    const bytes = method.response.encode(value);
    expect(method.response.decode(bytes)).toStrictEqual(value);
  });
});
