import { expect, it } from "vitest";
import { clientAccountParser } from "../../src/client/cosmjs.js";
import { BaseAccount } from "../../src/gen/cosmos/auth/v1beta1.js";
import {
  DelayedVestingAccount,
  PermanentLockedAccount,
} from "../../src/gen/cosmos/vesting/v1beta1.js";
import { testKey } from "../support/signed-tx.js";

const { address } = testKey(1);
const baseAccount = BaseAccount.create({ address, accountNumber: 7n, sequence: 3n });
const vesting = {
  ...{ baseAccount, originalVesting: [], delegatedFree: [], delegatedVesting: [] },
  endTime: 0n,
};

it("CosmJS reads accounts that vest, also those that are locked for good", () => {
  const locked = PermanentLockedAccount.encode({ baseVestingAccount: vesting });
  const delayed = DelayedVestingAccount.encode({ baseVestingAccount: vesting });
  const plain = BaseAccount.encode(baseAccount);
  for (const [typeUrl, value] of [
    [PermanentLockedAccount.typeUrl, locked],
    [DelayedVestingAccount.typeUrl, delayed],
    [BaseAccount.typeUrl, plain],
  ] as const) {
    const read = clientAccountParser({ typeUrl, value });
    expect(read).toMatchObject({ address, pubkey: null });
    expect([Number(read.accountNumber), Number(read.sequence)], typeUrl).toEqual([7, 3]);
  }
});

it("what is no account of a signer is refused", () => {
  const { typeUrl } = PermanentLockedAccount;
  const read = (value: Uint8Array) => clientAccountParser({ typeUrl, value });
  expect(() => read(Uint8Array.of(0xff))).toThrow();
  expect(read(new Uint8Array(0)).address).toBe("");
  const value = new Uint8Array(0);
  expect(() => clientAccountParser({ typeUrl: "/vpr.none.v1.Account", value })).toThrow();
});
