import { afterEach, expect, it } from "vitest";
import {
  MsgUnjail,
  MsgUpdateParams,
  Query,
  type QuerySigningInfoResponse,
} from "../../../src/gen/cosmos/slashing/v1beta1.js";
import { StakeChain } from "../../support/stake-chain.js";
import { createValidator, delegate, undelegate } from "../../support/stake-messages.js";
import { message } from "../../support/world.js";

let chain: StakeChain;
afterEach(async () => {
  expect(chain.faults()).toEqual([]);
  await chain.close();
});

const unjail = (n: number) => message(MsgUnjail, { validatorAddr: chain.operator(n) });

const infoOf = (n: number) =>
  chain
    .section("slashing")
    .signing_infos.find((one: { address: string }) => one.address === chain.consensus(n))
    ?.validator_signing_info;

it("a validator that never signs is jailed as recorded: made at 165, first missed at 168, out at 266", async () => {
  chain = await StakeChain.start();
  await chain.deliver(2, createValidator(chain.account(2), 2));
  await chain.deliver(3, delegate(chain.account(3), chain.operator(2), 1_000_000n));
  const made = chain.height - 1n;
  const liveness: [bigint, string | undefined][] = [];
  let slash: readonly (readonly [string, string])[] = [];
  while (slash.length === 0) {
    const { events } = await chain.block({ missed: [2] });
    const missed = events.find(({ type }) => type === "liveness");
    if (missed !== undefined) liveness.push([chain.height - made, missed.attributes[1]?.value]);
    const found = events.find(({ type }) => type === "slash");
    slash = found?.attributes.map(({ key, value }) => [key, value] as const) ?? [];
  }
  expect(liveness[0]).toEqual([3n, "1"]);
  expect(liveness.at(-1)).toEqual([101n, "99"]);
  expect(slash).toEqual([
    ["address", chain.consensus(2)],
    ["power", "3"],
    ["reason", "missing_signature"],
    ["jailed", chain.consensus(2)],
    ["burned_coins", "30000"],
    ["mode", "BeginBlock"],
  ]);
  expect(infoOf(2)).toMatchObject({ missed_blocks_counter: "0", index_offset: "0" });
  expect(chain.power(2)).toBeUndefined();
  expect(await chain.refused(2, unjail(2))).toBe("slashing 4");
  await chain.block({ seconds: 600n });
  expect(await chain.deliver(2, unjail(2))).toEqual([
    [
      "message",
      ["action", "/cosmos.slashing.v1beta1.MsgUnjail"],
      ["sender", chain.account(2)],
      ["module", "slashing"],
    ],
  ]);
  // 2970000 base units are two units of power.
  expect(chain.power(2)).toBe(2n);
  expect(infoOf(2).start_height).toBe(`${chain.height}`);
  await chain.blocks(5, { missed: [2] });
  expect(infoOf(2).missed_blocks_counter).toBe("3");
}, 120_000);

it("the window moves on: a missed block that leaves it counts no more", async () => {
  chain = await StakeChain.start({ params: { slashing: { signed_blocks_window: "4" } } });
  await chain.block({ missed: [1] });
  await chain.block({ missed: [1] });
  expect(infoOf(1).missed_blocks_counter).toBe("2");
  await chain.blocks(2);
  expect(infoOf(1).missed_blocks_counter).toBe("2");
  await chain.block({ missed: [1] });
  expect(infoOf(1).missed_blocks_counter).toBe("2");
  await chain.block();
  expect(infoOf(1)).toMatchObject({ missed_blocks_counter: "1", index_offset: "6" });
  expect(chain.section("slashing").missed_blocks).toContainEqual({
    address: chain.consensus(1),
    missed_blocks: [{ index: "0", missed: true }],
  });
});

it("exactly as many blocks as may be missed are forgiven", async () => {
  const params = { slashing: { signed_blocks_window: "4", min_signed_per_window: "0.5" } };
  chain = await StakeChain.start({ params });
  await chain.blocks(4);
  await chain.blocks(2, { missed: [1] });
  expect(chain.power(1)).toBe(10n);
  await chain.block({ missed: [1] });
  expect(chain.power(1)).toBeUndefined();
});

it("unjailing is refused with the codes of Cosmos SDK", async () => {
  chain = await StakeChain.start();
  const [own, at] = [chain.account(1), chain.operator(1)];
  expect(await chain.refused(3, unjail(3))).toBe("slashing 2");
  expect(await chain.refused(1, unjail(1))).toBe("slashing 5");
  await chain.deliver(3, delegate(chain.account(3), at, 1_000_000n));
  await chain.deliver(1, undelegate(own, at, 10_000_000n));
  expect(await chain.refused(1, unjail(1))).toBe("slashing 6");
  const [own2, at2] = [chain.account(2), chain.operator(2)];
  await chain.deliver(2, createValidator(own2, 2, { minSelfDelegation: 2_000_000n }));
  await chain.deliver(2, undelegate(own2, at2, 1n));
  expect(await chain.refused(2, unjail(2))).toBe("slashing 7");
  // Never slashed: it may come back as soon as it holds its own minimum.
  await chain.deliver(2, delegate(own2, at2, 1n));
  await chain.deliver(2, unjail(2));
  expect(chain.power(2)).toBe(2n);
});

it("a validator that was removed while its votes still come in does not stop the chain", async () => {
  const params = {
    staking: { unbonding_time: "1s" },
    slashing: { signed_blocks_window: "1", min_signed_per_window: "1" },
  };
  chain = await StakeChain.start({ params });
  await chain.deliver(1, undelegate(chain.account(1), chain.operator(1), 10_000_000n));
  await chain.blocks(4, { missed: [1] });
  expect(chain.section("staking").validators).toHaveLength(1);
});

it("nobody but governance changes parameters", async () => {
  chain = await StakeChain.start();
  const update = message(MsgUpdateParams, { authority: chain.account(0) });
  expect(await chain.refused(0, update)).toBe("gov 13");
});

it("signing is told of by consensus address", async () => {
  chain = await StakeChain.start();
  const { valSigningInfo } = await chain.ask<unknown, QuerySigningInfoResponse>(Query.SigningInfo, {
    consAddress: chain.consensus(0),
  });
  expect(valSigningInfo).toMatchObject({ address: chain.consensus(0), startHeight: 0n });
});
