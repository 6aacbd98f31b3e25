const METHOD = /^[a-z0-9]+$/;
const SEGMENT = /^(?:[A-Za-z0-9._-]|%[0-9A-Fa-f]{2})*$/;

/** More is no identifier; texts are bounded before they are walked. */
const MOST = 2048;

/**
 * [D-GEN-17] A DID without path, query or fragment: `did:`, a method of lower-case letters and
 * digits, and segments of id characters between `:`, the last one not empty.
 */
export function isDid(text: string): boolean {
  if (text.length > MOST || !text.startsWith("did:")) return false;
  const [method = "", ...segments] = text.slice(4).split(":");
  const last = segments.at(-1) ?? "";
  return METHOD.test(method) && last !== "" && segments.every((part) => SEGMENT.test(part));
}
