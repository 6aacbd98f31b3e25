import { z } from "zod";
import {
  BlockID,
  ConsensusParams,
  ValidatorSet,
  Validator as WireValidator,
} from "../../gen/tendermint/types.js";
import { base64, fromBase64 } from "./bytes.js";
import { type Validator, validator } from "./validators.js";

/** What the engine knows after a block, enough to make the next one. */
export interface ChainState {
  readonly chainId: string;
  readonly initialHeight: bigint;
  /** Height of the last block; one below the initial height before the first. */
  readonly height: bigint;
  /** Time of the last block, or of the genesis; nanoseconds. */
  readonly time: bigint;
  readonly lastBlockId: BlockID;
  /** Signers of the last block. */
  readonly lastValidators: readonly Validator[];
  /** Signers of the next block. */
  readonly validators: readonly Validator[];
  /** Signers of the block after the next. */
  readonly nextValidators: readonly Validator[];
  /** Parameters of the next block. */
  readonly params: ConsensusParams;
  readonly appHash: Uint8Array;
  readonly lastResultsHash: Uint8Array;
}

/** The height that comes next. */
export function nextHeight({ height }: ChainState): bigint {
  return height + 1n;
}

const int = z.string().transform(BigInt);
const bytes = z.string().transform((text) => fromBase64(text) ?? new Uint8Array());
const set = bytes.transform(decodeValidators);

const stored = z.object({
  chainId: z.string(),
  initialHeight: int,
  height: int,
  time: int,
  lastBlockId: bytes.transform((value) => BlockID.decode(value)),
  lastValidators: set,
  validators: set,
  nextValidators: set,
  params: bytes.transform((value) => ConsensusParams.decode(value)),
  appHash: bytes,
  lastResultsHash: bytes,
});

/** Bytes of a state in the database. */
export function encodeState(state: ChainState): Uint8Array {
  const text = JSON.stringify({
    chainId: state.chainId,
    initialHeight: state.initialHeight.toString(),
    height: state.height.toString(),
    time: state.time.toString(),
    lastBlockId: base64(BlockID.encode(state.lastBlockId)),
    lastValidators: base64(encodeValidators(state.lastValidators)),
    validators: base64(encodeValidators(state.validators)),
    nextValidators: base64(encodeValidators(state.nextValidators)),
    params: base64(ConsensusParams.encode(state.params)),
    appHash: base64(state.appHash),
    lastResultsHash: base64(state.lastResultsHash),
  });
  return Buffer.from(text, "utf8");
}

/** Reads what {@link encodeState} wrote. */
export function decodeState(value: Uint8Array): ChainState {
  return stored.parse(JSON.parse(Buffer.from(value).toString("utf8")));
}

/** Bytes of a validator set, in its order. */
export function encodeValidators(validators: readonly Validator[]): Uint8Array {
  const members = validators.map(({ address, publicKey, power }) =>
    WireValidator.create({ address, pubKey: { ed25519: publicKey }, votingPower: power }),
  );
  return ValidatorSet.encode(ValidatorSet.create({ validators: members }));
}

/** Reads what {@link encodeValidators} wrote. */
export function decodeValidators(value: Uint8Array): readonly Validator[] {
  return ValidatorSet.decode(value).validators.map(({ pubKey, votingPower }) =>
    validator(pubKey.ed25519 ?? new Uint8Array(), votingPower),
  );
}
