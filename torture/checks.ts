import type { Check } from "./check.js";
import { sameInProcesses, sameOnMajors } from "./determinism/processes.js";
import { fuzzConfig, fuzzGenesis } from "./fuzz/files.js";
import { fuzzFrames } from "./fuzz/frames.js";
import { fuzzRest } from "./fuzz/rest.js";
import { fuzzRpc, fuzzWebSocket } from "./fuzz/rpc.js";
import { fuzzSnapshots } from "./fuzz/snapshots.js";
import { fuzzTransactions } from "./fuzz/transactions.js";
import { cometPoints, cometRandom } from "./kills/comet.js";
import { embeddedPoints, embeddedRandom } from "./kills/embedded.js";
import { restorePoints, storePoints } from "./kills/store.js";
import { mutatedProofs } from "./proofs/mutated.js";
import { tornNode } from "./torn/node.js";
import { tornStore } from "./torn/store.js";

/** Every check, in the order in which they run. */
export const CHECKS: readonly Check[] = [
  storePoints,
  restorePoints,
  embeddedPoints,
  embeddedRandom,
  cometPoints,
  cometRandom,
  tornStore,
  tornNode,
  fuzzTransactions,
  fuzzFrames,
  fuzzRest,
  fuzzRpc,
  fuzzWebSocket,
  fuzzGenesis,
  fuzzConfig,
  fuzzSnapshots,
  mutatedProofs,
  sameInProcesses,
  sameOnMajors,
];
