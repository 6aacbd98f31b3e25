import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import * as bank from "../../src/gen/cosmos/bank/v1beta1.js";
import { RequestQuery, type ResponseQuery } from "../../src/gen/tendermint/abci.js";
import { MsgCreateCredentialSchemaResponse } from "../../src/gen/verana/cs/v1.js";
import { MsgCreateEcosystemResponse } from "../../src/gen/verana/ec/v1.js";
import * as pp from "../../src/gen/verana/pp/v1.js";
import { addressBytes } from "../../src/keeper/addresses.js";
import { opsVerify } from "../store/proof-checks.js";
import { AppChain, GENESIS_TIME, responseOf, sign } from "../support/app-chain.js";
import { operated } from "../support/gas-script.js";
import { createEcosystem, createRoot, createSchema, transfer } from "../support/messages.js";

const IN_MEMORY = 3;
const HEIGHTS = 60n;
const SECOND = 1_000_000_000n;
const BALANCE = bank.Query.Balance.path;

let path: string;
let chain: AppChain;
/** When a participant becomes active. */
let from: bigint;
/** What the second person owns after each height, from 0. */
const owned: bigint[] = [];

const receiver = () => chain.person(1).address;
const heights = (first: bigint, last: bigint) =>
  Array.from({ length: Number(last - first) + 1 }, (_, n) => first + BigInt(n));

/** A long-lived chain of which few heights are in memory. */
beforeAll(async () => {
  path = mkdtempSync(join(tmpdir(), "any-height-"));
  const keeping = { retain: IN_MEMORY, dump: { versions: 16 }, pruning: "nothing" } as const;
  chain = await AppChain.start({ people: 2, path, keeping });
  const founder = chain.person(0);
  const corporation = await operated(chain, founder);
  const actors = { corporation, operator: founder.address };
  const made = await chain.send(founder, createEcosystem(actors, "did:example:eco"));
  const { ecosystemId } = responseOf(MsgCreateEcosystemResponse, made);
  const schema = await chain.send(founder, createSchema(actors, ecosystemId));
  const { id } = responseOf(MsgCreateCredentialSchemaResponse, schema);
  from = chain.time + 10n * SECOND;
  await chain.send(founder, createRoot(actors, id, "did:example:root", from));
  const start = chain.height;
  for (let height = 0n; height <= start; height += 1n) owned.push(1_000_000_000_000n);
  while (chain.height < HEIGHTS) {
    const more = chain.height % 3n === 0n ? chain.height : 0n;
    const message = transfer(founder.address, receiver(), more);
    await chain.block(more === 0n ? [] : [sign(founder, [message])]);
    owned.push((owned.at(-1) ?? 0n) + more);
  }
  await chain.store.dumped();
});

afterAll(async () => {
  await chain.close();
  rmSync(path, { recursive: true });
});

const ask = async (init: Partial<RequestQuery>): Promise<ResponseQuery> =>
  chain.app.query(RequestQuery.create(init));

const balanceKey = () => {
  const address = addressBytes(receiver());
  return Buffer.concat([Uint8Array.of(2, address.length), address, Buffer.from("uvna")]);
};

async function balanceAt(height: bigint): Promise<bigint | undefined> {
  const request = bank.QueryBalanceRequest.create({ address: receiver(), denom: "uvna" });
  const data = bank.QueryBalanceRequest.encode(request);
  const answer = await ask({ path: BALANCE, data, height });
  expect([answer.code, answer.height, answer.log]).toEqual([0, height, ""]);
  return bank.QueryBalanceResponse.decode(answer.value).balance?.amount;
}

describe("a query at a height that is not in memory any more", () => {
  it("is answered from the state as it was, whichever height comes first", async () => {
    for (const height of [20n, 19n, 55n, 2n, 21n, HEIGHTS, 40n]) {
      expect(await balanceAt(height), `height ${height}`).toBe(owned[Number(height)]);
    }
    const all = heights(1n, HEIGHTS);
    expect(await Promise.all(all.map(balanceAt))).toEqual(owned.slice(1));
  });

  it("proves what was there and what was not, to the independent verifier", async () => {
    const store = "bank";
    for (const height of [2n, 3n, 17n, 30n, HEIGHTS - 5n, HEIGHTS]) {
      const root = chain.store.info(height)?.appHash ?? new Uint8Array();
      for (const key of [balanceKey(), Buffer.concat([balanceKey(), Uint8Array.of(1)])]) {
        const answer = await ask({ path: `/store/${store}/key`, data: key, height, prove: true });
        expect([answer.code, answer.height]).toEqual([0, height]);
        const value = answer.value.length === 0 ? undefined : answer.value;
        if (key.length === balanceKey().length) {
          expect(Buffer.from(answer.value).toString()).toBe(`${owned[Number(height)]}`);
        }
        const ops = answer.proofOps?.ops ?? [];
        expect(opsVerify(ops, store, { root, key, value }), `height ${height}`).toBe(true);
        // A transfer lies between.
        const other = chain.store.info(height + 3n)?.appHash ?? new Uint8Array();
        expect(opsVerify(ops, store, { root: other, key, value })).toBe(false);
      }
      const plain = await ask({ path: `/store/${store}/key`, data: balanceKey(), height });
      expect(Buffer.from(plain.value).toString()).toBe(`${owned[Number(height)]}`);
    }
  });

  it("[D-GEN-07] sees the time of that height's block", async () => {
    const init = { onlyValid: true, responseMaxSize: 10 };
    const request = pp.QueryListParticipantsRequest.create(init);
    const data = pp.QueryListParticipantsRequest.encode(request);
    const found = await Promise.all(
      heights(10n, HEIGHTS).map(async (height) => {
        const answer = await ask({ path: pp.Query.ListParticipants.path, data, height });
        expect([answer.code, answer.log]).toEqual([0, ""]);
        return pp.QueryListParticipantsResponse.decode(answer.value).participants.length;
      }),
    );
    const active = (height: bigint) => (GENESIS_TIME + height * SECOND >= from ? 1 : 0);
    expect(found).toEqual(heights(10n, HEIGHTS).map(active));
    expect(new Set(found).size).toBe(2);
  });

  it("does not hold up blocks", async () => {
    const asked = [5n, 25n, 45n].map(balanceAt);
    const blocks = chain.height;
    await chain.block([]);
    await chain.block([]);
    owned.push(owned.at(-1) ?? 0n, owned.at(-1) ?? 0n);
    expect(chain.height).toBe(blocks + 2n);
    expect(await Promise.all(asked)).toEqual([5, 25, 45].map((height) => owned[height]));
  });

  it("is refused where there is no such store, and beyond the last height", async () => {
    const none = await ask({ path: "/store/bnak/key", data: Uint8Array.of(1), height: 12n });
    expect([none.codespace, none.code]).toEqual(["store", 4]);
    const height = chain.height + 1n;
    for (const path of [BALANCE, "/store/bank/key"]) {
      expect(await ask({ path, height })).toMatchObject({ codespace: "sdk", code: 26 });
      expect(await ask({ path, height: -1n })).toMatchObject({ codespace: "sdk", code: 26 });
    }
  });
});

/** A chain of eight heights, two of them in memory. */
async function shortChain(): Promise<AppChain> {
  const folder = mkdtempSync(join(tmpdir(), "any-height-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const keeping = { retain: 2, pruning: "nothing" } as const;
  const short = await AppChain.start({ people: 1, path: folder, keeping });
  while (short.height < 8n) await short.block([]);
  return short;
}

it("refuses queries when too many wait for older heights, and answers after that", async () => {
  const short = await shortChain();
  const request = RequestQuery.create({ path: bank.Query.Params.path, height: 3n });
  const answers = await Promise.all(Array.from({ length: 70 }, () => short.app.query(request)));
  const refused = answers.filter(({ code }) => code !== 0);
  expect(refused).toHaveLength(6);
  for (const answer of refused) expect(answer).toMatchObject({ codespace: "sdk", code: 6 });
  expect((await short.app.query(request)).code).toBe(0);
  await short.close();
});

it("answers with a refusal, and goes on, when the state is closed meanwhile", async () => {
  const short = await shortChain();
  const query = short.app.query(RequestQuery.create({ path: bank.Query.Params.path, height: 3n }));
  await short.close();
  expect(await query).toMatchObject({ codespace: "sdk", code: 6 });
});
