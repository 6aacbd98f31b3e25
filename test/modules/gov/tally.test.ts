import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Params, Vote } from "../../../src/gen/cosmos/gov/v1.js";
import * as dec from "../../../src/keeper/dec.js";
import { defaultParams } from "../../../src/modules/gov/params.js";
import {
  type Count,
  countVotes,
  decide,
  type Electorate,
  tallyResult,
} from "../../../src/modules/gov/tally.js";
import { ABSTAIN, NO, VETO, YES } from "../../support/gov-messages.js";

const OPTIONS = [YES, ABSTAIN, NO, VETO];
const VALIDATORS = 4;
const DELEGATORS = 8;

/** Who stakes how much with whom: accounts 0 to 3 are the validators' own. */
interface Stakes {
  /** Base units by account and validator. */
  readonly delegations: readonly (readonly [account: number, validator: number, amount: bigint])[];
  /** What a validator kept of its tokens after slashes, in tenths. */
  readonly kept: readonly bigint[];
  /** Weights in tenths by option; undefined for one that did not vote. */
  readonly votes: readonly (readonly bigint[] | undefined)[];
}

const weights = fc
  .array(fc.integer({ min: 0, max: 3 }), { minLength: 10, maxLength: 10 })
  .map((picks) =>
    OPTIONS.map((_, option) => BigInt(picks.filter((pick) => pick === option).length)),
  );

const stakes: fc.Arbitrary<Stakes> = fc.record({
  delegations: fc.array(
    fc.tuple(
      fc.integer({ min: 0, max: DELEGATORS - 1 }),
      fc.integer({ min: 0, max: VALIDATORS - 1 }),
      // Divisible by what slashes and weights divide by.
      fc.bigInt({ min: 1n, max: 10n ** 12n }).map((amount) => amount * 100n),
    ),
    { maxLength: 20 },
  ),
  kept: fc.array(fc.bigInt({ min: 0n, max: 10n }), {
    minLength: VALIDATORS,
    maxLength: VALIDATORS,
  }),
  votes: fc.array(fc.option(weights, { nil: undefined }), {
    minLength: DELEGATORS,
    maxLength: DELEGATORS,
  }),
});

const operator = (n: number) => `operator-${n}`;
const account = (n: number) => `account-${n}`;

/** Delegations of one account with one validator are one. */
function merged({ delegations }: Stakes): ReadonlyMap<string, bigint> {
  const sums = new Map<string, bigint>();
  for (const [who, at, amount] of delegations) {
    const key = `${who}/${at}`;
    sums.set(key, (sums.get(key) ?? 0n) + amount);
  }
  return sums;
}

function electorate(given: Stakes): Electorate {
  const all = [...merged(given)].map(([key, amount]) => {
    const [who = 0, at = 0] = key.split("/").map(Number);
    return { who, at, amount };
  });
  const validators = new Map(
    given.kept.map((tenths, n) => {
      const staked = all.reduce((sum, { at, amount }) => (at === n ? sum + amount : sum), 0n);
      return [operator(n), { tokens: (staked * tenths) / 10n, shares: dec.fromInt(staked) }];
    }),
  );
  return {
    validators,
    operatorOf: (name) => {
      const own = operator(Number(name.split("-")[1]));
      return validators.has(own) ? own : undefined;
    },
    delegationsOf: (name) =>
      all
        .filter(({ who }) => account(who) === name)
        .map(({ at, amount }) => [operator(at), dec.fromInt(amount)] as const),
  };
}

const ballots = ({ votes }: Stakes): readonly Vote[] =>
  votes.flatMap((tenths, who) =>
    tenths === undefined
      ? []
      : [
          {
            proposalId: 1n,
            voter: account(who),
            options: OPTIONS.flatMap((option, i) =>
              tenths[i] === 0n
                ? []
                : [{ option, weight: dec.format(((tenths[i] ?? 0n) * dec.ONE) / 10n) }],
            ),
            metadata: "",
          },
        ],
  );

/** Each stake votes as its owner does, or else as its validator; exact, in base units. */
function model(given: Stakes): readonly bigint[] {
  const sums = OPTIONS.map(() => 0n);
  for (const [key, amount] of merged(given)) {
    const [who = 0, at = 0] = key.split("/").map(Number);
    const tenths = given.votes[who] ?? given.votes[at];
    const tokens = (amount * (given.kept[at] ?? 0n)) / 10n;
    tenths?.forEach((weight, i) => {
      sums[i] = (sums[i] ?? 0n) + (tokens * weight) / 10n;
    });
  }
  return sums;
}

const parts = ({ yes, abstain, no, veto }: Count) => [yes, abstain, no, veto];

/** Divisions round by half a unit of 10^-18 each: far from a whole base unit. */
const near = (a: dec.Dec, b: dec.Dec): boolean => dec.abs(a - b) < 10n ** 12n;

describe("votes", () => {
  it("count each stake once: as its owner votes, or else as its validator does", () => {
    fc.assert(
      fc.property(stakes, (given) => {
        const count = countVotes(ballots(given), electorate(given));
        const expected = model(given).map(dec.fromInt);
        parts(count).forEach((part, i) => {
          expect(near(part, expected[i] ?? 0n), `${part} of ${expected}`).toBe(true);
        });
        const sum = expected.reduce((all, part) => all + part, 0n);
        expect(near(count.total, sum)).toBe(true);
      }),
    );
  });

  it("count the same in any order", () => {
    fc.assert(
      fc.property(stakes, (given) => {
        const forwards = countVotes(ballots(given), electorate(given));
        const backwards = countVotes([...ballots(given)].reverse(), electorate(given));
        expect(backwards).toEqual(forwards);
      }),
    );
  });

  it("never count more than is staked", () => {
    fc.assert(
      fc.property(stakes, (given) => {
        const { total } = countVotes(ballots(given), electorate(given));
        const staked = [...electorate(given).validators.values()].reduce(
          (sum, { tokens }) => sum + tokens,
          0n,
        );
        expect(total - dec.fromInt(staked)).toBeLessThan(10n ** 12n);
      }),
    );
  });

  it("of a validator that lost all its delegations count nothing", () => {
    const vote = { proposalId: 1n, voter: account(0), options: [], metadata: "" };
    const count = countVotes([{ ...vote, options: [{ option: YES, weight: "1" }] }], {
      validators: new Map([[operator(0), { tokens: 0n, shares: 0n }]]),
      operatorOf: () => operator(0),
      delegationsOf: () => [],
    });
    expect(count).toEqual({ yes: 0n, abstain: 0n, no: 0n, veto: 0n, total: 0n });
  });

  it("are told in whole base units, toward zero", () => {
    const half = dec.ONE / 2n;
    const count = { yes: 3n * half, abstain: half, no: 0n, veto: 5n * half, total: 9n * half };
    expect(tallyResult(count)).toEqual({
      yesCount: "1",
      abstainCount: "0",
      noCount: "0",
      noWithVetoCount: "2",
    });
  });
});

const BONDED = 1_000n;

/** What yes, abstain, no and veto of 1,000 bonded tokens come to. */
function verdict(
  votes: readonly [bigint, bigint, bigint, bigint],
  changes: Partial<Params> & { readonly expedited?: boolean } = {},
) {
  const [yes, abstain, no, veto] = votes.map(dec.fromInt) as [bigint, bigint, bigint, bigint];
  const count = { yes, abstain, no, veto, total: yes + abstain + no + veto };
  const { expedited = false, ...params } = changes;
  return decide(count, BONDED, { ...defaultParams("uvna"), ...params }, expedited);
}

const passes = { passes: true, burnsDeposits: false };
const fails = { passes: false, burnsDeposits: false };
const burns = { passes: false, burnsDeposits: true };

describe("a count decides", () => {
  it.each<readonly [string, Parameters<typeof verdict>, object]>([
    ["by quorum: a third is too little", [[333n, 0n, 0n, 0n]], fails],
    ["by quorum, which abstention helps to reach", [[100n, 234n, 0n, 0n]], passes],
    ["by quorum, and may burn", [[1n, 0n, 0n, 0n], { burnVoteQuorum: true }], burns],
    ["by threshold: half is not enough", [[200n, 0n, 200n, 0n]], fails],
    ["by threshold: one more is", [[201n, 0n, 200n, 0n]], passes],
    ["by threshold, for which abstention does not count", [[101n, 300n, 100n, 0n]], passes],
    ["by threshold: vetoes are against it", [[100n, 300n, 0n, 100n]], fails],
    ["when all abstain: against it", [[0n, 1_000n, 0n, 0n]], fails],
    [
      "by veto, for which abstention does count",
      [[100n, 100n, 0n, 101n], { quorum: "0.1" }],
      burns,
    ],
    ["by veto: a third and no more is no veto", [[666n, 0n, 0n, 334n]], passes],
    ["by veto: more is", [[665n, 0n, 0n, 335n]], burns],
    ["by veto, and may not burn", [[0n, 0n, 0n, 1_000n], { burnVoteVeto: false }], fails],
    ["sooner: two thirds are not enough", [[667n, 0n, 333n, 0n], { expedited: true }], fails],
    ["sooner: more is", [[668n, 0n, 332n, 0n], { expedited: true }], passes],
  ])("%s", (_, given, expected) => {
    expect(verdict(...given)).toEqual(expected);
  });

  it("against everything where nothing is bonded", () => {
    const count = { yes: 0n, abstain: 0n, no: 0n, veto: 0n, total: 0n };
    expect(decide(count, 0n, defaultParams("uvna"), false)).toEqual(fails);
  });

  it("the same or better with one more yes in place of a no", () => {
    const amount = fc.bigInt({ min: 0n, max: 250n });
    fc.assert(
      fc.property(
        fc.tuple(amount, amount, amount, amount),
        fc.boolean(),
        ([yes, abstain, no, veto], expedited) => {
          const before = verdict([yes, abstain, no + 1n, veto], { expedited });
          const after = verdict([yes + 1n, abstain, no, veto], { expedited });
          if (before.passes) expect(after.passes).toBe(true);
        },
      ),
    );
  });
});
