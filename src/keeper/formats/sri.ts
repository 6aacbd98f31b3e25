const SRI = /^(?:sha256|sha384|sha512)-[A-Za-z0-9+/]+={0,2}$/;

/** More is no digest. The decoded length is never looked at. */
const MOST = 2048;

/** [D-GEN-17] The shape of a subresource integrity digest: algorithm, `-`, base64. */
export function isDigestSri(text: string): boolean {
  return text.length <= MOST && SRI.test(text);
}
