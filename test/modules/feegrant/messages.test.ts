import { describe, expect, it } from "vitest";
import {
  AllowedMsgAllowance,
  BasicAllowance,
  PeriodicAllowance,
  Query,
  type QueryAllowanceResponse,
  type QueryAllowancesByGranterResponse,
  type QueryAllowancesResponse,
} from "../../../src/gen/cosmos/feegrant/v1beta1.js";
import type { ExecTxResult } from "../../../src/gen/tendermint/abci.js";
import { addressText, moduleAddress } from "../../../src/keeper/addresses.js";
import { pack } from "../../../src/wire/any.js";
import type { Any } from "../../../src/wire/descriptor.js";
import { faultsOf } from "../../support/faults.js";
import {
  basic,
  coins,
  grantAllowance,
  onlyFor,
  periodic,
  pruneAllowances,
  revokeAllowance,
} from "../../support/grant-messages.js";
import { type World, world } from "../../support/world.js";

const SECOND = 1_000_000_000n;
const HOUR = 3_600n * SECOND;

const code = ({ codespace, code }: ExecTxResult): string =>
  code === 0 ? "ok" : `${codespace} ${code}`;

const told = ({ events }: ExecTxResult) =>
  events
    .filter(({ attributes }) => attributes.some(({ key }) => key === "msg_index"))
    .slice(1)
    .map(({ type, attributes }) => [type, ...attributes.map(({ value }) => value)]);

/** A message that must be refused and must leave nothing but its fee and sequence. */
async function refused(w: World, message: Any): Promise<string> {
  const { feegrant: before } = w.app.export();
  const result = await w.send(message);
  expect(w.app.export().feegrant).toEqual(before);
  return code(result);
}

describe("MsgGrantAllowance", () => {
  it("stores each kind of allowance as it was given, in the recorded shape, and makes the account", async () => {
    const w = await world();
    const [granter, stranger] = [w.address(1), w.address(9)];
    const reset = w.time + HOUR;
    const kinds: readonly Any[] = [
      basic(5_000_000n, w.time + HOUR),
      periodic(500_000n, { period: HOUR, reset }, 5_000_000n),
      onlyFor(["/cosmos.gov.v1.MsgVote"], basic(5_000_000n)),
      basic(),
    ];
    const grantees = [stranger, w.address(2), w.address(3), w.address(8)];
    for (const [i, allowance] of kinds.entries()) {
      const grantee = grantees[i] ?? "";
      const result = await w.send(grantAllowance(granter, grantee.toUpperCase(), allowance));
      expect([code(result), told(result)]).toEqual([
        "ok",
        [["set_feegrant", granter, grantee, "0"]],
      ]);
      const found = w.query<QueryAllowanceResponse>(Query.Allowance, { granter, grantee });
      expect(found.allowance).toEqual({ granter, grantee, allowance });
    }
    expect(w.accountOf(stranger)).toMatchObject({ sequence: 0n });
    const given = w.query<QueryAllowancesByGranterResponse>(Query.AllowancesByGranter, { granter });
    expect(given.allowances).toHaveLength(4);
    expect(given.pagination?.total).toBe(4n);
    const got = w.query<QueryAllowancesResponse>(Query.Allowances, { grantee: stranger });
    expect(got.allowances.map((one) => one.granter)).toEqual([granter]);
  });

  it("is refused with the reference's codes", async () => {
    const w = await world();
    const [granter, grantee] = [w.address(1), w.address(2)];
    const give = (allowance?: Any, to = grantee) =>
      refused(w, grantAllowance(granter, to, allowance));
    const times = { period: HOUR, reset: w.time + HOUR };
    expect(await give(basic(), granter)).toBe("sdk 7");
    expect(await give(basic(), granter.toUpperCase())).toBe("sdk 7");
    expect(await give(basic(), "verana1nobody")).toBe("sdk 7");
    expect(await give()).toBe("feegrant 5");
    expect(await give(pack(BasicAllowance, { spendLimit: coins(0n) }))).toBe("sdk 10");
    expect(await give(pack(BasicAllowance, { spendLimit: coins(-1n) }))).toBe("sdk 10");
    expect(await give(basic(1n, -SECOND))).toBe("feegrant 4");
    expect(await give(basic(1n, w.time - SECOND))).toBe("sdk 18");
    expect(await give(periodic(1n, { ...times, period: -1n }))).toBe("feegrant 4");
    expect(await give(periodic(0n, times))).toBe("sdk 10");
    const other = PeriodicAllowance.decode(periodic(1n, times, 1n).value);
    const foreign = { ...other, periodSpendLimit: coins(1n, "uother") };
    expect(await give(pack(PeriodicAllowance, foreign))).toBe("sdk 10");
    const unsorted = [...coins(1n), ...coins(1n, "abc")];
    expect(await give(pack(PeriodicAllowance, { ...other, periodCanSpend: unsorted }))).toBe(
      "sdk 10",
    );
    expect(await give(onlyFor([], basic()))).toBe("feegrant 6");
    expect(await give(pack(AllowedMsgAllowance, { allowedMessages: ["/a"] }))).toBe("feegrant 5");
    expect(await give(onlyFor(["/a"], basic(1n, w.time - SECOND)))).toBe("sdk 18");
    expect(code(await w.send(grantAllowance(granter, grantee, basic(1n))))).toBe("ok");
    expect(await give(basic())).toBe("sdk 18");
    expect(await give()).toBe("sdk 18");
  });

  it("makes no account for a module that has none, and takes module accounts that exist", async () => {
    const w = await world();
    const module = (name: string) => addressText("verana", moduleAddress(name));
    const give = (name: string) => w.send(grantAllowance(w.address(1), module(name), basic()));
    expect(code(await give("mint"))).toBe("ok");
    expect(code(await give("nobody"))).toBe("ok");
  });
});

describe("MsgRevokeAllowance", () => {
  it("takes an allowance back; none, and one's own, are refused", async () => {
    const w = await world();
    const [granter, grantee] = [w.address(1), w.address(2)];
    expect(await refused(w, revokeAllowance(granter, grantee))).toBe("sdk 38");
    expect(await refused(w, revokeAllowance(granter, granter))).toBe("sdk 7");
    expect(await refused(w, revokeAllowance(granter, "verana1nobody"))).toBe("sdk 7");
    await w.send(grantAllowance(granter, grantee, basic(1n, w.time + HOUR)));
    const before = w.snapshot();
    const result = await w.send(revokeAllowance(granter, grantee));
    expect(told(result)).toEqual([["revoke_feegrant", granter, grantee, "0"]]);
    const gone = Object.keys(before).filter((key) => !(key in w.snapshot()));
    // The grant and its entries in two indexes.
    expect(gone.filter((key) => key.startsWith("feegrant "))).toHaveLength(3);
    expect(w.app.export().feegrant).toEqual({ allowances: [] });
    expect(code(await w.send(grantAllowance(granter, grantee, basic())))).toBe("ok");
  });
});

describe("a grant that ends", () => {
  it("serves up to its last moment and is gone with the block after it", async () => {
    const w = await world();
    const end = w.time + 5n * SECOND;
    await w.send(grantAllowance(w.address(1), w.address(2), basic(1n, end)));
    w.time = end;
    await w.block();
    expect(w.app.export().feegrant).toMatchObject({ allowances: [{}] });
    await w.block();
    expect(w.app.export().feegrant).toEqual({ allowances: [] });
    expect(Object.keys(w.snapshot()).filter((key) => key.startsWith("feegrant "))).toEqual([]);
  });

  it("waits where a block has more than 200 of them, and anybody removes 75", async () => {
    const w = await world();
    const end = w.time + 60n * SECOND;
    const stranger = (n: number) => {
      const bytes = new Uint8Array(20).fill(7);
      new DataView(bytes.buffer).setUint32(0, n);
      return addressText("verana", bytes);
    };
    const count = () => (w.app.export().feegrant as { allowances: unknown[] }).allowances.length;
    for (let i = 0; i < 500; i += 50) {
      const batch = Array.from({ length: 50 }, (_, n) =>
        grantAllowance(w.address(1), stranger(i + n), basic(1n, end)),
      );
      expect(code(await w.send(batch, { gas: 30_000_000n, fee: coins(50_000n) }))).toBe("ok");
    }
    w.time = end + 1n;
    await w.block();
    expect([count(), faultsOf(w.app, w.store)]).toEqual([300, []]);
    const result = await w.send(pruneAllowances(w.address(2)), { by: 2, gas: 3_000_000n });
    expect(told(result)).toEqual([["prune_feegrant", w.address(2), "0"]]);
    expect([count(), faultsOf(w.app, w.store)]).toEqual([25, []]);
    await w.block();
    expect([count(), faultsOf(w.app, w.store)]).toEqual([0, []]);
    expect(told(await w.send(pruneAllowances(w.address(2)), { by: 2 }))).toHaveLength(1);
  });
});
