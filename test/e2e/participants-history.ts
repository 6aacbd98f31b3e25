import { expect } from "vitest";
import { timestampText } from "../../src/wire/time.js";
import type { Market } from "./participants-market.js";
import type { Rest, RestAnswer } from "./participants-rest.js";

/** What was true of a schema at a moment. */
interface Moment {
  readonly name: string;
  readonly height: number;
  /** Nanoseconds since the Unix epoch. */
  readonly time: bigint;
  /** Ids of who was active. */
  readonly active: readonly bigint[];
  /** Which of them let the issuer's DID issue, if any. */
  readonly issuer: bigint | undefined;
}

/** Moments as they are noted when they are the present, to be asked about when they are the past. */
export class History {
  readonly #moments: Moment[] = [];

  constructor(
    private readonly market: Market,
    private readonly schemaId: bigint,
  ) {}

  /** Notes who is active now; `issuer` is the entry by which the issuer's DID may issue. */
  async note(name: string, active: readonly bigint[], issuer?: bigint): Promise<void> {
    const height = await this.market.people.height();
    const time = await this.market.people.timeOf(height);
    const moment = { name, height, time, active, issuer };
    await this.#expectListed(this.market.rest, moment, { only_valid: "true" });
    this.#moments.push(moment);
  }

  /** Asks a node about every moment by its time, and about its height; how many there were. */
  async recall(rest: Rest, ancestors: readonly bigint[]): Promise<number> {
    for (const moment of this.#moments) {
      const when = timestampText(moment.time);
      await this.#expectListed(rest, moment, { only_valid: "true", when });
      await this.#expectListed(rest, moment, { only_valid: "true" }, moment.height);
      await this.#expectAuthorized(rest, moment, { when }, ancestors);
      await this.#expectAuthorized(rest, moment, {}, ancestors, moment.height);
    }
    return this.#moments.length;
  }

  async #expectListed(
    rest: Rest,
    { name, active }: Moment,
    given: Readonly<Record<string, string>>,
    height?: number,
  ): Promise<void> {
    const filters = { schema_id: this.schemaId, ...given };
    const { participants } = await rest("/pp/v1/list", filters, height);
    const found = participants.map(({ id }: RestAnswer) => BigInt(id));
    expect(found.sort(), `${name} ${JSON.stringify(given)}`).toEqual([...active].sort());
  }

  async #expectAuthorized(
    rest: Rest,
    { name, issuer }: Moment,
    given: Readonly<Record<string, string>>,
    ancestors: readonly bigint[],
    height?: number,
  ): Promise<void> {
    const { did } = this.market.party("issuer");
    const question = { did, role: "ISSUER", schema_id: this.schemaId, ...given };
    const answer = await rest("/pp/v1/authorized", question, height);
    const of = `${name} ${JSON.stringify(answer)}`;
    expect(answer.authorized, of).toBe(issuer !== undefined);
    expect(answer.participant?.id, of).toBe(issuer?.toString());
    const chain = answer.ancestors.map((each: RestAnswer) => BigInt(each.participant.id));
    expect(chain, of).toEqual(issuer === undefined ? [] : ancestors);
  }
}
