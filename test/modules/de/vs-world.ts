import type { FeeGrant, ParticipantAuthorizationRecord } from "../../../src/gen/verana/de/v1.js";
import type { DelegableMessage, SigningCorporation } from "../../../src/keeper/authority.js";
import { corporationKeeper } from "../../../src/modules/corporation/index.js";
import {
  type DelegationKeeper,
  delegationModule,
  type PrimaryParticipant,
} from "../../../src/modules/de/index.js";
import { feegrantKeeper } from "../../support/registry-ports.js";
import { BOB, RegistryWorld } from "../../support/registry-world.js";

export const SESSION = "/verana.pp.v1.MsgCreateOrUpdateParticipantSession";
export const VALIDATE = "/verana.pp.v1.MsgSetParticipantOPToValidated";
export const RESOLVER = "/verana.pp.v1.MsgTriggerResolver";

export const uvna = (amount: bigint) => [{ denom: "uvna", amount }];

/** A registry with delegation and participants that are active or not. */
export class VsWorld extends RegistryWorld {
  /** Participants that are active. */
  readonly active = new Set<bigint>();
  readonly keeper: DelegationKeeper = delegationModule({
    settings: this.settings,
    corporations: corporationKeeper(this.settings),
    groups: { policy: () => undefined },
    feegrants: feegrantKeeper(this.settings),
  }).keeper;

  /** What the first corporation pays for an account; undefined when it pays nothing. */
  feeGrant(grantee: string): FeeGrant | undefined {
    return this.keeper.feeGrant(this.ctx, 1n, grantee);
  }

  /** A corporation as authority checks know it. */
  signing(did?: string, signer?: string): SigningCorporation {
    const { corporationId: id, policyAddress } = this.corporation(did, signer);
    return { id, policyAddress };
  }

  /** Gives a participant a record, with what is not named left out. */
  record(
    corporation: SigningCorporation,
    participantId: bigint,
    record: Partial<ParticipantAuthorizationRecord> = {},
    vsOperator = BOB,
  ): void {
    this.run((ctx) =>
      this.keeper.grantVsOperator(ctx, {
        corporation,
        vsOperator,
        record: {
          participantId,
          msgTypes: [SESSION],
          spendLimit: [],
          feeSpendLimit: [],
          withFeegrant: false,
          ...record,
        },
      }),
    );
  }

  /** The record as it is stored; undefined when the participant has none. */
  stored(participantId: bigint): ParticipantAuthorizationRecord | undefined {
    return this.keeper.vsRecord(this.ctx, participantId)?.record;
  }

  /** The participant with the id that a test message carries. */
  primary = (_ctx: unknown, { participant: id }: VsMessage): PrimaryParticipant => ({
    id,
    active: this.active.has(id),
  });
}

/** A message that a VS operator may sign. */
export interface VsMessage extends DelegableMessage {
  readonly participant: bigint;
}
