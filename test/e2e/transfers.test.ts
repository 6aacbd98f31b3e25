import { describe } from "vitest";
import { COMET_BIN } from "../support/comet.js";
import { cometChain, embeddedChain } from "./transfer-engines.js";
import { transferSuite } from "./transfers.js";

describe("transfers on the embedded engine", () => transferSuite(embeddedChain));

describe.runIf(COMET_BIN)("transfers on CometBFT", () => transferSuite(cometChain));
