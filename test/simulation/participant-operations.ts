import * as pp from "../../src/gen/verana/pp/v1.js";
import * as td from "../../src/gen/verana/td/v1.js";
import { participantMessage } from "../support/participant-steps.js";
import { revoke, setUntil, slash, trigger } from "./authority-moves.js";
import { corporationOperations } from "./corporation-operations.js";
import { createRoot, selfCreate, start } from "./creation-moves.js";
import { cancel, renew, repay, validate } from "./onboarding-moves.js";
import { affords, debtOf, native, oneOf, type View, viewOf } from "./participant-view.js";
import { registryOf } from "./registry-market.js";
import { type Operation, type Operations, type Scene, signedBy, withParams } from "./scene.js";
import { session } from "./session-moves.js";

const ONE = 10n ** 18n;

/** As many as a page of a list holds, and some that a block may add. */
const MOST = 1_000;

type Move = (view: View) => Operation | undefined;

/** Each as often as it stands there. */
const MOVES: readonly (readonly [often: number, move: Move])[] = [
  [10, start],
  [14, validate],
  [6, renew],
  [3, cancel],
  [3, selfCreate],
  [3, createRoot],
  [4, setUntil],
  [1, revoke],
  [16, session],
  [2, slash],
  [6, repay],
  [5, trigger],
  [2, reclaim],
  [3, repayGovernance],
];

/** Far less than there is of each, whatever the seed; kinds are named where they are made. */
const LEAST = {
  [pp.MsgStartParticipantOP.typeUrl]: 80,
  [pp.MsgRenewParticipantOP.typeUrl]: 60,
  [pp.MsgSetParticipantOPToValidated.typeUrl]: 80,
  [pp.MsgCancelParticipantOPLastRequest.typeUrl]: 40,
  [pp.MsgCreateRootParticipant.typeUrl]: 30,
  [pp.MsgSelfCreateParticipant.typeUrl]: 20,
  [pp.MsgSetParticipantEffectiveUntil.typeUrl]: 80,
  [pp.MsgRevokeParticipant.typeUrl]: 40,
  [pp.MsgCreateOrUpdateParticipantSession.typeUrl]: 200,
  [pp.MsgSlashParticipantTrustDeposit.typeUrl]: 80,
  [pp.MsgRepayParticipantSlashedTrustDeposit.typeUrl]: 80,
  [pp.MsgTriggerResolver.typeUrl]: 30,
  [td.MsgReclaimTrustDepositYield.typeUrl]: 60,
  [td.MsgRepaySlashedTrustDeposit.typeUrl]: 12,
  "validated by an operator": 40,
  "validated by a VS operator": 20,
  "triggered by an ancestor's operator": 20,
  "triggered by a VS operator": 8,
  "issued for native coins": 8,
  "issued for trust units": 8,
  "issued for other coins": 8,
  "issued for a currency": 8,
  "verified for native coins": 8,
  "verified for trust units": 8,
  "verified for other coins": 8,
  "verified for a currency": 8,
};

/** The participant tree, sessions and trust deposits: modules pp and td. */
export const participantOperations: Operations = {
  name: "participants",
  weight: 5,
  events: [
    ...["adjust_trust_deposit", "yield_distribution", "burn_ecosystem_slashed_trust_deposit"],
  ],
  least: LEAST,
  refusals: {
    "/verana.pp.v1.MsgCreateOrUpdateParticipantSession de 36": 20,
  },
  genesis: (appState) =>
    withParams(appState, "td", { trust_deposit_max_yield_rate: "1.000000000000000000" }),
  make(scene) {
    const { parties, schemas } = registryOf(scene);
    // The first blocks have nobody who could.
    if (parties.length === 0 || schemas.length === 0) return corporationOperations.make(scene);
    return scene.random.chance(200) ? careless(scene) : aimed(scene);
  },
};

/** What can succeed, as far as the last block's state tells; carelessness where nothing can. */
function aimed(scene: Scene): Operation {
  const view = viewOf(scene);
  const full = view.participants.length >= room(scene);
  const crowded = view.participants.length >= MOST;
  const rows = MOVES.filter(
    ([, move]) =>
      !(full && (move === start || move === selfCreate)) && !(crowded && move === createRoot),
  );
  const all = rows.flatMap(([often, move]) => Array<Move>(often).fill(move));
  for (let i = 0; i < 4; i++) {
    const made = scene.random.pick(all)(view);
    if (made !== undefined) return made;
  }
  return careless(scene);
}

/**
 * So many participants as reading all of them after every block allows, and some new ones at any time:
 * at block 2,000 they are as many as a page holds.
 */
function room({ height }: Scene): number {
  const blocks = Number(height);
  return Math.min(60 + blocks, 340 + 0.33 * blocks, 1_000);
}

const STEPS = [
  ...["validate", "validate", "renew", "cancel", "until", "session", "session", "repay"],
  ...["trigger", "revoke", "slash"],
];
const CREATING = ["start", "self", "root"];

/** A message of some corporation about some participant. */
function careless(scene: Scene): Operation {
  const { random } = scene;
  const registry = registryOf(scene);
  const who = random.pick(registry.parties);
  const crowded = registry.participants.length >= room(scene);
  const made = participantMessage(registry, {
    what: random.pick(crowded ? STEPS : [...STEPS, ...STEPS, ...CREATING]),
    who,
    role: 1 + random.below(4),
    id: BigInt(random.below(1_000)),
    other: BigInt(random.below(12)),
    amount: BigInt(random.below(400_000_000)),
    discount: random.chance(100) ? 2_500n : 0n,
  });
  return made ?? signedBy(who, td.MsgReclaimTrustDepositYield, {});
}

/** What shares are worth beyond the deposit. */
function reclaim(view: View): Operation | undefined {
  const value = view.depositParams.trustDepositShareValue;
  const who = oneOf(
    view,
    view.ready.filter(({ id }) => {
      const { share = 0n, deposit = 0n } = view.deposits.get(id) ?? {};
      return debtOf(view, id) === 0n && (share * value) / (ONE * ONE) > deposit;
    }),
  );
  return who === undefined ? undefined : signedBy(who, td.MsgReclaimTrustDepositYield, {});
}

/** What governance slashed. */
function repayGovernance(view: View): Operation | undefined {
  const who = oneOf(
    view,
    view.ready.filter((one) => {
      const debt = debtOf(view, one.id);
      return debt > 0n && affords(view, one, native(debt));
    }),
  );
  if (who === undefined) return undefined;
  return signedBy(who, td.MsgRepaySlashedTrustDeposit, { deposit: debtOf(view, who.id) });
}
