import { defineErrors } from "./errors.js";

/** Cosmos SDK's root errors, with its numbers and texts. */
export const sdkErrors = defineErrors("sdk", {
  txDecode: [2, "tx parse error", "InvalidArgument"],
  invalidSequence: [3, "invalid sequence", "InvalidArgument"],
  unauthorized: [4, "unauthorized", "PermissionDenied"],
  insufficientFunds: [5, "insufficient funds"],
  unknownRequest: [6, "unknown request", "InvalidArgument"],
  invalidAddress: [7, "invalid address", "InvalidArgument"],
  invalidPubKey: [8, "invalid pubkey", "InvalidArgument"],
  unknownAddress: [9, "unknown address", "NotFound"],
  invalidCoins: [10, "invalid coins", "InvalidArgument"],
  outOfGas: [11, "out of gas", "ResourceExhausted"],
  memoTooLarge: [12, "memo too large", "InvalidArgument"],
  insufficientFee: [13, "insufficient fee"],
  tooManySignatures: [14, "maximum number of signatures exceeded", "InvalidArgument"],
  noSignatures: [15, "no signatures supplied", "InvalidArgument"],
  jsonMarshal: [16, "failed to marshal JSON bytes", "Internal"],
  jsonUnmarshal: [17, "failed to unmarshal JSON bytes", "InvalidArgument"],
  invalidRequest: [18, "invalid request", "InvalidArgument"],
  txInMempool: [19, "tx already in mempool", "AlreadyExists"],
  mempoolFull: [20, "mempool is full", "ResourceExhausted"],
  txTooLarge: [21, "tx too large", "InvalidArgument"],
  keyNotFound: [22, "key not found", "NotFound"],
  wrongPassword: [23, "invalid account password", "Unauthenticated"],
  wrongSigner: [24, "tx intended signer does not match the given signer", "InvalidArgument"],
  invalidGasAdjustment: [25, "invalid gas adjustment", "InvalidArgument"],
  invalidHeight: [26, "invalid height", "InvalidArgument"],
  invalidVersion: [27, "invalid version", "InvalidArgument"],
  invalidChainId: [28, "invalid chain-id", "InvalidArgument"],
  invalidType: [29, "invalid type", "InvalidArgument"],
  txTimeoutHeight: [30, "tx timeout height"],
  unknownExtensionOptions: [31, "unknown extension options", "InvalidArgument"],
  wrongSequence: [32, "incorrect account sequence"],
  packAny: [33, "failed packing protobuf message to Any", "Internal"],
  unpackAny: [34, "failed unpacking protobuf message from Any", "InvalidArgument"],
  logic: [35, "internal logic error", "Internal"],
  conflict: [36, "conflict", "AlreadyExists"],
  notSupported: [37, "feature not supported", "Unimplemented"],
  notFound: [38, "not found", "NotFound"],
  io: [39, "Internal IO error", "Internal"],
  appConfig: [40, "error in app.toml", "Internal"],
  invalidGasLimit: [41, "invalid gas limit", "InvalidArgument"],
  txTimeout: [42, "tx timeout"],
});

/**
 * Errors that Cosmos SDK never registered. `internal` is what every node answers when an exception
 * that nobody registered ends a transaction (D-TX-07).
 */
export const undefinedErrors = defineErrors("undefined", {
  internal: [1, "internal error", "Internal"],
});
