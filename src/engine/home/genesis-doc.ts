import { writeFileSync } from "node:fs";
import { ConsensusParams } from "../../gen/tendermint/types.js";
import { rfc3339 } from "../../wire/rfc3339.js";
import { base64, upperHex } from "../embedded/bytes.js";
import { type Genesis, parseGenesis, readGenesisFile } from "../embedded/genesis.js";
import { addressOf } from "../embedded/keys.js";
import { consensusParamsJson } from "../json/blocks.js";

export { type Genesis, parseGenesis, readGenesisFile };

/** Who starts the chain: an ed25519 public key of 32 bytes and its share of the votes. */
export interface GenesisValidator {
  readonly publicKey: Uint8Array;
  readonly power: bigint;
  readonly name: string;
}

/** What a genesis document is made of. */
export interface GenesisParts {
  readonly chainId: string;
  /** Nanoseconds since the Unix epoch. */
  readonly time: bigint;
  /** 1n unless told. */
  readonly initialHeight?: bigint;
  /** {@link FRESH_PARAMS} unless told. */
  readonly params?: ConsensusParams;
  readonly validators: readonly GenesisValidator[];
  /** JSON of `app_state`. */
  readonly appState: object;
}

/** Consensus parameters of a new chain: CometBFT's own, with the SDK's 22 MB blocks. */
export const FRESH_PARAMS: ConsensusParams = ConsensusParams.create({
  block: { maxBytes: 22_020_096n, maxGas: -1n },
  evidence: {
    maxAgeNumBlocks: 100_000n,
    maxAgeDuration: 172_800_000_000_000n,
    maxBytes: 1_048_576n,
  },
  validator: { pubKeyTypes: ["ed25519"] },
  version: { app: 0n },
  abci: { voteExtensionsEnableHeight: 0n },
});

/**
 * The document that both engines read, in CometBFT's form: heights as text, consensus parameters and
 * validators at the top. There is no second copy in the SDK's form that could disagree;
 * {@link parseGenesis} reads documents of that form too.
 */
export function genesisJson(parts: GenesisParts): object {
  return {
    genesis_time: rfc3339(parts.time),
    chain_id: parts.chainId,
    initial_height: (parts.initialHeight ?? 1n).toString(),
    consensus_params: consensusParamsJson(parts.params ?? FRESH_PARAMS),
    validators: parts.validators.map(({ publicKey, power, name }) => ({
      address: upperHex(addressOf(publicKey)),
      pub_key: { type: "tendermint/PubKeyEd25519", value: base64(publicKey) },
      power: power.toString(),
      name,
    })),
    app_hash: "",
    app_state: parts.appState,
  };
}

/** Writes a document that {@link genesisJson} made. Refuses to overwrite unless told. */
export function writeGenesisFile(
  path: string,
  document: object,
  { overwrite = false }: { readonly overwrite?: boolean } = {},
): void {
  const text = `${JSON.stringify(document, null, 2)}\n`;
  writeFileSync(path, text, { flag: overwrite ? "w" : "wx" });
}
