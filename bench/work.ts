import { MsgStoreDigest } from "../src/gen/verana/di/v1.js";
import { MsgCreateEcosystem } from "../src/gen/verana/ec/v1.js";
import { addressText } from "../src/keeper/addresses.js";
import { pack } from "../src/wire/any.js";
import { type AppChain, type Person, sign } from "../test/support/app-chain.js";
import { operated } from "../test/support/gas-script.js";
import { createEcosystem, grant, propose, transfer } from "../test/support/messages.js";
import { signDigest } from "../test/support/native-signer.js";
import type { TxParts } from "../test/support/signed-tx.js";

/** A kind of transaction whose cost is measured. */
export interface Work {
  readonly name: string;
  /** The next transaction, signed; `n` counts them from 0. */
  next(n: number): Uint8Array;
}

const PARTS: TxParts = {
  fee: { amount: [{ denom: "uvna", amount: 5_000n }], gasLimit: 200_000n },
  sign: signDigest,
};

/** Transfers of one unit: each sender in turn, to accounts all over the state. */
export function transferWork(
  senders: readonly Person[],
  recipients: readonly string[],
  parts: TxParts = {},
): Work {
  return {
    name: "transfer",
    next(n) {
      const from = senders[n % senders.length];
      const to = recipients[(n * 48_271) % recipients.length];
      if (from === undefined || to === undefined) throw new RangeError("nobody to send");
      return sign(from, [transfer(from.address, to)], { ...PARTS, ...parts });
    },
  };
}

/** Ecosystems that a corporation's operators create in turn. */
export function ecosystemWork(
  corporation: string,
  operators: readonly Person[],
  parts: TxParts = {},
): Work {
  return {
    name: "ecosystem",
    next(n) {
      const by = operators[n % operators.length];
      if (by === undefined) throw new RangeError("nobody to sign");
      const message = createEcosystem(
        { corporation, operator: by.address },
        `did:example:eco-${n}`,
      );
      return sign(by, [message], { ...PARTS, ...parts });
    },
  };
}

/** Digests that a corporation's operators store in turn. */
export function digestWork(corporation: string, operators: readonly Person[]): Work {
  return {
    name: "digest",
    next(n) {
      const by = operators[n % operators.length];
      if (by === undefined) throw new RangeError("nobody to sign");
      const digest = `sha384-${Buffer.from(`digest number ${n} of many`).toString("base64")}`;
      const stored = { authority: corporation, operator: by.address, digest };
      return sign(by, [pack(MsgStoreDigest, stored)], PARTS);
    },
  };
}

/** A corporation whose operators may create ecosystems; its policy's address. */
export async function corporationOf(
  chain: AppChain,
  founder: Person,
  operators: readonly Person[],
): Promise<string> {
  const corporation = await operated(chain, founder);
  const grants = operators.map(({ address }) =>
    grant(corporation, address, [MsgCreateEcosystem.typeUrl]),
  );
  await chain.send(founder, propose(corporation, founder.address, grants));
  return corporation;
}

/** Addresses that nobody has keys for. */
export function strangers(count: number): readonly string[] {
  return Array.from({ length: count }, (_, i) => {
    const bytes = new Uint8Array(20);
    const view = new DataView(bytes.buffer);
    let mixed = i + 1;
    for (let at = 0; at < 20; at += 4) {
      mixed = Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d) + i;
      view.setUint32(at, mixed >>> 0);
    }
    view.setUint32(16, i);
    return addressText("verana", bytes);
  });
}
