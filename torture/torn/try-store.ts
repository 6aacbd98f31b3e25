import { StoreFault } from "../../src/store/contract.js";
import { type OpenMultiStore, openMultiStore } from "../../src/store/multistore.js";
import { writeVersion } from "../../test/store/crash-writes.js";
import { STRUCK } from "../../test/store/struck-options.js";
import { toHex } from "../../test/support/vectors.js";
import { must } from "../check.js";

/** What an undamaged folder says. Versions and hashes are text, to be sent between processes. */
export interface StoreFacts {
  readonly last: string;
  /** The oldest version that its owner was told of at an opening. */
  readonly opened: string;
  readonly hashes: Readonly<Record<string, string>>;
}

/** Whether it is a fault that says what is broken; a lock that was left behind says nothing. */
export function isRefusal(error: unknown): error is StoreFault {
  return error instanceof StoreFault && !error.message.includes("in use by another");
}

/** Opens a damaged folder: either it is refused by name, or everything that it answers is right. */
export async function tryStore(
  whole: StoreFacts,
  folder: string,
): Promise<"refused" | "recovered"> {
  let state: OpenMultiStore;
  try {
    state = await openMultiStore({ ...STRUCK, path: folder });
  } catch (error) {
    if (isRefusal(error) && error.message.includes(folder)) return "refused";
    throw error;
  }
  const isRight = () => toHex(state.appHash) === whole.hashes[String(state.version)];
  try {
    const { version } = state;
    must(
      version >= BigInt(whole.opened) && version <= BigInt(whole.last),
      () => `opens at version ${version}`,
    );
    must(isRight(), () => `version ${version} has the app hash ${toHex(state.appHash)}`);
    const height = new TextDecoder().decode(state.extra("height"));
    must(height === String(version), () => `version ${version} says that it is ${height}`);
    for (let older = state.earliest; older <= version; older += 1n) {
      await mustBeRightOrRefused(whole, state, older);
    }
    await goOn(state);
    must(isRight(), () => `the next version, ${state.version}, has another app hash`);
  } finally {
    await state.close();
  }
  state = await openMultiStore({ ...STRUCK, path: folder });
  must(isRight(), () => `opened again, version ${state.version} has another app hash`);
  await state.close();
  return "recovered";
}

async function mustBeRightOrRefused(
  whole: StoreFacts,
  state: OpenMultiStore,
  version: bigint,
): Promise<void> {
  try {
    must((await state.load(version)) !== undefined, () => `version ${version} is missing`);
    const info = state.info(version);
    must(
      info !== undefined && toHex(info.appHash) === whole.hashes[String(version)],
      () => `version ${version} has another app hash`,
    );
  } catch (error) {
    if (!(error instanceof StoreFault)) throw error;
  }
}

async function goOn(state: OpenMultiStore): Promise<void> {
  const version = state.version + 1n;
  const branch = state.branch();
  writeVersion(branch, version);
  state.stage(branch);
  await state.commit(new Map([["height", new TextEncoder().encode(String(version))]]));
}
