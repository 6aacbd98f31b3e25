import { readFileSync } from "node:fs";
import { z } from "zod";
import { ConsensusParams } from "../../gen/tendermint/types.js";
import { rfc3339 } from "../../wire/rfc3339.js";
import { consensusParamsJson, publicKeyJson } from "../json/blocks.js";
import { fromBase64, fromHex, upperHex } from "./bytes.js";
import { parseRfc3339 } from "./time.js";
import { ordered, type Validator, validator } from "./validators.js";

/** The genesis document: who starts the chain, with what parameters and state. */
export interface Genesis {
  readonly chainId: string;
  /** Nanoseconds. */
  readonly time: bigint;
  readonly initialHeight: bigint;
  readonly params: ConsensusParams;
  /** Empty where the application names the validators. */
  readonly validators: readonly Validator[];
  readonly appHash: Uint8Array;
  /** JSON of `app_state`. */
  readonly appState: unknown;
  /** The document as the RPC prints it. */
  readonly document: object;
}

const MAX_CHAIN_ID = 50;
/** 100 MiB, CometBFT's bound of a block. */
const MAX_BLOCK_BYTES = 104_857_600n;

const int64 = z
  .union([z.string().regex(/^-?\d{1,19}$/), z.number().int()])
  .transform((value) => BigInt(value));

const params = z
  .object({
    block: z
      .object({ max_bytes: int64.default(22_020_096n), max_gas: int64.default(-1n) })
      .prefault({}),
    evidence: z
      .object({
        max_age_num_blocks: int64.default(100_000n),
        max_age_duration: int64.default(172_800_000_000_000n),
        max_bytes: int64.default(1_048_576n),
      })
      .prefault({}),
    validator: z.object({ pub_key_types: z.array(z.string()).default(["ed25519"]) }).prefault({}),
    version: z.object({ app: int64.default(0n) }).prefault({}),
    abci: z.object({ vote_extensions_enable_height: int64.default(0n) }).prefault({}),
  })
  .transform(({ block, evidence, validator: kinds, version, abci }) =>
    ConsensusParams.create({
      block: { maxBytes: block.max_bytes, maxGas: block.max_gas },
      evidence: {
        maxAgeNumBlocks: evidence.max_age_num_blocks,
        maxAgeDuration: evidence.max_age_duration,
        maxBytes: evidence.max_bytes,
      },
      validator: { pubKeyTypes: kinds.pub_key_types },
      version: { app: version.app },
      abci: { voteExtensionsEnableHeight: abci.vote_extensions_enable_height },
    }),
  );

const member = z
  .object({
    pub_key: z.object({ type: z.literal("tendermint/PubKeyEd25519"), value: z.string() }),
    power: int64,
  })
  .transform(({ pub_key, power }, ctx) => {
    const key = fromBase64(pub_key.value);
    if (key?.length === 32 && power > 0n) return validator(key, power);
    ctx.addIssue({ code: "custom", message: "needs a 32-byte key and a positive power" });
    return z.NEVER;
  });

const members = z.array(member).nullish();

/** `consensus` is where the SDK's own genesis keeps what CometBFT has at the top. */
const schema = z.looseObject({
  genesis_time: z.string(),
  chain_id: z.string().min(1).max(MAX_CHAIN_ID),
  initial_height: int64.default(1n),
  consensus_params: params.nullish(),
  validators: members,
  consensus: z.object({ params: params.nullish(), validators: members }).nullish(),
  app_hash: z.string().nullish(),
  app_state: z.unknown(),
});

/** Reads a genesis file. Throws an Error that names the file and what is wrong in it. */
export function readGenesisFile(path: string): Genesis {
  try {
    return parseGenesis(JSON.parse(readFileSync(path, "utf8")));
  } catch (error) {
    const reason = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
    throw new Error(`genesis ${path}: ${reason}`);
  }
}

/** Reads a genesis document, CometBFT's or the SDK's. Throws a ZodError or an Error. */
export function parseGenesis(json: unknown): Genesis {
  const doc = schema.parse(json);
  const time = parseRfc3339(doc.genesis_time);
  if (time === undefined) throw new Error("genesis_time is no RFC 3339 time");
  const initialHeight = doc.initial_height === 0n ? 1n : doc.initial_height;
  if (initialHeight < 1n) throw new Error("initial_height must not be negative");
  const appHash = fromHex(doc.app_hash ?? "");
  if (appHash === undefined) throw new Error("app_hash is not hex");
  const consensus = doc.consensus_params ?? doc.consensus?.params ?? params.parse({});
  requireParams(consensus);
  const validators = ordered(doc.validators ?? doc.consensus?.validators ?? []);
  const found = {
    chainId: doc.chain_id,
    time,
    initialHeight,
    params: consensus,
    validators,
    appHash,
  };
  return { ...found, appState: doc.app_state, document: documentJson(found, doc.app_state) };
}

/** Throws an Error where no chain can run with these parameters. */
export function requireParams({ block, abci }: ConsensusParams): void {
  const { maxBytes = 0n, maxGas = 0n } = block ?? {};
  if (maxBytes === 0n || maxBytes < -1n || maxBytes > MAX_BLOCK_BYTES) {
    throw new Error(`block.max_bytes ${maxBytes} is outside 1 … ${MAX_BLOCK_BYTES} and not -1`);
  }
  if (maxGas < -1n) throw new Error(`block.max_gas ${maxGas} is below -1`);
  if ((abci?.voteExtensionsEnableHeight ?? 0n) !== 0n) {
    throw new Error("vote extensions are not supported by this engine");
  }
}

function documentJson(genesis: Omit<Genesis, "document" | "appState">, appState: unknown): object {
  const validators = genesis.validators.map(({ address, publicKey, power }) => ({
    address: upperHex(address),
    pub_key: publicKeyJson(publicKey),
    power: power.toString(),
    name: "",
  }));
  return {
    genesis_time: rfc3339(genesis.time),
    chain_id: genesis.chainId,
    initial_height: genesis.initialHeight.toString(),
    consensus_params: consensusParamsJson(genesis.params),
    ...(validators.length === 0 ? {} : { validators }),
    app_hash: upperHex(genesis.appHash),
    app_state: appState,
  };
}
