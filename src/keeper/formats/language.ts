const LANGUAGE = "(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4}|[a-z]{5,8})";
const SCRIPT = "(?:-[a-z]{4})?";
const REGION = "(?:-(?:[a-z]{2}|[0-9]{3}))?";
const VARIANTS = "((?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*)";
const EXTENSIONS = "((?:-[0-9a-wy-z](?:-[a-z0-9]{2,8})+)*)";
const PRIVATE = "x(?:-[a-z0-9]{1,8})+";
const TAG = new RegExp(`^${LANGUAGE}${SCRIPT}${REGION}${VARIANTS}${EXTENSIONS}(?:-${PRIVATE})?$`);
const PRIVATE_ONLY = new RegExp(`^${PRIVATE}$`);
const GRANDFATHERED: ReadonlySet<string> = new Set([
  "art-lojban",
  "cel-gaulish",
  "en-gb-oed",
  "i-ami",
  "i-bnn",
  "i-default",
  "i-enochian",
  "i-hak",
  "i-klingon",
  "i-lux",
  "i-mingo",
  "i-navajo",
  "i-pwn",
  "i-tao",
  "i-tay",
  "i-tsu",
  "no-bok",
  "no-nyn",
  "sgn-be-fr",
  "sgn-be-nl",
  "sgn-ch-de",
  "zh-guoyu",
  "zh-hakka",
  "zh-min",
  "zh-min-nan",
  "zh-xiang",
]);

/** More is no tag; texts are bounded before they are walked. */
const MOST = 255;

/**
 * [D-GEN-17] A well-formed BCP 47 language tag (RFC 5646 section 2.2.9), in any case. Whether its
 * subtags are registered is not asked. The cap of 17 characters belongs to the methods that have it.
 */
export function isLanguageTag(text: string): boolean {
  if (text.length > MOST || !/^[A-Za-z0-9-]+$/.test(text)) return false;
  const tag = asciiLower(text);
  if (GRANDFATHERED.has(tag) || PRIVATE_ONLY.test(tag)) return true;
  const match = TAG.exec(tag);
  if (match === null) return false;
  const variants = (match[1] ?? "").split("-").slice(1);
  const singletons = (match[2] ?? "").match(/-[0-9a-z](?=-)/g) ?? [];
  return distinct(variants) && distinct(singletons);
}

/** [D-GEN-17] The same text for all tags that name the same language, without regard to case: for keys. */
export const languageKey = (tag: string): string => asciiLower(tag);

const distinct = (parts: readonly string[]): boolean => new Set(parts).size === parts.length;

/** Letters of ASCII only: the runtime's own tables change between versions. */
const asciiLower = (text: string): string =>
  text.replace(/[A-Z]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 32));
