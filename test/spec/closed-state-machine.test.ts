import { expect, it } from "vitest";
import { sources } from "./source.js";

/** What would let two nodes disagree, and what it is. */
const FORBIDDEN: Readonly<Record<string, RegExp>> = {
  "waits for something": /\bawait\b|\basync\b|\bPromise\b|\bsetTimeout\b|\bsetImmediate\b/,
  "reads a clock": /\bDate\b|\bperformance\.now\b|\bhrtime\b/,
  "draws at random": /\bMath\.random\b|\brandomBytes\b|\brandomUUID\b|\bgetRandomValues\b/,
  "asks the locale": /\bIntl\.|\.toLocale[A-Z]\w*\(|\.localeCompare\(|\.normalize\(/,
  "asks the environment": /\bprocess\.|\bnode:(?:fs|os|net|http|child_process|worker_threads)\b/,
  "computes with floats": /\bparseFloat\(|\bMath\.(?:sqrt|cbrt|pow|log\w*|exp\w*|sin|cos|tan)\(/,
};

const LAYERS = ["wire", "keeper", "modules"];

/** The text without comments and without the contents of quotes. */
function bare(text: string): string {
  return text
    .replace(/"(?:[^"\\\n]|\\.)*"/g, (quoted) => (quoted.startsWith('"node:') ? quoted : '""'))
    .replace(/\/\*[\s\S]*?\*\//g, "")
    .replace(/(^|[^:])\/\/[^\n]*/g, "$1");
}

it("below the application nothing waits, draws, or asks the machine it runs on", () => {
  const files = LAYERS.flatMap((layer) => sources(`src/${layer}`));
  const found = files.flatMap(({ path, text }) => {
    const code = bare(text);
    return Object.entries(FORBIDDEN)
      .filter(([, form]) => form.test(code))
      .map(([what, form]) => `${path} ${what}: ${form.exec(code)?.[0]}`);
  });
  expect(found).toEqual([]);
  expect(files.length).toBeGreaterThan(20);
});
