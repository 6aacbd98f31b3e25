import * as group from "../../src/gen/cosmos/group/v1.js";
import type { Any } from "../../src/wire/descriptor.js";
import { message } from "../support/world.js";
import { operatorOfGroup, signingMembers } from "./group-view.js";
import { type Scene, SECOND } from "./scene.js";

/** What messages of groups are made of. */

const WEIGHTS = ["1", "2", "0.5", "0.333", "10"];

export const somebody = ({ random, people }: Scene): string => random.pick(people);

/** Who should do it, but for one time in ten. */
export const usually = (scene: Scene, who: string): string =>
  scene.random.chance(100) ? somebody(scene) : who;

/** How a group decides; now and then in a way that is refused. */
export function rulesOf({ random }: Scene): Any {
  const windows = {
    votingPeriod: BigInt(10 + random.below(100)) * SECOND,
    minExecutionPeriod: BigInt(random.below(3)) * SECOND,
  };
  const wrong = random.chance(60);
  return random.chance(500)
    ? message(group.ThresholdDecisionPolicy, {
        threshold: wrong ? "1e2" : random.pick(WEIGHTS),
        windows,
      })
    : message(group.PercentageDecisionPolicy, {
        percentage: wrong ? "1.5" : random.pick(["0.5", "0.333", "0.01", "1"]),
        windows,
      });
}

/** A random choice of people, with their weights. */
export function membersOf(scene: Scene): group.MemberRequest[] {
  const { random } = scene;
  const chosen = new Set(Array.from({ length: 1 + random.below(4) }, () => somebody(scene)));
  return [...chosen].map((address) => ({ address, weight: random.pick(WEIGHTS), metadata: "" }));
}

/** New members, and some that go; now and then one that was none. A corporation keeps its operator. */
export function updatesOf(scene: Scene, groupId: bigint): group.MemberRequest[] {
  const { random } = scene;
  const operator = operatorOfGroup(scene, groupId);
  const members = new Set(signingMembers(scene, groupId));
  return membersOf(scene)
    .filter(({ address }) => address !== operator)
    .map((one) =>
      random.chance(members.has(one.address) ? 500 : 30) ? { ...one, weight: "0" } : one,
    );
}
