import * as td from "../../src/gen/verana/td/v1.js";
import { hasTarget, participantMessage } from "../support/participant-steps.js";
import { message } from "../support/world.js";
import { corporationOperations } from "./corporation-operations.js";
import { type Registry, registryOf, signers } from "./registry-market.js";
import { type Operation, type Operations, type Scene, withParams } from "./scene.js";

/** As many participants as reading all of them after every block allows. */
const MOST_PARTICIPANTS = 300;

const STEPS = [
  ...["start", "start", "start", "validate", "validate", "validate", "renew", "cancel", "self"],
  ...["until", "revoke", "session", "session", "session", "slash", "repay", "root", "trigger"],
  ...["trust deposit", "yield"],
];
const CREATING = ["start", "self", "root"];

/** The participant tree, sessions and trust deposits: modules pp and td. */
export const participantOperations: Operations = {
  name: "participants",
  weight: 4,
  events: [
    ...["adjust_trust_deposit", "yield_distribution", "burn_ecosystem_slashed_trust_deposit"],
  ],
  genesis: (appState) =>
    withParams(appState, "td", { trust_deposit_max_yield_rate: "1.000000000000000000" }),
  make(scene) {
    const registry = registryOf(scene);
    const { parties, schemas } = registry;
    // The first blocks have nobody who could.
    if (parties.length === 0 || schemas.length === 0) return corporationOperations.make(scene);
    return operation(scene, registry);
  },
};

function operation(scene: Scene, registry: Registry): Operation {
  const { random } = scene;
  const what = stepOf(registry, random.pick(STEPS));
  const who = random.pick(registry.parties);
  const made = participantMessage(registry, {
    what,
    who,
    role: 1 + random.below(4),
    id: BigInt(random.below(1_000)),
    other: BigInt(random.below(12)),
    // Small deposits would earn less than a unit a block.
    amount: BigInt(random.below(400_000_000)),
    discount: random.chance(100) ? 2_500n : 0n,
  });
  if (made !== undefined) return made;
  const by = who.operator;
  const debt = debtOf(scene, who.id);
  if (what === "yield" || debt === 0n) {
    return { by, message: message(td.MsgReclaimTrustDepositYield, signers(who)) };
  }
  return {
    by,
    message: message(td.MsgRepaySlashedTrustDeposit, { ...signers(who), deposit: debt }),
  };
}

/** The step that was picked, or the one that makes what it lacks. */
function stepOf(registry: Registry, what: string): string {
  const full = registry.participants.length >= MOST_PARTICIPANTS && CREATING.includes(what);
  if (full) return "session";
  if (hasTarget(registry, what)) return what;
  return hasTarget(registry, "start") ? "start" : "root";
}

function debtOf({ ask }: Scene, corporationId: bigint): bigint {
  try {
    const { trustDeposit } = ask<td.QueryGetTrustDepositRequest, td.QueryGetTrustDepositResponse>(
      td.Query.GetTrustDeposit,
      { corporationId },
    );
    return (trustDeposit?.slashedDeposit ?? 0n) - (trustDeposit?.repaidDeposit ?? 0n);
  } catch {
    // Without a deposit.
    return 0n;
  }
}
