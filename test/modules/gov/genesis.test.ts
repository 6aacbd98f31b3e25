import { afterEach, describe, expect, it } from "vitest";
import { STORES } from "../../../src/abci/compose.js";
import {
  type AppState,
  exportGenesis,
  freshAppState,
  GenesisError,
  initGenesis,
  parseAppState,
} from "../../../src/abci/genesis.js";
import { openMultiStore } from "../../../src/store/multistore.js";
import { CHAIN } from "../../support/ante-world.js";
import { deposit, GOV, submit, uvna, vote, YES } from "../../support/gov-messages.js";
import { testKey } from "../../support/signed-tx.js";
import type { StakeChain } from "../../support/stake-chain.js";
import { govChain, passed } from "./gov-world.js";

let chain: StakeChain | undefined;
afterEach(async () => {
  await chain?.close();
  chain = undefined;
});

/** A chain's state made from a genesis, as it exports itself. */
async function imported(appState: unknown): Promise<AppState> {
  const store = await openMultiStore({ stores: [...STORES] });
  try {
    const stores = store.branch();
    const { composition, settings } = initGenesis(stores, {
      chainId: CHAIN.chainId,
      time: 0n,
      initialHeight: 1n,
      consensusParams: undefined,
      appState: parseAppState(new TextEncoder().encode(JSON.stringify(appState))),
    });
    return exportGenesis(stores, composition, settings, { height: 0n, time: 0n });
  } finally {
    await store.close();
  }
}

it("proposals, deposits and votes are the same in a chain that goes on from an export", async () => {
  chain = await govChain();
  const who = chain.account(3);
  await passed(chain, []);
  await chain.deliver(3, submit(who, []));
  await chain.deliver(3, submit(who, [], { initialDeposit: uvna(1_000_000n) }));
  await chain.deliver(4, deposit(chain.account(4), 2n, 200_000n));
  await chain.deliver(0, vote(chain.account(0), 2n, YES, "why"));
  const { gov, bank, auth, staking, distribution, mint, slashing } = chain.app.export();
  const state = { ...fresh(), gov, bank, auth, staking, distribution, mint, slashing };
  expect(gov).toMatchObject({ starting_proposal_id: "4" });
  const sizes = ["proposals", "deposits", "votes"].map((name) => Object(gov)[name].length);
  expect(sizes).toEqual([3, 3, 1]);
  expect((await imported(state)).gov).toEqual(gov);
});

const fresh = () => freshAppState(CHAIN.chainId, CHAIN.denom);

it("a fresh chain has Cosmos SDK's parameters, in its shape and order", () => {
  expect(JSON.stringify(fresh().gov)).toBe(
    '{"starting_proposal_id":"1","deposits":[],"votes":[],"proposals":[],"deposit_params":null,' +
      '"voting_params":null,"tally_params":null,"params":{"min_deposit":[{"denom":"uvna",' +
      '"amount":"10000000"}],"max_deposit_period":"172800s","voting_period":"172800s",' +
      '"quorum":"0.334000000000000000","threshold":"0.500000000000000000",' +
      '"veto_threshold":"0.334000000000000000","min_initial_deposit_ratio":"0.000000000000000000",' +
      '"proposal_cancel_ratio":"0.500000000000000000","proposal_cancel_dest":"",' +
      '"expedited_voting_period":"86400s","expedited_threshold":"0.667000000000000000",' +
      '"expedited_min_deposit":[{"denom":"uvna","amount":"50000000"}],"burn_vote_quorum":false,' +
      '"burn_proposal_deposit_prevote":false,"burn_vote_veto":true,' +
      '"min_deposit_ratio":"0.010000000000000000"},"constitution":""}',
  );
});

const WHO = testKey(1).address;
const coin = (amount: string) => [{ denom: "uvna", amount }];
const open = (changes: object = {}) => ({
  id: "1",
  messages: [],
  status: "PROPOSAL_STATUS_VOTING_PERIOD",
  final_tally_result: null,
  submit_time: "2026-01-01T00:00:00Z",
  deposit_end_time: "2026-01-02T00:00:00Z",
  total_deposit: coin("5"),
  voting_start_time: "2026-01-01T00:00:00Z",
  voting_end_time: "2026-01-03T00:00:00Z",
  metadata: "m",
  title: "t",
  summary: "s",
  proposer: WHO,
  expedited: false,
  failed_reason: "",
  ...changes,
});
const deposited = (changes: object = {}) => ({
  proposal_id: "1",
  depositor: WHO,
  amount: coin("5"),
  ...changes,
});
const cast = (changes: object = {}) => ({
  proposal_id: "1",
  voter: WHO,
  options: [{ option: "VOTE_OPTION_YES", weight: "1" }],
  metadata: "",
  ...changes,
});

/** A genesis with one proposal, its deposit and a vote, changed. */
function withGov(changes: object, held = "5"): unknown {
  const state = fresh();
  const section = {
    ...Object(state.gov),
    starting_proposal_id: "2",
    proposals: [open()],
    deposits: [deposited()],
    votes: [cast()],
    ...changes,
  };
  const balances = [{ address: GOV, coins: coin(held) }];
  return { ...state, gov: section, bank: { ...Object(state.bank), balances } };
}

const params = (changes: object) => ({ params: { ...Object(fresh().gov).params, ...changes } });

describe("a genesis", () => {
  it("of an open proposal is taken, the account may have more than the deposits", async () => {
    const { gov } = await imported(withGov({}, "7"));
    expect(gov).toMatchObject({ proposals: [{ id: "1" }], deposits: [deposited()] });
    await imported(withGov({ proposals: [open({ proposer: "" })] }));
  });

  it.each<readonly [string, object]>([
    ["no next id", { starting_proposal_id: "0" }],
    ["a proposal of an id that was not given", { starting_proposal_id: "1" }],
    ["a proposal twice", { proposals: [open(), open()] }],
    ["a proposal without a status", { proposals: [open({ status: 0 })] }],
    ["a proposal of an unknown status", { proposals: [open({ status: 17 })] }],
    ["a vote without an end", { proposals: [open({ voting_end_time: null })] }],
    [
      "deposits without an end",
      {
        proposals: [open({ status: "PROPOSAL_STATUS_DEPOSIT_PERIOD", deposit_end_time: null })],
        votes: [],
      },
    ],
    ["a proposer that is no address", { proposals: [open({ proposer: "bad" })] }],
    ["a total that is no coins", { proposals: [open({ total_deposit: coin("0") })] }],
    ["a total that deposits lack", { proposals: [open({ total_deposit: coin("6") })] }],
    ["deposits that the total lacks", { proposals: [open({ total_deposit: [] })] }],
    ["deposits on what is over", { proposals: [open({ status: 3 })], votes: [] }],
    ["votes on what is over", { proposals: [open({ status: 3 })], deposits: [] }],
    ["a deposit twice", { deposits: [deposited(), deposited()] }],
    ["a deposit on nothing", { deposits: [deposited(), deposited({ proposal_id: "9" })] }],
    ["a depositor that is no address", { deposits: [deposited({ depositor: "bad" })] }],
    ["a deposit that is no coins", { deposits: [deposited({ amount: coin("-5") })] }],
    ["more deposits than the account has", { deposits: [deposited({ amount: coin("50") })] }],
    ["a vote twice", { votes: [cast(), cast()] }],
    ["a vote on nothing", { votes: [cast({ proposal_id: "9" })] }],
    ["a vote for nothing", { votes: [cast({ options: [] })] }],
    ["a voter that is no address", { votes: [cast({ voter: "bad" })] }],
    ["no minimum deposit", params({ min_deposit: [] })],
    ["an expedited deposit that is no more", params({ expedited_min_deposit: coin("10000000") })],
    ["an expedited deposit that is none", params({ expedited_min_deposit: [] })],
    ["no time for deposits", params({ max_deposit_period: "0s" })],
    ["no time for votes", params({ voting_period: "-1s" })],
    ["a time that is left out", params({ voting_period: null })],
    ["a time beyond all times", params({ voting_period: "315360000000s" })],
    ["expedited votes that last as long", params({ expedited_voting_period: "172800s" })],
    ["a quorum above one", params({ quorum: "1.1" })],
    ["a quorum below zero", params({ quorum: "-0.1" })],
    ["a quorum that is no decimal", params({ quorum: "half" })],
    ["a threshold of zero", params({ threshold: "0" })],
    ["a threshold that is left out", params({ threshold: "" })],
    ["an expedited threshold that is no higher", params({ expedited_threshold: "0.5" })],
    ["a veto of nothing", params({ veto_threshold: "0.0" })],
    ["a ratio above one", params({ min_deposit_ratio: "2" })],
    ["a destination that is no address", params({ proposal_cancel_dest: "bad" })],
    ["a field that nobody knows", { unknown: 1 }],
  ])("with %s is refused", async (_, changes) => {
    await expect(imported(withGov(changes))).rejects.toThrow(GenesisError);
  });

  it("whose account has less than the deposits is refused", async () => {
    await expect(imported(withGov({}, "4"))).rejects.toThrow(GenesisError);
  });
});
