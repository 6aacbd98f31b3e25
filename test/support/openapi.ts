/** A parameter as an OpenAPI document tells it. */
export interface DocParameter {
  readonly name: string;
  readonly in: string;
  readonly required: boolean;
  readonly schema: Readonly<Record<string, unknown>>;
  readonly example?: unknown;
}

/** An operation of an OpenAPI document. */
export interface Operation {
  readonly verb: "GET" | "POST";
  readonly path: string;
  readonly id: string;
  readonly tag: string;
  readonly summary: string;
  readonly parameters: readonly DocParameter[];
  readonly hasBody: boolean;
  /** Content of the answer 200. */
  readonly answer: Readonly<Record<string, unknown>>;
}

// biome-ignore lint/suspicious/noExplicitAny: a document of JSON
type Doc = any;

/** The operations of a document, parameters that it refers to left out. */
export function operationsOf(document: Doc): readonly Operation[] {
  return Object.entries<Doc>(document.paths).flatMap(([path, item]) =>
    Object.entries<Doc>(item).map(([verb, one]) => ({
      verb: verb === "post" ? ("POST" as const) : ("GET" as const),
      path,
      id: one.operationId,
      tag: one.tags[0],
      summary: one.summary,
      parameters: one.parameters.filter((parameter: Doc) => parameter.name !== undefined),
      hasBody: one.requestBody !== undefined,
      answer: one.responses["200"].content,
    })),
  );
}
