const DIGEST = /^[\x21-\x7e]{1,256}$/;

/** [D-DI-02] [D-PP-43] An opaque digest, an SRI or bare base64: 1 to 256 bytes, each from 0x21 to 0x7E. */
export const isDigest = (text: string): boolean => DIGEST.test(text);
