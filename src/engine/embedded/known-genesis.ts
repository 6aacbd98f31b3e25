import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { ChainStore } from "./chain-store.js";
import { type Genesis, readGenesisFile } from "./genesis.js";

/**
 * The genesis that a node starts with. That of a chain which runs already, byte for byte the same, is
 * not parsed again before somebody asks for it: with very many accounts that takes seconds, and the
 * document much memory. Throws as {@link readGenesisFile}.
 */
export function genesisFor(path: string, store: ChainStore): Genesis {
  const state = store.state();
  const sum = store.genesisSum;
  if (state === undefined || state.height < state.initialHeight || sum === undefined) {
    return readGenesisFile(path);
  }
  return sumOf(path) === sum ? later(path, sum, state) : readGenesisFile(path);
}

/** Remembers the file as that of the stored chain; the same genesis, without what it was parsed to. */
export async function rememberGenesis(
  path: string,
  store: ChainStore,
  genesis: Pick<Genesis, "chainId" | "initialHeight">,
): Promise<Genesis> {
  const sum = sumOf(path) ?? "";
  if (store.genesisSum !== sum) await store.saveGenesisSum(sum);
  return later(path, sum, genesis);
}

function later(
  path: string,
  sum: string,
  { chainId, initialHeight }: Pick<Genesis, "chainId" | "initialHeight">,
): Genesis {
  const whole = () => {
    if (sumOf(path) === sum) return readGenesisFile(path);
    throw new Error(`genesis ${path} has changed since the node was started`);
  };
  return {
    chainId,
    initialHeight,
    get time() {
      return whole().time;
    },
    get params() {
      return whole().params;
    },
    get validators() {
      return whole().validators;
    },
    get appHash() {
      return whole().appHash;
    },
    get appState() {
      return whole().appState;
    },
    get document() {
      return whole().document;
    },
  };
}

/** Of the file's bytes; undefined where it cannot be read. */
function sumOf(path: string): string | undefined {
  try {
    return createHash("sha256").update(readFileSync(path)).digest("hex");
  } catch {
    return undefined;
  }
}
