import fc from "fast-check";
import type { ReadContext } from "../../src/keeper/context.js";
import { ChainError } from "../../src/keeper/errors.js";
import { type QueryBinding, StatusError } from "../../src/keeper/query.js";
import type { MessageType } from "../../src/wire/descriptor.js";
import { utf8Text } from "../../src/wire/text.js";

const NOT_UTF8 = utf8Text(Uint8Array.of(0x61, 0xff, 0xfe, 0));

/** Texts at which readers break. */
export const anything = fc.oneof(
  fc.string({ unit: "binary", maxLength: 30 }),
  fc.constantFrom("", "\0", NOT_UTF8, "__proto__", "x".repeat(20_000), "🜁", "null", "-1", "a\n1"),
);

/** Mostly one of these, else a near miss, else anything. */
export const mostly = (good: readonly string[], near: readonly string[]) =>
  fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom(...good) },
    { weight: 1, arbitrary: fc.constantFrom(...near) },
    { weight: 1, arbitrary: anything },
  );

/** Which queries are asked, in what state, and with what. */
interface Asked {
  readonly ctx: ReadContext;
  readonly queries: readonly QueryBinding[];
  /** Requests on the wire. */
  readonly filled: (type: MessageType) => fc.Arbitrary<object>;
  /** Texts that parameters of routes often are. */
  readonly texts: readonly string[];
}

/** Asks on the wire and by the specification's routes: what is not answered is refused. */
export function answerOrRefuse({ ctx, queries, filled, texts }: Asked): void {
  const wire = fc
    .constantFrom(...queries)
    .chain((query) => filled(query.method.request).map((given) => ({ query, given })));
  fc.assert(
    fc.property(wire, ({ query, given }) => {
      const { request, response } = query.method;
      const asked = request.decode(request.encode(request.create(given)));
      attempt(() => response.encode(query.run(ctx, asked)));
    }),
    { numRuns: 600 },
  );
  const spec = fc
    .constantFrom(...queries.filter((query) => query.spec !== undefined))
    .chain((query) => givenTexts(query, texts).map((given) => ({ query, given })));
  fc.assert(
    fc.property(spec, ({ query, given }) => {
      const parsed = query.spec?.params.safeParse(given);
      if (parsed?.success !== true) return;
      attempt(() =>
        JSON.stringify(query.spec?.render(query.run(ctx, query.spec.toRequest(parsed.data)))),
      );
    }),
    { numRuns: 600 },
  );
}

/** Lets pass the refusals that everyone agrees on; anything else is a mistake of the program. */
function attempt(work: () => unknown): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof ChainError || error instanceof StatusError)) throw error;
  }
}

/** Parameters of a route as text, known names and others. */
function givenTexts(
  { method }: QueryBinding,
  texts: readonly string[],
): fc.Arbitrary<Record<string, string>> {
  const times = ["2026-01-01T00:00:00Z", "2026-01-01T00:00:00.000Z,1"];
  const text = fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom("1", "2", "true", "false", "64", ...texts) },
    { weight: 2, arbitrary: fc.constantFrom("0", "1025", "1e3", " 1", "01", ...times) },
    { weight: 1, arbitrary: anything },
  );
  const names = method.request.fields.map(({ name }) => name);
  return fc.dictionary(fc.constantFrom(...names, "id", "nonsense"), text, { maxKeys: 5 });
}
