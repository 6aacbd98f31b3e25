import type { RuleId } from "../../gen/rules.js";
import type { Params, Participant } from "../../gen/verana/pp/v1.js";
import type { ReadContext, WriteContext } from "../../keeper/context.js";
import { ensure } from "../../keeper/errors.js";
import { prefixEnd, stringKey } from "../../keeper/keys.js";
import { ppErrors } from "./errors.js";
import { DEFAULT_PARAMS } from "./params.js";
import type { ParticipantState } from "./state.js";
import { rememberVersion } from "./versions.js";

/** Participants, as other modules ask for them. */
export class ParticipantKeeper {
  constructor(readonly state: ParticipantState) {}

  find(ctx: ReadContext, id: bigint): Participant | undefined {
    return this.state.participants.get(ctx, id);
  }

  /** The participant; refuses with `pp` 2 when there is none. */
  load(ctx: ReadContext, id: bigint, rule: RuleId): Participant {
    const found = this.find(ctx, id);
    ensure(found !== undefined, rule, ppErrors.participantNotFound, { id });
    return found;
  }

  /** [D-GEN-09] Stores a new participant under the next id; it as it is stored. */
  create(ctx: WriteContext, participant: Participant): Participant {
    const created = { ...participant, id: this.state.ids.next(ctx) };
    this.state.participants.set(ctx, created.id, created);
    return created;
  }

  /** Replaces a participant and remembers what it was (D-PP-55); `changes` as it is stored. */
  change(ctx: WriteContext, before: Participant, changes: Partial<Participant>): Participant {
    const next = { ...before, ...changes };
    rememberVersion(ctx, this.state, before, next);
    this.state.participants.set(ctx, next.id, next);
    return next;
  }

  /** [D-PP-01] [D-PP-45] Adds to the deposit of a participant as it stands; `modified` stays. */
  addDeposit(ctx: WriteContext, id: bigint, amount: bigint, rule: RuleId): void {
    const before = this.load(ctx, id, rule);
    this.change(ctx, before, { deposit: before.deposit + amount });
  }

  /** Its validator, the validator of that one, and so on to the root. Ids fall on the way. */
  *ancestors(ctx: ReadContext, participant: Participant): IterableIterator<Participant> {
    let current = participant;
    while (current.validatorParticipantId !== 0n && current.validatorParticipantId < current.id) {
      const parent = this.find(ctx, current.validatorParticipantId);
      if (parent === undefined) return;
      yield parent;
      current = parent;
    }
  }

  /** Corporation of the participants with this DID, in any state; undefined when there are none. */
  controllerOf(ctx: ReadContext, did: string): bigint | undefined {
    const gte = stringKey.encode(did);
    const lt = prefixEnd(gte);
    const walk = { gte, ...(lt === undefined ? {} : { lt }) };
    const [first] = this.state.participants.along(ctx, this.state.byDid, walk);
    return first?.corporationId;
  }

  params(ctx: ReadContext): Params {
    return this.state.params.get(ctx) ?? DEFAULT_PARAMS;
  }
}
