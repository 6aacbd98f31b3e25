import { z } from "zod";
import { base64Bytes, int64 } from "./rpc-json.js";

const bytes = z
  .string()
  .nullable()
  .transform((text) => base64Bytes(text ?? ""));

const proofOps = z
  .object({ ops: z.array(z.object({ type: z.string(), key: bytes, data: bytes })) })
  .nullable();

/** An answer of `abci_query`, as the message that the gateway shows. */
export const abciQueryAnswer = z
  .object({
    response: z.object({
      code: z.number().int(),
      log: z.string(),
      info: z.string(),
      index: int64,
      key: bytes,
      value: bytes,
      proofOps,
      height: int64,
      codespace: z.string(),
    }),
  })
  .transform(({ response }) => ({ ...response, proofOps: response.proofOps ?? undefined }));
