import { describe, expect, it } from "vitest";
import * as auth from "../../../src/gen/cosmos/auth/v1beta1.js";
import { addressBytes, addressText, moduleAddress } from "../../../src/keeper/addresses.js";
import { testKey } from "../../support/signed-tx.js";
import { world } from "../../support/world.js";

const collector = addressText("verana", moduleAddress("fee_collector"));

describe("accounts", () => {
  it("remember the first key and count the sequence, and keep both through failures", async () => {
    const w = await world();
    expect(w.accountOf(1)).toMatchObject({ accountNumber: 0n, sequence: 0n, pubKey: undefined });
    await w.send(w.transfer(1, 2, 10n ** 13n));
    expect(w.accountOf(1)).toMatchObject({ sequence: 1n, pubKey: testKey(1).any });
    await w.send(w.transfer(1, 2, 5n));
    expect(w.accountOf(1)).toMatchObject({ sequence: 2n, pubKey: testKey(1).any });
    expect(w.accountOf(2)).toMatchObject({ accountNumber: 1n, sequence: 0n, pubKey: undefined });
  });

  it("of a recipient that never signed may pay as soon as it owns something", async () => {
    const w = await world();
    await w.send(w.transfer(1, 7, 6_000n));
    const result = await w.send(w.transfer(7, 1, 1_000n), { by: 7 });
    expect([result.code, w.balance(7)]).toEqual([0, 0n]);
    expect(w.accountOf(7)).toMatchObject({ sequence: 1n, accountNumber: 11n });
  });

  it("with several signers all have their sequence moved, and the first one pays", async () => {
    const w = await world();
    const result = await w.send([w.transfer(1, 7, 5n), w.transfer(2, 7, 5n)], { by: [1, 2] });
    expect(result.code).toBe(0);
    expect([w.accountOf(1)?.sequence, w.accountOf(2)?.sequence]).toEqual([1n, 1n]);
    expect([w.balance(1), w.balance(2)]).toEqual([10n ** 12n - 5_005n, 10n ** 12n - 5n]);
  });

  it("of a fee payer who signs too pays for another", async () => {
    const w = await world();
    const payer = w.address(3);
    const result = await w.send(w.transfer(1, 7, 5n), { by: [1, 3], payer });
    expect([result.code, result.log]).toEqual([0, ""]);
    expect([w.balance(1), w.balance(3)]).toEqual([10n ** 12n - 5n, 10n ** 12n - 5_000n]);
    const unsigned = await w.send(w.transfer(1, 7, 5n), { payer });
    const log = "wrong number of signers; expected 2, got 1: unauthorized";
    expect(unsigned).toMatchObject({ code: 4, codespace: "sdk", log });
  });

  it("whose fee nobody granted are refused", async () => {
    const w = await world();
    const tx = w.tx(w.transfer(1, 7, 5n), { granter: w.address(2) });
    expect(w.check(tx)).toMatchObject({ code: 38, codespace: "sdk" });
    expect(w.check(tx).log).toMatch(
      /does not allow to pay fees for .*fee-grant not found: not found$/,
    );
  });
});

describe("x/auth queries", () => {
  it("find accounts by address in any case, by number, by name and in pages", async () => {
    const w = await world();
    const info = w.query<auth.QueryAccountInfoResponse>(auth.Query.AccountInfo, {
      address: w.address(2).toUpperCase(),
    });
    expect(info.info?.address).toBe(w.address(2));
    const byId = w.query<auth.QueryAccountAddressByIDResponse>(auth.Query.AccountAddressByID, {
      accountId: 1n,
    });
    expect(byId.accountAddress).toBe(w.address(2));
    const named = w.query<auth.QueryModuleAccountByNameResponse>(auth.Query.ModuleAccountByName, {
      name: "fee_collector",
    });
    const module = auth.ModuleAccount.decode(named.account?.value ?? new Uint8Array());
    expect(module).toMatchObject({ name: "fee_collector", baseAccount: { address: collector } });
    const seen: string[] = [];
    let key: Uint8Array = new Uint8Array();
    do {
      const pagination = { key, offset: 0n, limit: 3n, countTotal: false, reverse: false };
      const page = w.query<auth.QueryAccountsResponse>(auth.Query.Accounts, { pagination });
      seen.push(...page.accounts.map(({ value }) => Buffer.from(value).toString("hex")));
      key = page.pagination?.nextKey ?? new Uint8Array();
    } while (key.length > 0);
    expect([seen.length, new Set(seen).size]).toEqual([11, 11]);
  });

  it("translate addresses of any length, and refuse none and too long ones", async () => {
    const w = await world();
    for (const length of [1, 20, 32, 255]) {
      const bytes = new Uint8Array(length).fill(7);
      const { addressString } = w.query<auth.AddressBytesToStringResponse>(
        auth.Query.AddressBytesToString,
        { addressBytes: bytes },
      );
      expect(addressBytes(addressString)).toEqual(bytes);
      const back = w.query<auth.AddressStringToBytesResponse>(auth.Query.AddressStringToBytes, {
        addressString,
      });
      expect(back.addressBytes).toEqual(bytes);
    }
    for (const length of [0, 256]) {
      const data = auth.AddressBytesToStringRequest.encode({
        addressBytes: new Uint8Array(length),
      });
      expect(w.ask(auth.Query.AddressBytesToString.path, data)).toMatchObject({ code: 18 });
    }
  });

  it.each<readonly [string, Uint8Array]>([
    [
      auth.Query.AccountAddressByID.path,
      auth.QueryAccountAddressByIDRequest.encode({ id: 0n, accountId: 99n }),
    ],
    [
      auth.Query.ModuleAccountByName.path,
      auth.QueryModuleAccountByNameRequest.encode({ name: "__proto__" }),
    ],
  ])("%s of what is not there answers 22", async (path, data) => {
    const w = await world();
    expect(w.ask(path, data)).toMatchObject({ code: 22, codespace: "sdk" });
  });
});
