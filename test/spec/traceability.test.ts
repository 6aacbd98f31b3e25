import { describe, expect, it } from "vitest";
import { RULES } from "../../src/gen/rules.js";
import { type SourceFile, sources } from "./source.js";

const RULE = "(?:MOD-[A-Z]{2}-(?:MSG|QRY)|AUTHZ-CHECK)(?:-[0-9]+)*";
const DECISION = "D-[A-Z]+-[0-9]+";
const ID = `(?:${RULE}|${DECISION})`;

/** An id wherever it stands, in prose too. */
const MENTIONED = new RegExp(`(?<![\\w-])${ID}(?![\\w-])`, "g");
/** `[ID]` in a doc comment, `"ID"` given to `ensure`. */
const CITED = new RegExp(`[["](${ID})["\\]]`, "g");
/** `it("[ID] refuses …`; several ids may lead one title. */
const TITLE = new RegExp(`(?<!describe)\\(\\s*["'\`]((?:\\[${ID}\\][ ,]*)+)`, "g");

const code = sources("src").filter(({ path }) => !path.startsWith("src/gen/"));
const tests = sources("test").filter(({ path }) => !path.startsWith("test/spec/"));

function matches(files: readonly SourceFile[], form: RegExp): ReadonlySet<string> {
  const found = files.flatMap(({ text }) => [...text.matchAll(form)]);
  return new Set(found.map((match) => match[1] ?? match[0]));
}

/** Ids that lead the title of a test. */
const tested = new Set([...matches(tests, TITLE)].flatMap((lead) => lead.match(MENTIONED) ?? []));
const cited = matches(code, CITED);

const isRule = (id: string): boolean => !id.startsWith("D-");
const rules = Object.keys(RULES).filter(isRule);
const decisions = Object.keys(RULES).filter((id) => !isRule(id));

describe("specification, code and tests hold each other", () => {
  it("no id is named that does not exist", () => {
    const unknown = [...code, ...tests].flatMap(({ path, text }) =>
      [...text.matchAll(MENTIONED)]
        .filter(([id]) => !Object.hasOwn(RULES, id))
        .map(([id]) => `${path}: ${id}`),
    );
    expect(unknown).toEqual([]);
  });

  it("every rule is cited in src/", () => {
    expect(rules.filter((id) => !cited.has(id))).toEqual([]);
  });

  it("every rule leads the title of a test", () => {
    expect(rules.filter((id) => !tested.has(id))).toEqual([]);
  });

  it("every decision is named in a test", () => {
    const named = new Set(tests.flatMap(({ text }) => text.match(MENTIONED) ?? []));
    expect(decisions.filter((id) => !named.has(id))).toEqual([]);
  });

  it("every rule that a test names is cited in src/", () => {
    expect([...tested].filter((id) => isRule(id) && !cited.has(id))).toEqual([]);
  });
});
