import type { StdFee } from "@cosmjs/amino";
import { fromBase64, fromBech32, toUtf8 } from "@cosmjs/encoding";
import type { DeliverTxResponse } from "@cosmjs/stargate";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { TxRaw } from "../../src/gen/cosmos/tx/v1beta1.js";
import { CHAIN_ID, DENOM, type Funds } from "../support/comet.js";
import {
  LINES,
  type Line,
  MODES,
  type Mode,
  rpcClient,
  signingClient,
  walletOf,
} from "../support/cosmjs-lines.js";
import { testKey } from "../support/signed-tx.js";
import type { RunningChain } from "./transfer-engines.js";

const FUNDS = 1_000_000_000n;
const FEE: StdFee = { amount: [{ denom: DENOM, amount: "5000" }], gas: "200000" };
const SIGNERS = LINES.flatMap((line) =>
  MODES.map((mode) => ({ line, mode, name: `${line.name} ${mode}` })),
);

const senderOf = (name: string) => testKey(20 + SIGNERS.findIndex((one) => one.name === name));
const payerOf = (name: string) => testKey(30 + SIGNERS.findIndex((one) => one.name === name));
const subscriberOf = (line: Line) => testKey(40 + LINES.indexOf(line));
const MEMBERS = [50, 51, 52].map(testKey);
let strangers = 1_000;
/** An address that nothing was ever sent to. */
const stranger = () => {
  strangers += 1;
  return testKey(strangers).address;
};

const coins = (amount: bigint | number) => [{ denom: DENOM, amount: amount.toString() }];
const send = (fromAddress: string, toAddress: string, amount: bigint | number) => ({
  typeUrl: "/cosmos.bank.v1beta1.MsgSend",
  value: { fromAddress, toAddress, amount: coins(amount) },
});

/** The account of two of three members; each line of CosmJS has one of its own. */
function multisigOf({ amino, name }: Line) {
  const members = name === "0.39" ? MEMBERS : [...MEMBERS].reverse();
  const keys = members.map(({ key }) => amino.encodeSecp256k1Pubkey(key.key));
  const publicKey = amino.createMultisigThresholdPubkey(keys, 2, true);
  return { members, publicKey, address: amino.pubkeyToAddress(publicKey, "verana") };
}

/** How long a client waits for the block, and how often it looks: milliseconds. */
const PATIENCE = [30_000, 50] as const;

/** Someone who never does anything. */
const SAVER = testKey(60).address;

/** What the accounts of the suite own at the start. */
export const TRANSFER_FUNDS: Funds = Object.fromEntries(
  [
    ...SIGNERS.flatMap(({ name }) => [senderOf(name).address, payerOf(name).address]),
    ...LINES.flatMap((line) => [multisigOf(line).address, subscriberOf(line).address]),
    SAVER,
  ].map((address) => [address, FUNDS]),
);

/** Value of the first attribute of that name. */
function attribute({ events }: Pick<DeliverTxResponse, "events">, type: string, key: string) {
  const found = events.find((event) => event.type === type);
  return found?.attributes.find((one) => one.key === key)?.value;
}

/**
 * What wallets do with coins, by unmodified clients of both lines, signing directly and in amino
 * JSON, on any chain that has {@link TRANSFER_FUNDS}.
 */
export function transferSuite(start: (funds: Funds) => Promise<RunningChain>): void {
  let chain: RunningChain;
  let reader: Awaited<ReturnType<typeof signingClient>>;

  beforeAll(async () => {
    chain = await start(TRANSFER_FUNDS);
    const [line] = LINES;
    if (line === undefined) throw new Error("there is no client");
    reader = await signingClient(line, "direct", chain.rpcUrl, testKey(1));
  });

  afterAll(async () => {
    reader?.disconnect();
    await chain?.stop();
  });

  const balance = async (address: string) =>
    BigInt((await reader.getBalance(address, DENOM)).amount);

  describe.each(SIGNERS)("CosmJS $name", ({ line, mode, name }) => {
    const sender = senderOf(name);
    let client: Awaited<ReturnType<typeof signingClient>>;

    beforeAll(async () => {
      client = await signingClient(line, mode, chain.rpcUrl, sender);
    });

    afterAll(() => client.disconnect());

    it("sends coins with a memo, and finds the transaction again", async () => {
      const to = stranger();
      const before = await balance(sender.address);
      const sent = await client.sendTokens(sender.address, to, coins(1_234), FEE, `for ${name} ✓`);
      expect(sent.code, sent.rawLog).toBe(0);
      expect(await balance(to)).toBe(1_234n);
      expect(await balance(sender.address)).toBe(before - 1_234n - 5_000n);
      expect(sent.gasUsed).toBeGreaterThan(0n);
      expect(sent.msgResponses.map(({ typeUrl }) => typeUrl)).toEqual([
        "/cosmos.bank.v1beta1.MsgSendResponse",
      ]);
      expect(attribute(sent, "transfer", "recipient")).toBeDefined();

      const found = await client.getTx(sent.transactionHash);
      expect([found?.height, found?.code]).toEqual([sent.height, 0]);
      expect(line.signing.decodeTxRaw(found?.tx ?? new Uint8Array()).body.memo).toBe(
        `for ${name} ✓`,
      );
      for (const query of [
        `tx.hash='${sent.transactionHash}'`,
        `transfer.recipient='${to}'`,
        `transfer.sender='${sender.address}' AND transfer.recipient='${to}'`,
        `transfer.recipient='${to}' AND tx.height>=${sent.height} AND tx.height<=${sent.height}`,
      ]) {
        const hashes = (await client.searchTx(query)).map(({ hash }) => hash);
        expect([query, hashes]).toEqual([query, [sent.transactionHash]]);
      }
      const pairs = [
        { key: "transfer.recipient", value: to },
        { key: "message.action", value: "/cosmos.bank.v1beta1.MsgSend" },
      ];
      expect(await client.searchTx(pairs)).toHaveLength(chain.findsAcrossEvents ? 1 : 0);
      expect(
        await client.searchTx(`transfer.recipient='${to}' AND tx.height<${sent.height}`),
      ).toEqual([]);
      const block = await client.getBlock(sent.height);
      expect(block.txs.map((tx) => Buffer.from(tx).toString("hex"))).toContain(
        Buffer.from(found?.tx ?? []).toString("hex"),
      );
    });

    it("sends to several at once for a fee that it worked out itself", async () => {
      const [one, two] = [stranger(), stranger()];
      const message = {
        typeUrl: "/cosmos.bank.v1beta1.MsgMultiSend",
        value: {
          inputs: [{ address: sender.address, coins: coins(30) }],
          outputs: [
            { address: one, coins: coins(10) },
            { address: two, coins: coins(20) },
          ],
        },
      };
      const gas = await client.simulate(sender.address, [message], "");
      const sent = await client.signAndBroadcast(sender.address, [message], "auto");
      expect(sent.code, sent.rawLog).toBe(0);
      expect([await balance(one), await balance(two)]).toEqual([10n, 20n]);
      expect(BigInt(gas)).toBeGreaterThanOrEqual(sent.gasUsed);
    });

    it("includes what times out later, and is refused what has timed out", async () => {
      const height = await client.getHeight();
      const messages = [send(sender.address, stranger(), 1)];
      const late = client.signAndBroadcastSync(sender.address, messages, FEE, "", 1n);
      await expect(late).rejects.toMatchObject({ code: 30, codespace: "sdk" });
      const until = BigInt(height + 1_000);
      const sent = await client.signAndBroadcast(sender.address, messages, FEE, "", until);
      expect(sent.code, sent.rawLog).toBe(0);
      const found = await client.getTx(sent.transactionHash);
      const { body } = line.signing.decodeTxRaw(found?.tx ?? new Uint8Array());
      expect(body.timeoutHeight).toBe(until);
    });

    it("lets another account pay the fee, when both sign", async () => {
      const [payer, to] = [payerOf(name), stranger()];
      const before = await balance(sender.address);
      const messages = [send(sender.address, to, 7)];
      const signed = await signTogether(line, mode, client, [sender, payer], messages);
      const sent = await client.broadcastTx(signed, ...PATIENCE);
      expect(sent.code, sent.rawLog).toBe(0);
      expect(await balance(to)).toBe(7n);
      expect(await balance(sender.address)).toBe(before - 7n);
      expect(await balance(payer.address)).toBe(FUNDS - 5_000n);
      expect(attribute(sent, "tx", "fee_payer")).toBe(payer.address);
      const alone = await signTogether(line, mode, client, [sender, payer], messages);
      const whole = TxRaw.decode(alone);
      const cut = { ...whole, signatures: whole.signatures.slice(0, 1) };
      await expect(client.broadcastTx(TxRaw.encode(cut))).rejects.toMatchObject({
        code: 4,
        codespace: "sdk",
      });
    });

    it("tells in codes why a transfer does not happen", async () => {
      const to = stranger();
      const poor = await client.sendTokens(sender.address, to, coins(FUNDS * 2n), FEE);
      expect([poor.code, attribute(poor, "tx", "fee_payer")]).toEqual([5, sender.address]);
      const tooDear = { ...FEE, amount: coins(FUNDS * 2n) };
      await expect(
        client.signAndBroadcastSync(sender.address, [send(sender.address, to, 1)], tooDear),
      ).rejects.toMatchObject({ code: 5, codespace: "sdk" });
      const little = { ...FEE, gas: "1000" };
      await expect(
        client.signAndBroadcastSync(sender.address, [send(sender.address, to, 1)], little),
      ).rejects.toMatchObject({ code: 11, codespace: "sdk" });

      const { accountNumber, sequence } = await client.getSequence(sender.address);
      const explicit = { accountNumber, sequence: sequence + 5, chainId: CHAIN_ID };
      const ahead = await client.sign(
        sender.address,
        [send(sender.address, to, 1)],
        FEE,
        "",
        explicit,
      );
      const refusal = await client.broadcastTx(TxRaw.encode(ahead)).catch((error) => error);
      expect(refusal).toMatchObject({ code: 32, codespace: "sdk" });
      const numbers = /account sequence mismatch, expected (\d+), got (\d+)/.exec(refusal.log);
      expect(numbers?.slice(1)).toEqual([`${sequence}`, `${sequence + 5}`]);
      const elsewhere = { accountNumber, sequence, chainId: "other-1" };
      const wrong = await client.sign(
        sender.address,
        [send(sender.address, to, 1)],
        FEE,
        "",
        elsewhere,
      );
      await expect(client.broadcastTx(TxRaw.encode(wrong))).rejects.toMatchObject({
        code: 4,
      });
      await expect(
        client.simulate(sender.address, [send(sender.address, to, FUNDS * 2n)], ""),
      ).rejects.toThrow(/insufficient funds/);
      expect(await balance(to)).toBe(0n);
    });
  });

  describe.each(LINES)("CosmJS $name", (line) => {
    it("sends from an account of two of three, whichever two sign", async () => {
      const { members, publicKey, address } = multisigOf(line);
      const to = stranger();
      for (const pair of [
        [0, 1],
        [2, 0],
      ]) {
        const signers = pair.flatMap((index) => members[index] ?? []);
        const bytes = await signAsGroup(line, chain.rpcUrl, { publicKey, address, signers }, to);
        const sent = await reader.broadcastTx(bytes, ...PATIENCE);
        expect(sent.code, sent.rawLog).toBe(0);
      }
      expect(await balance(to)).toBe(10n);
      const one = { publicKey, address, signers: members.slice(0, 1) };
      const alone = await signAsGroup(line, chain.rpcUrl, one, to);
      await expect(reader.broadcastTx(alone)).rejects.toMatchObject({ code: 4, codespace: "sdk" });
    });

    it("hears of a transaction over the WebSocket", async () => {
      const socket = await rpcClient(line, chain.rpcUrl.replace("http:", "ws:"));
      const to = stranger();
      const heard = new Promise<{ readonly height: number; readonly hash: Uint8Array }>(
        (resolve, reject) => {
          const stream = socket.subscribeTx(`transfer.recipient='${to}'`);
          stream.addListener({ next: resolve, error: reject });
        },
      );
      // The subscription is not answered to the caller: a round trip on the same socket is.
      await socket.status();
      const from = subscriberOf(line);
      const client = await signingClient(line, "direct", chain.rpcUrl, from);
      const sent = await client.sendTokens(from.address, to, coins(3), FEE);
      const event = await heard;
      expect(event.height).toBe(sent.height);
      expect(Buffer.from(event.hash).toString("hex").toUpperCase()).toBe(sent.transactionHash);
      client.disconnect();
      socket.disconnect();
    });
  });

  it("proves a balance, and that there is none, to CosmJS 0.32, which checks both itself", async () => {
    const line = LINES.find(({ name }) => name === "0.32");
    if (line === undefined) throw new Error("there is no such line");
    const comet = await rpcClient(line, chain.rpcUrl);
    const queries = new line.stargate.QueryClient(comet) as unknown as VerifyingClient;
    const key = (address: string) => {
      const { data } = fromBech32(address);
      return Uint8Array.of(2, data.length, ...data, ...toUtf8(DENOM));
    };
    const present = await queries.queryStoreVerified("bank", key(SAVER));
    expect(Buffer.from(present.value).toString()).toBe(FUNDS.toString());
    const absent = await queries.queryStoreVerified("bank", key(stranger()));
    expect(absent.value).toHaveLength(0);
    comet.disconnect();
  });
}

interface VerifyingClient {
  queryStoreVerified(store: string, key: Uint8Array): Promise<{ readonly value: Uint8Array }>;
}

type Client = Awaited<ReturnType<typeof signingClient>>;
type Key = ReturnType<typeof testKey>;
type Message = ReturnType<typeof send>;

/** A transaction that the sender and the payer of its fee sign. */
async function signTogether(
  line: Line,
  mode: Mode,
  client: Client,
  signers: readonly [sender: Key, payer: Key],
  messages: readonly Message[],
): Promise<Uint8Array> {
  const { amino, signing, stargate } = line;
  const accounts = await Promise.all(
    signers.map(async (key) => {
      const { accountNumber, sequence } = await client.getSequence(key.address);
      const pubkey = signing.encodePubkey(amino.encodeSecp256k1Pubkey(key.key.key));
      return { key, accountNumber, sequence, pubkey };
    }),
  );
  const payer = signers[1].address;
  const registry = new signing.Registry(stargate.defaultRegistryTypes);
  const bodyBytes = registry.encodeTxBody({ messages, memo: "together" });
  const signMode = mode === "amino" ? 127 : 1;
  const gas = Number(FEE.gas);
  const authInfoBytes = signing.makeAuthInfoBytes(
    accounts,
    FEE.amount,
    gas,
    undefined,
    payer,
    signMode,
  );
  const aminoTypes = new stargate.AminoTypes(stargate.createDefaultAminoConverters());
  const aminoMessages = messages.map((message) => aminoTypes.toAmino(message));
  const fee = { ...FEE, payer };
  const signatures: Uint8Array[] = [];
  for (const { key, accountNumber, sequence } of accounts) {
    const wallet = await walletOf(line, mode, key);
    const { signature } =
      "signDirect" in wallet
        ? await wallet.signDirect(
            key.address,
            signing.makeSignDoc(bodyBytes, authInfoBytes, CHAIN_ID, accountNumber),
          )
        : await wallet.signAmino(
            key.address,
            amino.makeSignDoc(aminoMessages, fee, CHAIN_ID, "together", accountNumber, sequence),
          );
    signatures.push(fromBase64(signature.signature));
  }
  return TxRaw.encode(TxRaw.create({ bodyBytes, authInfoBytes, signatures }));
}

/** A transfer of five that some members of a threshold account sign. */
async function signAsGroup(
  line: Line,
  url: string,
  group: {
    readonly publicKey: ReturnType<typeof multisigOf>["publicKey"];
    readonly address: string;
    readonly signers: readonly Key[];
  },
  to: string,
): Promise<Uint8Array> {
  const { publicKey, address } = group;
  const messages = [send(address, to, 5)];
  const signatures = new Map<string, Uint8Array>();
  let body = new Uint8Array();
  let next = 0;
  for (const key of group.signers) {
    const client = await signingClient(line, "amino", url, key);
    const { accountNumber, sequence } = await client.getSequence(address);
    const data = { accountNumber, sequence, chainId: CHAIN_ID };
    const signed = await client.sign(key.address, messages, FEE, "group", data);
    signatures.set(key.address, signed.signatures[0] ?? new Uint8Array());
    body = Uint8Array.from(signed.bodyBytes);
    next = sequence;
    client.disconnect();
  }
  return line.stargate.makeMultisignedTxBytes(publicKey, next, FEE, body, signatures);
}
