import { corporationOperations } from "./corporation-operations.js";
import { ecosystemOperations } from "./ecosystem-operations.js";
import { govOperations } from "./gov-operations.js";
import { governedRegistryOperations } from "./governed-registry-operations.js";
import { grantOperations } from "./grant-operations.js";
import { groupOperations } from "./group-operations.js";
import { participantOperations } from "./participant-operations.js";
import type { Operations } from "./scene.js";
import { stakeOperations } from "./stake-operations.js";

/** The modules that take part: one file each. */
export const SOURCES: readonly Operations[] = [
  stakeOperations,
  govOperations,
  groupOperations,
  grantOperations,
  corporationOperations,
  ecosystemOperations,
  participantOperations,
  governedRegistryOperations,
];
