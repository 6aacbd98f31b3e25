import { Params } from "../../gen/verana/td/v1.js";
import type { Schema } from "../../keeper/collections.js";
import { protoValue } from "../../keeper/values.js";

export type TrustDepositState = ReturnType<typeof trustDepositState>;

/** Every byte this module owns. Prefixes are consensus: append, never renumber. */
export function trustDepositState(schema: Schema) {
  return { params: schema.item(0x00, "params", protoValue(Params)) };
}
