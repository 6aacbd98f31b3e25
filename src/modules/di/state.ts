import { Digest } from "../../gen/verana/di/v1.js";
import type { Schema } from "../../keeper/collections.js";
import { restTextKey } from "../../keeper/keys.js";
import { protoValue } from "../../keeper/values.js";

export type DigestState = ReturnType<typeof digestState>;

/** Every byte this module owns. Prefixes are consensus: append, never renumber. */
export function digestState(schema: Schema) {
  return {
    digests: schema.map(0x01, "digests", { key: restTextKey, value: protoValue(Digest) }),
  };
}
