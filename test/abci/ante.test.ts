import { describe, expect, it } from "vitest";
import { AuthInfo, TxRaw } from "../../src/gen/cosmos/tx/v1beta1.js";
import { MsgGrantOperatorAuthorization } from "../../src/gen/verana/de/v1.js";
import { AnteWorld, type Outcome } from "../support/ante-world.js";
import { sendOne, signedTx, type TxParts, testKey } from "../support/signed-tx.js";
import { fromHex, frozen } from "../support/vectors.js";

const ann = testKey(1);
const bob = testKey(2);
const AMINO = { mode: 127 };
const world = () => new AnteWorld().fund(ann.address, 7n, 0n);
const answer = ({ code, codespace }: Outcome) => `${codespace} ${code}`;

describe("a transaction that passes", () => {
  it("pays its fee, keeps the signer's key and moves his sequence", () => {
    const w = world();
    expect(answer(w.run(signedTx(ann), "deliver"))).toBe(" 0");
    expect(w.balances.get(ann.address)).toBe(999_995_000n);
    expect(w.accounts.get(ann.address)).toEqual({
      address: ann.address,
      accountNumber: 7n,
      sequence: 1n,
      publicKey: ann.any,
    });
  });

  it("names fee, payer, sequence and signature in its events, in this order", () => {
    const bytes = signedTx(ann);
    const { events } = world().run(bytes, "deliver");
    const signature = Buffer.from(bytes.subarray(-64)).toString("base64");
    expect(events).toEqual([
      {
        type: "tx",
        attributes: [
          ["fee", "5000uvna"],
          ["fee_payer", ann.address],
        ],
      },
      { type: "tx", attributes: [["acc_seq", `${ann.address}/0`]] },
      { type: "tx", attributes: [["signature", signature]] },
    ]);
  });

  it("[D-TX-08] uses 10 gas a byte and 1000 a signature", () => {
    const bytes = signedTx(ann);
    expect(world().run(bytes, "deliver").gasUsed).toBe(BigInt(bytes.length) * 10n + 1_000n);
  });

  it("cannot be sent twice", () => {
    const w = world();
    w.run(signedTx(ann));
    const again = w.run(signedTx(ann));
    expect(answer(again)).toBe("sdk 32");
    expect(again.log).toBe(
      "account sequence mismatch, expected 1, got 0: incorrect account sequence",
    );
    expect(answer(w.run(signedTx(ann, { sequence: 1n })))).toBe(" 0");
  });
});

describe("fees", () => {
  it("below what this node asks for are refused in CheckTx only", () => {
    const price = { minGasPrices: [{ denom: "uvna", amount: 500_000_000_000_000_000n }] };
    const w = new AnteWorld(price).fund(ann.address, 7n, 0n);
    const refused = w.run(signedTx(ann), "check");
    expect(answer(refused)).toBe("sdk 13");
    expect(refused.log).toBe(
      "insufficient fees; got: 5000uvna required: 100000uvna: insufficient fee",
    );
    expect(answer(w.run(signedTx(ann), "recheck"))).toBe("sdk 13");
    expect(
      answer(w.run(signedTx(ann, { fee: { amount: [{ denom: "uvna", amount: 100_000n }] } }))),
    ).toBe(" 0");
    expect(answer(world().run(signedTx(ann), "deliver"))).toBe(" 0");
  });

  it("come from the granter whose allowance is spent", () => {
    const w = world().fund(bob.address, 8n, 0n);
    const bytes = signedTx(ann, { fee: { granter: bob.address } });
    expect(answer(w.run(bytes))).toBe("sdk 38");
    w.allow = true;
    expect(answer(w.run(bytes))).toBe(" 0");
    expect(w.allowances).toEqual([
      {
        granter: bob.address,
        payer: ann.address,
        fee: [{ denom: "uvna", amount: 5_000n }],
        messages: [
          {
            typeUrl: "/cosmos.bank.v1beta1.MsgSend",
            value: expect.objectContaining({ fromAddress: ann.address }),
            signers: [ann.address],
          },
        ],
      },
    ]);
    expect(w.balances.get(bob.address)).toBe(999_995_000n);
  });

  it("of a granter who is the payer himself need no allowance", () => {
    const w = world();
    expect(answer(w.run(signedTx(ann, { fee: { granter: ann.address.toUpperCase() } })))).toBe(
      " 0",
    );
    expect(w.allowances).toEqual([]);
    expect(w.balances.get(ann.address)).toBe(999_995_000n);
  });

  it("of an account that does not exist are refused", () => {
    expect(answer(world().run(signedTx(bob)))).toBe("sdk 9");
  });
});

describe("[D-TX-09] a simulation", () => {
  const variants: readonly (readonly [string, TxParts])[] = [
    ["an empty signature", { signature: new Uint8Array() }],
    ["a signature of zeros", { signature: new Uint8Array(64) }],
    ["no public key", { publicKey: undefined, signature: new Uint8Array() }],
    ["neither fee nor gas", { fee: { amount: [], gasLimit: 0n }, signature: new Uint8Array() }],
  ];

  it.each(variants)("works with %s and uses no less gas than delivery", (_, parts) => {
    const simulated = world().run(signedTx(ann, parts), "simulate");
    expect(answer(simulated)).toBe(" 0");
    expect(simulated.gasUsed).toBeGreaterThanOrEqual(world().run(signedTx(ann), "deliver").gasUsed);
  });

  it("works without signer infos and signatures", () => {
    const raw = TxRaw.decode(signedTx(ann));
    const authInfo = AuthInfo.decode(raw.authInfoBytes);
    const authInfoBytes = AuthInfo.encode({ ...authInfo, signerInfos: [] });
    const simulated = world().run(
      TxRaw.encode({ ...raw, authInfoBytes, signatures: [] }),
      "simulate",
    );
    expect(answer(simulated)).toBe(" 0");
    expect(simulated.gasUsed).toBeGreaterThanOrEqual(world().run(signedTx(ann), "deliver").gasUsed);
  });

  it("counts every member of a multisig", () => {
    const { entries } = frozen("multisig") as {
      entries: { name: string; address: string; tx_raw: string }[];
    };
    const all = entries.find(({ name }) => name === "2of3 signed by [0 1 2]");
    const bytes = fromHex(all?.tx_raw ?? "");
    const shared = () => new AnteWorld().fund(all?.address ?? "", 41n, 3n);
    const bare = TxRaw.encode({ ...TxRaw.decode(bytes), signatures: [new Uint8Array()] });
    const delivered = shared().run(bytes, "deliver");
    expect(delivered.gasUsed).toBe(BigInt(bytes.length) * 10n + 3_000n);
    expect(shared().run(bare, "simulate").gasUsed).toBeGreaterThanOrEqual(delivered.gasUsed);
  });

  it("refuses a wrong sequence as delivery does", () => {
    expect(answer(world().run(signedTx(ann, { sequence: 3n }), "simulate"))).toBe("sdk 32");
  });

  it("is the only mode that verifies no signature of a new transaction", () => {
    const bytes = signedTx(ann, { signature: new Uint8Array(64) });
    expect(answer(world().run(bytes, "check"))).toBe("sdk 4");
    expect(answer(world().run(bytes, "deliver"))).toBe("sdk 4");
  });
});

describe("a timeout", () => {
  const now = world().blockTime;

  it.each([
    ["the height before", { timeoutHeight: 48n }, "sdk 30"],
    ["the block's own height", { timeoutHeight: 49n }, " 0"],
    ["a nanosecond before the block", { timeoutTimestamp: now - 1n }, "sdk 42"],
    ["the block's own time", { timeoutTimestamp: now }, " 0"],
  ])("at %s", (_, body, wanted) => {
    for (const mode of ["check", "recheck", "simulate", "deliver"] as const) {
      expect([mode, answer(world().run(signedTx(ann, { body }), mode))]).toEqual([mode, wanted]);
    }
  });

  it("of an unordered transaction changes nothing: none is taken, not even of the mempool", () => {
    const body = { unordered: true, timeoutTimestamp: now + 1_000_000_000n };
    for (const mode of ["check", "recheck", "deliver"] as const) {
      expect([mode, answer(world().run(signedTx(ann, { body }), mode))]).toEqual([mode, "sdk 37"]);
    }
  });
});

describe("a recheck", () => {
  it("looks at sequence, fee and timeouts, not at signatures", () => {
    expect(answer(world().run(signedTx(ann, { signature: new Uint8Array(64) }), "recheck"))).toBe(
      " 0",
    );
    expect(answer(world().run(signedTx(ann, { sequence: 1n }), "recheck"))).toBe("sdk 32");
    expect(answer(world().run(signedTx(ann, { body: { timeoutHeight: 48n } }), "recheck"))).toBe(
      "sdk 30",
    );
    const dear = { fee: { amount: [{ denom: "uvna", amount: 2_000_000_000n }] } };
    expect(answer(world().run(signedTx(ann, dear), "recheck"))).toBe("sdk 5");
  });
});

describe("[D-TX-06] the check that fails first answers", () => {
  const memo = "m".repeat(257);
  const poor = { amount: [{ denom: "uvna", amount: 2_000_000_000n }] };
  const cases: readonly (readonly [string, TxParts, string])[] = [
    [
      "gas above the block's before a missing signature",
      { fee: { gasLimit: 100_000_001n } },
      "sdk 41",
    ],
    ["timeout before memo", { body: { timeoutHeight: 1n, memo } }, "sdk 30"],
    ["memo before gas", { body: { memo }, fee: { gasLimit: 1n } }, "sdk 12"],
    ["gas before funds", { fee: { ...poor, gasLimit: 1n } }, "sdk 11"],
    ["funds before sequence", { fee: poor, sequence: 9n }, "sdk 5"],
    ["key before sequence", { publicKey: bob.any, sequence: 9n }, "sdk 8"],
    ["unordered before sequence", { body: { unordered: true }, sequence: 9n }, "sdk 37"],
    ["sequence before signature", { sequence: 9n, signature: new Uint8Array(64) }, "sdk 32"],
  ];

  it.each(cases)("%s", (_, parts, expected) => {
    const w = world();
    const before = [...w.accounts.values()];
    expect(answer(w.run(signedTx(ann, parts)))).toBe(expected);
    expect([...w.accounts.values()]).toEqual(before);
    expect(w.balances.get(ann.address)).toBe(1_000_000_000n);
  });
});

describe("[D-TX-04] an amino signature over another document", () => {
  const grant = {
    typeUrl: MsgGrantOperatorAuthorization.typeUrl,
    value: MsgGrantOperatorAuthorization.encode(
      MsgGrantOperatorAuthorization.create({
        operator: ann.address,
        authzSpendLimitPeriod: 60_000_000_000n,
      }),
    ),
  };

  it("passes when it is over the canonical one", () => {
    expect(answer(world().run(signedTx(ann, { ...AMINO, messages: [grant] })))).toBe(" 0");
  });

  it.each([
    ["seconds", "omit", "prints Durations as objects;"],
    ["seconds-nanos", "omit", "prints Durations as objects;"],
    ["text", "print", "prints zero values that are left out;"],
    ["seconds", "print", "prints Durations as objects and zero values that are left out;"],
  ] as const)(
    "with Durations as %s and zero values: %s, is refused and explained",
    (durations, zeros, what) => {
      const bytes = signedTx(ann, { ...AMINO, messages: [grant], style: { durations, zeros } });
      const refused = world().run(bytes);
      expect(answer(refused)).toBe("sdk 4");
      expect(refused.log).toContain(what);
      expect(refused.log).toContain('"authz_spend_limit_period":"60000000000"');
    },
  );

  it("is not explained when the block runs, where texts would cost every node", () => {
    const bytes = signedTx(ann, { ...AMINO, accountNumber: 8n });
    expect(world().run(bytes, "check").log).toContain(
      'the amino document to sign is {"account_number":"7"',
    );
    expect(world().run(bytes, "deliver").log).toBe(
      "signature verification failed; please verify account number (7), sequence (0) and chain-id (vna-testnet-1): unauthorized",
    );
  });
});

describe("limits of the door", () => {
  it("[D-TX-05] refuses more than 1 MiB before reading it", () => {
    expect(answer(world().run(new Uint8Array(1_048_577)))).toBe("sdk 21");
    expect(answer(world().run(new Uint8Array(1_048_576)))).toBe("sdk 2");
  });

  it("asks each signer once, however many messages name him", () => {
    const messages = [sendOne(ann.address), sendOne(ann.address)];
    expect(world().run(signedTx(ann, { messages })).signers).toEqual([ann.address]);
  });
});
