import { delegableTypes, SESSION_TYPE } from "../src/modules/de/index.js";
import type { Any } from "../src/wire/descriptor.js";
import { AppChain, type Person, sign } from "../test/support/app-chain.js";
import { operated } from "../test/support/gas-script.js";
import { createEcosystem, createSchema, grant, propose } from "../test/support/messages.js";
import { signDigest } from "../test/support/native-signer.js";
import { stateFolder } from "./prepared.js";

/** Operators of the corporation, who have sent nothing yet; its founder comes behind them. */
export const OPERATORS = 20;

/** Messages of a transaction, and transactions of a block, that fill a state. */
const FILL = { messages: 400, transactions: 5 } as const;

/** What operators may do: all that can be delegated but sessions, which are for VS operators. */
const TYPES = delegableTypes.filter((type) => type !== SESSION_TYPE);

/**
 * The folder of a database with so many ecosystems, each with its framework and a schema, of
 * corporation 1. It is made by transactions, which takes half an hour for a million; with `states` it
 * is kept there for later runs of the same program.
 */
export function registryState(entities: number, states?: string): Promise<string> {
  return stateFolder(`registry-${entities}`, states, (path) => make(path, entities));
}

async function make(path: string, entities: number): Promise<void> {
  const chain = await AppChain.start({ people: OPERATORS + 1, path });
  const founder = chain.person(OPERATORS);
  const corporation = await operated(chain, founder);
  const allowed = [founder, ...chain.people.slice(0, OPERATORS)].map(({ address }) =>
    grant(corporation, address, TYPES),
  );
  await chain.send(founder, propose(corporation, founder.address, allowed));
  const actors = { corporation, operator: founder.address };
  await fill(chain, founder, entities, (i) => createEcosystem(actors, `did:example:eco-${i}`));
  await fill(chain, founder, entities, (i) => createSchema(actors, BigInt(i + 1)));
  await chain.store.dumped();
  await chain.close();
}

async function fill(
  chain: AppChain,
  by: Person,
  count: number,
  message: (i: number) => Any,
): Promise<void> {
  for (let at = 0; at < count; ) {
    const txs: Uint8Array[] = [];
    while (at < count && txs.length < FILL.transactions) {
      const length = Math.min(FILL.messages, count - at);
      const first = at;
      const messages = Array.from({ length }, (_, i) => message(first + i));
      txs.push(sign(by, messages, { sign: signDigest }));
      at += length;
    }
    await chain.block(txs);
  }
}
