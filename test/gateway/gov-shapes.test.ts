import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as bank from "../../src/gen/cosmos/bank/v1beta1.js";
import { govChain } from "../modules/gov/gov-world.js";
import { serveGateway } from "../support/gateway-world.js";
import {
  ABSTAIN,
  cancel,
  deposit,
  GOV,
  NO,
  split,
  submit,
  uvna,
  VETO,
  vote,
  YES,
} from "../support/gov-messages.js";
import { skeletonDifferences } from "../support/rest-skeleton.js";
import type { StakeChain } from "../support/stake-chain.js";
import { message } from "../support/world.js";

interface Recorded {
  readonly request: string;
  readonly note: string;
  readonly status: number;
  readonly response: { readonly code?: number };
}

const file = new URL("../recorded/rest-gov.json", import.meta.url);
const recorded: readonly Recorded[] = JSON.parse(readFileSync(file, "utf8"));
/** The recorded node had the same proposals, asked of before and after their ends. */
const end = recorded.findIndex(({ request }) => request.endsWith("/constitution"));
const [VOTER, NOBODY] = ["verana1cfk04sqjv0lxdkx9j5puz8hae95mx546vs088y", /verana1zspr8[a-z0-9]+/];

let chain: StakeChain;
let rest: Awaited<ReturnType<typeof serveGateway>>;

beforeAll(async () => {
  chain = await govChain({ max_deposit_period: "100s", voting_period: "30s" });
  rest = await serveGateway({ app: chain.app, rpcUrl: "tcp://127.0.0.1:1" } as never);
  const [who, other] = [chain.account(3), chain.account(4)];
  const send = (amount: bigint) =>
    message(bank.MsgSend, { fromAddress: GOV, toAddress: other, amount: uvna(amount) });
  const little = { initialDeposit: uvna(1_000_000n) };
  await chain.deliver(
    3,
    submit(who, [], { ...little, metadata: "ipfs://CID" }),
    submit(who, [send(999_999_999_999n)]),
    submit(who, [send(5n)]),
    submit(who, [], little),
    submit(who, [], little),
    cancel(who, 4n),
    message(bank.MsgSend, { fromAddress: who, toAddress: GOV, amount: uvna(5n) }),
  );
  const parts = [
    [YES, "0.6"],
    [NO, "0.3"],
    [ABSTAIN, "0.05"],
    [VETO, "0.05"],
  ] as const;
  await chain.deliver(4, deposit(other, 1n, 9_000_000n), split(other, 1n, parts));
  await chain.deliver(3, vote(who, 1n, YES, "vm"));
  for (const n of [0, 1]) {
    await chain.deliver(n, ...[1n, 2n, 3n].map((id) => vote(chain.account(n), id, YES)));
  }
});

afterAll(async () => {
  await rest.close();
  await chain.close();
});

/** A recorded path with what this chain has in place of what the recorded one had. */
const today = (path: string): string =>
  path.replace(VOTER, chain.account(3)).replace(NOBODY, chain.account(5));

/** v1beta1 has an answer for proposals of whatever messages, where the recorded node had none. */
const hasAnswer = ({ request, status }: Recorded): boolean =>
  request.includes("/v1beta1/proposals") && status === 500;

const titled = (list: readonly Recorded[]) =>
  list.map((one) => [`${one.request} ${one.note}`, one] as const);

async function compare(one: Recorded): Promise<void> {
  const found = await rest.get(today(one.request));
  if (hasAnswer(one)) {
    expect(found.status, found.text).toBe(200);
    const proposals = found.json.proposals ?? [found.json.proposal];
    const names = ["proposal_id", "content", "status", "final_tally_result", "submit_time"];
    for (const proposal of proposals) {
      expect(Object.keys(proposal).slice(0, names.length)).toEqual(names);
      expect(proposal.content["@type"]).toMatch(/TextProposal$|MsgSend$/);
    }
    return;
  }
  expect([found.status, found.json.code], found.text).toEqual([one.status, one.response.code]);
  if (one.status === 200) expect(skeletonDifferences(one.response, found.json)).toEqual([]);
}

describe("proposals over REST, while they are voted on", () => {
  it.each(titled(recorded.slice(0, end)))("%s is answered as recorded", (_, one) => compare(one));

  it("an answer has the texts and numbers that clients read", async () => {
    const { json } = await rest.get(
      "/cosmos/gov/v1/proposals?proposal_status=2&pagination.limit=1",
    );
    expect(json.pagination).toEqual({ next_key: "AAAAAAAAAAI=", total: "0" });
    expect(json.proposals[0]).toMatchObject({
      id: "1",
      status: "PROPOSAL_STATUS_VOTING_PERIOD",
      total_deposit: [{ denom: "uvna", amount: "10000000" }],
      metadata: "ipfs://CID",
    });
    const of = (path: string) => rest.get(`/cosmos/gov/${path}`).then(({ json }) => json);
    const both = await Promise.all([of("v1/proposals/1/tally"), of("v1beta1/proposals/1/tally")]);
    expect(both.map(({ tally }) => tally)).toEqual([
      { yes_count: "20000000", abstain_count: "0", no_count: "0", no_with_veto_count: "0" },
      { yes: "20000000", abstain: "0", no: "0", no_with_veto: "0" },
    ]);
    const waits = await of("v1beta1/proposals/5");
    expect(waits.proposal).toMatchObject({
      content: { title: "A title", description: "A summary" },
      voting_start_time: "0001-01-01T00:00:00Z",
    });
  });

  it("lists are filtered by status, voter and depositor, in both directions", async () => {
    const listed = async (query: string) => {
      const { json } = await rest.get(`/cosmos/gov/v1/proposals?${query}`);
      return [json.proposals.map(({ id }: { id: string }) => id).join(), json.pagination.total];
    };
    const [who, other, nobody] = [3, 4, 5].map(chain.account);
    expect(await listed("")).toEqual(["1,2,3,5", "4"]);
    expect(await listed("proposal_status=1")).toEqual(["5", "1"]);
    expect(await listed("proposal_status=3")).toEqual(["", "0"]);
    expect(await listed(`voter=${who}`)).toEqual(["1", "1"]);
    expect(await listed(`depositor=${who}&pagination.reverse=true`)).toEqual(["5,3,2,1", "4"]);
    expect(await listed(`depositor=${who}&voter=${other}`)).toEqual(["1", "1"]);
    expect(await listed(`depositor=${other}&proposal_status=2`)).toEqual(["1", "1"]);
    expect(await listed(`voter=${nobody}`)).toEqual(["", "0"]);
    expect(await listed("pagination.offset=1&pagination.limit=2")).toEqual(["2,3", "0"]);
    expect(await listed("pagination.key=AAAAAAAAAAM=")).toEqual(["3,5", "0"]);
  });

  it.each([
    ["v1/proposals/0", 400, 3],
    ["v1/proposals?voter=verana1bad", 400, 3],
    ["v1/proposals?proposal_status=nonsense", 400, 3],
    ["v1/proposals/1/votes/verana1bad", 400, 3],
    ["v1/proposals/0/votes", 400, 3],
    ["v1/proposals/99/tally", 404, 5],
    ["v1beta1/proposals/99/tally", 404, 5],
    ["v1/proposals/1/deposits/verana1bad", 400, 3],
  ])("%s is answered %i, code %i", async (path, status, code) => {
    const found = await rest.get(`/cosmos/gov/${path}`);
    expect([found.status, found.json.code]).toEqual([status, code]);
  });
});

describe("proposals over REST, once they are over", () => {
  beforeAll(async () => {
    await chain.deliver(4, submit(chain.account(4), []));
    await chain.block({ seconds: 30n });
    await chain.block({ seconds: 30n });
    expect(chain.faults()).toEqual([]);
  });

  it.each(titled(recorded.slice(end)))("%s is answered as recorded", (_, one) => compare(one));

  it("says why, where one did not pass or was not carried out", async () => {
    const { json } = await rest.get("/cosmos/gov/v1/proposals");
    const ends = json.proposals.map(
      (one: { readonly status: string; readonly failed_reason: string }) => [
        one.status.replace("PROPOSAL_STATUS_", ""),
        one.failed_reason,
      ],
    );
    expect(ends).toEqual([
      ["PASSED", ""],
      ["FAILED", "spendable balance 5uvna is smaller than 999999999999uvna: insufficient funds"],
      ["PASSED", ""],
      ["DEPOSIT_PERIOD", ""],
      ["REJECTED", "proposal did not get enough votes to pass"],
    ]);
  });
});
