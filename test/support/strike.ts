import { FAULT_POINTS, type Strike } from "../../src/store/fault-points.js";

/**
 * A strike that kills this process, as a power cut of its memory would, the nth time that a point is
 * passed. Nothing without a point; throws on a name that is no point, so that none is missed by a typo.
 */
export function selfKiller(point: string | undefined, nth = "1"): Strike {
  if (point === undefined || point === "") return undefined;
  if (!FAULT_POINTS.some((known) => known === point)) throw new Error(`no fault point ${point}`);
  let passed = 0;
  return (at) => {
    if (at !== point) return;
    passed += 1;
    if (passed === Number(nth)) process.kill(process.pid, "SIGKILL");
  };
}
