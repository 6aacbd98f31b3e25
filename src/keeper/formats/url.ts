// Our own reading of RFC 3986, because what a runtime's URL class accepts changes between versions.
// ASCII only: an international host is written in its xn-- form, other characters with %.

const PERCENT = "%[0-9A-Fa-f]{2}";
const PLAIN = "A-Za-z0-9._~!$&'()*+,;=\\-";
const USER_INFO = new RegExp(`^(?:[${PLAIN}:]|${PERCENT})*$`);
const PATH = new RegExp(`^(?:[${PLAIN}:@/]|${PERCENT})*$`);
const QUERY = new RegExp(`^(?:[${PLAIN}:@/?]|${PERCENT})*$`);
const REGISTERED_NAME = new RegExp(`^(?:[${PLAIN}]|${PERCENT})+$`);
const LABEL = /^[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?$/;
const PORT = /^[0-9]{0,5}$/;
const OCTET = /^(?:0|[1-9][0-9]{0,2})$/;
const FUTURE_ADDRESS = new RegExp(`^[vV][0-9A-Fa-f]+\\.[${PLAIN}:]+$`);
// scheme ":" ["//" authority] path ["?" query] ["#" fragment]
const PARTS = /^([A-Za-z][A-Za-z0-9+.-]*):(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#([\s\S]*))?$/;

/** More is no address; texts are bounded before they are walked. */
const MOST = 2048;

interface Parts {
  readonly scheme: string;
  readonly authority: string | undefined;
  readonly path: string;
}

/** [D-GEN-17] An absolute http or https URL with a host. */
export function isHttpUrl(text: string): boolean {
  const parts = split(text);
  if (parts?.authority === undefined || !/^https?$/i.test(parts.scheme)) return false;
  return isAuthority(parts.authority, isDnsHost);
}

/** [D-GEN-17] Any absolute URI: a scheme and something behind it (MOD-CS-MSG-5). */
export function isAbsoluteUri(text: string): boolean {
  const parts = split(text);
  if (parts === undefined) return false;
  if (parts.authority === undefined) return parts.path !== "" && !parts.path.startsWith("//");
  if (parts.authority === "") return parts.path !== "";
  return isAuthority(parts.authority, (host) => REGISTERED_NAME.test(host));
}

function split(text: string): Parts | undefined {
  if (text.length > MOST) return undefined;
  const match = PARTS.exec(text);
  if (match === null) return undefined;
  const [, scheme = "", authority, path = "", query = "", fragment = ""] = match;
  const wellFormed = PATH.test(path) && QUERY.test(query) && QUERY.test(fragment);
  return wellFormed ? { scheme, authority, path } : undefined;
}

function isAuthority(authority: string, isName: (host: string) => boolean): boolean {
  const at = authority.lastIndexOf("@");
  if (at >= 0 && !USER_INFO.test(authority.slice(0, at))) return false;
  const place = authority.slice(at + 1);
  const match = /^(\[[^\]]*\]|[^:]*)(?::(.*))?$/.exec(place);
  const [, host = "", port = ""] = match ?? [];
  if (match === null || !PORT.test(port) || Number(port) > 65_535) return false;
  return host.startsWith("[") ? isIpLiteral(host.slice(1, -1)) : isName(host);
}

/** A name of labels, or four octets; a last label of digits alone must be the latter. */
function isDnsHost(host: string): boolean {
  const name = host.endsWith(".") ? host.slice(0, -1) : host;
  if (name.length > 253) return false;
  const labels = name.split(".");
  if (!labels.every((label) => LABEL.test(label))) return false;
  return /^[0-9]+$/.test(labels.at(-1) ?? "") ? isIpv4(host) : true;
}

function isIpv4(text: string): boolean {
  const octets = text.split(".");
  return octets.length === 4 && octets.every((part) => OCTET.test(part) && Number(part) <= 255);
}

function isIpLiteral(text: string): boolean {
  if (FUTURE_ADDRESS.test(text)) return true;
  const [head = "", tail, ...more] = text.split("::");
  if (more.length > 0) return false;
  const left = groups(head, tail === undefined);
  const right = groups(tail ?? "", true);
  if (left === undefined || right === undefined) return false;
  return tail === undefined ? left === 8 : left + right <= 7;
}

/** Number of 16-bit groups of one side of an IPv6 address; the last may be an IPv4 address. */
function groups(text: string, last: boolean): number | undefined {
  if (text === "") return 0;
  let count = 0;
  const parts = text.split(":");
  for (const [i, part] of parts.entries()) {
    if (/^[0-9A-Fa-f]{1,4}$/.test(part)) count += 1;
    else if (last && i === parts.length - 1 && isIpv4(part)) count += 2;
    else return undefined;
  }
  return count;
}
