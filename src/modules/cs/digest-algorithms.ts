/** Values of `digest_algorithm`, unless a chain narrows them [D-CS-05]. */
export const DIGEST_ALGORITHMS: readonly string[] = ["sha256", "sha384", "sha512"];
