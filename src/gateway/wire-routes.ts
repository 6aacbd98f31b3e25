import { registry } from "../gen/registry.js";
import type { QueryBinding } from "../keeper/query.js";
import type { MessageType, MethodDescriptor } from "../wire/descriptor.js";
import { type JsonPrinter, jsonPrinter } from "../wire/json-printer.js";
import type { JsonOptions } from "../wire/proto-json.js";
import { bindBody, bindParams } from "./bind.js";
import { askedHeight } from "./height.js";
import { describeMethod } from "./openapi/describe.js";
import { askMethod, type QueryPort } from "./query-port.js";
import { type Call, type Route, textReply } from "./route.js";

/** A method of the wire contract and what answers it. */
export interface WireMethod {
  readonly method: MethodDescriptor;
  /** `height` 0n asks for the latest state. Refuses with a GatewayError. */
  answer(request: unknown, height: bigint): Promise<WireAnswer>;
}

/** The response message; `height` where the answer shows the state of one block. */
export interface WireAnswer {
  readonly value: unknown;
  readonly height?: bigint;
}

/** A method with its message types, so that what answers it is checked against them. */
export function wireMethod<Req, Res>(
  method: MethodDescriptor,
  types: { readonly request: MessageType<Req>; readonly response: MessageType<Res> },
  answer: (
    request: Req,
    height: bigint,
  ) => Promise<{ readonly value: Res; readonly height?: bigint }>,
): WireMethod {
  if (method.request !== types.request || method.response !== types.response) {
    throw new TypeError(`${method.path} has other types`);
  }
  return { method, answer: answer as WireMethod["answer"] };
}

/** Methods that the application answers from its state. */
export function queryMethods(
  queries: readonly QueryBinding[],
  port: QueryPort,
): readonly WireMethod[] {
  return queries.map(({ method }) => ({
    method,
    answer: (request, height) => askMethod(port, method, request, height),
  }));
}

/** The routes of methods as a gRPC gateway serves them, with the `/verana` aliases (D-GEN-11). */
export function wireRoutes(methods: readonly WireMethod[]): readonly Route[] {
  return methods.flatMap((one) =>
    one.method.http.flatMap((http) => {
      const space = http.indexOf(" ");
      const verb = http.slice(0, space) === "POST" ? "POST" : "GET";
      return paths(http.slice(space + 1)).map((path) => wireRoute(one, verb, path));
    }),
  );
}

/** The registry's routes stand under `/verana/<module>/v1` too, whatever their recorded prefix is. */
function paths(path: string): readonly string[] {
  const inside = path.replace(/^\/verana-labs(?=\/verana\/)/, "");
  if (/^\/(cosmos|verana)\//.test(inside)) return inside === path ? [path] : [path, inside];
  return [path, `/verana${path}`];
}

/** The wire's own fields have numbers up to this one; ours are left out of the aliases. */
const SHARED_FIELDS = 100;

/** Made when it is first asked for: most routes hardly ever are. */
function printer(type: MessageType, options: JsonOptions): (value: unknown) => string {
  let print: JsonPrinter<unknown> | undefined;
  return (value) => {
    print ??= jsonPrinter(type, options);
    return print(value);
  };
}

function wireRoute({ method, answer }: WireMethod, verb: Route["verb"], path: string): Route {
  const { request, response } = method;
  const own = response.name.startsWith("verana.");
  const options = own ? { registry, maxFieldNumber: SHARED_FIELDS } : { registry };
  const print = printer(response, options);
  const alias = !request.fields.some(({ name }) => name === "height");
  const bind = (call: Call) => (verb === "POST" ? bindBody : bindParams)(request, call);
  return {
    verb,
    path,
    family: "wire",
    describe: (schemas) => describeMethod(method, { verb, path }, schemas),
    async answer(call) {
      const height = askedHeight(call, alias);
      const answered = await answer(bind(call), height);
      return textReply(print(answered.value), answered.height);
    },
  };
}
