import { RequestInfo } from "../../gen/tendermint/abci.js";

/** The CometBFT release whose formats this engine speaks. Clients look at the first two numbers. */
export const COMET_VERSION = "0.38.25";
/** Version of the block format. */
export const BLOCK_VERSION = 11n;
/** Version of the peer protocol, which `status` prints. */
export const P2P_VERSION = 8n;

/** How the engine introduces itself to the application. */
export const ENGINE_INFO: RequestInfo = RequestInfo.create({
  version: COMET_VERSION,
  blockVersion: BLOCK_VERSION,
  p2pVersion: P2P_VERSION,
  abciVersion: "2.0.0",
});
