import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { nodeId, readKeyFile } from "../engine/embedded/keys.js";
import { withAccount } from "./genesis/accounts.js";
import { prefixOf, readDocument, tryGenesis, writeDocument } from "./genesis/file.js";
import { makeGenTx, plainWish, withGenTxs } from "./genesis/gentx.js";
import { cliPaths } from "./home.js";
import { deriveKey, newPhrase, pathText } from "./keyring/derive.js";
import { openKeyring } from "./keyring/open.js";
import type { NetworkNode } from "./new-network.js";
import { printDocument, txJson, type WholeTx } from "./tx/tx-file.js";

/** What the operator of each node holds at the start, and what of it is staked; base units. */
const BALANCE = 1_000_000_000_000n;
const STAKE = 100_000_000n;

/** The path of an account's first key. */
const PATH = pathText({ coinType: 118, account: 0, index: 0 });

/**
 * Gives each node of a new network an operator that stakes for it: a key of the node's name in the
 * home's `test` keyring, its phrase in `key_seed.json`, its transaction in the folder `gentxs`. The
 * genesis of all homes then has these instead of validators of its own. Throws CliError.
 */
export async function stakeNetwork(
  nodes: readonly NetworkNode[],
  { folder, denom }: { readonly folder: string; readonly denom: string },
): Promise<void> {
  const [first] = nodes;
  if (first === undefined) return;
  let document = readDocument(cliPaths(first.home).genesis);
  const prefix = prefixOf(document);
  const operators = [];
  for (const [index, node] of nodes.entries()) {
    const name = `node${index}`;
    const phrase = newPhrase();
    const keyring = openKeyring("test", node.home, prefix);
    await keyring.add(name, await deriveKey(phrase, PATH));
    const seed = `${JSON.stringify({ secret: phrase })}\n`;
    writeFileSync(join(node.home, "key_seed.json"), seed, { mode: 0o600 });
    const key = await keyring.signing(name);
    document = withAccount(document, key.address, [{ denom, amount: BALANCE }]);
    operators.push({ name, node, key });
  }
  const txs: WholeTx[] = [];
  mkdirSync(join(folder, "gentxs"), { recursive: true });
  for (const { name, node, key } of operators) {
    const paths = cliPaths(node.home);
    const { publicKey } = readKeyFile(paths.validatorKey);
    const wish = plainWish(name, publicKey, { denom, amount: STAKE });
    const id = nodeId(readKeyFile(paths.nodeKey));
    const memo = `${id}@${node.host}:${node.ports.p2p}`;
    const tx = makeGenTx(document, key, wish, { memo, gas: 200_000n, fees: [] });
    printDocument(txJson(tx), join(folder, "gentxs", `${name}.json`));
    txs.push(tx);
  }
  const staked = withGenTxs(document, txs);
  await tryGenesis(staked);
  for (const { home } of nodes) writeDocument(cliPaths(home).genesis, staked);
}
