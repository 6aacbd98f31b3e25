import {
  MsgCreateOrUpdateParticipantSession,
  type Participant,
  type ParticipantSession,
} from "../../../src/gen/verana/pp/v1.js";
import { ChainError } from "../../../src/keeper/errors.js";
import type { Any } from "../../../src/wire/descriptor.js";
import { Random } from "../../store/random.js";
import { participantMessage } from "../../support/participant-steps.js";
import { SECOND } from "../../support/registry-world.js";
import { coinOf, EURO, MarketWorld, MODE, TU } from "./market-world.js";

export const NAMES = ["a", "b", "c", "d"] as const;
const OPEN = { issuerOnboardingMode: MODE.open, verifierOnboardingMode: MODE.open };
/** One schema each, the corporations in turn; the open one needs no grantors. */
const ASSETS = [coinOf("uvna"), TU, { ...coinOf("ufoo"), ...OPEN }, EURO] as const;
const GROWTH = ["start", "start", "start", "validate", "validate", "self"];
const LIFE = [
  ...["start", "validate", "validate", "self", "renew", "cancel", "until", "revoke", "slash"],
  ...["repay", "session", "session", "session", "session"],
];
/** Steps after which there is somebody to issue and to verify. */
const YOUNG = 60;

/** What stood at the end of a block. */
export interface Block {
  /** Nanoseconds since the Unix epoch. */
  readonly time: bigint;
  readonly participants: readonly Participant[];
  readonly sessions: readonly ParticipantSession[];
}

/** A market of the four ways to price, a random message a block, and what the test saw of each block. */
export class HistoryWorld extends MarketWorld {
  readonly random: Random;
  readonly blocks: Block[] = [];
  readonly #schemas;
  readonly #sessions = new Set<string>();

  constructor(seed: number) {
    super();
    this.random = new Random(seed);
    for (const name of NAMES) this.fund(this.party(name).policyAddress, 10n ** 9n, "ufoo");
    for (const asset of [TU, coinOf("ufoo"), EURO]) this.rate(asset, "17", 1);
    this.#schemas = ASSETS.map((given, i) => {
      const owner = this.party(NAMES[i] ?? "a");
      const id = this.schema(owner, given);
      const fees = { validationFees: 1_003n, issuanceFees: 107n, verificationFees: 211n };
      this.root(owner, id, { ...fees, effectiveFrom: this.time + SECOND });
      this.#endBlock();
      const modes = {
        issuerOnboardingMode: MODE.grantor,
        verifierOnboardingMode: MODE.grantor,
        ...given,
      };
      return { id, corporationId: owner.id, ...modes };
    });
  }

  /** Lives through so many blocks. */
  live(blocks: number): this {
    for (let n = 0; n < blocks; n++) this.#step();
    return this;
  }

  get now(): Block {
    return this.at(this.time);
  }

  /** The last block at `when` or before; an empty one before the first. */
  at(when: bigint): Block {
    const found = this.blocks.findLast(({ time }) => time <= when);
    return found ?? { time: when, participants: [], sessions: [] };
  }

  /** A time at which something happened, begins or ends, or a nanosecond beside it. */
  moment(): bigint {
    const { random } = this;
    const { effectiveFrom, effectiveUntil, modified } = random.pick(this.now.participants);
    const block = random.pick(this.blocks).time;
    const edges = [effectiveFrom, effectiveUntil, modified].map((edge) => edge ?? block);
    return random.pick([block, ...edges]) + BigInt(random.below(3) - 1);
  }

  /** Something so many times in a thousand. */
  maybe<T>(thousandths: number, make: () => T): T | undefined {
    return this.random.chance(thousandths) ? make() : undefined;
  }

  /** Carries a step out; what a rule refuses is refused. */
  protected carryOut(message: Any, by: string): void {
    this.deliver(message, by);
  }

  #step(): void {
    const { random } = this;
    const market = {
      parties: NAMES.map((name) => this.party(name)),
      participants: this.everybody(),
      schemas: this.#schemas,
      time: this.time,
    };
    const made = participantMessage(market, {
      what: random.pick(this.blocks.length < YOUNG ? GROWTH : LIFE),
      who: this.party(random.pick(NAMES)),
      role: 1 + random.below(4),
      id: BigInt(random.below(1_000)),
      other: BigInt(random.below(12)),
      amount: BigInt(random.below(4_000)),
      discount: random.pick([0n, 2_500n]),
    });
    if (made === undefined) throw new Error("no step");
    try {
      this.carryOut(made.message, made.by);
      if (made.message.typeUrl === MsgCreateOrUpdateParticipantSession.typeUrl) {
        this.#sessions.add(MsgCreateOrUpdateParticipantSession.decode(made.message.value).id);
      }
    } catch (error) {
      if (!(error instanceof ChainError)) throw error;
    }
    this.#endBlock();
  }

  /** Remembers what stands, and goes on to the time of the next block. */
  #endBlock(): void {
    const sessions = [...this.#sessions].map((id) => this.#session(id));
    this.blocks.push({ time: this.time, participants: this.everybody(), sessions });
    const long = this.random.chance(60) ? BigInt(this.random.below(90)) * 900n : 0n;
    this.pass(SECOND * (1n + long) + BigInt(this.random.below(3)));
  }

  /** All participants as they stand, by id. */
  everybody(): readonly Participant[] {
    return [...this.participants.state.participants.entries(this.ctx)].map(([, p]) => p);
  }

  #session(id: string): ParticipantSession {
    const path = "/verana.pp.v1.Query/GetParticipantSession";
    return this.query<{ readonly participantSession: ParticipantSession }>(path, { id })
      .participantSession;
  }
}
