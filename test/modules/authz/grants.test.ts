import { describe, expect, it } from "vitest";
import {
  Query,
  type QueryGranteeGrantsResponse,
  type QueryGranterGrantsResponse,
  type QueryGrantsResponse,
} from "../../../src/gen/cosmos/authz/v1beta1.js";
import { MsgSend, SendAuthorization } from "../../../src/gen/cosmos/bank/v1beta1.js";
import type { ExecTxResult } from "../../../src/gen/tendermint/abci.js";
import { addressText } from "../../../src/keeper/addresses.js";
import { pack } from "../../../src/wire/any.js";
import type { Any } from "../../../src/wire/descriptor.js";
import { faultsOf } from "../../support/faults.js";
import {
  authorize,
  coins,
  generic,
  sending,
  staking,
  unauthorize,
} from "../../support/grant-messages.js";
import { type World, world } from "../../support/world.js";

const SECOND = 1_000_000_000n;
const HOUR = 3_600n * SECOND;
const VOTE = "/cosmos.group.v1.MsgVote";

const code = ({ codespace, code }: ExecTxResult): string =>
  code === 0 ? "ok" : `${codespace} ${code}`;

const told = ({ events }: ExecTxResult) =>
  events
    .filter(({ attributes }) => attributes.some(({ key }) => key === "msg_index"))
    .slice(1)
    .map(({ type, attributes }) => [type, ...attributes.map(({ key, value }) => [key, value])]);

/** A message that must be refused and must leave nothing but its fee and sequence. */
async function refused(w: World, message: Any): Promise<string> {
  const { authz: before } = w.app.export();
  const result = await w.send(message);
  expect(w.app.export().authz).toEqual(before);
  return code(result);
}

describe("MsgGrant", () => {
  it("stores an authorization for a type of message, tells it as recorded, and makes the account", async () => {
    const w = await world();
    const [granter, grantee] = [w.address(1), w.address(9)];
    const expiration = w.time + HOUR;
    const limited = sending(1_000n, [w.address(2)]);
    const result = await w.send(authorize(granter, grantee.toUpperCase(), limited, expiration));
    expect([code(result), told(result)]).toEqual([
      "ok",
      [
        [
          "cosmos.authz.v1beta1.EventGrant",
          ["grantee", `"${grantee}"`],
          ["granter", `"${granter}"`],
          ["msg_type_url", `"${MsgSend.typeUrl}"`],
          ["msg_index", "0"],
        ],
      ],
    ]);
    expect(w.accountOf(grantee)).toMatchObject({ sequence: 0n });
    await w.send(authorize(granter, grantee, generic(VOTE)));
    await w.send(authorize(w.address(2), grantee, generic(VOTE)), { by: 2 });
    const both = [
      { authorization: limited, expiration },
      { authorization: generic(VOTE), expiration: undefined },
    ];
    const { grants, pagination } = w.query<QueryGrantsResponse>(Query.Grants, { granter, grantee });
    expect([grants, pagination?.total]).toEqual([both, 2n]);
    const one = w.query<QueryGrantsResponse>(Query.Grants, { granter, grantee, msgTypeUrl: VOTE });
    expect(one).toEqual({ grants: [both[1]], pagination: undefined });
    const given = w.query<QueryGranterGrantsResponse>(Query.GranterGrants, { granter });
    expect(given.grants).toEqual(both.map((grant) => ({ granter, grantee, ...grant })));
    const got = w.query<QueryGranteeGrantsResponse>(Query.GranteeGrants, { grantee });
    const parties = got.grants.map((grant) => grant.granter).sort();
    expect(parties).toEqual([granter, granter, w.address(2)].sort());
    expect(got.pagination?.total).toBe(3n);
  });

  it("takes the place of an earlier grant for the same messages, its end included", async () => {
    const w = await world();
    const [granter, grantee] = [w.address(1), w.address(2)];
    const end = w.time + 10n * SECOND;
    await w.send(authorize(granter, grantee, sending(5n), end));
    await w.send(authorize(granter, grantee, sending(7n)));
    w.time = end + HOUR;
    await w.block();
    const { grants } = w.query<QueryGrantsResponse>(Query.Grants, { granter, grantee });
    expect(grants).toEqual([{ authorization: sending(7n), expiration: undefined }]);
    await w.send(authorize(granter, grantee, sending(9n), w.time + 2n * SECOND));
    w.time += HOUR;
    await w.block();
    expect(w.app.export().authz).toEqual({ authorization: [] });
    expect(Object.keys(w.snapshot()).filter((key) => key.startsWith("authz "))).toEqual([]);
  });

  it("is refused with the reference's codes", async () => {
    const w = await world();
    const [granter, grantee] = [w.address(1), w.address(2)];
    const give = (authorization?: Any, expiration?: bigint, to = grantee) =>
      refused(w, authorize(granter, to, authorization, expiration));
    expect(await give(generic(VOTE), undefined, granter)).toBe("authz 7");
    expect(await give(generic(VOTE), undefined, granter.toUpperCase())).toBe("authz 7");
    expect(await give(generic(VOTE), undefined, "verana1nobody")).toBe("sdk 7");
    expect(await give()).toBe("sdk 29");
    expect(await give(generic("/no.such.Message"))).toBe("sdk 29");
    expect(await give(generic(""))).toBe("sdk 29");
    expect(await give(generic(VOTE), w.time - HOUR)).toBe("authz 3");
    // The block that runs it has the time of the world's next block.
    expect(await give(generic(VOTE), w.time)).toBe("authz 3");
    const limit = (...spendLimit: ReturnType<typeof coins>[]) =>
      pack(SendAuthorization, { spendLimit: spendLimit.flat(), allowList: [] });
    expect(await give(limit())).toBe("sdk 10");
    expect(await give(limit(coins(0n)))).toBe("sdk 10");
    expect(await give(limit(coins(-1n)))).toBe("sdk 10");
    expect(await give(sending(1n, [granter, granter]))).toBe("bank 8");
    expect(await give(staking({}))).toBe("authz 4");
    expect(await give(staking({ authorizationType: 5 }))).toBe("authz 4");
    const maxTokens = { denom: "uvna", amount: -1n };
    expect(await give(staking({ authorizationType: 1, maxTokens }))).toBe("authz 12");
  });
});

describe("MsgRevoke", () => {
  it("takes a grant back; none, one's own and a missing type are refused", async () => {
    const w = await world();
    const [granter, grantee] = [w.address(1), w.address(2)];
    expect(await refused(w, unauthorize(granter, grantee, VOTE))).toBe("authz 2");
    expect(await refused(w, unauthorize(granter, granter, VOTE))).toBe("authz 7");
    expect(await refused(w, unauthorize(granter, grantee, ""))).toBe("sdk 18");
    expect(await refused(w, unauthorize(granter, "verana1nobody", VOTE))).toBe("sdk 7");
    await w.send(authorize(granter, grantee, generic(VOTE), w.time + HOUR));
    expect(await refused(w, unauthorize(granter, grantee, MsgSend.typeUrl))).toBe("authz 2");
    const result = await w.send(unauthorize(granter, grantee, VOTE));
    expect(told(result)).toEqual([
      [
        "cosmos.authz.v1beta1.EventRevoke",
        ["grantee", `"${grantee}"`],
        ["granter", `"${granter}"`],
        ["msg_type_url", `"${VOTE}"`],
        ["msg_index", "0"],
      ],
    ]);
    expect(w.app.export().authz).toEqual({ authorization: [] });
    expect(Object.keys(w.snapshot()).filter((key) => key.startsWith("authz "))).toEqual([]);
  });
});

describe("a grant that ends", () => {
  it("is gone with the first block after its last moment, 200 of them a block", async () => {
    const w = await world();
    const end = w.time + 60n * SECOND;
    const stranger = (n: number) => {
      const bytes = new Uint8Array(20).fill(9);
      new DataView(bytes.buffer).setUint32(0, n);
      return addressText("verana", bytes);
    };
    const count = () => (w.app.export().authz as { authorization: unknown[] }).authorization.length;
    for (let i = 0; i < 250; i += 50) {
      const batch = Array.from({ length: 50 }, (_, n) =>
        authorize(w.address(1), stranger(i + n), generic(VOTE), end),
      );
      expect(code(await w.send(batch, { gas: 30_000_000n, fee: coins(50_000n) }))).toBe("ok");
    }
    w.time = end;
    await w.block();
    expect([count(), faultsOf(w.app, w.store)]).toEqual([250, []]);
    await w.block();
    expect([count(), faultsOf(w.app, w.store)]).toEqual([50, []]);
    await w.block();
    expect([count(), faultsOf(w.app, w.store)]).toEqual([0, []]);
  });
});
