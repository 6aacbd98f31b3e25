import { afterEach, describe, expect, it } from "vitest";
import { MsgExec, MsgExecResponse } from "../../../src/gen/cosmos/authz/v1beta1.js";
import { MsgMultiSend, MsgSend } from "../../../src/gen/cosmos/bank/v1beta1.js";
import { TxMsgData } from "../../../src/gen/cosmos/base/abci/v1beta1.js";
import { MsgTripCircuitBreaker } from "../../../src/gen/cosmos/circuit/v1.js";
import {
  MsgDelegateResponse,
  MsgUndelegateResponse,
} from "../../../src/gen/cosmos/staking/v1beta1.js";
import type { ExecTxResult } from "../../../src/gen/tendermint/abci.js";
import type { Any } from "../../../src/wire/descriptor.js";
import {
  authorize,
  coins,
  execute,
  generic,
  sending,
  staking,
  unauthorize,
} from "../../support/grant-messages.js";
import { StakeChain } from "../../support/stake-chain.js";
import { cancel, delegate, redelegate, undelegate } from "../../support/stake-messages.js";
import { message, type World, world } from "../../support/world.js";

const SECOND = 1_000_000_000n;

const code = ({ codespace, code }: ExecTxResult): string =>
  code === 0 ? "ok" : `${codespace} ${code}`;

/** The responses of the messages of an execution. */
function resultsOf({ data }: ExecTxResult): readonly Uint8Array[] {
  const [packed] = TxMsgData.decode(data).msgResponses;
  return MsgExecResponse.decode(packed?.value ?? new Uint8Array()).results;
}

/** Key 1 authorizes key 2, who sends. */
async function granted(authorization: Any, expiration?: (w: World) => bigint) {
  const w = await world({ accounts: [10n ** 12n, 10n ** 12n, 10n ** 12n] });
  const given = authorize(w.address(1), w.address(2), authorization, expiration?.(w));
  expect(code(await w.send(given))).toBe("ok");
  const run = (...messages: readonly Any[]) =>
    w.send(execute(w.address(2), ...messages), { by: 2 });
  return { w, run };
}

describe("MsgExec", () => {
  it("[D-GEN-03] sends as the granter, with the events and the response that were recorded", async () => {
    const { w, run } = await granted(generic(MsgSend.typeUrl));
    const before = w.balance(1);
    const result = await run(w.transfer(1, 3, 7n), w.transfer(1, 3, 8n));
    expect([code(result), before - w.balance(1)]).toEqual(["ok", 15n]);
    expect(resultsOf(result)).toEqual([new Uint8Array(), new Uint8Array()]);
    const events = result.events
      .filter(({ attributes }) => attributes.some(({ key }) => key === "msg_index"))
      .map(({ type, attributes }) => [type, ...attributes.map(({ value }) => value)]);
    const [one, three] = [w.address(1), w.address(3)];
    expect(events.slice(0, 6)).toEqual([
      ["message", MsgExec.typeUrl, w.address(2), "authz", "0"],
      ["coin_spent", one, "7uvna", "0", "0"],
      ["coin_received", three, "7uvna", "0", "0"],
      ["transfer", three, one, "7uvna", "0", "0"],
      ["message", one, "0", "0"],
      ["coin_spent", one, "8uvna", "1", "0"],
    ]);
    const names = result.events.find(({ attributes }) => attributes[2]?.key === "authz_msg_index");
    expect(names?.attributes.map(({ key }) => key).slice(2)).toEqual([
      "authz_msg_index",
      "msg_index",
    ]);
  });

  it("refuses what nobody granted, granted to another, for another message, or took back", async () => {
    const { w, run } = await granted(generic(MsgSend.typeUrl));
    const multi = message(MsgMultiSend, {
      inputs: [{ address: w.address(1), coins: coins(1n) }],
      outputs: [{ address: w.address(2), coins: coins(1n) }],
    });
    expect(code(await run(multi))).toBe("authz 2");
    expect(code(await run(w.transfer(3, 2, 1n)))).toBe("authz 2");
    const other = execute(w.address(3), w.transfer(1, 3, 1n));
    expect(code(await w.send(other, { by: 3 }))).toBe("authz 2");
    await w.send(unauthorize(w.address(1), w.address(2), MsgSend.typeUrl));
    expect(code(await run(w.transfer(1, 2, 1n)))).toBe("authz 2");
  });

  it("needs a message, messages of one signer, an address and a handler", async () => {
    const { w, run } = await granted(generic(MsgSend.typeUrl));
    expect(code(await run())).toBe("sdk 18");
    const two = message(MsgMultiSend, {
      inputs: [
        { address: w.address(1), coins: coins(1n) },
        { address: w.address(2), coins: coins(1n) },
      ],
      outputs: [{ address: w.address(3), coins: coins(2n) }],
    });
    expect(code(await run(two))).toBe("authz 9");
    expect(code(await run(message(MsgMultiSend, {})))).toBe("authz 9");
    // A type of the wire that no module handles.
    const unhandled = message(MsgTripCircuitBreaker, { authority: w.address(2) });
    expect(code(await run(unhandled))).toBe("sdk 6");
  });

  it("runs the grantee's own messages without a grant", async () => {
    const w = await world();
    const result = await w.send(execute(w.address(1), w.transfer(1, 2, 5n)));
    expect(code(result)).toBe("ok");
  });

  it("carries out all of its messages or none, and leaves the grant as it was", async () => {
    const { w, run } = await granted(sending(100n));
    const { authz: before } = w.app.export();
    const balances = () => [w.balance(1), w.balance(3)];
    const held = balances();
    expect(code(await run(w.transfer(1, 3, 60n), w.transfer(1, 3, 10n ** 13n)))).toBe("sdk 5");
    expect(code(await run(w.transfer(1, 3, 60n), w.transfer(1, 3, 60n)))).toBe("sdk 5");
    expect([balances(), w.app.export().authz]).toEqual([held, before]);
  });

  it("is refused after the grant's last moment", async () => {
    const { w, run } = await granted(generic(MsgSend.typeUrl), ({ time }) => time + 3n * SECOND);
    w.time += SECOND;
    expect(code(await run(w.transfer(1, 2, 1n)))).toBe("ok");
    w.time += 5n * SECOND;
    expect(code(await run(w.transfer(1, 2, 1n)))).toBe("authz 2");
  });

  it("within an execution needs a grant for executions, unless the grantee is the same", async () => {
    const { w, run } = await granted(generic(MsgSend.typeUrl));
    const own = execute(w.address(2), w.transfer(1, 3, 1n));
    const result = await run(own);
    expect(code(result)).toBe("ok");
    const spent = result.events.find(
      ({ type, attributes }) => type === "coin_spent" && attributes.length === 5,
    );
    const keys = spent?.attributes.map(({ key }) => key);
    expect(keys?.slice(2)).toEqual(["authz_msg_index", "authz_msg_index", "msg_index"]);
    // Key 3 would act for key 2, who acts for key 1.
    const through = () => w.send(execute(w.address(3), own), { by: 3 });
    expect(code(await through())).toBe("authz 2");
    const chain = authorize(w.address(2), w.address(3), generic(MsgExec.typeUrl));
    expect(code(await w.send(chain, { by: 2 }))).toBe("ok");
    expect(code(await through())).toBe("ok");
    const direct = execute(w.address(3), w.transfer(1, 3, 1n));
    expect(code(await w.send(direct, { by: 3 }))).toBe("authz 2");
  });
});

describe("an authorization to send", () => {
  it("is spent, ends with its limit and tells so", async () => {
    const { w, run } = await granted(sending(100n));
    expect(code(await run(w.transfer(1, 3, 101n)))).toBe("sdk 5");
    expect(code(await run(w.transfer(1, 3, { denom: "uother", amount: 1n })))).toBe("sdk 5");
    expect(code(await run(w.transfer(1, 3, 40n)))).toBe("ok");
    expect(w.app.export().authz).toMatchObject({
      authorization: [{ authorization: { spend_limit: [{ amount: "60" }], allow_list: [] } }],
    });
    const last = await run(w.transfer(1, 3, 60n));
    const types = last.events.map(({ type }) => type);
    expect(types).toContain("cosmos.authz.v1beta1.EventRevoke");
    expect(code(await run(w.transfer(1, 3, 1n)))).toBe("authz 2");
  });

  it("lets nobody make its limit larger with an amount below zero", async () => {
    const { w, run } = await granted(sending(100n));
    const { authz: before } = w.app.export();
    expect(code(await run(w.transfer(1, 3, -50n)))).toBe("sdk 10");
    expect(w.app.export().authz).toEqual(before);
  });

  it("with a list of recipients sends to them alone", async () => {
    const w = await world();
    const list = [w.address(3)];
    await w.send(authorize(w.address(1), w.address(2), sending(100n, list)));
    const run = (to: string) => w.send(execute(w.address(2), w.transfer(1, to, 1n)), { by: 2 });
    expect(code(await run(w.address(2)))).toBe("sdk 4");
    expect(code(await run(w.address(3)))).toBe("ok");
    expect(code(await run(w.address(3).toUpperCase()))).toBe("ok");
  });
});

describe("an authorization to stake", () => {
  let chain: StakeChain;
  afterEach(async () => {
    expect(chain.faults()).toEqual([]);
    await chain.close();
  });

  const tokens = (amount: bigint) => ({ denom: "uvna", amount });
  const [WHO, FOR] = [5, 4];
  const grant = (parts: Parameters<typeof staking>[0]) =>
    chain.deliver(WHO, authorize(chain.account(WHO), chain.account(FOR), staking(parts)));
  const run = async (inner: Any) => {
    const sent = await chain.attempt(FOR, [execute(chain.account(FOR), inner)]);
    return { code: code(sent), sent };
  };
  const left = () =>
    chain.section("authz").authorization.map((one: { authorization: object }) => one.authorization);

  it("delegates up to its tokens, to the validators that it names", async () => {
    chain = await StakeChain.start();
    const [who, first, second] = [chain.account(WHO), chain.operator(0), chain.operator(1)];
    const allowList = { address: [first] };
    await grant({ authorizationType: 1, maxTokens: tokens(10_000n), allowList });
    expect((await run(delegate(who, second, 1n))).code).toBe("sdk 4");
    expect((await run(delegate(who, first, 10_001n))).code).toBe("undefined 1");
    const { code: done, sent } = await run(delegate(who, first, 4_000n));
    expect(done).toBe("ok");
    expect(MsgDelegateResponse.decode(resultsOf(sent)[0] ?? new Uint8Array())).toEqual({});
    expect(left()).toMatchObject([
      { max_tokens: { amount: "6000" }, allow_list: { address: [first] } },
    ]);
    expect((await run(undelegate(who, first, 1n))).code).toBe("authz 2");
    expect((await run(delegate(who, first, 6_000n))).code).toBe("ok");
    expect(left()).toEqual([]);
  });

  it("undelegates, redelegates and cancels, never from validators that it denies", async () => {
    chain = await StakeChain.start();
    const [who, first, second] = [chain.account(WHO), chain.operator(0), chain.operator(1)];
    await chain.deliver(WHO, delegate(who, first, 100_000n));
    const denyList = { address: [second] };
    for (const authorizationType of [2, 3, 4]) await grant({ authorizationType, denyList });

    const { code: done, sent } = await run(undelegate(who, first, 30_000n));
    expect(done).toBe("ok");
    const { amount } = MsgUndelegateResponse.decode(resultsOf(sent)[0] ?? new Uint8Array());
    expect(amount).toEqual(tokens(30_000n));
    const { height } = chain;
    expect((await run(cancel(who, first, 10_000n, height))).code).toBe("ok");
    // The destination is what a redelegation is judged by.
    expect((await run(redelegate(who, first, second, 1_000n))).code).toBe("sdk 4");
    expect((await run(redelegate(who, first, second.toUpperCase(), 1_000n))).code).toBe("sdk 4");
    expect((await run(undelegate(who, second, 1n))).code).toBe("sdk 4");
    expect((await run(delegate(who, first, 1n))).code).toBe("authz 2");
    expect(left()).toHaveLength(3);
    await grant({ authorizationType: 3, maxTokens: tokens(1_000n) });
    expect((await run(redelegate(who, first, second, 1_000n))).code).toBe("ok");
    expect(left()).toHaveLength(2);
  });
});
