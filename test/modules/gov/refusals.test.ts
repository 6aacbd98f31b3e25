import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as bank from "../../../src/gen/cosmos/bank/v1beta1.js";
import { MsgTripCircuitBreaker } from "../../../src/gen/cosmos/circuit/v1.js";
import { CommunityPoolSpendProposal } from "../../../src/gen/cosmos/distribution/v1beta1.js";
import * as gov from "../../../src/gen/cosmos/gov/v1.js";
import * as v1beta1 from "../../../src/gen/cosmos/gov/v1beta1.js";
import type { Any } from "../../../src/wire/descriptor.js";
import { sign } from "../../support/app-chain.js";
import {
  cancel,
  deposit,
  GOV,
  NO,
  split,
  submit,
  uvna,
  vote,
  YES,
} from "../../support/gov-messages.js";
import type { StakeChain } from "../../support/stake-chain.js";
import { message } from "../../support/world.js";
import { govChain, passed } from "./gov-world.js";

let chain: StakeChain;
beforeAll(async () => {
  chain = await govChain({
    min_initial_deposit_ratio: "0.05",
    voting_period: "1000s",
    max_deposit_period: "1000s",
  });
  // 1 is voted on, 2 waits for its deposit, 3 was given up.
  const little = { initialDeposit: uvna(1_000_000n) };
  const who = chain.account(3);
  await chain.deliver(3, submit(who, []), submit(who, [], little), submit(who, [], little));
  await chain.deliver(3, cancel(who, 3n));
});
afterAll(async () => {
  expect(chain.faults()).toEqual([]);
  await chain.close();
});

/** Which code a message of person 3 is refused with; proposals, deposits and votes must be as before. */
async function refused(packed: Any): Promise<string> {
  const before = JSON.stringify(chain.section("gov"));
  const { code, codespace, log } = await chain.attempt(3, [packed]);
  expect(code, "it was not refused").not.toBe(0);
  expect(JSON.stringify(chain.section("gov")), log).toBe(before);
  return `${codespace} ${code}`;
}

const me = () => chain.account(3);
const submitted = (changes: Partial<gov.MsgSubmitProposal>, messages: readonly Any[] = []) =>
  submit(me(), messages, { metadata: "m", ...changes });
const send = (from: string, changes = {}) =>
  message(bank.MsgSend, { fromAddress: from, toAddress: me(), amount: uvna(1n), ...changes });
const metadata = (title: string, summary: string) => JSON.stringify({ title, summary });

describe("a proposal is refused", () => {
  it.each<readonly [string, string, () => Any]>([
    ["without a title", "sdk 18", () => submitted({ title: "" })],
    ["without a summary", "sdk 18", () => submitted({ summary: "" })],
    ["without messages and metadata", "gov 11", () => submitted({ metadata: "" })],
    [
      "whose metadata has another title",
      "gov 5",
      () => submitted({ metadata: metadata("Another", "A summary") }),
    ],
    [
      "whose metadata has another summary",
      "gov 5",
      () => submitted({ metadata: metadata("A title", "another") }),
    ],
    ["with a first deposit of nothing", "sdk 10", () => submitted({ initialDeposit: uvna(0n) })],
    [
      "with a first deposit out of order",
      "sdk 10",
      () => submitted({ initialDeposit: [...uvna(1n), ...uvna(1n)] }),
    ],
    [
      "with too small a first deposit",
      "gov 16",
      () => submitted({ initialDeposit: uvna(499_999n) }),
    ],
    ["without a first deposit", "gov 16", () => submitted({ initialDeposit: [] })],
    [
      "with too small a first deposit for an expedited one",
      "gov 16",
      () => submitted({ initialDeposit: uvna(2_499_999n), expedited: true }),
    ],
    [
      "with a deposit of other coins",
      "gov 23",
      () => submitted({ initialDeposit: [{ denom: "other", amount: 1n }, ...uvna(10_000_000n)] }),
    ],
    [
      "with a deposit that nobody has",
      "sdk 5",
      () => submitted({ initialDeposit: uvna(10n ** 15n) }),
    ],
    ["with too long metadata", "gov 15", () => submitted({ metadata: "x".repeat(256) })],
    ["with too long a title", "gov 15", () => submitted({ title: "ä".repeat(128) })],
    ["with too long a summary", "gov 22", () => submitted({ summary: "x".repeat(10_201) })],
    ["of a message that somebody else signs", "gov 13", () => submitted({}, [send(me())])],
    [
      "of a message that nobody carries out",
      "gov 10",
      () => submitted({}, [message(MsgTripCircuitBreaker, { authority: GOV })]),
    ],
    ["of a message whose signer is no address", "undefined 1", () => submitted({}, [send("bad")])],
  ])("%s with %s", async (_, code, made) => {
    expect(await refused(made())).toBe(code);
  });

  it("and what its messages hold is looked at when they run", async () => {
    await chain.deliver(3, submitted({}, [send(GOV, { toAddress: "bad", amount: [] })]));
  });
});

describe("a deposit is refused", () => {
  it.each<readonly [string, string, () => Any]>([
    ["on an unknown proposal", "gov 2", () => deposit(me(), 99n, 1_000_000n)],
    ["on a proposal that was given up", "gov 2", () => deposit(me(), 3n, 1_000_000n)],
    ["of nothing", "sdk 10", () => message(gov.MsgDeposit, { depositor: me(), proposalId: 2n })],
    ["of no coins at all", "sdk 10", () => deposit(me(), 2n, 0n)],
    ["below a hundredth of what is needed", "gov 16", () => deposit(me(), 2n, 99_999n)],
    [
      "of other coins",
      "gov 23",
      () =>
        message(gov.MsgDeposit, {
          depositor: me(),
          proposalId: 2n,
          amount: [{ denom: "other", amount: 5n }],
        }),
    ],
    ["that nobody has", "sdk 5", () => deposit(me(), 2n, 10n ** 15n)],
  ])("%s with %s", async (_, code, made) => {
    expect(await refused(made())).toBe(code);
  });
});

describe("a vote is refused", () => {
  it.each<readonly [string, string, () => Any]>([
    ["on an unknown proposal", "gov 3", () => vote(me(), 99n, YES)],
    ["on a proposal that waits for its deposit", "gov 3", () => vote(me(), 2n, YES)],
    ["for no option", "gov 7", () => vote(me(), 1n, 0)],
    ["for an unknown option", "gov 7", () => vote(me(), 1n, 9)],
    ["with too long metadata", "gov 15", () => vote(me(), 1n, YES, "x".repeat(256))],
    ["split over nothing", "sdk 18", () => split(me(), 1n, [])],
    ["split below one", "gov 7", () => split(me(), 1n, [[YES, "0.5"]])],
    [
      "split above one",
      "gov 7",
      () =>
        split(me(), 1n, [
          [YES, "0.6"],
          [NO, "0.5"],
        ]),
    ],
    [
      "that names an option twice",
      "gov 7",
      () =>
        split(me(), 1n, [
          [YES, "0.5"],
          [YES, "0.5"],
        ]),
    ],
    [
      "with a weight of nothing",
      "gov 7",
      () =>
        split(me(), 1n, [
          [YES, "1"],
          [NO, "0"],
        ]),
    ],
    ["with a weight that is no decimal", "gov 7", () => split(me(), 1n, [[YES, "all"]])],
    ["with a weight above one", "gov 7", () => split(me(), 1n, [[YES, "1.5"]])],
    ["for an unknown option in parts", "gov 7", () => split(me(), 1n, [[7, "1"]])],
  ])("%s with %s", async (_, code, made) => {
    expect(await refused(made())).toBe(code);
  });
});

describe("a cancellation is refused", () => {
  it("of an unknown proposal, by somebody else, and of one that is over", async () => {
    expect(await refused(cancel(me(), 99n))).toBe("gov 2");
    const { code, codespace } = await chain.attempt(4, [cancel(chain.account(4), 1n)]);
    expect([codespace, code]).toEqual(["gov", 18]);
    const over = await govChain();
    await passed(over, []);
    const late = await over.attempt(3, [cancel(over.account(3), 1n)]);
    expect([late.codespace, late.code]).toEqual(["gov", 21]);
    const again = await over.attempt(3, [deposit(over.account(3), 1n, 1_000_000n)]);
    expect([again.codespace, again.code]).toEqual(["gov", 3]);
    await over.close();
  });

  it("once the time of its vote is over, in the block that will decide it too", async () => {
    const late = await govChain();
    const who = late.account(3);
    await late.deliver(3, submit(who, []));
    const tx = sign(late.person(3), [cancel(who, 1n)]);
    const [result] = (await late.block({ seconds: 11n, txs: [tx] })).txResults;
    expect([result?.codespace, result?.code]).toEqual(["gov", 20]);
    await late.close();
  });

  it("of a proposal of old chains, which has no proposer", async () => {
    const proposal = {
      ...{ id: "1", status: "PROPOSAL_STATUS_DEPOSIT_PERIOD", proposer: "", title: "t" },
      deposit_end_time: "9999-01-01T00:00:00Z",
    };
    const old = await govChain(
      {},
      {
        genesis: (state) => {
          const section = { ...Object(state.gov), starting_proposal_id: "2" };
          return { ...state, gov: { ...section, proposals: [proposal] } };
        },
      },
    );
    const { codespace, code } = await old.attempt(3, [cancel(old.account(3), 1n)]);
    expect([codespace, code]).toEqual(["gov", 21]);
    await old.close();
  });
});

describe("governance's own messages", () => {
  it("are nobody else's", async () => {
    const params = gov.Params.create();
    expect(await refused(message(gov.MsgUpdateParams, { authority: me(), params }))).toBe("gov 13");
    const content = v1beta1.TextProposal.create({ title: "t", description: "d" });
    const packed = {
      typeUrl: v1beta1.TextProposal.typeUrl,
      value: v1beta1.TextProposal.encode(content),
    };
    const legacy = message(gov.MsgExecLegacyContent, { authority: me(), content: packed });
    expect(await refused(legacy)).toBe("gov 13");
  });
});

describe("a v1beta1 proposal is refused", () => {
  const legacy = (content?: Any) =>
    message(v1beta1.MsgSubmitProposal, {
      content,
      initialDeposit: uvna(1_000_000n),
      proposer: me(),
    });
  const text = (title: string, description: string): Any => ({
    typeUrl: v1beta1.TextProposal.typeUrl,
    value: v1beta1.TextProposal.encode({ title, description }),
  });

  it.each<readonly [string, string, () => Any]>([
    ["without a content", "gov 5", () => legacy()],
    ["whose title is blank", "gov 5", () => legacy(text("  ", "d"))],
    ["whose description is blank", "gov 5", () => legacy(text("t", ""))],
    ["whose title is too long", "gov 5", () => legacy(text("x".repeat(141), "d"))],
    ["whose description is too long", "gov 5", () => legacy(text("t", "x".repeat(10_001)))],
    [
      "of a content that nobody carries out",
      "gov 9",
      () =>
        legacy({
          typeUrl: CommunityPoolSpendProposal.typeUrl,
          value: CommunityPoolSpendProposal.encode(
            CommunityPoolSpendProposal.create({ title: "t", description: "d", recipient: me() }),
          ),
        }),
    ],
  ])("%s with %s", async (_, code, made) => {
    expect(await refused(made())).toBe(code);
  });
});
