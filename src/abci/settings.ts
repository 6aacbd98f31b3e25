import { z } from "zod";
import type { ChainSettings } from "../keeper/context.js";
import type { Json } from "../keeper/query.js";
import type { ReadStore, WriteStore } from "../store/contract.js";

/** Name of the store of chain settings (D-TX-10). */
export const SETTINGS_STORE = "vpr";

const KEY = Uint8Array.of(0);

const section = z.strictObject({
  denom: z
    .string()
    .regex(/^[a-zA-Z][a-zA-Z0-9/:._-]{2,127}$/)
    .default("uvna"),
  bech32_prefix: z
    .string()
    .regex(/^[a-z][a-z0-9]{0,82}$/)
    .default("verana"),
  coin_type: z.number().int().min(0).max(0x7fffffff).default(118),
  strict_did_ownership: z.boolean().default(false),
  /** `<network>` in generated schema ids; empty stands for the chain id (D-CS-02). */
  schema_id_network: z.string().max(128).default(""),
  /** Narrows what schemas may name; absent where all three may stand (D-CS-05). */
  digest_algorithms: z
    .array(z.enum(["sha256", "sha384", "sha512"]))
    .min(1)
    .optional(),
});

/** Section `vpr` of a fresh genesis; the usual prefix of accounts when it is left out. */
export function freshSettings(denom: string, prefix?: string): Json {
  const { digest_algorithms: _all, ...fresh } = section.parse({ denom, bech32_prefix: prefix });
  return fresh;
}

/** Reads section `vpr`; absent values take their defaults. Throws with the reason. */
export function parseSettings(chainId: string, json: Json | undefined): ChainSettings {
  const values = section.parse(json === undefined ? {} : json);
  return {
    chainId,
    denom: values.denom,
    prefix: values.bech32_prefix,
    coinType: values.coin_type,
    strictDidOwnership: values.strict_did_ownership,
    schemaIdNetwork: values.schema_id_network === "" ? chainId : values.schema_id_network,
    ...(values.digest_algorithms === undefined
      ? {}
      : { digestAlgorithms: values.digest_algorithms }),
  };
}

/** Section `vpr` of an exported genesis. */
export function settingsJson(settings: ChainSettings): Json {
  return {
    denom: settings.denom,
    bech32_prefix: settings.prefix,
    coin_type: settings.coinType,
    strict_did_ownership: settings.strictDidOwnership,
    schema_id_network:
      settings.schemaIdNetwork === settings.chainId ? "" : settings.schemaIdNetwork,
    ...(settings.digestAlgorithms === undefined
      ? {}
      : { digest_algorithms: [...settings.digestAlgorithms] }),
  };
}

/** Stores the settings; they are fixed for the life of the chain. */
export function writeSettings(store: WriteStore, settings: ChainSettings): void {
  const value = { chain_id: settings.chainId, ...(settingsJson(settings) as object) };
  store.set(KEY, new TextEncoder().encode(JSON.stringify(value)));
}

/** Undefined before genesis. */
export function readSettings(store: ReadStore): ChainSettings | undefined {
  const bytes = store.get(KEY);
  if (bytes === undefined) return undefined;
  const { chain_id: chainId, ...rest } = JSON.parse(new TextDecoder().decode(bytes)) as {
    readonly chain_id: string;
  };
  return parseSettings(chainId, rest);
}
