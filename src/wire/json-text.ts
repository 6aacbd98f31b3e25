/** What the reference escapes beside `"` and `\`; a lone surrogate is a byte that was no valid UTF-8. */
const SPECIAL =
  /["\\<>&\u2028\u2029]|[^ -\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

const SHORT: Readonly<Record<string, string>> = {
  '"': '\\"',
  "\\": "\\\\",
  "\b": "\\b",
  "\f": "\\f",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
};

/** A JSON string as sign documents print it: `<`, `>`, `&`, U+2028 and U+2029 escaped, the rest raw. */
export function jsonText(text: string): string {
  return `"${text.replace(SPECIAL, escaped)}"`;
}

function escaped(character: string): string {
  const code = character.charCodeAt(0);
  if (code >= 0xd800 && code <= 0xdfff) return "\\ufffd";
  return SHORT[character] ?? `\\u${code.toString(16).padStart(4, "0")}`;
}

/** What Go's encoder escapes in every text, beside what JSON needs. */
const ESCAPED = /[<>&\u2028\u2029]/g;

/** The JSON of a value as Go's encoder prints it: to a parser the same as any other. */
export function escapedJson(value: unknown): string {
  return JSON.stringify(value).replace(ESCAPED, escaped);
}

/** Letters, digits and signs that stand for themselves in every JSON. */
const PLAIN = /^[ !#-%'-;=?-[\]-~]*$/;

/** {@link escapedJson} of a text. */
export function escapedText(text: string): string {
  return PLAIN.test(text) ? `"${text}"` : escapedJson(text);
}
